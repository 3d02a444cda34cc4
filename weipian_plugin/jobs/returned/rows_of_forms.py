"""Which forms are taken back, and how the rows of each are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Mapping, Tuple

from ...domain.forms.list_forms import ISSUES, LEDGER, NON_AGRICULTURAL, OVERLAY_CLASSES, OVERLAY_REVIEW, TOWNSHIP
from ...domain.forms.table_form import TableForm
from .computed_rows import ComputedRows
from .known_rows import ActRows, IssueRows, KnownRows, ParcelRows
from .ledger_rows import LedgerRows

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_KINDS: Mapping[str, Callable[[Workspace, TableForm], KnownRows]] = {
    "2-1": ParcelRows, "2-2": ParcelRows, "4": ActRows, "5": ComputedRows, ISSUES: IssueRows,
    NON_AGRICULTURAL: ParcelRows, OVERLAY_REVIEW: ParcelRows, OVERLAY_CLASSES: ComputedRows, LEDGER: LedgerRows,
    TOWNSHIP: ParcelRows,
}
TAKEN: Tuple[str, ...] = tuple(_KINDS)
"""The forms that are held against the workspace; of computed ones nothing is taken."""


def known_rows(workspace: Workspace, form: TableForm) -> KnownRows:
    """The rows of a form as the workspace has them."""
    return _KINDS[form.id](workspace, form)

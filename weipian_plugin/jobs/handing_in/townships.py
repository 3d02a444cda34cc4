"""清单式管理: the list of each township as a file of its own, as it goes out to the township."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, List, Optional, Set, Tuple, Union

from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.list_forms import TOWNSHIP
from ...domain.forms.table_form import Made
from ...domain.forms.table_forms import form_of
from ...domain.marks import Mark
from ..own_templates import require_sound, table_findings
from .list_material import list_material
from .lists import by_township, township_row
from .marking import mark_for
from .material import Material
from .state import State, state_of
from .tables import as_of, template_of

if TYPE_CHECKING:
    from ...delivery.tables import Written
    from ...workspace.workspace import Workspace
    from .scope import Scope


def write_township_lists(workspace: Workspace, scope: Scope, folder: Union[str, Path], mark: Optional[Mark] = None,
                         state: Optional[State] = None, feedback: Optional[Feedback] = None, draft: bool = False,
                         reason: str = "", as_training: bool = False) -> Tuple[Written, ...]:
    """Write 乡镇图斑清单 of each township into ``folder``, an Excel file each.

    Raises ERRORS_HOLD_BACK, TRAINING_NOT_DELIVERED, OUTPUT_NOT_WRITABLE, PATH_TOO_LONG, JOB_CANCELLED, and what
    templates raise.
    """
    from ...delivery.names import check_path, safe_name, unique_name
    from ...delivery.sheets.fill import Dress
    from ...delivery.tables import write_table

    feedback, form = feedback or NullFeedback(), form_of(TOWNSHIP)
    require_sound(table_findings((TOWNSHIP,)))
    mark = mark_for(workspace, scope, draft, reason, None, as_training) if mark is None else mark
    state = state or state_of(workspace)
    lists = list_material(Material(workspace, scope))
    titles = "、".join(dict.fromkeys(profile.title for row in lists.rows[:1] for profile in [lists.profile_of(row)]
                                    if profile is not None))
    townships = by_township(lists)
    taken: Set[str] = set()
    written: List[Written] = []
    for number, (name, rows) in enumerate(townships.items()):
        stop_if_cancelled(feedback)
        feedback.progress(number, len(townships), name)
        file = unique_name(safe_name(mark.file_name(f"{form.name} {name} {scope.title[:60]}")) + ".xlsx", taken)
        headings = {"WP_BATCH": f"{scope.title}　{name}", "WP_PROFILE": titles,
                    "WP_DATE": as_of(form, state)}
        basis = (("乡镇街道", f"{name}，{len(rows)} 个地块"), ("政策口径", titles or "未选定"))
        dress = Dress(headings, basis, mark, state.moment)
        titled = replace(form, title=f"{name}图斑清单")
        made = Made(rows, lambda row: township_row(lists, row))
        written.append(write_table(titled, made, check_path(Path(folder) / file), dress, template_of(form)))
    return tuple(written)

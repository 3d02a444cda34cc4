"""Keeps review files apart: they are made for reading only, and what is read in them comes home by collecting alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...domain.errors import WeipianError

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


def hides_suggestions(workspace: Workspace) -> bool:
    """Is it a review file whose reviewer is not to know what the rules say?"""
    return workspace.review is not None and workspace.review.hides_suggestions


def refuse_review_file(workspace: Workspace) -> None:
    """Nothing is handed in, merged or drawn from a review file. Raises BLIND_IS_REVIEW_FILE."""
    if workspace.review is not None:
        raise WeipianError("BLIND_IS_REVIEW_FILE", file=Path(workspace.path).name)

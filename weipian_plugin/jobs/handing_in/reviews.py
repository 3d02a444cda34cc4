"""The 集体会审 of a scope (§8.3): agenda or minutes of each meeting about one of its parcels, as Excel and PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, List, Optional, Set, Tuple, Union

from ...delivery.dossier.binding import bind
from ...delivery.files import in_one_move, scratch_beside
from ...delivery.names import check_path, safe_name, unique_name
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.marks import CLEAN, Mark
from ...domain.records import Record
from ..own_templates import require_sound, review_findings
from ..registers.review_sheet import review_sheet

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace
    from .scope import Scope


def write_reviews(workspace: Workspace, scope: Scope, folder: Union[str, Path], mark: Mark = CLEAN,
                  feedback: Optional[Feedback] = None) -> Tuple[Path, ...]:
    """Write the sheets of all meetings about a parcel of the scope, two files each, in the order of their days.

    In the main thread: it draws maps. Nothing is written where no meeting is registered. Raises PACKAGE_MISSING,
    OUTPUT_NOT_WRITABLE, PATH_TOO_LONG, JOB_CANCELLED, and what templates raise.
    """
    from ...delivery.review_sheet import write_review_sheet

    feedback = feedback or NullFeedback()
    require_sound(review_findings())
    reviews = reviews_of(workspace, scope)
    taken: Set[str] = set()
    written: List[Path] = []
    for number, review in enumerate(reviews):
        stop_if_cancelled(feedback)
        feedback.progress(number, len(reviews), str(review.values.get("HSSJ") or ""))
        try:
            sheet = review_sheet(workspace, review, mark)
        except WeipianError as error:
            if error.code != "NOTHING_TO_REVIEW":
                raise
            continue  # all of its parcels are set apart
        name = safe_name(mark.file_name(f"{sheet.title} {review.values.get('HSSJ') or ''}"))
        book = check_path(Path(folder) / unique_name(f"{name}.xlsx", taken))
        write_review_sheet(sheet, book)
        pages = book.with_suffix(".pdf")
        with scratch_beside(pages) as scratch, in_one_move(pages) as part:
            bind(write_review_sheet(sheet, scratch.with_suffix(".pdf")), part, (), ((sheet.title, 1),),
                 mark.title(sheet.title), sheet.moment)
            scratch.with_suffix(".pdf").unlink()
        written += [book, pages]
    return tuple(written)


def reviews_of(workspace: Workspace, scope: Scope) -> List[Record]:
    """The meetings about a parcel of the scope, by their day."""
    here = {row.parcel.uuid for row in scope.rows(workspace)}
    found = [review for review in workspace.records("review") if here & set(review.parcels)]
    return sorted(found, key=lambda review: (str(review.values.get("HSSJ") or ""), review.uuid))

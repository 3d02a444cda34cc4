"""Prints 外业核查表: for each parcel a page to take along – where, what is known, what to look for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Generator, List, Optional, Sequence, Tuple, Union

from ...delivery.pdf_normal import normalise_file
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.codes import is_classified
from ...domain.records import DRAFT, SIGNED, UNJUDGED, ParcelRecord
from ..rules.profiles import load_profile
from ..training.training_guard import stamped
from .field_sheet_words import SheetWords, words_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

NAME = "外业核查表"
_DPI = 200


@dataclass(frozen=True)
class SheetReport:
    """What was written: the file, the parcels on it in their order, and how many were left out."""

    path: Path
    parcels: Tuple[str, ...]
    left_out: int = 0


def print_field_sheets(workspace: Workspace, path: Union[str, Path], parcels: Sequence[str],
                       feedback: Optional[Feedback] = None) -> SheetReport:
    """Write one PDF with a page for each of ``parcels`` (uuids). Nothing of the workspace changes.

    Parcels that are not judged here any more (set apart, superseded) and classified ones are left out. What comes from
    a training workspace is stamped. Raises NOTHING_TO_EXPORT, OUTPUT_NOT_WRITABLE, UNKNOWN_PARCEL, JOB_CANCELLED; then
    no file is written.
    """
    printing = FieldSheetPrinting(workspace, path, parcels)
    feedback = feedback or NullFeedback()
    try:
        for done, number in enumerate(printing.pages()):
            feedback.progress(done + 1, len(printing.wanted), number)
            stop_if_cancelled(feedback)
    except BaseException:
        printing.abandon()
        raise
    return printing.report()


class FieldSheetPrinting:
    """One PDF, page by page, so that whoever prints many can look up in between."""

    def __init__(self, workspace: Workspace, path: Union[str, Path], parcels: Sequence[str]) -> None:
        self._workspace = workspace
        place = Path(path)
        self.path = place.with_name(stamped(place.name)) if workspace.is_training else place
        self.wanted, self._left_out = _printable(workspace, parcels)
        if not self.wanted:
            raise WeipianError("NOTHING_TO_EXPORT")
        self._part = self.path.with_name(f"{self.path.name}.part")

    def pages(self) -> Generator[str, None, None]:
        """Writes a page at each step and tells the parcel's number. Raises OUTPUT_NOT_WRITABLE."""
        from .field_sheet_maps import SheetMaps
        from .field_sheet_page import SheetPdf, page_of

        maps = SheetMaps(self._workspace)
        pdf = SheetPdf(self._part, _DPI)
        try:
            for place, parcel in enumerate(self.wanted):
                pdf.add(page_of(self._words(parcel), maps, parcel), first=place == 0)
                yield parcel.dkbh or parcel.jcbh
        finally:
            pdf.close()
        try:
            normalise_file(self._part, self._workspace.standing()[0])
            self._part.replace(self.path)
        except OSError as error:
            raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(self.path),
                               detail=error.strerror or type(error).__name__) from error

    def report(self) -> SheetReport:
        """What was written."""
        return SheetReport(self.path, tuple(p.dkbh or p.jcbh for p in self.wanted), self._left_out)

    def abandon(self) -> None:
        """Half a file is no file; one that was there before stays."""
        self._part.unlink(missing_ok=True)

    def _words(self, parcel: ParcelRecord) -> SheetWords:
        workspace = self._workspace
        batch = next(one for one in workspace.batches() if one.uuid == parcel.batch_uuid)
        profile = load_profile(batch.profile_id) if batch.profile_id else None
        return words_of(parcel, batch, workspace.measured(parcel.uuid), workspace.suggestion(parcel.uuid), profile,
                        workspace.is_training, workspace.lists.shown_of_parts([parcel.uuid]).get(parcel.uuid))


def parcels_to_print(workspace: Workspace, batch: Optional[str], names: Sequence[str]) -> List[str]:
    """The uuids of the parcels with these numbers (DKBH or JCBH), or of all (of a batch) without any.

    Raises NO_SUCH_PATCH with the numbers that nothing has.
    """
    rows = workspace.queue(batch)
    if not names:
        return [row.parcel_uuid for row in rows]
    by_name: Dict[str, List[str]] = {}
    for row in rows:
        for name in {row.dkbh, row.jcbh} - {""}:
            by_name.setdefault(name, []).append(row.parcel_uuid)
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise WeipianError("NO_SUCH_PATCH", patches="、".join(unknown))
    return [uuid for name in dict.fromkeys(names) for uuid in by_name[name]]


def _printable(workspace: Workspace, parcels: Sequence[str]) -> Tuple[List[ParcelRecord], int]:
    found = [workspace.parcel(uuid) for uuid in dict.fromkeys(parcels)]
    wanted = [parcel for parcel in found if parcel.status in (UNJUDGED, DRAFT, SIGNED)
              and not is_classified(parcel.attributes) and not is_classified(parcel.extra)]
    return wanted, len(found) - len(wanted)

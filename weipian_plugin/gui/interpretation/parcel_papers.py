"""Photos and papers of the parcel on the table: attached, told what they prove, taken away, taken over from earlier."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject

from ...domain.forms.fields import is_empty
from ...domain.judging.suggestion import Suggestion
from ...domain.records import Record
from ..acts.record_words import kind_name, naming
from ..messages import language
from ..session import Session
from .attachments_view import Choices
from .onsite_part import OnSitePart

if TYPE_CHECKING:
    from ...jobs.registers.attachments import EarlierEvidence


class ParcelPapers(QObject):
    """Carries out what the view of the attachments wishes; each wish is one event that Ctrl+Z takes back."""

    def __init__(self, session: Session, part: OnSitePart) -> None:
        super().__init__(part)
        self._session, self._part = session, part
        self._uuid = ""
        self._offers: Dict[str, EarlierEvidence] = {}
        view = part.attachments
        view.filesGiven.connect(self.attach)
        view.changed.connect(self._change)
        view.removed.connect(self._remove)
        view.tied.connect(self._tie)
        part.earlier.wanted.connect(self._take_over)

    def place_of(self, record: Record) -> Path:
        """Where an attachment's file is."""
        from ...jobs.registers.attachments import file_of

        if self._session.workspace is None:
            return Path()
        return file_of(self._session.workspace, record)

    def show_parcel(self, uuid: str) -> None:
        """From now on wishes are about this parcel."""
        self._uuid = uuid

    def show_offers(self, has_earlier: bool, writable: bool) -> None:
        """Offer what earlier patches here were proved with, and this one has not taken over yet."""
        from ...jobs.registers.attachments import evidence_of_earlier

        uuid, workspace = self._uuid, self._session.workspace
        offers: List[EarlierEvidence] = []
        if has_earlier and workspace is not None:
            answers = workspace.draft(uuid).answers
            digests = {str(one.values.get("SHA256")) for one in workspace.records("attachment", uuid)}
            offers = [offer for offer in evidence_of_earlier(workspace, uuid)
                      if _is_new(offer, answers, digests)]
        self._offers = {offer.parcel_uuid: offer for offer in offers}
        self._part.earlier.show_offers(offers, writable)

    def attach(self, paths: Sequence[str], evidence: str = "") -> None:
        """Keep these files with the parcel; the last is then marked, to be told what it proves."""
        from ...jobs.registers.attachments import attach

        kept: List[Record] = []
        with self._session.guard():
            for path in paths:
                kept.append(attach(self._workspace(), self._uuid, path, evidence))
        if kept:
            self._session.tell_record(kept[-1])
            self._part.attachments.choose(kept[-1].uuid)

    def _change(self, uuid: str, values: Mapping[str, object]) -> None:
        with self._session.guard():
            record = self._workspace().record(uuid)
            self._session.put_record(replace(record, values={**record.values, **values}))

    def _tie(self, uuid: str, owner: str) -> None:
        with self._session.guard():
            self._session.put_record(replace(self._workspace().record(uuid), act=owner))

    def _remove(self, uuid: str) -> None:
        with self._session.guard():
            record = self._workspace().record(uuid)
            self._session.remove_record(record)
            self._session.tell(self.tr("“{name}” was taken away; Ctrl+Z brings it back.").format(
                name=record.values.get("FJMC", "")))

    def _take_over(self, earlier: str) -> None:
        from ...jobs.registers.attachments import reuse

        offer = self._offers.get(earlier)
        if offer is None:
            return
        with self._session.guard():
            before = self._workspace().draft(self._uuid).answers
            kept = reuse(self._workspace(), self._uuid, offer)
            answers = len(self._workspace().draft(self._uuid).answers) - len(before)
            self._session.parcelUpdated.emit(self._uuid)
            self._session.tell(
                self.tr("From {jcbh}: {papers} attachments and {answers} answers were taken over. Check that they hold "
                        "for this patch.").format(jcbh=offer.jcbh, papers=len(kept), answers=answers),
                int(Qgis.MessageLevel.Success))

    def _workspace(self) -> Any:
        return self._session.workspace


def owner_choices(workspace: Any, parcel: str) -> Choices:
    """What a file of the parcel may belong to, (uuid, name): its 违法行为 and the parts of their rectification."""
    from ...jobs.registers.attachments import owners_of

    choices = []
    for chain in owners_of(workspace, parcel):
        names = [f"{kind_name(one.kind)} {naming(one.kind, one.values)}".strip() for one in chain]
        choices.append((chain[-1].uuid, " › ".join(names)))
    return choices


def evidence_choices(profile: Any, suggestion: Optional[Suggestion]) -> Choices:
    """What a file may prove, (code, title): first what the suggestion asks for, ✘ where it is missing."""
    choices: List[Tuple[str, str]] = []
    for piece in suggestion.evidence if suggestion is not None else ():
        title = piece.title if language() == "zh" else piece.title_en
        choices.append((piece.code, f"{'✔' if piece.have else '✘'} {title}"))
    known = {code for code, _ in choices}
    for code, piece in (profile.evidence.items() if profile is not None else ()):
        if code not in known:
            choices.append((code, piece.title if language() == "zh" else piece.title_en))
    return tuple(choices)


def _is_new(offer: EarlierEvidence, answers: Mapping[str, object], digests: set[str]) -> bool:
    """Is there something that this parcel does not have?"""
    return (any(str(one.values.get("SHA256")) not in digests for one in offer.attachments)
            or any(is_empty(answers.get(code)) for code in offer.answers))

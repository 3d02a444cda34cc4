"""What was written of patches and could not be saved, until it can: it goes to no other patch and is not forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...domain.definitions import ANSWERS
from ..wording import field_name
from .remarks_bar import CONFIDENCE, FLAG, NOTE


@dataclass(frozen=True)
class Written:
    """Answers by field code, and remarks (note, flag, confidence); ``number`` is the patch's or parcel's own."""

    answers: Mapping[str, object] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    number: str = ""

    def __bool__(self) -> bool:
        return bool(self.answers or self.remarks)

    def and_then(self, later: Written) -> Written:
        """Both; of what both say what is later."""
        return Written({**self.answers, **later.answers}, {**self.remarks, **later.remarks},
                       later.number or self.number)

    def in_words(self) -> str:
        """The patch's number and a line for each text, to be read where all else fails."""
        texts = [(_name_of_answer(code), text) for code, text in self.answers.items()]
        texts += [(_name_of_remark(what), text) for what, text in self.remarks.items()]
        return "\n".join([*([self.number] if self.number else []), *(f"{name}: {text}" for name, text in texts)])


def _name_of_answer(code: str) -> str:
    known = next((known for known in ANSWERS if known.code == code), None)
    return code if known is None else f"{field_name(known)} ({code})"


def _name_of_remark(what: str) -> str:
    names = {NOTE: QCoreApplication.translate("Unsaved", "Note"), FLAG: QCoreApplication.translate("Unsaved", "Flag"),
             CONFIDENCE: QCoreApplication.translate("Unsaved", "Confidence")}
    return names.get(what, what)


class Unsaved:
    """By workspace and parcel."""

    def __init__(self) -> None:
        self._held: Dict[str, Tuple[Any, Written]] = {}

    def __bool__(self) -> bool:
        return bool(self._held)

    def hold(self, workspace: Any, uuid: str, written: Written) -> None:
        """Keep it for this parcel, with what is held of it already."""
        if written:
            before = self._held.get(uuid, (workspace, Written()))[1]
            self._held[uuid] = (workspace, before.and_then(written))

    def take(self, uuid: str) -> Written:
        """What is held of this parcel, once."""
        return self._held.pop(uuid, (None, Written()))[1]

    def take_all(self) -> List[Tuple[Any, str, Written]]:
        """Everything, once: of which workspace and parcel."""
        held, self._held = self._held, {}
        return [(workspace, uuid, written) for uuid, (workspace, written) in held.items()]

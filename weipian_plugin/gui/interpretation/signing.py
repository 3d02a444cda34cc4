"""Signing and withdrawing, of the land and of the mining: what is in the way is said, and the keyboard put there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, Sequence

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ...domain.definitions import LAND, MINERAL
from ...domain.errors import WeipianError
from ...domain.forms.fields import Field
from ..fields.answer_form import FieldForm
from ..messages import language
from ..session import Session
from ..wording import field_name
from .sign_bar import SignBar

if TYPE_CHECKING:
    from ...jobs.checking.validate import Stated

NAMED = 2
"""Missing fields that a message names."""
_KEPT_AS = {LAND: "judgement", MINERAL: "mineral"}


class Signing(QObject):
    """``reveal`` brings a form into view, with the field that has the keyboard; ``show_fields`` those of an error."""

    def __init__(self, session: Session, bars: Dict[str, SignBar], form_of: Callable[[str], FieldForm],
                 reveal: Callable[[QWidget], None], show_fields: Callable[[Sequence[str]], None],
                 parent: QObject) -> None:
        super().__init__(parent)
        self._show_fields = show_fields
        self._session, self._bars, self._form_of, self._reveal = session, bars, form_of, reveal

    def sign(self, subject: str, held: str, errors: Sequence[Stated] = ()) -> bool:
        """Sign the 初判 of ``subject``, or say why not (False); ``held``: what stands against any signature, ``errors``
        what the checks have against this one.
        """
        from ...jobs.judging.sign import despite, never_right

        form, bar = self._form_of(subject), self._bars[subject]
        missing = form.missing()
        if held:
            self._warn(self.tr("Not signed. {reason}").format(reason=held))
        elif missing:
            self._warn(self.tr("Not signed. Still missing: {names}").format(names=self._named(missing)))
            form.focus_first_missing()
            self._reveal(form)
        elif never_right(errors):
            self._warn(self._refusal(never_right(errors)))
            self._show_fields(never_right(errors)[0].found.fields)
        elif not bar.basis:
            self._warn(self.tr("Not signed. Choose upon what you sign: on site or from the desk."))
            bar.focus_basis()
        elif errors and not bar.reason:
            said = WeipianError("ERRORS_WANT_REASON", count=len(errors), checks="、".join(despite(errors)))
            self._warn(said.sentence(language()))
            bar.focus_reason()
        elif bar.reason_needed and not bar.reason:
            self._warn(self.tr("Not signed. A violation wants an on-site record, or a written reason."))
            bar.focus_reason()
        else:
            bar.remember_basis()
            return self._session.sign(bar.basis, bar.reason, subject, despite(errors))
        return False

    def is_last(self, uuid: str, subject: str) -> bool:
        """Is this person's signature upon the subject what undo would take back?"""
        last = self._session.last_decision()
        if last is None or last.kind != "sign" or last.parcel_uuid != uuid:
            return False
        after = last.payload.get("after")
        return isinstance(after, dict) and _KEPT_AS[subject] in after

    def _refusal(self, errors: Sequence[Stated]) -> str:
        found = " ".join(entry.found.sentence(language()) for entry in errors)
        checks = "、".join(entry.found.check for entry in errors)
        return WeipianError("NEVER_RIGHT", checks=checks, found=found).sentence(language())

    def _named(self, fields: Sequence[Field]) -> str:
        """The first of ``fields`` and how many there are: the message bar shows one line, the foot shows all."""
        names = ("、" if language() == "zh" else ", ").join(field_name(field) for field in fields[:NAMED])
        if len(fields) <= NAMED:
            return names
        return self.tr("{names} … ({count} in all)").format(names=names, count=len(fields))

    def _warn(self, sentence: str) -> None:
        self._session.refuse(sentence)

"""What only the person knows of a patch drawn here: in which township it lies, and of which days its images are."""

from __future__ import annotations

from typing import Any, Callable, Dict, Sequence, Tuple

from qgis.gui import QgsMapCanvas

from ...domain.areas.parcel_parts import OWN_SOURCE
from ...domain.errors import WeipianError
from ..session import Session
from .remark_line import DatesLine, LineOverMap, TownshipLine

Keep = Callable[[str], None]
Ask = Callable[[str, Callable[[QgsMapCanvas, Callable[[], None]], LineOverMap]], None]
ShownDates = Callable[[], Tuple[str, str]]
BEFORE, AFTER = "QSX", "HSX"


class OwnPatch:
    """Asked in a line over the map, kept as one decision that is undone as one."""

    def __init__(self, session: Session, ask: Ask, close: Callable[[], None], shown_dates: ShownDates) -> None:
        """``ask`` puts a line over the map under the name of what is to be done, ``close`` takes it away."""
        self._session, self._ask, self._close, self._shown_dates = session, ask, close, shown_dates

    @property
    def _workspace(self) -> Any:
        return self._session.workspace

    def first_attributes(self) -> Dict[str, object]:
        """What a patch that is being drawn is given: the dates that are shown, else those of the patch on the table,
        else those of all patches where they have but one pair.
        """
        current, pairs = self._session.current, self._workspace.image_dates()
        issued = self._workspace.parcel(current).attributes if current else {}
        choices = (self._shown_dates(), tuple(str(issued.get(code) or "")[:10] for code in (BEFORE, AFTER)),
                   pairs[0] if len(pairs) == 1 else ("", ""))
        found = next((pair for pair in choices if all(pair)), ("", ""))
        return {code: day for code, day in zip((BEFORE, AFTER), found) if day}

    def ask_township_where_unknown(self, uuid: str) -> None:
        """No layer said where it lies."""
        if not self._workspace.parcel(uuid).attributes.get("XZMC"):
            self.ask_township()

    def ask_township(self) -> None:
        """Raises ``TOWNSHIP_ISSUED``."""
        uuid, known = self._own("TOWNSHIP_ISSUED")
        townships = self._workspace.lists.townships()
        self._ask("township", lambda canvas, leave: TownshipLine(
            canvas, lambda text: self._keep(lambda: self._workspace.many.name_township([uuid], text)), leave,
            townships, str(known.get("XZMC") or "")))

    def ask_dates(self) -> None:
        """Raises ``DATES_ISSUED``."""
        uuid, known = self._own("DATES_ISSUED")
        text = " ".join(str(known.get(code) or "")[:10] for code in (BEFORE, AFTER)).strip()
        self._ask("image_dates", lambda canvas, leave: DatesLine(
            canvas, lambda text: self._keep(lambda: self._give_dates(uuid, text)), leave, text))

    def _give_dates(self, uuid: str, text: str) -> Sequence[str]:
        days = text.split()
        if days and len(days) != len((BEFORE, AFTER)):
            raise WeipianError("DATES_OF_IMAGES", text=text)
        before, after = days or ("", "")
        return list(self._workspace.many.give_dates([uuid], before, after))

    def _own(self, refusal: str) -> Tuple[str, Dict[str, object]]:
        parcel = self._workspace.parcel(self._session.current)
        if parcel.attributes.get("TBLY") != OWN_SOURCE:
            raise WeipianError(refusal, jcbh=parcel.jcbh)
        return parcel.uuid, dict(parcel.attributes)

    def _keep(self, decide: Callable[[], Sequence[str]]) -> None:
        with self._session.guard():
            changed = decide()
            self._close()
            self._session.rowsChanged.emit(list(changed))
            if self._session.current in changed:
                self._session.parcelUpdated.emit(self._session.current)

"""The tables of the blind page, and two sides of a disagreement in words."""

from __future__ import annotations

from html import escape
from typing import Any, Callable, List, Optional, Sequence

from qgis.PyQt.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt

from ...domain.areas.units import mu_text
from ...domain.forms.codes import CASES, label
from ...domain.review.blind_files import REASONS_EN
from ...domain.review.readings import AMONG_REVIEWERS, JUDGED, NOBODY, Disagreement, Said
from ...jobs.reviewing.blind_overview import ReviewerProgress
from ..messages import language

_MINERAL_CASE = "KWFLX"
translate = QCoreApplication.translate


def outcome_in_words(pdlx: str, case: str, mineral: bool = False) -> str:
    """``违法 · 未批先建``."""
    name = label("KPDLX" if mineral else "PDLX", pdlx, language())
    return " · ".join(text for text in (name, case_in_words(pdlx, case, mineral)) if text)


def case_in_words(pdlx: str, case: str, mineral: bool = False) -> str:
    """The name of a case, with its code."""
    codes = _MINERAL_CASE if mineral else CASES.get(pdlx, "")
    if not case or not codes:
        return case
    name = label(codes, case, language())
    return name if name == case else f"{case} {name}"


def said_in_words(said: Optional[Said], mineral: bool = False) -> str:
    """One side in full."""
    if said is None:
        return "–"
    if said.result != JUDGED:
        return said.result if language() == "zh" else REASONS_EN.get(said.result, said.result)
    return outcome_in_words(said.pdlx, said.case, mineral)


def said_briefly(said: Optional[Said]) -> str:
    """One side in a table's cell: ``违法·W1``."""
    return said_in_words(said) if said is None or said.result != JUDGED else outcome_briefly(said.pdlx, said.case)


def outcome_briefly(pdlx: str, case: str) -> str:
    """The outcome and the code of the case."""
    name = pdlx if language() == "zh" else label("PDLX", pdlx, language())
    return f"{name}·{case}" if case else name


class Rows(QAbstractTableModel):
    """Rows of things, each column a title and what it shows of one."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.rows: List[Any] = []
        self._columns: Sequence[Any] = ()
        self._numbers: Sequence[int] = ()

    def show_rows(self, rows: Sequence[Any], columns: Sequence[tuple[str, Callable[[Any], str]]],
                  numbers: Sequence[int] = ()) -> None:
        """These, under these headings; ``numbers``: columns set to the right."""
        self.beginResetModel()
        self.rows, self._columns, self._numbers = list(rows), columns, numbers
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section][0]
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._columns[index.column()][1](self.rows[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._numbers:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


def progress_columns() -> Sequence[tuple[str, Callable[[ReviewerProgress], str]]]:
    """Headings and cells of the reviewers."""
    return (
        (translate("BlindRows", "Reviewer"), lambda one: one.reviewer),
        (translate("BlindRows", "Patches"), lambda one: str(one.handed)),
        (translate("BlindRows", "Read"), lambda one: str(one.read)),
        (translate("BlindRows", "Left"), lambda one: str(one.left)),
        (translate("BlindRows", "Cannot be told"), lambda one: str(one.cannot_tell)),
        (translate("BlindRows", "Not mine"), lambda one: str(one.not_mine)),
    )


def disagreement_columns(number: Callable[[str], str]) -> Sequence[tuple[str, Callable[[Disagreement], str]]]:
    """Headings and cells of the disagreements."""
    def who(one: Disagreement) -> str:
        if one.kind == AMONG_REVIEWERS:
            return translate("BlindRows", "Reviewers")
        if one.kind == NOBODY:
            return translate("BlindRows", "Nobody any more")
        return translate("BlindRows", "Reviewers and county")

    def read(one: Disagreement) -> str:
        return "  /  ".join(said_briefly(each) for each in one.readings)

    def ruled(one: Disagreement) -> str:
        values = one.ruling.values if one.ruling is not None else {}
        return outcome_briefly(str(values.get("CDDLX") or ""), str(values.get("CDQX") or ""))

    return (
        (translate("BlindRows", "Patch"), lambda one: number(one.parcel)),
        (translate("BlindRows", "Who disagrees"), who),
        (translate("BlindRows", "Readings"), read),
        (translate("BlindRows", "County"), lambda one: said_briefly(one.county)),
        (translate("BlindRows", "Ruling"), ruled),
    )


def sides_html(one: Disagreement, number: str, mineral: bool) -> str:
    """The sides beside each other: who, what, areas, the remark in their own words."""
    sides = [(said.who, said) for said in one.readings]
    county = one.county
    title = translate("BlindRows", "County")
    who = title if county is None or not county.who else f"{title}（{county.who}）"
    sides.append((who, county))  # type: ignore[arg-type]
    cells = "".join(f'<td width="{100 // len(sides)}%" style="padding-right:14px">{_side(name, said, mineral)}</td>'
                    for name, said in sides)
    text = f"<p><b>{escape(number)}</b></p><table width='100%'><tr valign='top'>{cells}</tr></table>"
    if one.ruling is not None:
        values = one.ruling.values
        told = translate("BlindRows", "Ruled by {who} on {day}: {outcome}. {why}").format(
            who=values.get("CDR"), day=values.get("CDSJ"), why=values.get("CDSM"),
            outcome=outcome_in_words(str(values.get("CDDLX")), str(values.get("CDQX") or ""), mineral))
        text += f"<hr/><p>{escape(told)}</p>"
    return text


def _side(name: str, said: Optional[Said], mineral: bool) -> str:
    lines = [f"<u>{escape(name)}</u>", f"<b>{escape(said_in_words(said, mineral))}</b>"]
    if said is not None:
        if said.farmland_m2 is not None or said.area_m2 is not None:
            area, farmland = ("–" if each is None else mu_text(each) for each in (said.area_m2, said.farmland_m2))
            told = translate("BlindRows", "{area} mu, farmland {farmland} mu")
            lines.append(escape(told.format(area=area, farmland=farmland)))
        if said.reshaped:
            lines.append(escape(translate("BlindRows", "in another shape")))
        lines.append(escape(said.remark or translate("BlindRows", "No remark")))
        if said.day:
            lines.append(escape(said.day))
    return "<br/>".join(lines)

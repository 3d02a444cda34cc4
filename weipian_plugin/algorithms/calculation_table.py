"""A calculation as a table without geometry and as a page of HTML: every line with its amount, basis and mark."""

from __future__ import annotations

from html import escape
from typing import Any, Dict, Iterator, List, Mapping, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..domain.calculators.calculation import Calculation, Line, side_name
from ..domain.profiles import TAGS
from .base import translate

COLUMNS = ("calculation", "side", "sign", "line", "amount", "shown", "unit", "parcels", "basis", "mark")
_AMOUNT = COLUMNS.index("amount")
Names = Mapping[str, str]


def with_variants(found: Calculation) -> List[Calculation]:
    """The calculation, then the other readings of it."""
    return [found, *found.variants]


def table_rows(calculations: Sequence[Calculation], names: Names, language: str) -> Iterator[List[Any]]:
    """One row for each line: `COLUMNS`; ``names`` gives 地块编号 by parcel uuid."""
    for found in calculations:
        title = found.title if language == "zh" else found.title_en
        for line in found.lines:
            yield [title, line.side, line.sign, _label(line, language),
                   None if line.amount is None else float(line.amount), line.shown(language), line.unit,
                   "、".join(names.get(parcel, parcel) for parcel in line.parcels), line.basis_words(language),
                   _mark(line.mark, language)]
        for remark in found.remarks:
            yield [title, "", "", remark.sentence(language), None, "", "", "", "", ""]


def write_table(algorithm: QgsProcessingAlgorithm, name: str, parameters: Dict[str, Any],
                context: QgsProcessingContext, rows: Sequence[List[Any]]) -> Dict[str, Any]:
    """Write the rows where an output was asked for; ``{name: destination}`` for the results."""
    fields = QgsFields()
    for number, column in enumerate(COLUMNS):
        fields.append(QgsField(column, QVariant.Double if number == _AMOUNT else QVariant.String))
    sink, destination = algorithm.parameterAsSink(parameters, name, context, fields, QgsWkbTypes.NoGeometry,
                                                  QgsCoordinateReferenceSystem())
    if sink is None:
        return {}
    for row in rows:
        feature = QgsFeature(fields)
        feature.setAttributes(row)
        sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
    return {name: destination}


def page(calculations: Sequence[Calculation], names: Names, language: str) -> str:
    """A whole HTML page: each calculation with its conclusion, lines, remarks and marks."""
    parts = [f"<html><head><meta charset='utf-8'><title>{escape(_title(calculations, language))}</title></head><body>"]
    headings = "".join(f"<th>{escape(heading)}</th>" for heading in _headings())
    for found in calculations:
        place = 0 if language == "zh" else 1
        parts += [f"<h2>{escape(found.title if language == 'zh' else found.title_en)}</h2>",
                  f"<p><b>{escape(found.shown(language))}</b> {escape(found.conclusion[place])} "
                  f"[{escape(found.profile)}] {escape('；'.join(found.mark_words(language)))}</p>",
                  f"<table border='1' cellspacing='0' cellpadding='4'><tr>{headings}</tr>"]
        for row in table_rows([found], names, language):
            if row[_AMOUNT] is None and not row[5]:
                continue
            cells = (side_name(row[1], language), row[2], row[3], row[5], row[7], row[8])
            parts.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>")
        parts.append("</table><ul>")
        parts += [f"<li>{escape(remark.sentence(language))}</li>" for remark in found.remarks]
        parts.append("</ul>")
    return "".join([*parts, "</body></html>"])


def _label(line: Line, language: str) -> str:
    label, words = (line.label, line.words) if language == "zh" else (line.label_en, line.words_en)
    return f"{label} – {words}" if words else label


def _title(calculations: Sequence[Calculation], language: str) -> str:
    first = calculations[0] if calculations else None
    return "" if first is None else (first.title if language == "zh" else first.title_en)


def _headings() -> List[str]:
    return [translate("Algorithms", "Sum"), "±", translate("Algorithms", "Line"), translate("Algorithms", "Amount"),
            translate("Algorithms", "Parcels"), translate("Algorithms", "Basis")]


def _mark(tag: str, language: str) -> str:
    return TAGS[tag][0 if language == "zh" else 1] if tag else ""

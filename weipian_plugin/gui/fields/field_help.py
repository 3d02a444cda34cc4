"""What is this, of a field: made from its definition, so that nobody writes it twice."""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtCore import QCoreApplication

from ...domain.forms.fields import Field
from ..messages import language

translate = QCoreApplication.translate


def field_help(field: Field) -> str:
    """Its name in both languages with its code, its unit, whether it is required, and the form it is a field of."""
    chinese = language() == "zh"
    name, other = (field.zh, field.en) if chinese else (field.en, field.zh)
    told = [translate("FieldHelp", "Unit: {unit}").format(unit=field.unit) if field.unit else "",
            translate("FieldHelp", "Required before it is signed") if field.required else "",
            translate("FieldHelp", "Proposed (拟): no official form asks for it") if field.proposed else "",
            translate("FieldHelp", "From: {source}").format(source=field.source) if field.source else ""]
    lines = "".join(f"<br/>{escape(line)}" for line in told if line)
    return f"<p><b>{escape(name)}</b> ({escape(field.code)}) {escape(other)}{lines}</p>"

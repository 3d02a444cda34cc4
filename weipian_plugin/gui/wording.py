"""How docks write things: areas in 亩, names of fields and codes in the user's language, colours that fit the theme."""

from __future__ import annotations

from html import escape
from typing import Optional

from qgis.PyQt.QtGui import QColor, QPalette

from ..domain.fields import Field
from ..domain.units import Number, mu_round2
from .messages import language

BAD, WARN, GOOD, MACHINE = "bad", "warn", "good", "machine"
_ON_LIGHT = {BAD: "#b3261e", WARN: "#8a5a00", GOOD: "#1b6e34", MACHINE: "#4b5b9a"}
_ON_DARK = {BAD: "#ff8a80", WARN: "#ffc75f", GOOD: "#7fd89a", MACHINE: "#aab8ff"}


def is_dark(palette: QPalette) -> bool:
    """True where the theme writes light on dark."""
    return palette.color(QPalette.ColorRole.Base).lightness() < palette.color(QPalette.ColorRole.Text).lightness()


def tone(kind: str, palette: QPalette) -> QColor:
    """A colour for text of this kind that can be read on the theme's background; never the only sign."""
    return QColor((_ON_DARK if is_dark(palette) else _ON_LIGHT)[kind])


def coloured(text: str, kind: str, palette: QPalette, bold: bool = False) -> str:
    """Rich text in the tone of ``kind``."""
    inner = f"<b>{escape(text)}</b>" if bold else escape(text)
    return f'<span style="color:{tone(kind, palette).name()}">{inner}</span>'


def muted(palette: QPalette) -> QColor:
    """Half way between text and background, for what is only context."""
    text, base = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
    return QColor(*((2 * a + b) // 3 for a, b in zip(text.getRgb()[:3], base.getRgb()[:3])))


def mu_text(m2: Optional[Number]) -> str:
    """An area in 亩 with two decimals, empty where there is none."""
    return "" if m2 is None else f"{mu_round2(m2)}"


def mu_unit() -> str:
    """The unit's name."""
    return "亩" if language() == "zh" else "mu"


def field_name(field: Field) -> str:
    """The field's name in the user's language, without the outcome it belongs to."""
    name = field.zh if language() == "zh" else field.en
    for separator in ("—", ": "):
        _, found, tail = name.partition(separator)
        if found and field.when is not None:
            return tail[:1].upper() + tail[1:]
    return name

"""How docks write things: areas in 亩, names of fields and codes in the user's language, colours that fit the theme."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any, Callable, Dict, Optional, Tuple, TypeVar

from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QApplication, QMainWindow, QProgressBar

from ..domain.areas.units import Number, mu_round2
from ..domain.forms.fields import Field
from .messages import language

LEAST_CONTRAST = 4.5
"""Of text to its ground (WCAG 2.2, 1.4.3)."""
_STEPS, _PALETTES_KEPT = 12, 256
BAD, WARN, GOOD, MACHINE = "bad", "warn", "good", "machine"
_ON_LIGHT = {BAD: "#b3261e", WARN: "#8a5a00", GOOD: "#1b6e34", MACHINE: "#4b5b9a"}
_ON_DARK = {BAD: "#ff8a80", WARN: "#ffc75f", GOOD: "#7fd89a", MACHINE: "#aab8ff"}


def seen(palette: QPalette) -> QPalette:
    """The colours one sees: QGIS's dark themes are style sheets, and leave a plain widget's own palette with none, or
    with some that are not painted; then the main window's hold.
    """
    if not _application().styleSheet():
        return palette
    windows = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMainWindow)]
    windows.sort(key=lambda window: window.objectName() != "QgisApp")
    return windows[0].palette() if windows else palette


@lru_cache(maxsize=1)
def _application() -> QApplication:
    """Kept: what nobody holds is wrapped for Python anew each time, and each line that is painted asks."""
    return QApplication.instance()


_Made = TypeVar("_Made")
_of_palettes: Dict[Tuple[str, int], Any] = {}


def _once(what: str, palette: QPalette, make: Callable[[], _Made]) -> _Made:
    """What follows from a palette; each line that is painted asks, and there are few palettes."""
    key = (what, palette.cacheKey())
    if key not in _of_palettes:
        if len(_of_palettes) >= _PALETTES_KEPT:
            _of_palettes.clear()
        _of_palettes[key] = make()
    made: _Made = _of_palettes[key]
    return made


def is_dark(palette: QPalette) -> bool:
    """True where the theme writes light on dark."""
    palette = seen(palette)
    return _once("dark", palette, lambda: palette.color(QPalette.ColorRole.Base).lightness() < palette.color(
        QPalette.ColorRole.Text).lightness())


def tone(kind: str, palette: QPalette) -> QColor:
    """A colour for text of this kind that can be read on the theme's background; never the only sign."""
    return QColor((_ON_DARK if is_dark(palette) else _ON_LIGHT)[kind])


def coloured(text: str, kind: str, palette: QPalette, bold: bool = False) -> str:
    """Rich text in the tone of ``kind``."""
    inner = f"<b>{escape(text)}</b>" if bold else escape(text)
    return f'<span style="color:{tone(kind, palette).name()}">{inner}</span>'


def chip_colours(palette: QPalette) -> Tuple[str, str]:
    """Text and ground of a small field that stands out a little from the window, in any theme."""
    palette = seen(palette)
    text, base = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
    ground = QColor(*((a + 5 * b) // 6 for a, b in zip(text.getRgb()[:3], base.getRgb()[:3])))
    return text.name(), ground.name()


def muted(palette: QPalette) -> QColor:
    """Between text and background, for what is only context; no weaker than can be read (see `readable`)."""
    palette = seen(palette)
    return QColor(_once("muted", palette, lambda: readable(_mixed(
        _of(palette, QPalette.ColorRole.WindowText), _of(palette, QPalette.ColorRole.Window), 2 / 3), palette)))


def readable(colour: QColor, palette: QPalette) -> QColor:
    """This colour, brought nearer to the theme's own text until it can be read on windows and lists; the text's own
    colour where no other can.
    """
    palette = seen(palette)
    roles = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window, QPalette.ColorRole.Base)
    return QColor(_readable(colour.name(), *_once(
        "grounds", palette, lambda: [_of(palette, role).name() for role in roles])))


def _of(palette: QPalette, role: QPalette.ColorRole) -> QColor:
    """Also where the widget is disabled just now: what is written in rich text stays when it is enabled."""
    return palette.color(QPalette.ColorGroup.Active, role)


@lru_cache(maxsize=128)
def _readable(colour: str, text: str, window: str, base: str) -> str:
    """Kept: lists ask for each of their cells, and there are few colours."""
    grounds = (QColor(window), QColor(base))
    for step in range(_STEPS):
        nearer = _mixed(QColor(text), QColor(colour), step / _STEPS)
        if all(contrast(nearer, ground) >= LEAST_CONTRAST for ground in grounds):
            return str(nearer.name())
    return text


def contrast(one: QColor, other: QColor) -> float:
    """How well two colours are told apart, 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                        for part in colour.getRgbF()[:3])
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``share`` (0…1) of ``one`` in ``other``."""
    return QColor(*(round(share * a + (1 - share) * b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3])))


def make_bar_readable(bar: QProgressBar) -> None:
    """QGIS's dark themes say nothing of a progress bar's text, and it would be as dark as the bar."""
    themed = bool(_application().styleSheet())
    colour = seen(bar.palette()).color(QPalette.ColorRole.WindowText).name()
    bar.setStyleSheet(f"QProgressBar {{ color: {colour}; }}" if themed else "")


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

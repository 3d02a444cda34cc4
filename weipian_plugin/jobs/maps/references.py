"""Reference layers on paper: each role in its colours, land classes in theirs, and which of them occur on a map."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from qgis.core import (  # type: ignore[attr-defined]  # the stubs lack QgsCsException
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsRectangle,
    QgsRenderContext,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from ...domain.areas.landclass import understood
from ...domain.areas.landclass_tables import CLASS_TABLES
from ...domain.exchange.connections import is_database
from ...domain.records import ReferenceLayer
from ...domain.roles import LANDCLASS, ROLES
from ..imagery.chip import carried

Style = Mapping[str, str]

# From below: zones under papers, so that what was approved is seen upon what is protected.
STYLES: Dict[str, Style] = {
    "yjjbnt": {"color": "#2f7d1f", "width": "0.4", "lines": "45"},
    "stbhhx": {"color": "#a01f9a", "width": "0.5", "lines": "135"},
    "zrbhd": {"color": "#0b7a75", "width": "0.45", "lines": "20"},
    "czkfbj": {"color": "#e66100", "width": "0.6", "dash": "dash"},
    "pzyd": {"color": "#1c4f9c", "width": "0.5", "fill": "60,110,220,55"},
    "gd": {"color": "#1c71d8", "width": "0.4", "lines": "0"},
    "bdc": {"color": "#613583", "width": "0.5"},
    "pzwjs": {"color": "#5e81ac", "width": "0.5", "dash": "dot"},
    "lsyd": {"color": "#c64600", "width": "0.45", "lines": "90"},
    "ssnyd": {"color": "#7a4a1e", "width": "0.45", "lines": "70"},
    "zjgg": {"color": "#26a269", "width": "0.5", "dash": "dash dot"},
    "ckq": {"color": "#7a4a1e", "width": "0.5", "lines": "160"},
    "tkq": {"color": "#7a4a1e", "width": "0.4", "dash": "dash"},
    "xzq": {"color": "#000000", "width": "0.4", "dash": "dash dot"},
}
_GROUP_HUES = {"01": (0.16, 0.42), "02": (0.22, 0.38), "03": (0.33, 0.40), "04": (0.27, 0.30), "05": (0.98, 0.40),
               "06": (0.83, 0.28), "07": (0.04, 0.42), "08": (0.90, 0.30), "09": (0.75, 0.22), "10": (0.0, 0.0),
               "11": (0.56, 0.38), "12": (0.10, 0.20), "00": (0.48, 0.30)}
_OTHER = {"color": "#5e5c64", "width": "0.35"}
_LINES_MM = 1.5
_ALPHA = 150


@dataclass(frozen=True)
class Occurring:
    """Something that is seen on a map: what it is called, and the symbol it is drawn with."""

    title: str
    symbol: QgsFillSymbol


class DrawnReferences:
    """The reference layers that can be drawn, opened once; ``lacking`` names the roles of those that cannot."""

    def __init__(self, references: Sequence[ReferenceLayer]) -> None:
        self._layers: List[Tuple[ReferenceLayer, QgsVectorLayer]] = []
        lacking: List[str] = []
        for reference in _from_below(references):
            layer = opened_reference(reference)
            if layer is None:
                lacking.append(ROLES[reference.role].zh)
                continue
            if not _is_landclass(reference):
                layer.setRenderer(QgsSingleSymbolRenderer(zone_symbol(STYLES.get(reference.role, _OTHER))))
            self._layers.append((reference, layer))
        self.lacking = tuple(dict.fromkeys(lacking))

    def on(self, extent: QgsRectangle,
           crs: QgsCoordinateReferenceSystem) -> Tuple[List[QgsVectorLayer], List[Occurring]]:
        """The layers (from above) that have something within the extent, and what it is, classes one by one."""
        shown: List[QgsVectorLayer] = []
        keys: List[Occurring] = []
        for reference, layer in self._layers:
            try:
                box = carried(extent, crs, layer.crs())
            except QgsCsException:
                continue
            found = (self._classes(reference, layer, box) if _is_landclass(reference)
                     else self._zone(reference, layer, box))
            if found:
                shown.insert(0, layer)
                keys += found
        return shown, keys

    def _zone(self, reference: ReferenceLayer, layer: QgsVectorLayer, box: QgsRectangle) -> List[Occurring]:
        request = QgsFeatureRequest().setFilterRect(box).setFlags(QgsFeatureRequest.Flag.ExactIntersect)
        request.setSubsetOfAttributes([]).setLimit(1)
        if next(layer.getFeatures(request), None) is None:
            return []
        title = ROLES[reference.role].zh + (f"（{reference.version_date}）" if reference.version_date else "")
        return [Occurring(title, zone_symbol(STYLES.get(reference.role, _OTHER)))]

    def _classes(self, reference: ReferenceLayer, layer: QgsVectorLayer, box: QgsRectangle) -> List[Occurring]:
        field = class_field_of(reference, layer)
        request = QgsFeatureRequest().setFilterRect(box).setFlags(QgsFeatureRequest.Flag.ExactIntersect)
        if not field:
            return self._zone(reference, layer, box)
        number = layer.fields().lookupField(field)
        request.setSubsetOfAttributes([number])
        codes = sorted({str(feature.attributes()[number]) for feature in layer.getFeatures(request)})
        found = [Occurring(_class_name(code, reference), symbol_of(class_style(code))) for code in codes]
        layer.setRenderer(QgsCategorizedSymbolRenderer(field, [
            QgsRendererCategory(code, one.symbol.clone(), one.title) for code, one in zip(codes, found)]))
        return found


def opened_reference(reference: ReferenceLayer) -> Optional[QgsVectorLayer]:
    """The layer of a file; ``None`` where it cannot be drawn: gone, without a CRS, or in a database."""
    if is_database(reference.source):
        return None
    source = f"{reference.source}|layername={reference.layer}" if reference.layer else reference.source
    layer = QgsVectorLayer(source, reference.role, "ogr")
    return layer if layer.isValid() and layer.crs().isValid() else None


def class_field_of(reference: ReferenceLayer, layer: QgsVectorLayer) -> str:
    """The field of the land classes: as registered, else the first of the role's that the layer has."""
    names = {field.name().upper(): field.name() for field in layer.fields().toList()}
    wanted = (reference.class_field, *ROLES[reference.role].class_fields)
    return next((names[one.upper()] for one in wanted if one and one.upper() in names), "")


def class_style(code: str) -> Style:
    """A class in the colour of its first level, each second level a little apart."""
    hue, strength = _GROUP_HUES.get(code[:2], (0.6, 0.1))
    step = sum(ord(letter) for letter in code[2:]) % 5
    red, green, blue = colorsys.hsv_to_rgb((hue + step * 0.012) % 1, strength + step * 0.06, 0.97 - step * 0.045)
    colour = ",".join(str(round(part * 255)) for part in (red, green, blue))
    return {"color": f"{colour},{_ALPHA}", "outline_color": "#8a8a8a", "outline_width": "0.12"}


def zone_symbol(style: Style) -> QgsFillSymbol:
    """An outline, with a fill or lines at an angle (degrees) inside where the style has them."""
    symbol = symbol_of({"outline_color": style["color"], "outline_width": style["width"],
                        "outline_style": style.get("dash", "solid"),
                        **({"color": style["fill"]} if "fill" in style else {"style": "no"})})
    if "lines" in style:
        lines = QgsLinePatternFillSymbolLayer.create({
            "angle": style["lines"], "distance": str(_LINES_MM), "line_width": "0.18", "color": style["color"]})
        if lines is not None:
            lines.setColor(QColor(style["color"]))
            symbol.appendSymbolLayer(lines)
    return symbol


def symbol_of(style: Style) -> QgsFillSymbol:
    """The fill of a style."""
    return QgsFillSymbol.createSimple(dict(style)) or QgsFillSymbol()


def key_picture(symbol: QgsFillSymbol, size: Tuple[float, float], dots: float) -> QImage:
    """The symbol for a legend, ``size`` in mm, at ``dots`` a millimetre: as wide and as dense as on the map."""
    pixels = QSize(round(size[0] * dots), round(size[1] * dots))
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    context = QgsRenderContext.fromQPainter(painter)
    context.setScaleFactor(dots)
    symbol.drawPreviewIcon(painter, pixels, context)
    painter.end()
    return image


def _class_name(code: str, reference: ReferenceLayer) -> str:
    table = CLASS_TABLES.get(reference.class_table)
    known = understood(code, table) if table is not None else understood(code)
    return f"{code} {known.zh}" if known is not None else code


def _is_landclass(reference: ReferenceLayer) -> bool:
    return ROLES[reference.role].kind == LANDCLASS


def _from_below(references: Iterable[ReferenceLayer]) -> List[ReferenceLayer]:
    order = ["dltb", *STYLES]
    drawn = [one for one in references if one.source and not one.declared_empty and one.role in ROLES]
    return sorted(drawn, key=lambda one: order.index(one.role) if one.role in order else len(order))

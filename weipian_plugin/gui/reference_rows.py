"""One role of the layers dialog: which layer, its class field, its date, or declared empty; and what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, List, Optional, Tuple

from qgis.core import QgsMapLayer, QgsProject, QgsProviderRegistry, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton

from ..domain.dates import parse_date
from ..domain.records import ReferenceLayer
from ..domain.roles import LANDCLASS, Role
from .messages import language

Source = Tuple[str, str]  # file path, layer inside it (empty: the only one)


def source_of(layer: QgsMapLayer) -> Source:
    """File and layer name of a project layer that lies in a file."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return str(parts.get("path") or ""), str(parts.get("layerName") or "")


def project_sources(project: QgsProject) -> List[Tuple[str, Source]]:
    """(name, source) of the project's polygon layers that lie in files, the workspace's own left out."""
    found = []
    for layer in project.mapLayers().values():
        is_ours = bool(layer.customProperty("weipian/ours"))
        if isinstance(layer, QgsVectorLayer) and not is_ours and _is_polygon(layer):
            source = source_of(layer)
            if source[0] and Path(source[0]).exists():
                found.append((layer.name(), source))
    return sorted(found)


def sources_in(path: str) -> List[Tuple[str, Source]]:
    """(layer name, source) of every polygon layer in a file or folder."""
    target = Path(path)
    if target.is_dir() and target.suffix.lower() != ".gdb":
        patterns = ("*.shp", "*.gpkg", "*.gdb")
        inside = sorted(each for pattern in patterns for each in target.glob(pattern))
        return [source for each in inside for source in sources_in(str(each))]
    found = []
    for sub in QgsProviderRegistry.instance().querySublayers(str(target)):
        if QgsWkbTypes.geometryType(sub.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry:  # type: ignore[attr-defined]
            parts = QgsProviderRegistry.instance().decodeUri("ogr", sub.uri())
            found.append((sub.name(), (str(parts.get("path") or path), str(parts.get("layerName") or ""))))
    return found


def open_layer(source: Source) -> QgsVectorLayer:
    """The layer at a source, valid or not."""
    path, name = source
    return QgsVectorLayer(f"{path}|layername={name}" if name else path, name or Path(path).stem, "ogr")


def problem_of(role: Role, reference: ReferenceLayer) -> str:
    """One sentence on why this layer cannot play this role, empty if it can."""
    layer = open_layer((reference.source, reference.layer))
    names = [name.upper() for name in layer.fields().names()]
    text = ""
    if not layer.isValid():
        text = QCoreApplication.translate("ReferenceCheck", "{role}: {file} cannot be opened. Choose another file.")
    elif not _is_polygon(layer):
        text = QCoreApplication.translate("ReferenceCheck", "{role}: {file} holds no polygons. Choose a polygon layer.")
    elif not layer.crs().isValid():
        text = QCoreApplication.translate(
            "ReferenceCheck", "{role}: {file} does not say in which coordinate system it is. Give it a .prj file.")
    elif reference.class_field and reference.class_field.upper() not in names:
        text = QCoreApplication.translate(
            "ReferenceCheck", "{role}: {file} has no field {field}. Choose its class field.")
    elif role.kind == LANDCLASS and not reference.class_field:
        text = QCoreApplication.translate(
            "ReferenceCheck", "{role}: choose the field of {file} that holds the land-class code (DLBM).")
    elif reference.version_date and parse_date(reference.version_date) is None:
        text = QCoreApplication.translate("ReferenceCheck", "{role}: {date} is not a date; write it like 2022-12-31.")
    return text.format(role=role.zh if language() == "zh" else role.en, file=Path(reference.source).name,
                       field=reference.class_field, date=reference.version_date)


def _is_polygon(layer: QgsVectorLayer) -> bool:
    return bool(layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry)  # type: ignore[attr-defined]


class ReferenceRow(QObject):
    """The widgets of one role in a row of ``grid``."""

    def __init__(self, role: Role, grid: QGridLayout, place: int, browse: Callable[[ReferenceRow], None]) -> None:
        super().__init__()
        self.role = role
        self._others: List[ReferenceLayer] = []
        self.label = QLabel(role.zh if language() == "zh" else role.en)
        self.label.setToolTip(f"{role.key}  {role.zh}  {role.en}")
        self.layer = QComboBox()
        self.layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layer.setMinimumContentsLength(18)
        self.layer.addItem("–", None)
        self.browse = QPushButton("…")
        self.browse.setMaximumWidth(self.browse.fontMetrics().horizontalAdvance("…") * 4)
        self.browse.setAutoDefault(False)
        self.browse.setToolTip(self.tr("Choose a file"))
        self.field = QComboBox()
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.field.setMinimumContentsLength(8)
        self.version = QLineEdit()
        self.version.setPlaceholderText("YYYY-MM-DD")
        self.empty = QCheckBox(self.tr("none here"))
        self.empty.setToolTip(self.tr("There is nothing of this kind in this area: declared empty. Only then may a "
                                      "rule conclude from its absence."))
        for column, widget in enumerate((self.label, self.layer, self.browse, self.field, self.version, self.empty)):
            grid.addWidget(widget, place, column)
        self.field.setVisible(bool(role.class_fields))
        self.layer.currentIndexChanged.connect(self._layer_changed)
        self.empty.toggled.connect(self._enable)
        self.browse.clicked.connect(lambda _checked=False: browse(self))
        self._layer_changed()

    def offer(self, name: str, source: Source) -> int:
        """Put a layer into the list, once; its place there."""
        for index in range(1, self.layer.count()):
            if tuple(self.layer.itemData(index)) == source:
                return index
        self.layer.addItem(name, source)
        self.layer.setItemData(self.layer.count() - 1, "|".join(part for part in source if part), 3)
        return int(self.layer.count() - 1)

    def choose(self, name: str, source: Source) -> None:
        """This layer plays the role."""
        self.layer.setCurrentIndex(self.offer(name, source))
        self.empty.setChecked(False)

    @property
    def is_open(self) -> bool:
        """Neither a layer nor declared empty."""
        return self.layer.currentData() is None and not self.empty.isChecked()

    def show_reference(self, reference: ReferenceLayer) -> None:
        """What the workspace has for the role."""
        if reference.source:
            name = reference.title or reference.layer or Path(reference.source).stem
            self.choose(name, (reference.source, reference.layer))
            self.field.setCurrentText(reference.class_field)
        else:
            self.empty.setChecked(reference.declared_empty)
        self.version.setText(reference.version_date)

    def reference(self) -> Optional[ReferenceLayer]:
        """What is shown; ``None`` where nothing is said of the role."""
        source = self.layer.currentData()
        if self.empty.isChecked():
            return ReferenceLayer(self.role.key, declared_empty=True)
        if source is None:
            return None
        date = parse_date(self.version.text())
        return ReferenceLayer(
            self.role.key, source[0], source[1], self.field.currentText() if self.role.class_fields else "",
            date.isoformat() if date else self.version.text().strip(), self.layer.currentText())

    def _layer_changed(self) -> None:
        """Offer the layer's fields, the recognised one first."""
        self.field.clear()
        source = self.layer.currentData()
        if source is not None and self.role.class_fields:
            names = list(open_layer(tuple(source)).fields().names())
            self.field.addItems(["", *names])
            by_upper = {name.upper(): name for name in names}
            known = next((by_upper[each.upper()] for each in self.role.class_fields if each.upper() in by_upper), "")
            self.field.setCurrentText(known)
        self._enable()

    def _enable(self) -> None:
        declared = self.empty.isChecked()
        for widget in (self.layer, self.browse):
            widget.setEnabled(not declared)
        there = not declared and self.layer.currentData() is not None
        self.field.setEnabled(there)
        self.version.setEnabled(there)
        self.empty.setEnabled(self.layer.currentData() is None)

"""One role of the layers dialog: which layer, its class field, its date, or declared empty; prepared; what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from ...domain.areas.landclass_tables import CLASS_TABLES
from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError, refuse_foreign_name
from ...domain.exchange.connections import without_password
from ...domain.records import ReferenceLayer
from ...domain.roles import LANDCLASS, Role
from ...jobs.measuring.prepare import LayerState
from ..messages import language
from .prepared_state import PreparedCell
from .reference_sources import (
    Source,
    date_in_name,
    is_for_the_worker,
    is_polygon,
    open_layer,
    shown_name,
    typed_source,
)

FILE, FOLDER = "file", "folder"
Browse = Callable[["ReferenceRow", str], None]


def problem_of(role: Role, reference: ReferenceLayer, state: Optional[LayerState] = None) -> str:
    """One sentence on why this layer cannot play this role, empty if it can. ``state``: what the worker saw of it."""
    if state is not None and state.error is not None:
        return state.error.sentence(language())
    if is_for_the_worker((reference.source, reference.layer)):
        text = _wrong_date(reference)
    else:
        try:
            refuse_foreign_name(reference.source, Path(reference.source).exists())
        except WeipianError as error:
            return error.sentence(language())
        text = _problem_in_qgis(role, reference)
    return text.format(role=role.zh if language() == "zh" else role.en, file=Path(reference.source).name,
                       field=reference.class_field, date=reference.version_date)


def _problem_in_qgis(role: Role, reference: ReferenceLayer) -> str:
    layer = open_layer((reference.source, reference.layer))
    names = [name.upper() for name in layer.fields().names()]
    if not layer.isValid():
        return QCoreApplication.translate("ReferenceCheck", "{role}: {file} cannot be opened. Choose another file.")
    if not is_polygon(layer):
        return QCoreApplication.translate("ReferenceCheck", "{role}: {file} holds no polygons. Choose a polygon layer.")
    if not layer.crs().isValid():
        return QCoreApplication.translate(
            "ReferenceCheck", "{role}: {file} does not say in which coordinate system it is. Give it a .prj file.")
    if reference.class_field and reference.class_field.upper() not in names:
        return QCoreApplication.translate(
            "ReferenceCheck", "{role}: {file} has no field {field}. Choose its class field.")
    if role.kind == LANDCLASS and not reference.class_field:
        return QCoreApplication.translate(
            "ReferenceCheck", "{role}: choose the field of {file} that holds the land-class code (DLBM).")
    return _wrong_date(reference)


def _wrong_date(reference: ReferenceLayer) -> str:
    if reference.version_date and parse_date(reference.version_date) is None:
        return QCoreApplication.translate("ReferenceCheck", "{role}: {date} is not a date; write it like 2022-12-31.")
    return ""


class ReferenceRow(QObject):
    """The widgets of one role in a row of ``grid``."""

    sourceChanged = pyqtSignal()  # noqa: N815 - Qt's way of naming signals
    edited = pyqtSignal()
    dateChanged = pyqtSignal(str)  # noqa: N815 - of another layer now: the date in its name, else empty

    def __init__(self, role: Role, grid: QGridLayout, place: int, browse: Browse) -> None:
        super().__init__()
        self.role = role
        self._dated: Optional[Source] = None
        self._dates: Dict[Source, str] = {}
        self._tables: Dict[Source, str] = {}
        self.label = QLabel(role.zh if language() == "zh" else role.en)
        self.label.setToolTip(f"{role.key}  {role.zh}  {role.en}")
        self.layer = self._layer_box()
        self.browse = self._browse_button(browse)
        self.field = QComboBox()
        self.field.setWhatsThis(self.tr("The column that holds the land class code"))
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.field.setMinimumContentsLength(8)
        self.table = self._table_box()
        self.version = QLineEdit()
        self.version.setPlaceholderText("YYYY-MM-DD")
        self.version.setWhatsThis(self.tr("The day whose state the layer shows; it is written into the tables"))
        self.version.setMinimumWidth(self.version.fontMetrics().horizontalAdvance("2022-12-31") * 5 // 4)
        self.empty = QCheckBox(self.tr("none here"))
        self.empty.setToolTip(self.tr("There is nothing of this kind in this area: declared empty. Only then may a "
                                      "rule conclude from its absence."))
        self.prepared = PreparedCell()
        widgets: Tuple[QWidget, ...] = (self.label, self.layer, self.browse, self.field, self.version, self.empty,
                                        self.prepared)
        for column, widget in enumerate(widgets):
            grid.addWidget(widget, place, column)
        if role.kind == LANDCLASS:
            grid.addWidget(self.table, place - 1, 3, 1, 3)  # in the line of the heading
        self.field.setVisible(bool(role.class_fields))
        self.layer.currentIndexChanged.connect(self._layer_changed)
        self.field.activated.connect(lambda _index: self.edited.emit())
        self.table.activated.connect(lambda _index: self.edited.emit())
        self.version.textEdited.connect(lambda _text: self.edited.emit())
        self.layer.lineEdit().editingFinished.connect(self._take_typed)
        self.empty.toggled.connect(self._enable)
        self._layer_changed()

    def _layer_box(self) -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(18)
        box.setWhatsThis(self.tr("The layer of this role: one of the project, a file, or a PostGIS table"))
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setCompleter(None)
        box.addItem("", None)
        box.lineEdit().setPlaceholderText(self.tr("choose, or paste a path or PG:…"))
        return box

    def _table_box(self) -> QComboBox:
        """Which code table the land classes are of; the profile's where nothing is chosen."""
        box = QComboBox()
        box.addItem(self.tr("Code table: as the profile says"), "")
        for name, table in CLASS_TABLES.items():
            box.addItem(self.tr("Code table: {name}").format(name=table.zh if language() == "zh" else table.en), name)
        box.setToolTip(self.tr("The same code means other ground in the other table: 1202 is a farming facility in one "
                               "and a highway in the other."))
        return box

    def _browse_button(self, browse: Browse) -> QToolButton:
        button = QToolButton()
        button.setText("…")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setToolTip(self.tr("Choose a file"))
        button.clicked.connect(lambda _checked=False: browse(self, FILE))
        menu = QMenu(button)
        for text, kind in ((self.tr("File…"), FILE), (self.tr("Folder (file geodatabase .gdb)…"), FOLDER)):
            menu.addAction(text).triggered.connect(lambda _checked=False, chosen=kind: browse(self, chosen))
        button.setMenu(menu)
        return button

    def offer(self, name: str, source: Source) -> int:
        """Put a layer into the list, once; its place there."""
        for index in range(1, self.layer.count()):
            if tuple(self.layer.itemData(index)) == source:
                return index
        self.layer.addItem(name, source)
        tip = "|".join(without_password(part) for part in source if part)
        self.layer.setItemData(self.layer.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        return int(self.layer.count() - 1)

    def choose(self, name: str, source: Source) -> None:
        """This layer plays the role."""
        self.layer.setCurrentIndex(self.offer(name, source))
        self.empty.setChecked(False)

    def _take_typed(self) -> None:
        """A path or a PostGIS text that was written or pasted; an emptied line means no layer."""
        text = self.layer.currentText().strip()
        if text == self.layer.itemText(self.layer.currentIndex()):
            return
        known = self.layer.findText(text)
        if known >= 0:
            self.layer.setCurrentIndex(known)
            return
        source = typed_source(text)
        self.choose(shown_name(source), source)

    @property
    def source(self) -> Optional[Source]:
        """The layer chosen, None where none is."""
        source = self.layer.currentData()
        return None if source is None or self.empty.isChecked() else (str(source[0]), str(source[1]))

    @property
    def is_open(self) -> bool:
        """Neither a layer nor declared empty."""
        return self.layer.currentData() is None and not self.empty.isChecked()

    def show_reference(self, reference: ReferenceLayer) -> None:
        """What the workspace has for the role."""
        if reference.source:
            source = (reference.source, reference.layer)
            self.choose(reference.title or shown_name(source), source)
            if reference.class_field and self.field.findText(reference.class_field) < 0:
                self.field.addItem(reference.class_field)
            self.field.setCurrentText(reference.class_field)
        else:
            self.empty.setChecked(reference.declared_empty)
        self._show_table(reference.class_table)
        self.version.setText(reference.version_date)
        self._dated = self._chosen()

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
            date.isoformat() if date else self.version.text().strip(),
            self.layer.itemText(self.layer.currentIndex()),
            class_table=str(self.table.currentData()))

    def show_state(self, state: LayerState) -> None:
        """What the worker saw of the source: its fields where QGIS does not know them, what is prepared of it."""
        source = self.source
        if source is None or source != (state.reference.source, state.reference.layer):
            return
        if is_for_the_worker(source) and state.fields and self.role.class_fields:
            self._offer_fields(list(state.fields), self.field.currentText() or state.class_field)
        self.prepared.show_state(state)

    def _layer_changed(self) -> None:
        """Offer the layer's fields, the recognised one first."""
        self.field.clear()
        source = self.layer.currentData()
        if source is not None and self.role.class_fields and not is_for_the_worker(tuple(source)):
            self._offer_fields(list(open_layer(tuple(source)).fields().names()))
        self._enable()
        self._date_another_layer()

    def _chosen(self) -> Optional[Source]:
        source = self.layer.currentData()
        return None if source is None else (str(source[0]), str(source[1]))

    def _date_another_layer(self) -> None:
        """A date belongs to the layer it was written for: another one has the date in its name, or none yet. So does a
        code table: another layer is of the profile's.
        """
        source, before = self._chosen(), self._dated
        if source is None or source == before:
            return
        written, self._dated = self.version.text().strip(), source
        if before is None:
            return
        self._dates[before], self._tables[before] = written, str(self.table.currentData())
        self._show_table(self._tables.get(source, ""))
        own = self._dates.get(source) or date_in_name(source[1] or source[0])
        self.version.setText(own)
        if written and own != written:
            self.dateChanged.emit(own)

    def _show_table(self, name: str) -> None:
        self.table.setCurrentIndex(max(0, self.table.findData(name)))

    def _offer_fields(self, names: List[str], chosen: str = "") -> None:
        by_upper = {name.upper(): name for name in names}
        known = next((by_upper[each.upper()] for each in self.role.class_fields if each.upper() in by_upper), "")
        self.field.clear()
        self.field.addItems(["", *names])
        self.field.setCurrentText(chosen or known)

    def _enable(self) -> None:
        declared = self.empty.isChecked()
        for widget in (self.layer, self.browse):
            widget.setEnabled(not declared)
        there = not declared and self.layer.currentData() is not None
        self.field.setEnabled(there)
        self.table.setEnabled(there)
        self.version.setEnabled(there)
        self.empty.setEnabled(self.layer.currentData() is None)
        self.prepared.forget()
        self.prepared.setEnabled(there)
        self.sourceChanged.emit()

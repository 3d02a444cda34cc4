"""The workspace as QGIS shows it: ordinary layers, read-only, with Chinese names, aliases, value lists and styles."""

from __future__ import annotations

import time
from typing import Dict, Iterable, List, Optional, Tuple

from qgis.core import QgsDataProvider, QgsEditorWidgetSetup, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..domain.forms.codes import CODE_LISTS
from ..domain.forms.fields import Field, FieldType
from ..domain.records import DRAFT, RETIRED, SIGNED, STUB, SUPERSEDED, UNJUDGED
from ..domain.roles import ROLES
from ..paths import STYLES
from . import schema
from .schema import Table
from .workspace import Workspace

VISIBLE = "weipian/visible"
# QGIS reads a GeoPackage without locks: while another window writes, its journal keeps QGIS from opening the file.
_PATIENCE = 0.5  # s
_PAUSE = 0.01
_JUDGED = "status IN ('todo', 'draft', 'signed')"

# Aliases of the columns that no field definition declares.
_ALIASES: Dict[str, str] = {
    "uuid": "标识", "patch_uuid": "图斑标识", "parcel_uuid": "地块标识", "batch_uuid": "批次标识", "position": "序号",
    "superseded": "已被取代", "findings": "检查意见", "extra": "其他字段", "dkbh": "地块编号", "status": "状态",
    "outcome": "判定类型", "flagged": "已标记", "label": "批次名称", "issued": "下发日期", "source": "来源",
    "digest": "内容摘要", "profile_id": "政策口径", "county": "县", "imported_at": "导入时间", "imported_by": "导入人",
    "role": "套合角色", "class_code": "类别", "area_m2": "面积（m²）", "net_area_m2": "净面积（m²）", "note": "备注",
    "confidence": "把握程度", "flag": "标记原因", "signed_by": "确认人", "signed_at": "确认时间", "basis": "确认依据",
    "reason": "理由", "sequence": "顺序", "workspace_id": "工作库标识", "kind": "类型", "actor": "操作人",
    "recorded_at": "记录时间", "predecessor": "前一事件", "follows": "所依据的事件",
    "schema_version": "结构版本", "undoes": "撤销的事件",
    "payload": "内容", "subject": "判定对象", "stated": "有记载", "lacking": "有缺项", "assigned": "分派给",
    "farmland_m2": "耕地（m²）", "basic_m2": "永久基本农田（m²）", "redline_m2": "生态保护红线（m²）",
}


def group_name() -> str:
    """The name of the layer group."""
    return QCoreApplication.translate("Layers", "Weipian")


def _titles() -> Tuple[Tuple[Table, str], ...]:
    return (
        (schema.PARCELS, QCoreApplication.translate("Layers", "Parcels")),
        (schema.ACTUAL_PARCELS, QCoreApplication.translate("Layers", "Actual parcels")),
        (schema.PATCHES, QCoreApplication.translate("Layers", "Patches as issued")),
        (schema.BATCHES, QCoreApplication.translate("Layers", "Batches")),
        (schema.DRAFTS, QCoreApplication.translate("Layers", "Draft answers")),
        (schema.JUDGEMENTS, QCoreApplication.translate("Layers", "Judgements")),
        (schema.OVERLAY_AREAS, QCoreApplication.translate("Layers", "Areas by class")),
        (schema.EVENTS, QCoreApplication.translate("Layers", "Events")),
    )


def status_names() -> Dict[str, str]:
    """Status → its name in the user's language."""
    return {
        UNJUDGED: QCoreApplication.translate("Layers", "To do"),
        DRAFT: QCoreApplication.translate("Layers", "Draft"),
        SIGNED: QCoreApplication.translate("Layers", "Signed"),
        STUB: QCoreApplication.translate("Layers", "Quarantined"),
        SUPERSEDED: QCoreApplication.translate("Layers", "Superseded"),
        RETIRED: QCoreApplication.translate("Layers", "Merged or taken back"),
    }


def make_layers(workspace: Workspace) -> List[QgsVectorLayer]:
    """The layers of a workspace, top first; none can be edited. They belong to the caller until a project has them.

    The custom property `VISIBLE` says whether a layer is on to begin with.
    """
    patience = time.monotonic() + _PATIENCE
    return [_make(workspace, table, title, patience) for table, title in _titles()]


def _make(workspace: Workspace, table: Table, title: str, patience: float) -> QgsVectorLayer:
    # With the subset in the source: setSubsetString makes QGIS switch the file to WAL and back, from any window.
    parts = (workspace.path, f"layername={table.name}", *([f"subset={_JUDGED}"] if table is schema.PARCELS else []))
    layer = QgsVectorLayer("|".join(parts), title, "ogr")
    while not layer.isValid() and time.monotonic() < patience:
        time.sleep(_PAUSE)
        _open_again(layer)
    layer.setReadOnly(True)
    layer.setCustomProperty(VISIBLE, table in (schema.PARCELS, schema.ACTUAL_PARCELS))
    _dress(layer, table)
    return layer


def _open_again(layer: QgsVectorLayer) -> None:
    layer.setDataSource(layer.source(), layer.name(), "ogr", QgsDataProvider.ProviderOptions())


def _dress(layer: QgsVectorLayer, table: Table) -> None:
    """Names and style, which need the columns: a layer that could not be opened has none."""
    _name_columns(layer, table)
    style = STYLES / (table.name + ".qml")
    if layer.isValid() and style.exists():
        layer.loadNamedStyle(str(style))


def _name_columns(layer: QgsVectorLayer, table: Table) -> None:
    defined = {field.code: field for field in table.fields}
    for index, column in enumerate(layer.fields().names()):
        field = defined.get(column)
        alias = field.zh if field else _ALIASES.get(column, "")
        if alias:
            layer.setFieldAlias(index, alias)
        values = _values_of(field) if field else _own_values(column)
        if values:
            layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup("ValueMap", {"map": values}))


def _values_of(field: Field) -> List[Dict[str, str]]:
    """The value list of a column, as QGIS's value map wants it: shown text → stored value, in order."""
    if field.type is FieldType.BOOLEAN:
        return [{"是": "1"}, {"否": "0"}]
    codes = CODE_LISTS.get(field.codes)
    return [] if codes is None else [{code.zh: code.code} for code in codes.codes]


def _own_values(column: str) -> List[Dict[str, str]]:
    if column == "status":
        return [{name: status} for status, name in status_names().items()]
    if column == "role":
        return [{role.zh: key} for key, role in ROLES.items()]
    if column in ("superseded", "flagged", "stated", "lacking"):
        return [{"是": "1"}, {"否": "0"}]
    return []


def refresh(layers: Iterable[QgsVectorLayer]) -> None:
    """Show what has been decided since: read the tables again and draw. What could not be opened is tried once more."""
    for layer in layers:
        if layer.isValid():
            layer.dataProvider().reloadData()
        elif (table := _table_of(layer)) is not None:
            _open_again(layer)
            _dress(layer, table)
        layer.triggerRepaint()


def _table_of(layer: QgsVectorLayer) -> Optional[Table]:
    name = layer.source().partition("layername=")[2].partition("|")[0]
    return next((table for table, _title in _titles() if table.name == name), None)

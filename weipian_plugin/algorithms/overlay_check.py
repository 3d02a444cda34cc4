"""weipian:overlaycheck – areas of every parcel in the reference layers, measured by the worker."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Dict, List, Optional, Sequence

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterVectorLayer,
)

from ..domain.areas.landclass_tables import CLASS_TABLES
from ..domain.records import ReferenceLayer
from ..domain.roles import ADMIN, LANDCLASS, ROLES
from .area_table import add_area_table, write_area_table
from .base import (
    OPERATOR,
    ProcessingFeedback,
    WeipianAlgorithm,
    add_prepared_folder,
    language,
    operator_name,
    own_worker,
    reference_of_layer,
    role_hint,
    role_title,
    translate,
)

LAYERS, EMPTY, ENGINE, FORCE, PREPARED, OUTPUT = "LAYERS", "DECLARED_EMPTY", "ENGINE", "FORCE", "PREPARED", "OUTPUT"
ENGINES = ("auto", "exact", "geos")
CLASS_TABLE, TABLES = "CLASS_TABLE", ("", *CLASS_TABLES)
FREQUENT = ("dltb", "yjjbnt", "stbhhx", "pzyd", "gd", "lsyd", "ssnyd")
ROLE_KEYS = [key for key, role in ROLES.items() if role.kind != ADMIN]


class OverlayCheck(WeipianAlgorithm):
    """套合."""

    key = "overlaycheck"
    icon_name = "measure"
    _named: Sequence[ReferenceLayer] = ()

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Overlay with reference layers")

    def shortHelpString(self) -> str:
        """What it does, and how layers are named."""
        return translate(
            "Algorithms",
            "Measures every parcel of the workspace in the reference layers: area by class on the CGCS2000 ellipsoid, "
            "net of KCXS beside gross, ground counted once. Layers named here take the place of the workspace's layers "
            "of the same role; with none named, the workspace's own are used. In text, one layer a line, or "
            "set apart by ;: ROLE=SOURCE[|LAYER][:CLASSFIELD][@VERSION DATE], for example "
            "dltb=county.gpkg|DLTB:DLBM@2022-12-31; ROLE= alone declares that there is nothing of this role here. "
            "Nothing is stored unless all is measured. Only what has changed is measured: parcels, layers or rules; "
            "prepared layers are used by themselves. The table has a row for each parcel, role and class, and for the "
            "land classes inside zones.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        for key in ROLE_KEYS:
            parameter = QgsProcessingParameterVectorLayer(
                key.upper(), role_title(key), [QgsProcessing.TypeVectorPolygon], optional=True)
            if key not in FREQUENT:
                parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
            self.addParameter(parameter)
        self.add_text(LAYERS, translate("Algorithms", "Layers as text, one a line"),
                      "ROLE=SOURCE[|LAYER][:CLASSFIELD][@YYYY-MM-DD]", multiline=True)
        # Without a default of its own QGIS 3.22 takes the first role where none is given.
        empty = QgsProcessingParameterEnum(
            EMPTY, translate("Algorithms", "Roles declared empty (nothing of this kind exists here)"), ROLE_KEYS,
            allowMultiple=True, defaultValue=[], optional=True, usesStaticStrings=True)
        empty.setHelp(role_hint(ROLE_KEYS))
        self.addParameter(empty)
        table = QgsProcessingParameterEnum(
            CLASS_TABLE, translate("Algorithms", "Code table of the land classes"),
            [translate("Algorithms", "As the workspace and the profile say"),
             *(each.zh if language() == "zh" else each.en for each in CLASS_TABLES.values())], defaultValue=0)
        table.setFlags(table.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        self.addParameter(table)
        self.add_text(OPERATOR, translate("Algorithms", "Operator"))
        self.addParameter(QgsProcessingParameterBoolean(
            FORCE, translate("Algorithms", "Measure everything again"), defaultValue=False))
        engine = QgsProcessingParameterEnum(
            ENGINE, translate("Algorithms", "Engine"),
            [translate("Algorithms", "Automatic"), translate("Algorithms", "Exact (boundary integral)"),
             translate("Algorithms", "GEOS (intersections)")], defaultValue=0)
        engine.setFlags(engine.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        self.addParameter(engine)
        add_prepared_folder(self, PREPARED)
        add_area_table(self, OUTPUT)
        self.addOutput(QgsProcessingOutputNumber("PARCELS", translate("Algorithms", "Parcels measured")))
        self.addOutput(QgsProcessingOutputNumber("REUSED", translate("Algorithms", "Parcels kept as measured before")))
        self.addOutput(QgsProcessingOutputString("AREAS", translate("Algorithms", "Area by role, mu (JSON)")))
        self.addOutput(QgsProcessingOutputString("REMARKS", translate("Algorithms", "Remarks, one a line")))
        self.addOutput(QgsProcessingOutputString("PROVENANCE", translate("Algorithms", "How it was measured (JSON)")))

    def prepareAlgorithm(self, parameters: Dict[str, Any], context: QgsProcessingContext,
                         feedback: Optional[QgsProcessingFeedback]) -> bool:
        """Layers of the project belong to the main thread, so they are looked at here."""
        self._named = self._named_layers(parameters, context)
        return True

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Measure with a worker of this run's own."""
        from ..domain.areas.units import mu_round2
        from ..jobs.import_batch import opened
        from ..jobs.measuring.measure import measure, role_totals
        from ..jobs.measuring.references import merged_references, parse_reference

        actor = operator_name(self.text(parameters, OPERATOR, context))
        lines = self.text(parameters, LAYERS, context).replace(";", "\n").splitlines()
        named = [*self._named, *(parse_reference(line) for line in lines if line.strip())]
        with opened(self.workspace_path(parameters, context), actor) as workspace, own_worker() as worker:
            table_name = TABLES[self.parameterAsEnum(parameters, CLASS_TABLE, context)]
            report = measure(
                workspace, None, progress, worker,
                _of_table(merged_references(workspace.references(), named), table_name),
                engine=ENGINES[self.parameterAsEnum(parameters, ENGINE, context)],
                force=self.parameterAsBoolean(parameters, FORCE, context),
                prepared=self.prepared_folder(parameters, PREPARED, context))
            totals = role_totals(workspace)
            table = write_area_table(self, OUTPUT, parameters, context, workspace)
        remarks = [finding.sentence(language()) for finding in report.findings]
        for remark in remarks:
            log.pushWarning(remark)
        return {"PARCELS": report.parcels, "REUSED": report.reused, "REMARKS": "\n".join(remarks),
                "PROVENANCE": json.dumps(report.run.provenance, ensure_ascii=False),
                "AREAS": json.dumps({role: float(mu_round2(area)) for role, area in totals.items()}), **table}

    def _named_layers(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> List[ReferenceLayer]:
        named = [ReferenceLayer(key, declared_empty=True)
                 for key in self.parameterAsEnumStrings(parameters, EMPTY, context)]
        for key in ROLE_KEYS:
            layer = self.parameterAsVectorLayer(parameters, key.upper(), context)
            if layer is not None:
                named.append(reference_of_layer(key, layer))
        return named


def _of_table(references: Sequence[ReferenceLayer], table: str) -> List[ReferenceLayer]:
    """The layers, the land classes among them of this code table where one was chosen."""
    return [replace(each, class_table=table) if table and each.source and ROLES[each.role].kind == LANDCLASS else each
            for each in references]

"""weipian:overlaycheck – areas of every parcel in the reference layers, measured by the worker."""

from __future__ import annotations

import json
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

from ..domain.records import ReferenceLayer
from ..domain.roles import ADMIN, ROLES
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
    translate,
)

LAYERS, EMPTY, ENGINE, FORCE, PREPARED, OUTPUT = "LAYERS", "DECLARED_EMPTY", "ENGINE", "FORCE", "PREPARED", "OUTPUT"
ENGINES = ("auto", "exact", "geos")
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
        chinese = language() == "zh"
        for key in ROLE_KEYS:
            role = ROLES[key]
            parameter = QgsProcessingParameterVectorLayer(
                key.upper(), role.zh if chinese else role.en, [QgsProcessing.TypeVectorPolygon],
                optional=True)
            if key not in FREQUENT:
                parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
            self.addParameter(parameter)
        self.add_text(LAYERS, translate("Algorithms", "Layers as text, one a line"),
                      "ROLE=SOURCE[|LAYER][:CLASSFIELD][@YYYY-MM-DD]", multiline=True)
        self.addParameter(QgsProcessingParameterEnum(
            EMPTY, translate("Algorithms", "Roles declared empty (nothing of this kind exists here)"),
            [ROLES[key].zh if chinese else ROLES[key].en for key in ROLE_KEYS], allowMultiple=True, optional=True))
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
        from ..domain.units import mu_round2
        from ..jobs.import_batch import opened
        from ..jobs.measure import measure, role_totals
        from ..jobs.references import merged_references, parse_reference

        actor = operator_name(self.text(parameters, OPERATOR, context))
        lines = self.text(parameters, LAYERS, context).replace(";", "\n").splitlines()
        named = [*self._named, *(parse_reference(line) for line in lines if line.strip())]
        with opened(self.workspace_path(parameters, context), actor) as workspace, own_worker() as worker:
            report = measure(
                workspace, None, progress, worker, merged_references(workspace.references(), named),
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
        named = [ReferenceLayer(ROLE_KEYS[index], declared_empty=True)
                 for index in self.parameterAsEnums(parameters, EMPTY, context)]
        for key in ROLE_KEYS:
            layer = self.parameterAsVectorLayer(parameters, key.upper(), context)
            if layer is not None:
                named.append(reference_of_layer(key, layer))
        return named

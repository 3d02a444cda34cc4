"""weipian:preparelayer – a reference layer checked once and kept ready, with a report of what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from ..domain.calendar.dates import parse_date
from ..domain.errors import WeipianError
from ..domain.records import ReferenceLayer
from ..domain.roles import ROLES
from ..jobs.measuring.references import parse_reference
from .base import (
    ProcessingFeedback,
    WeipianAlgorithm,
    add_prepared_folder,
    language,
    reference_of_layer,
    role_hint,
    setting,
    translate,
)

ROLE, SOURCE, INPUT, CLASS_FIELD, VERSION = "ROLE", "SOURCE", "INPUT", "CLASS_FIELD", "VERSION"
COUNTY, REPORT, FOLDER = "COUNTY", "REPORT", "FOLDER"
ROLE_KEYS = list(ROLES)


class PrepareLayer(WeipianAlgorithm):
    """Preparing."""

    key = "preparelayer"
    icon_name = "patches"
    _named: Optional[ReferenceLayer] = None
    _county = ""

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Prepare reference layer")

    def shortHelpString(self) -> str:
        """What it does, and which sources it takes."""
        return translate(
            "Algorithms",
            "Checks a reference layer once and keeps it ready (projected, made valid, indexed): measuring uses the "
            "prepared copy by itself from then on, and says so when the source has changed since. The report lists "
            "invalid geometries and what repairing them changed, overlaps, gaps, unknown or empty class codes, KCXS "
            "out of range, features outside the county and doubled BSM, as a table and as a layer. Sources: a layer "
            "of the project, or as text a file (GeoPackage, Shapefile, file geodatabase, GeoParquet, survey TXT) or "
            "PG:… for PostGIS, each with |LAYER where there are several.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        role = QgsProcessingParameterEnum(
            ROLE, translate("Algorithms", "Role"), ROLE_KEYS, defaultValue=ROLE_KEYS[0], usesStaticStrings=True)
        role.setHelp(role_hint(ROLE_KEYS))
        self.addParameter(role)
        self.addParameter(QgsProcessingParameterVectorLayer(
            INPUT, translate("Algorithms", "Layer"), [QgsProcessing.TypeVectorPolygon], optional=True))
        self.add_text(SOURCE, translate("Algorithms", "Layer as text, where it is not in the project"),
                      "SOURCE[|LAYER]")
        self.addParameter(QgsProcessingParameterString(
            CLASS_FIELD, translate("Algorithms", "Class field (empty: by the role)"), defaultValue="", optional=True))
        self.add_text(VERSION, translate("Algorithms", "State of the layer, YYYY-MM-DD"))
        self.addParameter(QgsProcessingParameterVectorLayer(
            COUNTY, translate("Algorithms", "Boundary of the county"), [QgsProcessing.TypeVectorPolygon],
            optional=True))
        add_prepared_folder(self, FOLDER)
        self.addParameter(QgsProcessingParameterFileDestination(
            REPORT, translate("Algorithms", "Report"), fileFilter="GeoPackage (*.gpkg)", optional=True))
        self.addOutput(QgsProcessingOutputNumber("FEATURES", translate("Algorithms", "Features")))
        self.addOutput(QgsProcessingOutputNumber("SECONDS", translate("Algorithms", "Seconds")))
        self.addOutput(QgsProcessingOutputNumber("FINDINGS", translate("Algorithms", "Findings")))
        self.addOutput(QgsProcessingOutputString("SUMMARY", translate("Algorithms", "Findings by kind, one a line")))

    def prepareAlgorithm(self, parameters: Dict[str, Any], context: QgsProcessingContext,
                         feedback: Optional[QgsProcessingFeedback]) -> bool:
        """Layers of the project belong to the main thread, so they are looked at here."""
        role = str(self.parameterAsEnumString(parameters, ROLE, context))
        layer = self.parameterAsVectorLayer(parameters, INPUT, context)
        self._named = reference_of_layer(role, layer) if layer is not None else None
        county = self.parameterAsVectorLayer(parameters, COUNTY, context)
        boundary = reference_of_layer("xzq", county) if county is not None else None
        self._county = "|".join(part for part in (boundary.source, boundary.layer) if part) if boundary else ""
        return True

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Prepare with a worker of this run's own; the findings are told and counted."""
        from ..jobs.measuring.prepare import prepare

        reference = self._reference(parameters, context)
        report = prepare(reference, self.prepared_folder(parameters, FOLDER, context),
                         self.parameterAsFileOutput(parameters, REPORT, context), self._county, progress,
                         setting("python"))
        lines = [finding.sentence(language()) for finding in report.findings]
        for line in lines:
            log.pushWarning(line)
        if report.source_changed:
            log.pushWarning(WeipianError("SOURCE_CHANGED_MEANWHILE", file=reference.source).sentence(language()))
        return {REPORT: report.report, "FEATURES": report.features, "SECONDS": report.seconds,
                "FINDINGS": sum(finding.count for finding in report.findings), "SUMMARY": "\n".join(lines)}

    def _reference(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> ReferenceLayer:
        """The layer in its role. Raises LAYER_ARGUMENT where none is named, or its date is no date."""
        role = str(self.parameterAsEnumString(parameters, ROLE, context))
        text, version = self.text(parameters, SOURCE, context), self.text(parameters, VERSION, context)
        named = self._named or parse_reference(f"{role}={text}")
        if not named.source or (version and parse_date(version) is None):
            raise WeipianError("LAYER_ARGUMENT", text=f"{role}={text or named.source}@{version}")
        return replace(named, class_field=self.text(parameters, CLASS_FIELD, context) or named.class_field,
                       version_date=version or named.version_date)

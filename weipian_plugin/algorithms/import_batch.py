"""weipian:importbatch – an issued package into a workspace, in one transaction."""

from __future__ import annotations

from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
)

from ..domain.errors import WeipianError
from .base import ANY_FILE, OPERATOR, PROFILE, ProcessingFeedback, WeipianAlgorithm, language, operator_name, translate

PACKAGE, CRS, LABEL, ISSUED, REISSUED, UNCLASSIFIED = "PACKAGE", "CRS", "LABEL", "ISSUED", "REISSUED", "UNCLASSIFIED"
LAYER, ENCODING = "LAYER", "ENCODING"


class ImportBatch(WeipianAlgorithm):
    """Intake."""

    key = "importbatch"
    icon_name = "import"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Import issued package")

    def shortHelpString(self) -> str:
        """What it takes, and what it does with what is there already."""
        return translate(
            "Algorithms",
            "Brings an issued package (zip, folder, shapefile, gdb, GeoPackage, with its Excel table) into a "
            "workspace, which is made when it does not exist. Encoding and coordinate system are recognised. The batch "
            "enters in one transaction; the same package again changes nothing. Patches marked military or classified "
            "go to the quarantine file and appear nowhere else.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.addParameter(QgsProcessingParameterFile(
            PACKAGE, translate("Algorithms", "Issued package"), QgsProcessingParameterFile.Behavior.File,
            fileFilter=f"ZIP, SHP, GPKG, GDB, XLSX, CSV (*.zip *.shp *.gpkg *.gdb *.xlsx *.csv);;{ANY_FILE}"))
        self.add_workspace(must_exist=False)
        self.addParameter(QgsProcessingParameterCrs(
            CRS, translate("Algorithms", "Coordinate system of the package, where it cannot be recognised"),
            optional=True))
        self.add_text(LAYER, translate("Algorithms", "Layer of the patches, where the package has several"))
        self.add_text(ENCODING, translate("Algorithms", "Encoding of the package, where it cannot be recognised"))
        self.add_text(LABEL, translate("Algorithms", "Name of the batch (empty: from the package)"))
        self.add_text(ISSUED, translate("Algorithms", "Date of issue, YYYY-MM-DD (empty: from the package)"))
        self.addParameter(QgsProcessingParameterEnum(
            REISSUED, translate("Algorithms", "Patches issued again unlike before"),
            [translate("Algorithms", "Stop and list the differences"), translate("Algorithms", "Keep what is there"),
             translate("Algorithms", "Replace by what was issued now")], defaultValue=0))
        self.add_text(PROFILE, translate("Algorithms", "Policy profile (empty: by date and county)"),
                      translate("Algorithms", "For example GX2023, GX_ZY2023 or MNR2024Q; recorded with the batch."))
        self.addParameter(QgsProcessingParameterBoolean(
            UNCLASSIFIED, translate("Algorithms", "The package's imagery is unclassified"), defaultValue=False))
        self.add_text(OPERATOR, translate("Algorithms", "Operator"))
        for name, title in (
            ("ADDED", translate("Algorithms", "Patches added")), ("REPLACED", translate("Algorithms", "Replaced")),
            ("KEPT", translate("Algorithms", "Kept as they were")),
            ("IDENTICAL", translate("Algorithms", "There already")),
            ("QUARANTINED", translate("Algorithms", "Quarantined")),
            ("LINKED", translate("Algorithms", "Linked to earlier batches")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, title))
        self.addOutput(QgsProcessingOutputString("BATCH_ID", translate("Algorithms", "Id of the batch")))
        self.addOutput(QgsProcessingOutputString("SUMMARY", translate("Algorithms", "What was found in the package")))
        self.addOutput(QgsProcessingOutputString("FINDINGS", translate("Algorithms", "Findings, one a line")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Import, and count."""
        from ..intake import IntakeOptions
        from ..jobs.import_batch import POLICIES, import_package, told_findings
        from ..jobs.rules.profiles import told_problems

        crs = self.parameterAsCrs(parameters, CRS, context)
        if parameters.get(CRS) and not crs.isValid():
            raise WeipianError("WORKSPACE_CRS", crs=parameters[CRS])
        options = IntakeOptions(crs=crs.authid() if crs.isValid() else "",
                                label=self.text(parameters, LABEL, context),
                                issued=self.text(parameters, ISSUED, context),
                                layer=self.text(parameters, LAYER, context),
                                encoding=self.text(parameters, ENCODING, context))
        receipt, plan = import_package(
            self.parameterAsFile(parameters, PACKAGE, context), self.workspace_path(parameters, context), options,
            reissued=POLICIES[self.parameterAsEnum(parameters, REISSUED, context)],
            profile_id=self.text(parameters, PROFILE, context),
            unclassified=self.parameterAsBoolean(parameters, UNCLASSIFIED, context),
            actor=operator_name(self.text(parameters, OPERATOR, context)), feedback=progress,
        )
        summary = plan.delivery.summary(language())
        findings = told_findings(plan.delivery, language())
        log.pushInfo(str(summary))
        for finding in filter(None, (told_problems(language()), *findings)):
            log.pushWarning(finding)
        return {"ADDED": receipt.added, "REPLACED": receipt.replaced, "KEPT": receipt.kept,
                "IDENTICAL": receipt.identical, "QUARANTINED": receipt.quarantined, "LINKED": receipt.linked,
                "BATCH_ID": receipt.batch_uuid, "SUMMARY": str(summary), "FINDINGS": "\n".join(findings)}

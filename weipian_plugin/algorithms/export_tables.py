"""weipian:exporttables – 附表2-1 as Excel, a file for each batch."""

from __future__ import annotations

from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
)

from .base import BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, language, translate

FOLDER, DESPITE = "FOLDER", "DESPITE"


class ExportTables(WeipianAlgorithm):
    """The tables that are handed in."""

    key = "exporttables"
    icon_name = "export"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Export table 2-1")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Writes table 2-1 (附表2-1) as Excel, a file for each batch: every parcel has its row, areas in mu "
            "that add up, the judgement only where a person has signed. Patches in quarantine appear in nothing. Open "
            "errors on signed parcels hold the tables back, unless a reason is given, which stands in them.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(
            FOLDER, translate("Algorithms", "Folder for the tables"), QgsProcessingParameterFile.Behavior.Folder))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(DESPITE, translate("Algorithms", "Reason to export in spite of errors"))
        self.addOutput(QgsProcessingOutputString("FILES", translate("Algorithms", "Files, one a line")))
        self.addOutput(QgsProcessingOutputNumber("ROWS", translate("Algorithms", "Parcels")))
        self.addOutput(QgsProcessingOutputNumber("SIGNED", translate("Algorithms", "Signed parcels")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Write the tables; the workspace is only read."""
        from ..jobs.deliver import table_reports
        from ..jobs.import_batch import opened

        folder = self.parameterAsFile(parameters, FOLDER, context)
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            batch = batch_uuid(workspace, self.text(parameters, BATCH, context))
            despite = self.text(parameters, DESPITE, context)
            reports = table_reports(workspace, folder, batch, progress, despite)
        for report in reports:
            log.pushInfo(str(report.path))
            for remark in report.remarks:
                log.pushWarning(remark.sentence(language()))
        return {"FILES": "\n".join(str(report.path) for report in reports),
                "ROWS": sum(report.rows for report in reports), "SIGNED": sum(report.signed for report in reports)}

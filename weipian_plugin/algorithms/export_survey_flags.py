"""weipian:exportsurveyflags – the parcels that 变更调查 must treat apart, as a list for the survey team."""

from __future__ import annotations

from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)

from .base import ANY_FILE, BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, translate

FILE = "FILE"


class ExportSurveyFlags(WeipianAlgorithm):
    """The list of BGDCBS."""

    key = "exportsurveyflags"
    icon_name = "export"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Export survey flags")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Writes the parcels that carry a survey flag (BGDCBS: marked apart as illegal, not to become construction "
            "land, restore the class next year) as an Excel or CSV list for the survey team. Patches in quarantine "
            "appear in nothing.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFileDestination(
            FILE, translate("Algorithms", "List of survey flags"), f"Excel (*.xlsx);;CSV (*.csv);;{ANY_FILE}"))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.addOutput(QgsProcessingOutputNumber("PARCELS", translate("Algorithms", "Parcels")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Write the file; the workspace is only read."""
        from ..jobs.import_batch import opened
        from ..jobs.registers.survey_flags import export_survey_flags

        path = self.parameterAsFileOutput(parameters, FILE, context)
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            report = export_survey_flags(workspace, path, batch_uuid(workspace, self.text(parameters, BATCH, context)))
        return {FILE: str(report.path), "PARCELS": report.parcels}

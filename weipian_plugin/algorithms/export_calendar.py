"""weipian:exportcalendar – the deadlines of a workspace as a calendar file (.ics)."""

from __future__ import annotations

from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from .base import ANY_FILE, BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, language, translate

FILE, LEAD_DAYS = "FILE", "LEAD_DAYS"


class ExportCalendar(WeipianAlgorithm):
    """What is due when, for the office's calendar."""

    key = "exportcalendar"
    icon_name = "export"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Export calendar of deadlines")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Writes a calendar file (.ics) with one event for each task and date of a batch and the number of patches "
            "it is for, the sentence of the rule, and an alarm by the lead days. Patches that are signed have no "
            "reporting dates any more; patches in quarantine appear in nothing.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFileDestination(
            FILE, translate("Algorithms", "Calendar file"), f"iCalendar (*.ics);;{ANY_FILE}"))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.addParameter(QgsProcessingParameterNumber(
            LEAD_DAYS, translate("Algorithms", "Lead days (empty: the profile's)"),
            QgsProcessingParameterNumber.Type.Integer, optional=True, minValue=0, maxValue=365))
        self.addOutput(QgsProcessingOutputNumber("EVENTS", translate("Algorithms", "Events")))
        self.addOutput(QgsProcessingOutputNumber("PARCELS", translate("Algorithms", "Parcels")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Write the file; the workspace is only read."""
        from ..jobs.import_batch import opened
        from ..jobs.judging.calendar import export_calendar

        path = self.parameterAsFileOutput(parameters, FILE, context)
        given = parameters.get(LEAD_DAYS) is not None
        lead = self.parameterAsInt(parameters, LEAD_DAYS, context) if given else None
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            batch = batch_uuid(workspace, self.text(parameters, BATCH, context))
            report = export_calendar(workspace, path, batch, lead, progress, language=language())
        for remark in report.remarks:
            log.pushWarning(remark.sentence(language()))
        return {FILE: str(report.path), "EVENTS": report.events, "PARCELS": report.parcels}

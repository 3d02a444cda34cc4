"""weipian:exportsurveytext – the parcels of a workspace as 勘测定界 TXT."""

from __future__ import annotations

from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
)

from .base import BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, own_worker, translate

ENCODING, OUTPUT = "ENCODING", "OUTPUT"


class ExportSurveyText(WeipianAlgorithm):
    """Parcels as coordinates."""

    key = "exportsurveytext"
    icon_name = "export"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Export survey text")

    def shortHelpString(self) -> str:
        """What it writes."""
        return translate(
            "Algorithms",
            "Writes the parcels of a workspace as survey text (勘测定界 TXT): each parcel with its rings, X (north) "
            "before Y (east), in the workspace's coordinate system. Patches in quarantine appear in nothing; parcels "
            "without a polygon are named and left out.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.addParameter(QgsProcessingParameterEnum(
            ENCODING, translate("Algorithms", "Encoding"), ["GB18030 (GBK)", "UTF-8"], defaultValue=0))
        self.addParameter(QgsProcessingParameterFileDestination(
            OUTPUT, translate("Algorithms", "Survey text"), fileFilter="TXT (*.txt)"))
        self.addOutput(QgsProcessingOutputNumber("PARCELS", translate("Algorithms", "Parcels")))
        self.addOutput(QgsProcessingOutputString("LEFT_OUT", translate("Algorithms", "Left out, one a line")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Write the file; the workspace is only read."""
        from ..jobs.import_batch import opened
        from ..jobs.registers.survey_text import ENCODINGS, export_survey_text

        path = self.parameterAsFileOutput(parameters, OUTPUT, context)
        encoding = ENCODINGS[self.parameterAsEnum(parameters, ENCODING, context)]
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace, own_worker() as worker:
            batch = batch_uuid(workspace, self.text(parameters, BATCH, context))
            report = export_survey_text(workspace, path, batch, encoding, progress, worker)
        for name in report.left_out:
            log.pushWarning(translate("Algorithms", "{parcel} has no polygon and was left out.").format(parcel=name))
        return {OUTPUT: report.path, "PARCELS": report.parcels, "LEFT_OUT": "\n".join(report.left_out)}

"""weipian:reviewsheets – agenda or minutes of each 集体会审 about a batch or a period, as Excel and PDF."""

from __future__ import annotations

from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
)

from .base import BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, translate

FOLDER, PERIOD = "FOLDER", "PERIOD"


class ReviewSheets(WeipianAlgorithm):
    """What lies before a meeting, and what it concluded."""

    key = "reviewsheets"
    icon_name = "export"

    def flags(self) -> Any:
        """Maps and fonts belong to the main thread."""
        return super().flags() | QgsProcessingAlgorithm.FlagNoThreading

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Agendas and minutes of collective reviews")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Writes for each registered collective review (集体会审) about a patch of the batch or period its agenda – "
            "or, once a conclusion is entered, its minutes – as Excel (from a template you may replace) and PDF: each "
            "patch with maps of both dates and the overlay, areas, suggestion, evidence, and room for the conclusion. "
            "Patches in quarantine appear in none.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(
            FOLDER, translate("Algorithms", "Folder for agendas and minutes"),
            QgsProcessingParameterFile.Behavior.Folder))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(PERIOD, translate("Algorithms", "Period (2023Q3, 2023H1 or 2023; empty: all)"))
        self.addOutput(QgsProcessingOutputString("FILES", translate("Algorithms", "Files, one a line")))
        self.addOutput(QgsProcessingOutputNumber("REVIEWS", translate("Algorithms", "Reviews")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Write the files; the workspace is only read."""
        from ..delivery.packages import require
        from ..jobs.handing_in.reviews import write_reviews
        from ..jobs.handing_in.scope import scope_asked
        from ..jobs.import_batch import opened
        from ..jobs.training.training_guard import refuse_training

        require("openpyxl", "pypdf")
        folder = self.parameterAsFile(parameters, FOLDER, context)
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            refuse_training(workspace)
            scope = scope_asked(workspace, batch_uuid(workspace, self.text(parameters, BATCH, context)),
                                self.text(parameters, PERIOD, context))
            files = write_reviews(workspace, scope, folder, feedback=progress)
        for path in files:
            log.pushInfo(str(path))
        if not files:
            log.pushWarning(translate("Algorithms", "No collective review about these patches is registered."))
        return {"FILES": "\n".join(map(str, files)), "REVIEWS": len(files) // 2}

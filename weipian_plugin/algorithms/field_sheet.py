"""weipian:fieldsheets – 外业核查表 as a PDF, a page for each parcel."""

from __future__ import annotations

import re
from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)

from .base import ANY_FILE, BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, translate

FILE, PATCHES = "FILE", "PATCHES"


class FieldSheets(WeipianAlgorithm):
    """What is taken along to the place."""

    key = "fieldsheets"
    icon_name = "export"

    def flags(self) -> Any:
        """Fonts and print layouts belong to the main thread."""
        return super().flags() | QgsProcessingAlgorithm.FlagNoThreading

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Print field sheets")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Writes a PDF with a page for each patch: a map on the newer image with the neighbours' outlines, both "
            "images small, the issued attributes, the measured areas in mu, what to look for and to bring back, and "
            "lines to write on. Patches in quarantine or marked classified appear in nothing.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFileDestination(
            FILE, translate("Algorithms", "Field sheets"), f"PDF (*.pdf);;{ANY_FILE}"))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(PATCHES, translate("Algorithms", "Patches (numbers; empty: all)"),
                      translate("Algorithms", "Parcel or monitoring ids, apart by commas, spaces or lines."), True)
        self.addOutput(QgsProcessingOutputNumber("PAGES", translate("Algorithms", "Pages")))
        self.addOutput(QgsProcessingOutputNumber("LEFT_OUT", translate("Algorithms", "Left out")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Write the file; the workspace is only read."""
        from ..jobs.field_sheets.field_sheet import parcels_to_print, print_field_sheets
        from ..jobs.import_batch import opened

        path = self.parameterAsFileOutput(parameters, FILE, context)
        names = [name for name in re.split(r"[\s,，、;；]+", self.text(parameters, PATCHES, context)) if name]
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            parcels = parcels_to_print(workspace, batch_uuid(workspace, self.text(parameters, BATCH, context)), names)
            report = print_field_sheets(workspace, path, parcels, progress)
        return {FILE: str(report.path), "PAGES": len(report.parcels), "LEFT_OUT": report.left_out}

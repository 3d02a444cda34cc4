"""weipian:buildreport – 附表3 of a batch, quarter, half or year, as docx, PDF and list of its figures."""

from __future__ import annotations

import re
from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
)

from .base import BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, language, translate

FOLDER, PERIOD, FORMATS, COUNT_LINE = "FOLDER", "PERIOD", "FORMATS", "COUNT_LINE"
_FORMATS = ("docx", "pdf", "csv")


class BuildReport(WeipianAlgorithm):
    """What the system would analyse and write by itself [DOC 0]."""

    key = "buildreport"
    icon_name = "export"

    def flags(self) -> Any:
        """Fonts and pictures belong to the main thread."""
        return super().flags() | QgsProcessingAlgorithm.FlagNoThreading

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Build the summary report (table 3)")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Writes the summary report of a batch, quarter, half or year: what was issued and verified, how it was "
            "judged, violations, rectification, the ratio before and after deductions, minerals, the comparison with "
            "the period before and a year ago, findings of the checks, and an annex that says what every figure "
            "counts. As docx (from a template you may replace), PDF and a list of all figures (CSV). While the checks "
            "hold something back it is marked 草稿, with the reasons. Patches in quarantine appear in nothing.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(
            FOLDER, translate("Algorithms", "Folder for the report"), QgsProcessingParameterFile.Behavior.Folder))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(PERIOD, translate("Algorithms", "Period (2023Q3, 2023H1 or 2023; empty: all)"))
        self.add_text(FORMATS, translate("Algorithms", "Formats (docx, pdf, csv; empty: all)"))
        self.addParameter(QgsProcessingParameterBoolean(
            COUNT_LINE, translate("Algorithms", "Tell how many patches are handled as classified"), False))
        for name in _FORMATS:
            self.addOutput(QgsProcessingOutputFile(name.upper(), translate("Algorithms", "Report ({format})").format(
                format=name)))
        self.addOutput(QgsProcessingOutputNumber("FIGURES", translate("Algorithms", "Figures")))
        self.addOutput(QgsProcessingOutputString("MARK", translate("Algorithms", "Mark")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Write the files; the workspace is only read."""
        from ..jobs.handing_in.report import KINDS, build_report
        from ..jobs.handing_in.scope import scope_asked
        from ..jobs.import_batch import opened

        formats = re.findall(r"[^\s,，、;；]+", self.text(parameters, FORMATS, context)) or KINDS
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            scope = scope_asked(workspace, batch_uuid(workspace, self.text(parameters, BATCH, context)),
                                self.text(parameters, PERIOD, context))
            folder = self.parameterAsFile(parameters, FOLDER, context)
            report = build_report(workspace, scope, folder, progress, formats,
                                  tell_quarantined=self.parameterAsBool(parameters, COUNT_LINE, context))
        for remark in report.remarks:
            log.pushWarning(remark.sentence(language()))
        for check, told in report.mark.reasons:
            log.pushInfo(f"{report.mark.word} {check} {told}")
        paths = {kind.upper(): str(path) for kind, path in zip(formats, report.paths)}
        return {**paths, "FIGURES": report.figures, "MARK": report.mark.word}

"""weipian:builddossiers – one folder and one bound PDF for each patch (一图斑一卷宗)."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
)

from ..domain.records import Finding
from .base import BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, language, translate

FOLDER, PERIOD, PATCHES, PROCESSES, CHECK_TEMPLATES = "FOLDER", "PERIOD", "PATCHES", "PROCESSES", "CHECK_TEMPLATES"
_COUNTS = ("BUILT", "KEPT", "FAILED", "INCOMPLETE", "DRAFTS", "TAKEN_AWAY", "PAGES", "FILES")


class BuildDossiers(WeipianAlgorithm):
    """Everything about a patch, bound."""

    key = "builddossiers"
    icon_name = "export"

    def flags(self) -> Any:
        """Where no second process is found, print layouts are drawn here: that belongs to the main thread."""
        return super().flags() | QgsProcessingAlgorithm.FlagNoThreading

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Build dossiers")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Builds a folder for each patch (一图斑一卷宗): statement, images of both dates at one scale, overlay map "
            "and table, judgement sheet, photos with a map of where they were taken, papers, case and rectification; "
            "bound into one PDF with page numbers and an index that says what is missing, and a list of all files with "
            "SHA-256. Only what changed is built again; a run that was cancelled goes on where it was. Patches with "
            "errors, or without a signature, are marked as drafts (草稿); patches in quarantine appear in nothing, and "
            "dossiers built before they were set apart are removed. Page templates (.qpt) of your own in the folder "
            "weipian/templates/dossier of the profile win over ours; the template check says what they lack, and "
            "builds nothing.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(
            FOLDER, translate("Algorithms", "Folder for the dossiers"), QgsProcessingParameterFile.Behavior.Folder))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(PERIOD, translate("Algorithms", "Period (2023Q3, 2023H1 or 2023; empty: all)"))
        self.add_text(PATCHES, translate("Algorithms", "Patches (numbers; empty: all)"),
                      translate("Algorithms", "Monitoring ids, apart by commas, spaces or lines."), True)
        self.addParameter(QgsProcessingParameterNumber(
            PROCESSES, translate("Algorithms", "Processes"), QgsProcessingParameterNumber.Integer, 2, False, 1, 16))
        self.addParameter(QgsProcessingParameterBoolean(
            CHECK_TEMPLATES, translate("Algorithms", "Only check the templates"), False))
        self.addOutput(QgsProcessingOutputString("SUMMARY", translate("Algorithms", "List of the dossiers")))
        self.addOutput(QgsProcessingOutputString(
            "FINDINGS", translate("Algorithms", "What was found in the templates")))
        for name, title in zip(_COUNTS, (
                translate("Algorithms", "Built"), translate("Algorithms", "Unchanged"),
                translate("Algorithms", "Not built"), translate("Algorithms", "With something missing"),
                translate("Algorithms", "Drafts"), translate("Algorithms", "Removed"),
                translate("Algorithms", "Pages"), translate("Algorithms", "Files"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Build; the workspace is only read."""
        from ..jobs.handing_in.dossiers import build_dossiers, check_layouts
        from ..jobs.handing_in.scope import scope_asked
        from ..jobs.import_batch import opened

        findings = _said(check_layouts(), log)
        if self.parameterAsBool(parameters, CHECK_TEMPLATES, context):
            return {"SUMMARY": "", "FINDINGS": "\n".join(findings), **dict.fromkeys(_COUNTS, 0)}
        numbers = [one for one in re.split(r"[\s,，、;；]+", self.text(parameters, PATCHES, context)) if one]
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            scope = scope_asked(workspace, batch_uuid(workspace, self.text(parameters, BATCH, context)),
                                self.text(parameters, PERIOD, context))
            report = build_dossiers(workspace, scope, self.parameterAsFile(parameters, FOLDER, context), progress,
                                    self.parameterAsInt(parameters, PROCESSES, context), patches=numbers)
        _said(report.remarks, log)
        _said([Finding("DOSSIER_FAILED", "E", {"patch": number, "detail": error.sentence(language())})
               for number, error in report.failed.items()], log)
        counts = (report.built, report.kept, len(report.failed), len(report.incomplete), len(report.drafts),
                  report.taken_away, report.pages, report.files)
        return {"SUMMARY": str(report.summary or ""), "FINDINGS": "\n".join(findings), **dict(zip(_COUNTS, counts))}


def _said(findings: List[Finding], log: QgsProcessingFeedback) -> List[str]:
    """The findings in words; each also goes to the log."""
    sentences = [finding.sentence(language()) for finding in findings]
    for said in sentences:
        log.pushWarning(said)
    return sentences

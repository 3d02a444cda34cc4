"""weipian:exporttables – 附表2-1, 2-2, 4, 5 and the lists of a batch, a period or everything."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
)

from ..domain.forms.table_forms import TABLE_FORMS
from .base import BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, language, translate

FOLDER, DESPITE, PERIOD, FORMS, FORMATS = "FOLDER", "DESPITE", "PERIOD", "FORMS", "FORMATS"
DRAFT, CHECK_TEMPLATE, PREVIOUS = "DRAFT", "CHECK_TEMPLATE", "PREVIOUS"


class ExportTables(WeipianAlgorithm):
    """The tables that are handed in."""

    key = "exporttables"
    icon_name = "export"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Export the tables")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Writes tables 2-1, 2-2, 4 and 5 (附表) of a batch, of a period or of everything, or the lists that are "
            "named (issues, 非农违法, overlay review, ledger, townships): areas in mu that add up, "
            "judgements only where a person has signed, what is unknown left empty. Patches in quarantine appear in "
            "nothing. Open errors on signed parcels hold the tables back; as a draft (草稿) they go out marked in "
            "title, page header and file name, with the list of errors and your reason. Templates of your own in the "
            "folder weipian/templates of the profile win over ours; the template check says what of them cannot be "
            "placed, and writes nothing.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(
            FOLDER, translate("Algorithms", "Folder for the tables"), QgsProcessingParameterFile.Behavior.Folder))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(PERIOD, translate("Algorithms", "Period (2023Q3, 2023H1 or 2023; empty: all)"))
        self.add_text(FORMS, translate("Algorithms", "Tables and lists (empty: 2-1, 2-2, 4, 5)"), "\n".join(
            f"{form.id}: {form.name}" for form in TABLE_FORMS.values()))
        self.addParameter(QgsProcessingParameterFile(
            PREVIOUS, translate("Algorithms", "Folder of the previous delivery (its differences stand out)"),
            QgsProcessingParameterFile.Behavior.Folder, optional=True))
        self.add_text(FORMATS, translate("Algorithms", "Formats (empty: xlsx)"), "xlsx, csv, csv-gbk, gpkg, shp")
        self.addParameter(QgsProcessingParameterBoolean(
            DRAFT, translate("Algorithms", "Write a draft, whether errors hold the tables back or not"), False))
        self.add_text(DESPITE, translate("Algorithms", "Reason to export a draft (stands in it)"))
        self.addParameter(QgsProcessingParameterBoolean(
            CHECK_TEMPLATE, translate("Algorithms", "Only check the templates"), False))
        self.addOutput(QgsProcessingOutputString("FILES", translate("Algorithms", "Files, one a line")))
        self.addOutput(QgsProcessingOutputNumber("ROWS", translate("Algorithms", "Rows (of 2-1 where it is written)")))
        self.addOutput(QgsProcessingOutputNumber("SIGNED", translate("Algorithms", "Signed parcels")))
        self.addOutput(QgsProcessingOutputBoolean("IS_DRAFT", translate("Algorithms", "Is it a draft?")))
        self.addOutput(QgsProcessingOutputString(
            "FINDINGS", translate("Algorithms", "What was found in the templates")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Write the tables; the workspace is only read."""
        from ..jobs.handing_in.scope import scope_asked
        from ..jobs.handing_in.tables import ALL_FORMS, write_tables
        from ..jobs.import_batch import opened

        previous = str(self.parameterAsFile(parameters, PREVIOUS, context) or "")
        forms = _listed(self.text(parameters, FORMS, context)) or list(ALL_FORMS)
        formats = _listed(self.text(parameters, FORMATS, context)) or ["xlsx"]
        only_check = self.parameterAsBool(parameters, CHECK_TEMPLATE, context)
        found = self._check(forms, log) if only_check or "xlsx" in formats else []
        if only_check:
            return {"FILES": "", "ROWS": 0, "SIGNED": 0, "IS_DRAFT": False, "FINDINGS": "\n".join(found)}
        folder = self.parameterAsFile(parameters, FOLDER, context)
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            scope = scope_asked(workspace, batch_uuid(workspace, self.text(parameters, BATCH, context)),
                                self.text(parameters, PERIOD, context))
            report = write_tables(
                workspace, scope, folder, forms, formats,
                feedback=progress, draft=self.parameterAsBool(parameters, DRAFT, context),
                reason=self.text(parameters, DESPITE, context), previous=Path(previous) if previous else None)
        for path in report.files:
            log.pushInfo(str(path))
        for remark in report.remarks:
            log.pushWarning(remark.sentence(language()))
        return {"FILES": "\n".join(str(path) for path in report.files), "ROWS": report.rows,
                "SIGNED": report.signed, "IS_DRAFT": bool(report.mark), "FINDINGS": "\n".join(found)}

    def _check(self, forms: List[str], log: QgsProcessingFeedback) -> List[str]:
        """What the templates of these forms cannot place, in words."""
        from ..jobs.handing_in.tables import check_templates

        found = []
        for path, findings in check_templates(forms).values():
            for finding in findings:
                said = finding.sentence(language())
                found.append(said)
                log.pushWarning(f"{path.name}: {said}")
        return found


def _listed(text: str) -> List[str]:
    """``2-1，2-2 4`` → three names."""
    return [part for part in text.replace("，", ",").replace("、", ",").replace(" ", ",").split(",") if part]

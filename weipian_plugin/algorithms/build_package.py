"""weipian:buildpackage, weipian:deliver, weipian:verifypackage – the upload package, the whole set, and its check."""

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

from .base import ANY_FILE, BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, language, translate

FOLDER, PERIOD, DRAFT, DESPITE, MAPPINGS, PRODUCTS = "FOLDER", "PERIOD", "DRAFT", "DESPITE", "MAPPINGS", "PRODUCTS"
ATTACHMENTS, SMALLER, GBK_NAMES, COUNT_LINE, PATCHES, PROCESSES = (
    "ATTACHMENTS", "SMALLER", "GBK_NAMES", "COUNT_LINE", "PATCHES", "PROCESSES")
INPUT = "INPUT"


class _HandIn(WeipianAlgorithm):
    """What both have: a scope, a folder, a draft with its reason, what goes into the package."""

    icon_name = "export"

    def add_scope(self, folder: str) -> None:
        """Parameters of what is handed in, and where."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(FOLDER, folder, QgsProcessingParameterFile.Behavior.Folder))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(PERIOD, translate("Algorithms", "Period (2023Q3, 2023H1 or 2023; empty: all)"))
        self.add_switch(DRAFT, translate("Algorithms", "Make a draft, whether errors hold it back or not"), False)
        self.add_text(DESPITE, translate("Algorithms", "Reason to make a draft (stands in it)"))

    def add_package_options(self) -> None:
        """Parameters of the package."""
        self.add_text(MAPPINGS, translate("Algorithms", "Platform tables (ids of column mappings, with commas)"),
                      "platform_proposed, provincial_example")
        self.add_switch(ATTACHMENTS, translate("Algorithms", "With attachments"), True)
        self.add_switch(SMALLER, translate("Algorithms", "Smaller copies of pictures over 10 MB"), False)
        self.add_switch(GBK_NAMES, translate("Algorithms", "Names in GBK (for old systems)"), False)

    def add_switch(self, name: str, title: str, default: bool) -> None:
        """A boolean parameter."""
        self.addParameter(QgsProcessingParameterBoolean(name, title, default))

    def add_outputs(self) -> None:
        """Of both."""
        self.addOutput(QgsProcessingOutputString("PATH", translate("Algorithms", "What was made")))
        self.addOutput(QgsProcessingOutputNumber("FILES", translate("Algorithms", "Files in it")))
        self.addOutput(QgsProcessingOutputBoolean("IS_DRAFT", translate("Algorithms", "Is it a draft?")))
        self.addOutput(QgsProcessingOutputNumber("BLOCKS", translate("Algorithms", "Points that hold it back")))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", translate("Algorithms", "Warnings of the self-check")))

    def package_options(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> Any:
        """What goes into the package."""
        from ..jobs.handing_in.products import PackageOptions

        return PackageOptions(
            mappings=tuple(listed(self.text(parameters, MAPPINGS, context))),
            attachments=self.parameterAsBool(parameters, ATTACHMENTS, context),
            smaller=self.parameterAsBool(parameters, SMALLER, context),
            gbk_names=self.parameterAsBool(parameters, GBK_NAMES, context))

    def scope(self, workspace: Any, parameters: Dict[str, Any], context: QgsProcessingContext) -> Any:
        """What is handed in."""
        from ..jobs.handing_in.scope import scope_asked

        return scope_asked(workspace, batch_uuid(workspace, self.text(parameters, BATCH, context)),
                           self.text(parameters, PERIOD, context))


class BuildPackage(_HandIn):
    """The upload package."""

    key = "buildpackage"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Build the upload package")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Builds one zip for the platforms (file exchange only): tables 2-1, 2-2, 4 and 5 as Excel and CSV, vectors "
            "as GeoPackage and GBK shapefile, attachments, the report, tables under the platforms' own headers, the "
            "self-check, and a list with counts, sums, software, profile, layer versions, size and SHA-256 of each "
            "file. The same state gives the same bytes. Errors on signed parcels hold it back but for a "
            "draft; nothing of what is set apart is in it.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_scope(translate("Algorithms", "Folder for the package"))
        self.add_package_options()
        self.add_outputs()
        self.addOutput(QgsProcessingOutputString("SHA256", translate("Algorithms", "SHA-256 of the package")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Build it; the workspace is only read."""
        from ..jobs.handing_in.package import build_package
        from ..jobs.handing_in.self_check import check_hand_in
        from ..jobs.import_batch import opened

        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            scope = self.scope(workspace, parameters, context)
            check = check_hand_in(workspace, scope)
            tell_check(check.lines, log)
            report = build_package(
                workspace, scope, self.parameterAsFile(parameters, FOLDER, context),
                self.package_options(parameters, context), feedback=progress, check=check,
                draft=self.parameterAsBool(parameters, DRAFT, context), reason=self.text(parameters, DESPITE, context))
        for remark in report.remarks:
            log.pushWarning(remark.sentence(language()))
        log.pushInfo(f"{report.path}\nSHA-256 {report.sha256}")
        return {"PATH": str(report.path), "FILES": report.files, "IS_DRAFT": bool(report.mark), "SHA256": report.sha256,
                "BLOCKS": len(check.of_grade("E")), "WARNINGS": len(check.of_grade("W"))}


class Deliver(_HandIn):
    """Everything of a hand-in."""

    key = "deliver"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Hand in: make the whole set")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Makes everything that is handed in of a batch or a period in one folder: tables, lists, summary report, "
            "dossiers, wall maps and the upload package, with one mark, the self-check and a list with the SHA-256 of "
            "each file. What was delivered before stays whole until the new set takes its place; begun again it goes "
            "on where it was.")

    def flags(self) -> Any:
        """Pages are laid out, which only the main thread may do."""
        return super().flags() | self.FlagNoThreading

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_scope(translate("Algorithms", "Folder for the set"))
        self.add_text(PRODUCTS, translate("Algorithms", "Products (empty: all)"),
                      "tables, lists, report, dossiers, wall_maps, package")
        self.add_text(PATCHES, translate("Algorithms", "Dossiers of these patches only (JCBH, with commas)"))
        self.add_package_options()
        self.add_switch(COUNT_LINE, translate("Algorithms", "Say how many records are set apart"), False)
        self.add_outputs()

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Make it; the workspace is only read."""
        from ..jobs.handing_in.deliver_all import deliver_all
        from ..jobs.handing_in.products import EVERYTHING, Wish
        from ..jobs.import_batch import opened

        wish = Wish(products=tuple(listed(self.text(parameters, PRODUCTS, context))) or EVERYTHING,
                    package=self.package_options(parameters, context),
                    patches=tuple(listed(self.text(parameters, PATCHES, context))),
                    tell_quarantined=self.parameterAsBool(parameters, COUNT_LINE, context))
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            report = deliver_all(
                workspace, self.scope(workspace, parameters, context),
                self.parameterAsFile(parameters, FOLDER, context), wish, progress,
                self.parameterAsBool(parameters, DRAFT, context), self.text(parameters, DESPITE, context))
        tell_check(report.check.lines, log)
        for remark in (*report.remarks, *(remark for one in report.made for remark in one.remarks)):
            log.pushWarning(remark.sentence(language()))
        log.pushInfo(str(report.folder))
        return {"PATH": str(report.folder), "FILES": report.files, "IS_DRAFT": bool(report.mark),
                "BLOCKS": len(report.check.of_grade("E")), "WARNINGS": len(report.check.of_grade("W"))}


class VerifyPackage(WeipianAlgorithm):
    """Whether a package is still what its list says."""

    key = "verifypackage"
    icon_name = "sign"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Verify an upload package")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Compares each file of an upload package (the zip, or the folder it was unpacked to, or a whole set) with "
            "size and SHA-256 in its list, and tells what is missing, changed, damaged or not listed. Nothing is "
            "written.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.addParameter(QgsProcessingParameterFile(
            INPUT, translate("Algorithms", "Package (zip)"), QgsProcessingParameterFile.Behavior.File, optional=True,
            fileFilter=f"zip (*.zip);;{ANY_FILE}"))
        self.addParameter(QgsProcessingParameterFile(
            FOLDER, translate("Algorithms", "or folder of a package or set"),
            QgsProcessingParameterFile.Behavior.Folder, optional=True))
        self.addOutput(QgsProcessingOutputBoolean("HOLDS", translate("Algorithms", "Is everything as listed?")))
        self.addOutput(QgsProcessingOutputNumber("RIGHT", translate("Algorithms", "Files as listed")))
        self.addOutput(QgsProcessingOutputString("WRONG", translate("Algorithms", "What is not, one a line")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Compare."""
        from ..jobs.handing_in.verifying import verify

        given = (self.parameterAsFile(parameters, INPUT, context) or self.parameterAsFile(parameters, FOLDER, context))
        found = verify(Path(given), progress)
        wrong = [finding.sentence(language()) for finding in found.wrong]
        for sentence in wrong:
            log.pushWarning(sentence)
        return {"HOLDS": found.holds, "RIGHT": found.right, "WRONG": "\n".join(wrong)}


def tell_check(lines: Any, log: QgsProcessingFeedback) -> None:
    """The self-check in the log: what holds back and what warns as warnings."""
    for line in lines:
        (log.pushInfo if line.grade == "N" else log.pushWarning)(line.sentence(language()))


def listed(text: str) -> List[str]:
    """``a，b c`` → three names."""
    return [part for part in text.replace("，", ",").replace("、", ",").replace(" ", ",").split(",") if part]

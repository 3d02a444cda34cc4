"""weipian:importdiscoveries – leads of 巡查, 12336 and 微信 from a table, matched with the patches."""

from __future__ import annotations

from typing import Any, Dict

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
)

from .base import ANY_FILE, OPERATOR, ProcessingFeedback, WeipianAlgorithm, language, operator_name, translate

FILE, CRS, SOURCE, METRES, DAYS, BOTH = "FILE", "CRS", "SOURCE", "METRES", "DAYS", "BOTH"
_DOUBLED = ("DISCOVERY_TWICE", "DISCOVERY_DOUBLED")


class ImportDiscoveries(WeipianAlgorithm):
    """Intake of daily discoveries."""

    key = "importdiscoveries"
    icon_name = "import"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Import daily discoveries")

    def shortHelpString(self) -> str:
        """What it does and does not."""
        return translate(
            "Algorithms",
            "Reads leads of daily work (巡查, 12336, 微信) from CSV or Excel: longitude and latitude or X and Y, a "
            "date, a source. Each is matched with the patch it lies in, else with the nearest within METRES on the "
            "ellipsoid. A lead that is there already is left out, and a row that is doubled in the table is taken once "
            "unless BOTH is set; each is told. Shifted coordinates (GCJ-02, BD-09) are refused and "
            "never guessed at; name the CRS where the table does not.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(
            FILE, translate("Algorithms", "Table of leads"), QgsProcessingParameterFile.Behavior.File,
            fileFilter=f"xlsx, csv (*.xlsx *.xlsm *.csv);;{ANY_FILE}"))
        self.addParameter(QgsProcessingParameterCrs(
            CRS, translate("Algorithms", "CRS of the coordinates, where the table does not say it"), optional=True))
        self.add_text(SOURCE, translate("Algorithms", "Source, where the table has no such column"),
                      "巡查, 12336, 微信")
        self.addParameter(QgsProcessingParameterNumber(
            METRES, translate("Algorithms", "Distance within which a lead meets a patch (m)"),
            QgsProcessingParameterNumber.Type.Double, 50.0, minValue=0.0))
        self.addParameter(QgsProcessingParameterNumber(
            DAYS, translate("Algorithms", "Days between lead and issue at most (0: any)"),
            QgsProcessingParameterNumber.Type.Integer, 0, minValue=0))
        self.addParameter(QgsProcessingParameterBoolean(
            BOTH, translate("Algorithms", "Take doubled rows too (same source and number, or same source, day and "
                                          "place)"), False))
        self.add_text(OPERATOR, translate("Algorithms", "Operator (empty: your login)"))
        for name, title in (("LEADS", translate("Algorithms", "Leads brought in")),
                            ("MATCHED", translate("Algorithms", "Of these with a patch")),
                            ("LEFT_OUT", translate("Algorithms", "Rows left out"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))
        self.addOutput(QgsProcessingOutputString("FINDINGS", translate("Algorithms", "Remarks, one a line")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Bring them in."""
        from ..jobs.import_batch import opened
        from ..jobs.reviewing.discoveries import Matching, import_discoveries

        crs = self.parameterAsCrs(parameters, CRS, context) if parameters.get(CRS) else None
        matching = Matching(self.parameterAsDouble(parameters, METRES, context),
                            self.parameterAsInt(parameters, DAYS, context))
        with opened(self.workspace_path(parameters, context),
                    operator_name(self.text(parameters, OPERATOR, context))) as workspace:
            found = import_discoveries(workspace, str(self.parameterAsFile(parameters, FILE, context)),
                                       str(crs.authid()) if crs is not None and crs.isValid() else "",
                                       self.text(parameters, SOURCE, context), matching, progress,
                                       self.parameterAsBool(parameters, BOTH, context))
        said = [finding.sentence(language()) for finding in found.findings]
        for each in said:
            log.pushInfo(each)
        left_out = sum(finding.severity == "E" or finding.code in _DOUBLED for finding in found.findings)
        return {"LEADS": len(found.kept), "MATCHED": found.matched, "LEFT_OUT": left_out, "FINDINGS": "\n".join(said)}

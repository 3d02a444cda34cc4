"""weipian:comparereview – second readings of a sample against what was filed: agreement, κ, areas, as a workbook."""

from __future__ import annotations

import json
from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)

from .base import ProcessingFeedback, WeipianAlgorithm, language, translate
from .draw_sample import AS_OF, day_of

SAMPLE, OUTPUT = "SAMPLE", "OUTPUT"


class CompareReview(WeipianAlgorithm):
    """A comparison."""

    key = "comparereview"
    icon_name = "compare"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Compare second readings with what was filed")

    def shortHelpString(self) -> str:
        """What it does and does not."""
        return translate(
            "Algorithms",
            "Holds the second readings (or the rulings) of a sample against what was filed: confusion matrices of "
            "outcomes, cases and classes of farmland, observed agreement, Cohen's kappa, Fleiss' kappa and "
            "Krippendorff's alpha between readers, area differences, overlap of changed shapes; by interpreter, "
            "township, outcome and patch class, each with n and interval. Nothing in the workspace changes.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.add_text(SAMPLE, translate("Algorithms", "Name of the sample"))
        self.add_text(AS_OF, translate("Algorithms", "As of (YYYY-MM-DD; empty: today)"))
        self.addParameter(QgsProcessingParameterFileDestination(
            OUTPUT, translate("Algorithms", "Workbook"), "Excel (*.xlsx)", optional=True, createByDefault=False))
        self.addOutput(QgsProcessingOutputNumber("PAIRS", translate("Algorithms", "Compared")))
        self.addOutput(QgsProcessingOutputNumber("AGREEMENT", translate("Algorithms", "Observed agreement")))
        self.addOutput(QgsProcessingOutputNumber("KAPPA", translate("Algorithms", "Cohen's kappa")))
        self.addOutput(QgsProcessingOutputString("FIGURES", translate("Algorithms", "All figures (JSON)")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """The figures and the workbook. What cannot be computed is left out of the results."""
        from ..jobs.import_batch import opened
        from ..jobs.reviewing.comparing import compare_sample
        from ..jobs.reviewing.comparison_file import figures_of, write_comparison

        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            found = compare_sample(workspace, self.text(parameters, SAMPLE, context),
                                   day_of(self.text(parameters, AS_OF, context)), progress)
        for remark in found.remarks:
            log.pushInfo(remark.sentence(language()))
        results: Dict[str, Any] = {"PAIRS": len(found.pairs)}
        share, kappa = found.whole.agreement.value, found.whole.kappa.value
        results.update({name: float(value) for name, value in (("AGREEMENT", share), ("KAPPA", kappa))
                        if value is not None})
        rows = [row[:4] for row in figures_of(found)]
        for row in rows:
            log.pushInfo("  ".join(str(cell) for cell in row if cell != ""))
        results["FIGURES"] = json.dumps(rows, ensure_ascii=False)
        target = self.parameterAsFileOutput(parameters, OUTPUT, context)
        if target:
            results[OUTPUT] = str(write_comparison(found, target))
        return results

"""weipian:reviewfigures – the figures of the review as of a day, with the patches behind each."""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping, Tuple

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
)

from .base import BATCH, PROFILE, ProcessingFeedback, WeipianAlgorithm, batch_uuids, language, translate
from .draw_sample import day_of

DAY, PERIOD, CIRCUMSTANCES, WHOLE_PROVINCE, XLSX, JSON = (
    "DATE", "PERIOD", "CIRCUMSTANCES", "WHOLE_PROVINCE", "XLSX", "JSON")


class ReviewFigures(WeipianAlgorithm):
    """Truthfulness, concealment, ranking, 附表5, daily discoveries."""

    key = "reviewfigures"
    icon_name = "measure"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Figures of the review")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Truthfulness with its line of 90 %, the rate of concealment with both conditions, the ranking with its "
            "method, the six rates of 附表5, and daily discoveries beside what the imagery found: of everything, of "
            "each city, county and township, as of a day. What was recorded later does not count. Without anything "
            "below the line a rate is 不可计算, never 0 %. The workbook has a sheet for each figure with the patches "
            "behind it; JSON has the same, exact.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.add_text(DAY, translate("Algorithms", "As of (YYYY-MM-DD; empty: today)"))
        self.add_text(PERIOD, translate("Algorithms", "Period (2023Q3, 2023H1 or 2023; empty: all)"))
        self.add_text(BATCH, translate(
            "Algorithms", "Batch (label: all that have it; label and county, or uuid: one; empty: all)"))
        self.add_text(PROFILE, translate("Algorithms", "Profile (empty: that of the newest batch)"))
        self.add_text(CIRCUMSTANCES, translate("Algorithms", "Grounds of an interview that a person states"),
                      "450512: 瞒报整改不落实、非法采矿较为严重", multiline=True)
        self.addParameter(QgsProcessingParameterBoolean(
            WHOLE_PROVINCE, translate("Algorithms", "All units of the province are in this workspace (ranks count)"),
            False))
        self.addParameter(QgsProcessingParameterFileDestination(
            XLSX, translate("Algorithms", "Workbook"), "xlsx (*.xlsx)", optional=True, createByDefault=False))
        self.addParameter(QgsProcessingParameterFileDestination(
            JSON, translate("Algorithms", "JSON file"), "json (*.json)", optional=True, createByDefault=False))
        for name, title in (("SAMPLED", translate("Algorithms", "Finally judged")),
                            ("CONCEALED", translate("Algorithms", "Concealed"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))
        for name, title in (("TRUTHFULNESS", translate("Algorithms", "Truthfulness (exact; empty: 不可计算)")),
                            ("CONCEALMENT", translate("Algorithms", "Rate of concealment (exact; empty: 不可计算)")),
                            ("FIGURES", translate(
                                "Algorithms", "Figures of everything (JSON; units and patches: in the JSON file)"))):
            self.addOutput(QgsProcessingOutputString(name, title))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Work them out; the workspace is only read."""
        from ..jobs.checking.validation_cases import this_day
        from ..jobs.handing_in.scope import period_of
        from ..jobs.import_batch import opened
        from ..jobs.reviewing.figures import figures_as_of
        from ..jobs.reviewing.figures_file import export_figures
        from ..jobs.reviewing.review_input import Wish

        period = self.text(parameters, PERIOD, context)
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            wanted = self.text(parameters, BATCH, context)
            batches = batch_uuids(workspace, wanted)
            wish = Wish(day_of(self.text(parameters, DAY, context)) or this_day(),
                        period_of(period) if period else None,
                        batches[0] if len(batches) == 1 else wanted,
                        self.text(parameters, PROFILE, context),
                        _circumstances(self.text(parameters, CIRCUMSTANCES, context)),
                        self.parameterAsBool(parameters, WHOLE_PROVINCE, context))
            found = figures_as_of(workspace, wish, progress)
        whole = found.of("")
        for figure in whole.figures:
            said = figure.conclusion[0 if language() == "zh" else 1]
            log.pushInfo(" ".join(part for part in (figure.title[0 if language() == "zh" else 1],
                                                    figure.shown(language()), said) if part))
        results: Dict[str, Any] = {}
        for name in (XLSX, JSON):
            path = self.parameterAsFileOutput(parameters, name, context) if parameters.get(name) else ""
            if path:
                results[name] = str(export_figures(found, path))
        values = {name: whole.figure(key).value for name, key in (
            ("TRUTHFULNESS", "truthfulness"), ("CONCEALMENT", "concealment"))}
        results.update({name: "" if value is None else str(value) for name, value in values.items()})
        results.update(SAMPLED=len(whole.figure("audited").numerator), FIGURES=_short(whole),
                       CONCEALED=len(whole.figure("concealed").numerator))
        return results


def _short(whole: Any) -> str:
    """Title, value and conclusion of each figure: what a terminal can show."""
    return json.dumps([[one.title[0], one.shown(), one.conclusion[0]] for one in whole.figures], ensure_ascii=False)


def _circumstances(text: str) -> Mapping[str, Tuple[str, ...]]:
    """``450512: 甲、乙`` a line."""
    found = {}
    for line in text.splitlines():
        unit, _, grounds = line.replace("：", ":").partition(":")
        if unit.strip():
            parts = grounds.replace("，", "、").split("、")
            found[unit.strip()] = tuple(part.strip() for part in parts if part.strip())
    return found

"""weipian:accountability – the ratio of a workspace, each line with its sentence, and what would move it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from ..domain.errors import WeipianError
from .base import (
    BATCH,
    OPERATOR,
    PROFILE,
    ProcessingFeedback,
    WeipianAlgorithm,
    batch_uuid,
    language,
    operator_name,
    translate,
)
from .calculation_table import page, table_rows, with_variants, write_table

if TYPE_CHECKING:
    from ..domain.calculators.calculation import Calculation
    from ..domain.calculators.ratio import StatedDenominator
    from ..domain.profiles import PolicyProfile
    from ..workspace.workspace import Workspace

LEVEL, TOWNSHIP, DENOMINATOR, REASON, ASSUMED = "LEVEL", "TOWNSHIP", "DENOMINATOR", "REASON", "ASSUMED"
TABLE, HTML = "TABLE", "HTML"
_LEVELS = ("township", "county", "city", "province")


class Accountability(WeipianAlgorithm):
    """The ratio for a workspace and a level."""

    key = "accountability"
    icon_name = "suggest"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Accountability ratio")

    def shortHelpString(self) -> str:
        """What it does and does not."""
        return translate(
            "Algorithms",
            "Works out the share of illegally taken farmland as the policy profile says: numerator, denominator, every "
            "deduction with its sentence, and whether accountability follows. Signed judgements count; drafts are "
            "named apart. Where a document leaves a reading open, the others are shown too. With assumptions such as "
            "{\"450329WP2300001\": \"拆除复耕\"} it shows what would be.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(PROFILE, translate("Algorithms", "Policy profile (empty: the batch's own)"))
        self.addParameter(QgsProcessingParameterEnum(LEVEL, translate("Algorithms", "Level"), [
            translate("Algorithms", "Township"), translate("Algorithms", "County"), translate("Algorithms", "City"),
            translate("Algorithms", "Province")], defaultValue=1))
        self.add_text(TOWNSHIP, translate("Algorithms", "Township (name; empty: all)"))
        self.addParameter(QgsProcessingParameterNumber(
            DENOMINATOR, translate("Algorithms", "Denominator before deductions, mu (empty: from the parcels)"),
            QgsProcessingParameterNumber.Type.Double, optional=True, minValue=0))
        self.add_text(REASON, translate("Algorithms", "Where that denominator comes from"))
        self.add_text(ASSUMED, translate("Algorithms", "What if: parcel id and kind (JSON)"))
        self.add_text(OPERATOR, translate("Algorithms", "Operator"))
        self.addParameter(QgsProcessingParameterFeatureSink(
            TABLE, translate("Algorithms", "Table of lines"), QgsProcessing.TypeVector, optional=True,
            createByDefault=False))
        self.addParameter(QgsProcessingParameterFileDestination(
            HTML, translate("Algorithms", "Page of lines"), "HTML (*.html)", optional=True, createByDefault=False))
        self.addOutput(QgsProcessingOutputNumber("RATIO", translate("Algorithms", "Ratio")))
        self.addOutput(QgsProcessingOutputNumber("NUMERATOR", translate("Algorithms", "Numerator, mu")))
        self.addOutput(QgsProcessingOutputNumber("DENOMINATOR_SUM", translate("Algorithms", "Denominator, mu")))
        self.addOutput(QgsProcessingOutputString("CONCLUSION", translate("Algorithms", "Conclusion")))
        self.addOutput(QgsProcessingOutputString("LINES", translate("Algorithms", "All lines (JSON)")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """The ratio, its table and its page. A figure that cannot be computed is left out of the results."""
        from ..jobs.accounting.accountability import county_ratio, parcel_names
        from ..jobs.import_batch import opened

        level = _LEVELS[self.parameterAsEnum(parameters, LEVEL, context)]
        actor = operator_name(self.text(parameters, OPERATOR, context))
        with opened(self.workspace_path(parameters, context), actor, read_only=True) as workspace:
            batch = batch_uuid(workspace, self.text(parameters, BATCH, context))
            profile = _profile(workspace, batch, self.text(parameters, PROFILE, context))
            names = parcel_names(workspace)
            found = county_ratio(workspace, profile, level, [batch] if batch else None,
                                 self.text(parameters, TOWNSHIP, context),
                                 _assumed(self.text(parameters, ASSUMED, context), names),
                                 self._stated(parameters, context))
        return self._written(parameters, context, with_variants(found), names, log)

    def _stated(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> Optional[StatedDenominator]:
        from ..domain.areas.units import exact
        from ..domain.calculators.ratio import StatedDenominator

        if parameters.get(DENOMINATOR) in (None, ""):
            return None
        given = exact(self.parameterAsDouble(parameters, DENOMINATOR, context))
        return StatedDenominator(given, self.text(parameters, REASON, context) or "-")

    def _written(self, parameters: Dict[str, Any], context: QgsProcessingContext, shown: List[Calculation],
                 names: Dict[str, str], log: QgsProcessingFeedback) -> Dict[str, Any]:
        tongue = language()
        rows = list(table_rows(shown, names, tongue))
        results = write_table(self, TABLE, parameters, context, rows)
        target = self.parameterAsFileOutput(parameters, HTML, context)
        if target:
            Path(target).write_text(page(shown, names, tongue), encoding="utf-8")
            results[HTML] = target
        found = shown[0]
        for row in rows:
            log.pushInfo("  ".join(str(cell) for cell in (row[2], row[3], row[5]) if cell))
        results["CONCLUSION"] = found.conclusion[0 if tongue == "zh" else 1]
        results["LINES"] = json.dumps(rows, ensure_ascii=False)
        for name, key in (("RATIO", "R"), ("NUMERATOR", "分子"), ("DENOMINATOR_SUM", "分母")):
            amount: Optional[Fraction] = found.figures.get(key)
            if amount is not None:
                results[name] = float(amount)
        return results


def _profile(workspace: Workspace, batch: Optional[str], given: str) -> PolicyProfile:
    """As given, else what all batches in question were judged by. Raises PROFILE_UNDECIDED."""
    from ..jobs.rules.profiles import load_profile, profile_choices

    if given:
        return load_profile(given)
    batches = [one for one in workspace.batches() if batch in (None, one.uuid)]
    used = {one.profile_id for one in batches}
    if len(used) != 1 or "" in used:
        one = batches[0] if batches else None
        raise WeipianError("PROFILE_UNDECIDED", issued=one.issued if one else "-", county=(one and one.county) or "-",
                           candidates="、".join(profile.id for profile in profile_choices()))
    return load_profile(used.pop())


def _assumed(text: str, names: Dict[str, str]) -> Optional[Dict[str, str]]:
    """{地块编号: kind} as {parcel uuid: kind}. Raises ASSUMPTIONS_UNREADABLE."""
    if not text:
        return None
    uuids = {name: uuid for uuid, name in names.items()}
    try:
        given = json.loads(text)
        return {uuids[str(name)]: str(kind) for name, kind in given.items()}
    except (ValueError, AttributeError, KeyError) as error:
        raise WeipianError("ASSUMPTIONS_UNREADABLE", detail=str(error)[:120]) from error

"""weipian:drawsample – the sample the rules ask for, drawn from what was filed, kept in the workspace, or topped up."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Dict, List, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)

from ..domain.errors import WeipianError
from .base import (
    BATCH,
    OPERATOR,
    PROFILE,
    ProcessingFeedback,
    WeipianAlgorithm,
    batch_uuids,
    language,
    operator_name,
    translate,
)

if TYPE_CHECKING:
    from ..domain.review.designs import Plan, Rule
    from ..jobs.reviewing.sampling import Sample

NAME, SEED, METHOD, SHARE, NUMBER, LEAST, UNIT = "NAME", "SEED", "METHOD", "SHARE", "NUMBER", "LEAST", "UNIT"
MINERALS, LIMITS, NAMED, COUNTY, PERIOD, SINCE, AS_OF, MODE = (
    "MINERALS", "LIMITS", "NAMED", "COUNTY", "PERIOD", "SINCE", "AS_OF", "MODE")
PREVIEW, DRAW, TOP_UP = "preview", "draw", "topup"
MODES, METHODS, UNITS = (PREVIEW, DRAW, TOP_UP), ("class", "unit", "none"), (
    "county", "township", "interpreter", "signer")


class DrawSample(WeipianAlgorithm):
    """A sample."""

    key = "drawsample"
    icon_name = "filter"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Draw a sample")

    def shortHelpString(self) -> str:
        """What it does and does not."""
        return translate(
            "Algorithms",
            "Draws from the signed patches of a workspace: all that reach an area, all minerals, those named, and of "
            "the rest a share of each outcome (30 % unless said otherwise) or a share or number of each county, "
            "township, interpreter (who answered) or signer. The same seed draws the same again. MODE preview keeps "
            "nothing; topup adds to the sample of that name, and what was drawn stays; what is not said then is as "
            "that sample was drawn.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterEnum(
            MODE, translate("Algorithms", "What to do"), list(MODES), defaultValue=PREVIEW, usesStaticStrings=True))
        self.add_text(NAME, translate("Algorithms", "Name of the sample"))
        self.add_text(SEED, translate("Algorithms", "Seed (a document's number, a date)"))
        self.addParameter(QgsProcessingParameterEnum(
            METHOD, translate("Algorithms", "Draw by"), list(METHODS), defaultValue="class", usesStaticStrings=True))
        self.addParameter(QgsProcessingParameterEnum(
            UNIT, translate("Algorithms", "Unit, where drawn by unit"), list(UNITS), defaultValue="county",
            usesStaticStrings=True))
        self.addParameter(QgsProcessingParameterNumber(
            SHARE, translate("Algorithms", "Share in % (30 means 30 %, not 0.3)"),
            QgsProcessingParameterNumber.Type.Double, 30, optional=True, minValue=0, maxValue=100))
        for name, title in ((NUMBER, translate("Algorithms", "Number of each unit, in place of a share")),
                            (LEAST, translate("Algorithms", "At least so many of each"))):
            self.addParameter(QgsProcessingParameterNumber(
                name, title, QgsProcessingParameterNumber.Type.Integer, 0, optional=True, minValue=0))
        self.addParameter(QgsProcessingParameterBoolean(
            MINERALS, translate("Algorithms", "All mineral patches"), True))
        self.add_text(LIMITS, translate("Algorithms", "All that reach an area, mu (JSON: {\"GDMJ\": 25})"))
        self.add_text(NAMED, translate("Algorithms", "Parcels to take by hand (numbers, one a line)"), multiline=True)
        self.add_text(PROFILE, translate("Algorithms", "Policy profile whose share is taken (empty: as said above)"))
        self.add_text(BATCH, translate(
            "Algorithms", "Batch (label: all that have it; label and county, or uuid: one; empty: all)"))
        self.add_text(PERIOD, translate("Algorithms", "Issued in (2023Q3, 2023H1, 2023; empty: always)"))
        self.add_text(COUNTY, translate("Algorithms", "County (name; empty: all)"))
        self.add_text(SINCE, translate("Algorithms", "Signed since (YYYY-MM-DD; empty: always)"))
        self.add_text(AS_OF, translate("Algorithms", "As of (YYYY-MM-DD; empty: today)"))
        self.add_text(OPERATOR, translate("Algorithms", "Operator (empty: your login)"))
        self.addOutput(QgsProcessingOutputNumber("POPULATION", translate("Algorithms", "Drawn from")))
        self.addOutput(QgsProcessingOutputNumber("DRAWN", translate("Algorithms", "Drawn")))
        self.addOutput(QgsProcessingOutputNumber("ADDED", translate("Algorithms", "New in this round")))
        self.addOutput(QgsProcessingOutputString("STRATA", translate("Algorithms", "Strata (JSON)")))
        self.addOutput(QgsProcessingOutputString("PARCELS", translate("Algorithms", "Drawn parcels (JSON)")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Preview, draw or add."""
        from ..jobs.handing_in.scope import period_of, written
        from ..jobs.import_batch import opened
        from ..jobs.reviewing.population import Scope
        from ..jobs.reviewing.sampling import draw_sample, previewed, sample_of, top_up_sample

        mode = self.parameterAsString(parameters, MODE, context)
        name, seed = self.text(parameters, NAME, context), self.text(parameters, SEED, context)
        profile = self.text(parameters, PROFILE, context)
        day = day_of(self.text(parameters, AS_OF, context))
        with opened(self.workspace_path(parameters, context), operator_name(self.text(parameters, OPERATOR, context)),
                    read_only=mode == PREVIEW) as workspace:
            names = {row.parcel_uuid: row.dkbh for row in workspace.queue()}
            drawn = sample_of(workspace, name) if mode == TOP_UP else None
            plan = self._plan(parameters, context, names, drawn)
            batches, county = batch_uuids(workspace, self.text(parameters, BATCH, context)), self.text(
                parameters, COUNTY, context)
            period = self.text(parameters, PERIOD, context)
            scope = Scope(batches, (county,) if county else (),
                          _iso(self.text(parameters, SINCE, context)), written(period_of(period)) if period else "")
            if drawn is not None:
                drawing = top_up_sample(workspace, drawn, plan, day, progress).drawing
            elif mode == PREVIEW:
                drawing = previewed(workspace, plan, seed, scope, day, progress)
            else:
                drawing = draw_sample(workspace, name, plan, seed, scope, day, profile, progress).drawing
        for remark in drawing.remarks:
            log.pushInfo(remark.sentence(language()))
        design = drawing.design
        return {"POPULATION": design.population, "DRAWN": design.drawn, "ADDED": len(drawing.added),
                "STRATA": json.dumps([{"stratum": one.name, "N": one.population, "n": one.drawn}
                                      for one in design.strata], ensure_ascii=False),
                "PARCELS": json.dumps([names.get(uuid, uuid) for uuid in drawing.placed], ensure_ascii=False)}

    def _plan(self, parameters: Dict[str, Any], context: QgsProcessingContext, names: Dict[str, str],
              drawn: Optional[Sample]) -> Plan:
        """As it is said; of what is added to a sample, what is not said is as that was drawn."""
        from ..domain.review.designs import Plan, all_above, all_minerals, by_hand
        from ..jobs.reviewing.sampling import plan_of_profile
        from ..jobs.rules.profiles import load_profile

        before, profile = drawn.design.plan if drawn is not None else None, self.text(parameters, PROFILE, context)
        rules: List[Rule] = []
        numbers = self.text(parameters, NAMED, context).split()
        if numbers:
            uuids = {number: uuid for uuid, number in names.items()}
            unknown = [number for number in numbers if number not in uuids]
            if unknown:
                raise WeipianError("UNKNOWN_PARCEL", parcel=unknown[0])
            rules.append(by_hand([uuids[number] for number in numbers]))
        limits = _limits(self.text(parameters, LIMITS, context))
        rules += [all_above(limits)] if limits else []
        minerals = self.parameterAsBool(parameters, MINERALS, context) if (
            before is None or parameters.get(MINERALS) is not None) else any(
                rule.minerals_only for rule in before.rules)
        if profile:
            asked = plan_of_profile(load_profile(profile), minerals)
            if asked is None:
                raise WeipianError("DESIGN_NOT_IN_PROFILE", profile=profile)
            asked_rules = (*rules, *asked.rules)
            return Plan(asked_rules if before is None else before.with_more(asked_rules), asked.rounding)
        rules += [all_minerals()] if minerals else []
        rule = self._drawing_rule(parameters, context, before)
        rules += [rule] if rule is not None else []
        return Plan(tuple(rules)) if before is None else Plan(before.with_more(rules)).within(before)

    def _drawing_rule(self, parameters: Dict[str, Any], context: QgsProcessingContext, before: Optional[Plan]
                      ) -> Optional[Rule]:
        """The rule of what is not taken whole; in a top-up of which nothing is said of it, as it was drawn."""
        from ..domain.review.designs import BY_CLASS, by_class, by_unit
        from ..domain.review.members import OUTCOME

        theirs = before.drawing if before is not None else None
        said = {name for name in (METHOD, SHARE, NUMBER, LEAST, UNIT) if parameters.get(name) is not None}
        if before is not None and not said:
            return theirs
        method = self.parameterAsString(parameters, METHOD, context)
        unit, least = self.parameterAsString(parameters, UNIT, context), self.parameterAsInt(parameters, LEAST, context)
        if theirs is not None:
            method = method if METHOD in said else "class" if theirs.method == BY_CLASS else "unit"
            unit = unit if UNIT in said or method == "class" or theirs.method == BY_CLASS else theirs.by[0]
            least = least if LEAST in said else theirs.least
        number = self.parameterAsInt(parameters, NUMBER, context)
        share = _share(str(self.parameterAsDouble(parameters, SHARE, context)))
        if theirs is not None and not said & {SHARE, NUMBER}:
            share, number = share if theirs.share is None else theirs.share, theirs.number or 0
        if method == "class":
            within = [part for part in theirs.by if part != OUTCOME] if theirs and theirs.method == BY_CLASS else ()
            return by_class(share, least=least, within=within)
        if method == "unit":
            return by_unit(unit, number=number) if number else by_unit(unit, share, least=least)
        return None


def _share(percent: str) -> Any:
    from ..domain.areas.units import exact

    share = exact(percent)
    if 0 < share < 1:
        raise WeipianError("SAMPLE_SHARE_PERCENT", share=percent)
    return share / 100


def _limits(text: str) -> Dict[str, Any]:
    if not text:
        return {}
    try:
        read = json.loads(text)
        return {str(code): str(limit) for code, limit in read.items()}
    except (ValueError, AttributeError) as error:
        raise WeipianError("DESIGN_LIMIT", limit=text) from error


def day_of(text: str) -> Optional[date]:
    """A day as it is written, ``None`` for an empty text. Raises ``DAY_NOT_READ``."""
    found = _iso(text)
    return date.fromisoformat(found) if found else None


def _iso(text: str) -> str:
    from ..domain.calendar.dates import parse_date

    if not text:
        return ""
    day = parse_date(text)
    if day is None:
        raise WeipianError("SAMPLE_DAY", text=text)
    return str(day.isoformat())

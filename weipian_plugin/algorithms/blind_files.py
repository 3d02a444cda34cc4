"""weipian:blindfile – review files of a sample; weipian:collectreview – what reviewers have read, taken back."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..domain.review.blind_files import MOST_READERS
from .base import OPERATOR, ProcessingFeedback, WeipianAlgorithm, language, operator_name, translate

SAMPLE, REVIEWERS, DOUBLES, READERS, SHAPES, HIDE, AGAIN, FOLDER, FILES = (
    "SAMPLE", "REVIEWERS", "DOUBLES", "READERS", "SHAPES", "HIDE_SUGGESTIONS", "AGAIN", "FOLDER", "FILES")
_SHAPES = ("issued", "county")
_HUNDRED = 100
NUMBERS = ("READ", "TOTAL", "NEW", "CHANGED", "WITHDRAWN", "UNCHANGED", "NOT_TAKEN")


class BlindFile(WeipianAlgorithm):
    """Review files."""

    key = "blindfile"
    icon_name = "sign"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Review files for blind reading")

    def shortHelpString(self) -> str:
        """What is in them and what not."""
        return translate(
            "Algorithms",
            "Makes a workspace for each reviewer of a sample: the drawn patches as they were issued, their measured "
            "areas, imagery and layers – and no answers, drafts, signatures, records, notes, flags, history or names. "
            "Who reads what is dealt by a lot that follows from the sample alone; DOUBLES percent are read by READERS, "
            "the others by one. Of "
            "a sample that was topped up only what is new is handed out, unless AGAIN.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterString(SAMPLE, translate("Algorithms", "Sample (its name or uuid)")))
        self.addParameter(QgsProcessingParameterString(
            REVIEWERS, translate("Algorithms", "Reviewers, one a line"), multiLine=True))
        self.addParameter(QgsProcessingParameterNumber(
            DOUBLES, translate("Algorithms", "Read by several reviewers (percent)"),
            QgsProcessingParameterNumber.Type.Double, 0.0, minValue=0.0, maxValue=_HUNDRED))
        self.addParameter(QgsProcessingParameterNumber(
            READERS, translate("Algorithms", "By how many reviewers (1 to 3)"),
            QgsProcessingParameterNumber.Type.Integer, 2, minValue=1, maxValue=MOST_READERS))
        self.addParameter(QgsProcessingParameterEnum(
            SHAPES, translate("Algorithms", "Shapes: as issued, or the county's parcels"), list(_SHAPES),
            defaultValue=_SHAPES[0], usesStaticStrings=True))
        self.addParameter(QgsProcessingParameterBoolean(
            HIDE, translate("Algorithms", "Hide the suggestions of the rules"), defaultValue=True))
        self.addParameter(QgsProcessingParameterBoolean(
            AGAIN, translate("Algorithms", "Hand everything out anew"), defaultValue=False))
        self.add_text(OPERATOR, translate("Algorithms", "Operator (empty: your login)"))
        self.addParameter(QgsProcessingParameterFolderDestination(
            FOLDER, translate("Algorithms", "Folder for the review files")))
        self.addOutput(QgsProcessingOutputNumber("COUNT", translate("Algorithms", "Files")))
        self.addOutput(QgsProcessingOutputString("MADE", translate("Algorithms", "Files (JSON)")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Make them."""
        from ..jobs.import_batch import opened
        from ..jobs.reviewing.blind import BlindWish, make_files

        names = tuple(self.text(parameters, REVIEWERS, context).replace("\\n", "\n").splitlines())
        percent = str(self.parameterAsDouble(parameters, DOUBLES, context))
        wish = BlindWish(tuple(name.strip() for name in names if name.strip()), Fraction(percent) / _HUNDRED,
                         self.parameterAsBool(parameters, HIDE, context),
                         self.parameterAsString(parameters, SHAPES, context) or _SHAPES[0],
                         self.parameterAsBool(parameters, AGAIN, context),
                         self.parameterAsInt(parameters, READERS, context))
        folder = Path(self.parameterAsString(parameters, FOLDER, context))
        folder.mkdir(parents=True, exist_ok=True)
        with opened(self.workspace_path(parameters, context), operator_name(self.text(parameters, OPERATOR, context))
                    ) as workspace:
            handed = make_files(workspace, self.text(parameters, SAMPLE, context), folder, wish, progress)
        for finding in handed.findings:
            log.pushWarning(finding.sentence(language()))
        made = [{"reviewer": name, "file": file, "patches": count} for name, _id, file, count in handed.files]
        for one in made:
            log.pushInfo(f"{one['reviewer']}: {one['file']} ({one['patches']})")
        return {FOLDER: str(folder), "COUNT": len(made), "MADE": json.dumps(made, ensure_ascii=False)}


class CollectReview(WeipianAlgorithm):
    """What was read."""

    key = "collectreview"
    icon_name = "import"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Collect review files")

    def shortHelpString(self) -> str:
        """What it does and does not."""
        return translate(
            "Algorithms",
            "Takes what reviewers have read back into the workspace that their files were made from: one reading for "
            "each parcel and reviewer. The same file a second time changes nothing, a newer one takes the place of the "
            "older, one that is not finished can be collected again. A file of another workspace or sample is not "
            "taken, and told.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterMultipleLayers(
            FILES, translate("Algorithms", "Review files"), QgsProcessing.TypeFile))
        self.add_text(SAMPLE, translate("Algorithms", "Only of this sample (its name or uuid)"))
        self.add_text(OPERATOR, translate("Algorithms", "Operator (empty: your login)"))
        for name, title in zip(NUMBERS, (
                translate("Algorithms", "Patches read"), translate("Algorithms", "Patches in the files"),
                translate("Algorithms", "New readings"), translate("Algorithms", "Changed readings"),
                translate("Algorithms", "Withdrawn readings"), translate("Algorithms", "Unchanged readings"),
                translate("Algorithms", "Files that were not taken"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Collect them, one after another."""
        from ..jobs.import_batch import opened
        from ..jobs.reviewing.collecting import collect_all
        from ..jobs.reviewing.sampling import sample_record

        files = [str(one) for one in self.parameterAsFileList(parameters, FILES, context)]
        wanted = self.text(parameters, SAMPLE, context)
        with opened(self.workspace_path(parameters, context), operator_name(self.text(parameters, OPERATOR, context))
                    ) as workspace:
            sample = sample_record(workspace, wanted).uuid if wanted else ""
            found = collect_all(workspace, files, sample, progress)
        failed = [one for one in found if one.error is not None]
        for one in found:
            if one.error is not None:
                log.reportError(one.error.sentence(language()))
            for remark in one.findings:
                log.pushInfo(remark.sentence(language()))
        if failed and len(failed) == len(found) and failed[0].error is not None:
            raise failed[0].error
        sums = (sum(one.read for one in found), sum(one.total for one in found), sum(one.new for one in found),
                sum(one.changed for one in found), sum(one.withdrawn for one in found),
                sum(one.unchanged for one in found), len(failed))
        return dict(zip(NUMBERS, sums))

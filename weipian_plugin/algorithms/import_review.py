"""weipian:importreview – a table that was edited, or a reviewers' list, held against a workspace and taken over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Optional

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
)
from qgis.PyQt.QtCore import QVariant

from .base import ANY_FILE, OPERATOR, ProcessingFeedback, WeipianAlgorithm, language, operator_name, translate

FILE, MODE, LEVEL, DAY, CHANGES = "FILE", "MODE", "LEVEL", "DATE", "CHANGES"
PREVIEW, APPLY = "preview", "apply"
MODES = (PREVIEW, APPLY)
NUMBERS = ("ROWS", "OPEN", "CONFLICTS", "REFUSED", "IMPOSSIBLE", "ACCEPTED")
_COLUMNS = ("row", "cell", "number", "column", "was", "becomes", "state", "remark")


class ImportReview(WeipianAlgorithm):
    """Import of what comes back."""

    key = "importreview"
    icon_name = "import"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Take back a table or a reviewers' list")

    def shortHelpString(self) -> str:
        """What it does and does not."""
        return translate(
            "Algorithms",
            "Reads a table of ours that was edited in Excel, WPS or LibreOffice (附表2-1, 2-2, 4, and the lists of "
            "parcels), or a reviewers' list of whatever layout, and holds it against the workspace. MODE preview: "
            "nothing is changed. MODE apply: what is open is taken over, each parcel as one event; never what concerns "
            "a violation, what was changed in both, or what was refused before – a person decides that in the window. "
            "The same file a second time changes nothing.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(
            FILE, translate("Algorithms", "File that came back"), QgsProcessingParameterFile.Behavior.File,
            fileFilter=f"xlsx, csv (*.xlsx *.xlsm *.csv);;{ANY_FILE}"))
        self.addParameter(QgsProcessingParameterEnum(
            MODE, translate("Algorithms", "What to do"), list(MODES), defaultValue=PREVIEW, usesStaticStrings=True))
        self.add_text(LEVEL, translate("Algorithms", "Level of the audit, where the list does not say it"))
        self.add_text(DAY, translate("Algorithms", "Date of the audit (YYYY-MM-DD), where the list does not say it"))
        self.add_text(OPERATOR, translate("Algorithms", "Operator (empty: your login)"))
        self.addParameter(QgsProcessingParameterFeatureSink(
            CHANGES, translate("Algorithms", "Changes"), QgsProcessing.TypeVector, optional=True,
            createByDefault=False))
        for name, title in zip(NUMBERS, (
                translate("Algorithms", "Rows"), translate("Algorithms", "Changes to decide"),
                translate("Algorithms", "Changed in both"), translate("Algorithms", "Refused before"),
                translate("Algorithms", "Cannot be taken"), translate("Algorithms", "Taken over"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))
        self.addOutput(QgsProcessingOutputString("FORM", translate("Algorithms", "Recognised as")))
        self.addOutput(QgsProcessingOutputString("COUNTS", translate("Algorithms", "All counts (JSON)")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Compare, and take over what is open where that is wished."""
        from ..jobs.evidence.importing import suggest_again
        from ..jobs.import_batch import opened
        from ..jobs.returned.change import CONFLICT, IMPOSSIBLE, OPEN, REFUSED, Wish
        from ..jobs.returned.deciding import accept
        from ..jobs.returned.differences import differences

        applying = self.parameterAsString(parameters, MODE, context) == APPLY
        path = Path(str(self.parameterAsFile(parameters, FILE, context)))
        wish = Wish(level=self.text(parameters, LEVEL, context), day=_day(self.text(parameters, DAY, context)))
        with opened(self.workspace_path(parameters, context), operator_name(self.text(parameters, OPERATOR, context)),
                    read_only=not applying) as workspace:
            returned = differences(workspace, path, wish, progress)
            taken = 0
            if applying:
                decided = accept(workspace, returned, returned.of_state(OPEN), together=True, feedback=progress)
                suggest_again(workspace, decided.parcels)
                taken = len(decided.taken)
                for change, why in decided.left:
                    log.pushInfo(f"{change.cell} {change.label} {change.title[0]}: {why.sentence(language())}")
        log.pushInfo(f"{returned.title}: {json.dumps(returned.counts())}")
        for remark in returned.remarks:
            log.pushInfo(remark.sentence(language()))
        counts = returned.counts()
        numbers = (counts["rows"], counts[OPEN], counts[CONFLICT], counts[REFUSED], counts[IMPOSSIBLE], taken)
        results: Dict[str, Any] = dict(zip(NUMBERS, numbers))
        results.update(FORM=returned.form, COUNTS=json.dumps({**counts, "accepted": taken}))
        destination = self._changes(parameters, context, returned)
        return {**results, CHANGES: destination} if destination else results

    def _changes(self, parameters: Dict[str, Any], context: QgsProcessingContext, returned: Any) -> str:
        if parameters.get(CHANGES) is None:
            return ""
        fields = QgsFields()
        for column in _COLUMNS:
            fields.append(QgsField(column, QVariant.Int if column == "row" else QVariant.String))
        sink, destination = self.parameterAsSink(parameters, CHANGES, context, fields)
        if sink is None:
            return ""
        for change in returned.changes:
            feature = QgsFeature(fields)
            feature.setAttributes([change.row, change.cell, change.label, change.title[0], change.was, change.becomes,
                                   change.state, " ".join(one.sentence(language()) for one in change.why)])
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        return str(destination)


def _day(text: str) -> str:
    """ISO, today where none is given. Raises RETURNED_DAY_NOT_READ."""
    from ..domain.calendar.dates import parse_date
    from ..domain.errors import WeipianError
    from ..jobs.checking.validation_cases import this_day

    if not text:
        return this_day().isoformat()
    day = parse_date(text)
    if day is None:
        raise WeipianError("RETURNED_DAY_NOT_READ", value=text)
    return day.isoformat()

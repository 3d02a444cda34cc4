"""weipian:validate – what does not hold in a workspace, as a table with a point at each parcel."""

from __future__ import annotations

import json
from typing import Any, Dict, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from .base import BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, translate

OUTPUT, WITH_UNCHECKED = "OUTPUT", "UNCHECKED_TOO"
COLUMNS = ("check", "severity", "state", "parcel", "fields", "finding_zh", "finding_en", "remedy_zh", "remedy_en",
           "reason", "by", "on")


class Validate(WeipianAlgorithm):
    """Validation of a workspace."""

    key = "validate"
    icon_name = "sign"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Check a workspace")

    def shortHelpString(self) -> str:
        """What it does and does not."""
        return translate(
            "Algorithms",
            "Runs the checks V01–V26 over the parcels of a workspace and lists what does not hold, what a person has "
            "explained, what is resolved since, and what could not be checked because something is missing. Nothing is "
            "changed. Errors on signed parcels hold back the tables that are handed in.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.addParameter(QgsProcessingParameterBoolean(
            WITH_UNCHECKED, translate("Algorithms", "List what could not be checked, too"), defaultValue=True))
        self.addParameter(QgsProcessingParameterFeatureSink(
            OUTPUT, translate("Algorithms", "Findings"), QgsProcessing.TypeVector))
        self.addOutput(QgsProcessingOutputNumber("ERRORS", translate("Algorithms", "Open errors")))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", translate("Algorithms", "Open warnings")))
        self.addOutput(QgsProcessingOutputNumber("UNCHECKED", translate("Algorithms", "Could not be checked")))
        self.addOutput(QgsProcessingOutputString("COUNTS", translate("Algorithms", "Number by check and state (JSON)")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Check, and list; the workspace is only read."""
        from ..domain.validation import CLASSIFIED
        from ..jobs.checking.validate import UNCHECKED, validate
        from ..jobs.import_batch import opened
        from ..jobs.training.training_guard import refuse_training

        fields = QgsFields()
        for column in COLUMNS:
            fields.append(QgsField(column, QVariant.String))
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            refuse_training(workspace)
            sink, destination = self.parameterAsSink(parameters, OUTPUT, context, fields, QgsWkbTypes.Point,
                                                     QgsCoordinateReferenceSystem(workspace.crs_authid))
            batch = batch_uuid(workspace, self.text(parameters, BATCH, context))
            report = validate(workspace, batch, progress)
            centres = {row.parcel_uuid: row.centre for row in workspace.queue(batch)}
        everything = self.parameterAsBool(parameters, WITH_UNCHECKED, context)
        for entry in report.entries:
            if entry.state != UNCHECKED or everything:
                # Of a classified parcel neither number nor place goes into a table.
                centre = None if entry.found.check == CLASSIFIED else centres.get(entry.found.parcel)
                sink.addFeature(_feature(fields, entry, centre), QgsFeatureSink.Flag.FastInsert)
        counts = report.counts()
        for check, states in counts.items():
            log.pushInfo(f"{check}  " + "  ".join(f"{_word(state)} {number}" for state, number in states.items()))
        return {OUTPUT: destination, "ERRORS": report.count("E"), "WARNINGS": report.count("W"),
                "UNCHECKED": len(report.of_state(UNCHECKED)), "COUNTS": json.dumps(counts)}


def _word(state: str) -> str:
    """A finding's state as the log tells it; in the table it stays a code."""
    return {
        "open": translate("Algorithms", "open"), "explained": translate("Algorithms", "explained"),
        "resolved": translate("Algorithms", "resolved"), "unchecked": translate("Algorithms", "unchecked"),
    }[state]


def _feature(fields: QgsFields, entry: Any, centre: Any) -> QgsFeature:
    from ..domain.validation import BY_ID

    found, check = entry.found, BY_ID[entry.found.check]
    feature = QgsFeature(fields)
    feature.setAttributes([
        found.check, found.severity, entry.state, found.place, " ".join(found.fields), found.zh, found.en,
        check.remedy_zh, check.remedy_en, entry.reason, entry.by, entry.on])
    if centre is not None:
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*centre)))
    return feature

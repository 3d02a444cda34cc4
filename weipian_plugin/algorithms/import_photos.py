"""weipian:importphotos – photos and 互联网+举证 packages into a workspace, each to the patch it says it is of."""

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
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QVariant

from .base import ANY_FILE, OPERATOR, ProcessingFeedback, WeipianAlgorithm, language, operator_name, translate

FOLDER, PACKAGE, BY_PLACE, REACH, SHIFTED, REMARKS = "FOLDER", "PACKAGE", "BY_PLACE", "REACH", "GCJ02", "REMARKS"
NUMBERS = ("ATTACHED", "ALREADY", "LEFT", "BROKEN")


class ImportPhotos(WeipianAlgorithm):
    """Import of photos."""

    key = "importphotos"
    icon_name = "import"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Import photos and evidence")

    def shortHelpString(self) -> str:
        """What it does and does not."""
        return translate(
            "Algorithms",
            "Attaches the photos of a folder, or of an evidence package of 互联网+举证 (.db), to the patches of a "
            "workspace: by number in their names, by a CSV index beside them, or by where they were taken. What tells "
            "no patch is left, and told. Originals are copied byte for byte; nothing in folder or package is changed. "
            "Begun again it goes on where it was.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(
            FOLDER, translate("Algorithms", "Folder of photos"), QgsProcessingParameterFile.Behavior.Folder,
            optional=True))
        self.addParameter(QgsProcessingParameterFile(
            PACKAGE, translate("Algorithms", "or evidence package"), QgsProcessingParameterFile.Behavior.File,
            optional=True, fileFilter=f"SQLite (*.db *.sqlite);;{ANY_FILE}"))
        self.addParameter(QgsProcessingParameterBoolean(
            BY_PLACE, translate("Algorithms", "By place, too"), defaultValue=True))
        self.addParameter(QgsProcessingParameterNumber(
            REACH, translate("Algorithms", "Farthest from its patch (m)"), QgsProcessingParameterNumber.Double, 200.0,
            minValue=1.0, maxValue=5000.0))
        self.addParameter(QgsProcessingParameterBoolean(
            SHIFTED, translate("Algorithms", "Positions are GCJ-02 (not used then)"), defaultValue=False))
        self.add_text(OPERATOR, translate("Algorithms", "Operator (empty: your login)"))
        self.addParameter(QgsProcessingParameterFeatureSink(
            REMARKS, translate("Algorithms", "Remarks"), QgsProcessing.TypeVector, optional=True,
            createByDefault=False))
        for name, title in zip(NUMBERS, (
                translate("Algorithms", "Attached"), translate("Algorithms", "Were there already"),
                translate("Algorithms", "Left for a person"), translate("Algorithms", "Of no use"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))
        self.addOutput(QgsProcessingOutputString("COUNTS", translate("Algorithms", "All counts (JSON)")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Attach what says where it belongs."""
        from ..domain.errors import WeipianError
        from ..jobs.evidence.importing import import_photos, suggest_again
        from ..jobs.evidence.options import EvidenceOptions
        from ..jobs.import_batch import opened

        source = str(self.parameterAsFile(parameters, PACKAGE, context) or "") or str(
            self.parameterAsFile(parameters, FOLDER, context) or "")
        if not source:
            raise WeipianError("PHOTO_FOLDER_UNREADABLE", file="—")
        options = EvidenceOptions(
            reach_m=self.parameterAsDouble(parameters, REACH, context),
            by_place=self.parameterAsBool(parameters, BY_PLACE, context),
            shifted=self.parameterAsBool(parameters, SHIFTED, context))
        with opened(self.workspace_path(parameters, context),
                    operator_name(self.text(parameters, OPERATOR, context))) as workspace:
            report = import_photos(workspace, Path(source), options, progress)
            suggest_again(workspace, report.parcels)
        for name, finding in report.told:
            if name == Path(source).name:  # of the folder or package as a whole
                log.pushWarning(finding.sentence(language()))
        counts = report.counts()
        log.pushInfo("  ".join(f"{name} {number}" for name, number in counts.items() if not isinstance(number, dict)))
        results: Dict[str, Any] = {name: counts[name.lower()] for name in NUMBERS}
        results["COUNTS"] = json.dumps(counts)
        destination = self._remarks(parameters, context, report)
        return {**results, REMARKS: destination} if destination else results

    def _remarks(self, parameters: Dict[str, Any], context: QgsProcessingContext, report: Any) -> str:
        fields = QgsFields()
        for column in ("file", "code", "remark"):
            fields.append(QgsField(column, QVariant.String))
        if parameters.get(REMARKS) is None:
            return ""
        sink, destination = self.parameterAsSink(parameters, REMARKS, context, fields)
        if sink is None:
            return ""
        for name, finding in report.told:
            feature = QgsFeature(fields)
            feature.setAttributes([name, finding.code, finding.sentence(language())])
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        return str(destination)

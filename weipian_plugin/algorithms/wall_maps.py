"""weipian:wallmaps – 挂图 of each township as a PDF, and with it the township's list (清单式管理、挂图式作战)."""

from __future__ import annotations

from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
)

from .base import BATCH, ProcessingFeedback, WeipianAlgorithm, batch_uuid, translate

FOLDER, PERIOD, PAPER, IMAGERY = "FOLDER", "PERIOD", "PAPER", "IMAGERY"
LISTS, DRAFT, DESPITE = "LISTS", "DRAFT", "DESPITE"
PAPERS = ("a3", "a1")


class WallMaps(WeipianAlgorithm):
    """What hangs on the wall of a township, and what lies on its desk."""

    key = "wallmaps"
    icon_name = "export"

    def flags(self) -> Any:
        """Fonts and print layouts belong to the main thread."""
        return super().flags() | QgsProcessingAlgorithm.FlagNoThreading

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Wall maps and lists of townships")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Writes for each township a wall map as a PDF – its patches numbered, with colour, pattern and mark by "
            "outcome, upon the newer image, and their table beside it – and its list as Excel: outcome, areas, what is "
            "missing and until when. Deadlines are told as of the workspace's last change. Patches in quarantine or "
            "marked classified appear in nothing. Open errors on signed parcels hold it back, unless as a draft.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(
            FOLDER, translate("Algorithms", "Folder for maps and lists"), QgsProcessingParameterFile.Behavior.Folder))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(PERIOD, translate("Algorithms", "Period (2023Q3, 2023H1 or 2023; empty: all)"))
        self.addParameter(QgsProcessingParameterEnum(
            PAPER, translate("Algorithms", "Paper"), [paper.upper() for paper in PAPERS], defaultValue=0))
        for name, title, given in (
                (IMAGERY, translate("Algorithms", "Upon the newer image"), True),
                (LISTS, translate("Algorithms", "Also the list of each township"), True),
                (DRAFT, translate("Algorithms", "Write a draft, whether errors hold them back or not"), False)):
            self.addParameter(QgsProcessingParameterBoolean(name, title, defaultValue=given))
        self.add_text(DESPITE, translate("Algorithms", "Reason to export a draft (stands in it)"))
        self.addOutput(QgsProcessingOutputString("FILES", translate("Algorithms", "Files, one a line")))
        self.addOutput(QgsProcessingOutputNumber("PAGES", translate("Algorithms", "Pages")))
        self.addOutput(QgsProcessingOutputNumber("PARCELS", translate("Algorithms", "Parcels")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Write the files; the workspace is only read."""
        from ..delivery.packages import require
        from ..jobs.handing_in.scope import scope_asked
        from ..jobs.handing_in.townships import write_township_lists
        from ..jobs.handing_in.wall_map import write_wall_maps
        from ..jobs.import_batch import opened

        folder = self.parameterAsFile(parameters, FOLDER, context)
        paper = PAPERS[self.parameterAsEnum(parameters, PAPER, context)]
        imagery, lists, draft = (self.parameterAsBool(parameters, name, context) for name in (IMAGERY, LISTS, DRAFT))
        require("pypdf", *(["openpyxl"] if lists else []))
        with opened(self.workspace_path(parameters, context), read_only=True) as workspace:
            scope = scope_asked(workspace, batch_uuid(workspace, self.text(parameters, BATCH, context)),
                                self.text(parameters, PERIOD, context))
            maps = write_wall_maps(workspace, scope, folder, paper, imagery, feedback=progress, draft=draft,
                                   reason=self.text(parameters, DESPITE, context))
            written = write_township_lists(workspace, scope, folder, maps.mark, feedback=progress) if lists else ()
        files = [*maps.files, *(one.path for one in written)]
        for path in files:
            log.pushInfo(str(path))
        return {"FILES": "\n".join(map(str, files)), "PAGES": maps.pages, "PARCELS": maps.parcels}

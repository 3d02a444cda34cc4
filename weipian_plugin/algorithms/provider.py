"""The Processing provider: every job in the toolbox, the modeler and qgis_process."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..paths import ICONS


class WeipianProvider(QgsProcessingProvider):
    """``weipian``."""

    def id(self) -> str:
        """Stands before the colon of every algorithm's id."""
        return "weipian"

    def name(self) -> str:
        """Its name in the toolbox."""
        return str(QCoreApplication.translate("Algorithms", "Weipian land-change patches"))

    def longName(self) -> str:
        """The same."""
        return self.name()

    def icon(self) -> QIcon:
        """The plugin's."""
        return QIcon(str(ICONS / "weipian.svg"))

    def loadAlgorithms(self) -> None:
        """In the order of the work."""
        from .accountability import Accountability
        from .blind_files import BlindFile, CollectReview
        from .build_dossiers import BuildDossiers
        from .build_package import BuildPackage, Deliver, VerifyPackage
        from .build_report import BuildReport
        from .compare_review import CompareReview
        from .draw_sample import DrawSample
        from .export_calendar import ExportCalendar
        from .export_survey_flags import ExportSurveyFlags
        from .export_survey_text import ExportSurveyText
        from .export_tables import ExportTables
        from .field_sheet import FieldSheets
        from .import_batch import ImportBatch
        from .import_discoveries import ImportDiscoveries
        from .import_photos import ImportPhotos
        from .import_review import ImportReview
        from .office_packages import MakePackage, MergePackages
        from .overlay_check import OverlayCheck
        from .prepare_layer import PrepareLayer
        from .review_figures import ReviewFigures
        from .review_sheets import ReviewSheets
        from .suggest import Suggest
        from .validate import Validate
        from .wall_maps import WallMaps

        for algorithm in (ImportBatch(), PrepareLayer(), OverlayCheck(), Suggest(), ImportPhotos(), ImportReview(),
                          Accountability(),
                          Validate(), ExportTables(), ExportSurveyText(), ExportCalendar(), ExportSurveyFlags(),
                          FieldSheets(), ReviewSheets(), WallMaps(), BuildDossiers(), BuildReport(), BuildPackage(),
                          Deliver(), VerifyPackage(), DrawSample(), CompareReview(), MakePackage(), MergePackages(),
                          BlindFile(), CollectReview(), ImportDiscoveries(), ReviewFigures()):
            self.addAlgorithm(algorithm)

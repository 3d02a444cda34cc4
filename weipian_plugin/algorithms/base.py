"""What the algorithms share: names, errors in QGIS's language, and progress between Processing and the jobs."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Dict, Iterator, Optional, Sequence, Tuple

from qgis.core import (  # type: ignore[attr-defined]  # the stubs lack QgsProcessingException
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsProviderRegistry,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..domain.errors import WeipianError
from ..domain.records import ReferenceLayer
from ..domain.roles import ROLES
from ..paths import ICONS

if TYPE_CHECKING:
    from ..jobs.measuring.worker import OverlayWorker

translate = QCoreApplication.translate

WORKSPACE, BATCH, PROFILE, OPERATOR = "WORKSPACE", "BATCH", "PROFILE", "OPERATOR"

ANY_FILE = "* (*)"
"""Ends each file filter: QGIS refuses, without saying why, what no pattern matches (a folder has no dot). Filters
are not translated, since one full-width bracket would make them match nothing."""


class ProcessingFeedback:
    """A job's feedback over Processing's: percent and text one way, cancel the other."""

    def __init__(self, feedback: Optional[QgsProcessingFeedback]) -> None:
        self._feedback = feedback if feedback is not None else QgsProcessingFeedback()
        self._told = ""

    def progress(self, done: int, total: int, text: str) -> None:
        """Percent, and the text where it is a new one."""
        if total > 0:
            self._feedback.setProgress(100.0 * done / total)
        if text and text != self._told:
            self._told = text
            self._feedback.setProgressText(text)

    def cancelled(self) -> bool:
        """The person pressed Cancel."""
        return bool(self._feedback.isCanceled())


class WeipianAlgorithm(QgsProcessingAlgorithm):
    """One job as an algorithm. Subclasses set ``key`` and ``icon_name``, and give titles and parameters."""

    key = ""
    icon_name = "weipian"

    def name(self) -> str:
        """The algorithm's id."""
        return self.key

    def createInstance(self) -> QgsProcessingAlgorithm:
        """A fresh one for each run."""
        return type(self)()

    def icon(self) -> QIcon:
        """Of our own."""
        return QIcon(str(ICONS / f"{self.icon_name}.svg"))

    def add_workspace(self, must_exist: bool = True) -> None:
        """The parameter WORKSPACE."""
        parameter = QgsProcessingParameterFile(
            WORKSPACE, translate("Algorithms", "Workspace"), QgsProcessingParameterFile.Behavior.File,
            fileFilter=f"GeoPackage (*.gpkg);;{ANY_FILE}",
        )
        if not must_exist:
            parameter.setHelp(translate("Algorithms", "Made when it does not exist yet."))
        self.addParameter(parameter)

    def add_text(self, name: str, title: str, hint: str = "", multiline: bool = False) -> None:
        """An optional text parameter."""
        parameter = QgsProcessingParameterString(name, title, defaultValue="", multiLine=multiline, optional=True)
        parameter.setHelp(hint)
        self.addParameter(parameter)

    def text(self, parameters: Dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        """The value of a text parameter, trimmed."""
        return str(self.parameterAsString(parameters, name, context) or "").strip()

    def workspace_path(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> str:
        """The value of WORKSPACE."""
        return str(self.parameterAsFile(parameters, WORKSPACE, context))

    def prepared_folder(self, parameters: Dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        """The value of the parameter that `add_prepared_folder` added: as given, else as set, else the profile's."""
        from ..jobs.measuring.prepare import prepared_folder

        given = str(self.parameterAsFile(parameters, name, context) or "")
        return str(prepared_folder(given or setting("prepared_folder")))

    def named_choices(self, parameters: Dict[str, Any]) -> Dict[str, Any]:
        """Choices by their words where they came by their numbers, which is what ``qgis_process help`` shows."""
        named = dict(parameters)
        for parameter in self.parameterDefinitions():
            number = str(named.get(parameter.name(), ""))
            if not isinstance(parameter, QgsProcessingParameterEnum) or not parameter.usesStaticStrings():
                continue
            words = parameter.options()
            if number.isdecimal() and number not in words and int(number) < len(words):
                named[parameter.name()] = words[int(number)]
        return named

    def checkParameterValues(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> Any:
        """As QGIS checks them, choices by word or by number."""
        return super().checkParameterValues(self.named_choices(parameters), context)

    def processAlgorithm(self, parameters: Dict[str, Any], context: QgsProcessingContext,
                         feedback: Optional[QgsProcessingFeedback]) -> Dict[str, Any]:
        """Run the job; what goes wrong is one sentence in QGIS's language."""
        with told_in_a_sentence():
            return self.work(self.named_choices(parameters), context, ProcessingFeedback(feedback),
                             feedback or QgsProcessingFeedback())

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """The job itself; raises WeipianError."""
        raise NotImplementedError


@contextmanager
def told_in_a_sentence() -> Iterator[None]:
    """WeipianError → QgsProcessingException with its sentence."""
    try:
        yield
    except WeipianError as error:
        raise QgsProcessingException(error.sentence(language())) from error


def language() -> str:
    """``zh`` where QGIS speaks Chinese, else ``en``."""
    return "zh" if str(QgsApplication.locale()).lower().startswith("zh") else "en"


def add_prepared_folder(algorithm: QgsProcessingAlgorithm, name: str) -> None:
    """The parameter for the folder of prepared layers, among the advanced ones."""
    parameter = QgsProcessingParameterFile(
        name, translate("Algorithms", "Folder of prepared layers (empty: as set in the options)"),
        QgsProcessingParameterFile.Behavior.Folder, optional=True)
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
    algorithm.addParameter(parameter)


def setting(name: str) -> str:
    """What the plugin's options hold for ``name``, or WEIPIAN_NAME in the environment; empty where nothing is set."""
    return os.environ.get(f"WEIPIAN_{name.upper()}") or str(QgsSettings().value(f"weipian/{name}", "") or "")


@contextmanager
def own_worker() -> Iterator[OverlayWorker]:
    """A worker of this run's own, with the Python of the options; it ends with the run."""
    from ..jobs.measuring.worker import OverlayWorker

    worker = OverlayWorker(setting("python"))
    try:
        yield worker
    finally:
        worker.stop()


def role_title(key: str) -> str:
    """How a role is called in QGIS's language."""
    role = ROLES[key]
    return role.zh if language() == "zh" else role.en


def role_hint(keys: Sequence[str]) -> str:
    """Which key means which role: keys are what scripts and models write, whatever QGIS's language."""
    return "\n".join(f"{key}: {role_title(key)}" for key in keys)


def reference_of_layer(role: str, layer: QgsVectorLayer) -> ReferenceLayer:
    """A layer of the project in a role."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return ReferenceLayer(role, str(parts.get("path") or layer.source()), str(parts.get("layerName") or ""),
                          title=layer.name())


def batch_uuid(workspace: Any, wanted: str) -> Optional[str]:
    """The one batch of this label, label with county or uuid; None for an empty text. Raises NO_SUCH_BATCH,
    BATCH_SEVERAL.
    """
    from ..jobs.reviewing.population import one_batch_named

    return one_batch_named(workspace, wanted) if wanted else None


def batch_uuids(workspace: Any, wanted: str) -> Tuple[str, ...]:
    """All batches of this label, or the one of a label with its county or a uuid; none for an empty text. Raises
    NO_SUCH_BATCH.
    """
    from ..jobs.reviewing.population import batches_named

    return batches_named(workspace, wanted) if wanted else ()


def operator_name(given: str) -> str:
    """Who the workspace records as acting: as given, else the login."""
    return given.strip() or str(QgsApplication.userLoginName())

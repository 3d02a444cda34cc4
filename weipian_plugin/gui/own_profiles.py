"""The options' list of the user's own policy profiles: which are in use, and what is wrong in which line."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QWidget

from ..domain.errors import WeipianError
from .messages import describe, language


class OwnProfiles(QObject):
    """Works the widgets profilesText, profilesFolderButton and profilesCheckButton of ``body``."""

    def __init__(self, body: QWidget) -> None:
        super().__init__(body)
        self._body: Any = body
        self._body.profilesFolderButton.clicked.connect(self.open_folder)
        self._body.profilesCheckButton.clicked.connect(self.show)
        self.show()

    def show(self) -> None:
        """Read the files anew and tell how they stand."""
        try:
            self._body.profilesText.setPlainText(self._told())
        except WeipianError as error:
            self._body.profilesText.setPlainText(describe(error)[0])

    def _told(self) -> str:
        from ..jobs.rules.profiles import loaded_profiles, own_profiles_folder, told_problems

        loaded, chinese = loaded_profiles(), language() == "zh"
        titles = {name: loaded.profiles[name].title if chinese else loaded.profiles[name].title_en
                  for name in loaded.own}
        used = [self.tr("In use: {file}  {id}  {title}").format(file=loaded.own[name], id=name, title=titles[name])
                for name in sorted(titles)]
        wrong = told_problems(language())
        if not used and not wrong:
            return self.tr("No profiles of your own in {folder}.").format(folder=own_profiles_folder())
        return "\n".join(filter(None, (wrong, *used)))

    def open_folder(self) -> None:
        """Show the folder in the system's file manager; make it where it is not there yet."""
        from ..jobs.rules.profiles import own_profiles_folder

        folder = own_profiles_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._body.profilesText.setPlainText(f"{folder}: {error.strerror}")
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

"""The filter's menu with every choice there is here and how many have it, and the chips of what is chosen."""

from __future__ import annotations

from html import escape
from typing import Any, Callable, Dict, Iterable, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from ...domain.forms.codes import label
from ...domain.forms.terms import kind_title
from ..messages import language
from ..wording import chip_colours, mu_unit
from .filters import AREAS, NOBODY
from .models import QueueModel
from .queue_table import LIGHTS, NO_DEADLINE
from .staying_menu import StayingMenu

_COLUMNS = (("townships", "township"), ("classes", "tblx"), ("tasks", "jclb"), ("suggestions", "suggestion"),
            ("outcomes", "outcome"), ("assigned", "assigned"))
CLEAR = "clear"


class FilterMenu(QObject):
    """``changed`` carries the filter as a choice made it; what is shown follows the model."""

    changed = pyqtSignal(object)

    def __init__(self, button: QToolButton, chips: QLabel, model: QueueModel, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._model, self._chips = model, chips
        self.menu = StayingMenu(button)
        self.menu.aboutToShow.connect(self._fill)
        button.setMenu(self.menu)
        chips.linkActivated.connect(self._remove)
        self.show_chips()

    def _fill(self) -> None:
        self.menu.clear()
        titles = self._titles()
        for name, column in _COLUMNS:
            self._add_texts(self.menu, name, column, titles[name])
        self._add_hits(self.menu.addMenu(titles["hits"]))
        self._add_lights(titles["lights"])
        flags = self._model.table.text("flag").matching(bool)
        self._add_choice(self.menu, "flagged", True, titles["flagged"], int(flags.sum()))
        for name in ("returned", "lacking"):
            self._add_choice(self.menu, name, True, titles[name], int(self._model.table.values(name).sum()))
        self.menu.addSeparator()
        clear = self.menu.addAction(self.tr("Clear all conditions"))
        clear.setEnabled(bool(self._model.filter.choices()))
        clear.triggered.connect(lambda _checked=False: self._remove(CLEAR))

    def _titles(self) -> Dict[str, str]:
        return {
            "townships": self.tr("Township"), "classes": self.tr("Class"), "tasks": self.tr("Task"),
            "suggestions": self.tr("Suggestion"), "outcomes": self.tr("Outcome"), "assigned": self.tr("Assigned to"),
            "hits": self.tr("Overlay"), "lights": self.tr("Deadline"), "flagged": self.tr("Flagged"),
            "returned": self.tr("Came back"),
            "lacking": self.tr("Incomplete drafts"),
        }

    def _add_lights(self, title: str) -> None:
        """Every light there is here, and those that are chosen, with how many have it."""
        lights = self._model.table.values("lights")
        counts = {light: int((lights == number).sum()) for number, light in enumerate(LIGHTS)}
        counts[NO_DEADLINE] = int((lights < 0).sum())
        chosen = self._model.filter.lights
        self._add_many(self.menu, "lights", title, [(light, self.word("lights", light), count)
                                                    for light, count in counts.items() if count or light in chosen])

    def _add_texts(self, menu: QMenu, name: str, column: str, title: str) -> None:
        counts = self._model.table.text(column).counts()
        known = sorted((text, count) for text, count in counts.items() if count)
        chosen = [(text, 0) for text in getattr(self._model.filter, name) if not counts.get(text)]
        self._add_many(menu, name, title, [(text, self.word(name, text), count) for text, count in known + chosen])

    def _add_many(self, menu: QMenu, name: str, title: str,
                  choices: Iterable[Tuple[str, str, Optional[int]]]) -> None:
        part = StayingMenu(title, menu)
        menu.addMenu(part).setEnabled(bool(choices))
        for choice, word, count in choices:
            self._add_choice(part, name, choice, word, count)

    def _add_choice(self, menu: QMenu, name: str, choice: Any, word: str, count: Optional[int]) -> None:
        action = menu.addAction(word.replace("&", "&&") + ("" if count is None else f"  ({count})"))
        action.setCheckable(True)
        value = getattr(self._model.filter, name)
        action.setChecked(choice in value if isinstance(value, tuple) else bool(value))
        action.triggered.connect(
            lambda on: self.changed.emit(self._model.filter.with_choice(name, choice, on)))

    def _add_hits(self, menu: QMenu) -> None:
        for key in ("basic", "redline", "farmland"):
            self._add_choice(menu, "hits", (key, 0.0), self.word("hits", (key, 0.0)), None)
        line = QWidget(menu)
        layout = QHBoxLayout(line)
        kinds, figure, add = QComboBox(line), QDoubleSpinBox(line), QPushButton(self.tr("Only these"), line)
        for key in AREAS:
            kinds.addItem(self._ground(key), key)
        figure.setRange(0, 99999)
        figure.setDecimals(2)
        figure.setValue(1)
        figure.setSuffix(f" {mu_unit()}")
        for widget in (kinds, QLabel(">", line), figure, add):
            layout.addWidget(widget)
        add.clicked.connect(lambda _checked=False: self.changed.emit(
            self._model.filter.with_hit(kinds.currentData(), figure.value())))
        action = QWidgetAction(menu)
        action.setDefaultWidget(line)
        menu.addAction(action)

    def _ground(self, key: str) -> str:
        return {"area": self.tr("Area"), "farmland": self.tr("Farmland"), "basic": self.tr("Basic farmland"),
                "redline": self.tr("Redline")}[key]

    def word(self, name: str, choice: Any) -> str:
        """A choice as the person reads it."""
        told: Dict[str, Callable[[Any], str]] = {
            "classes": lambda code: _coded("TBLX", code), "tasks": lambda code: _coded("JCLB", code),
            "suggestions": lambda kind: kind_title(kind, language()) if kind else self.tr("None"),
            "outcomes": lambda kind: kind_title(kind, language()) if kind else self.tr("None"),
            "townships": lambda text: text or self.tr("No township"),
            "assigned": lambda text: self.tr("Nobody") if text == NOBODY else text,
            "hits": lambda hit: f"{self._ground(hit[0])} > {hit[1]:g} {mu_unit()}",
            "lights": lambda light: {"red": self.tr("Overdue"), "orange": self.tr("Within 3 days"),
                                     "yellow": self.tr("Within 10 days"), "grey": self.tr("Further off"),
                                     "past": self.tr("Past before the plan was issued"), "": self.tr("Due, no light"),
                                     NO_DEADLINE: self.tr("No deadline")}.get(light, light),
            "chosen": lambda _on: self.tr("Chosen: {what}").format(what=self._model.filter.chosen.title),
            "flagged": lambda _on: self.tr("Flagged"),
            "returned": lambda _on: self.tr("Came back"), "lacking": lambda _on: self.tr("Incomplete drafts"),
        }
        return told[name](choice)

    def show_chips(self) -> None:
        """What is chosen, each to be taken away by a click; nothing takes no room."""
        text, ground = chip_colours(self._chips.palette())
        chips = [self._chip(str(place), f"{self.word(name, choice)} ✕", text, ground)
                 for place, (name, choice) in enumerate(self._model.filter.choices())]
        if len(chips) > 1:
            chips.append(self._chip(CLEAR, self.tr("Clear all"), text, ""))
        self._chips.setText(" &nbsp;".join(chips))
        self._chips.setVisible(bool(chips))

    def _chip(self, link: str, word: str, text: str, ground: str) -> str:
        filled = f"background-color:{ground};" if ground else ""
        shown = escape(word).replace(" ", "&nbsp;")
        return f'<a href="{link}" style="color:{text};text-decoration:none;{filled}">&nbsp;{shown}&nbsp;</a>'

    def _remove(self, link: str) -> None:
        wanted = self._model.filter
        choices = wanted.choices()
        if link == CLEAR:
            for name, choice in choices:
                wanted = wanted.with_choice(name, choice, False)
        elif int(link) < len(choices):
            wanted = wanted.with_choice(*choices[int(link)], False)
        self.changed.emit(wanted)


def _coded(name: str, code: str) -> str:
    word = label(name, code, language())
    return f"{code} {word}" if code and word != code else code or QCoreApplication.translate("FilterMenu", "None")

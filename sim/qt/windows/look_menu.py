"""The part of the menu View that is about the window itself: theme, size of text, things that move."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from sim.qt.appearance import SYSTEM, TEXT_PCT, changed, kept_appearance
from sim.qt.job import fault_of
from sim.qt.windows.apology import say

THEMES = {SYSTEM: "As the &desktop", "dark": "D&ark", "light": "&Light"}
LARGER = {100: "&Usual", 125: "A &quarter larger (125 %)", 150: "&Half larger (150 %)", 200: "&Twice as large (200 %)"}
STILL = "Less &motion"


class LookMenu:
    """Adds its rows to a menu. What is chosen holds at once, on every page, and the next time too."""

    def __init__(self, menu: QMenu, window: QWidget) -> None:
        self._window = window
        kept = kept_appearance()
        menu.addSeparator()
        self.themes = self._choices(menu.addMenu("&Theme"), "theme", THEMES, kept.theme)
        self.sizes = self._choices(menu.addMenu("Text si&ze"), "text_pct", {pct: LARGER[pct] for pct in TEXT_PCT}, kept.text_pct)
        self.still = QAction(STILL, menu)
        self.still.setCheckable(True)
        self.still.setChecked(kept.still)
        self.still.triggered.connect(lambda yes: self._change("still", yes))
        menu.addAction(self.still)

    def _choices(self, menu: QMenu, field: str, rows: dict[Any, str], now: object) -> dict[Any, QAction]:
        group, made = QActionGroup(menu), dict[Any, QAction]()
        for value, words in rows.items():
            action = made[value] = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(value == now)
            action.triggered.connect(partial(self._change, field, value))
            group.addAction(action)
            menu.addAction(action)
        return made

    def _change(self, field: str, value: object, _: bool = False) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        try:
            changed(application, **{field: value})
        except OSError as error:  # worn, and forgotten with the window
            say(self._window, fault_of(error))

"""The part of the menu View that is about the window itself: theme, size of text, things that move, language."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget

from sim.qt.appearance import SYSTEM, TEXT_PCT, THEMES, changed, kept_appearance
from sim.qt.job import fault_of
from sim.qt.windows.apology import say
from sim.qt.words import languages, phrase


class LookMenu:
    """Adds its rows to a menu. What is chosen holds at once, on every page, and the next time too; a language from the next start."""

    def __init__(self, menu: QMenu, window: QWidget) -> None:
        self._window = window
        kept = kept_appearance()
        menu.addSeparator()
        self.themes = self._choices(menu.addMenu(phrase("look_menu.theme")), "theme", _titled("theme", THEMES), kept.theme)
        self.sizes = self._choices(menu.addMenu(phrase("look_menu.text_size")), "text_pct", _titled("text", TEXT_PCT), kept.text_pct)
        spoken = {SYSTEM: phrase("look_menu.language_system")} | languages()
        self.languages = self._choices(menu.addMenu(phrase("look_menu.language")), "language", spoken, kept.language)
        for action in self.languages.values():
            action.triggered.connect(lambda _: QMessageBox.information(self._window, "Tuohy", phrase("look_menu.next_start")))
        self.still = QAction(phrase("look_menu.still"), menu)
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


def _titled(of: str, values: tuple[Any, ...]) -> dict[Any, str]:
    return {value: phrase(f"look_menu.{of}_{value}") for value in values}

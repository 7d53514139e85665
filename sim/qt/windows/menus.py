"""Menus of the main window: what is shown, and what makes a picture what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from sim.fluoroscopy.detector import Stages
from sim.qt.actions import ACTIONS, keys
from sim.qt.icons import has_icon, icon
from sim.qt.keyed import native
from sim.qt.room_sounds import heard
from sim.qt.windows.arrangement import Arrangement
from sim.qt.windows.layout_menu import LayoutMenu
from sim.qt.windows.look_menu import LookMenu
from sim.qt.words import phrase

IN_VIEW = (
    "theatre", "skin", "hands", "stand", "to_tip", "round", "sights", "enlarge", "monitors", "theatre_apart", "invert", "swap",
    "room_sounds", "pause", "fullscreen",
)  # fmt: skip
"""Acts that nobody should have to know a key for."""


def add_acts(menu: QMenu, *rows: tuple[str, Callable[[], object]]) -> list[QAction]:
    """A row each: its words, and what it does."""
    added = []
    for words, does in rows:
        action = QAction(words, menu)
        action.triggered.connect(lambda _=False, act=does: act())
        menu.addAction(action)
        added.append(action)
    return added


class ViewMenu(QMenu):
    """Says each act's key beside it, as it is now."""

    def __init__(self, parent: QWidget, act: Callable[[str, bool], None], arrangement: Callable[[], Arrangement | None]) -> None:
        """``arrangement``: of the room that is shown, if any is."""
        super().__init__(phrase("menus.view"), parent)
        self._arrangement = arrangement
        titles = {action.name: action.title for action in ACTIONS}
        self._titles = {name: titles[name] for name in IN_VIEW}
        self.acts = {name: QAction(title, self) for name, title in self._titles.items()}
        for name, action in self.acts.items():
            action.triggered.connect(partial(self._do, act, name))
            self.addAction(action)
        self.acts["room_sounds"].setCheckable(True)
        self.layout_menu = LayoutMenu(self, arrangement)
        self.insertMenu(self.acts["invert"], self.layout_menu)
        self.look = LookMenu(self, parent)
        self.aboutToShow.connect(self._name)

    @staticmethod
    def _do(act: Callable[[str, bool], None], name: str) -> None:
        act(name, True)

    def _name(self) -> None:
        chosen, in_room = keys(), self._arrangement() is not None
        self.layout_menu.setEnabled(in_room)
        for name, action in self.acts.items():
            action.setText(f"{self._titles[name]}\t{native(chosen[name])}")
            action.setEnabled(in_room)
            if has_icon(name):
                action.setIcon(icon(name))
        self.acts["room_sounds"].setChecked(heard())


class ChainMenu(QMenu):
    """Stages of the image chain, to leave out and to see what each does."""

    def __init__(self, parent: QWidget, switch: Callable[[str, bool], None]) -> None:
        super().__init__(phrase("menus.image_chain"), parent)
        self.setToolTipsVisible(True)
        for stage in (f.name for f in fields(Stages) if f.name != "inverted"):
            action = QAction(phrase(f"image_chain.{stage}"), self)
            action.setCheckable(True)
            action.setChecked(True)
            action.setToolTip(phrase("menus.stage_about"))
            action.toggled.connect(partial(switch, stage))
            self.addAction(action)

"""The part of the menu View that says where each part of the room stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from sim.qt.room_layout import PartStand
from sim.qt.windows.arrangement import Arrangement
from sim.qt.words import phrase


class LayoutMenu(QMenu):
    """Made anew each time it is opened: another room has other parts. ``arrangement``: of the room that is shown, if any is."""

    def __init__(self, parent: QWidget, arrangement: Callable[[], Arrangement | None]) -> None:
        super().__init__(phrase("layout_menu.title"), parent)
        self._arrangement = arrangement
        self.places: dict[str, dict[PartStand, QAction]] = {}
        """By part"""
        self._menus: list[QMenu] = []
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """With the parts that there are now."""
        self.clear()
        for menu in self._menus:
            menu.deleteLater()
        self._menus, self.places = [], {}
        found = self._arrangement()
        if found is None:
            return
        self.places = {part: self._part(found, part) for part in found.parts}
        self.addSeparator()
        self.left = QAction(phrase("layout_menu.left"), self)
        self.left.setCheckable(True)
        self.left.setChecked(found.column_left)
        self.left.triggered.connect(found.put_column)
        self.addAction(self.left)
        standard = QAction(phrase("layout_menu.standard"), self)
        standard.triggered.connect(self._to_standard)
        self.addAction(standard)

    def _part(self, arrangement: Arrangement, part: str) -> dict[PartStand, QAction]:
        menu = QMenu(phrase(f"room_part.{part}"), self)
        self._menus.append(menu)
        self.addMenu(menu)
        group, made = QActionGroup(menu), dict[PartStand, QAction]()
        for stand in arrangement.choices(part):
            action = made[stand] = QAction(phrase(f"layout_menu.{stand}"), menu)
            action.setCheckable(True)
            action.setChecked(arrangement.stand_of(part) == stand)
            action.triggered.connect(partial(self._put, part, stand))
            group.addAction(action)
            menu.addAction(action)
        return made

    def _put(self, part: str, stand: PartStand, _: bool = False) -> None:
        found = self._arrangement()
        if found is not None:
            found.put(part, stand)

    def _to_standard(self) -> None:
        found = self._arrangement()
        if found is not None:
            found.standard()

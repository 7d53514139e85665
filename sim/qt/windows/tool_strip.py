"""What is pressed most in the room, as icons in the line of the menus: no page of the column hides it, and it takes no height."""

from __future__ import annotations

from collections.abc import Set
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QSpacerItem, QToolButton, QWidget

from scenarios.views import VIEWS
from sim.qt.actions import ACTIONS
from sim.qt.grown import wears_anew
from sim.qt.icons import wears
from sim.qt.keyed import key_of, keyed
from sim.qt.palette import px
from sim.qt.words import phrase

GROUPS = (
    (*(f"view_{view}" for view in VIEWS), "view_back"),
    ("keep", "swap", "store", "loop", "subtract"),
    ("place", "aspirate"),
    ("sights", "skin", "theatre", "theatre_apart", "monitors"),
    ("pause", "keys"),
)
"""Acts, by what they are done to"""
LETTERED = frozenset(GROUPS[0]) - {"view_back"}
"""Six drawings of one C-arm differ by a few pixels: these are known by their letters"""
SWITCHES = LETTERED | frozenset(("loop", "subtract", "place", "sights", "skin", "theatre", "theatre_apart", "monitors", "pause"))
"""Those that are on or off"""
ON_LARGE = LETTERED | frozenset(("keep", "place", "pause"))
USUAL, LARGE_PX = 100, 180
"""At twice the size of text the menus have no room beside the whole strip: ON_LARGE stays, all else goes into a list, in words"""
MORE = "\N{HORIZONTAL ELLIPSIS}"
BETWEEN = 12
"""Pixels from one group to the next"""


class ToolStrip(QWidget):
    """A button for each act: its icon, and its name and key as a tooltip. It asks, and shows what is on now; it knows no room."""

    asked = Signal(str)
    """For the act of this name"""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(phrase("tool_strip.name"))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(1)
        titles = {action.name: action.title for action in ACTIONS}
        self.buttons: dict[str, QToolButton] = {}
        self._gaps: list[QSpacerItem] = []
        for number, group in enumerate(GROUPS):
            if number:
                self._gaps.append(QSpacerItem(BETWEEN, 0, QSizePolicy.Policy.Fixed))
                row.addSpacerItem(self._gaps[-1])
            for name in group:
                self.buttons[name] = self._button(name, titles[name])
                row.addWidget(self.buttons[name])
        self.more, self._listed = self._list(titles)
        row.addWidget(self.more)
        self._fit()
        self.hide()

    def _list(self, titles: dict[str, str]) -> tuple[QToolButton, dict[str, QAction]]:
        """The button at the end, and what it lists, by name."""
        more, menu = QToolButton(), QMenu(self)
        more.setObjectName("tool")
        more.setText(MORE)
        more.setToolTip(phrase("tool_strip.more"))
        more.setAccessibleName(phrase("tool_strip.more"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        more.setMenu(menu)
        listed = {}
        for name in self.buttons:
            if name not in ON_LARGE:
                entry = listed[name] = menu.addAction(titles[name])
                entry.setCheckable(name in SWITCHES)
                entry.triggered.connect(partial(self._ask, name))
        menu.aboutToShow.connect(partial(_name_keys, titles, listed))
        return more, listed

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._fit()

    def _fit(self) -> None:
        large = px(USUAL) >= LARGE_PX
        for name, button in self.buttons.items():
            button.setVisible(not large or name in ON_LARGE)
        self.more.setVisible(large)
        for gap in self._gaps:
            gap.changeSize(BETWEEN // 2 if large else BETWEEN, 0, QSizePolicy.Policy.Fixed)
        self._row.invalidate()

    def _button(self, name: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("tool")
        button.setAccessibleName(title)
        button.setCheckable(name in SWITCHES)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # never by a click: keys stay the hands'
        keyed(button, button.setToolTip, lambda: phrase("tool_strip.about", act=title, key=key_of(name)))
        if name in LETTERED:
            button.setText(phrase(f"view.{name.removeprefix('view_')}_letters"))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        else:
            wears(button, name)
        button.clicked.connect(partial(self._ask, name))
        return button

    def _ask(self, name: str, _: bool = False) -> None:
        self.asked.emit(name)

    def show_acts(self, on: Set[str], shut: Set[str]) -> None:
        """Which are on now, whoever switched them, and which cannot be asked for here."""
        for name, button in self.buttons.items():
            button.setEnabled(name not in shut)
            if button.isCheckable():
                button.setChecked(name in on)
        for name, entry in self._listed.items():
            entry.setEnabled(name not in shut)
            entry.setChecked(name in on)


def _name_keys(titles: dict[str, str], listed: dict[str, QAction]) -> None:
    """As they are bound now."""
    for name, entry in listed.items():
        entry.setText(f"{titles[name]}\t{key_of(name)}")

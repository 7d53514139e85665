"""What is pressed most in the room, as icons in the line of the menus: no page of the column hides it, and it takes no height."""

from __future__ import annotations

from collections.abc import Set
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

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
MENUS_HAVE = GROUPS[3]
USUAL, LARGE_PX = 100, 180
"""At twice the size of text the menus have no room beside the whole strip: what stands in them too goes, and letters are drawings"""
BETWEEN = 12
"""Pixels from one group to the next"""


class ToolStrip(QWidget):
    """A button for each act: its icon, and its name and key as a tooltip. It asks, and shows what is on now; it knows no room."""

    asked = Signal(str)
    """For the act of this name"""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(phrase("tool_strip.name"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(1)
        titles = {action.name: action.title for action in ACTIONS}
        self.buttons: dict[str, QToolButton] = {}
        for number, group in enumerate(GROUPS):
            if number:
                row.addSpacing(BETWEEN)
            for name in group:
                self.buttons[name] = self._button(name, titles[name])
                row.addWidget(self.buttons[name])
        self._fit()
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._fit()

    def _fit(self) -> None:
        large = px(USUAL) >= LARGE_PX
        for name in MENUS_HAVE:
            self.buttons[name].setVisible(not large)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if large else Qt.ToolButtonStyle.ToolButtonTextOnly
        for name in LETTERED:
            self.buttons[name].setText("" if large else phrase(f"view.{name.removeprefix('view_')}_letters"))
            self.buttons[name].setToolButtonStyle(style)

    def _button(self, name: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("tool")
        button.setAccessibleName(title)
        button.setCheckable(name in SWITCHES)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # never by a click: keys stay the hands'
        keyed(button, button.setToolTip, lambda: phrase("tool_strip.about", act=title, key=key_of(name)))
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

"""What is pressed most in the room, as icons in the line of the menus: no page of the column hides it, and it takes no height."""

from __future__ import annotations

from collections.abc import Set
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QSpacerItem, QToolButton, QWidget

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
"""Six drawings of one C-arm differ by a few pixels: these are known by their words, or their letters where those have no room"""
SWITCHES = LETTERED | frozenset(("loop", "subtract", "place", "sights", "skin", "theatre", "theatre_apart", "monitors", "pause"))
"""Those that are on or off"""
ON_LARGE = LETTERED | frozenset(("keep", "place", "pause"))
USUAL, LARGE_PX = 100, 180
"""At twice the size of text the menus have no room beside the whole strip: ON_LARGE stays, all else goes into a list, in words"""
MORE = "\N{HORIZONTAL ELLIPSIS}"
BETWEEN = 12
"""Pixels from one group to the next"""
SIDE, WORDS_FROM = 20, 1280
"""Pixels at the usual size of text: of an icon, and of a window in whose line views have the words of their panel"""


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
        self._rules: dict[tuple[str, ...], tuple[QFrame, list[QSpacerItem]]] = {}
        """Before each group but the first"""
        for number, group in enumerate(GROUPS):
            if number:
                self._divide(group)
            for name in group:
                self.buttons[name] = self._button(name, titles[name])
                row.addWidget(self.buttons[name])
        self.more, self._listed = self._list(titles)
        row.addWidget(self.more)
        self._fit()
        self.hide()

    def _divide(self, group: tuple[str, ...]) -> None:
        """A line before a group, with room on either side."""
        rule = QFrame()
        rule.setObjectName("tool_rule")
        rule.setFixedWidth(1)
        gaps = [QSpacerItem(BETWEEN // 2, 0, QSizePolicy.Policy.Fixed) for _ in range(2)]
        self._row.addSpacerItem(gaps[0])
        self._row.addWidget(rule)
        self._row.addSpacerItem(gaps[1])
        self._rules[group] = rule, gaps

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A corner of the menus is not told of another width of its window."""
        if watched is self.window() and event.type() == QEvent.Type.Resize:
            self._word()
        return super().eventFilter(watched, event)

    def _word(self) -> None:
        large = px(USUAL) >= LARGE_PX
        said = "short" if not large and self.window().width() >= px(WORDS_FROM) else "letters"
        for name in LETTERED:
            self.buttons[name].setText(phrase(f"view.{name.removeprefix('view_')}_{said}"))

    def _fit(self) -> None:
        large = px(USUAL) >= LARGE_PX
        for name, button in self.buttons.items():
            button.setVisible(not large or name in ON_LARGE)
        self._word()
        self.more.setVisible(large)
        for group, (rule, gaps) in self._rules.items():
            there = not large or not ON_LARGE.isdisjoint(group)
            rule.setVisible(there)
            for gap in gaps:
                gap.changeSize((BETWEEN // 4 if large else BETWEEN // 2) if there else 0, 0, QSizePolicy.Policy.Fixed)
        self._row.invalidate()

    def _button(self, name: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("tool")
        button.setAccessibleName(title)
        button.setCheckable(name in SWITCHES)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # never by a click: keys stay the hands'
        keyed(button, button.setToolTip, lambda: phrase("tool_strip.about", act=title, key=key_of(name)))
        if name in LETTERED:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        else:
            wears(button, name, side=SIDE)
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

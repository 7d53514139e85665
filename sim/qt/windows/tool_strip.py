"""What is pressed most in the room, as icons in the line of the menus: no page of the column hides it, and it takes no height."""

from __future__ import annotations

from collections.abc import Set
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QSpacerItem, QToolButton, QWidget

from scenarios.views import VIEWS
from sim.qt.actions import ACTIONS
from sim.qt.grown import wears_anew
from sim.qt.icons import icon, wears
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
STANDARD = ("pause", "view_back")
"""Signs that stand on every player and in every editor: they may stand without a word"""
BY_NEED = (
    "place", "keep", "theatre", "sights", "aspirate", "subtract", "swap", "store", "loop", "skin", "keys", "monitors", "theatre_apart",
)  # fmt: skip
"""All others, those first that have their place in the line first; what has none is listed in words"""
USUAL, LARGE_PX = 100, 180
"""At twice the size of text views have their letters: lines are dear"""
BETWEEN = 12
"""Pixels from one group to the next"""
SIDE, WORDS_FROM = 20, 1280
"""Pixels at the usual size of text: of an icon, and of a window in whose line views have the words of their panel"""
BARE, ROUND_WORD, ROUND_MENU, SPARED = 10, 16, 18, 16
"""Pixels: of a button beside its icon alone, beside icon, word and two spaces, of a menu beside its title; between menus and strip"""


class ToolStrip(QWidget):
    """A button for each act: its icon, a word, and name and key as a tooltip. It asks, and shows what is on now; it knows no room."""

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
        more.setText(phrase("tool_strip.more"))
        more.setToolTip(phrase("tool_strip.more_about"))
        more.setAccessibleName(phrase("tool_strip.more_about"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        more.setMenu(menu)
        listed = {}
        for name in (*STANDARD, *BY_NEED):
            entry = listed[name] = menu.addAction(titles[name])
            entry.setCheckable(name in SWITCHES)
            entry.triggered.connect(partial(self._ask, name))
        menu.aboutToShow.connect(partial(_name_keys, titles, listed))
        return more, listed

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._lay_anew()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_anew()

    def _lay_anew(self) -> None:
        """A line of menus gives its corner another width only when it has another one itself, or is told so."""
        line = self.parentWidget()
        if line is not None:
            line.installEventFilter(self)
            QApplication.postEvent(line, QResizeEvent(line.size(), line.size()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before the line of the menus gives this corner its place it is as wide as it will be."""
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _room(self) -> int:
        """Pixels beside the menus."""
        line = self.parentWidget()
        titles = [action.text().replace("&", "") for action in line.actions()] if isinstance(line, QMenuBar) else []
        wide = self.window().width() if line is None else line.width()
        return wide - px(SPARED) - sum(self.fontMetrics().horizontalAdvance(title) + ROUND_MENU for title in titles)

    def _word_views(self) -> int:
        """Pixels that views take, with the dividers."""
        said = "short" if px(USUAL) < LARGE_PX and self.window().width() >= px(WORDS_FROM) else "letters"
        wide = len(self._rules) * (BETWEEN + 1 + 3)
        for name in LETTERED:
            self.buttons[name].setText(phrase(f"view.{name.removeprefix('view_')}_{said}"))
            self.buttons[name].ensurePolished()
            wide += self.buttons[name].sizeHint().width() + 1
        return wide

    def _fit(self) -> None:
        """Words beside all icons where they have room; else those that need one have it, as many as do, and the rest is listed."""
        left = self._room() - self._word_views()
        worded = {name: self._wide(name) for name in (*STANDARD, *BY_NEED)}
        shown = dict(worded)
        if sum(worded.values()) > left:
            self.more.ensurePolished()
            left -= self.more.sizeHint().width() + 1
            shown = {}
            for name in (*STANDARD, *BY_NEED):
                wide = px(SIDE) + BARE if name in STANDARD else worded[name]
                if wide <= left:
                    shown[name] = wide
                    left -= wide + 1
        for name, whole in worded.items():
            button = self.buttons[name]
            button.setVisible(name in shown)
            button.setText(_word(name) if shown.get(name) == whole else "")
            button.setFixedWidth(shown.get(name, whole))
            self._listed[name].setVisible(name not in shown)
        self.more.setVisible(len(shown) < len(worded))
        for group, (rule, gaps) in self._rules.items():
            there = any(name in shown for name in group)
            rule.setVisible(there)
            for gap in gaps:
                gap.changeSize(BETWEEN // 2 if there else 0, 0, QSizePolicy.Policy.Fixed)
        self._row.invalidate()

    def _wide(self, name: str) -> int:
        """Pixels of the button of this act with its word."""
        self.buttons[name].ensurePolished()
        letters = self.buttons[name].fontMetrics()
        return letters.horizontalAdvance(_word(name)) + 2 * letters.horizontalAdvance(" ") + px(SIDE) + ROUND_WORD

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
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
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


def _word(name: str) -> str:
    """Beside its icon."""
    return phrase(f"tool_word.{name}")


def _name_keys(titles: dict[str, str], listed: dict[str, QAction]) -> None:
    """As they are bound now, with the icons of the theme that is worn."""
    for name, entry in listed.items():
        entry.setText(f"{titles[name]}\t{key_of(name)}")
        entry.setIcon(icon(name))

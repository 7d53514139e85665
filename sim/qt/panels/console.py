"""The strip over every page: what its lamps and figures tell, and the way on."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QSpacerItem, QWidget

from scenarios.schema import Scenario
from scenarios.words import exam
from sim.qt.grown import is_large, wears_anew
from sim.qt.keyed import key_of, keyed
from sim.qt.palette import px, styled
from sim.qt.panels.lamp_strip import LampStrip
from sim.qt.words import phrase
from sim.session.observation import Observation

Left = Literal["", "needle", "drug", "much"]
"""Of an attempt, as whoever is in the room sees it: the needle is in, no drug was given, or something else; empty for nothing"""
SIGN = " \N{WARNING SIGN}"
NEXT_FROM = 760
"""Pixels at the usual size of text: in a strip as wide the page to which a button leads is named on it"""
APART = 26
"""Pixels more between the way on and the end: no hurried click on the one falls on the other"""
ASKED = "finish_asked"
"""Of what is said then: nobody reads it once it is so no more"""
SURE_MS = 6000
"""So long the second press is waited for."""
HASTY_MS = 500
"""A second press within this belongs to the first: a double click answers no question that nobody can have read yet (guess)."""
WARNED_MIN = (5, 1)
"""So long before an exam's time is over it is told (guess)."""


class Console(LampStrip):
    """What is asked for on every page."""

    onward = Signal()
    """To the next page"""
    finished = Signal()
    warned = Signal(str, str)
    """What is to be said, and its kind: an exam's time is almost over, or the attempt is not"""
    lapsed = Signal()
    """The second press is waited for no longer"""

    def __init__(self, case: Scenario) -> None:
        super().__init__(case)
        self._limit_s = 0.0
        self._warnings: tuple[int, ...] = ()
        self._page = self._why_not = ""
        """That to which the way is offered"""
        self.next = QPushButton()
        self.next.setVisible(False)
        self.next.clicked.connect(self.onward)
        self.finish = QPushButton(phrase("console.finish"))
        keyed(self.finish, self.finish.setToolTip, lambda: phrase("console.finish_about", key=key_of("finish")))
        for button in (self.next, self.finish):  # never by a key that was meant for the hands
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.finish.clicked.connect(self.ask_to_finish)
        self._sure, self._since_asked = QTimer(self), QElapsedTimer()
        self._sure.setSingleShot(True)
        self._sure.timeout.connect(self._lapse)
        self._drill = case.drill is not None
        self._left: Left = "drug"
        self._asked = False
        """Whether the end is meant has been asked"""
        self.row.addWidget(self.next)
        self._gap = QSpacerItem(APART, 0, QSizePolicy.Policy.Fixed)
        self.row.addSpacerItem(self._gap)
        self.row.addWidget(self.finish)
        self._weigh_end()

    def offer(self, page: str, due: bool, why_not: str) -> None:
        """The way to this page; none if it is empty. ``due``: what was to be done here is done.

        why_not : what comes first; empty where nothing does
        """
        self._page, self._why_not = page, why_not
        self.next.setEnabled(not why_not)
        self.next.setVisible(bool(page))
        styled(self.next, "main" if due else "")
        self._say_next()

    def end_comes_last(self, room: QWidget) -> None:
        """In the order in which Tab goes through this room, once it is laid out."""
        last = room.previousInFocusChain()
        while last is not None and not last.focusPolicy() & Qt.FocusPolicy.TabFocus:
            last = last.previousInFocusChain()
        if last is not None:
            QWidget.setTabOrder(last, self.finish)

    def _say_next(self) -> None:
        """Where it leads; in a narrow strip its tip says it. Beside the limit of an exam large text leaves no gap."""
        self._gap.changeSize(0 if self.limit and is_large() else APART, 0, QSizePolicy.Policy.Fixed)
        self.row.invalidate()
        whole = phrase("console.next", page=self._page)
        self.next.setText(whole if self.width() >= px(NEXT_FROM) else phrase("console.next_short"))
        self.next.setToolTip(self._why_not or ("" if self.next.text() == whole else whole))
        self.next.setAccessibleName(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_next()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._say_next()

    def show_left(self, left: Left) -> None:
        """What is left to do: where it is nothing, nothing else is left to press, and nothing is lost by it."""
        if left != self._left:
            self._left = left
            self._lapse()

    def ask_to_finish(self) -> None:
        """While anything is left to do the second press ends it: nothing of an attempt comes after that. A drill is soon done again."""
        if self._asked and not self._since_asked.hasExpired(HASTY_MS):
            return
        if not self._left or self._asked or self._drill:
            self.finished.emit()
            return
        self._asks_again(True)
        self._since_asked.start()
        self.warned.emit(phrase(f"console.finish_sure_{self._left}"), ASKED)
        self._sure.start(SURE_MS)

    def _lapse(self) -> None:
        self._asks_again(False)
        self.lapsed.emit()

    def _asks_again(self, yes: bool) -> None:
        self._asked = yes
        self.finish.setText(phrase("console.finish_again" if yes else "console.finish"))
        self._weigh_end()

    def _weigh_end(self) -> None:
        """It stands back, on whatever page, while anything is left to do."""
        styled(self.finish, "main" if not self._left else "asked" if self._asked else "faint")

    def limit_to(self, minutes: float) -> None:
        """So long the attempt may take: it stands beside how long it has taken."""
        self.limit, self._limit_s = exam("clock", minutes=f"{minutes:g}"), 60.0 * minutes
        self._warnings = tuple(one for one in WARNED_MIN if one < minutes)

    def _warn(self, time_s: float) -> None:
        """Each warning once; from the first on a sign stands beside the time."""
        due = [one for one in self._warnings if self._limit_s - time_s <= 60.0 * one]
        if due:
            self._warnings = tuple(one for one in self._warnings if one not in due)
            self.limit = f"{self.limit.removesuffix(SIGN)}{SIGN}"
            self.warned.emit(phrase("console.left", count=min(due)), "")

    def observe(self, seen: Observation) -> None:
        self._warn(seen.time_s)
        super().observe(seen)

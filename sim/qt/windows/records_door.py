"""The way to a learner's curve and to the class page, from the menu and from the first page; and from there to an attempt seen again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sim.qt.job import Fault, Job, Tell
from sim.qt.windows.apology import say
from sim.qt.windows.chooser import Chooser
from sim.qt.windows.class_page import ClassPage
from sim.qt.windows.curve_page import CurvePage
from sim.qt.windows.debriefing import WayBack
from sim.qt.windows.from_gradebook import Again, fetch_recording
from sim.qt.windows.waiting import Waiting
from sim.qt.words import phrase
from sim.session.attempt_commands import ModeName


class Pages(Protocol):
    """What the window does for who comes through this door."""

    def open_page(self, page: CurvePage | ClassPage) -> None: ...

    def wait_for(self, waiting: Waiting, begin: Callable[[Tell], Job]) -> None: ...

    def debrief_again(self, found: Again, back: WayBack) -> None: ...


class RecordsDoor(QObject):
    """Shut where an exam is under way, but for the learner's own curve."""

    def __init__(self, window: QWidget, pages: Pages, chooser: Chooser, mode: Callable[[], ModeName | None]) -> None:
        super().__init__(window)
        self._window, self._pages, self._chooser, self._mode = window, pages, chooser, mode
        chooser.next.curve.clicked.connect(lambda: self.open_curve())
        chooser.next.department.clicked.connect(lambda: self.open_class())

    def open_curve(self) -> None:
        """Of the learner who is chosen, once they are let in."""
        back = WayBack(self.open_curve, phrase("debriefing.to_curve"))
        self._chooser.gate.when_open(lambda: self._open(CurvePage(self._chooser.gate.learner), back))

    def open_class(self, is_open: bool = False) -> None:
        """``is_open``: whoever comes back from an attempt of it has opened it before. An exam that is under way keeps it shut."""
        if self._mode() == "exam":
            return
        self._open(ClassPage(is_open), WayBack(partial(self.open_class, True), phrase("debriefing.to_class"), writes=True))

    def _open(self, page: CurvePage | ClassPage, back: WayBack) -> None:
        page.replayed.connect(partial(self.see_again, back=back))
        self._pages.open_page(page)

    def see_again(self, number: int, back: WayBack) -> None:
        """An attempt out of the gradebook in the debriefing, and from there back to where one came from."""
        waiting = Waiting(phrase("main_window.attempt_number", number=number))
        waiting.cancelled.connect(back.go)
        see, fail = partial(self._pages.debrief_again, back=back), partial(self._cannot_see, back)
        self._pages.wait_for(waiting, lambda tell: fetch_recording(number, see, fail, tell))

    def _cannot_see(self, back: WayBack, fault: Fault) -> None:
        back.go()
        say(self._window, fault)

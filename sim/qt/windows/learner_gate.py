"""The way to what a learner did: fetched for who is chosen, and shut before who has a PIN until it is typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from sim.exchange.gradebook.transcript import Transcript
from sim.qt.chosen_names import proper
from sim.qt.job import Fault, Job
from sim.qt.panels.learner_choice import LearnerChoice
from sim.qt.panels.pin_field import PinField
from sim.qt.windows.from_gradebook import PinWanted, fetch_transcript


class LearnerGate(QObject):
    """Open to one learner at a time: whoever chose another name, and comes back, types the PIN again."""

    came = Signal(object)
    """Transcript"""
    shut = Signal(str, bool)
    """Before whom; whether a wrong PIN was given"""
    away = Signal(str)
    """Why nothing can be known. Who practises is not kept from it: what is done is filed later"""

    def __init__(self, learner: LearnerChoice, pin: PinField) -> None:
        super().__init__(learner)
        self._learner, self._pin = learner, pin
        self._asking: Job | None = None
        self._open_to: str | None = None
        self._then: Callable[[], None] | None = None
        pin.returnPressed.connect(self.ask)

    @property
    def learner(self) -> str:
        return proper(self._learner.currentText())

    @property
    def is_told(self) -> bool:
        """Whether what was asked for has come."""
        return self._asking is None

    @property
    def is_open(self) -> bool:
        return self._open_to == self.learner

    def ask(self) -> None:
        """Of who is chosen now; who was asked for before is forgotten."""
        self.stop()
        name, typed = self.learner, self._pin.taken()
        let_in = self._open_to == name
        self._asking = fetch_transcript(name, None if let_in else typed, partial(self._come, name), partial(self._fail, name))

    def stop(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._asking is not None:
            self._asking.abandon()
            self._asking = None

    def when_open(self, then: Callable[[], None]) -> None:
        """Now, or as soon as the answer for who is chosen lets them in; never, if it does not."""
        if self.is_open:
            then()
            return
        self._then = then
        self.ask()

    def _come(self, name: str, found: Transcript | PinWanted) -> None:
        self._asking = None
        if isinstance(found, PinWanted):
            self._open_to = self._then = None
            self.shut.emit(name, found.wrong)
            return
        self._let_in(name, lambda: self.came.emit(found))

    def _fail(self, name: str, fault: Fault) -> None:
        self._asking = None
        self._let_in(name, lambda: self.away.emit(fault.words))

    def _let_in(self, name: str, tell: Callable[[], None]) -> None:
        then, self._open_to, self._then = self._then, name, None
        tell()
        if then is not None and self.is_open:
            then()

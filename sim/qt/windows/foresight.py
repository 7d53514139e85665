"""The case that somebody reads about on the first page is made ready meanwhile: its room opens at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from scenarios.schema import Scenario
from sim.qt.job import Fault, Job, Tell
from sim.qt.windows.chooser import Chooser
from sim.qt.windows.entering import made_ready
from sim.qt.windows.first_look import ready
from sim.qt.windows.requested import Asked, Ready

DWELL_MS = 700
"""Who looks at a case for so long reads it; who goes down the list with the arrows does not."""


class Foresight(QObject):
    """Holds the last body: the same patient again needs no new lattices."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ready: Ready | None = None
        self._read: tuple[Scenario, Path | None] | None = None
        """The case, and the folder of another patient than its own."""
        self._job: Job | None = None
        self._dwell = QTimer(self, singleShot=True)
        self._dwell.timeout.connect(self._begin)

    def look_at(self, chooser: Chooser) -> None:
        """From now on what stands chosen there is expected. The program does so; a window that is opened for less does not."""
        chooser.read.connect(self.expect)
        self.expect(*chooser.stands)

    def expect(self, case: Scenario, folder: Path | None) -> None:
        """This case stands chosen now."""
        if (case, folder) != self._read:
            self.stop()
            self._read = case, folder
            self._dwell.start(DWELL_MS)

    def load(self, asked: Asked, done: Callable[[Ready], None], failed: Callable[[Fault], None], told: Tell) -> Job:
        """Make ready what is wanted now; what is already being made ready for it is gone on with."""
        job, read = self._job, self._read
        if job is not None and read == (asked.case, asked.folder) and asked.paper is None:
            self._job = None
            job.answer_to(done, failed, told)
            return job
        self.stop()
        return Job("loading", partial(made_ready, asked, self.ready), done, failed, told)

    def stop(self) -> None:
        """Nobody reads of a case any more."""
        self._dwell.stop()
        if self._job is not None:
            self._job.abandon()
        self._job = self._read = None

    def _begin(self) -> None:
        if self._read is not None:
            self._job = Job("foresight", partial(ready, *self._read, self.ready), self._come, self._fail)

    def _come(self, found: Ready) -> None:
        self.ready, self._job = found, None

    def _fail(self, _: Fault) -> None:
        """Nobody asked for it yet: who begins the case meets the same fault, and is told."""
        self._job = None

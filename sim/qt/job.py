"""Work beside the window: one ticket for whatever finishes late, with progress, a way to stop it, and any fault as one message."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from meshes.reading.refusal import ImportRefused
from scenarios.files import InputError
from sim.qt.words import phrase
from sim.records.store import Held


@dataclass(frozen=True)
class Fault:
    """Why a job came to nothing."""

    words: str
    """One message for whoever waits."""
    trace: str = ""
    """Where it broke; empty where the words say all, as of a refused input or a full disk."""

    def trace_out(self) -> None:
        """To standard error, for whoever mends it."""
        if self.trace:
            print(self.trace, file=sys.stderr)


class Stopped(Exception):
    """Whoever asked for the work does not want it any more."""


Tell = Callable[[str, float], None]
"""Says how far the work is: its stage, and a share that does not fall."""
_running: set[Job] = set()
"""Jobs until their answer has come. A Qt object must not die in another thread than its own, nor with an answer on its way."""


class Job(QObject):
    """One piece of work in a thread of its own. Its answers come to the window's thread, one of ``done`` and ``failed``, once.

    Abandoned, it answers no more, however late it finishes: whoever would have heard may be gone.
    """

    _told = Signal(str, float)
    _came = Signal(object, object)
    """The result, the Fault or None"""

    def __init__(
        self,
        name: str,
        work: Callable[[Tell], Any],
        done: Callable[[Any], None],
        failed: Callable[[Fault], None],
        told: Callable[[str, float], None] | None = None,
    ) -> None:
        super().__init__()
        self._work, self._done, self._failed, self._heard = work, done, failed, told
        self._stop = threading.Event()
        self._answers = True
        self._told.connect(self._pass_on)
        self._came.connect(self._answer)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        _running.add(self)
        self._thread.start()

    @property
    def under_way(self) -> bool:
        """Whether its answer is still to come, or being given."""
        return self in _running

    def answer_to(self, done: Callable[[Any], None], failed: Callable[[Fault], None], told: Callable[[str, float], None] | None) -> None:
        """Somebody else waits for it from now on: what was begun before anybody asked for it."""
        self._done, self._failed, self._heard = done, failed, told

    def stop(self) -> None:
        """Ask it to end at its next word; it fails then, with no words."""
        self._stop.set()

    def abandon(self, patience_s: float = 0.0) -> None:
        """Hear no more of it. With patience, wait so long for its thread, where what it works on is taken away."""
        self._answers = False
        self._stop.set()
        if patience_s > 0:
            self._thread.join(patience_s)

    def _run(self) -> None:
        result, fault = None, None
        try:
            result = self._work(self._tell)
        except Stopped:
            fault = Fault("")
        except Exception as error:  # the thread's last resort: every fault becomes a message, none is swallowed
            fault = fault_of(error)
        self._came.emit(result, fault)

    def _tell(self, stage: str, share: float) -> None:
        if self._stop.is_set():
            raise Stopped
        self._told.emit(stage, share)

    def _pass_on(self, stage: str, share: float) -> None:
        if self._answers and self._heard is not None:
            self._heard(stage, share)

    def _answer(self, result: Any, fault: Fault | None) -> None:
        QTimer.singleShot(0, partial(_running.discard, self))  # not before this very call is over
        if not self._answers:
            return
        self._answers = False
        if fault is None:
            try:
                self._done(result)
                return
            except Exception as error:  # what is made of the result can fail as the work can, and nobody waits for ever
                fault = fault_of(error)
        self._failed(fault)


def abandon_all(patience_s: float) -> None:
    """At the end of the program: nothing is waited for any more, and no thread is left to speak to windows that are gone."""
    for job in tuple(_running):
        job.abandon(patience_s)


def fault_of(error: Exception) -> Fault:
    """An exception as a message: what the input or the system refused in its own words, anything else with the place where it broke."""
    if isinstance(error, InputError | ImportRefused | Held):
        return Fault(str(error))
    if isinstance(error, OSError):
        place = f": {error.filename}" if error.filename else ""
        return Fault(f"{error.strerror or error}{place}.")
    return Fault(phrase("job.failed_inside", kind=type(error).__name__), "".join(traceback.format_exception(error)))

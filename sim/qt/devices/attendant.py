"""Asks the devices what they say, and hands it to the helm while the room is in front of the user."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from sim.qt.devices.bound import bindings
from sim.qt.devices.controls import Moved, Told, deflection
from sim.qt.devices.helm import PRESSED, Helm
from sim.qt.devices.pads import Pads
from sim.qt.pulse import Pulse
from sim.qt.words import phrase

EVERY_MS = 33
"""As often as an attempt takes a step"""


class Source(Protocol):
    """Where devices are."""

    def told(self) -> list[Told]: ...

    def close(self) -> None: ...


class Attendant(QObject):
    """``listening`` says which acts and motions there are now; none while no window of the program has the focus.

    act, move : see Helm
    plug_in : opens the devices; raises ImportError where there is no library for them, RuntimeError where it fails
    """

    pressed = Signal(str)
    """A control was moved far, whatever it does"""

    def __init__(
        self,
        parent: QObject,
        act: Callable[[str, bool], None],
        move: Callable[[str, float], None],
        listening: Callable[[], Set[str]],
        plug_in: Callable[[], Source] = Pads,
    ) -> None:
        super().__init__(parent)
        self.helm = Helm(act, move)
        self._listening, self._plug_in = listening, plug_in
        self._reach: Set[str] = frozenset()
        self._source: Source | None = None
        self.why_none = ""
        """Why there is no device; empty until that is known, and while there may be one"""
        self._pulse = Pulse(self)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.ask)
        self.read()

    def read(self) -> None:
        """Which control does what, anew."""
        self.helm.bind(bindings())

    def begin(self) -> None:
        """Open the devices, once: nothing of it costs who never enters a room."""
        if self._source is not None or self.why_none:
            return
        try:
            self._source = self._plug_in()
        except ImportError:
            self.why_none = phrase("attendant.no_library")
        except RuntimeError as error:
            self.why_none = phrase("attendant.failed", why=error)
        else:
            self._timer.start()

    def end(self) -> None:
        """Let the devices go."""
        self._timer.stop()
        self.helm.let_go()
        if self._source is not None:
            self._source.close()
            self._source = None

    def ask(self) -> None:
        """What was pressed while the window stood still was meant for another picture: it is known, and does nothing."""
        if self._source is None:
            return
        told, reach = self._source.told(), self._reach_now()
        if reach != self._reach or self._pulse.stood_still():
            self._reach = reach
            self.helm.hear(told, frozenset())
            self.helm.let_go()
        else:
            self.helm.hear(told, reach)
            self.helm.pass_time(EVERY_MS / 1000.0, reach)
        for one in told:
            if isinstance(one, Moved) and abs(deflection(one.control, one.level)) >= PRESSED:
                self.pressed.emit(one.control)

    def _reach_now(self) -> Set[str]:
        return self._listening() if QApplication.activeWindow() is not None else frozenset()

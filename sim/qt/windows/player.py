"""Time in a film: one moment stands there, a hand moves it, or it runs; what shows it is told in time, the last moment only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from sim.session.session import STEP_S

SECOND = round(1.0 / STEP_S)
FRAME_MS = 40
"""Between two moments of a film that plays."""
DRAW_MS = 15
"""However fast a hand drags, no more is drawn than the last moment within this."""


class Player(QObject):
    """Steps from 0 to ``last``. ``times`` : how much faster than it was it runs now."""

    stood = Signal(int)
    """The step that stands there, at once"""
    drawn = Signal()
    """What stands there is to be drawn: soon, and once for however many moments stood there meanwhile"""
    ran = Signal(bool)
    """Whether it runs now"""

    def __init__(self, last: int, times: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self.last, self.step, self._times = last, 0, times
        self.ready = False
        """Whether there is anything to be run yet"""
        self._since, self._from = QElapsedTimer(), 0
        self._clock = QTimer(self, interval=FRAME_MS)
        self._clock.timeout.connect(self._go_on)
        self._soon = QTimer(self, interval=DRAW_MS, singleShot=True)
        self._soon.timeout.connect(self.drawn)

    @property
    def running(self) -> bool:
        return self._clock.isActive()

    @property
    def waiting(self) -> bool:
        """Whether a moment stands there that is not drawn yet."""
        return self._soon.isActive()

    def go_to(self, step: int) -> None:
        """Stand at this step."""
        self.stop()
        self._stand(step)

    def toggle(self) -> None:
        """Run from here, from the start if the end is shown; or stop."""
        if self.running:
            self.stop()
        elif self.ready:
            self._stand(0 if self.step >= self.last else self.step)
            self.begin_here()
            self._clock.start()
            self.ran.emit(True)

    def begin_here(self) -> None:
        """Another speed holds from now on."""
        self._from = self.step
        self._since.start()

    def stop(self) -> None:
        self._clock.stop()
        self.ran.emit(False)

    def close(self) -> None:
        """Nothing comes to a page that is gone."""
        self.stop()
        self._soon.stop()

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key says; False if it says nothing here."""
        far = SECOND if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        match event.key():
            case Qt.Key.Key_Left:
                self.go_to(self.step - far)
            case Qt.Key.Key_Right:
                self.go_to(self.step + far)
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(self.last)
            case Qt.Key.Key_Space if not event.isAutoRepeat():
                self.toggle()
            case _:
                return False
        return True

    def _go_on(self) -> None:
        """As much as the clock says, whatever was drawn meanwhile: a slow machine leaves moments out."""
        self._stand(self._from + round(self._since.elapsed() / 1000.0 * self._times() / STEP_S))
        if self.step >= self.last:
            self.stop()

    def _stand(self, step: int) -> None:
        self.step = min(max(step, 0), self.last)
        self.stood.emit(self.step)
        if not self._soon.isActive():
            self._soon.start()

"""How far work beside the window is, how long it has taken and will take: told once it takes longer than a glance."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QProgressBar

from scenarios import words
from sim.qt.words import phrase

GLANCE_MS = 2000
"""What takes no longer needs no clock."""
TICK_MS = 500
EARLY = 0.1
"""Share of the work before which nothing is said of how long the rest takes (guess)"""
MOST = 1000


class WorkBar(QProgressBar):
    """A bar that is there only while it is needed."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, MOST)
        self.setAccessibleName(phrase("work_bar.name"))
        self.hide()
        self._stage = ""
        self._since = QElapsedTimer()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._look)

    def begin(self) -> None:
        self._stage = ""
        self.setValue(0)
        self._since.start()
        self._tick.start()

    def tell(self, stage: str, share: float) -> None:
        """How far it is: what it is at, and a share of the whole."""
        self._stage = stage
        self.setValue(round(MOST * share))

    def end(self) -> None:
        self._tick.stop()
        self.hide()

    def _look(self) -> None:
        taken_ms = self._since.elapsed()
        if taken_ms >= GLANCE_MS:
            self.setFormat(self._said(taken_ms))
            self.show()

    def _said(self, taken_ms: int) -> str:
        """The rest is taken to go on as it went until now."""
        share, so_far = self.value() / MOST, words.lasting(taken_ms // 1000)
        if not self._stage:
            return words.preview("so_far_alone", so_far=so_far)
        if not EARLY <= share < 1.0:
            return words.preview("so_far", stage=self._stage, so_far=so_far)
        return words.preview(
            "to_go", stage=self._stage, so_far=so_far, left=words.lasting(round(taken_ms * (1.0 - share) / share / 1000.0))
        )

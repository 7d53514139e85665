"""How far the collimator is open one way: a slider, and its name that tells the share."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractSlider, QLabel

from sim.qt.grown import wears_anew
from sim.qt.panels.fields import Slide

LEAST_PCT = 10


class Shutter(Slide):
    """In percent of the field, from ``LEAST_PCT`` to ``most``, which is wide open."""

    def __init__(self, word: str, tip: str, most: int = 100) -> None:
        super().__init__(word)
        self.word = word
        self.label = _Told(word)
        self.setToolTip(tip)
        self.setRange(LEAST_PCT, most)
        self.setValue(most)

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """Told by whoever moved it: a hand's signal is held back where the room says what is so."""
        super().sliderChange(change)
        self.label.setText(f"{self.word} {round(100 * self.value() / max(1, self.maximum()))} %")


class _Told(QLabel):
    """As wide as wide open needs, whatever it says: the row beside it stands still."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._widest = f"{word} 100 %"
        self._hold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._hold()

    def _hold(self) -> None:
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self._widest) + 1)

"""The page while a case is made ready."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from scenarios.words import told
from sim.qt.grown import grow
from sim.qt.words import phrase

WIDE, MOST = 400, 700
"""Pixels of the bar: at the usual size of text, and at any"""


class Waiting(QWidget):
    """What is waited for, how far it is and with what, and a way back."""

    cancelled = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.word, self.stage = QLabel(phrase("waiting.loading", title=told(title))), QLabel()
        self.word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stage.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stage.setObjectName("note")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        grow(self.bar, up_to=MOST, width=WIDE)
        self.cancel = QPushButton(phrase("waiting.back"))
        self.cancel.clicked.connect(self.cancelled)
        box = QVBoxLayout(self)
        box.addStretch(1)
        for part in (self.word, self.bar, self.stage, self.cancel):
            box.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)

    def tell(self, stage: str, share: float) -> None:
        """Of what is done only once: a body that is built, code that is compiled."""
        self.stage.setText(stage)
        self.bar.setRange(0, 100)
        self.bar.setValue(round(100 * share))

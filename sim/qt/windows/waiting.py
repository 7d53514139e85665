"""The page while a case is made ready."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from scenarios.words import told
from sim.qt.words import phrase


class Waiting(QWidget):
    """What is waited for, how far it is, and a way back."""

    cancelled = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.word = QLabel(phrase("waiting.loading", title=told(title)))
        self.word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.cancel = QPushButton(phrase("waiting.back"))
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.addStretch(1)
        box.addWidget(self.word)
        box.addWidget(self.bar)
        box.addLayout(row)
        box.addStretch(1)

    def tell(self, stage: str, share: float) -> None:
        """Of what is done only once: a body that is built, code that is compiled."""
        self.word.setText(stage)
        self.bar.setRange(0, 100)
        self.bar.setValue(round(100 * share))

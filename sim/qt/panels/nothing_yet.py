"""What stands where there is nothing to show yet: that it is so, and what would change it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sim.qt.grown import grow

WIDE = 460
"""Pixels of a line: longer ones are harder to read"""


class NothingYet(QWidget):
    """A sentence, what to do, and the button ``go`` that does it where there is one; ``also``: one that does something else."""

    def __init__(self, so: str, do: str, go: str = "", also: str = "") -> None:
        super().__init__()
        self.go, self.also = QPushButton(go), QPushButton(also)
        self.go.setObjectName("main")
        column = QWidget()
        grow(column, width=WIDE)
        across, box = QHBoxLayout(self), QVBoxLayout(column)
        across.addStretch(1)
        across.addWidget(column)
        across.addStretch(1)
        box.addStretch(2)
        for words, kind in ((so, "case"), (do, "")):
            label = QLabel(words)
            label.setObjectName(kind)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(label)
        for button in (self.go, self.also):
            if button.text():
                box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)

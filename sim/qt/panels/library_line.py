"""What is wrong with the department's library, and the way to say where it lies; nothing to be seen while all is well."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from scenarios import words


class LibraryLine(QWidget):
    """One sentence, and a button."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said, self.choose = QLabel(), QPushButton(words.library("menu"))
        self.said.setObjectName("alarm")
        self.said.setTextFormat(Qt.TextFormat.PlainText)  # a folder's name may stand in it
        self.said.setWordWrap(True)
        self.choose.setToolTip(words.library("about"))
        self.choose.clicked.connect(lambda: self.wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.said, 1)
        row.addWidget(self.choose)
        self.hide()

    def say(self, why: str) -> None:
        """Nothing for what is well."""
        self.said.setText(why)
        self.setVisible(bool(why))

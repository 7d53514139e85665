"""Over the room's lower edge: back to one's place, round the table, and how far the skin is glass."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from sim.qt.grown import grow
from sim.qt.keyed import key_of, keyed
from sim.qt.panels.fields import Slide
from sim.qt.words import phrase

HIGH, MARGIN, GLASS_WIDE = 38, 6, 130


class TheatreBar(QFrame):
    """Shows no glass where none is allowed."""

    def __init__(self, parent: QWidget, glass: bool) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self.back = QPushButton(phrase("theatre_bar.back"))
        self.back.setToolTip(phrase("theatre_bar.back_about"))
        self.round = QPushButton(phrase("theatre_bar.round"))
        self.round.setToolTip(phrase("theatre_bar.round_about"))
        self.glass = Slide()
        self.glass.setRange(0, 100)
        grow(self.glass, width=GLASS_WIDE)
        self.glass.setAccessibleName(phrase("theatre_bar.glass_name"))
        keyed(self.glass, self.glass.setToolTip, lambda: phrase("theatre_bar.glass_about", key=key_of("skin")))
        self.word = QLabel(phrase("theatre_bar.glass"))
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 10, 3)
        for button in (self.back, self.round):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.word)
        row.addWidget(self.glass)
        for widget in (self.word, self.glass):
            widget.setVisible(glass)

    def show_glass(self, share: float) -> None:
        with QSignalBlocker(self.glass):
            self.glass.setValue(round(share * 100))

    def lie_in(self, width: int, height: int, small: bool) -> None:
        """Along the lower edge of the large view; the small one has none."""
        self.setVisible(not small)
        self.setGeometry(MARGIN, height - HIGH - MARGIN, width - 2 * MARGIN, HIGH)

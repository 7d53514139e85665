"""What an attempt at a whole case consists of: its steps in the order of the day, with what counts at each. The same for every case."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from sim.qt.palette import px
from sim.qt.panels.card import Card
from sim.qt.panels.pictogram import Pictogram
from sim.qt.words import phrase

STEPS = {"chart": "leaf_talk", "decision": "sights", "preparation": "finish", "table": "needle", "afterwards": "stand"}
"""Pages of the ward, and the icon of each"""
SIDE, SPREAD = 32, 10
"""Pixels at the usual size of text: of an icon, and between two steps where there is room for it"""


class WholeWay(Card):
    """Says nothing of the case itself."""

    def __init__(self) -> None:
        super().__init__(phrase("whole_way.title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (code, picture) in enumerate(STEPS.items()):
            grid.addWidget(Pictogram(picture, SIDE), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(_told(row + 1, code), row, 1)
            grid.setRowStretch(row, int(row + 1 < len(STEPS)))
        self.box.addLayout(grid, 1)

    def heights(self, width: int) -> tuple[int, int]:
        """Its steps stand apart where the page has room."""
        close, _ = super().heights(width)
        return close, close + (len(STEPS) - 1) * px(SPREAD)


def _told(number: int, code: str) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(1)
    for words, kind in ((f"{number}  {phrase(f'ward.{code}')}", "leaf_title"), (phrase(f"whole_way.{code}"), "long_note")):
        label = QLabel(words)
        label.setObjectName(kind)
        label.setWordWrap(True)
        box.addWidget(label)
    box.addStretch(1)
    return box

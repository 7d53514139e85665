"""The first leaf of a chart: who comes with what, and what of the chart was read so far. It tells nothing of a page that was not opened."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from scenarios.chart import PAGES, Chart, Page
from scenarios.schema import Patient
from scenarios.words import aloud, told
from sim.qt.grown import grow
from sim.qt.palette import styled
from sim.qt.panels.card import Card
from sim.qt.panels.chart_text import digest
from sim.qt.words import heading, phrase, term


class SummaryView(QScrollArea):
    """Grows as pages are read; where text is large it is scrolled."""

    wanted = Signal(str)
    """The page that is to be opened"""

    def __init__(self, patient: Patient, chart: Chart) -> None:
        super().__init__()
        self.chart = chart
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        within = QWidget()
        self.setWidget(within)
        outer = QVBoxLayout(within)
        outer.setContentsMargins(0, 0, 0, 0)
        who = Card()
        name = QLabel(told(patient.name))
        name.setObjectName("case")
        born = QLabel(phrase("summary_view.who", age=patient.age, sex=term(patient.sex)))
        born.setObjectName("note")
        complaint = QLabel(aloud(told(patient.complaint)))
        complaint.setObjectName("says")
        complaint.setWordWrap(True)
        for label in (name, born, complaint):
            who.box.addWidget(label)
        outer.addWidget(who)
        problems = Card(phrase("summary_view.known"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(8)
        self.lines: dict[Page, QLabel] = {}
        for row, page in enumerate(PAGES):
            opener = QPushButton(heading(page))
            grow(opener, up_to=220, least_width=150)
            opener.clicked.connect(lambda _=False, page=page: self.wanted.emit(page))
            line = QLabel(phrase("summary_view.unread"))
            line.setWordWrap(True)
            line.setObjectName("note")
            self.lines[page] = line
            grid.addWidget(opener, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(line, row, 1)
        problems.box.addLayout(grid)
        outer.addWidget(problems)
        outer.addStretch(1)

    def show_read(self, pages: Collection[str]) -> None:
        for page, line in self.lines.items():
            words = digest(self.chart, page) if page in pages else phrase("summary_view.unread")
            words = words[0].upper() + words[1:]
            if line.text() != words:
                line.setText(words)
                styled(line, "" if page in pages else "note")

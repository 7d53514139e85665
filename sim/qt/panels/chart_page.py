"""The chart: a summary that grows, its pages to be read, the MRI, and the talk with the patient."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from meshes.anatomy import Anatomy
from scenarios.chart import PAGES, Chart, Page
from scenarios.schema import Patient
from sim.procedure.mr_series import studies
from sim.qt.grown import grow
from sim.qt.panels.chart_columns import ChartColumns
from sim.qt.panels.chart_text import said
from sim.qt.panels.mri_view import MriView
from sim.qt.panels.scrolled import scrolled
from sim.qt.panels.stop_times import StopTimes
from sim.qt.panels.talk_card import DONE, TalkCard
from sim.qt.panels.whole_rows import WholeRows
from sim.qt.words import heading, phrase
from sim.session.care_commands import OpenChart
from sim.session.observation import Observation

REPORT_TALL = 76
"""So high is a report over its pictures: two lines, the rest to scroll."""


class ChartPage(QWidget):
    """Reading is noticed: a page counts when it is opened. The summary is none."""

    ordered = Signal(object)

    def __init__(self, patient: Patient, chart: Chart, anatomy: Anatomy) -> None:
        super().__init__()
        self.chart = chart
        row = self._row = QHBoxLayout(self)
        row.addLayout(self._contents())
        self.columns = ChartColumns(patient, chart, anatomy)
        self.columns.summary.wanted.connect(self.read)
        self.report = QTextBrowser()
        self.report.setAccessibleName(phrase("chart_page.text"))
        self.report.setMaximumHeight(REPORT_TALL)
        self.report.hide()
        self.mri: MriView | None = None
        """Made when the page is first opened: many an attempt does without."""
        self._body, self._studies = anatomy, studies(chart, anatomy)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self.report)
        self._middle.addWidget(self.columns, 8)
        row.addLayout(self._middle, 1)
        self.talk = TalkCard(chart)
        beside = self._beside = scrolled(self.talk)  # where text is large its questions have no room over the dialogue
        grow(beside, up_to=596, width=352)
        self.talk.ordered.connect(self.ordered)
        self.columns.summary.talk_wanted.connect(self.talk.take_focus)
        row.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)  # as high as its questions until something is answered

    def _contents(self) -> QVBoxLayout:
        left = QVBoxLayout()
        self.front = QPushButton(phrase("chart_page.summary"))
        grow(self.front, up_to=250, width=168)
        self.front.clicked.connect(self._show_summary)
        left.addWidget(self.front)
        self.pages = WholeRows()
        self.pages.setAccessibleName(phrase("chart_page.pages"))
        grow(self.pages, up_to=250, width=168)
        self.pages.show_rows([QListWidgetItem(heading(page)) for page in PAGES])
        self.pages.currentRowChanged.connect(self._open)
        left.addWidget(self.pages, 1)
        self.look_up = QPushButton(phrase("chart_page.stop_times"))
        self.look_up.setToolTip(phrase("chart_page.stop_times_about"))
        self.look_up.clicked.connect(lambda: StopTimes(self).exec())
        left.addWidget(self.look_up)
        return left

    def read(self, page: Page) -> None:
        """Open this page."""
        self.pages.setCurrentRow(PAGES.index(page))

    def _show_summary(self) -> None:
        with QSignalBlocker(self.pages):
            self.pages.setCurrentRow(-1)
        self._show(None)

    def _open(self, row: int) -> None:
        if row < 0:
            return
        self.ordered.emit(OpenChart(page=PAGES[row]))
        self._show(PAGES[row])

    def _show(self, page: Page | None) -> None:
        pictures = bool(self._studies) and page == "imaging"
        if page is not None and pictures and self.mri is None:
            self.mri = MriView(self._body, self._studies)
            self.report.setHtml(said(self.chart, page))
            self._middle.addWidget(self.mri, 8)
        for widget, yes in ((self.report, pictures), (self.mri, pictures), (self.columns, not pictures)):
            if widget is not None:
                widget.setVisible(yes)
        self.columns.show_page(page)

    def observe(self, seen: Observation) -> None:
        for i, page in enumerate(PAGES):
            self.pages.rename(i, f"{DONE if page in seen.care.pages else ''}{heading(page)}")
        self.columns.show_known(seen.care.pages, seen.care.asked)
        self.talk.observe(seen)
        if not self.talk.is_silent:
            self._row.setAlignment(self._beside, Qt.AlignmentFlag(0))

"""The chart: a summary that grows, its pages to be read, the MRI, and the talk with the patient."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from meshes.anatomy import Anatomy
from scenarios.chart import PAGES, Chart, Page
from scenarios.schema import Patient
from sim.procedure.mr_series import studies
from sim.qt.grown import grow, is_large, wears_anew
from sim.qt.palette import px
from sim.qt.panels.card import Card
from sim.qt.panels.chart_columns import ChartColumns
from sim.qt.panels.chart_text import said
from sim.qt.panels.mri_view import MriView
from sim.qt.panels.next_leaf import NextLeaf
from sim.qt.panels.report_card import ReportCard
from sim.qt.panels.scrolled import scrolled
from sim.qt.panels.stop_times import StopTimes
from sim.qt.panels.talk_card import DONE, TalkCard
from sim.qt.panels.whole_rows import WholeRows
from sim.qt.words import heading, phrase
from sim.session.care_commands import OpenChart
from sim.session.observation import Observation

REPORT_WIDE, LEFT_FOR_ONWARD = 236, 0.78
"""Pixels: so wide is a report beside its slices; and what these keep of their size, at least, where the way on stands under them"""
PAGES_MOST = 308
"""Pixels of the list of pages, at any size of text: its longest title has room in a line with its tick"""
PAGE_LEAST = 560
"""Pixels of what is read: where the talk beside it left less, that is opened like a page"""
WIDEST = 2**24 - 1
"""Pixels: no bound"""
DIALOGUE, DIALOGUE_LEAST, DIALOGUE_MOST = 300, 190, 430
"""Pixels of the dialogue beside its questions once something was said: at the usual size of text, where the page is narrow, and at any size
of text"""


class ChartPage(QWidget):
    """Reading is noticed: a page counts when it is opened. The summary is none."""

    ordered = Signal(object)

    def __init__(self, patient: Patient, chart: Chart, anatomy: Anatomy) -> None:
        super().__init__()
        self.chart = chart
        self._page: Page | None = None
        """That is open; None: the summary"""
        self._talks = False
        """Whether the talk is open, where it has no room beside a page"""
        row = self._row = QHBoxLayout(self)
        self._left = QWidget()
        self._left.setLayout(self._contents())
        row.addWidget(self._left)
        self.columns = ChartColumns(patient, chart, anatomy)
        self.columns.summary.wanted.connect(self.read)
        self.report = ReportCard()
        self.coming, self.onward = NextLeaf(), Card()
        self.onward.box.addWidget(self.coming)
        self.onward.hide()
        self.coming.wanted.connect(self.read)
        self.coming.talk_wanted.connect(self._lead_to_talk)
        self.mri: MriView | None = None
        """Made when the chart is first seen: its first slices are there when the page is opened"""
        self._body, self._studies = anatomy, studies(chart, anatomy)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self.report)
        self._middle.addWidget(self.columns, 8)
        row.addLayout(self._middle, 1)
        self.talk = TalkCard(patient, chart)
        beside = self._beside = scrolled(self.talk)  # where text is large its questions have no room over the dialogue
        self.talk.ordered.connect(self.ordered)
        self.talk.began.connect(self._fit)
        self.columns.summary.talk_wanted.connect(self._lead_to_talk)
        row.addWidget(beside)
        self._fit()

    def _contents(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        self.front = QPushButton(phrase("chart_page.summary_counted", count=0, of=len(PAGES)))
        grow(self.front, up_to=PAGES_MOST, width=168)
        self.front.clicked.connect(self._show_summary)
        left.addWidget(self.front)
        self.pages = WholeRows()
        self.pages.setAccessibleName(phrase("chart_page.pages"))
        grow(self.pages, up_to=PAGES_MOST, width=168)
        self.pages.show_rows([QListWidgetItem(heading(page)) for page in PAGES])
        self.pages.currentRowChanged.connect(self._open)
        left.addWidget(self.pages, 1)
        self.to_talk = QPushButton(phrase("known_card.talk"))
        self.to_talk.setCheckable(True)
        self.to_talk.clicked.connect(self._show_talk)
        left.addWidget(self.to_talk)
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

    @property
    def has_room_beside(self) -> bool:
        """Whether the talk stands beside what is read."""
        margins = self._row.contentsMargins()
        taken = self.pages.width() + 2 * self._row.spacing() + margins.left() + margins.right() + PAGE_LEAST
        return self.width() - taken >= self._talk_least(min(px(DIALOGUE_LEAST), DIALOGUE_MOST))

    def _talk_least(self, dialogue: int) -> int:
        """Pixels across of the talk with so many of dialogue: as its questions, in whatever language, need it. It is never scrolled
        sideways."""
        edges = 2 * self._beside.frameWidth() + self._beside.verticalScrollBar().sizeHint().width()
        return self.talk.widened(dialogue) + edges

    def _talk_wide(self) -> int:
        """As narrow as its questions until something was said."""
        if not self.talk.has_begun:
            return self._talk_least(0)
        margins = self._row.contentsMargins()
        room = self.width() - self.pages.width() - 2 * self._row.spacing() - margins.left() - margins.right() - PAGE_LEAST
        least, wished = (self._talk_least(min(px(one), DIALOGUE_MOST)) for one in (DIALOGUE_LEAST, DIALOGUE))
        return max(least, min(wished, room))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._studies and self.mri is None:
            QTimer.singleShot(0, self, self._make_mri)  # when the page itself is drawn

    def _make_mri(self) -> None:
        """Its slices are made beside the window."""
        if self.mri is None:
            self.mri = MriView(self._body, self._studies)
            self.mri.hide()
            self.mri.enlarged.connect(self._fit)
            self._middle.addWidget(self.mri, 8)
            self._middle.addWidget(self.onward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._fit()

    def _show_talk(self) -> None:
        """In the place of a page."""
        with QSignalBlocker(self.pages):
            self.pages.setCurrentRow(-1)
        self._talks = True
        self._fit()

    def _lead_to_talk(self) -> None:
        if not self.has_room_beside:
            self._show_talk()
        self.talk.take_focus()

    def _fit(self) -> None:
        """The talk beside what is read, or in its place."""
        pictures = self._page == "imaging" and self.mri is not None
        alone = pictures and self.mri is not None and self.mri.is_alone
        beside = self.has_room_beside and not alone
        read = beside or alone or not self._talks
        for widget, yes in ((self.report, pictures and not alone), (self.mri, pictures), (self.columns, not pictures)):
            if widget is not None:
                widget.setVisible(yes and read)
        self._left.setHidden(alone)
        self._lay_report(pictures and not alone and read, beside)
        self.to_talk.setVisible(not beside)
        self.to_talk.setChecked(self._talks)
        self.talk.stand_beside(beside)
        self._beside.setVisible(beside or self._talks)
        self._beside.setMinimumWidth(self._talk_wide() if beside else 0)
        self._beside.setMaximumWidth(self._talk_wide() if beside else WIDEST)
        for part, wide in ((self._middle, read), (self._beside, not read)):
            self._row.setStretchFactor(part, int(wide))

    def _lay_report(self, told: bool, talk_is_beside: bool) -> None:
        """Over the pictures; where text is large it would take their height, and stands beside them if they have room for that."""
        edges = self._row.contentsMargins()
        room = self.width() - self.pages.width() - 2 * self._row.spacing() - edges.left() - REPORT_WIDE
        beside = told and self.mri is not None and is_large() and room - self._middle.spacing() >= self.mri.both_wide
        self._middle.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.report.setMinimumWidth(REPORT_WIDE if beside else 0)
        self.report.setMaximumWidth(REPORT_WIDE if beside else WIDEST)
        self.onward.hide()
        tall = self.height() - edges.top() - edges.bottom()
        if beside:
            self.report.stand_beside(REPORT_WIDE, tall)
        elif told and self.mri is not None:
            wide = self.width() - edges.left() - edges.right() - self.pages.width() - self._row.spacing()
            wide -= self._talk_wide() + self._row.spacing() if talk_is_beside else 0
            self._stand_over(self.mri, wide, tall)

    def _stand_over(self, mri: MriView, wide: int, tall: int) -> None:
        """The report, then the slices as large as the page is wide, then the way on: that where it costs them next to nothing."""
        apart = self._middle.spacing()
        least, slices = self.report.least(wide), mri.high(wide)
        spare, onward = tall - least - apart - slices, apart + self.onward.sizeHint().height()
        leads_on = spare + (1 - LEFT_FOR_ONWARD) * wide / 2 >= onward
        self.onward.setVisible(leads_on)
        self.report.stand_over(wide, least + max(spare - (onward if leads_on else 0), 0))

    def _open(self, row: int) -> None:
        if row < 0:
            return
        self.ordered.emit(OpenChart(page=PAGES[row]))
        self._show(PAGES[row])

    def _show(self, page: Page | None) -> None:
        pictures = bool(self._studies) and page == "imaging"
        if page is not None and pictures:
            self._make_mri()
            self.report.tell(said(self.chart, page))
        if self.mri is not None:
            self.mri.enlarge(False)
        self._page, self._talks = page, False
        self._fit()
        self.columns.show_page(page)

    def observe(self, seen: Observation) -> None:
        for i, page in enumerate(PAGES):
            self.pages.rename(i, f"{DONE if page in seen.care.pages else ''}{heading(page)}")
        self.coming.show_left(seen.care.pages, [topic for topic in self.columns.summary.topics if topic not in seen.care.asked])
        self.columns.show_known(seen.care.pages, seen.care.asked)
        self._count(self.front, "summary", len(seen.care.pages), len(PAGES))
        topics = self.columns.summary.topics
        self._count(self.to_talk, "talk", sum(topic in seen.care.asked for topic in topics), len(topics))
        self.talk.observe(seen)

    def _count(self, button: QPushButton, name: str, done: int, of: int) -> None:
        """How much is done stands on the way to the rest of it, where else nothing tells it beside a page."""
        words = phrase(f"chart_page.{name}_counted", count=done, of=of)
        if button.text() != words:
            button.setText(words)

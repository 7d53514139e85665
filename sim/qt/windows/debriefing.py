"""After the attempt: the score, a remark for each loss, and each remark's moment again, in X-ray and in three dimensions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from scenarios import files, words
from sim.exchange import report
from sim.exchange.afterword import afterword
from sim.fluoroscopy.imager import Imager
from sim.procedure.course import course
from sim.procedure.diary import diary
from sim.qt.grown import is_large, wears_anew
from sim.qt.job import Job, Tell
from sim.qt.palette import px
from sim.qt.panels.button_rows import ButtonRows
from sim.qt.panels.course_view import CourseView
from sim.qt.panels.decided_view import DecidedView
from sim.qt.panels.points_view import PointsView
from sim.qt.panels.remark_list import RemarkList
from sim.qt.panels.scorecard import Scorecard
from sim.qt.panels.scrolled import scrolled
from sim.qt.panels.tab_rows import TabRows
from sim.qt.printing import print_pdf
from sim.qt.windows.attempt_words import dose_words, met_words, whose_case
from sim.qt.windows.column import page_of
from sim.qt.windows.comment_pad import CommentPad
from sim.qt.windows.film import Film
from sim.qt.windows.film_leaf import FilmLeaf
from sim.qt.windows.from_gradebook import Again
from sim.qt.windows.last_time import LastTime
from sim.qt.windows.others import Others
from sim.qt.windows.two_ways import TwoWays, Way, way_of
from sim.qt.windows.what_if import WhatIf
from sim.qt.words import phrase
from sim.records.recording import Recording
from sim.scoring.rubric import Score, judge
from sim.session.lying import lain_at_end
from sim.session.session import STEP_S
from sim.session.world import World

SHARE = 0.28
"""Of a wide page's width, for what is said beside the pictures"""
WIDTH, WIDEST, MOST = 420, 620, 0.42
"""Pixels of it at least: at the usual size of text, and at any, but for a page of which that is less than such a share"""
NARROW = 800
"""A page less wide, in pixels at the usual size of text, has room for one thing: the film has a tab"""
LOW = 860
"""Of a page lower than so many pixels, at the usual size of text, the remarks would have too little"""
ANY_WIDTH = 16_777_215
EDGE = 16
"""Pixels round the page, and between what is said and the pictures"""
BESIDE, SPACING, UNDER_TABS = 7, 4, 8
"""Pixels on either side of a button's word, between two, and between the tabs and a heading"""


@dataclass(frozen=True)
class WayBack:
    """From a debriefing."""

    go: Callable[[], object]
    words: str
    """Where it leads"""
    writes: bool = False
    """Whether who goes this way is an instructor, who says something of the attempt; else its learner"""


class Debriefing(QWidget):
    """The result page."""

    again = Signal()
    """The case once more, with another seed"""
    same = Signal()
    """The very same once more"""
    leave = Signal()

    def __init__(self, world: World, recording: Recording, imager: Imager, back: WayBack | None = None, again: Again | None = None) -> None:
        """``again``: as it lies in the gradebook, where it is seen again; nothing is done again then."""
        super().__init__()
        self.setObjectName("page")
        self.world, self.recording, self.imager = world.lain(lain_at_end(recording.events)), recording, imager
        self.whose, self._back = again.whose if again else "", back.words if back else phrase("debriefing.other_case")
        self.comments = CommentPad(again.number, back is not None and back.writes) if again else None
        self.score: Score = judge(recording, files.rubric_of(world.scenario), world.scenario)
        self.film = Film(self.world, recording, imager, self.score)
        self.caption = self.film.caption
        self._writer: Job | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        row.setSpacing(EDGE)  # figures do not end at the black of a picture
        self.pictures = QStackedWidget()
        self._left = QWidget()
        self._left.setLayout(self._said())
        row.addWidget(self._left)
        self.two_ways = TwoWays(self.world, self.film.darkroom, self.film.glassroom)
        for page in (self.film, self.two_ways):
            self.pictures.addWidget(page)
        row.addWidget(self.pictures, 1)
        self.what_if.pictured.connect(self._beside)
        self.last_time.pictured.connect(self._beside_competent)
        self.two_ways.left.connect(self._alone)
        if self.comments is not None:
            self.comments.picked.connect(self._go_to)
            self.comments.came.connect(self.film.show_comments)
            self.film.player.stood.connect(self.comments.stand_at)
        self.film.go_to(self._first_moment())

    def _said(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        met = (
            phrase("debriefing.whose", whose=self.whose, seed=self.recording.header.seed)
            if self.whose
            else met_words(self.recording.header)
        )
        who, dose = whose_case(self.world.scenario), dose_words(self.recording.events)
        self.card = Scorecard(self.score, self.recording.mode, met, self.recording.steps * STEP_S, who, dose)
        column.addWidget(self.card)
        self.filed = QLabel("")
        self.filed.setObjectName("note")
        self.filed.setWordWrap(True)
        self.filed.hide()
        column.addWidget(self.filed)
        self.remarks = RemarkList(self.score, self.world.scenario, self.recording.events)
        self.remarks.wanted.connect(self._go_to)
        self.order = QLabel(phrase("debriefing.order"))
        self.order.setObjectName("note")
        self.order.setVisible(len(self.score.remarks) > 1)
        tabs = self.tabs = TabRows(phrase("debriefing.parts"))
        result = page_of(self)
        tabs.add(scrolled(result), phrase("debriefing.result"))
        tabs.add(page_of(self, self.order, self.remarks), phrase("debriefing.remarks"))
        if self.comments is not None:
            tabs.add(self.comments, phrase("comments.title"))
        case = self.world.scenario
        found = course(self.recording.events, case, self.recording.header.seed)
        self.follow_up = CourseView(found, diary(found, self.recording.events), afterword(case, self.recording.events))
        self.decided = DecidedView(case, self.recording.events)
        after = page_of(self, self.decided, self.follow_up)
        after.setContentsMargins(0, UNDER_TABS, 0, 0)
        tabs.add(scrolled(after), phrase("debriefing.follow_up"))
        self.points = PointsView(self.score, files.rubric_of(case).pass_mark)
        tabs.add(scrolled(self.points), phrase("debriefing.points"))
        self.what_if = WhatIf(self.world, self.recording, self.score, self.film)
        tabs.add(scrolled(self.what_if), words.what_if("title"))
        self.last_time = LastTime(self.world, self.recording, self.score)
        tabs.add(scrolled(self.last_time), words.what_if("compared"))
        self.film_leaf = FilmLeaf(self.pictures, self.film)
        tabs.add(self.film_leaf, phrase("debriefing.film"))
        tabs.offer(tabs.pages.count() - 1, False)
        column.addWidget(tabs, 1)
        self.ways_on = self._ways()
        column.addWidget(self.ways_on)
        tabs.pages.currentChanged.connect(lambda _: self._clear())
        self._result = result
        self._fold()
        return column

    def _ways(self) -> ButtonRows:
        rows = ButtonRows(BESIDE, SPACING)
        rows.setObjectName("ways_on")
        seed = self.recording.header.seed
        once_more: tuple[tuple[str, Callable[[], object], str], ...] = (
            (phrase("debriefing.again"), self.again.emit, phrase("debriefing.again_about")),
            (phrase("debriefing.same"), self.same.emit, phrase("debriefing.same_about", seed=seed)),
        )
        for word, what, about in (
            *(() if self.whose else once_more),
            (self._back, self.leave.emit, self._back),
            (phrase("debriefing.report"), self._report, phrase("debriefing.report_about")),
        ):
            button = QPushButton(word)
            button.setToolTip(about)
            button.clicked.connect(what)
            rows.add(button)
        return rows

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._spread()
            self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()
        self._fold_bars()

    def _spread(self) -> None:
        """Beside each other; on a narrow page each has all of it in its turn."""
        wide, leaf = self.width(), self.film_leaf
        narrow = wide < px(NARROW)
        if narrow != leaf.stands_here:
            leaf.take() if narrow else leaf.give(self._row)
            self.tabs.offer(self.tabs.pages.indexOf(leaf), narrow)
            self._clear()
        left = 0 if narrow else max(min(px(WIDTH), max(WIDEST, round(MOST * wide))), round(SHARE * wide))
        self._left.setMinimumWidth(left)
        self._left.setMaximumWidth(left or ANY_WIDTH)

    def _fold_bars(self) -> None:
        """Where the page is low the bars leave the remarks their height; where they have all of its width none lies below the edge."""
        low = not is_large() and self.height() < px(LOW)
        self.card.bars.fold(self.film_leaf.stands_here or low, brief=low)

    def _fold(self) -> None:
        """Where text is large sentences and bars of the score have a tab: above the tabs they would push them off the screen."""
        if is_large():
            self.card.lend(self._result)
        else:
            self.card.take_back()
        self._fold_bars()
        self.tabs.offer(0, is_large())

    def say_filed(self, words: str) -> None:
        """Whether the attempt lies in the gradebook."""
        self.filed.setText(words)
        self._clear()

    def _clear(self) -> None:
        """A film in a tab has the height of what leads away from the page, and of where the attempt lies: the other tabs have them."""
        filmed = self.film_leaf.stands_here and self.tabs.pages.currentWidget() is self.film_leaf
        self.ways_on.setHidden(filmed)
        self.filed.setVisible(bool(self.filed.text()) and not filmed)

    def _first_moment(self) -> int:
        """What went critically wrong; else how the contrast lay when its injection ended; else the end."""
        wrong = [r.step for r in self.score.remarks if r.critical and r.step is not None]
        spread = [e.step for e in self.recording.events if e.kind == "injection_ended" and e.data["fluid"] == "contrast"]
        return (wrong[:1] + spread[-1:] + [self.recording.steps])[0]

    def _go_to(self, step: int) -> None:
        self._alone()
        self.film.go_to(step)
        self._turn_to_pictures()

    def _beside(self, first: Way, second: Way, step: int) -> None:
        """Two attempts in place of the film."""
        self.film.player.stop()
        self.pictures.setCurrentWidget(self.two_ways)
        self.two_ways.show_ways(first, second, step)
        self._turn_to_pictures()

    def _turn_to_pictures(self) -> None:
        """Where they have a tab."""
        if self.film_leaf.stands_here:
            self.tabs.open(self.film_leaf)

    def _beside_competent(self, others: Others) -> None:
        """Competent hands beside this attempt, held together where each gave the drug: they took different times; else from the start."""
        if self.film.reel is None or others.reel is None:
            return
        own = self.recording.drug_step
        ahead = others.drug - own if others.drug is not None and own is not None else 0
        competent = way_of(words.what_if("competent"), others.reel, ahead)
        self._beside(competent, way_of(words.what_if("this_time"), self.film.reel), own or 0)

    def _alone(self) -> None:
        """The film again."""
        self.two_ways.player.stop()
        self.pictures.setCurrentWidget(self.film)

    def _report(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, phrase("debriefing.save_report"), f"{self.world.scenario.name}.html", "HTML (*.html);;PDF (*.pdf)"
        )
        if name:
            self.write_report(name)

    def write_report(self, name: str) -> None:
        """Play the attempt again for its pictures and write the page; beside the window."""
        self.caption.setText(phrase("debriefing.writing"))
        comments = [(one.step, one.author, one.text) for one in self.comments.found] if self.comments is not None else []

        def work(tell: Tell) -> str:
            report.of_recording(name, self.recording, self.world, self.score, self.imager, print_pdf, comments)
            return name

        self._writer = Job("report", work, self._open, lambda fault: self.film.complain(phrase("debriefing.not_written"), fault))

    def _open(self, name: str) -> None:
        self.caption.setText(phrase("debriefing.written", name=name))
        QDesktopServices.openUrl(QUrl.fromLocalFile(name))

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._writer is not None:
            self._writer.abandon()
        if self.comments is not None:
            self.comments.closing()
        self.what_if.closing()
        self.last_time.closing()
        self.two_ways.closing()
        self.film.closing()

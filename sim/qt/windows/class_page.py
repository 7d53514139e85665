"""The page of a class: who has done what, curves side by side, what the class fails, how hard each case is, every attempt to look into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from scenarios import files, words
from scenarios.words import told
from sim.qt.grown import is_large, wears_anew
from sim.qt.job import Fault, Job
from sim.qt.panels.curve_view import CurveView, Series, sample_icon
from sim.qt.panels.cusum_limits import limits_beside, sums_of
from sim.qt.panels.figures_table import FiguresTable
from sim.qt.panels.nothing_yet import NothingYet
from sim.qt.panels.pin_field import PinField
from sim.qt.panels.scrolled import scrolled
from sim.qt.windows.class_rows import of_attempt, of_item, of_missed
from sim.qt.windows.curve_page import APART
from sim.qt.windows.exams_tab import ExamsTab
from sim.qt.windows.from_gradebook import PinWanted, export_records, fetch_attempts, fetch_cohort
from sim.qt.windows.members_tab import MembersTab
from sim.qt.windows.papers import Papers
from sim.qt.windows.records_of_one import KINDS, RecordsOfOne
from sim.qt.words import phrase
from sim.scoring.cusum import cusum

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.cohort import Cohort, Member
    from sim.exchange.gradebook.rows import Filing

LEARNERS, ATTEMPTS, EXAMS = 0, 3, 4
"""The tabs of them; curves are of those who stand in the first, and in the second"""
BESIDE, AT_FIRST = 6, 3
"""Curves that are shown side by side at the most, and before anybody chose"""


class ClassPage(QWidget):
    """Everybody in the gradebook."""

    leave = Signal()
    replayed = Signal(int)
    """An attempt by its number, to be seen again"""

    def __init__(self, is_open: bool = False) -> None:
        """``is_open``: nobody is asked for the instructor's PIN."""
        super().__init__()
        self.setObjectName("page")
        self._is_open = is_open
        self.found: Cohort | None = None
        self._exams_first = False
        """Exams are to be set before anybody has finished anything"""
        self._jobs: dict[str, Job] = {}
        self._whose: dict[int, str] = {}  # each listed attempt's learner, by its number
        self._titles = {name: told(files.scenario(path).title) for name, path in files.all_shipped().items()}
        self.members = _table("learners", "learner", "attempts", "passed_share", "cases", "lately", "cusum", "last")
        self.missed = _table("measures", "measure", "judged", "missed", "missed_share", "failed_by")
        self.items = _table("cases", "case", "learners", "passed_at_first", "tells_apart", "mean")
        self.attempts = _table("attempts", "case", "learner", "mode", "day", "points", "passed", "number")
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName(phrase("class_page.tables"))
        self.sieve = MembersTab(self.members)
        for table, barred, explained in ((self.missed, 3, ("failed_by",)), (self.items, 2, ("passed_at_first", "tells_apart"))):
            table.draw(barred)
            table.explain({phrase(f"class_page.{name}"): phrase(f"class_page.{name}_about") for name in explained})
        for tab, table in ((self.sieve, self.members), (self.missed, self.missed), (self.items, self.items)):
            self.tabs.addTab(tab, table.accessibleName())
        self.tabs.addTab(self._attempts_tab(), self.attempts.accessibleName())
        self.exams = ExamsTab()
        self.exams.released.connect(self.ask)
        self.tabs.addTab(self.exams, self.exams.table.accessibleName())
        self.points, self.sums = CurveView(phrase("class_page.points")), CurveView(phrase("class_page.cusum"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        outer.addLayout(self._head())
        self.said = QLabel()
        self.said.setObjectName("note")
        self.said.setWordWrap(True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        outer.addWidget(self.said)
        self.nobody = NothingYet(
            phrase("class_page.nobody"), phrase("class_page.nobody_do"), phrase("waiting.back"), phrase("class_page.to_exams")
        )
        self.nobody.go.clicked.connect(self.leave)
        self.nobody.also.clicked.connect(self._to_exams)
        self.body, drawn = QWidget(), QWidget()
        self.curves = scrolled(drawn)
        self._beside, curves = QHBoxLayout(self.body), QVBoxLayout(drawn)
        for box in (self._beside, curves):
            box.setContentsMargins(0, 0, 0, 0)
        for view in (self.points, self.sums):
            curves.addWidget(view, 1)
        self._beside.addWidget(self.tabs, 7)
        self._put_curves()
        for widget in (self.body, self.nobody):  # until it is known that nobody is to be asked for a PIN
            outer.addWidget(widget, 1)
            widget.hide()
        self.tabs.currentChanged.connect(lambda _: self._turned())
        self.members.itemSelectionChanged.connect(self._show_curves)
        self.sieve.sifted.connect(self._show_curves)
        self.members.wanted.connect(lambda name: self._list_attempts(learner=name))
        self.items.wanted.connect(lambda case: self._list_attempts(case=case))
        self.attempts.wanted.connect(lambda number: self.replayed.emit(number))
        self.ask()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._put_curves()
            self._show_curves()

    def _put_curves(self) -> None:
        """Beside the tables; in a tab where text is large, which leaves neither of them its width."""
        if is_large():
            if self.tabs.indexOf(self.curves) < 0:
                self.tabs.addTab(self.curves, phrase("class_page.curves"))
        elif self._beside.indexOf(self.curves) < 0:
            self._beside.addWidget(self.curves, 5)
        self._lay_open()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back, self.export = QPushButton(phrase("waiting.back")), QPushButton(phrase("class_page.export"))
        self.back.clicked.connect(self.leave)
        self.export.setToolTip(phrase("class_page.export_about"))
        self.export.clicked.connect(self._export)
        title = QLabel(phrase("class_page.class"))
        title.setObjectName("big")
        row.addWidget(self.back)
        row.addSpacing(APART)
        self.pin = PinField()
        self.pin.hide()
        self.pin.returnPressed.connect(self.ask)
        row.addWidget(title)
        row.addWidget(self.pin)
        row.addStretch(1)
        self.papers = Papers(lambda: str(self.members.chosen()[0]))
        self.papers.setEnabled(False)  # until one learner stands chosen
        self.papers.said.connect(lambda said: self.said.setText(said))  # which is made below
        self.one = RecordsOfOne(lambda: str(self.members.chosen()[0]), may_erase=True)
        self.one.setEnabled(False)
        self.one.said.connect(lambda said: self.said.setText(said))
        self.one.erased.connect(self.ask)
        for button in (self.papers, self.one, self.export):
            row.addWidget(button)
        return row

    def _attempts_tab(self) -> QWidget:
        page = QWidget()
        box, row = QVBoxLayout(page), QHBoxLayout()
        box.setContentsMargins(0, 4, 0, 0)
        self.whose = QLabel()
        self.whose.setObjectName("note")
        self.everybody, self.see = (QPushButton(phrase(f"class_page.{name}")) for name in ("newest", "see"))
        self.everybody.clicked.connect(lambda: self._list_attempts())
        self.see.clicked.connect(lambda: self.replayed.emit(self.attempts.chosen()[0]))
        self.see.setEnabled(False)
        self.attempts.itemSelectionChanged.connect(self._choose_attempt)
        row.addWidget(self.whose, 1)
        row.addWidget(self.everybody)
        row.addWidget(self.see)
        box.addLayout(row)
        box.addWidget(self.attempts, 1)
        return page

    def _choose_attempt(self) -> None:
        self.see.setEnabled(bool(self.attempts.chosen()))
        self._show_curves()

    def ask(self) -> None:
        """Everything anew."""
        self.said.setText(phrase("class_page.reading"))
        pin = None if self._is_open else self.pin.taken()
        self._start("cohort", fetch_cohort(pin, self._answered, lambda fault: self.said.setText(fault.words)))

    def _answered(self, found: Cohort | PinWanted) -> None:
        """Everything, or that a PIN is wanted first: then nothing stands here."""
        self._is_open = not isinstance(found, PinWanted)
        self.pin.setVisible(not self._is_open)
        for widget in (self.body, self.export, self.papers, self.one):
            widget.setVisible(self._is_open)
        if isinstance(found, PinWanted):
            self.nobody.hide()
            self.said.setText(words.pin("class_wrong" if found.wrong else "class_wanted"))
            self.pin.setFocus()
            return
        self._come(found)
        self._list_attempts(show=False)
        self.exams.ask()

    def _start(self, what: str, job: Job) -> None:
        """What was asked before of the same is forgotten."""
        if what in self._jobs:
            self._jobs[what].abandon()
        self._jobs[what] = job

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        self.papers.closing()
        self.one.closing()
        self.exams.closing()
        for job in self._jobs.values():
            job.abandon()

    def _come(self, found: Cohort) -> None:
        self.found = found
        self.sieve.show_members(found.members)
        often = sorted(found.missed, key=lambda one: (-one.remarked, -one.share))  # one of one is no weakness of a class
        self.missed.show_rows([(one.name, of_missed(one)) for one in often])
        self.items.show_rows([(one.case, of_item(one, self._titles)) for one in found.items])
        count = sum(len(one.totals) for one in found.members)
        self.said.setText(phrase("class_page.said", learners=len(found.members), attempts=count))
        self._lay_open()

    def _lay_open(self) -> None:
        """Tables and curves; where nobody has finished anything one sentence in place of all of them."""
        if self.found is None:
            return
        anybody, tab = bool(self.found.members), self.tabs.indexOf(self.curves)
        self.nobody.setVisible(not anybody and not self._exams_first)
        self.body.setVisible(self.nobody.isHidden())
        if tab >= 0:
            self.tabs.setTabVisible(tab, anybody)
        else:
            self.curves.setVisible(anybody and self.tabs.currentIndex() in (LEARNERS, ATTEMPTS))

    def _turned(self) -> None:
        self._lay_open()
        self._show_curves()

    def _to_exams(self) -> None:
        """They can be set before anybody has finished anything."""
        self._exams_first = True
        self.tabs.setCurrentIndex(EXAMS)
        self._lay_open()

    def _show_curves(self) -> None:
        for button, about in ((self.papers, words.paper("papers_about")), (self.one, phrase("records_of_one.about"))):
            button.setEnabled(len(self.members.chosen()) == 1)
            button.setToolTip(about if button.isEnabled() else phrase("class_page.choose_one"))
        if self.found is None:
            return
        members = self._drawn(self.found)
        titles = [phrase("class_page.points_about"), phrase("curve_page.cusum_about")]
        if len(members) == 1:  # which no legend names
            titles = [
                phrase("class_page.of_one", title=title, name=members[0].name) for title in (phrase("curve_page.points_about"), titles[1])
            ]
        self.points.show_curves(titles[0], [Series(one.name, one.totals) for one in members])
        sums = [cusum(one.passed) for one in members]
        curves = [sums_of(one.name, found) for one, found in zip(members, sums, strict=True)]
        self.sums.show_curves(titles[1], curves, limits_beside(sums))
        self.members.show_signs({one.name: sample_icon(number) for number, one in enumerate(members)}, phrase("class_page.drawn"))

    def _drawn(self, found: Cohort) -> list[Member]:
        """Who was chosen in the list that is open, or stands in it first."""
        if self.tabs.currentIndex() == ATTEMPTS and self._whose:
            chosen = [self._whose[number] for number in self.attempts.chosen()]
            names = list(dict.fromkeys(chosen))[:BESIDE] or list(dict.fromkeys(self._whose.values()))[:AT_FIRST]
            return [one for name in names for one in found.members if one.name == name]
        wanted = self.members.chosen()[:BESIDE]
        return [one for one in found.members if one.name in wanted] or self.sieve.shown[:AT_FIRST]

    def _list_attempts(self, learner: str | None = None, case: str | None = None, show: bool = True) -> None:
        of = learner or (self._titles.get(case, case) if case else phrase("class_page.everybody"))
        self.whose.setText(phrase("class_page.whose", of=of))
        if show:
            self.tabs.setCurrentIndex(ATTEMPTS)
        self._start("attempts", fetch_attempts(learner, case, self._show_attempts, self._complain))

    def _show_attempts(self, rows: list[Filing]) -> None:
        self._whose = {row.number: row.learner for row in rows}
        self.attempts.show_rows([(row.number, of_attempt(row, self._titles)) for row in rows])
        self._show_curves()

    def _complain(self, fault: Fault) -> None:
        self.said.setText(fault.words)

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, phrase("class_page.export_every"), phrase("class_page.file"), KINDS)
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Every attempt into a file, beside the window."""
        self.said.setText(phrase("class_page.writing", path=path))
        self._start("export", export_records(path, lambda count: self._written(count, path), self._complain))

    def _written(self, count: int, path: Path) -> None:
        self.said.setText(phrase("class_page.written", count=count, path=path))


def _table(name: str, *columns: str) -> FiguresTable:
    """A table and its columns by their names in the catalogue."""
    return FiguresTable(phrase(f"class_page.{name}"), tuple(phrase(f"class_page.{column}") for column in columns))

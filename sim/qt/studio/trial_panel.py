"""What a case is put to, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from scenarios import files
from sim.qt.grown import is_large, wears_anew
from sim.qt.job import Fault, Job
from sim.qt.panels.fields import Choice, Whole
from sim.qt.studio.histogram import Histogram
from sim.qt.studio.manuscript import Manuscript
from sim.qt.studio.trials import CheckSaid, case_in, check_text, keep_attempt, rehearse_text
from sim.qt.studio.way_page import WayPage
from sim.qt.words import phrase, term
from sim.records.recording import Recording
from sim.scoring.rubric import Score
from sim.studies.rehearsal import OPERATORS, Operator, Outcome

MOST_SEEDS, SEEDS_AT_FIRST = 200, 10
TRIALS = ("check", "rehearse", "enter")
"""What a case is put to, by the names of their phrases"""


class TrialPanel(QGroupBox):
    """One trial at a time, beside the window; what it found stands in the list until the next one."""

    entered = Signal()
    """The case is to be begun in the room"""

    def __init__(self, written: Callable[[], Manuscript]) -> None:
        super().__init__()
        self._written = written
        self._attempt: Recording | None = None
        """The last one that was made in the room with this case"""
        self._job: Job | None = None
        self.enter, self.check, self.rehearse = (QPushButton(phrase(f"studio.{code}")) for code in ("enter", "check", "rehearse"))
        self.enter.setObjectName("main")  # where it stands is the page's: it is never hidden
        self.enter.setToolTip(phrase("studio.enter_about"))
        self.check.setToolTip(phrase("studio.check_about"))
        self.rehearse.setToolTip(phrase("studio.rehearse_about"))
        self.acts = QCheckBox(phrase("studio.acts"))
        self.acts.setToolTip(phrase("studio.acts_about"))
        self.script = QPushButton(phrase("studio.keep_script"))
        self.script.setToolTip(phrase("studio.keep_script_about"))
        self.hands, self.seeds = Choice(), Whole(phrase("studio.how_many_seeds"))
        self.hands.setAccessibleName(phrase("studio.whose_hands"))
        for operator in OPERATORS:
            self.hands.addItem(phrase(f"studio.hands_{operator}"), operator)
        self.seeds.setRange(1, MOST_SEEDS)
        self.seeds.setValue(SEEDS_AT_FIRST)
        self.seeds.setSuffix(phrase("studio.seeds"))
        self.stop = QPushButton(phrase("studio.stop"))
        self.bar, self.list, self.histogram, self.said = QProgressBar(), QListWidget(), Histogram(), QLabel()
        self.nothing = QLabel()
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(phrase("studio.found"))
        self.said.setWordWrap(True)
        self.bar.setRange(0, 1000)
        self.way = WayPage(written)
        self._lay()
        self._tell_nothing()
        self._show_found()
        self.enter.clicked.connect(self.entered)
        self.check.clicked.connect(self._check)
        self.rehearse.clicked.connect(self._rehearse)
        self.script.clicked.connect(self._keep)
        self.stop.clicked.connect(lambda: self._job.stop() if self._job is not None else None)
        self._work(None)

    def _lay(self) -> None:
        box = QVBoxLayout(self)
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.check, self.acts, self.script),
            (self.rehearse, self.hands, self.seeds),
            (self.bar, self.stop),
            (self.said,),
        )
        for row in rows:
            line = QHBoxLayout()
            for widget in row:
                line.addWidget(widget)
            box.addLayout(line)
        found, inside = QWidget(), QVBoxLayout()
        inside.setContentsMargins(0, 4, 0, 0)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.histogram)
        inside.addWidget(self.nothing, 1)
        found.setLayout(inside)
        self.results = QTabWidget()
        self.results.tabBar().setAccessibleName(phrase("studio.came_of_it"))
        self.results.addTab(found, phrase("studio.results"))
        self.results.addTab(self.way, phrase("studio.way"))
        box.addWidget(self.results, 1)

    @property
    def at_work(self) -> bool:
        return self._job is not None

    def _work(self, job: Job | None) -> None:
        self._job = job
        self.check.setEnabled(job is None)
        self.rehearse.setEnabled(job is None)
        self.script.setEnabled(job is None and self._attempt is not None)
        self.bar.setVisible(job is not None)
        self.stop.setVisible(job is not None)
        self.bar.setValue(0)

    def show_attempt(self, attempt: Recording | None) -> None:
        """The one from which the author comes back."""
        self._attempt = attempt
        self._work(self._job)

    def _keep(self) -> None:
        written = self._written()
        if self._attempt is None or written.path is None or written.dirty:
            self.said.setText(phrase("studio.save_first"))
            return
        self._begin()
        self.said.setText(phrase("studio.keeping"))
        self._work(keep_attempt(written, self._attempt, self._kept, self._failed, self._hear))

    def _kept(self, found: tuple[Path, Score]) -> None:
        self._work(None)
        path, score = found
        self.said.setText(phrase("studio.script_kept", points=f"{score.total:.1f}", path=path))

    def _begin(self) -> None:
        """What was found before is gone, and what comes is looked at."""
        self.list.clear()
        self._show_found()
        self.results.setCurrentIndex(0)

    def _check(self) -> None:
        self._begin()
        self.said.setText(phrase("studio.checking"))
        self._work(check_text(self._written(), self.acts.isChecked(), self._checked, self._failed, self._hear))

    def _rehearse(self) -> None:
        self._begin()
        self.said.setText(phrase("studio.hands_at_work", hands=self.hands.currentText()))
        operator: Operator = self.hands.currentData()
        text = self._written().text
        done = partial(self._rehearsed, text, operator)
        self._work(rehearse_text(text, operator, self.seeds.value(), done, self._failed, self._hear))

    def _hear(self, stage: str, share: float) -> None:
        self.bar.setFormat(stage)
        self.bar.setValue(round(1000 * share))

    def _checked(self, found: CheckSaid) -> None:
        self._work(None)
        self.said.setText(phrase("studio.good" if found.good else "studio.not_yet"))
        self.list.addItems(found.sentences)
        self._show_found()

    def _rehearsed(self, text: str, operator: Operator, found: list[Outcome]) -> None:
        self._work(None)
        passed = sum(1 for one in found if one.score is not None and one.score.passed)
        self.said.setText(phrase("studio.so_many_passed", hands=phrase(f"studio.hands_{operator}"), passed=passed, number=len(found)))
        self.list.addItems([_of_outcome(one) for one in found])
        mark = files.rubric_of(case_in(text)).pass_mark
        self.histogram.show_totals(operator, [one.score.total if one.score is not None else 0.0 for one in found], mark)
        self._show_found()

    def _failed(self, fault: Fault) -> None:
        self._work(None)
        self.said.setText(fault.words or phrase("studio.stopped"))

    def forget(self) -> None:
        """Another case stands there: nothing that comes is of it."""
        self.closing()
        self._attempt = None
        self.way.forget()
        self._work(None)
        self.said.clear()
        self.list.clear()
        self.histogram.clear()
        self._show_found()

    def _show_found(self) -> None:
        """An empty box and a bare axis tell nothing: before anything was found stands what would be."""
        self.list.setVisible(self.list.count() > 0)
        self.histogram.setVisible(bool(self.histogram.counts))
        self.nothing.setVisible(self.list.isHidden() and self.histogram.isHidden())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._tell_nothing()

    def _tell_nothing(self) -> None:
        """What each trial would find; where text is large that is told by the buttons alone, and the page is not scrolled for it."""
        told = (f"<p><b>{phrase(f'studio.{one}')}</b><br>{phrase(f'studio.{one}_about')}.</p>" for one in TRIALS)
        self.nothing.setText(phrase("studio.nothing_found_yet") + ("" if is_large() else "".join(told)))

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._job is not None:
            self._job.abandon()
        self.way.closing()


def _of_outcome(one: Outcome) -> str:
    if one.score is None:
        return phrase("studio.outcome_stuck", seed=one.seed, step=one.stuck)
    said = [phrase("studio.outcome_passed" if one.score.passed else "studio.outcome_not_passed", seed=one.seed, points=one.score.total)]
    if one.score.critical:
        said.append(phrase("studio.outcome_fails_by", errors=", ".join(term(error) for error in one.score.critical)))
    if one.score.goals_missed:
        said.append(phrase("studio.outcome_missed", goals=", ".join(one.score.goals_missed)))
    return "; ".join(said)

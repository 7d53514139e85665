"""Choosing a case, how to practise it, and attempts that were broken off."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scenarios import files
from scenarios.citing import plain
from scenarios.schema import Difficulty, Scenario
from sim.qt.panels.case_cards import CARD_ROLE, CaseCard, CaseDelegate
from sim.qt.panels.fields import Choice, Whole
from sim.qt.panels.learner_choice import LearnerChoice
from sim.qt.tally import tally
from sim.qt.windows.mode import MODES, Mode
from sim.qt.windows.patient_dialog import PatientDialog
from sim.records.store import Claim, Held, Kept, unfinished
from sim.session.patients import own_patients

FIRST = "interlaminar_l4_l5"
"""The case that stands chosen at the start."""


class Chooser(QWidget):
    """The first page."""

    chosen = Signal(object, object, object, object)
    """Scenario, Mode, the folder of another patient or None, the seed or None for a new one"""
    resumed = Signal(object, object, object)
    """Kept, Mode, the folder of another patient or None"""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.cases: list[Scenario] = sorted(
            (files.scenario(path) for path in files.library().values()), key=lambda case: get_args(Difficulty).index(case.difficulty)
        )
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 16)
        outer.setSpacing(24)
        left = QVBoxLayout()
        head = QLabel("Choose a case")
        head.setObjectName("big")
        left.addWidget(head)
        left.addLayout(self._sieve())
        self.list = QListWidget()
        self.list.setItemDelegate(CaseDelegate(self.list))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumWidth(400)
        for case in self.cases:
            self.list.addItem(QListWidgetItem(f"{case.title}  ({case.difficulty})"))
        self.list.currentRowChanged.connect(self._show)
        self.list.itemDoubleClicked.connect(lambda _: self._start())
        left.addWidget(self.list, 3)
        self.broken = QLabel("Broken off")
        self.broken.setObjectName("note")
        left.addWidget(self.broken)
        self.kept = QListWidget()
        self.kept.itemDoubleClicked.connect(lambda _: self._resume())
        left.addWidget(self.kept, 1)
        left.addLayout(self._about_kept())
        outer.addLayout(left, 4)
        outer.addLayout(self._about(), 5)
        self.refresh()
        self.list.setCurrentRow(next(i for i, case in enumerate(self.cases) if case.name == FIRST))
        self.list.setFocus()

    def _sieve(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.wanted, self.hard = QLineEdit(), Choice()
        self.wanted.setPlaceholderText("Search: a level, a way in, a word of the title")
        self.wanted.setClearButtonEnabled(True)
        self.wanted.setAccessibleName("Search the cases")
        self.wanted.textChanged.connect(lambda _: self._sift())
        self.wanted.returnPressed.connect(self._start)
        self.hard.addItem("Every difficulty", "")
        for difficulty in get_args(Difficulty):
            if any(case.difficulty == difficulty for case in self.cases):
                self.hard.addItem(difficulty.capitalize(), difficulty)
        self.hard.setAccessibleName("How hard")
        self.hard.currentIndexChanged.connect(lambda _: self._sift())
        row.addWidget(self.wanted, 1)
        row.addWidget(self.hard)
        return row

    def _sift(self) -> None:
        """Only the cases that are looked for; one of them stands chosen."""
        for i, case in enumerate(self.cases):
            right = self.hard.currentData() in ("", case.difficulty)
            self.list.item(i).setHidden(not (right and self._cards[i].holds(self.wanted.text())))
        left = [i for i in range(self.list.count()) if not self.list.item(i).isHidden()]
        if left and self.list.currentRow() not in left:
            self.list.setCurrentRow(left[0])
        self.start.setEnabled(bool(left))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return begins, wherever nothing else wants it."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        elif focus is self.kept:
            self._resume()
        else:
            self._start()

    def _about(self) -> QVBoxLayout:
        right = QVBoxLayout()
        self.title, self.story, self.learning, self.approach = QLabel(), QLabel(), QLabel(), QLabel()
        self.title.setObjectName("case")
        self.approach.setObjectName("note")
        for label in (self.title, self.story, self.learning, self.approach):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            right.addWidget(label)
        right.addStretch(1)
        row = QHBoxLayout()
        self.folder: Path | None = None
        self.patient = QPushButton()
        self.patient.setToolTip("Whose spine it is: the case's own patient, or one that was imported or built into a folder")
        self.whose = QMenu(self)
        self.whose.aboutToShow.connect(self._offer_patients)
        self.patient.setMenu(self.whose)
        self._name_patient()
        self.mode = Choice()
        for mode in MODES:
            self.mode.addItem(mode.title, mode)
            self.mode.setItemData(self.mode.count() - 1, mode.about, Qt.ItemDataRole.ToolTipRole)
        self.start = QPushButton("Begin")
        self.start.setToolTip("Return")
        self.start.setObjectName("main")
        self.start.setDefault(True)
        self.start.clicked.connect(self._start)
        self.seed = Whole()
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setSpecialValueText("Seed: new")
        self.seed.setPrefix("Seed: ")
        self.seed.setToolTip("Chance in this attempt: veins, spread, what the patient bears. The same seed is the same attempt again.")
        self.learner = LearnerChoice()
        who = QLabel("Who:")
        who.setBuddy(self.learner)
        row.addWidget(who)
        row.addWidget(self.learner)
        row.addWidget(self.mode)
        row.addWidget(self.patient)
        row.addWidget(self.seed)
        row.addStretch(1)
        right.addLayout(row)
        self.start.setMinimumHeight(40)
        right.addWidget(self.start)
        note = QLabel("For teaching; not a medical device. Clinical rules here are for teaching; verify locally.")
        note.setObjectName("note")
        right.addWidget(note)
        return right

    def _about_kept(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.go_on, self.discard = QPushButton("Go on"), QPushButton("Discard ...")
        self.go_on.clicked.connect(self._resume)
        self.discard.clicked.connect(self._discard)
        row.addWidget(self.go_on)
        row.addWidget(self.discard)
        row.addStretch(1)
        return row

    def refresh(self) -> None:
        """Look again for broken-off attempts, and at how the cases went."""
        tried = tally()
        self._cards = [CaseCard.of(case, tried[case.name].words if case.name in tried else "Not tried yet") for case in self.cases]
        for i, card in enumerate(self._cards):
            self.list.item(i).setData(CARD_ROLE, card)
        titles = {case.name: case.title for case in self.cases}
        self.kept.clear()
        for kept in unfinished():
            name = kept.recording.header.scenario
            held = f" (open in another window: {kept.held_by})" if kept.held_by else ""
            item = QListWidgetItem(f"{titles.get(name, name)}: after {kept.seconds:.0f} s{held}")
            item.setData(Qt.ItemDataRole.UserRole, kept)
            self.kept.addItem(item)
        self.kept.setCurrentRow(0)
        for widget in (self.broken, self.kept, self.go_on, self.discard):
            widget.setVisible(self.kept.count() > 0)

    def _show(self, row: int) -> None:
        case = self.cases[row]
        technique = files.technique(case.technique)
        self.title.setText(case.title)
        self.story.setText(f"{case.patient.name}, {case.patient.age}: {case.patient.complaint}")
        goals = "".join(f"\n\u2022 {goal}" for goal in case.goals)
        self.learning.setText(" ".join(case.learning.split()) + goals)
        if "choice" in case.exercise:  # which way in, if any, is the exercise
            self.approach.setText("Read the chart, ask, decide; then prepare, inject if it is right, and look after the patient.")
            return
        self.approach.setText(f"{technique.title}. {' '.join(technique.approach.split())}\nSource: {plain(technique.source)}")

    def _offer_patients(self) -> None:
        """The case's own patient, the user's, and the ways to more."""
        self.whose.clear()
        self.whose.addAction("Of the case", lambda: self._choose_patient(None))
        for name, folder in own_patients().items():
            self.whose.addAction(name, partial(self._choose_patient, folder))
        self.whose.addSeparator()
        self.whose.addAction("Make a patient ...", self._make_patient)
        self.whose.addAction("A folder ...", self._pick_patient)

    def _make_patient(self) -> None:
        dialog = PatientDialog(self)
        if dialog.exec():
            self._choose_patient(dialog.made)

    def _pick_patient(self) -> None:
        picked = QFileDialog.getExistingDirectory(self, "A patient's folder")
        if picked:
            self._choose_patient(Path(picked))

    def _choose_patient(self, folder: Path | None) -> None:
        self.folder = folder
        self._name_patient()

    def _name_patient(self) -> None:
        self.patient.setText(f"Patient: {self.folder.name if self.folder else 'of the case'}")

    def _picked_mode(self) -> Mode:
        return MODES[self.mode.currentIndex()]

    def _start(self) -> None:
        if not self.start.isEnabled():
            return
        seed = self.seed.value() or None
        self.chosen.emit(self.cases[max(self.list.currentRow(), 0)], self._picked_mode(), self.folder, seed)

    def _kept(self) -> Kept | None:
        item = self.kept.currentItem()
        kept: Kept | None = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        return kept

    def _resume(self) -> None:
        kept = self._kept()
        if kept is not None:
            self.resumed.emit(kept, self._picked_mode(), self.folder)

    def _discard(self) -> None:
        kept = self._kept()
        asked = "Discard this attempt? Its recording is deleted."
        if kept is not None and QMessageBox.question(self, "Tuohy", asked) == QMessageBox.StandardButton.Yes:
            try:
                Claim(kept.path).discard()
            except (Held, OSError) as error:
                QMessageBox.warning(self, "Tuohy", str(error))
            self.refresh()

"""Where an instructor puts an exam together: a title, cases out of the list, how long, and for whom."""

from __future__ import annotations

import re
from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from scenarios import files, words
from scenarios.exam import Exam, Question
from sim.qt.panels.fields import Whole
from sim.qt.windows.requested import drawn_seed
from sim.qt.words import term
from sim.session.own_cases import readable_cases

LONGEST = 40
"""Letters of a name that is made of a title"""


class ExamDialog(QDialog):
    """Seeds are drawn when it is closed with OK; ``exam`` is what it came to."""

    def __init__(self, taken: Collection[str], parent: QWidget) -> None:
        """``taken``: names that exams have already."""
        super().__init__(parent)
        self.setWindowTitle(words.exam("dialog"))
        self._taken = taken
        self.exam: Exam | None = None
        self.title, self.learners, self.said = QLineEdit(), QLineEdit(), QLabel()
        self.cases = QListWidget()
        self.cases.setAccessibleName(words.exam("dialog_cases"))
        for case in (*(files.scenario(path) for path in files.library().values()), *readable_cases()):
            item = QListWidgetItem(f"{words.told(case.title)}  ({term(case.difficulty)})")
            item.setData(Qt.ItemDataRole.UserRole, case.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.cases.addItem(item)
        self.minutes = Whole(words.exam("dialog_minutes"))
        self.minutes.setRange(0, 240)
        self.minutes.setSpecialValueText(words.exam("dialog_unlimited"))
        self.learners.setPlaceholderText(words.exam("dialog_learners_about"))
        self.learners.setToolTip(words.exam("dialog_learners_about"))
        about = QLabel(words.exam("dialog_about"))
        for label in (about, self.said):
            label.setWordWrap(True)
        self.said.setObjectName("alarm")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(about)
        form.addRow(words.exam("dialog_title"), self.title)
        form.addRow(words.exam("dialog_cases"), self.cases)
        form.addRow(words.exam("dialog_minutes"), self.minutes)
        form.addRow(words.exam("dialog_learners"), self.learners)
        form.addRow(self.said)
        form.addRow(self.buttons)
        self.resize(560, 520)

    def accept(self) -> None:
        """Only what can be an exam."""
        items = (self.cases.item(row) for row in range(self.cases.count()))
        chosen = [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]
        title = " ".join(self.title.text().split())
        plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:LONGEST]
        if not plain or not chosen:
            self.said.setText(words.exam("dialog_lacks"))
            return
        self.exam = Exam(
            format=1,
            name=_free(plain, self._taken),
            title=title,
            cases=tuple(Question(case=case, seed=drawn_seed()) for case in chosen),
            minutes=float(self.minutes.value()) if self.minutes.value() else None,
            learners=tuple(name for name in (" ".join(part.split()) for part in self.learners.text().split(",")) if name),
        )
        super().accept()


def _free(name: str, taken: Collection[str]) -> str:
    """The name, with a number where another exam has it."""
    return next(one for one in (name, *(f"{name}_{n}" for n in range(2, 1000))) if one not in taken)

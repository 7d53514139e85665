"""Making a patient: who it is to be, and what ails the spine."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from meshes.morphometry import Sex
from meshes.person import Person
from meshes.population import dimensions
from scenarios.explaining import explained
from sim.qt.job import Fault, Job
from sim.qt.job_dialog import JobDialog
from sim.qt.panels.fields import Choice, Number, Whole
from sim.qt.panels.variant_form import VariantForm
from sim.qt.words import heading, phrase, term
from sim.session import patients

LIMITS: dict[str, tuple[float, float, float]] = {
    "stature_mm": (1400.0, 2100.0, 1720.0),
    "bmi": (15.0, 55.0, 26.0),
    "age": (18.0, 100.0, 55.0),
}
"""What may be said or left to chance: least, most, and where the box starts."""


def _usual_name(number: int) -> str:
    return phrase("patient_dialog.usual_name", number=number)


class GivenNumber(QWidget):
    """A number that is given, or drawn from the population."""

    def __init__(self, low: float, high: float, first: float) -> None:
        super().__init__()
        self.given = QCheckBox(phrase("patient_dialog.given"))
        self.number = Number()
        self.number.setDecimals(0)
        self.number.setRange(low, high)
        self.number.setValue(first)
        self.number.setEnabled(False)
        self.given.toggled.connect(self.number.setEnabled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.number, 1)
        row.addWidget(self.given)

    def value(self) -> float | None:
        return self.number.value() if self.given.isChecked() else None


class PatientDialog(JobDialog):
    """Builds beside the window, with a bar; cancelled, it leaves nothing behind. ``made`` is the folder afterwards."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(phrase("patient_dialog.title"))
        self.resize(620, 560)
        self.made: Path | None = None
        self.form = QWidget()
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._who())
        inside.addWidget(self._what(), 1)
        self.drawn = QLabel()
        self.drawn.setObjectName("note")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.build = self.buttons.addButton(phrase("patient_dialog.build"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._begin)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addWidget(self.form, 1)
        for widget in (self.drawn, self.fault, self.bar, self.buttons):
            box.addWidget(widget)
        self._look()

    def _who(self) -> QFormLayout:
        form = QFormLayout()
        taken = patients.own_patients()
        self.name = QLineEdit(next(name for name in map(_usual_name, count(1)) if name not in taken))
        self.sex = Choice()
        for sex in get_args(Sex):
            self.sex.addItem(term(sex), sex)
        self.seed = Whole()
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setToolTip(phrase("patient_dialog.seed_about"))
        form.addRow(phrase("patient_dialog.name"), self.name)
        form.addRow(phrase("patient_dialog.sex"), self.sex)
        form.addRow(phrase("patient_dialog.seed"), self.seed)
        self.numbers = {}
        for field, limits in LIMITS.items():
            self.numbers[field] = GivenNumber(*limits)
            self.numbers[field].given.toggled.connect(self._look)
            self.numbers[field].number.valueChanged.connect(self._look)
            form.addRow(phrase(f"patient_dialog.{field}"), self.numbers[field])
        self.sex.currentIndexChanged.connect(self._look)
        self.seed.valueChanged.connect(self._look)
        return form

    def _what(self) -> QGroupBox:
        group = QGroupBox(phrase("patient_dialog.variants"))
        self.variant = VariantForm()
        self.variants: list[dict[str, Any]] = []
        self.list = QListWidget()
        self.list.setAccessibleName(phrase("patient_dialog.variants_name"))
        add, remove = QPushButton(phrase("patient_dialog.add")), QPushButton(phrase("patient_dialog.remove"))
        add.clicked.connect(self.add)
        remove.clicked.connect(self.remove)
        left = QVBoxLayout()
        left.addWidget(self.variant)
        left.addWidget(add)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.list, 1)
        right.addWidget(remove)
        row = QHBoxLayout(group)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        return group

    def add(self) -> None:
        """The variant of the form to the list, unless the list contradicts it."""
        self.variants.append(self.variant.chosen())
        if self._look():
            told = self.variants[-1]
            self.list.addItem(" ".join([heading(told["kind"]), *(str(v) for k, v in told.items() if k != "kind")]))
        else:
            self.variants.pop()

    def remove(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.list.takeItem(row)
            self.variants.pop(row)
            self._look()

    def person(self) -> Person | None:
        """Who is asked for; if there cannot be such a person, says why."""
        numbers = {name: widget.value() for name, widget in self.numbers.items()}
        asked = {"sex": self.sex.currentData(), "seed": self.seed.value(), "variants": self.variants, **numbers}
        try:
            person = Person.model_validate(asked)
        except ValidationError as error:
            self.fault.setText(explained(error, Person, asked))
            return None
        self.fault.clear()
        return person

    def _look(self) -> bool:
        """Say who that would be."""
        person = self.person()
        if person is not None:
            who = dimensions(person)
            self.drawn.setText(phrase("patient_dialog.drawn", sex=term(who.sex), stature_mm=who.stature_mm, bmi=who.bmi, age=who.age))
        return person is not None

    # --- building ---------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        person, name = self.person(), self.name.text().strip()
        if person is None:
            return
        self.form.setEnabled(False)
        self.build.setEnabled(False)
        self.bar.show()
        self._job = Job("building", lambda tell: patients.keep(person, name, tell), self._finish, self._refuse, self._show_progress)

    def _show_progress(self, stage: str, share: float) -> None:
        self.bar.setFormat(stage)
        self.bar.setValue(round(1000 * share))

    def _finish(self, folder: Path) -> None:
        self._job = None
        self.made = folder
        self.accept()

    def _refuse(self, fault: Fault) -> None:
        self._job = None
        self.form.setEnabled(True)
        self.build.setEnabled(True)
        self.bar.hide()
        self._tell(fault)

"""A learner's own page: points and a measure over attempts, CUSUM with its limits, dose, what is strong and what is weak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from scenarios import files, words
from scenarios.files import InputError
from scenarios.learned import published
from scenarios.rubric import measures
from sim.qt.grown import grow
from sim.qt.job import Job
from sim.qt.panels.curve_view import CurveView, Limit, Series
from sim.qt.panels.fields import Choice, Number
from sim.qt.windows.from_gradebook import fetch_learning, save_pin
from sim.qt.windows.papers import Papers
from sim.qt.windows.pin_dialog import PinDialog
from sim.scoring.cusum import Cusum, Rates, cusum

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.curves import Learning
    from sim.exchange.gradebook.strengths import Missed

FIRST_MEASURE = "fluoroscopy_time"
LIST_WIDE = 340


class CurvePage(QWidget):
    """Of one learner."""

    leave = Signal()

    def __init__(self, learner: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.learner = learner
        self.found: Learning | None = None
        self._asking: Job | None = None
        self._saving: Job | None = None
        self.points, self.measured = CurveView("Points"), CurveView("Measure")
        self.sums, self.doses = CurveView("CUSUM"), CurveView("Dose")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        outer.addLayout(self._head())
        self.said = QLabel()
        self.said.setObjectName("note")
        self.said.setWordWrap(True)
        self.papers = Papers(lambda: self.learner)
        self.papers.said.connect(self.said.setText)
        line = QHBoxLayout()
        line.addWidget(self.said, 1)
        self.pin = QPushButton(words.pin("button"))
        self.pin.setToolTip(words.pin("button_about"))
        self.pin.clicked.connect(self._choose_pin)
        line.addWidget(self.pin)
        line.addWidget(self.papers)
        outer.addLayout(line)
        body = QHBoxLayout()
        grid = QGridLayout()
        for number, view in enumerate((self.points, self.sums, self.measured, self.doses)):
            grid.addWidget(view, number // 2, number % 2)
        body.addLayout(grid, 1)
        body.addWidget(self._themes())
        outer.addLayout(body, 1)
        self.ask()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back = QPushButton("Back to the cases")
        self.back.clicked.connect(self.leave)
        title = QLabel(f"Learning curve of {self.learner}")
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setObjectName("big")
        self.case, self.measure = Choice(), Choice()
        self.case.addItem("Every case", None)
        for name, path in files.all_shipped().items():
            self.case.addItem(files.scenario(path).title, name)
        for name, one in measures().items():
            self.measure.addItem(f"{one.title} ({one.unit})", name)
        self.measure.setCurrentIndex(self.measure.findData(FIRST_MEASURE))
        for choice, name in ((self.case, "Which case"), (self.measure, "Which measure")):
            choice.setAccessibleName(name)
            choice.setToolTip(name)
            choice.setMinimumContentsLength(16)
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.currentIndexChanged.connect(lambda _: self.ask())
        rates = Rates()
        self.acceptable = self._rate("Acceptable: ", rates.acceptable, "Failures that a competent hand may have")
        self.unacceptable = self._rate("Unacceptable: ", rates.unacceptable, "Failures at which practice must begin anew")
        row.addWidget(self.back)
        row.addWidget(title, 1)
        for widget in (self.case, self.measure, self.acceptable, self.unacceptable):
            row.addWidget(widget)
        return row

    def _rate(self, prefix: str, value: float, about: str) -> Number:
        field = Number()
        field.setRange(1.0, 99.0)
        field.setDecimals(0)
        field.setValue(100 * value)
        field.setPrefix(prefix)
        field.setSuffix(" %")
        field.setToolTip(about)
        field.setAccessibleName(about)
        field.valueChanged.connect(lambda _: self._show())
        return field

    def _themes(self) -> QWidget:
        side = QWidget()
        grow(side, width=LIST_WIDE)
        box = QVBoxLayout(side)
        box.setContentsMargins(8, 0, 0, 0)
        head = QLabel("Themes, the weakest first")
        head.setObjectName("title")
        self.themes = QListWidget()
        self.themes.setWordWrap(True)
        self.themes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.themes.setAccessibleName("Themes, the weakest first")
        self.others = QLabel("Published: " + "; ".join(f"{row.study}: {row.says}" for row in published()) + ".")
        self.others.setObjectName("note")
        self.others.setWordWrap(True)
        box.addWidget(head)
        box.addWidget(self.themes, 1)
        box.addWidget(self.others)
        return side

    def _choose_pin(self) -> None:
        dialog = PinDialog(self.learner, self)
        if dialog.exec():
            self._saving = save_pin(self.learner, dialog.new.text(), self._saved, lambda fault: self.said.setText(fault.words))

    def _saved(self, is_set: bool) -> None:
        self.said.setText(words.pin("saved" if is_set else "taken_away", learner=self.learner))

    def ask(self) -> None:
        """Of the case and measure that are chosen; what was asked before is forgotten."""
        self._stop_asking()
        self.said.setText("reading the gradebook ...")
        asked = self.learner, self.measure.currentData(), self.case.currentData()
        self._asking = fetch_learning(*asked, self._come, lambda fault: self.said.setText(fault.words))

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        self._stop_asking()
        self.papers.closing()
        if self._saving is not None:
            self._saving.abandon()  # it is saved all the same

    def _stop_asking(self) -> None:
        if self._asking is not None:
            self._asking.abandon()
            self._asking = None

    def _come(self, found: Learning) -> None:
        self.found, self._asking = found, None
        self._show()

    def _show(self) -> None:
        found = self.found
        if found is None:
            return
        passed = tuple(entry.passed for entry in found.entries)
        totals = tuple(entry.total for entry in found.entries)
        self.points.show_curves("Points over attempts (green dot: passed, red square: not)", [Series("", totals, passed)])
        measure = measures()[self.measure.currentData()]
        self.measured.show_curves(f"{measure.title} ({measure.unit})", [Series("", found.values, passed)])
        self.doses.show_curves("Dose-area product over attempts (Gycm2)", [Series("", found.doses)])
        self._show_sums(passed)
        self._show_themes(found.missed)

    def _show_sums(self, passed: tuple[bool, ...]) -> None:
        try:
            rates = Rates(self.acceptable.value() / 100, self.unacceptable.value() / 100)
        except InputError as error:
            self.said.setText(str(error))
            self.sums.show_curves("CUSUM", ())
            return
        found = cusum(passed, rates)
        self.sums.show_curves("CUSUM: each pass falls, each failure rises", [Series("", found.curve, passed)], _limits(found))
        day = f", competent for the first time at attempt {found.competent_after}" if found.competent_after else ""
        count = f"{len(passed)} attempts, {sum(passed)} passed" if passed else "No finished attempt yet"
        self.said.setText(f"{count}. CUSUM: {found.verdict}{day}.")

    def _show_themes(self, rows: tuple[Missed, ...]) -> None:
        from sim.exchange.gradebook.strengths import by_theme, theme_of

        self.themes.clear()
        for theme in by_theme(rows):
            worst = next((row for row in rows if theme_of(row.name) == theme.name and row.remarked), None)
            most = f" Most by: {measures()[worst.name].title} ({worst.remarked} of {worst.given})." if worst else ""
            self.themes.addItem(f"{theme.name.capitalize()}: {100 * (1 - theme.share):.0f} % without loss.{most}")


def _limits(found: Cusum) -> list[Limit]:
    """Each verdict begins anew where it was reached; the lines stand at whole steps of the limits, as far as the curve goes."""
    rates, low, high = found.rates, min(found.curve, default=0.0), max(found.curve, default=0.0)
    down = [Limit(-k * rates.h0, "competent", "good") for k in range(1, max(int(-low / rates.h0), 0) + 2)]
    up = [Limit(k * rates.h1, "alarm", "bad") for k in range(1, max(int(high / rates.h1), 0) + 2)]
    return [*down[:MOST_LINES], *up[:MOST_LINES]]


MOST_LINES = 5

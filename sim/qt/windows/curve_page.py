"""A learner's own page: points and a measure over attempts, CUSUM with its limits, dose, what is strong and what is weak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from scenarios import files, words
from scenarios.files import InputError
from scenarios.learned import published
from scenarios.rubric import measures
from scenarios.words import told, told_first, unit
from sim.qt.grown import grow
from sim.qt.job import Job
from sim.qt.panels.curve_view import CurveView, Limit, Series
from sim.qt.panels.fields import Choice, Number
from sim.qt.panels.nothing_yet import NothingYet
from sim.qt.panels.own_attempts import OwnAttempts
from sim.qt.windows.from_gradebook import fetch_learning, save_pin
from sim.qt.windows.papers import Papers
from sim.qt.windows.pin_dialog import PinDialog
from sim.qt.windows.records_of_one import RecordsOfOne
from sim.qt.words import phrase, term
from sim.scoring.cusum import Cusum, Rates, cusum

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.curves import Learning
    from sim.exchange.gradebook.strengths import Missed

FIRST_MEASURE = "fluoroscopy_time"
LIST_WIDE = 340


class CurvePage(QWidget):
    """Of one learner."""

    leave = Signal()
    replayed = Signal(int)
    """An attempt by its number, to be seen again"""

    def __init__(self, learner: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.learner = learner
        self.found: Learning | None = None
        self._asking: Job | None = None
        self._saving: Job | None = None
        self.points, self.measured = CurveView(phrase("curve_page.points")), CurveView(phrase("curve_page.measure"))
        self.sums, self.doses = CurveView(phrase("curve_page.cusum")), CurveView(phrase("curve_page.dose"))
        studies = "; ".join(f"{row.study}: {told(row.says)}" for row in published())
        self.sums.setToolTip(phrase("curve_page.published", studies=studies))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        outer.addLayout(self._head())
        self.said = QLabel()
        self.said.setObjectName("note")
        self.said.setWordWrap(True)
        self.papers = Papers(lambda: self.learner)
        self.papers.said.connect(self.said.setText)
        self.one = RecordsOfOne(lambda: self.learner, may_erase=False)
        self.one.said.connect(self.said.setText)
        line = QHBoxLayout()
        line.addWidget(self.said, 1)
        self.pin = QPushButton(words.pin("button"))
        self.pin.setToolTip(words.pin("button_about"))
        self.pin.clicked.connect(self._choose_pin)
        line.addWidget(self.pin)
        line.addWidget(self.papers)
        line.addWidget(self.one)
        outer.addLayout(line)
        self.body = QWidget()
        body, grid = QHBoxLayout(self.body), QGridLayout()
        body.setContentsMargins(0, 0, 0, 0)
        for number, view in enumerate((self.points, self.sums, self.measured, self.doses)):
            grid.addWidget(view, number // 2, number % 2)
        body.addLayout(grid, 1)
        body.addWidget(self._themes())
        self.nothing = NothingYet(phrase("curve_page.none_yet"), phrase("curve_page.none_do"), phrase("curve_page.none_go"))
        self.nothing.go.clicked.connect(self.leave)
        for widget in (self.body, self.nothing):
            widget.hide()  # until it is known which of them
            outer.addWidget(widget, 1)
        outer.addStretch(0)
        self.ask()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back = QPushButton(phrase("waiting.back"))
        self.back.clicked.connect(self.leave)
        title = QLabel(phrase("curve_page.title", learner=self.learner))
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setObjectName("big")
        self.case, self.measure = Choice(), Choice()
        self.case.addItem(phrase("curve_page.every_case"), None)
        for name, path in files.all_shipped().items():
            self.case.addItem(told(files.scenario(path).title), name)
        for name, one in measures().items():
            self.measure.addItem(f"{told(one.title)} ({unit(one.unit)})", name)
        self.measure.setCurrentIndex(self.measure.findData(FIRST_MEASURE))
        for choice, name in ((self.case, phrase("curve_page.which_case")), (self.measure, phrase("curve_page.which_measure"))):
            choice.setAccessibleName(name)
            choice.setToolTip(name)
            choice.setMinimumContentsLength(16)
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.currentIndexChanged.connect(lambda _: self.ask())
        rates = Rates()
        self.acceptable = self._rate("acceptable", rates.acceptable)
        self.unacceptable = self._rate("unacceptable", rates.unacceptable)
        row.addWidget(self.back)
        row.addWidget(title, 1)
        for widget in (self.case, self.measure, self.acceptable, self.unacceptable):
            row.addWidget(widget)
        return row

    def _rate(self, name: str, value: float) -> Number:
        field, about = Number(), phrase(f"curve_page.{name}_about")
        field.setRange(1.0, 99.0)
        field.setDecimals(0)
        field.setValue(100 * value)
        field.setPrefix(phrase(f"curve_page.{name}"))
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
        head = QLabel(phrase("curve_page.themes"))
        head.setObjectName("title")
        self.themes = QListWidget()
        self.themes.setWordWrap(True)
        self.themes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.themes.setAccessibleName(phrase("curve_page.themes"))
        box.addWidget(head)
        box.addWidget(self.themes, 1)
        self.attempts = OwnAttempts()
        self.attempts.replayed.connect(self.replayed)
        box.addWidget(self.attempts, 1)
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
        self.said.setText(phrase("class_page.reading"))
        asked = self.learner, self.measure.currentData(), self.case.currentData()
        self._asking = fetch_learning(*asked, self._come, lambda fault: self.said.setText(fault.words))

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        self._stop_asking()
        self.papers.closing()
        self.one.closing()
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
        self.nothing.setVisible(not found.entries)
        self.body.setVisible(bool(found.entries))
        passed = tuple(entry.passed for entry in found.entries)
        totals = tuple(entry.total for entry in found.entries)
        self.points.show_curves(phrase("curve_page.points_about"), [Series("", totals, passed)])
        measure = measures()[self.measure.currentData()]
        self.measured.show_curves(f"{told(measure.title)} ({unit(measure.unit)})", [Series("", found.values, passed)])
        self.doses.show_curves(phrase("curve_page.dose_about"), [Series("", found.doses)])
        self._show_sums(passed)
        self._show_themes(found.missed)
        self.attempts.show_attempts(found.entries, found.new_comments)

    def _show_sums(self, passed: tuple[bool, ...]) -> None:
        try:
            rates = Rates(self.acceptable.value() / 100, self.unacceptable.value() / 100)
        except InputError as error:
            self.said.setText(str(error))
            self.sums.show_curves(phrase("curve_page.cusum"), ())
            return
        found = cusum(passed, rates)
        self.sums.show_curves(phrase("curve_page.cusum_about"), [Series("", found.curve, passed)], _limits(found))
        day = phrase("curve_page.first_time", number=found.competent_after) if found.competent_after else ""
        so_many = phrase("curve_page.so_many", count=len(passed), passed=sum(passed)) if passed else phrase("curve_page.none_said")
        self.said.setText(phrase("curve_page.said", so_many=so_many, verdict=term(found.verdict), first_time=day))

    def _show_themes(self, rows: tuple[Missed, ...]) -> None:
        from sim.exchange.gradebook.strengths import by_theme, theme_of

        self.themes.clear()
        for theme in by_theme(rows):
            worst = next((row for row in rows if theme_of(row.name) == theme.name and row.remarked), None)
            most = _most(worst) if worst else ""
            self.themes.addItem(phrase("curve_page.theme", theme=told_first(theme.name), share=100 * (1 - theme.share), most=most))


def _most(worst: Missed) -> str:
    return phrase("curve_page.most", measure=told(measures()[worst.name].title), remarked=worst.remarked, given=worst.given)


def _limits(found: Cusum) -> list[Limit]:
    """Each verdict begins anew where it was reached; the lines stand at whole steps of the limits, as far as the curve goes."""
    rates, low, high = found.rates, min(found.curve, default=0.0), max(found.curve, default=0.0)
    down = [Limit(-k * rates.h0, term("competent"), "good") for k in range(1, max(int(-low / rates.h0), 0) + 2)]
    up = [Limit(k * rates.h1, term("alarm"), "bad") for k in range(1, max(int(high / rates.h1), 0) + 2)]
    return [*down[:MOST_LINES], *up[:MOST_LINES]]


MOST_LINES = 5

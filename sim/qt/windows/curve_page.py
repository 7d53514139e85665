"""A learner's own page: points and a measure over attempts, CUSUM with its limits, dose, what is strong and what is weak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QListWidgetItem, QPushButton, QTabWidget, QVBoxLayout, QWidget

from scenarios import files, words
from scenarios.files import InputError
from scenarios.learned import published
from scenarios.rubric import Rubric, measures
from scenarios.words import told, told_first, unit
from sim.qt.grown import is_large, wears_anew
from sim.qt.job import Job
from sim.qt.palette import px, styled
from sim.qt.panels.curve_view import CurveView, Series, with_room
from sim.qt.panels.cusum_limits import limits_of, sums_of, verdict_said
from sim.qt.panels.fields import Choice, Number
from sim.qt.panels.limit_line import Limit
from sim.qt.panels.nothing_yet import NothingYet
from sim.qt.panels.own_attempts import OwnAttempts
from sim.qt.panels.passed_key import PassedKey
from sim.qt.panels.scrolled import scrolled
from sim.qt.panels.share_bar import SHARE_ROLE, ShareBar
from sim.qt.panels.whole_rows import WholeRows
from sim.qt.windows.from_gradebook import fetch_learning, save_pin
from sim.qt.windows.papers import Papers
from sim.qt.windows.pin_dialog import PinDialog
from sim.qt.windows.records_of_one import RecordsOfOne
from sim.qt.words import phrase
from sim.scoring.cusum import Rates, cusum

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.curves import Learning
    from sim.exchange.gradebook.strengths import Missed

FIRST_MEASURE = "fluoroscopy_time"
LIST_WIDE, ANY_WIDTH = 340, 16_777_215
APART = 10
"""Pixels more than usual between the way back and the title"""


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
        self.views = (self.points, self.sums, self.measured, self.doses)
        studies = "; ".join(f"{row.study}: {told(row.says)}" for row in published())
        self.sums.setToolTip(phrase("curve_page.published", studies=studies))
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        outer.addLayout(self._head())
        self.said = QLabel()
        self.said.setObjectName("note")
        self.said.setWordWrap(True)
        self.papers = Papers(lambda: self.learner)
        self.papers.said.connect(self.said.setText)
        self.one = RecordsOfOne(lambda: self.learner, may_erase=False)
        self.one.said.connect(self.said.setText)
        line = self._line = QHBoxLayout()
        self.key = PassedKey()
        line.addWidget(self.key)
        line.addStretch()
        self.pin = QPushButton(words.pin("button"))
        self.pin.setToolTip(words.pin("button_about"))
        self.pin.clicked.connect(self._choose_pin)
        outer.addLayout(line)
        self.body, charts = QWidget(), QWidget()
        self._beside, self._grid = QHBoxLayout(self.body), QGridLayout(charts)
        for box in (self._beside, self._grid):
            box.setContentsMargins(0, 0, 0, 0)
        self.charts, self.side, self.tabs = scrolled(charts), self._themes(), QTabWidget()
        self.tabs.tabBar().setAccessibleName(phrase("debriefing.parts"))
        self._beside.addWidget(self.tabs, 1)
        self._lay()
        self.nothing = NothingYet(phrase("curve_page.none_yet"), phrase("curve_page.none_do"), phrase("curve_page.none_go"))
        self.nothing.go.clicked.connect(self.leave)
        for widget in (self.body, self.nothing, self.key):
            widget.hide()  # until it is known which of them
        for widget in (self.body, self.nothing):
            outer.addWidget(widget, 1)
        outer.addStretch(0)
        self.ask()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._lay()

    def _lay(self) -> None:
        """Two charts beside one another, and the lists beside them; where text is large a chart has a line, and the lists a tab."""
        large = is_large()
        columns = 1 if large else 2
        styled(self._title, "big_low" if large else "big")
        if large:
            self._line.insertWidget(0, self.said, 1)
        else:  # its words in a line, over the fields on which they hang
            self._outer.insertWidget(1, self.said)
        for number, view in enumerate(self.views):
            self._grid.addWidget(view, number // columns, number % columns)
        for number, choice in enumerate((self.case, self.measure)):
            self._head_grid.addWidget(choice, *((1, number) if large else (0, 2 + number)))
        for number, rate in enumerate((self.acceptable, self.unacceptable)):
            if large:
                self._head_grid.addWidget(rate, 2, number)
            else:  # behind the verdict that hangs on it, where there is room for its name
                self._line.insertWidget(number, rate)
        for button in (self.pin, self.papers, self.one):
            (self._first if large else self._line).addWidget(button)
        self._lists.setDirection(QBoxLayout.Direction.LeftToRight if large else QBoxLayout.Direction.TopToBottom)
        self.side.setMinimumWidth(0 if large else px(LIST_WIDE))
        self.side.setMaximumWidth(ANY_WIDTH if large else px(LIST_WIDE))
        for part, title in ((self.charts, "class_page.curves"), (self.side, "curve_page.lists")):
            if large and self.tabs.indexOf(part) < 0:
                self.tabs.addTab(part, phrase(title))
            elif not large:
                self._beside.addWidget(part, int(part is self.charts))
                part.show()
        self.tabs.setVisible(large)

    def _head(self) -> QGridLayout:
        row = self._head_grid = QGridLayout()
        self.back = QPushButton(phrase("waiting.back"))
        self.back.clicked.connect(self.leave)
        title = self._title = QLabel(phrase("curve_page.title", learner=self.learner))
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
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
        first = self._first = QHBoxLayout()
        first.addWidget(self.back)
        first.addSpacing(APART)
        first.addWidget(title, 1)
        row.addLayout(first, 0, 0, 1, 2)
        for column in range(2):
            row.setColumnStretch(column, 1)
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
        self._lists = QBoxLayout(QBoxLayout.Direction.TopToBottom, side)
        self._lists.setContentsMargins(8, 0, 0, 0)
        box = QVBoxLayout()
        head = QLabel(phrase("curve_page.themes"))
        head.setObjectName("title")
        self.themes = WholeRows()
        self.themes.setAccessibleName(phrase("curve_page.themes"))
        self.themes.setItemDelegate(ShareBar(self.themes))
        box.addWidget(head)
        box.addWidget(self.themes, 1)
        self._lists.addLayout(box, 1)
        self.attempts = OwnAttempts()
        self.attempts.replayed.connect(self.replayed)
        self._lists.addWidget(self.attempts, 1)
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
        for widget in (self.body, self.key):
            widget.setVisible(bool(found.entries))
        passed = tuple(entry.passed for entry in found.entries)
        totals = tuple(entry.total for entry in found.entries)
        mark = _pass_mark(self.case.currentData())
        line = Limit(mark, phrase("curve_page.pass_mark", mark=mark), "good")
        self.points.show_curves(phrase("curve_page.points_about"), [Series("", totals, passed)], [line], (0.0, 100.0))
        measure = measures()[self.measure.currentData()]
        title = phrase("curve_page.measured", measure=told(measure.title), unit=unit(measure.unit))
        self.measured.show_curves(title, [Series("", found.values, passed)])
        self.doses.show_curves(phrase("curve_page.dose_about"), [Series("", found.doses, passed)])
        self._show_sums(passed)
        self._show_themes(found)
        self.attempts.show_attempts(found.entries, found.new_comments)

    def _show_sums(self, passed: tuple[bool, ...]) -> None:
        try:
            rates = Rates(self.acceptable.value() / 100, self.unacceptable.value() / 100)
        except InputError as error:
            self.said.setText(str(error))
            self.sums.show_curves(phrase("curve_page.cusum"), ())
            return
        found = cusum(passed, rates)
        limits = limits_of(found)
        levels = (*found.curve, *(limit.value for limit in limits))
        span = with_room(min(levels), max(levels))
        self.sums.show_curves(phrase("curve_page.cusum_about"), [sums_of("", found, passed)], limits, span)
        so_many = phrase("curve_page.so_many", count=len(passed), passed=sum(passed)) if passed else phrase("curve_page.none_said")
        self.said.setText(phrase("curve_page.said", so_many=so_many, verdict=verdict_said(found)))

    def _show_themes(self, found: Learning) -> None:
        from sim.exchange.gradebook.strengths import theme_of

        listed = []
        for theme in found.themes:
            worst = next((row for row in found.missed if theme_of(row.name) == theme.name and row.remarked), None)
            most = _most(worst) if worst else ""
            said = phrase("curve_page.theme", theme=told_first(theme.name), lost=theme.remarked, count=theme.given, most=most)
            listed.append(QListWidgetItem(said))
            listed[-1].setData(SHARE_ROLE, theme.share)
        self.themes.show_rows(listed)


def _most(worst: Missed) -> str:
    return phrase("curve_page.most", measure=told(measures()[worst.name].title), remarked=worst.remarked, given=worst.given)


def _pass_mark(case: str | None) -> float:
    """Of the case, or, where it is every one, the usual one."""
    usual: float = Rubric.model_fields["pass_mark"].default
    return usual if case is None else files.rubric_of(files.scenario(files.all_shipped()[case])).pass_mark

"""After the needle: half an hour of watching with what happens in it, advice, the way home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QVBoxLayout, QWidget

from scenarios.chart import Chart
from scenarios.parting import parting_words
from scenarios.words import notice, told
from sim.qt.grown import wears_anew
from sim.qt.palette import px, styled
from sim.qt.panels.card import Card
from sim.qt.panels.chart_beside import ChartBeside
from sim.qt.panels.done_card import DoneCard
from sim.qt.panels.fields import Number
from sim.qt.panels.form_columns import FormColumns
from sim.qt.panels.minute_dial import MinuteDial
from sim.qt.panels.patient_card import vital_words
from sim.qt.words import heading, phrase
from sim.session.care_commands import ADVICE, Discharge, Examine, Examined, ObserveAfter
from sim.session.observation import Observation

DONE = "\N{CHECK MARK} "
LOOKS: tuple[Examined, ...] = ("legs", "sensation", "bladder")
ROUND_MIN, TICKS = 30.0, 6
"""Once round the clock: as long as is usual [@technique_known], a tick each five minutes."""
TELLS = ("patient_says", "fainted", "treated", "examined", "discharged", "refused")
"""What is written down beside the clock."""
REPEATS = ("observed_after", "examined", "discharged")
"""What is seen on the page once it is done"""
DIAL_LEAST, DIAL_MOST, DIAL_SHARE = 150, 300, 0.42
"""Pixels of the clock at the usual size of text: it takes what its column leaves, and of the page's height no more than such a share"""
WIDEST = 560
"""Pixels, of a column"""


class WatchCard(Card):
    """A clock is large enough: what is left is for the cards below."""

    fills = False


class AfterPage(QWidget):
    """Observation and discharge."""

    ordered = Signal(object)
    repeats = REPEATS

    def __init__(self, chart: Chart | None, beside: ChartBeside | None) -> None:
        super().__init__()
        self.chart = chart
        self._looked = set[str]()
        self._watched = 0.0
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.happened = DoneCard(phrase("after_page.meanwhile"), phrase("after_page.nothing_yet"))
        plan = [[self._watch(), self._look(), self.happened], [self._home()]]
        for seen in () if beside is None else beside.seen:
            if seen.page == "examination":
                seen.entitle(phrase("after_page.examined_before"))  # beside what is found now
        self.columns = FormColumns(plan if beside is None else beside.beside(plan), beside, WIDEST)
        outer.addWidget(self.columns)
        self.minutes.answered.connect(self._open_what_can_be_done)
        self._needle_out = self._begun = self._gone = False
        """No needle is in the patient; something was done or decided from which one goes home; and the patient has gone"""
        self._open_what_can_be_done()

    def _watch(self) -> Card:
        watch = WatchCard(phrase("after_page.observation"))
        self.dial = MinuteDial(phrase("after_page.minutes_under_observation"), ROUND_MIN, TICKS)
        watch.add_elastic(self.dial, self._dial_high)
        self.minutes = Number(phrase("after_page.watch"))
        self.minutes.setRange(5.0, 120.0)
        self.minutes.setDecimals(0)
        self.minutes.setSingleStep(5.0)
        self.minutes.setSuffix(phrase("after_page.watch_unit"))
        self.minutes.leave_open(phrase("after_page.ask_watch"))
        self.observe_button = QPushButton(phrase("after_page.keep"))
        self.observe_button.clicked.connect(lambda: self.ordered.emit(ObserveAfter(minutes=self.minutes.value())))
        self.watched = QLabel("")  # its line is kept while it is empty: the clock above stays as large
        for widget in (self.minutes, self.observe_button, self.watched):
            watch.box.addWidget(widget)
        watch.box.addStretch()  # what is asked stands under the clock, however high the page
        return watch

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bound_dial()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._bound_dial()

    def _bound_dial(self) -> None:
        """Nor does it take what a row of cards leaves over for the highest of them: it would push what is asked under it off the page."""
        self.dial.setMaximumHeight(self._dial_most())

    def _dial_most(self) -> int:
        return min(px(DIAL_MOST), round(DIAL_SHARE * self.height()))

    def _dial_high(self, width: int) -> tuple[int, int]:
        most = self._dial_most()
        least = min(px(DIAL_LEAST), most)
        return least, max(min(width, most), least)

    def _look(self) -> Card:
        look = Card(phrase("after_page.look"))
        self.looks: dict[Examined, QPushButton] = {}
        for of in LOOKS:
            button = QPushButton(phrase(f"after_page.look_{of}"))
            button.clicked.connect(lambda _=False, of=of: self.ordered.emit(Examine(of=of)))
            self.looks[of] = button
            look.box.addWidget(button)
        return look

    def _home(self) -> Card:
        home = Card(phrase("after_page.discharge"))
        self.driver = QCheckBox(phrase("after_page.driven"))
        home.box.addWidget(self.driver)
        home.box.addWidget(QLabel(phrase("after_page.advice")))
        self.advice = {one: QCheckBox(heading(one)) for one in ADVICE}
        advice = QVBoxLayout()
        advice.setSpacing(7)
        for one, box in self.advice.items():
            box.setToolTip(told(parting_words()[one].say))
            advice.addWidget(box)
        home.box.addLayout(advice)
        self.restart = Number(phrase("after_page.restart"))
        self.restart.setRange(0.0, 96.0)
        self.restart.setDecimals(0)
        self.restart.setSingleStep(6.0)
        self.restart.setPrefix(phrase("after_page.restart_before"))
        self.restart.setSuffix(phrase("after_page.restart_unit"))
        self.restart.leave_open(phrase("after_page.restart_none"))
        self.restart.setToolTip(phrase("after_page.restart_about"))
        again = QLabel(phrase("after_page.restart_title"))
        again.setBuddy(self.restart)
        home.box.addWidget(again)
        home.box.addWidget(self.restart)
        self.discharge = QPushButton(phrase("after_page.discharge_now"))
        self.discharge.clicked.connect(lambda: self.ordered.emit(self._leave()))
        home.box.addWidget(self.discharge)
        self.home_said = QLabel("")
        self.home_said.setWordWrap(True)
        home.box.addWidget(self.home_said)
        self.home_said.hide()  # until it says something
        return home

    def _leave(self) -> Discharge:
        """As it is filled in."""
        told = tuple(a for a, b in self.advice.items() if b.isChecked())
        return Discharge(driver=self.driver.isChecked(), advice=told, restart_h=None if self.restart.is_open else self.restart.value())

    def _fill_in(self, said: Mapping[str, Any]) -> None:
        """The form holds what was said at the door, whoever said it: another hand, a script, or an attempt that goes on."""
        self.driver.setChecked(said["driver"])
        for one, box in self.advice.items():
            box.setChecked(one in said["advice"])
        if said.get("restart_h") is not None:
            self.restart.setValue(said["restart_h"])

    def _open_what_can_be_done(self) -> None:
        here = self._needle_out and self._begun and not self._gone
        self.observe_button.setEnabled(here and not self.minutes.is_open)
        first = "" if self._gone or here else phrase(f"after_page.{'not_begun' if self._needle_out else 'needle_in'}")
        for button in (*self.looks.values(), self.discharge):
            button.setEnabled(here)
        for button in (self.observe_button, *self.looks.values(), self.discharge):
            button.setToolTip(phrase("room.gone_home") if self._gone else first)
        self._tell_home(phrase("after_page.gone_home") if self._gone else first)

    def observe(self, seen: Observation) -> None:
        care = seen.care
        self.columns.observe(care)
        needle, decided = seen.needle, care.decision is not None
        stands = needle is None or not needle.placed, decided or needle is not None, care.discharged
        if stands != (self._needle_out, self._begun, self._gone):
            self._needle_out, self._begun, self._gone = stands
            self._open_what_can_be_done()
        # it leads on only once somebody has watched, or there was nothing to watch
        watched = care.observed_min > 0 or (care.decision is not None and care.decision.decision != "inject")
        styled(self.discharge, "done" if care.discharged else "main" if watched else "")
        words = phrase("after_page.observed" if care.discharged else "after_page.under_observation")
        self.dial.show_minutes(care.observed_min, words)
        for event in seen.notices:
            if event.kind == "discharged":
                self._fill_in(event.data)
            if event.kind == "observed_after":
                self.minutes.setValue(float(event.data["minutes"]))
                self._watched += float(event.data["minutes"])
                self.happened.note(self._minute(), vital_words(care, ", ")[0])
            if event.kind == "examined":
                self._looked.add(str(event.data["of"]))
            if event.kind in TELLS and (self._watched or event.kind in ("examined", "discharged")):
                self.happened.note(self._minute(), str(notice(event.kind, event.data, self.chart)))
        styled(self.observe_button, "done" if care.observed_min else "")
        self.observe_button.setText(f"{DONE if care.observed_min else ''}{phrase('after_page.keep')}")
        for of, button in self.looks.items():
            done = of in self._looked
            styled(button, "done" if done else "")
            button.setText(f"{DONE if done else ''}{phrase(f'after_page.look_{of}')}")
        self.discharge.setText(f"{DONE if care.discharged else ''}{phrase('after_page.discharge_now')}")
        words = phrase("after_page.watched", minutes=care.observed_min) if care.observed_min else ""
        if self.watched.text() != words:
            self.watched.setText(words)

    def _tell_home(self, words: str) -> None:
        """Why nobody is discharged yet, or that somebody was."""
        if self.home_said.text() != words:
            self.home_said.setText(words)
            self.home_said.setVisible(bool(words))

    def _minute(self) -> str:
        return f"{self._watched:.0f} min"

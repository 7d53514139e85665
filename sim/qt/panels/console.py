"""The strip over every page: whether the beam is on, time, dose, technique factors, vital signs, who lies there, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from scenarios.schema import Scenario
from scenarios.words import exam, told
from sim.qt.grown import grow
from sim.qt.keyed import key_of, keyed
from sim.qt.palette import px, styled
from sim.qt.panels.patient_card import vital_words
from sim.qt.words import phrase
from sim.session.clock import clock
from sim.session.observation import Observation

USUAL, MANY_PX = 100, 150
SURE_MS = 5000
"""So long a first press waits for the second (guess)."""
SIGN = " \N{WARNING SIGN}"
WARNED_MIN = (5, 1)
"""So long before an exam's time is over it is told (guess)."""


class Console(QFrame):
    """What is asked for on every page."""

    onward = Signal()
    """To the next page"""
    finished = Signal()
    warned = Signal(str)
    """That an exam's time is almost over, to be said"""

    def __init__(self, case: Scenario) -> None:
        super().__init__()
        self.setObjectName("console")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(14)
        self.lamp = QLabel(phrase("console.x_ray_off"))
        self.lamp.setObjectName("lamp")
        self.lamp.setAccessibleName(phrase("console.lamp"))
        grow(self.lamp, least_width=104)
        self.time, self.dose, self.factors, self.vitals = QLabel("0:00"), QLabel(), QLabel(), QLabel()
        self.time.setToolTip(phrase("console.time_about"))
        self.dose.setToolTip(phrase("console.dose_about"))
        self.factors.setToolTip(phrase("console.technique_about"))
        for label, words in (
            (self.time, phrase("console.time")),
            (self.dose, phrase("console.dose")),
            (self.factors, phrase("console.technique")),
            (self.vitals, phrase("console.vital_signs")),
        ):
            label.setAccessibleName(words)
        self.time.setObjectName("time")
        self._limit, self._limit_s = "", 0.0
        self._warnings: tuple[int, ...] = ()
        self._who = f"{told(case.patient.name)}, {case.patient.age}  \u00b7  {told(case.title)}"
        self.who = QLabel(self._who)
        self.who.setToolTip(f"{self._who}\n{told(case.patient.complaint)}")
        self.who.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.who.setAccessibleName(phrase("console.who"))
        self.next = QPushButton()
        self.next.setVisible(False)
        self.next.clicked.connect(self.onward)
        self.finish = QPushButton(phrase("console.finish"))
        keyed(self.finish, self.finish.setToolTip, lambda: phrase("console.finish_about", key=key_of("finish")))
        for button in (self.next, self.finish):  # never by a key that was meant for the hands
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.finish.clicked.connect(self.press_finish)
        self._over = case.drill is not None
        """Whether nothing is left to do"""
        self._sure = QTimer(self)
        self._sure.setSingleShot(True)
        self._sure.setInterval(SURE_MS)
        self._sure.timeout.connect(lambda: self.finish.setText(phrase("console.finish")))
        for widget in (self.lamp, self.time, self.dose, self.factors, self.vitals):
            row.addWidget(widget)
        row.addWidget(self.who, 1)
        row.addWidget(self.next)
        row.addWidget(self.finish)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name()

    def _name(self) -> None:
        """As much of it as there is room for."""
        shown = self.who.fontMetrics().elidedText(self._who, Qt.TextElideMode.ElideRight, self.who.width())
        if shown != self.who.text():
            self.who.setText(shown)

    def offer(self, page: str, due: bool) -> None:
        """The way to this page; none if it is empty. ``due``: what was to be done here is done."""
        self.next.setVisible(bool(page))
        self.next.setText(phrase("console.next", page=page))
        styled(self.next, "main" if due else "")

    def press_finish(self) -> None:
        """At once where nothing is left to do; else on the second press, for what is ended cannot be gone on with."""
        if self._over or self._sure.isActive():
            self._sure.stop()
            self.finished.emit()
        else:
            self.finish.setText(phrase("console.finish_sure"))
            self._sure.start()

    def ask_to_finish(self, yes: bool) -> None:
        """Everything is done: nothing else is left to press."""
        self._over |= yes
        styled(self.finish, "main" if yes else "")

    def limit_to(self, minutes: float) -> None:
        """So long the attempt may take: it stands beside how long it has taken."""
        self._limit, self._limit_s = exam("clock", minutes=f"{minutes:g}"), 60.0 * minutes
        self._warnings = tuple(one for one in WARNED_MIN if one < minutes)

    def _warn(self, time_s: float) -> None:
        """Each warning once; from the first on a sign stands beside the time."""
        due = [one for one in self._warnings if self._limit_s - time_s <= 60.0 * one]
        if due:
            self._warnings = tuple(one for one in self._warnings if one not in due)
            self._limit = f"{self._limit.removesuffix(SIGN)}{SIGN}"
            self.warned.emit(phrase("console.left", count=min(due)))

    def observe(self, seen: Observation) -> None:
        self._warn(seen.time_s)
        beam = seen.carm.beam_on
        if self.lamp.property("on") != beam:
            self.lamp.setProperty("on", beam)
            self.lamp.setText(phrase("console.x_ray_on") if beam else phrase("console.x_ray_off"))
            styled(self.lamp, "lamp_on" if beam else "lamp")
        dose, live = seen.carm.dose, seen.live
        factors = "" if live is None else f"{live.factors.kvp:.0f} kVp  {live.factors.ma:.0f} mA"
        words, style = vital_words(seen.care, "  ")
        self.factors.setVisible(px(USUAL) < MANY_PX)  # larger text leaves no room for what stands on the monitor too
        for label, said in (
            (self.time, f"{clock(seen.time_s)}{self._limit}"),
            (self.dose, phrase("console.doses", s=dose.seconds, mgy=dose.kerma_mgy, gycm2=dose.dap_gycm2)),
            (self.factors, factors),
            (self.vitals, words),
        ):
            if label.text() != said:
                label.setText(said)
                self._name()
        styled(self.vitals, style)

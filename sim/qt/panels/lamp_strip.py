"""Whether the beam is on, time, dose, technique, vital signs, and who lies there: over every page, and over monitors at a wall."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton

from scenarios.schema import Scenario
from scenarios.words import decimal, told
from sim.qt.grown import grow, wears_anew
from sim.qt.palette import px, styled
from sim.qt.panels.figure import Figure
from sim.qt.panels.patient_card import LOW, signs
from sim.qt.pose_words import pose_words
from sim.qt.words import phrase
from sim.session.clock import clock
from sim.session.observation import Observation

WIDTHS = {
    "time": 58, "pulse": 36, "oxygen": 46, "pressure": 64, "beam": 46, "kerma": 70, "dap": 96, "kvp": 26, "ma": 26, "rate": 38, "power": 66,
    "carm": 140,
}  # fmt: skip
"""Pixels of each figure at the usual size of text, by code, from the left: first what is of the patient"""
FROM_WIDE = {"beam": 730, "kerma": 900, "dap": 1010, "kvp": 1270, "ma": 1270, "rate": 1270, "power": 1270, "carm": 1500}
"""Pixels at the usual size of text: in a strip as wide a figure has its place; in others it stands in the list behind ``more``"""
LIMIT = 90
"""So many more are taken by a limit behind the time"""
ELSEWHERE = "carm"
"""Told by its card and by every picture too: for it alone there is no list"""


def lies_there(case: Scenario) -> str:
    """Name and age."""
    return f"{told(case.patient.name)}, {case.patient.age}"


class LampStrip(QFrame):
    """Each figure has its place: those of the patient, who that is, and those of the beam. ``limit`` stands behind the time."""

    def __init__(self, case: Scenario) -> None:
        super().__init__()
        self.setObjectName("console")
        self.limit, self._beams = "", True
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(10, 1, 10, 1)
        self.row.setSpacing(10)
        self.lamp = QLabel(phrase("console.x_ray_off"))
        self.lamp.setObjectName("lamp")
        self.lamp.setAccessibleName(phrase("console.lamp"))
        self.lamp.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grow(self.lamp, least_width=104)
        self.figures = {
            code: Figure(phrase(f"console.{code}"), phrase(f"console.{code}_about"), width, "clock" if code == "time" else "")
            for code, width in WIDTHS.items()
        }
        self.time = self.figures["time"].value
        self.more, self._listed = QToolButton(), QMenu(self)
        self.more.setText(phrase("console.more"))
        self.more.setAccessibleName(phrase("console.more_about"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._listed)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._rows = {code: self._listed.addAction("") for code in FROM_WIDE}
        self._who = (f"{lies_there(case)}  \u00b7  {told(case.title)}", lies_there(case), told(case.patient.name), "")
        """Who lies there and why, the longest first"""
        self.who = QLabel(self._who[0])
        self.who.setToolTip(f"{self._who[0]}\n{told(case.patient.complaint)}")
        self.who.setAccessibleDescription(self._who[0])
        self.who.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.who.setAccessibleName(phrase("console.who"))
        self.row.addWidget(self.lamp)
        for code, figure in self.figures.items():
            if code == next(iter(FROM_WIDE)):
                self.row.addWidget(self.who, 1)
            self.row.addWidget(figure)
        self.row.addWidget(self.more)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        QTimer.singleShot(0, self, self._name)  # when its place has its new width too

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._fit()

    def show_beam(self, yes: bool) -> None:
        """What the beam does, on a page where that says something; nothing else moves."""
        self._beams = yes
        self._fit()
        QTimer.singleShot(0, self, self._name)

    def _fit(self) -> None:
        room = self.width() - (px(LIMIT) if self.limit else 0)
        folded = {code for code, least in FROM_WIDE.items() if room < px(least)}
        for code, row in self._rows.items():
            self.figures[code].setVisible(self._beams and code not in folded)
            row.setVisible(code in folded)
        self.more.setVisible(self._beams and bool(folded - {ELSEWHERE}))

    def _name(self) -> None:
        """As much of it as there is room for."""
        metrics, room = self.who.fontMetrics(), self.who.width()
        shown = next(text for text in self._who if not text or metrics.horizontalAdvance(text) <= room)
        if shown != self.who.text():
            self.who.setText(shown)

    def _list(self) -> None:
        """What has left its place, as it is now: while the list stands open too."""
        for code, row in self._rows.items():
            said = f"{self.figures[code].name}\t{self.figures[code].value.text()}"
            if said != row.text():
                row.setText(said)
        told_now = "; ".join(row.text().replace("\t", " ") for row in self._rows.values() if row.isVisible())
        if told_now != self.more.toolTip():
            self.more.setToolTip(told_now)
            self.more.setAccessibleDescription(told_now)

    def observe(self, seen: Observation) -> None:
        beam = seen.carm.beam_on
        if self.lamp.property("on") != beam:
            self.lamp.setProperty("on", beam)
            self.lamp.setText(phrase("console.x_ray_on") if beam else phrase("console.x_ray_off"))
            styled(self.lamp, "lamp_on" if beam else "lamp")
        dose, live = seen.carm.dose, seen.live
        for code, said in (
            ("time", f"{clock(seen.time_s)}{self.limit}"),
            ("beam", decimal(f"{dose.seconds:.1f} s")),
            ("kerma", decimal(f"{dose.kerma_mgy:.2f} mGy")),
            ("dap", decimal(f"{dose.dap_gycm2:.3f} Gy\u00b7cm\u00b2")),
            ("kvp", "" if live is None else f"{live.factors.kvp:.0f}"),
            ("ma", "" if live is None else f"{live.factors.ma:.0f}"),
            ("rate", f"{seen.carm.programme.rate} /s" if seen.carm.programme.beam == "pulsed" else ""),
            ("carm", pose_words(seen.carm.view.pose)),
            ("power", decimal(f"{seen.carm.kerma_mgy_min:.1f} mGy") if beam and seen.carm.kerma_mgy_min > 0 else ""),
        ):
            self.figures[code].say(said)
        for code, (said, low) in signs(seen.care).items():
            self.figures[code].say((LOW if low else "") + said)
            self.figures[code].look("" if not said else "alarm" if low else "quiet")
        self._list()
        self._name()

"""Whether the beam is on, time, dose, technique, vital signs, and who lies there: over every page, and over monitors at a wall."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from scenarios.schema import Scenario
from scenarios.words import decimal, told
from sim.qt.grown import grow
from sim.qt.palette import px, styled
from sim.qt.panels.figure import Figure
from sim.qt.panels.patient_card import LOW, signs
from sim.qt.pose_words import pose_words
from sim.qt.words import phrase
from sim.session.clock import clock
from sim.session.observation import Observation

USUAL = 100
WIDTHS = {
    "time": 58, "beam": 46, "kerma": 70, "dap": 96, "kvp": 26, "ma": 26, "rate": 38, "power": 60, "carm": 140, "pulse": 36, "oxygen": 46,
    "pressure": 64,
}  # fmt: skip
"""Pixels of each figure at the usual size of text, by code, from the left"""
WHOLE_PX = 1000
WIDE = 1500
"""Pixels at the usual size of text: a strip as wide has room for all; in others the C-arm's place is told by card and picture alone"""
GIVES_WAY_PX = {"kvp": 125, "ma": 125, "rate": 125, "power": 125, "dap": 150, "kerma": 200}
"""Where a length of USUAL pixels has grown to so much with the text, a figure leaves its place: the picture or the score tells it too."""


def lies_there(case: Scenario) -> str:
    """Name and age."""
    return f"{told(case.patient.name)}, {case.patient.age}"


class LampStrip(QFrame):
    """Each figure has its place. ``limit`` stands behind the time."""

    def __init__(self, case: Scenario) -> None:
        super().__init__()
        self.setObjectName("console")
        self.limit = ""
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(10, 1, 10, 1)
        self.row.setSpacing(14)
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
        self._who = f"{lies_there(case)}  \u00b7  {told(case.title)}"
        self.who = QLabel(self._who)
        self.who.setToolTip(f"{self._who}\n{told(case.patient.complaint)}")
        self.who.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.who.setAccessibleName(phrase("console.who"))
        self.row.addWidget(self.lamp)
        for figure in self.figures.values():
            self.row.addWidget(figure)
        self.row.addWidget(self.who, 1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._name()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        wide = self.width() >= px(WIDE)
        for code, figure in self.figures.items():
            figure.setVisible(wide or (code != "carm" and px(USUAL) < GIVES_WAY_PX.get(code, WHOLE_PX)))

    def _name(self) -> None:
        """As much of it as there is room for."""
        shown = self.who.fontMetrics().elidedText(self._who, Qt.TextElideMode.ElideRight, self.who.width())
        if shown != self.who.text():
            self.who.setText(shown)

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
            ("power", decimal(f"{seen.carm.kerma_mgy_min:.1f}") if beam and seen.carm.kerma_mgy_min > 0 else ""),
        ):
            self.figures[code].say(said)
        for code, (said, low) in signs(seen.care).items():
            self.figures[code].say((LOW if low else "") + said)
            self.figures[code].look("" if not said else "alarm" if low else "quiet")
        self._name()

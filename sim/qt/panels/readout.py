"""What is felt of the needle: how deep it is, how hard it is to push, where it gave, where its bevel looks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from sim.qt.grown import grow, is_large, wears_anew
from sim.qt.palette import px, styled
from sim.qt.panels.card import Card, Clock, narrow
from sim.qt.panels.force_trace import ForceTrace
from sim.qt.panels.last_push import LastPush
from sim.qt.panels.warned_off import PAST_MM, WarnedOff
from sim.qt.words import phrase
from sim.session.observation import NeedleSeen, Observation, SyringeSeen

FULL_N, HARD_N = 20.0, 9.0
TURNS, HOURS = {"on": "\u21bb", "back": "\u21ba"}, {"on": 1, "back": -1}
TURN_WIDE, TOLD = 28, 33
"""Pixels: of a button that turns the bevel across, and of the depth and the two lines of a loss down"""
IN_PATIENT = "needle_card.in_patient"
BETWEEN, BESIDE = 2, 24
"""Pixels between lines: what they leave is the line of the force's; and where text is large from the depth to what stands beside it: two
figures that touch are read as one"""
LOW = "_low"
"""What ends the names of looks in smaller letters"""


class Readout(Card):
    """Stands below every page of the column. Where text is large: depth and force, under them where the tip is or where it gave."""

    def __init__(self, turn: Callable[[int], None]) -> None:
        """``turn``: the bevel, by so many hours."""
        super().__init__()
        self.setAccessibleName(phrase("needle_card.depth"))
        self.clock = Clock()
        self.deep = QLabel("")
        self.deep.setAccessibleName(phrase("needle_card.depth"))
        self.gave = QLabel("")
        self.gave.setWordWrap(True)
        self.felt = QLabel(phrase("needle_card.none"))
        self.felt.setObjectName("note")
        self.force = ForceTrace(phrase("needle_card.force"), "N", FULL_N, HARD_N, phrase("needle_card.force_short"))
        self.turning = self._turning(turn)
        self.flowing = QLabel("")
        """Where text is large: what the plunger would tell, which lies on another page then"""
        narrow(self.flowing)
        self._flows: tuple[str, ...] = ()
        """The same with and without the pressure, while fluid goes in"""
        self._words = QGridLayout()
        self._words.setColumnStretch(1, 1)
        row = QHBoxLayout()
        row.addWidget(self.clock)
        row.addWidget(self.turning)
        row.addLayout(self._words, 1)
        self.box.addLayout(row)
        self.box.setContentsMargins(8, 3, 8, 3)
        self._signs, self.push = WarnedOff(), LastPush()
        self._gone_on = self._placed = False
        self._wrap()

    def _turning(self, turn: Callable[[int], None]) -> QWidget:
        """Beside its clock: an hour on, an hour back."""
        turning = QWidget()
        self._hours = QBoxLayout(QBoxLayout.Direction.TopToBottom, turning)
        self._hours.setContentsMargins(0, 0, 0, 0)
        self.turns: list[QPushButton] = []
        for way, hours in HOURS.items():
            button = QPushButton(TURNS[way])
            button.setToolTip(phrase(f"needle_card.bevel_{way}_about"))
            button.setAccessibleName(button.toolTip())
            button.clicked.connect(partial(_turned, turn, hours))
            narrow(button)
            grow(button, width=TURN_WIDE)
            self._hours.addWidget(button)
            self.turns.append(button)
        return turning

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._wrap()

    def _wrap(self) -> None:
        large = is_large()
        ways = QBoxLayout.Direction
        self._hours.setDirection(ways.LeftToRight if large else ways.TopToBottom)
        self._words.setVerticalSpacing(0 if large else BETWEEN)
        self._words.setHorizontalSpacing(BESIDE if large else -1)  # else the style's own
        self._words.addWidget(self.deep, 0, 0)
        self._words.addWidget(self.gave, 1 if large else 0, 0 if large else 1, 1, 2 if large else 1)
        self._words.addWidget(self.felt, 2 if large else 1, 0, 1, 2)
        self._words.addWidget(self.force, 0 if large else 2, 1 if large else 0, 1, 1 if large else 2)
        self._words.addWidget(self.flowing, 0, 1)
        self._words.setRowStretch(2, 0 if large else 1)
        self._words.setRowMinimumHeight(0, 0 if large else px(TOLD))  # before there is a depth too: nothing above moves when it comes
        self._look()

    def _look(self) -> None:
        """What there is to tell takes place, and in smaller letters where they are large."""
        large = is_large()
        low = LOW if large else ""
        styled(self.deep, "deep" + low)
        styled(self.gave, ("gone_on" if self._gone_on else "gave") + low)
        flows = large and bool(self._flows)
        self.flowing.setVisible(flows)
        for widget, shown in (
            (self.deep, self._placed), (self.force, self._placed and not flows), (self.clock, self._placed), (self.turning, self._placed),
            (self.gave, bool(self.gave.text())), (self.felt, not self.gave.text()),
        ):  # fmt: skip
            widget.setVisible(shown or not large)
        if flows:
            self._fit_flowing()

    def _fit_flowing(self) -> None:
        """Beside the depth, whole: where volume and pressure have no room in smaller letters either, the volume alone."""
        self.box.activate()
        room = self._words.geometry().width() - self.deep.sizeHint().width() - self._words.horizontalSpacing()
        for look, said in (("big_low", self._flows[0]), ("flowing_low", self._flows[0]), ("flowing_low", self._flows[1])):
            styled(self.flowing, look)
            self.flowing.setText(said)
            if self.flowing.sizeHint().width() <= room:
                break

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.flowing.isHidden():
            self._fit_flowing()

    def observe(self, seen: Observation) -> None:
        """The needle as the hand has it."""
        needle = seen.needle
        self.push.follow(seen)
        self.force.rest(self.push.still)
        self._flows = _flowing(seen.syringe)
        self._placed = needle is not None and needle.placed
        if needle is None:
            self.deep.setText("")
            self.gave.setText("")
            self.felt.setText(phrase("needle_card.none"))
        else:
            self.deep.setText(f"{needle.depth_mm:.0f} mm" if needle.placed else "")  # as far as the marks on the shaft tell
            self._tell_loss(seen, needle)
            self.clock.set(needle.clock)
            stylet = phrase("needle_card.stylet_in" if needle.stylet else "needle_card.stylet_out")
            felt = f"{needle.name}, {phrase(_place(needle))}; {stylet}"
            self.felt.setToolTip(felt)
            self.felt.setText(self._short(needle, stylet) or felt)
        self._look()

    def _short(self, needle: NeedleSeen, stylet: str) -> str:
        """After a push how far it went, in the place of the needle's name, which the hand knows; where text is large never the name."""
        place = phrase(_place(needle))
        if self.push.from_mm is not None and self.push.mm:
            way = ("pushed" if self.push.mm > 0 else "drawn") + ("_short" if is_large() else "")
            pushed = phrase(f"needle_card.{way}", mm=round(abs(self.push.mm), 2), start=self.push.from_mm)
            return f"{pushed}; {stylet if _place(needle) == IN_PATIENT else place}"
        return f"{place}; {stylet}" if is_large() and needle.placed else ""

    def _tell_loss(self, seen: Observation, needle: NeedleSeen) -> None:
        """The loss of resistance stays in sight while the tip is where it was felt, and how far it has gone on since."""
        self._signs.follow(seen)
        self.force.mark(self._signs.gave_mm)
        if self._signs.gave_mm is None:
            said = ""
        else:
            on = self._signs.past_mm(needle)
            loss = phrase("needle_card.loss", mm=self._signs.gave_mm)
            self._gone_on = on > PAST_MM
            past = phrase("needle_card.past_short" if is_large() else "needle_card.past", mm=on)
            said = past if self._gone_on else loss + (phrase("needle_card.further", mm=on) if on >= 0.05 else "")
        if said != self.gave.text():
            self.gave.setText(said)


def _turned(turn: Callable[[int], None], hours: int, _: bool = False) -> None:
    turn(hours)


def _flowing(syringe: SyringeSeen) -> tuple[str, ...]:
    """What is left and how hard the plunger is, and the first alone; nothing where no fluid goes in."""
    if syringe.rate_ml_s <= 0:
        return ()
    return (
        phrase("needle_card.flowing_short", left_ml=syringe.left_ml, mmhg=syringe.pressure_mmhg),
        phrase("needle_card.flowing_shortest", left_ml=syringe.left_ml),
    )


def _place(needle: NeedleSeen) -> str:
    """The code of where the tip is, as far as the hand can tell."""
    if not needle.placed:
        return "needle_card.in_hand"
    if needle.on_bone:
        return "needle_card.on_bone"
    return "needle_card.on_skin" if needle.depth_mm < 1 else IN_PATIENT

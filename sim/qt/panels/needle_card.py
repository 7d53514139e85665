"""The needle's card: taking, setting, leaning and pushing it; depth, force and bevel."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sim.qt.panels.card import Card, Clock, Gauge, narrow
from sim.qt.panels.fields import Choice, Number
from sim.session.commands import AdvanceNeedle, AimNeedle, Command, HangDrop, PlaceNeedle, RemoveNeedle, RotateNeedle, SetStylet, TakeNeedle
from sim.session.feel import Feel, yields
from sim.session.observation import NeedleSeen, Observation

LEAN_DEG = 60.0
FULL_N, HARD_N = 20.0, 9.0
SPIN_DEG_MM = 90.0
"""Spun while it is pushed: a quarter turn for each mm."""


class NeedleCard(Card):
    """Shows the needle as the hand has it, and moves it."""

    ordered = Signal(object)
    placing = Signal(bool)
    """Whether a click in the live image sets the needle"""

    def __init__(self, needles: tuple[str, ...]) -> None:
        super().__init__("Needle")
        self.seen: NeedleSeen | None = None
        self.felt_now = Feel()
        self.choice = Choice()
        self.choice.addItems(list(needles))
        self.take = QPushButton("Take")
        self.take.setToolTip("Take this needle from the tray")
        self.take.clicked.connect(lambda: self._order(TakeNeedle(needle=self.choice.currentText())))
        self.box.addLayout(_row(self.choice, self.take))
        self.place = QPushButton("Set by image")
        self.place.setCheckable(True)
        self.place.setToolTip("Then click in the live image: the needle stands there on the skin, along the beam (P)")
        self.place.toggled.connect(self.placing.emit)
        self.finger = Choice()
        self.finger.setToolTip("Set the needle by feel, over a landmark under your finger")
        self.finger.activated.connect(self._by_feel)
        self.box.addLayout(_row(self.place, self.finger))
        self.box.addLayout(self._state())
        for widget in (self.choice, self.place, self.finger):
            narrow(widget)
        self.force = Gauge("Force to push on", "N", FULL_N, HARD_N)
        self.box.addWidget(self.force)
        self.box.addLayout(self._leans())
        self.box.addLayout(self._pushes())
        self._palpable: Mapping[str, tuple[float, float]] = {}

    def _state(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.clock = Clock()
        row.addWidget(self.clock)
        words = QVBoxLayout()
        self.deep = QLabel("")
        self.deep.setObjectName("big")
        self.felt = QLabel("no needle in the hand")
        self.felt.setObjectName("note")
        self.felt.setWordWrap(True)
        words.addWidget(self.deep)
        words.addWidget(self.felt)
        row.addLayout(words, 1)
        return row

    def _leans(self) -> QGridLayout:
        grid = QGridLayout()
        self.lateral, self.cephalad = _lean("The tip pointed to the patient's right"), _lean("The tip pointed to the head")
        for column, (word, box) in enumerate((("To the right", self.lateral), ("To the head", self.cephalad))):
            grid.addWidget(QLabel(word), 0, column)
            grid.addWidget(box, 1, column)
            box.meant.connect(self._typed)
        return grid

    def _pushes(self) -> QGridLayout:
        grid = QGridLayout()
        self.stylet = QPushButton("Stylet")
        self.stylet.setToolTip("The stylet out, or in again (Y)")
        self.stylet.clicked.connect(self.toggle_stylet)
        out = QPushButton("Out")
        out.setToolTip("Take the needle out")
        out.clicked.connect(lambda: self._order(RemoveNeedle()))
        buttons = [("- 10", -10.0), ("- 1", -1.0), ("+ 0.25", 0.25), ("+ 1", 1.0)]
        for column, (word, mm) in enumerate(buttons):
            button = QPushButton(word)
            button.setToolTip(f"{'Advance' if mm > 0 else 'Withdraw'} by {abs(mm):g} mm")
            narrow(button)
            button.setAutoRepeat(abs(mm) <= 1)
            button.clicked.connect(lambda _=False, by=mm: self.push(by))
            grid.addWidget(button, 0, column)
        for column, (word, hours) in enumerate((("\u21ba bevel", -1), ("bevel \u21bb", 1))):
            button = QPushButton(word)
            button.clicked.connect(lambda _=False, by=hours: self.turn(by))
            grid.addWidget(button, 1, column)
            narrow(button)
        narrow(self.stylet)
        narrow(out)
        self.spin = QPushButton("Spin")
        self.spin.setCheckable(True)
        self.spin.setToolTip("Turn the needle while it is pushed: its bevel then steers nowhere (.)")
        drop = QPushButton("Drop")
        drop.setToolTip("Hang a drop of saline in the open hub (Ctrl+Y)")
        drop.clicked.connect(self.hang_drop)
        narrow(self.spin)
        narrow(drop)
        grid.addWidget(self.spin, 1, 2, 1, 2)
        grid.addWidget(self.stylet, 2, 0, 1, 2)
        grid.addWidget(drop, 2, 2)
        grid.addWidget(out, 2, 3)
        return grid

    # --- orders ---------------------------------------------------------------------------------------------------------

    def _order(self, command: Command) -> None:
        self.ordered.emit(command)

    def push(self, mm: float) -> None:
        """On or back; hard tissue lets less through at a time."""
        spin = SPIN_DEG_MM if self.spin.isChecked() and mm > 0 else 0.0
        self._order(AdvanceNeedle(mm=max(min(yields(mm, self.felt_now), 10.0), -200.0), spin_deg_mm=spin))

    def feel(self, feel: Feel) -> None:
        """The gauge, and how much the next push gives."""
        self.felt_now = feel
        self.force.set(feel.needle_n)

    def turn(self, hours: float) -> None:
        self._order(RotateNeedle(deg=30.0 * hours))

    def lean(self, lateral: float, cephalad: float) -> None:
        """Lean by so many degrees more."""
        if self.seen is not None:
            self._aim(self.seen.lateral_deg + lateral, self.seen.cephalad_deg + cephalad)

    def toggle_stylet(self) -> None:
        if self.seen is not None:
            self._order(SetStylet(inside=not self.seen.stylet))

    def hang_drop(self) -> None:
        self._order(HangDrop())

    def _typed(self) -> None:
        if self.seen is not None:
            self._aim(self.lateral.asked(self.seen.lateral_deg), self.cephalad.asked(self.seen.cephalad_deg))

    def _aim(self, lateral: float, cephalad: float) -> None:
        if self.seen is not None and self.seen.placed:
            self._order(AimNeedle(lateral_deg=max(min(lateral, 85.0), -85.0), cephalad_deg=max(min(cephalad, 85.0), -85.0)))

    def _by_feel(self, index: int) -> None:
        name = self.finger.itemData(index)
        if name in self._palpable:
            right, superior = self._palpable[name]
            self._order(
                PlaceNeedle(right_mm=right, superior_mm=superior, lateral_deg=self.lateral.value(), cephalad_deg=self.cephalad.value())
            )

    # --- showing --------------------------------------------------------------------------------------------------------

    def observe(self, seen: Observation) -> None:
        if seen.palpable != self._palpable:
            self._palpable = seen.palpable
            self.finger.clear()
            self.finger.addItem("Set by feel ...", None)
            for name in seen.palpable:
                self.finger.addItem(name.replace("_", " ").replace("/", ": "), name)
        self.seen = seen.needle
        needle = seen.needle
        if needle is None:
            return
        self.deep.setText(f"{needle.depth_mm:.0f} mm" if needle.placed else "")
        self.clock.set(needle.clock)
        where = "on bone" if needle.on_bone else "on the skin" if needle.placed and needle.depth_mm < 1 else "in the patient"
        self.felt.setText(f"{needle.name}, {where if needle.placed else 'in the hand'}; stylet {'in' if needle.stylet else 'out'}")
        for box, value in ((self.lateral, needle.lateral_deg), (self.cephalad, needle.cephalad_deg)):
            if needle.placed and not box.hasFocus():
                with QSignalBlocker(box):
                    box.setValue(value)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget, 1)
    return row


def _lean(tip: str) -> Number:
    box = Number()
    box.setRange(-LEAN_DEG, LEAN_DEG)
    box.setDecimals(0)
    box.setSingleStep(2)
    box.setSuffix("\u00b0")
    box.setToolTip(tip)
    return box

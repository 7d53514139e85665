"""The needle's card: taking, setting, leaning and pushing it; depth, force and bevel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sim.qt.panels.card import Card, Clock, Gauge, narrow
from sim.qt.panels.fields import Choice, Number
from sim.session.commands import AdvanceNeedle, AimNeedle, Command, HangDrop, PlaceNeedle, RemoveNeedle, RotateNeedle, SetStylet, TakeNeedle
from sim.session.feel import Feel, yields
from sim.session.observation import NeedleSeen, Observation

LEAN_DEG = 60.0
FULL_N, HARD_N = 20.0, 9.0
LEFT_MM = 1.0
"""Drawn back by more the tip is no longer where it gave."""
SPIN_DEG_MM = 90.0
"""Spun while it is pushed: a quarter turn for each mm."""


class NeedleCard(Card):
    """Shows the needle as the hand has it, and moves it."""

    ordered = Signal(object)
    placing = Signal(bool)
    """Whether a click in the live image sets the needle"""

    def __init__(self, needles: tuple[str, ...]) -> None:
        super().__init__()
        self.seen: NeedleSeen | None = None
        self.felt_now = Feel()
        self.choice = Choice("Needle")
        self.choice.addItems(list(needles))
        self.take = QPushButton("Take")
        self.take.setToolTip("Take this needle from the tray")
        self.take.clicked.connect(lambda: self._order(TakeNeedle(needle=self.choice.currentText())))
        self.place = QPushButton("Set by image")
        self.place.setCheckable(True)
        self.place.setToolTip("Then click in the live image: the needle stands there on the skin, along the beam (P)")
        self.place.toggled.connect(self.placing.emit)
        self.finger = Choice("Landmark under the finger")
        self.finger.setToolTip("Set the needle by feel, over a landmark under your finger")
        self.finger.activated.connect(self._by_feel)
        self.box.addLayout(_row(self.choice, self.take, self.place, self.finger))
        for widget in (self.choice, self.take, self.place, self.finger):
            narrow(widget)
        self.readout = self._readout()
        """Depth, force and bevel: seen on every page of the column."""
        self.box.addLayout(self._leans())
        self.box.addLayout(self._pushes())
        self._palpable: Mapping[str, tuple[float, float]] = {}

    def _readout(self) -> Card:
        card = Card()
        card.setAccessibleName("Depth")
        row, words, middle = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self.clock = Clock()
        self.deep = QLabel("")
        self.deep.setObjectName("deep")
        self.deep.setAccessibleName("Depth")
        self.gave = QLabel("")
        self.gave.setObjectName("gave")
        self.gave.setWordWrap(True)
        self.felt = QLabel("no needle in the hand")
        self.felt.setObjectName("note")
        self.force = Gauge("Force to push on", "N", FULL_N, HARD_N)
        middle.addWidget(self.deep)
        middle.addWidget(self.gave, 1)
        words.addLayout(middle)
        words.addWidget(self.felt)
        words.addWidget(self.force)
        row.addWidget(self.clock)
        row.addLayout(words, 1)
        card.box.addLayout(row)
        card.box.setContentsMargins(8, 3, 8, 3)
        self._gave_mm: float | None = None
        return card

    def _leans(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.lateral, self.cephalad = _lean("The tip pointed to the patient's right"), _lean("The tip pointed to the head")
        for word, box in (("Tip to the right", self.lateral), ("to the head", self.cephalad)):
            row.addWidget(QLabel(word))
            row.addWidget(box, 1)
            box.meant.connect(self._typed)
        return row

    def _pushes(self) -> QVBoxLayout:
        self.stylet = _button("Stylet", "The stylet out, or in again (Y)", self.toggle_stylet)
        self.spin = QPushButton("Spin")
        self.spin.setCheckable(True)
        self.spin.setToolTip("Turn the needle while it is pushed: its bevel then steers nowhere (.)")
        narrow(self.spin)
        drop = _button("Drop", "Hang a drop of saline in the open hub (Ctrl+Y)", self.hang_drop)
        self.out = _button("Out", "Take the needle out", lambda: self._order(RemoveNeedle()))
        moves = []
        for word, mm in (("- 10", -10.0), ("- 1", -1.0), ("+ 0.25", 0.25), ("+ 1", 1.0)):
            tip = f"{'Advance' if mm > 0 else 'Withdraw'} by {abs(mm):g} mm"
            moves.append(_button(word, tip, partial(self.push, mm)))
            moves[-1].setAutoRepeat(abs(mm) <= 1)
        self.back, self.little, self.on = moves[1:]
        for word, tip, hours in (("\u21ba bevel", "an hour back (Left)", -1), ("bevel \u21bb", "an hour on (Right)", 1)):
            moves.append(_button(word, f"Turn the bevel {tip}", partial(self.turn, hours)))
        self._for_setting = (self.choice, self.take, self.place, self.finger, self.stylet, drop, self.out)
        """What takes a needle, sets it and opens it."""
        box = QVBoxLayout()
        box.addLayout(_row(*moves))
        box.addLayout(_row(self.spin, self.stylet, drop, self.out))
        return box

    def stands_already(self) -> None:
        """Nothing but what moves a needle: in a drill it was set by somebody else."""
        for widget in self._for_setting:
            widget.hide()

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
            self.aim(self.seen.lateral_deg + lateral, self.seen.cephalad_deg + cephalad)

    def toggle_stylet(self) -> None:
        if self.seen is not None:
            self._order(SetStylet(inside=not self.seen.stylet))

    def hang_drop(self) -> None:
        self._order(HangDrop())

    def _typed(self) -> None:
        if self.seen is not None:
            self.aim(self.lateral.asked(self.seen.lateral_deg), self.cephalad.asked(self.seen.cephalad_deg))

    def aim(self, lateral: float, cephalad: float) -> None:
        """Lean to so many degrees."""
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
            for label in (self.deep, self.gave):
                label.setText("")
            self.felt.setText("no needle in the hand")
            return
        self.deep.setText(f"{needle.depth_mm:.1f} mm" if needle.placed else "")
        self._tell_loss(seen, needle)
        self.clock.set(needle.clock)
        where = "on bone" if needle.on_bone else "on the skin" if needle.placed and needle.depth_mm < 1 else "in the patient"
        self.felt.setText(f"{needle.name}, {where if needle.placed else 'in the hand'}; stylet {'in' if needle.stylet else 'out'}")
        for box, value in ((self.lateral, needle.lateral_deg), (self.cephalad, needle.cephalad_deg)):
            if needle.placed and not box.hasFocus():
                with QSignalBlocker(box):
                    box.setValue(value)

    def _tell_loss(self, seen: Observation, needle: NeedleSeen) -> None:
        """The loss of resistance stays in sight while the tip is where it was felt, and how far it has gone on since."""
        if any(event.kind == "loss_of_resistance" for event in seen.notices):
            self._gave_mm = needle.depth_mm
        if self._gave_mm is not None and (not needle.placed or needle.depth_mm < self._gave_mm - LEFT_MM):
            self._gave_mm = None
        if self._gave_mm is None:
            said = ""
        else:
            on = needle.depth_mm - self._gave_mm
            said = f"LOSS OF RESISTANCE\nat {self._gave_mm:.1f} mm" + (f", {on:.1f} mm further now" if on >= 0.05 else "")
        if said != self.gave.text():
            self.gave.setText(said)


def _button(word: str, tip: str, does: Callable[[], object]) -> QPushButton:
    button = QPushButton(word)
    button.setToolTip(tip)
    button.clicked.connect(lambda: does())
    narrow(button)
    return button


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
    box.setAccessibleName(tip)
    return box

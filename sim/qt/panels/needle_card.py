"""The needle's card: taking, setting, leaning and pushing it; depth, force and bevel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scenarios.words import decimal
from sim.qt.focus_ring import AROUND
from sim.qt.greyed import alive
from sim.qt.grown import is_large, wears_anew
from sim.qt.icons import EDGE, GAP, SIDE, dressed_alike, wears
from sim.qt.keyed import key_of, keyed
from sim.qt.landmark_words import landmark_words
from sim.qt.palette import px
from sim.qt.panels.card import Card, narrow, tall
from sim.qt.panels.fields import Choice
from sim.qt.panels.lean_field import LeanField
from sim.qt.panels.readout import Readout
from sim.qt.panels.setting_row import SettingRow
from sim.qt.words import phrase
from sim.session.commands import AdvanceNeedle, AimNeedle, Command, HangDrop, PlaceNeedle, RemoveNeedle, RotateNeedle, SetStylet, TakeNeedle
from sim.session.feel import Feel, yields
from sim.session.observation import NeedleSeen, Observation

STEPS_MM = {"\N{MINUS SIGN}10": -10.0, "\N{MINUS SIGN}1": -1.0, "\N{MINUS SIGN}0.25": -0.25, "+0.25": 0.25, "+1": 1.0}
"""Millimetres of a push, by what stands on its button"""
APART = 8
"""Pixels more between what goes a long way, or out, and its neighbour"""
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
        self.choice = Choice(phrase("needle_card.needle"))
        self.choice.addItems(list(needles))
        self.take = QPushButton(phrase("needle_card.take"))
        self.take.setToolTip(phrase("needle_card.take_about"))
        self.take.clicked.connect(lambda: self._order(TakeNeedle(needle=self.choice.currentText())))
        self.place = QPushButton(phrase("needle_card.place"))
        self.place.setCheckable(True)
        keyed(self.place, self.place.setToolTip, lambda: phrase("needle_card.place_about", key=key_of("place")))
        self.place.toggled.connect(self.placing.emit)
        self.finger = Choice(phrase("needle_card.finger"))
        self.finger.setToolTip(phrase("needle_card.finger_about"))
        self.finger.activated.connect(self._by_feel)
        for widget in (self.choice, self.take, self.place, self.finger):
            narrow(widget)
        self.finger.addItem(phrase("needle_card.finger_none"), None)
        self.setting = SettingRow(self.choice, self.take, self.place, self.finger)
        self.box.addWidget(self.setting)
        self.readout = Readout(self.turn)
        """Depth, force and bevel: seen on every page of the column."""
        self.deep, self.gave, self.felt, self.force = self.readout.deep, self.readout.gave, self.readout.felt, self.readout.force
        self.clock, self.turning, self.turns = self.readout.clock, self.readout.turning, self.readout.turns
        self.box.addLayout(self._leans())
        self.box.addLayout(self._pushes())
        self._is_set = False
        """By somebody else, as in a drill"""
        self._wrap()
        self._palpable: Mapping[str, tuple[float, float]] = {}

    def _leans(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.lateral, self.cephalad = (
            LeanField(*(phrase(f"needle_card.{word}") for word in words))
            for words in (("lean_across_about", "right", "left", "across"), ("lean_along_about", "head", "feet", "along"))
        )
        row.addWidget(QLabel(phrase("needle_card.lean")))
        for box in (self.lateral, self.cephalad):
            row.addWidget(box, 1)
            box.meant.connect(self._typed)
        return row

    def _pushes(self) -> QVBoxLayout:
        self.stylet = _button(phrase("needle_card.stylet"), "", self.toggle_stylet)
        keyed(self.stylet, self.stylet.setToolTip, lambda: phrase("needle_card.stylet_about", key=key_of("stylet")))
        self.spin = QPushButton(phrase("needle_card.spin"))
        self.spin.setCheckable(True)
        keyed(self.spin, self.spin.setToolTip, lambda: phrase("needle_card.spin_about", key=key_of("spin")))
        narrow(self.spin)
        self.drop = _button(phrase("needle_card.drop"), "", self.hang_drop)
        keyed(self.drop, self.drop.setToolTip, lambda: phrase("needle_card.drop_about", key=key_of("drop")))
        self.out = _button(phrase("needle_card.out"), phrase("needle_card.out_about"), lambda: self._order(RemoveNeedle()))
        self._handled = {self.spin: 81, self.stylet: 86, self.drop: 122, self.out: 98}
        """Shares of a row that has no room for all of them alike"""
        moves = []
        for word, mm in STEPS_MM.items():
            tip = phrase("needle_card.advance" if mm > 0 else "needle_card.withdraw", mm=abs(mm))
            moves.append(_button(decimal(word), tip, partial(self.push, mm)))
            moves[-1].setAutoRepeat(abs(mm) <= 1)
        self.back, _, self.little, self.on = moves[1:]
        pictured = {"needle": self.take, "place": self.place, "spin": self.spin, "stylet": self.stylet, "drop": self.drop, "out": self.out}
        for picture, pressed in pictured.items():
            wears(pressed, picture)
        dressed_alike(self.take, self.place)
        dressed_alike(self.spin, self.stylet, self.drop, self.out)
        self._for_setting = (self.choice, self.take, self.place, self.finger, self.stylet, self.drop, self.out)
        """What takes a needle, sets it and opens it."""
        box = QVBoxLayout()
        along = _row(*moves)
        along.insertSpacing(1, APART)
        unit = QLabel("mm")
        unit.setContentsMargins(2 * AROUND, 0, 0, 0)  # off the guide's ring round the button beside it
        along.addWidget(unit)
        rest = self._rest = _row(*self._handled)
        rest.insertSpacing(3, 2 * APART)
        for row in (along, rest):
            box.addLayout(row)
        tall(*moves, self.spin, self.stylet, self.drop, self.out)
        self._for_moving = (*moves, *self.turns, self.spin, self.stylet, self.drop, self.out)
        """What a needle that stands on the patient answers to."""
        return box

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._wrap()
            self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Alike where the longest word has room with its icon, else as the words ask for."""
        needed = max(one.fontMetrics().horizontalAdvance(one.text()) for one in self._handled) + px(SIDE) + GAP + EDGE
        gaps = (len(self._handled) - 1) * self._rest.spacing() + 2 * APART
        alike = len(self._handled) * needed + gaps <= self.contentsRect().width() - 2 * self.box.contentsMargins().left()
        for one, share in self._handled.items():
            self._rest.setStretchFactor(one, 1 if alike else share)

    def _wrap(self) -> None:
        """Where text is large what can do nothing now takes no place."""
        placed, deep = (self.seen is not None and self.seen.placed), (self.seen is not None and self.seen.depth_mm > 0)
        if not self._is_set:
            self.setting.offer(taking=not (is_large() and placed), setting=not (is_large() and deep))

    def stands_already(self) -> None:
        """Nothing but what moves a needle: in a drill it was set by somebody else."""
        self._is_set = True
        for widget in self._for_setting:
            widget.hide()

    # --- orders ---------------------------------------------------------------------------------------------------------

    def _order(self, command: Command) -> None:
        self.ordered.emit(command)

    def push(self, mm: float) -> None:
        """On or back; hard tissue lets less through at a time."""
        self.readout.push.again()
        spin = SPIN_DEG_MM if self.spin.isChecked() and mm > 0 else 0.0
        self._order(AdvanceNeedle(mm=max(min(yields(mm, self.felt_now), 10.0), -200.0), spin_deg_mm=spin))

    def feel(self, feel: Feel) -> None:
        """The gauge, and how much the next push gives."""
        self.felt_now = feel
        self.force.set(feel.needle_n)
        self.force.follow(self.seen.depth_mm if self.seen is not None and self.seen.placed else None, feel.needle_n)

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
            self.finger.addItem(phrase("needle_card.finger_none"), None)
            for name in seen.palpable:
                self.finger.addItem(landmark_words(name), name)
        self.seen = needle = seen.needle
        self._open_what_can_be_done(needle)
        self._wrap()
        self.readout.observe(seen)
        if needle is None:
            return
        for box, value in ((self.lateral, needle.lateral_deg), (self.cephalad, needle.cephalad_deg)):
            if needle.placed and not box.hasFocus():
                with QSignalBlocker(box):
                    box.setValue(value)

    def _open_what_can_be_done(self, needle: NeedleSeen | None) -> None:
        placed = needle is not None and needle.placed
        alive(needle is not None, self.lateral, self.cephalad)
        alive(needle is not None and (not placed or needle.depth_mm <= 0), self.place, self.finger)
        alive(placed, *self._for_moving)
        alive(not placed, self.choice)
        alive(not placed and (needle is None or needle.name != self.choice.currentText()), self.take)


def _button(word: str, tip: str, does: Callable[[], object]) -> QPushButton:
    button = QPushButton(word)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.clicked.connect(lambda: does())
    narrow(button)
    return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    """Side by side and alike."""
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget, 1)
    return row

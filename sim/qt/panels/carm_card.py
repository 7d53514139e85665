"""The C-arm's card: a drawn C-arm to drag, angles as numbers, named views, collimator, field, pulse rate and the pedal."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scenarios.views import VIEWS
from sim.fluoroscopy.carm import FIELDS_MM, ORBIT_DEG, TILT_DEG, Pose
from sim.fluoroscopy.collimator import CLEAR
from sim.fluoroscopy.dose import BEAM_MODES, DOSE_MODES, PULSE_RATES
from sim.fluoroscopy.receptor import RECEPTORS
from sim.qt.grown import is_large, wears_anew
from sim.qt.icons import wears
from sim.qt.keyed import key_of, keyed
from sim.qt.palette import lit
from sim.qt.panels.card import Card, narrow, tall
from sim.qt.panels.drawn_carm import DrawnCArm
from sim.qt.panels.fields import Choice
from sim.qt.panels.shutter import Shutter
from sim.qt.panels.sided_field import SidedField
from sim.qt.panels.stacked_cards import StackedCards
from sim.qt.words import heading, phrase
from sim.session.commands import (
    Command,
    MoveCArm,
    MoveTable,
    PressPedal,
    ReleasePedal,
    SetBeam,
    SetCollimator,
    SetField,
    SetLaser,
    SetPulseRate,
    SetReceptor,
    ShowView,
)
from sim.session.observation import CArmSeen, Observation

APART = 6
"""Pixels between buttons: a line goes round one and leaves its neighbours free."""
COLUMNS, LARGE_COLUMNS, LARGE_GAP = 3, 2, 2
"""Of the named views, where text is large fewer; and pixels between lines there: all of it is seen in the lowest window"""
RECEPTOR_NAMES = tuple(RECEPTORS)


class CArmCard(Card):
    """Shows where the C-arm stands and moves it."""

    ordered = Signal(object)

    def __init__(self, assisted: bool = True) -> None:
        super().__init__()
        self.assisted = assisted
        """Whether the views are steered to for this patient, or only to a textbook's angles."""
        self.seen: CArmSeen | None = None
        self._poses: list[Pose] = []
        self.drawing = DrawnCArm()
        self.drawing.turned.connect(self.turn)
        self._row = QGridLayout()
        self._row.setHorizontalSpacing(2)
        self._row.setColumnStretch(1, 1)
        self._named, self._set = QWidget(), QWidget()
        """The named views; angles and table"""
        self._views_in = self._views(self._named)
        self._below = QVBoxLayout(self._set)
        self._below.setContentsMargins(0, 0, 0, 0)
        for part in (self._angles(), self._table()):  # of what is higher: the drawing, or the page
            self._below.addLayout(part, 1)
        tall(*self.views.values(), self.laser)
        self.box.addLayout(self._row)
        self._wrap()  # after it has its place: laid anew, no item is held that was there before
        beam = Card()
        beam.box.addLayout(self._field())
        self.settings = StackedCards(self, beam)
        """Beam, dose, field and blades: set once, seldom changed."""
        self.pedal = self._pedal()
        """Where the hand finds it on every page of the column"""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._wrap()

    def _wrap(self) -> None:
        """Where text is large angles and table have the card's whole width, and the views two columns: no word touches an edge."""
        large = is_large()
        self._row.addWidget(self.drawing, 0, 0, 1 if large else 2, 1)
        self._row.addWidget(self._named, 0, 1)
        self._row.addWidget(self._set, 1, 0 if large else 1, 1, 2 if large else 1)
        columns = LARGE_COLUMNS if large else COLUMNS
        for number, button in enumerate(self.views.values()):
            self._views_in.addWidget(button, *divmod(number, columns))
        self._row.setVerticalSpacing(LARGE_GAP if large else -1)  # else the style's own
        self._below.setSpacing(LARGE_GAP if large else -1)
        for row, share in enumerate((1, 0) if large else (1, 1)):  # the drawing is as large as it has room for
            self._row.setRowStretch(row, share)

    def _views(self, named: QWidget) -> QGridLayout:
        grid = QGridLayout(named)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(APART)
        self.views: dict[str, QPushButton] = {}
        for view in VIEWS.values():
            button = self.views[view.name] = QPushButton(phrase(f"view.{view.name}_short"))
            keyed(button, button.setToolTip, partial(self._about_view, view.name))
            narrow(button)
            button.clicked.connect(lambda _=False, v=view.name: self.show_view(v))
        return grid

    def _about_view(self, name: str) -> str:
        how = phrase("carm_card.steered") if self.assisted else phrase("carm_card.usual_angles")
        return phrase("carm_card.view_about", title=phrase(f"view.{name}"), how=how, key=key_of(f"view_{name}"))

    def _angles(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.orbit = _sided("orbit", "right", "left", ORBIT_DEG[1])
        self.tilt = _sided("tilt", "cranial", "caudal", TILT_DEG[1])
        for name, box in (("orbit", self.orbit), ("tilt", self.tilt)):  # each says itself what it is, in the words of the pictures
            narrow(box)
            box.setAccessibleName(phrase(f"carm_card.{name}"))
            row.addWidget(box, 1)
            box.meant.connect(self._typed)
        return row

    def _table(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for word, tip, up in (
            (phrase("carm_card.table_up"), phrase("carm_card.table_up_about"), 20.0),
            (phrase("carm_card.table_down"), phrase("carm_card.table_down_about"), -20.0),
        ):
            button = QPushButton(word)
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, mm=up: self._order(MoveTable(up_mm=mm)))
            narrow(button)
            tall(button)
            row.addWidget(button)
        self.laser = QPushButton(phrase("carm_card.laser"))
        self.laser.setCheckable(True)
        self.laser.setToolTip(phrase("carm_card.laser_about"))
        self.laser.clicked.connect(lambda on: self._order(SetLaser(on=on)))
        narrow(self.laser)
        wears(self.laser, "laser")
        row.addWidget(self.laser)
        return row

    def _field(self) -> QGridLayout:
        grid = QGridLayout()
        self.field, self.rate, self.beam, self.dose, self.receptor = (Choice() for _ in range(5))
        for choice, words, tip in (
            (self.beam, [phrase(f"carm_card.beam_{mode}") for mode in BEAM_MODES], phrase("carm_card.beam_about")),
            (self.dose, [phrase(f"carm_card.dose_{mode}") for mode in DOSE_MODES], phrase("carm_card.dose_about")),
            (self.receptor, [heading(name) for name in RECEPTOR_NAMES], phrase("carm_card.takes_about")),
        ):
            choice.addItems(words)
            choice.setToolTip(tip)
            narrow(choice)
        self.beam.activated.connect(lambda i: self._order(SetBeam(beam=BEAM_MODES[i])))
        self.dose.activated.connect(lambda i: self._order(SetBeam(dose=DOSE_MODES[i])))
        self.receptor.activated.connect(lambda i: self._order(SetReceptor(receptor=RECEPTOR_NAMES[i])))
        self.field.addItems([f"{mm / 10:.0f} cm" for mm in FIELDS_MM])
        self.field.setToolTip(phrase("carm_card.field_about"))
        self.rate.addItems([f"{rate}/s" for rate in PULSE_RATES])
        self.rate.setToolTip(phrase("carm_card.pulses_about"))
        self.field.activated.connect(lambda i: self._order(SetField(mode=i)))
        self.rate.activated.connect(lambda i: self._order(SetPulseRate(rate=PULSE_RATES[i])))
        narrow(self.field)
        narrow(self.rate)
        self.wide, self.high, self.iris = (
            Shutter(phrase(f"carm_card.{name}"), phrase(f"carm_card.{name}_about"), most)
            for name, most in (("width", 100), ("height", 100), ("iris", round(100 * CLEAR)))
        )
        for slider in (self.wide, self.high, self.iris):
            slider.valueChanged.connect(self._collimate)
        named = {
            "beam": self.beam, "pulses": self.rate, "dose": self.dose, "field": self.field, "width": self.wide, "height": self.high,
            "iris": self.iris, "takes": self.receptor,
        }  # fmt: skip
        for row, (name, widget) in enumerate(named.items()):
            word = phrase(f"carm_card.{name}")
            widget.setAccessibleName(word)
            label = widget.label if isinstance(widget, Shutter) else QLabel(word)
            grid.addWidget(label, row // 2, 2 * (row % 2))
            grid.addWidget(widget, row // 2, 2 * (row % 2) + 1)
        for column, share in ((1, 4), (3, 5)):  # in the second stands the longest word, that of the detector
            grid.setColumnStretch(column, share)
        return grid

    def _pedal(self) -> QPushButton:
        pedal = QPushButton()
        keyed(pedal, pedal.setText, lambda: phrase("carm_card.pedal", key=key_of("pedal")))
        pedal.setObjectName("pedal")
        wears(pedal, "pedal", lit="signal_ink")
        pedal.pressed.connect(lambda: self._order(PressPedal()))
        pedal.released.connect(lambda: self._order(ReleasePedal()))
        return pedal

    # --- orders ---------------------------------------------------------------------------------------------------------

    def _order(self, command: Command) -> None:
        self.ordered.emit(command)

    def show_view(self, view: str) -> None:
        self._remember()
        self._order(ShowView(view=view, assisted=self.assisted))

    def turn(self, orbit: float, tilt: float) -> None:
        """Turn by so many degrees."""
        if self.seen is not None:
            pose = self.seen.view.pose
            self._go(Pose(pose.orbit_deg + orbit, pose.tilt_deg + tilt, pose.centre))

    def toggle_boost(self) -> None:
        """Boost on, or back to normal."""
        boosted = self.seen is not None and self.seen.programme.dose == "boost"
        self._order(SetBeam(dose="normal" if boosted else "boost"))

    def shift(self, right: float, up: float) -> None:
        """Move the C-arm so that the picture's middle shifts by so many mm."""
        if self.seen is not None:
            view = self.seen.view
            x, y, z = (c + right * a + up * b for c, a, b in zip(view.pose.centre, view.across, view.up, strict=True))
            self._remember()
            self._go(Pose(view.pose.orbit_deg, view.pose.tilt_deg, (float(x), float(y), float(z))))

    def back(self) -> None:
        """To the pose before the last move."""
        if self._poses:
            self._go(self._poses.pop())

    def _remember(self) -> None:
        if self.seen is not None:
            self._poses.append(self.seen.view.pose)

    def _go(self, pose: Pose) -> None:
        pose = pose.limited()
        # the next step's observation will say the same; until then further turns add to this
        if self.seen is not None:
            self.seen = replace(self.seen, view=replace(self.seen.view, pose=pose))
        self._order(MoveCArm(orbit_deg=pose.orbit_deg, tilt_deg=pose.tilt_deg, centre_mm=pose.centre))

    def _typed(self) -> None:
        if self.seen is not None:
            pose = self.seen.view.pose
            self._remember()
            self._go(Pose(self.orbit.asked(pose.orbit_deg), self.tilt.asked(pose.tilt_deg), pose.centre))

    def blades(self) -> tuple[float, float]:
        """How wide and how high the collimator is open, as shares of the field."""
        return self.wide.value() / 100, self.high.value() / 100

    def blades_held(self) -> bool:
        """Whether one of their sliders is dragged."""
        return any(slider.isSliderDown() for slider in (self.wide, self.high, self.iris))

    def set_blade(self, pair: str, share: float) -> None:
        """``wide`` or ``high``."""
        (self.wide if pair == "wide" else self.high).setValue(round(100 * share))

    def _collimate(self) -> None:
        self._order(SetCollimator(width=self.wide.value() / 100, height=self.high.value() / 100, iris=self.iris.value() / 100))

    # --- showing --------------------------------------------------------------------------------------------------------

    def observe(self, seen: Observation) -> None:
        self.seen = seen.carm
        pose = seen.carm.view.pose
        self.drawing.show_pose(pose, seen.carm.beam_on)
        for box, value in ((self.orbit, pose.orbit_deg), (self.tilt, pose.tilt_deg)):
            if not box.hasFocus():
                with QSignalBlocker(box):
                    box.setValue(value)
        programme = seen.carm.programme
        for choice, index in (
            (self.field, seen.carm.field_mode),
            (self.rate, PULSE_RATES.index(programme.rate)),
            (self.beam, BEAM_MODES.index(programme.beam)),
            (self.dose, DOSE_MODES.index(programme.dose)),
            (self.receptor, RECEPTOR_NAMES.index(seen.carm.receptor)),
        ):
            if choice.currentIndex() != index:
                choice.setCurrentIndex(index)
        self.laser.setChecked(seen.carm.laser is not None)
        blades = seen.carm.collimator
        for slider, share in ((self.wide, blades.width), (self.high, blades.height), (self.iris, blades.iris)):
            if not slider.isSliderDown():
                with QSignalBlocker(slider):
                    slider.setValue(round(share * 100))
        lit(self.pedal, seen.carm.beam_on)
        for name, button in self.views.items():
            lit(button, VIEWS[name].title == seen.carm.title)


def _sided(name: str, plus: str, minus: str, most: float) -> SidedField:
    """An angle in the words of pictures and drawing."""
    to_plus, to_minus, upright = (phrase(f"pose.{word}_word") for word in (plus, minus, name))
    return SidedField(phrase(f"carm_card.{name}_about"), to_plus, to_minus, upright, most)

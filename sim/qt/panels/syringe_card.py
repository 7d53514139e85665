"""The syringe's card: what is on the needle, what the plunger feels, how much goes in."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QPushButton

from scenarios.equipment import agents
from scenarios.schema import Technique
from scenarios.ways import drug_ml
from scenarios.words import decimal, told
from sim.qt.greyed import alive
from sim.qt.grown import is_large, wears_anew
from sim.qt.icons import dressed_alike, wears
from sim.qt.keyed import key_of, keyed
from sim.qt.palette import lit, styled
from sim.qt.panels.card import Card, Gauge, narrow
from sim.qt.panels.ending_choice import EndingChoice, left_in
from sim.qt.panels.fields import Slide
from sim.qt.panels.given_so_far import LEAST_ML, GivenSoFar, marked, whole_mg
from sim.qt.panels.warned_off import WarnedOff
from sim.qt.words import phrase
from sim.session.commands import Aspirate, AttachSyringe, Command, DetachSyringe, PressPlunger, ReleasePlunger, TryPlunger
from sim.session.feel import Feel
from sim.session.observation import Observation
from sim.session.tubing_commands import SetTubing

FULL_MMHG, FIRM_MMHG = 700.0, 220.0
SHARES, LARGE_SHARES = (32, 41, 27), (40, 33, 27)
"""Of the width, and the same where text is large: so each has room for its icon and its words, in every language"""
APART = 16
"""Pixels at least between what is in the syringe and what was decided"""
WARNING = "\u26a0"
SLOWEST, FASTEST, FULL_ML = 0.1, 2.0, 10.0
"""ml/s of the slide, and ml in a syringe that is full"""


class SyringeCard(Card):
    """Shows the syringe, and presses its plunger."""

    ordered = Signal(object)
    sounding = Signal(bool)
    """Whether resistance is to be heard"""

    def __init__(self, tray: Mapping[str, float], usual: str = "", warns: bool = True) -> None:
        """``tray``: ml by name of what stands ready; ``usual``: how much drug is given by this way, where nothing has been decided;
        ``warns``: whether it says when a sign speaks against injecting, or more was given than planned, which no exam does.
        """
        super().__init__()
        self.setAccessibleName(phrase("syringe_card.syringe"))
        self.fluids: dict[str, float] = {}
        """ml by name of all that can be drawn up"""
        self._attached, self._tubed, self._stays = "", False, False
        self._signs, self._warns, self.ready, self.given = WarnedOff(), warns, tray, GivenSoFar(tray)
        self._widest_plan = ""
        """As long as what was given of it may come to be"""
        self.choice = EndingChoice(phrase("syringe_card.choice"))
        self.attach = QPushButton(phrase("syringe_card.attach"))
        self.attach.clicked.connect(self.toggle)
        self._set_up = False
        self.choice.currentIndexChanged.connect(self._offer)
        self.tubing = QPushButton(phrase("syringe_card.tubing"))
        self.tubing.setToolTip(phrase("syringe_card.tubing_about"))
        self.tubing.clicked.connect(lambda: self._order(SetTubing(on=not self._tubed)))
        self._putting_on = QGridLayout()
        self._putting_on.setColumnStretch(0, 1)
        self.box.addLayout(self._putting_on)  # empty, as the other grid
        narrow(self.choice)
        self.inside = QLabel(phrase("syringe_card.none"))
        self.plan = QLabel(usual)
        self._told = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._told.setSpacing(APART)
        for label in (self.inside, self.plan):
            label.setObjectName("note")
            label.setContentsMargins(0, 1, 0, 0)  # else a capital loses its dots
            label.setMinimumWidth(40)  # no wider than the card
        self.box.addLayout(self._told)
        self.pressure = Gauge(phrase("syringe_card.plunger"), "mmHg", FULL_MMHG, FIRM_MMHG)
        self.pressure.setToolTip(phrase("syringe_card.plunger_about"))
        self.sound = QPushButton(phrase("syringe_card.sound"))
        self.sound.setCheckable(True)
        keyed(self.sound, self.sound.setToolTip, lambda: phrase("syringe_card.sound_about", key=key_of("sound")))
        self.sound.toggled.connect(self.sounding.emit)
        gauge = QHBoxLayout()
        gauge.setSpacing(APART)
        gauge.addWidget(self.pressure, 1)
        gauge.addWidget(self.sound)
        self.box.addLayout(gauge)
        self._grid = QGridLayout()
        self.box.addLayout(self._grid)  # empty: PySide holds the items that it has then, and knows nothing of it when they are laid anew
        self._plunger()
        self._wrap()

    def _plunger(self) -> None:
        self.trying = QPushButton(phrase("syringe_card.try"))
        keyed(self.trying, self.trying.setToolTip, lambda: phrase("syringe_card.try_about", key=key_of("try")))
        self.trying.pressed.connect(lambda: self._order(TryPlunger(pressing=True)))
        self.trying.released.connect(lambda: self._order(TryPlunger(pressing=False)))
        self.injecting = QPushButton(phrase("syringe_card.inject"))
        keyed(self.injecting, self.injecting.setToolTip, lambda: phrase("syringe_card.inject_about", key=key_of("inject")))
        self.injecting.pressed.connect(self.press)
        self.injecting.released.connect(lambda: self._order(ReleasePlunger()))
        self.aspirate = QPushButton(phrase("syringe_card.aspirate"))
        self.aspirate.clicked.connect(lambda: self._order(Aspirate()))
        self.rate = Slide(phrase("syringe_card.rate"))
        self.rate.setRange(round(SLOWEST * 10), round(FASTEST * 10))
        self.rate.setValue(4)
        self.said = QLabel()
        self.rate.valueChanged.connect(self._say_rate)
        self._say_rate()
        for picture, widget in (("try", self.trying), ("inject", self.injecting), ("aspirate", self.aspirate)):
            narrow(widget)
            wears(widget, picture)
        dressed_alike(self.trying, self.injecting, self.aspirate)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._wrap()

    def _wrap(self) -> None:
        """Where text is large the plunger comes before what was decided, and what cannot be chosen now gives its place to it."""
        large = is_large()
        for label in (self.inside, self.plan):
            label.setWordWrap(large)
        for column, share in enumerate(LARGE_SHARES if large else SHARES):
            self._grid.setColumnStretch(column, share)
        if large:
            self._putting_on.addWidget(self.inside, 1, 0)
            self.box.addWidget(self.plan)
        else:
            self._told.insertWidget(0, self.inside, 1)
            self._told.addWidget(self.plan)
        self._putting_on.addWidget(self.choice, 0, 0, 1, 3 if large else 1)
        self._putting_on.addWidget(self.attach, 1 if large else 0, 1)
        self._putting_on.addWidget(self.tubing, 1 if large else 0, 2)
        self._grid.addWidget(self.trying, 0, 0)
        self._grid.addWidget(self.injecting, 0, 1, 1, 2 if large else 1)
        self._grid.addWidget(self.aspirate, 1 if large else 0, 0 if large else 2)
        self._grid.addWidget(self.rate, 1, 1 if large else 0, 1, 1 if large else 2)
        self._grid.addWidget(self.said, 1, 2)
        self._show_what_there_is()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        """What is in the syringe and what was decided: in one line, or in two where that would cut a dose from its unit.

        Whatever is in it: a line that comes and goes would move all that stands above.
        """
        edges, wide = self.edges, self.inside.fontMetrics().horizontalAdvance
        plan = max(self.plan.sizeHint().width(), wide(self._widest_plan))
        flowing = phrase("syringe_card.left", left_ml=FULL_ML, flow=_flow(FASTEST))
        inside = max(wide(flowing), wide(phrase("syringe_card.none")))
        needed = edges.left() + inside + APART + plan + edges.right()
        self._told.setDirection(QBoxLayout.Direction.LeftToRight if needed <= self.width() else QBoxLayout.Direction.TopToBottom)

    def _show_what_there_is(self) -> None:
        """Where text is large, of what is to be put on and of the plunger only the one that there is: not all of it has the height."""
        if not self._stays:
            self.choice.setVisible(not (is_large() and self._attached))
            for widget in (self.pressure, self.sound):
                widget.setVisible(not is_large() or bool(self._attached))

    def stays_on(self) -> None:
        """Nothing but what feels: in a drill the syringe was put on by somebody else, and nothing is given."""
        self._stays = True
        for widget in (self.choice, self.attach, self.tubing, self.plan, self.injecting, self.aspirate, self.rate, self.said):
            widget.hide()

    def _say_rate(self) -> None:
        self.said.setText(decimal(f"{self.rate.value() / 10:.1f} ml/s"))

    def _warn(self, off: bool) -> None:
        """While a sign speaks against it; it can be pressed all the same. What leads on is told by the guide's ring alone."""
        styled(self.injecting, "warned" if off else "")
        words = phrase("syringe_card.inject")
        self.injecting.setText(f"{WARNING} {words}" if off else words)

    def _named(self, name: str) -> str:
        """A syringe; the mg of a steroid's name are what was drawn up, in all of the syringe that stood ready."""
        steroid = name in self.ready and name in agents() and agents()[name].steroid_mg > 0
        return f"{told(name)}/{decimal(f'{self.ready[name]:g}')} ml" if steroid else told(name)

    def _offer(self) -> None:
        """The syringe to be put on, or off; an empty one only off, and its tip says why."""
        name = self.choice.currentData()
        empty = not self._attached and name is not None and self.fluids.get(name, 0.0) < LEAST_ML
        alive(self._set_up and not empty, self.attach)
        self.attach.setToolTip(phrase("syringe_card.empty" if empty else "syringe_card.attach_about"))

    def _tell_given(self, seen: Observation) -> None:
        """Of what was decided how much has gone in, of a steroid in mg too; more stands out, with a sign, as does too thin a dose."""
        self.given.follow(seen)
        made = seen.care.decision
        if made is None or made.decision != "inject":
            return
        contrast, drug, ml, steroid = made.contrast_ml, made.drug_ml, self.given.ml, made.steroid or ""
        whole, mg = whole_mg(steroid), self.given.mg.get(steroid, 0.0)
        over = self._warns and (self.given.is_over(contrast, drug) or self.given.is_short(steroid, drug))
        said = _of_plan(ml["contrast"], contrast, ml["drug"], drug, mg, whole)
        if over:
            said = f"{WARNING} {said}"
        if said != self.plan.text():
            self._widest_plan = f"{WARNING} {_of_plan(contrast + 0.8, contrast, drug + 0.8, drug, 0.0, whole)}"
            self.plan.setText(said)
            styled(self.plan, "over" if over else "note")
            decided = phrase("syringe_card.decided", contrast_ml=contrast, drug_ml=drug)
            self.plan.setToolTip(phrase("syringe_card.decided_steroid", said=decided, steroid=told(steroid)))

    def _order(self, command: Command) -> None:
        self.ordered.emit(command)

    def toggle(self) -> None:
        """Attach the chosen syringe, or take off the one that is on."""
        if self._attached:
            self._order(DetachSyringe())
        else:
            self._order(AttachSyringe(agent=self.choice.currentData()))

    def press(self) -> None:
        self._order(PressPlunger(rate_ml_s=self.rate.value() / 10))

    def flow(self, ml_s: float) -> None:
        """Give at this rate from now on; 0 lets go. Where no syringe is on there is no plunger."""
        if ml_s == 0.0:
            self._order(ReleasePlunger())
        elif self._attached:
            self._order(PressPlunger(rate_ml_s=round(ml_s, 2)))

    def feel(self, feel: Feel) -> None:
        """The gauge."""
        self.pressure.set(feel.plunger_mmhg)

    def observe(self, seen: Observation) -> None:
        if {k: marked(v) for k, v in seen.fluids.items()} != self.fluids:
            self.fluids = {k: marked(v) for k, v in seen.fluids.items()}
            index = max(self.choice.currentIndex(), 0)
            self.choice.clear()
            for name, ml in self.fluids.items():
                self.choice.add(left_in(self._named(name), ml), name)
            self.choice.setCurrentIndex(index)
        if seen.syringe.agent != self._attached:
            self._attached = seen.syringe.agent
            self.attach.setText(phrase("syringe_card.take_off") if self._attached else phrase("syringe_card.attach"))
            alive(not self._attached, self.choice)
            if self._attached:  # whoever attached it: what is read there is what is on the needle
                self.choice.setCurrentIndex(self.choice.findData(self._attached))
            self._show_what_there_is()
        self._tell_given(seen)
        syringe = seen.syringe
        self._signs.follow(seen)
        self._warn(self._warns and self._signs.warns(seen.needle))
        lit(self.trying, syringe.trying)
        lit(self.injecting, syringe.rate_ml_s > 0 or (syringe.pressure_mmhg >= FULL_MMHG and not syringe.trying))
        self._set_up = set_up = seen.needle is not None and seen.needle.placed
        alive(bool(syringe.agent), self.trying, self.injecting, self.aspirate)
        self._offer()
        alive(set_up and not syringe.agent, self.tubing)
        if syringe.tubing != self._tubed:
            self._tubed = syringe.tubing
            self.tubing.setText(phrase("syringe_card.tubing_on") if self._tubed else phrase("syringe_card.tubing"))
        flow = _flow(syringe.rate_ml_s) if syringe.rate_ml_s > 0 else ""
        self.inside.setText(
            phrase("syringe_card.left", left_ml=marked(syringe.left_ml), flow=flow) if syringe.agent else phrase("syringe_card.none")
        )
        if syringe.agent and is_large():  # nothing else says it there
            self.inside.setText(f"{self._named(syringe.agent)}: {self.inside.text()}")
        self._tell()


def _of_plan(contrast: float, contrast_ml: float, drug: float, drug_ml: float, mg: float, whole_mg: float) -> str:
    """ml that were given, each of what was decided. Once steroid is in it tells mg, in place of a contrast that was kept to.

    One line that told all would be two in the column, and take the needle's card its height.
    """
    if round(mg) and marked(contrast) <= contrast_ml:
        return phrase("syringe_card.given_steroid", drug_given=marked(drug), drug_ml=drug_ml, mg=mg, whole_mg=whole_mg)
    return phrase("syringe_card.given", given=marked(contrast), contrast_ml=contrast_ml, drug_given=marked(drug), drug_ml=drug_ml)


def _flow(ml_s: float) -> str:
    return decimal(f"; {ml_s:.2f} ml/s")


def usual_drug(technique: Technique) -> str:
    """How much drug goes in by this way, for who has not decided it."""
    least, most = drug_ml(technique)
    return phrase("syringe_card.usual_drug", least=least, most=most)

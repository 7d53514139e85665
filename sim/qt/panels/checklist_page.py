"""The checklist before the needle: each line is done by a press; when it is, it is ticked, and says so instead of asking for it."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from meshes.morphometry import LEVELS
from scenarios.base import SideName
from scenarios.premedication import regimens
from scenarios.risks import risks
from scenarios.ways import place_of, told_so
from scenarios.words import notice, told, told_first
from sim.procedure.care import CareSeen
from sim.qt.grown import grow
from sim.qt.palette import styled
from sim.qt.panels.asked_first import StillLeft, amount_asked, said_left, waits_for
from sim.qt.panels.card import Card
from sim.qt.panels.chart_beside import ChartBeside
from sim.qt.panels.checklist_filled import fill_in
from sim.qt.panels.done_card import DoneCard
from sim.qt.panels.fields import Choice, Number
from sim.qt.panels.form_columns import FormColumns
from sim.qt.panels.minute_dial import MinuteDial
from sim.qt.words import heading, phrase, term
from sim.session.care_commands import (
    CHECKS,
    ITEMS,
    RISKS,
    Consent,
    Item,
    LetDry,
    NumbSkin,
    Pillow,
    PositionPatient,
    Posture,
    Premedicate,
    Prepare,
    Sedate,
    Sedation,
    Stand,
    TimeOut,
)
from sim.session.clock import clock
from sim.session.events import Event
from sim.session.observation import Observation
from sim.session.session import STEP_S

DONE = "✓ "
DRYING_MIN, TICKS = 3.0, 6
"""Once round the clock of the antiseptic: chlorhexidine in alcohol on skin without hair [@technique_known]; a tick each half minute."""
LISTED = ("consent", "positioned", "prepared", "time_out", "sedated", "let_dry", "stands", "numbed", "premedicated")
KEPT = (*LISTED, "sterility_broken")
"""What is written down."""
LEAD: tuple[Item, ...] = ("lead apron", "thyroid shield")
FORM_HIGH = 36
"""Pixels at the usual size of text of what stands on the form: two lines"""
WIDEST = 510
"""Pixels, of a column"""


class ChecklistPage(QWidget):
    """Consent, position, asepsis, time-out, skin. The order is the user's own, and the page keeps in which it was done.

    Nothing comes filled in: a time-out is said, not accepted.
    """

    ordered = Signal(object)
    repeats = LISTED

    def __init__(self, beside: ChartBeside | None) -> None:
        """``beside``: of a case that has a chart."""
        super().__init__()
        self.buttons: dict[str, tuple[QPushButton, str]] = {}
        self._wet_s: float | None = None
        """When the antiseptic was put on last, on the clock; None: not yet, or it is covered."""
        self._said_min = 0.0
        """Left alone since then, as said."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.done = DoneCard(phrase("checklist_page.done"), phrase("checklist_page.nothing_yet"))
        plan: list[list[Card]] = [
            [self._consent(), self._before_contrast(), self._position()],
            [self._asepsis(), self._last()],
            [self.done],
        ]
        self.columns = FormColumns(plan if beside is None else beside.beside(plan), beside, WIDEST)
        outer.addWidget(self.columns, 1)

    def _button(self, name: str, title: str, *asked: Choice | Number, line: StillLeft | None = None) -> QPushButton:
        button = QPushButton(title)
        self.buttons[name] = (button, title)
        waits_for(button, asked, line=line)
        return button

    def _consent(self) -> Card:
        card, said = Card(phrase("checklist_page.consent")), {row.name: told(row.say) for row in risks()}
        card.box.addWidget(QLabel(phrase("checklist_page.risks")))
        self.risks = {risk: QCheckBox(heading(risk)) for risk in RISKS}
        for risk, box in self.risks.items():
            box.setToolTip(said[risk])
            card.box.addWidget(box)
        button = self._button("consent", phrase("checklist_page.ask_consent"))
        button.clicked.connect(lambda: self.ordered.emit(Consent(risks=tuple(r for r, b in self.risks.items() if b.isChecked()))))
        self.consent_left = StillLeft()
        for box in self.risks.values():
            box.toggled.connect(self._weigh_consent)
        self._weigh_consent()
        card.box.addWidget(button)
        card.box.addWidget(self.consent_left)
        self.form = QLabel(phrase("checklist_page.form_empty"))
        self.form.setWordWrap(True)
        self.form.setAlignment(Qt.AlignmentFlag.AlignTop)
        grow(self.form, least_height=FORM_HIGH)  # nothing moves when it says something else
        card.box.addWidget(self.form)
        return card

    def _weigh_consent(self) -> None:
        """Who is asked is told of something first: a button waits for what it needs, here as everywhere on this page."""
        left = [] if any(box.isChecked() for box in self.risks.values()) else [phrase("checklist_page.one_risk")]
        self.buttons["consent"][0].setEnabled(not left)
        self.buttons["consent"][0].setToolTip(said_left(left))
        self.consent_left.tell(left)

    def _before_contrast(self) -> Card:
        """For who reacted to contrast once; where nobody did, it is left alone."""
        card = Card(phrase("checklist_page.after_reaction"))
        self.regimen = Choice(phrase("checklist_page.premedication"))
        for name in regimens():
            self.regimen.addItem(term(name), name)
        self.regimen.leave_open(phrase("checklist_page.ask_premedication"))
        gives = QLabel()
        gives.setWordWrap(True)
        gives.setObjectName("note")
        gives.hide()
        self.regimen.answered.connect(lambda: gives.setText(told_first(regimens()[self.regimen.currentData()].gives)))
        self.regimen.answered.connect(gives.show)
        button = self._button("premedicate", phrase("checklist_page.premedicate"), self.regimen)
        button.clicked.connect(lambda: self.ordered.emit(Premedicate.model_validate({"regimen": self.regimen.currentData()})))
        card.box.addWidget(self.regimen)
        card.box.addWidget(gives)
        card.box.addWidget(button)
        return card

    def _position(self) -> Card:
        card = Card(phrase("checklist_page.position"))
        self.sedation = Choice(phrase("checklist_page.sedation"))
        self.sedation.addItems([phrase(f"sedation.{level}") for level in get_args(Sedation)])
        self.sedation.leave_open(phrase("checklist_page.ask_sedation"))
        card.box.addWidget(self.sedation)
        sedate = self._button("sedation", phrase("checklist_page.decide_sedation"), self.sedation)
        sedate.clicked.connect(lambda: self.ordered.emit(Sedate(level=get_args(Sedation)[self.sedation.currentIndex()])))
        card.box.addWidget(sedate)
        grid = QGridLayout()
        self.posture, self.pillow = Choice(), Choice()
        for posture in get_args(Posture):
            self.posture.addItem(term(posture), posture)
        for pillow in get_args(Pillow):
            self.pillow.addItem(phrase(f"pillow.{pillow}"), pillow)
        for i, (name, widget) in enumerate((("lies", self.posture), ("pillow", self.pillow))):
            widget.setAccessibleName(phrase(f"checklist_page.{name}"))
            grid.addWidget(QLabel(widget.accessibleName()), i, 0)
            widget.leave_open(phrase("checklist_page.ask_position"))
            grid.addWidget(widget, i, 1)
        card.box.addLayout(grid)
        button = self._button("position", phrase("checklist_page.set_position"), self.posture, self.pillow)
        button.clicked.connect(lambda: self.ordered.emit(self._laid()))
        card.box.addWidget(button)
        for item in LEAD:
            card.box.addWidget(self._item(item))
        self.metres = amount_asked("distance", 0.5, 5.0)
        card.box.addWidget(self.metres)
        back = self._button("stand", phrase("checklist_page.step_back"), self.metres)
        back.clicked.connect(lambda: self.ordered.emit(Stand(m=self.metres.value())))
        card.box.addWidget(back)
        return card

    def _laid(self) -> PositionPatient:
        return PositionPatient.model_validate({"posture": self.posture.currentData(), "pillow": self.pillow.currentData()})

    def _item(self, item: Item) -> QPushButton:
        button = self._button(item, phrase(f"item.{item}"))
        button.clicked.connect(lambda: self.ordered.emit(Prepare(item=item)))
        return button

    def _asepsis(self) -> Card:
        card = Card(phrase("checklist_page.asepsis"))
        order = QLabel(phrase("checklist_page.asepsis_order"))  # the buttons stand by the alphabet: theirs would tell it
        order.setObjectName("note")
        order.setWordWrap(True)
        card.box.addWidget(order)
        for item in (one for one in sorted(ITEMS) if one not in LEAD):
            card.box.addWidget(self._item(item))
        self.dial = MinuteDial(phrase("checklist_page.dial"), DRYING_MIN, TICKS)
        self.dial.show_minutes(0.0, phrase("checklist_page.drying"))
        grow(self.dial, height=190)
        card.box.addWidget(self.dial)
        self.minutes = amount_asked("dry", 0.5, 30.0)
        card.box.addWidget(self.minutes)
        dry = self._button("dry", phrase("checklist_page.let_dry"), self.minutes)
        dry.clicked.connect(lambda: self.ordered.emit(LetDry(minutes=self.minutes.value())))
        card.box.addWidget(dry)
        self.sterile = QLabel("")
        self.sterile.setObjectName("message")
        self.sterile.setWordWrap(True)
        self.sterile.hide()
        card.box.addWidget(self.sterile)
        return card

    def _last(self) -> Card:
        card = Card(phrase("checklist_page.time_out"))
        self.level, self.side = Choice(phrase("checklist_page.level")), Choice(phrase("checklist_page.side"))
        for level in LEVELS:
            self.level.addItem(level, level)
        for side in get_args(SideName):
            self.side.addItem(term(side), side)
        line = QHBoxLayout()
        for choice, name in ((self.level, "level"), (self.side, "side")):
            choice.leave_open(phrase(f"checklist_page.ask_{name}"))
            line.addWidget(choice)
        card.box.addLayout(line)
        self.checks = {check: QCheckBox(heading(check)) for check in CHECKS}
        for box in self.checks.values():
            card.box.addWidget(box)
        self.time_out_left = StillLeft()
        button = self._button("time-out", phrase("checklist_page.say_time_out"), self.level, self.side, line=self.time_out_left)
        button.clicked.connect(lambda: self.ordered.emit(self._time_out()))
        for widget in (button, self.time_out_left):
            card.box.addWidget(widget)
        self.ml = amount_asked("anaesthetic", 0.5, 10.0)
        card.box.addWidget(self.ml)
        numb = self._button("numb", phrase("checklist_page.numb"), self.ml)
        numb.clicked.connect(lambda: self.ordered.emit(NumbSkin(ml=self.ml.value())))
        card.box.addWidget(numb)
        return card

    def _time_out(self) -> TimeOut:
        checked = tuple(check for check, box in self.checks.items() if box.isChecked())
        return TimeOut.model_validate({"level": self.level.currentData(), "side": self.side.currentData(), "checked": checked})

    def observe(self, seen: Observation) -> None:
        care = seen.care
        self.columns.observe(care)
        done = set(care.prepared) | {
            name
            for name, yes in (
                ("consent", bool(care.risks)),
                ("sedation", care.sedation is not None),
                ("premedicate", bool(care.premedicated)),
                ("position", bool(care.posture)),
                ("time-out", care.timed_out),
                ("dry", care.dried_min > 0),
                ("stand", care.stands_m is not None),
                ("numb", care.numb_ml > 0),
            )
            if yes
        }
        for name, (button, title) in self.buttons.items():
            button.setText(f"{DONE}{phrase(f'checklist_done.{name}')}" if name in done else title)
            styled(button, "done" if name in done else "")
        broken = phrase("checklist_page.gloves_soiled") if "gloves" in care.prepared and not care.sterile else ""
        if self.sterile.text() != broken:
            self.sterile.setText(broken)
            self.sterile.setVisible(bool(broken))
        for event in seen.notices:
            self._note(event, care.decision.approach if care.decision is not None else None)
        if self._wet_s is not None:
            self.dial.show_minutes((seen.time_s - self._wet_s) / 60.0 + self._said_min, phrase("checklist_page.wet"))
        self._show_form(care)

    def _note(self, event: Event, approach: str | None) -> None:
        """Write down what was done, and let the antiseptic's clock run from the last coat until it is covered.

        approach : as was decided: it names the place of the time-out
        """
        time_s = event.step * STEP_S
        if event.kind in KEPT:
            self.done.note(clock(time_s), str(notice(event.kind, told_so(event.kind, event.data, approach))))
        fill_in(self, event)
        if event.kind == "let_dry":
            self._said_min += float(event.data["minutes"])
        elif event.kind == "prepared" and event.data["item"] == "antiseptic":
            self._wet_s, self._said_min = time_s, 0.0
        elif event.kind == "prepared" and event.data["item"] == "drape" and self._wet_s is not None:
            self.dial.show_minutes((time_s - self._wet_s) / 60.0 + self._said_min, phrase("checklist_page.covered"))
            self._wet_s = None

    def _show_form(self, care: CareSeen) -> None:
        """What stands on the form that the patient signs, to be said aloud and compared; which risks were named is ticked above it."""
        made = care.decision
        words = phrase("checklist_page.form_empty")
        if made is not None and made.decision == "inject":
            words = phrase("checklist_page.on_form", level=place_of(made.approach, made.level), side=term(made.side or ""))
            words += "" if care.risks else f" {phrase('checklist_page.risks_none')}"
        if self.form.text() != words:
            self.form.setText(words)
            for row in range(self.level.count()):  # said aloud as it stands on the form
                self.level.setItemText(row, place_of(made.approach if made is not None else None, self.level.itemData(row)))

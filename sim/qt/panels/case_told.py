"""What is said of a case before it is begun: who comes, what it teaches, the way in, and pictures that came with it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from scenarios import files, words
from scenarios.citing import plain
from scenarios.glossary import Term, terms_of_drill, terms_of_technique
from scenarios.schema import Scenario
from sim.exchange.gradebook.transcript import Tried
from sim.qt.grown import wears_anew
from sim.qt.illustration import Illustrator
from sim.qt.panels.card import Card
from sim.qt.panels.card_columns import CardColumns
from sim.qt.panels.case_head import CaseHead
from sim.qt.panels.case_pictures import MOST, CasePicture, pictures_of_case
from sim.qt.panels.room_picture import RoomPicture
from sim.qt.panels.technique_picture import TechniquePicture
from sim.qt.panels.tried_card import TriedCard
from sim.qt.panels.whole_way import WholeWay
from sim.qt.unbroken import unbroken
from sim.qt.words import phrase, term

WIDEST, NARROWEST = 886, 420
"""Pixels of a column at the usual size of text: a longer line is harder to read"""
WHOLE = 4000
"""The same where a case of the whole procedure is told, or a drill that shows nothing of what is looked for: its few lines stand in one
column. Those of a whole case are over the picture of the room, which takes what is left of the height"""


class CaseTold(CardColumns):
    """It may be long: what begins the case stays in sight beside it. The rest is told where there is room that were empty else."""

    def __init__(self) -> None:
        self.head, self.learning, self.approach, self.passes = CaseHead(), QLabel(), QLabel(), QLabel()
        self.approach.setObjectName("long_note")
        self.pictures = tuple(CasePicture() for _ in range(MOST))
        told = self.head, _card(self.learning), _card(self.approach)
        self.passing = _card(self.passes, phrase("case_told.passes"))
        self.room = RoomPicture()
        for extra in (self.passing, self.room):
            extra.hide()
        illustrator = Illustrator()
        self.techniques = TechniquePicture(illustrator), TechniquePicture(illustrator)
        self.way, self.tried = WholeWay(), TriedCard()
        self.way.hide()
        self._ways_in: tuple[str, ...] = ("",)
        """Words for the way in, the longest first"""
        self._is_whole = False
        """Whether the case is one of the whole procedure"""
        self._always, self._in_short = told[:2], told[2]
        super().__init__(
            (*told, self.way, self.passing, self.tried, self.room, *self.techniques, *self.pictures), WIDEST, NARROWEST, edge=0
        )
        self.setAccessibleName(phrase("chooser.told"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # nothing on it can be pressed: arrows turn it

    def show_tries(self, last: Sequence[Tried], best: str) -> None:
        """Those of whoever is chosen, at this case, and in words how it went so far."""
        self.head.best.setText(best)
        self.tried.show_tries(last)
        self._use_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._use_room()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self._use_room()

    def _use_room(self) -> None:
        """What helps to choose, each only where nothing is scrolled for it; whose words the way in is gives its place to what is passed."""
        best, chosen = list[Card](), ""
        for said in self._ways_in:
            self.approach.setText(said)
            shown = self._with_room()
            if not best or (self.passing in shown and self.passing not in best):
                best, chosen = shown, said
        self.approach.setText(chosen)
        for card in self._offered:
            if card.isHidden() == (card in best):
                card.setVisible(card in best)

    @property
    def _offered(self) -> tuple[Card, ...]:
        """What comes and goes."""
        return self._in_short, self.way, self.passing, self.tried, *self.techniques, self.room

    def _with_room(self) -> list[Card]:
        """Cards that are shown while the way in is told as it is."""
        shown: list[Card] = [*self._always, self._in_short, *(card for card in self.pictures if not card.isHidden())]
        more: tuple[tuple[Card, bool], ...] = (
            (self.way, self._is_whole),
            (self.passing, True),
            (self.tried, not self.tried.is_empty),
            *((card, card.term is not None) for card in self.techniques),
            (self.room, self._is_whole),
        )
        for card, there_is in more:
            left = [one for one in self.cards if one in (*shown, card) and not (card is self.way and one is self._in_short)]
            if there_is and self.have_room(left):
                shown = left
        return shown

    def show_case(self, case: Scenario) -> None:
        self._tell(case)
        self._is_whole = case.drill is None and "choice" in case.exercise
        looked_for = () if self._is_whole else _looked_for(case)[: len(self.techniques)]
        for card, shows in zip_longest(self.techniques, looked_for):
            card.show_term(shows)
        in_one = self._is_whole or not looked_for
        self.widest, self._narrowest = (WHOLE, WHOLE) if in_one else (WIDEST, NARROWEST)
        self._use_room()

    def _tell(self, case: Scenario) -> None:
        for card, path in zip_longest(self.pictures, pictures_of_case(case.name)):
            card.show_file(path)
        technique = files.technique(case.technique)
        self.head.show_case(case)
        points = files.rubric_of(case).pass_mark
        self.approach.setToolTip("")
        self.passes.setText(phrase("case_told.passes_with" if case.drill is None else "case_told.passes_drill", points=points))
        if case.drill is None and "choice" in case.exercise:  # which way in, if any, is the exercise: what the case teaches would tell it
            self.learning.setText(phrase("chooser.taught_afterwards"))
            self._ways_in = (phrase("chooser.whole"),)
            return
        goals = "".join(f"\n\u2022 {words.told(goal.say)}" for goal in case.goals)
        self.learning.setText(unbroken(" ".join(words.told(case.learning).split()) + goals))
        if case.drill is not None:
            self._ways_in = (words.drill("about"),)
            return
        how, source = " ".join(words.told(technique.approach).split()), words.told(plain(technique.source))
        told = unbroken(phrase("chooser.way_in", title=term(technique.title), how=how))
        self._ways_in = (phrase("chooser.way_in_from", told=told, source=source), told)
        self.approach.setToolTip(self._ways_in[0])


def _looked_for(case: Scenario) -> Sequence[Term]:
    return terms_of_technique(case.technique) if case.drill is None else terms_of_drill(case.drill.asks, case.technique)


def _card(label: QLabel, title: str = "") -> Card:
    card = Card(title)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    card.box.addWidget(label)
    return card

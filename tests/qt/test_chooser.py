"""The first page: cases as cards to search and to sift, begun by Return; what it says of earlier attempts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from sim.qt import tally
from sim.qt.panels.case_cards import CARD_ROLE, CaseCard
from sim.qt.windows.chooser import FIRST, Chooser
from sim.session.commands import Finish
from tests.qt.conftest import User

pytestmark = pytest.mark.display


def shown(chooser: Chooser) -> list[str]:
    """Names of the cases that are to be seen."""
    return [case.name for i, case in enumerate(chooser.cases) if not chooser.list.item(i).isHidden()]


def test_return_begins_the_case_that_stands_chosen(user: User) -> None:
    user.focus(user.window.chooser.list)
    user.bot.keyClick(user.window.chooser.list, Qt.Key.Key_Return)
    user.wait(lambda: user.window.room is not None and user.window.room.seen is not None)
    assert user.room.controller.session.world.scenario.name == FIRST


def test_return_on_a_button_is_that_button(user: User) -> None:
    begun: list[object] = []
    chooser = user.window.chooser
    chooser.chosen.connect(lambda *asked: begun.append(asked))
    chooser.discard.setVisible(True)
    user.focus(chooser.discard)
    user.bot.keyClick(chooser.discard, Qt.Key.Key_Return)
    assert begun == []


def test_cases_are_searched_and_sifted(user: User) -> None:
    """Oracle: the cases themselves; every word must be there, whatever its case."""
    chooser = user.window.chooser
    everything = shown(chooser)
    assert len(everything) == len(chooser.cases)
    chooser.wanted.setText("TRANSFORAMINAL l5")
    found = shown(chooser)
    assert "transforaminal_l5" in found
    assert "interlaminar_l4_l5" not in found
    assert chooser.cases[chooser.list.currentRow()].name in found, "what stands chosen is to be seen"
    chooser.wanted.clear()
    chooser.hard.setCurrentIndex(chooser.hard.findData("advanced"))
    assert set(shown(chooser)) == {case.name for case in chooser.cases if case.difficulty == "advanced"}
    chooser.wanted.setText("no such case")
    assert shown(chooser) == []
    assert not chooser.start.isEnabled()
    user.bot.keyClick(chooser.wanted, Qt.Key.Key_Return)
    assert user.window.pages.currentWidget() is chooser
    chooser.wanted.clear()
    chooser.hard.setCurrentIndex(0)
    assert shown(chooser) == everything


def test_a_card_gives_no_way_in_away_that_is_to_be_decided(user: User) -> None:
    for case in user.window.chooser.cases:
        card = CaseCard.of(case, "")
        assert (card.level == "") == ("choice" in case.exercise)
        assert (card.aim == "") == ("choice" in case.exercise)


def test_a_finished_attempt_stands_on_its_card(user: User, own_home: Path) -> None:
    user.begin()
    user.room.send(Finish())
    user.wait(lambda: user.window.debriefing is not None)
    assert user.window.debriefing is not None
    total = user.window.debriefing.score.total
    user.window.back_to_cases()
    chooser = user.window.chooser
    row = next(i for i, case in enumerate(chooser.cases) if case.name == "interlaminar_l4_l5")
    assert chooser.list.item(row).data(CARD_ROLE).tried == f"Best {round(total)} of 100, 1 attempt"


def test_a_tally_keeps_the_best_and_minds_no_damage(own_home: Path) -> None:
    for total in (40.0, 92.6, 70.0):
        tally.add("caudal", total)
    assert tally.tally() == {"caudal": tally.Tries(3, 92.6)}
    assert tally.tally()["caudal"].words == "Best 93 of 100, 3 attempts"
    path = own_home / tally.FILE
    for broken in ("{", "[]", json.dumps({"caudal": {"count": -1, "best": 3}, "b": 4, "c": {"count": 2, "best": "x"}})):
        path.write_text(broken, encoding="utf-8")
        assert tally.tally() == {}

"""Whose attempt it is: chosen at the start, remembered, written into the recording, filed at the end, and said."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.outbox import Sent
from sim.exchange.gradebook.rows import attempts
from sim.qt.chosen_names import known_learners, proper, remember
from sim.qt.panels.learner_choice import LearnerChoice
from sim.qt.windows.main_window import MainWindow
from sim.qt.windows.mode import MODES
from sim.qt.windows.to_gradebook import filed_words
from sim.records.learner import JUST_ME
from sim.session.commands import Finish

pytestmark = pytest.mark.display


def test_names_are_remembered_the_last_first_and_nobody_is_me(own_home: Path) -> None:
    assert known_learners() == [JUST_ME]
    remember("Ada")
    remember("Bob")
    remember("Ada")
    assert known_learners() == ["Ada", "Bob", JUST_ME]
    (own_home / "learners.json").write_text("[1, ", encoding="utf-8")
    assert known_learners() == [JUST_ME]


@pytest.mark.parametrize(("typed", "name"), [("", JUST_ME), ("  Ada   L. ", "Ada L."), ("a" * 99, "a" * 60), ("\x07", JUST_ME)])
def test_what_is_typed_becomes_a_name(typed: str, name: str) -> None:
    assert proper(typed) == name


def test_who_was_chosen_stands_there_again(qtbot: QtBot) -> None:
    choice = LearnerChoice()
    qtbot.addWidget(choice)
    assert choice.currentText() == JUST_ME
    choice.setEditText(" Ada ")
    assert choice.taken() == "Ada"
    again = LearnerChoice()
    qtbot.addWidget(again)
    assert again.currentText() == "Ada"


def test_an_attempt_is_filed_under_its_learner_and_the_page_says_so(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from scenarios import files

    monkeypatch.delenv(DATABASE, raising=False)
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.chooser.learner.setEditText("Ada")
    window.begin(files.find_scenario("interlaminar_l4_l5"), MODES[1], seed=5)
    qtbot.waitUntil(lambda: window.room is not None and window.room.seen is not None, timeout=120_000)
    assert window.room is not None
    window.room.send(Finish())
    qtbot.waitUntil(lambda: window.debriefing is not None, timeout=60_000)
    page = window.debriefing
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.filed.text()), timeout=120_000)
    assert page.filed.text() == "Saved in the gradebook"
    with Gradebook(database_url()) as book:
        assert [(one.learner, one.scenario, one.seed, one.mode) for one in attempts(book)] == [("Ada", "interlaminar_l4_l5", 5, "practice")]
    window.close()


def test_what_waits_is_said_with_its_reason() -> None:
    assert filed_words(Sent(0, 0)) == ""
    assert filed_words(Sent(1, 0)) == "Saved in the gradebook"
    assert filed_words(Sent(1, 2, "away")) == "Saved in the gradebook. 2 saved on this computer, to be filed later: away"

"""Each choice of a decision is given a reason, which comes back in the debriefing beside what the case asks for."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from PySide6.QtGui import QTextDocument, QTextDocumentFragment
from pytestqt.qtbot import QtBot

from scenarios import files
from scenarios.chart import PAGES
from scenarios.rationale import REASONED, RationaleName, rationales
from scenarios.schema import Scenario
from sim.qt.panels.decided_view import DecidedView
from sim.qt.panels.scrolled import scrolled
from sim.qt.unbroken import unbroken
from sim.qt.words import catalogue, languages
from sim.session.events import Event

pytestmark = pytest.mark.display
RIGHT: dict[str, Any] = {
    "decision": "inject", "reason": "radicular_pain", "level": "L4", "side": "right", "approach": "lumbar_interlaminar",
    "needle": "18G Tuohy", "steroid": "methylprednisolone 80 mg", "contrast_ml": 2.0, "drug_ml": 4.0, "pages": ["imaging"], "asked": [],
}  # fmt: skip


@pytest.fixture
def disc() -> Scenario:
    return files.find_scenario("l4_l5_disc")


def told(bot: QtBot, case: Scenario, *said: dict[str, Any]) -> str:
    """What stands there, without markup; empty if it is not shown."""
    view = DecidedView(case, [Event(number, "decided", data) for number, data in enumerate(said)])
    bot.addWidget(view)
    return "" if view.isHidden() else QTextDocumentFragment.fromHtml(view.text()).toPlainText()


def test_each_code_has_its_row_and_its_words_in_each_language_and_each_choice_some() -> None:
    assert tuple(rationales()) == get_args(RationaleName)
    assert {row.choice for row in rationales().values()} == set(REASONED)
    for language in languages():
        assert set(catalogue(language)["rationale"]) == set(rationales()), language


def test_what_was_chosen_stands_with_its_reason_beside_what_is_right(qtbot: QtBot, disc: Scenario) -> None:
    assert disc.plan is not None
    chosen = RIGHT | {"side": "left", "rationales": ["level_imaging", "way_target"]}
    text = told(qtbot, disc, RIGHT | {"level": "L1"}, chosen)
    assert "L1" not in text  # the last decision is the one that was kept to
    assert unbroken("✗ L4-L5 left") in text
    assert "because the MRI shows the cause there" in text
    assert "because it brings the drug to the source" in text
    assert text.count("no reason given") == 3
    assert text.count("naming none costs no points") == 1
    assert all(level in text for level in disc.plan.levels)
    assert "✓ methylprednisolone 80 mg" in text


def test_a_reason_whose_page_was_not_read_says_so(qtbot: QtBot, disc: Scenario) -> None:
    chosen = RIGHT | {"rationales": ["level_signs"]}
    assert "fit this root; Examination: not read at that point" in told(qtbot, disc, chosen)
    assert "not read at that point" not in told(qtbot, disc, chosen | {"pages": list(PAGES)})


def test_who_did_not_inject_is_shown_what_was_asked_for(qtbot: QtBot, disc: Scenario) -> None:
    text = told(qtbot, disc, {"decision": "defer", "reason": "infection", "contrast_ml": 0.0, "drug_ml": 0.0, "pages": [], "asked": []})
    assert "✗ Defer" in text
    assert "Inject" in text
    assert "no reason given" not in text
    assert "costs no points" not in text
    assert told(qtbot, disc) == ""


def test_a_table_that_has_no_room_is_folded_and_nothing_runs_under_the_bar(qtbot: QtBot, disc: Scenario) -> None:
    """Fault: at twice the size of text its last column went on under the scroll bar. Oracle: geometry."""
    view = DecidedView(disc, [Event(1, "decided", RIGHT)])
    area = scrolled(view)
    qtbot.addWidget(area)
    area.resize(900, 300)
    area.show()
    qtbot.waitExposed(area)
    qtbot.waitUntil(lambda: "<table" in view.text())
    area.resize(260, 300)
    qtbot.waitUntil(lambda: "<table" not in view.text())
    assert view.width() <= area.viewport().width()
    words = QTextDocument()
    words.setDefaultFont(view.font())
    words.setHtml(view.text())
    words.setTextWidth(view.width())
    assert words.size().width() <= view.width()
    assert "Correct here: methylprednisolone 80 mg" in words.toPlainText()

"""The three buttons of the plunger have room for word and picture, in every language, in the least window."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from scenarios.words import decimal, notice
from scenarios.words import speak as scenarios_speak
from sim.qt.appearance import Appearance, put_on
from sim.qt.panels.given_so_far import GivenSoFar, marked
from sim.qt.panels.syringe_card import SyringeCard
from sim.qt.windows.column import WIDTH
from sim.qt.words import WHOLE, catalogue, languages, phrase, speak
from sim.session.observation import Observation
from sim.session.stations.log import rounded

pytestmark = pytest.mark.display


@pytest.mark.parametrize("language", languages())
def test_words_and_pictures_fit(language: str, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: in German the middle one lost its picture, since its neighbours had more room than they need."""
    put_on(qapp, Appearance())
    speak(catalogue(language), catalogue(WHOLE))
    card = SyringeCard({})
    qtbot.addWidget(card)
    card.resize(WIDTH, card.sizeHint().height())
    card.show()
    qtbot.waitExposed(card)
    qtbot.wait(20)
    assert [button.text() for button in (card.trying, card.injecting, card.aspirate) if button.icon().isNull()] == []


STEROID, MIXED = "dexamethasone 10 mg", "2 ml saline + 1 ml dexamethasone 10 mg"


def moment(fluids: dict[str, float], agent: str = "", ml_s: float = 0.0, trying: bool = False, mmhg: float = 0.0) -> Observation:
    """With so much in each syringe, one of them on the needle; 2 ml of contrast and 4 ml of drug were decided."""
    made = SimpleNamespace(decision="inject", contrast_ml=2.0, drug_ml=4.0, steroid=STEROID)
    syringe = SimpleNamespace(agent=agent, rate_ml_s=ml_s, trying=trying, pressure_mmhg=mmhg, tubing=False, left_ml=fluids.get(agent, 0.0))
    needle = SimpleNamespace(placed=True, depth_mm=40.0)
    care = SimpleNamespace(decision=made)
    return cast(Observation, SimpleNamespace(fluids=fluids, syringe=syringe, needle=needle, care=care, notices=()))


def test_what_was_given_is_what_went_out_of_a_syringe_on_the_needle() -> None:
    """Also of an attempt that is gone on with; what was only drawn up went into nobody."""
    given = GivenSoFar({"iohexol 240": 6.0, STEROID: 2.0, "saline": 10.0})
    given.follow(moment({"iohexol 240": 5.0, STEROID: 1.0, "saline": 8.0, MIXED: 2.5}))
    assert given.ml == {"contrast": pytest.approx(1.0), "drug": pytest.approx(0.5)}
    given.follow(moment({"iohexol 240": 5.0, STEROID: 1.0, "saline": 8.0, MIXED: 2.5}, MIXED, 0.4))
    given.follow(moment({"iohexol 240": 5.0, STEROID: 1.0, "saline": 8.0, MIXED: 2.0}, MIXED, 0.4))
    given.follow(moment({"iohexol 240": 5.0, STEROID: 0.0, "saline": 8.0, MIXED: 2.0}))
    assert given.ml == {"contrast": pytest.approx(1.0), "drug": pytest.approx(1.0)}


@pytest.mark.parametrize("warns", [True, False])
def test_more_than_was_planned_is_told_beside_the_plunger(qtbot: QtBot, qapp: QApplication, silent: None, warns: bool) -> None:
    """Fault: 2 ml of contrast were planned and 6 given, and nothing showed it. No exam says it with a sign."""
    put_on(qapp, Appearance())
    card = SyringeCard({"iohexol 240": 6.0}, warns=warns)
    qtbot.addWidget(card)
    card.observe(moment({"iohexol 240": 6.0}, "iohexol 240", 0.4))
    assert card.plan.text() == "Contrast 0 of 2 ml, drug 0 of 4 ml"
    card.observe(moment({"iohexol 240": 4.0}, "iohexol 240", 0.4))
    assert (card.plan.text(), card.plan.objectName()) == ("Contrast 2 of 2 ml, drug 0 of 4 ml", "note")
    card.observe(moment({"iohexol 240": 3.97}, "iohexol 240", 0.4))
    assert (card.plan.text(), card.plan.objectName()) == ("Contrast 2 of 2 ml, drug 0 of 4 ml", "note"), "what no mark tells is not over"
    card.observe(moment({"iohexol 240": 3.9}, "iohexol 240", 0.4))
    told = "Contrast 2.1 of 2 ml, drug 0 of 4 ml"
    assert (card.plan.text(), card.plan.objectName()) == ((f"\u26a0 {told}", "over") if warns else (told, "note"))


def test_the_card_and_the_debriefing_tell_one_volume(qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: 2.2 ml beside the plunger, 2.1 ml in the debriefing. Oracle: what a recording keeps of this volume, to one decimal."""
    put_on(qapp, Appearance())
    given = 2.15000001
    assert marked(given) == float(f"{rounded(given):.1f}") == 2.1
    assert marked(3.85) + marked(given) == pytest.approx(6.0)


def test_a_dose_in_the_list_is_that_of_the_whole_syringe(qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: after 4 of 6 ml there stood "80 mg (2 ml)". Oracle: what the patient is counted to have got, mg by its share of the tray."""
    put_on(qapp, Appearance())
    card = SyringeCard({"methylprednisolone 80 mg": 6.0, "iohexol 240": 6.0})
    qtbot.addWidget(card)
    card.observe(moment({"methylprednisolone 80 mg": 2.0, "iohexol 240": 6.0, MIXED: 3.0}))
    told = [card.choice.itemText(i) for i in range(3)]
    assert told == ["methylprednisolone 80 mg/6 ml (2.0 ml left)", "iohexol 240 (6.0 ml left)", f"{MIXED} (3.0 ml left)"]


@pytest.mark.parametrize("warns", [True, False])
def test_less_steroid_than_decided_is_told_beside_the_plunger(qtbot: QtBot, qapp: QApplication, silent: None, warns: bool) -> None:
    """Fault: of 80 mg in 6 ml the decided 4 ml were given, which is 53 mg, and "80 mg: 4.0 ml given" was all that was told."""
    put_on(qapp, Appearance())
    card = SyringeCard({STEROID: 6.0}, warns=warns)
    qtbot.addWidget(card)
    for left, told, short in (
        (6.0, "Contrast 0 of 2 ml, drug 0 of 4 ml", False),
        (4.0, "Drug 2 of 4 ml, 3 of 10 mg", False),
        (2.0, "Drug 4 of 4 ml, 7 of 10 mg", True),
    ):
        card.observe(moment({STEROID: left}, STEROID, 0.4))
        sign, look = ("\u26a0 ", "over") if warns and short else ("", "note")
        assert (card.plan.text(), card.plan.objectName()) == (f"{sign}{told}", look)


def test_the_whole_dose_in_the_volume_decided_is_no_warning(qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Drawn up together, 2 ml of 10 mg and 2 ml of saline are 10 mg in 4 ml."""
    put_on(qapp, Appearance())
    card, mixed = SyringeCard({STEROID: 2.0, "saline": 10.0}), f"2 ml {STEROID} + 2 ml saline"
    qtbot.addWidget(card)
    for left in (4.0, 0.0):
        card.observe(moment({STEROID: 0.0, "saline": 8.0, mixed: left}, mixed, 0.4))
    assert (card.plan.text(), card.plan.objectName()) == ("Drug 4 of 4 ml, 10 of 10 mg", "note")


def test_an_empty_syringe_is_not_put_on_and_its_tip_says_why(qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    put_on(qapp, Appearance())
    card = SyringeCard({"iohexol 240": 6.0, "saline": 10.0})
    qtbot.addWidget(card)
    card.observe(moment({"iohexol 240": 0.0, "saline": 10.0}))
    assert (card.attach.isEnabled(), card.attach.toolTip()) == (False, phrase("syringe_card.empty"))
    card.choice.setCurrentIndex(1)
    assert (card.attach.isEnabled(), card.attach.toolTip()) == (True, phrase("syringe_card.attach_about"))
    card.observe(moment({"iohexol 240": 0.0, "saline": 10.0}, "iohexol 240"))
    assert card.attach.isEnabled(), "it can be taken off"


def test_a_plunger_that_was_only_tried_does_not_look_pressed(qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: Inject was filled while the pressure of a try ran off, and the deed that was next had but a ring."""
    put_on(qapp, Appearance())
    card = SyringeCard({"saline": 10.0})
    qtbot.addWidget(card)
    for mmhg, ml_s, lit in ((1.0, 0.0, False), (300.0, 0.0, False), (700.0, 0.0, True), (40.0, 0.4, True)):
        card.observe(moment({"saline": 10.0}, "saline", ml_s, mmhg=mmhg))
        assert card.injecting.property("lit") is lit or (not lit and not card.injecting.property("lit"))


@pytest.mark.parametrize("language", languages())
def test_the_message_and_the_card_tell_one_dose(language: str, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: "4.01 ml given" stood beside "drug 4 of 4 ml"."""
    speak(catalogue(language), catalogue(WHOLE))
    said = notice("injection_ended", {"agent": "saline", "ml": 4.01})
    assert decimal("4.0 ml") in str(said)


def test_large_text_has_no_plunger_where_there_is_no_syringe_and_the_card_keeps_its_height(
    qtbot: QtBot, qapp: QApplication, silent: None
) -> None:
    """Fault: what was given of the plan was cut to half a line, under a gauge of nothing. Oracle: that of a syringe which is on fits."""
    put_on(qapp, Appearance(text_pct=200))
    card = SyringeCard({"iohexol 240": 6.0})
    qtbot.addWidget(card)
    card.resize(600, 300)
    card.show()
    heights = []
    for agent in ("", "iohexol 240"):
        card.observe(moment({"iohexol 240": 6.0}, agent))
        qtbot.wait(30)
        assert [card.pressure.isHidden(), card.choice.isHidden()] == [not agent, bool(agent)]
        heights.append(card.heightForWidth(600))
    assert heights[0] <= heights[1] + 4


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("text_pct", [100, 200])
def test_what_is_left_in_a_syringe_is_never_cut(language: str, text_pct: int, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: "methylprednisolone 80 mg/6 ml (6.0 ml ..." in a column of usual width."""
    put_on(qapp, Appearance(text_pct=text_pct))
    scenarios_speak(language)
    speak(catalogue(language), catalogue(WHOLE))
    drawn_up = "2 ml methylprednisolone 80 mg + 2 ml saline"
    fluids = {"methylprednisolone 80 mg": 6.0, "triamcinolone 40 mg": 6.0, "dexamethasone 10 mg multi-dose": 6.0, drawn_up: 4.0}
    card = SyringeCard(fluids)
    qtbot.addWidget(card)
    card.resize(WIDTH * text_pct // 100, card.sizeHint().height())
    card.show()
    card.observe(moment(fluids))
    qtbot.wait(20)
    for row, ml in enumerate((6.0, 6.0, 6.0, 4.0)):
        card.choice.setCurrentIndex(row)
        option = QStyleOptionComboBox()
        card.choice.initStyleOption(option)
        left = phrase("syringe_card.listed_short", said="", left_ml=ml), phrase("syringe_card.listed", said="", left_ml=ml)
        assert option.currentText.endswith(left), option.currentText
        assert row > 1 or "\N{HORIZONTAL ELLIPSIS}" not in option.currentText
    scenarios_speak()

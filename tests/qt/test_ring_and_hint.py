"""The guide's ring goes round what its hint names first. Oracle: the order in which the hint says it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from scenarios import files, words
from scenarios.chart import PAGES
from scenarios.views import VIEWS
from sim.qt.focus_ring import AROUND
from sim.qt.panels.given_so_far import GivenSoFar
from sim.qt.windows.act_words import AT_STEP, HINTED, USUAL_OBLIQUE_DEG, act_words, is_all, oblique_words
from sim.qt.windows.where_to_look import where_to_look
from sim.qt.words import WHOLE, catalogue
from sim.scoring.milestones import Standing
from sim.session.care_commands import Decide
from sim.session.observation import NeedleSeen
from tests.qt.conftest import User

pytestmark = pytest.mark.display


def test_the_ring_goes_as_the_hint_says(user: User) -> None:
    """Faults: it passed by Aspirate with a drug on the needle, and by Detach and Stylet before the needle came out."""
    user.begin(mode="guided")
    room, way, seen = user.room, files.technique("lumbar_interlaminar"), user.seen
    with_drug = replace(seen, syringe=replace(seen.syringe, agent="methylprednisolone 80 mg"))
    needle = NeedleSeen("18G Tuohy", 90.0, True, None, 48.0, 0.0, 0.0, 12.0, False, 0.0, False)
    for due, now, drawn_back, meant in (
        ("drug_given", with_drug, False, room.syringe.aspirate),
        ("drug_given", with_drug, True, room.syringe.injecting),
        ("needle_out", replace(with_drug, needle=needle), True, room.syringe.attach),
        ("needle_out", replace(seen, needle=needle), True, room.needle.stylet),
        ("needle_out", replace(seen, needle=replace(needle, stylet=True)), True, room.needle.out),
    ):
        room.seen = now
        room.guide.show_standing(Standing(room.guide.steps, frozenset(), due))
        assert where_to_look(room, way, 0.0, drawn_back) is meant, due


def test_the_hint_begins_with_what_the_ring_is_round(user: User) -> None:
    """Faults: the step told to take a needle while Keep was ringed; at the contrast a sign was told, and no deed; a drug had no name."""
    user.begin(mode="guided")
    room, seen = user.room, user.seen
    assert room.guide.hint.toolTip().startswith("Hold the pedal (Space).")
    user.expose()
    user.wait(lambda: room.pointer.round is room.images.keep)
    assert room.guide.step.text().endswith("Keep an image, take a needle")
    assert room.guide.hint.toolTip().startswith("Press Keep (K).")
    user.click(room.images.keep)
    user.wait(lambda: room.guide.hint.toolTip().startswith("Choose a needle and press Take."))
    made = Decide(decision="inject", reason="radicular_pain", steroid="methylprednisolone 80 mg", drug_ml=4.0)
    decided = replace(seen, care=replace(seen.care, decision=made))
    assert act_words("drug_given", "inject", decided).endswith("Decided: methylprednisolone 80 mg, 4 ml in total.")
    given = GivenSoFar({"methylprednisolone 80 mg": 6.0, "saline": 10.0})
    assert act_words("drug_given", "choice", decided, given=given).endswith("The syringe holds 80 mg in 6 ml, so 4 ml give 53 mg.")
    given.ml["drug"], given.mg["methylprednisolone 80 mg"] = 4.0, 80 * 4 / 6
    assert act_words("needle_out", "stylet", decided, given=given).endswith("Only 53 of the decided 80 mg were given, in 4 ml.")
    strong = GivenSoFar({"methylprednisolone 80 mg": 2.0, "saline": 10.0})
    assert act_words("drug_given", "choice", decided, given=strong).endswith("draw up 2 ml together with 2 ml of saline.")
    on_it = replace(seen, syringe=replace(seen.syringe, agent="saline"))
    assert (act_words("contrast_proves", "attach", on_it), act_words("contrast_proves", "attach", seen)) == (
        "Press Detach to change the syringe.",
        "Press Attach.",
    )
    assert act_words("contrast_proves", "inject", seen) != act_words("drug_given", "inject", seen)
    assert {*AT_STEP.values()} <= {*catalogue(WHOLE)["guide_act"]}


def test_what_only_makes_ready_is_told_without_the_hint_of_another_deed(user: User) -> None:
    """Faults: "Press Detach. A bent line along the front of the laminae ..."; "Take. ... take a needle"; all read, "read every page"."""
    user.begin(mode="guided")
    room, care = user.room, user.seen.care
    assert [code for code in ("choice", "attach", "detach", "pedal", "inject") if not is_all("contrast_proves", code, care)] == ["inject"]
    assert [code for code in ("keep", "take") if is_all("needle_taken", code, care)] == ["take"]
    assert not any(is_all(step, "", care) for step in HINTED), "while a hand does it"
    assert is_all("decided", "", care, "Decision")
    assert [is_all("chart_read", "", replace(care, pages=pages)) for pages in ((), PAGES)] == [False, True]
    user.expose()
    user.wait(lambda: room.pointer.round is room.images.keep)
    assert room.guide.hint.toolTip() == f"Press Keep (K). {words.usual_hint('needle_taken')}"
    user.click(room.images.keep)
    user.wait(lambda: room.guide.hint.toolTip() == "Choose a needle and press Take.")
    room.guide.show_standing(Standing(room.guide.steps, frozenset(), "needle_taken", "in_sac"))
    assert words.trouble("in_sac") in room.guide.hint.text(), "trouble is told always"


def test_a_needle_a_centimetre_deep_is_looked_at(user: User) -> None:
    """Fault: the ring asked to go on and on, though the step waited for an image."""
    user.begin(mode="guided")
    room, way, seen = user.room, files.technique("lumbar_interlaminar"), user.seen
    needle = NeedleSeen("18G Tuohy", 90.0, True, None, 5.0, 0.0, 0.0, 12.0, True, 0.0, False)
    room.guide.show_standing(Standing(room.guide.steps, frozenset(), "on_the_way"))
    for deep, meant in ((5.0, room.needle.on), (10.0, room.carm.pedal)):
        room.seen = replace(seen, needle=replace(needle, depth_mm=deep))
        assert where_to_look(room, way, 0.0, False) is meant


def test_the_oblique_of_this_patient_agrees_with_what_the_way_says(user: User) -> None:
    """Fault: the C-arm stood at 42 degrees, the text told 45 to 50. Oracle: the text of the way."""
    user.begin(mode="guided")
    seen, (least, most) = user.seen, USUAL_OBLIQUE_DEG
    assert f"{least}-{most} degrees" in files.technique("lumbar_interlaminar").approach
    assert oblique_words(seen) == ""
    turned = replace(seen.carm.view, pose=replace(seen.carm.view.pose, orbit_deg=-42.0))
    there = replace(seen, carm=replace(seen.carm, title=VIEWS["clo"].title, view=turned))
    assert oblique_words(there) == "left 42° fits this patient's laminae; 45 to 50° is usual."


def test_the_ring_and_the_gauge_keep_off_what_stands_beside_them(user: User) -> None:
    """Faults: the ring round +1 touched its unit, and the pressure the word Tone."""
    user.begin(mode="guided")
    needle, syringe = user.room.needle, user.room.syringe
    unit = next(label for label in needle.findChildren(QLabel) if label.text() == "mm")
    assert unit.x() + unit.contentsRect().x() - needle.on.geometry().right() > 2 * AROUND
    assert syringe.sound.x() - syringe.pressure.geometry().right() > 2 * AROUND

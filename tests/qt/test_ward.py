"""The whole procedure at the window: read, ask, decide, prepare, talk, look after; each press is a command, and seen in its place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from scenarios import files
from scenarios.chart import PAGES, Medication
from sim.qt.panels.after_page import AfterPage
from sim.qt.panels.chart_page import ChartPage
from sim.qt.panels.chart_text import said
from sim.qt.panels.checklist_page import ChecklistPage
from sim.qt.panels.decision_page import DecisionPage
from sim.qt.panels.stop_times import StopTimes
from sim.qt.unbroken import unbroken
from sim.qt.windows import ward as ward_module
from sim.qt.windows.ward import TICK, page_title
from sim.scoring.choice import assessed
from sim.session import care_commands as c
from sim.session.commands import AdvanceNeedle, PlaceNeedle, TakeNeedle
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


def kinds(user: User) -> list[str]:
    return [event.kind for event in user.room.controller.session.events]


def test_a_case_of_the_needle_alone_shows_the_table_alone(user: User) -> None:
    user.begin()
    assert user.room.pages == {}
    assert not user.room.ward.bar.isVisible()


def test_the_whole_procedure_beside_the_needle_can_be_worked_in_the_window(user: User) -> None:
    user.begin("l4_l5_disc")
    chart = user.page("chart")
    assert isinstance(chart, ChartPage)
    for row in range(len(PAGES)):
        chart.pages.setCurrentRow(row)
    user.wait(lambda: user.seen.care.pages == set(PAGES))
    chart.pages.setCurrentRow(PAGES.index("imaging"))
    assert chart.mri is not None
    assert chart.mri.isVisible()
    for button in chart.talk.asking.values():
        user.click(button)
    user.wait(lambda: len(user.seen.care.asked) == len(chart.talk.asking))
    user.wait(lambda: chart.talk.talk.toPlainText().count("\u201c") == len(chart.talk.asking))  # all that was said stays to be read

    decision = user.page("decision")
    assert isinstance(decision, DecisionPage)
    assert not decision.decide.isEnabled()
    assert len(decision.missing()) == 9  # a form that holds answers decides for its reader
    decision.decision.setCurrentIndex(decision.decision.findData("inject"))
    decision.reason.setCurrentIndex(decision.reason.findData("radicular_pain"))
    decision.needle.setCurrentIndex(0)
    decision.steroid.setCurrentIndex(0)
    decision.level.setCurrentText("L4")
    decision.side.setCurrentText("right")
    decision.approach.setCurrentIndex(decision.approach.findData("lumbar_interlaminar"))
    decision.contrast.setValue(2.0)
    assert decision.missing() == ["Total drug volume"]
    assert not decision.decide.isEnabled()
    assert decision.missing()[0] in decision.said.text()
    decision.drug.setValue(4.0)
    assert decision.missing() == []
    for why in decision.why.values():
        why.setCurrentIndex(0)
    user.click(decision.decide)
    user.wait(lambda: user.seen.care.decision is not None)
    user.wait(lambda: "Contrast 0 of 2 ml, drug 0 of 4 ml" in user.room.syringe.plan.text())
    chosen = next(e for e in user.room.controller.session.events if e.kind == "decided").data
    assert set(assessed(user.room.controller.session.world.scenario, chosen).values()) == {True}
    assert chosen["rationales"] == ["level_pain", "way_target", "needle_feel", "steroid_particles", "volume_way"]

    decision.worth.setCurrentText("radicular pain")
    assert "weeks" in decision.figures.text()
    user.click(decision.discuss)
    user.wait(lambda: user.seen.care.discussed == "root pain")

    ready = user.page("preparation")
    assert isinstance(ready, ChecklistPage)
    assert not ready.buttons["consent"][0].isEnabled()
    assert ready.buttons["consent"][0].toolTip() == ready.consent_left.text() == "First choose: at least one risk"
    assert ready.time_out_left.text() == "First choose: Level, Side"
    assert ready.dial.words == "antiseptic drying"
    for box in ready.risks.values():
        box.setChecked(True)
    asking = {"sedation", "premedicate", "position", "dry", "stand", "time-out", "numb"}
    assert {name for name, (button, _) in ready.buttons.items() if not button.isEnabled()} == asking  # nothing comes filled in
    ready.level.setCurrentText("L4-L5")
    assert ready.buttons["time-out"][0].toolTip() == ready.time_out_left.text() == "First choose: Side"
    ready.sedation.setCurrentText("No sedation")
    ready.regimen.setCurrentText("oral, thirteen hours")
    for amount, value in ((ready.minutes, 3.0), (ready.metres, 1.5), (ready.ml, 2.0)):
        amount.setValue(value)
    ready.posture.setCurrentText("prone")
    ready.pillow.setCurrentText("abdomen")
    ready.side.setCurrentText("right")
    for box in ready.checks.values():
        box.setChecked(True)
    assert (ready.consent_left.text(), ready.time_out_left.text()) == ("", "")
    for name in ("consent", "sedation", "premedicate", "position", *c.ITEMS[:6], "dry", *c.ITEMS[6:], "stand", "time-out", "numb"):
        user.click(ready.buttons[name][0])
    user.wait(lambda: user.seen.care.numb_ml == 2.0)
    user.wait(lambda: all(button.text().startswith("✓") for button, _ in ready.buttons.values()))
    assert user.seen.care.risks == set(c.RISKS)
    (time_out,) = [event.data for event in user.room.controller.session.events if event.kind == "time_out"]
    assert set(time_out["checked"]) == set(c.CHECKS)
    assert (user.seen.care.dried_min, user.seen.care.stands_m) == (3.0, 1.5)
    assert user.seen.care.sedation == "none"
    assert user.seen.care.premedicated == "oral, thirteen hours"
    assert "sterility_broken" not in kinds(user)
    assert user.room.case.patient.vitals.text().startswith("HR ")

    after = user.page("afterwards")
    assert isinstance(after, AfterPage)
    assert not after.observe_button.isEnabled()
    after.minutes.setValue(30.0)
    user.click(after.observe_button)
    after.driver.setChecked(True)
    for box in after.advice.values():
        box.setChecked(True)
    assert after.restart.text() == "no time stated"
    after.restart.setValue(48.0)
    user.click(after.discharge)
    user.wait(lambda: user.seen.care.discharged)
    assert user.seen.care.observed_min == 30.0
    (home,) = [event.data for event in user.room.controller.session.events if event.kind == "discharged"]
    assert home["restart_h"] == 48.0


def test_a_volume_that_is_not_decided_is_none(user: User) -> None:
    """Nought is a volume; an empty field is not one, by keys either."""
    user.begin("l4_l5_disc")
    decision = user.page("decision")
    decision.decision.setCurrentIndex(decision.decision.findData("inject"))
    user.focus(decision.contrast)
    user.bot.keyClick(decision.contrast, Qt.Key.Key_Escape)
    assert decision.contrast.text() == "not decided"
    user.focus(decision.contrast)
    decision.contrast.selectAll()
    user.bot.keyClicks(decision.contrast, "0")
    user.bot.keyClick(decision.contrast, Qt.Key.Key_Return)
    assert "Contrast" not in decision.missing()
    assert "Total drug volume" in decision.missing()
    decision.decision.setCurrentIndex(decision.decision.findData("defer"))
    assert decision.missing() == ["Reason"]


def test_a_field_of_numbers_that_is_off_is_as_faint_as_a_list_that_is_off(user: User) -> None:
    """Fault: in the dark theme an amount stood brighter than the choices beside it, as if it could be given. Oracle: their pixels."""
    user.window.view_menu.look.themes["dark"].trigger()
    user.begin("l4_l5_disc")
    decision = user.page("decision")
    shown = [one.grab().toImage() for one in (decision.contrast, decision.steroid)]
    assert not decision.contrast.isEnabled()
    brightest = [max(image.pixelColor(x, y).lightness() for x in range(8, 100) for y in range(6, image.height() - 6)) for image in shown]
    assert brightest[0] == brightest[1]


def test_the_decision_says_what_dose_its_volume_brings(user: User) -> None:
    """Fault: "80 mg, 4 ml" was decided, of a syringe of 80 mg in 6 ml, and 53 mg were told first while they went in."""
    user.begin("l4_l5_disc")
    decision = user.page("decision")
    decision.decision.setCurrentIndex(decision.decision.findData("inject"))
    decision.steroid.setCurrentIndex(decision.steroid.findData("methylprednisolone 80 mg"))
    assert " mg in " not in decision.said.text()
    decision.drug.setValue(4.0)
    assert decision.said.text().endswith("The syringe holds 80 mg in 6 ml, so 4 ml give 53 mg.")
    decision.drug.setValue(6.0)
    assert " mg in " not in decision.said.text(), "all of it is the dose of its name"
    decision.drug.setValue(8.0)
    assert decision.said.text().endswith("draw up 6 ml together with 2 ml of saline.")
    made = {"level": "L4", "side": "right", "approach": "lumbar_interlaminar", "needle": decision.needle.itemText(0)}
    volumes = {"steroid": "methylprednisolone 80 mg", "contrast_ml": 2.0, "drug_ml": 4.0}
    user.room.send(c.Decide.model_validate({"decision": "inject", "reason": "radicular_pain", **made, **volumes}))
    user.wait(lambda: decision.said.text().startswith("Decided: "))
    assert decision.said.text().endswith("so 4 ml give 53 mg.")


def test_next_leads_through_the_pages_and_finish_lights_up_when_nothing_is_left(user: User) -> None:
    user.begin("l4_l5_disc", "exam")
    console, ward = user.room.console, user.room.ward
    seen = [ward.code]
    while ward.following:
        assert console.next.isVisible()
        assert page_title(ward.following) in console.next.text()
        user.click(console.next)
        seen.append(ward.code)
    assert seen == ["chart", "decision", "preparation", "table", "afterwards"]
    assert not console.next.isVisible()
    assert console.finish.objectName() != "main"
    user.room.send(c.Decide(decision="refer", reason="axial_pain"))
    user.wait(lambda: console.finish.objectName() == "main")


def test_deferring_ends_in_the_debriefing_with_its_score(user: User) -> None:
    user.begin("anticoagulated", "exam")
    chart = user.page("chart")
    for row in range(len(PAGES)):
        chart.pages.setCurrentRow(row)
    for button in chart.talk.asking.values():
        user.click(button)
    user.wait(lambda: len(user.seen.care.asked) == len(chart.talk.asking))
    decision = user.page("decision")
    decision.decision.setCurrentIndex(decision.decision.findData("defer"))
    decision.reason.setCurrentIndex(decision.reason.findData("anticoagulant"))
    user.click(decision.decide)
    user.wait(lambda: user.seen.care.decision is not None)
    user.click(user.room.console.finish)
    user.wait(lambda: user.window.debriefing is not None)
    assert user.window.debriefing is not None
    assert user.window.debriefing.score.passed
    assert user.window.debriefing.score.rating == 5


def test_a_patient_faints_and_the_monitor_shows_it(user: User) -> None:
    user.begin("l4_l5_disc")
    user.room.send(c.Prepare(item="monitors"))
    user.wait(lambda: user.seen.care.monitored)
    user.room.controller.session.truth().care.faint_s = 90.0
    user.wait(lambda: "HR 42" in user.room.case.patient.vitals.text())
    user.room.send(c.Treat(by="legs up"))
    user.wait(lambda: "treated" in kinds(user))


def test_a_tubing_goes_onto_the_hub_at_a_click_and_off_at_the_next(user: User) -> None:
    user.begin("left_l2_artery")
    for command in (TakeNeedle(needle="22G Quincke 125 mm"), PlaceNeedle(right_mm=-30.0, superior_mm=60.0), AdvanceNeedle(mm=10.0)):
        user.room.send(command)
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.depth_mm > 5.0)
    card = user.room.syringe
    user.click(card.tubing)
    user.wait(lambda: user.seen.syringe.tubing and card.tubing.text().startswith("\u2713"))
    user.click(card.tubing)
    user.wait(lambda: not user.seen.syringe.tubing and card.tubing.text() == "Tubing")


def test_hints_follow_the_stage_and_can_be_switched_off(user: User) -> None:
    user.begin("l4_l5_disc")
    guide = user.room.guide
    user.wait(lambda: "Read every page" in guide.hint.text())
    for title in user.room.ward.codes:
        user.room.ward.go_to(title)
        assert guide.hint.isVisible()
    parts = (*guide.lines, guide.step, guide.on, user.room.ward)
    before = [part.mapTo(user.window, QPoint(0, 0)) for part in parts]
    guide.on.setCheckState(Qt.CheckState.Unchecked)
    user.bot.wait(50)
    assert guide.hint.text().rstrip() in ("", f"<b>{guide.step.text()}</b>&nbsp;&nbsp;"), "the step alone"
    assert [part.mapTo(user.window, QPoint(0, 0)) for part in parts] == before, "marks spread over the window, and pages moved up"


def test_what_is_hidden_stands_on_no_page(user: User) -> None:
    user.begin("anticoagulated")
    chart = user.room.pages["chart"]
    assert isinstance(chart, ChartPage)
    everything = " ".join(said(chart.chart, name) for name in PAGES)
    assert "apixaban" not in everything
    assert "ramipril" in everything


def test_stop_times_can_be_looked_up_by_any_name(user: User) -> None:
    user.begin("l4_l5_disc")
    chart = user.page("chart")
    looked = StopTimes(chart)
    looked.wanted.setText("eliq")
    shown = [looked.table.item(i, 0).text() for i in range(looked.table.rowCount()) if not looked.table.isRowHidden(i)]
    assert shown == ["apixaban"]
    assert [looked.table.item(i, 3).text() for i in range(looked.table.rowCount()) if not looked.table.isRowHidden(i)] == ["3 d"]
    looked.wanted.setText("pradaxa")
    (i,) = [i for i in range(looked.table.rowCount()) if not looked.table.isRowHidden(i)]
    assert [looked.table.item(i, k).text() for k in (4, 7, 8)] == ["6 d (below 50)", "24 h", "48 h"]
    looked.wanted.clear()
    assert not any(looked.table.isRowHidden(i) for i in range(looked.table.rowCount()))
    looked.close()


def test_a_medicine_in_no_list_is_marked_on_its_page() -> None:
    case = files.find_scenario("l4_l5_disc")
    assert case.chart is not None
    odd = case.chart.model_copy(update={"medication": (Medication(name="Bluttropfen"), Medication(name="ibuprofen"))})
    text = said(odd, "medication")
    assert text.count("not listed here") == 1
    assert "Bluttropfen" in text


def test_how_it_feels_is_asked_at_the_table(user: User) -> None:
    user.begin()
    for button in user.room.case.patient.asking.values():
        user.click(button)
    user.wait(lambda: {"now", "legs", "shooting", "head"} <= user.seen.care.asked)
    user.wait(lambda: "pulse_counted" in kinds(user))
    assert "No ringing" in user.room.case.patient.says.text()


def test_legs_sensation_and_bladder_are_looked_at_in_the_window(user: User) -> None:
    user.begin("l4_l5_disc")
    user.room.send(c.Decide(decision="refer", reason="axial_pain"))
    after = user.page("afterwards")
    user.wait(after.discharge.isEnabled)
    for button in after.looks.values():
        user.click(button)
    user.wait(lambda: kinds(user).count("examined") == 3)
    user.wait(lambda: "has passed urine" in after.happened.list.toPlainText())
    assert "number" in after.advice["whom to call"].toolTip()


def test_forms_hold_what_was_done_by_whoever_did_it(user: User) -> None:
    """Fault: beside what was decided, consented and advised every field stood open, when it was a script or an attempt that went on.

    Oracle: the commands.
    """
    user.begin("l4_l5_disc")
    decision, ready, after = (user.page(code) for code in ("decision", "preparation", "afterwards"))
    made = c.Decide(
        decision="inject", reason="radicular_pain", level="L4", side="right", approach="lumbar_interlaminar", needle="18G Tuohy",
        steroid="methylprednisolone 80 mg", contrast_ml=2.0, drug_ml=4.0,
        rationales=("volume_way", "level_pain", "way_target", "needle_feel", "steroid_particles"),
    )  # fmt: skip
    for command in (
        made,
        c.Consent(risks=("stroke", "death")),
        c.Sedate(level="light"),
        c.PositionPatient(posture="prone", pillow="abdomen"),
        c.Stand(m=1.5),
        c.LetDry(minutes=3),
        c.TimeOut(level="L4", side="right", checked=("identity",)),
        c.NumbSkin(ml=2),
        c.ObserveAfter(minutes=30),
        c.Discharge(driver=True, advice=("fever", "headache when upright"), restart_h=24),
    ):
        user.room.send(command)
    user.wait(lambda: user.seen.care.discharged)
    assert decision.chosen().model_copy(update={"rationales": ()}) == made.model_copy(update={"rationales": ()})
    assert set(decision.chosen().rationales) == set(made.rationales)
    assert decision.decide.text() == "\u2713 Decided"
    decision.side.setCurrentIndex(decision.side.findData("left"))
    assert decision.decide.text() == "Decide", "what is asked for now was not decided"
    assert {risk for risk, box in ready.risks.items() if box.isChecked()} == {"stroke", "death"}
    assert (ready.sedation.currentIndex(), ready.posture.currentData(), ready.pillow.currentData()) == (1, "prone", "abdomen")
    assert (ready.metres.value(), ready.minutes.value(), ready.ml.value()) == (1.5, 3.0, 2.0)
    assert (ready.level.currentText(), ready.level.currentData(), ready.side.currentData()) == ("L4-L5", "L4", "right")
    assert unbroken("Decided: L4-L5 right,") in decision.said.text(), "between two laminae it is no vertebra that is gone to"
    assert "L4-L5, right" in ready.form.text()
    assert [check for check, box in ready.checks.items() if box.isChecked()] == ["identity"]
    assert after.driver.isChecked()
    assert {one for one, box in after.advice.items() if box.isChecked()} == {"fever", "headache when upright"}
    assert (after.minutes.value(), after.restart.value()) == (30.0, 24.0)


def test_what_is_done_does_not_look_as_what_cannot_be_done(user: User) -> None:
    """Faults: ticked steps were grey, as those that wait for an answer; and went on to read as orders."""
    user.begin("l4_l5_disc")
    ready = user.page("preparation")
    user.room.send(c.Sedate(level="none"))
    user.room.send(c.Prepare(item="mask"))
    user.wait(lambda: ready.buttons["mask"][0].objectName() == "done")
    assert ready.buttons["sedation"][0].objectName() == "done"
    assert [ready.buttons[name][0].text() for name in ("mask", "sedation")] == ["✓ Mask worn", "✓ Sedation set"]
    assert ready.buttons["gloves"][0].text() == "Put on sterile gloves"
    assert ready.buttons["sedation"][0].isEnabled()
    assert ready.buttons["time-out"][0].objectName() == ""


def test_a_tab_says_that_its_page_is_done_and_next_leads_past_it(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way on led from the chart to a decision that had been made."""
    user.begin("l4_l5_disc")
    ward = user.room.ward
    assert ward.following == "decision"
    ward.mark_done(frozenset({"decision"}))
    assert ward.following == "preparation"
    assert [TICK in ward.bar.tabText(at) for at in range(len(ward.codes))] == [code == "decision" for code in ward.codes]
    monkeypatch.setattr(ward_module, "is_large", lambda: True)
    monkeypatch.setattr(ward_module, "BOX", ward.width())  # a tick has no room then
    ward.mark_done(frozenset({"decision"}))
    assert not any(TICK in ward.bar.tabText(at) for at in range(len(ward.codes)))


def test_a_decision_without_reasons_says_so_in_their_place(user: User) -> None:
    """Fault: a script's decision stood over fields that looked as if a reason were still to be chosen."""
    user.begin("l4_l5_disc")
    decision = user.page("decision")
    assert isinstance(decision, DecisionPage)
    asked = {why.placeholderText() for why in decision.why.values()}
    made = {"level": "L4", "side": "right", "approach": "lumbar_interlaminar", "needle": decision.needle.itemText(0)}
    volumes = {"steroid": decision.steroid.itemData(0), "contrast_ml": 2.0, "drug_ml": 4.0}
    user.room.send(c.Decide.model_validate({"decision": "inject", "reason": "radicular_pain", **made, **volumes}))
    user.wait(decision.unreasoned.isVisible)
    assert decision.unreasoned.text() == "No reason given: Level and side, Approach, Needle, Steroid, Total drug volume."
    assert not any(why.isVisible() for why in decision.why.values()), "no row of its own for what was left out"
    decision.side.setCurrentIndex(1 - decision.side.currentIndex())
    assert all(why.isVisible() for why in decision.why.values()), "who decides anew may give reasons"
    assert not decision.unreasoned.isVisible()
    assert asked == {"reason (optional)"}
    assert decision.missing() == []
    assert decision.decide.isEnabled(), "the debriefing says that reasons are optional, and they are"
    user.click(decision.decide)
    user.wait(lambda: user.seen.care.decision is not None and user.seen.care.decision.side == decision.side.currentData())
    assert all(why.isVisible() for why in decision.why.values()), "on the form they can still be added"

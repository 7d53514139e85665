"""What the guide says at each step, and what it never comes to say."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtCore import QRect, Qt

from scenarios import files, words
from scenarios.hint import Hint, Stage
from scenarios.leftovers import leftovers
from scenarios.schema import Phase
from sim.qt.panels.guide_bar import HINT_AT, GuideBar
from sim.qt.windows.mode import MODES
from sim.qt.words import phrase
from sim.records.store import unfinished
from sim.scoring.milestones import Standing, steps_of
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


@pytest.mark.parametrize("exercise", [(), ("choice",), ("preparation", "after")])
@pytest.mark.parametrize("name", ["l4_l5_disc", "contrast_allergy", "l5_s1_disc"])
def test_a_hint_is_called_one_that_nobody_is_told_where_the_guide_has_no_step_for_it(name: str, exercise: tuple[Phase, ...]) -> None:
    """Oracle: the guide's own steps, each with what an instructor has to say there."""
    stages = get_args(Stage)
    hints = tuple(Hint(at=stage, say=stage) for stage in stages)
    case = files.find_scenario(name).model_copy(update={"exercise": exercise, "hints": hints})
    never = [stages[int(left.fields[0].split(".")[1]) - 1] for left in leftovers(case) if "nobody is told it" in left.sentence]
    assert never == [stage for stage in stages if stage not in {at for step in steps_of(case) for at in HINT_AT.get(step, ())}]


@pytest.mark.parametrize("language", ["", "de"])
def test_every_step_to_the_proof_has_a_hint_of_its_own(user: User, language: str) -> None:
    """Oracle: the buttons of the needle: quarters and whole millimetres; saline where the plunger is felt, and not before."""
    try:
        words.speak(language)
        case = files.find_scenario("interlaminar_l4_l5")
        guide = GuideBar(case, files.technique(case.technique))
        user.bot.addWidget(guide)
        said = {}
        for step in guide.steps[: guide.steps.index("contrast_proves") + 1]:
            guide.show_standing(Standing(guide.steps, frozenset(), step))
            said[step] = guide.hint.text()
        assert all(said.values())
        assert len(set(said.values())) == len(said)
        own = {hint.at: words.told(hint.say) for hint in case.hints}
        assert (said["target_seen"], said["needle_set"]) == (own["plan"], own["entry"])
        assert (said["depth_judged"], said["loss_felt"]) == (own["depth"], own["loss"])
        saline = "saline" if not language else "kochsalz"
        assert [step for step, hint in said.items() if saline in hint.lower()] == ["loss_felt"]
    finally:
        words.speak()


@pytest.mark.parametrize("name", ["false_loss", "l4_l5_disc"])
def test_a_hint_is_of_its_own_step(user: User, name: str) -> None:
    """At the loss of resistance a guide went on telling to turn to the oblique, which had been done."""
    case = files.find_scenario(name)
    guide = GuideBar(case, files.technique(case.technique))
    user.bot.addWidget(guide)
    guide.show_standing(Standing(guide.steps, frozenset(), "loss_felt"))
    assert guide.hint.text() == next((hint.say for hint in case.hints if hint.at == "loss"), words.usual_hint("loss_felt"))
    assert guide.hint.text()
    guide.show_standing(Standing(guide.steps, frozenset(guide.steps), "finish"))
    assert guide.hint.text() == ""


@pytest.mark.parametrize("language", ["", "de"])
def test_no_step_of_any_case_is_without_a_hint(language: str) -> None:
    """Fault: most cases said nothing at most steps."""
    try:
        words.speak(language)
        silent = {
            (name, step)
            for name in files.library()
            for case in [files.find_scenario(name)]
            for step in steps_of(case)
            if not any(hint.at in HINT_AT.get(step, ()) for hint in case.hints) and not words.usual_hint(step)
        }
        assert silent == set()
    finally:
        words.speak()


@pytest.mark.parametrize("language", ["", "de"])
def test_reading_deciding_and_naming_are_each_told_their_own(user: User, language: str) -> None:
    """Fault: the page on which it is decided still told to read every page, and who was to name was asked for the drug."""
    try:
        words.speak(language)
        for name in ("l4_l5_disc", "wrong_root", "interlaminar_l4_l5"):
            case = files.find_scenario(name)
            guide = GuideBar(case, files.technique(case.technique))
            user.bot.addWidget(guide)
            said = {}
            for step in guide.steps:
                guide.show_standing(Standing(guide.steps, frozenset(), step))
                said[step] = guide.hint.text()
            for step in {"decided", "contrast_named"} & said.keys():
                assert said[step] == words.usual_hint(step)
            assert "contrast_named" in said or not any(word in said["drug_given"].lower() for word in ("named", "benannt"))
            usual = phrase("guide_bar.drug", least=2.0, most=10.0)
            assert said["drug_given"].endswith(usual) is ("choice" not in case.exercise), "who has not decided is told how much"
    finally:
        words.speak()


def test_an_attempt_that_goes_on_is_at_the_step_where_it_was_left(user: User) -> None:
    """Fault: what only a picture shows was not seen again, and the guide asked for the first one with the needle in the patient."""
    user.begin(mode="guided")
    user.expose()
    user.wait(lambda: "target_seen" in user.room.guide.done)
    user.room.act("view_lateral")  # the last picture is not the one that counted
    user.expose()
    reached, before = user.room.guide.done, user.room
    user.window.back_to_cases()
    (kept,) = unfinished()
    user.window._resume(kept, MODES[0], None)
    user.wait(lambda: user.window.room not in (None, before) and user.room.guide.done == reached)
    assert user.room.guide.present == "needle_taken"


@pytest.mark.parametrize("language", ["", "de"])
def test_who_takes_the_needle_out_is_told_how(user: User, language: str) -> None:
    """Fault: there stood the hint of the way home. Oracle: stylet or flush, press, plaster, in every case."""
    try:
        words.speak(language)
        for name in files.library():
            case = files.find_scenario(name)
            guide = GuideBar(case, files.technique(case.technique))
            user.bot.addWidget(guide)
            guide.show_standing(Standing(guide.steps, frozenset(), "needle_out"))
            assert all(
                word in guide.hint.text() for word in (("Mandrin", "drücken", "Pflaster") if language else ("stylet", "press", "plaster"))
            )
    finally:
        words.speak()


@pytest.mark.parametrize("wide", [790, 1350])
@pytest.mark.parametrize("percent", [100, 125])
def test_an_instruction_has_the_size_of_the_body_and_the_bar_keeps_its_height(user: User, wide: int, percent: int) -> None:
    """Fault: it was the smallest text of its band, and smaller at some steps than at others. Oracle: the letters of the box beside it."""
    user.window.view_menu.look.sizes[percent].trigger()
    for name in ("l4_l5_disc", "contrast_allergy"):
        case = files.find_scenario(name)
        guide = GuideBar(case, files.technique(case.technique))
        user.bot.addWidget(guide)
        guide.go_below(percent > 100)
        guide.resize(wide, guide.sizeHint().height())
        guide.show()
        high, letters = set(), set()
        for step in guide.steps:
            for trouble in ("", "contrast_in_the_dark"):
                guide.show_standing(Standing(guide.steps, frozenset(), step, trouble))
                guide.begin_with(phrase("guide_act.inject_contrast", key="I"))
                high.add((guide.sizeHint().height(), guide.hint.height()))
                letters.add(guide.hint.font().pixelSize())
        assert letters == {guide.on.font().pixelSize()}
        assert len(high) == 1
        guide.close()


def test_harm_is_red_to_the_end_and_the_end_is_not_called_all_done(user: User) -> None:
    case = files.find_scenario("l4_l5_disc")
    guide = GuideBar(case, files.technique(case.technique))
    user.bot.addWidget(guide)
    guide.show_standing(Standing(guide.steps, frozenset(guide.steps), "finish", "not_watched"))
    assert guide.step.text() == words.step("all_over", "")
    assert (guide.hint.objectName(), guide.hint.text()) == ("alarm", f"\u26a0 {words.trouble('not_watched')}")
    guide.show_standing(Standing(guide.steps, frozenset(guide.steps), "finish"))
    assert guide.step.text() == words.step("finish", "")


def test_what_is_usually_said_leaves_the_bar_air_in_german_too(user: User) -> None:
    """Fault: three lines filled it from rule to tabs. Oracle: the letters beside the tabs of 1366 pixels; a depth has two views."""
    try:
        words.speak("de")
        case = files.find_scenario("l4_l5_disc").model_copy(update={"hints": ()})
        guide = GuideBar(case, files.technique(case.technique))
        user.bot.addWidget(guide)
        guide.resize(866, guide.sizeHint().height())
        guide.show()
        high = {}
        for step in guide.steps:
            guide.show_standing(Standing(guide.steps, frozenset(), step))
            user.bot.wait(5)
            wide, letters = guide.hint.contentsRect().width(), guide.hint.fontMetrics()
            flags = Qt.TextFlag.TextWordWrap
            said = f"{guide.step.text()}   {guide.hint.toolTip()}"
            assert "<b>" in guide.hint.text()
            high[step] = letters.boundingRect(QRect(0, 0, wide, 999), flags, said).height() / letters.lineSpacing()
        assert [step for step, lines in high.items() if lines > 2.5 and step != "depth_judged"] == []
    finally:
        words.speak()


@pytest.mark.parametrize("language", ["", "de"])
@pytest.mark.parametrize("wide", [790, 866, 1350])
def test_a_hint_that_begins_with_the_deed_is_read_whole_beside_the_tabs(user: User, language: str, wide: int) -> None:
    """Fault: hints told a sign and no deed. Oracle: the longest deed of each step, the bar of 1280, 1366 and 1920 pixels."""
    try:
        words.speak(language)
        for name in files.library():
            case = files.find_scenario(name)
            guide = GuideBar(case, files.technique(case.technique))
            user.bot.addWidget(guide)
            guide.resize(wide, guide.sizeHint().height())
            guide.show()
            for step in guide.steps:
                guide.show_standing(Standing(guide.steps, frozenset(), step))
                guide.begin_with(phrase("guide_act.inject_contrast", key="Leertaste"))
                assert guide.hint.toolTip().startswith(phrase("guide_act.inject_contrast", key="Leertaste"))
                assert guide.hint.heightForWidth(guide.hint.width()) <= guide.hint.height(), (name, step)
                assert guide.step.isVisible() is (wide > 1000)
            guide.close()
    finally:
        words.speak()

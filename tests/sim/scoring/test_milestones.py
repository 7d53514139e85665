"""A guide's steps: done when what they are for is reached, undone when it is lost, and never on towards a drug in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scenarios import files, words
from scenarios.chart import PAGES
from scenarios.schema import Scenario
from scenarios.views import VIEWS, ViewName
from sim.operators.script import ScriptHands
from sim.scoring.harm_done import HarmDone
from sim.scoring.measures.contrast import LEAST_CONTRAST_ML
from sim.scoring.milestones import Milestones, Standing, steps_of
from sim.session import commands as c
from sim.session.care_commands import TOPICS
from sim.session.events import Event
from sim.session.observation import Observation
from sim.session.session import Session
from sim.session.world import World

CASES = ("interlaminar_l4_l5", "transforaminal_l5", "caudal", "l4_l5_disc")


class Followed:
    """A session, and where it stands."""

    def __init__(self, world: World) -> None:
        self.session = Session(world, 1)
        self.milestones = Milestones(world.scenario)
        self._read = 0

    def step(self) -> Observation:
        seen = self.session.step()
        fresh = self.session.events_from(self._read)
        self._read += len(fresh)
        self.milestones.add(fresh)
        if seen.live is not None:
            self.milestones.saw(seen.live)
        return seen

    def do(self, *commands: c.Command) -> Standing:
        for command in commands:
            self.session.do(command)
            self.step()
        return self.milestones.now()


def played(world: World, script: str, followed: Followed) -> Iterator[Standing]:
    """Every standing of an attempt by a script, as it changes."""
    work = ScriptHands(files.script(files.scripts()[script]), world.scenario.target).work(followed.session.look(), world.screen)
    orders, before = next(work), None
    while True:
        for command in [] if isinstance(orders, int) else orders:
            followed.session.do(command)
        seen, now = followed.step(), followed.milestones.now()
        if now != before:
            before = now
            yield now
        if seen.finished:
            return
        orders = work.send(seen)


@pytest.mark.parametrize("case", CASES)
def test_a_competent_attempt_goes_through_the_steps_in_their_order(case: str) -> None:
    """Oracle: the order of the steps; no trouble is told to who does it well, and nothing is left at the end."""
    world = World.of(files.find_scenario(case))
    found = list(played(world, f"{case}_competent", Followed(world)))
    assert [now.present for now in found] == [*steps_of(world.scenario), "finish"]
    assert {now.trouble for now in found} == {""}
    assert found[-1].done == set(steps_of(world.scenario))


def test_who_goes_into_the_sac_is_told_so_and_never_led_to_the_drug(interlaminar: World) -> None:
    """Oracle: the careless script's score: dural puncture, drug without contrast."""
    found = list(played(interlaminar, "interlaminar_l4_l5_careless", Followed(interlaminar)))
    assert "in_sac" in {now.trouble for now in found}
    assert not any(now.present == "drug_given" for now in found)
    assert not any({"contrast_proves", "loss_felt", "depth_judged"} & now.done for now in found)


@pytest.mark.parametrize(
    ("case", "planned", "other"),
    [("interlaminar_l4_l5", "AP", "clo"), ("transforaminal_l5", "oblique", "lateral"), ("caudal", "lateral", "AP")],
)
def test_the_target_is_seen_in_the_view_that_its_line_is_planned_in(case: str, planned: ViewName, other: ViewName) -> None:
    """Oracle: the technique's own words: AP between the laminae, the oblique for the Scottie dog, the lateral first up the canal."""
    followed = Followed(World.of(files.find_scenario(case)))
    assert "target_seen" not in looked(followed, other).done
    assert "target_seen" in looked(followed, planned).done
    assert "target_seen" in looked(followed, other).done  # a picture that was seen stays seen


def looked(followed: Followed, view: ViewName) -> Standing:
    """After a look of half a second in this view, once the C-arm stands in it."""
    seen = followed.session.look()
    followed.do(c.ShowView(view=view))
    while seen.carm.title != VIEWS[view].title:
        seen = followed.step()
    return pictured(followed)


def test_what_is_lost_is_undone(interlaminar: World) -> None:
    """Oracle: by hand: a needle drawn back by 30 mm has neither depth judged nor a loss of resistance; under the skin it is on no way."""
    followed = Followed(interlaminar)
    reached = next(now for now in played(interlaminar, "interlaminar_l4_l5_competent", followed) if now.present == "contrast_proves")
    assert {"depth_judged", "loss_felt", "on_the_way"} <= reached.done
    back = followed.do(c.DetachSyringe(), c.AdvanceNeedle(mm=-30.0))
    assert not {"depth_judged", "loss_felt"} & back.done
    assert back.present == "depth_judged"
    shallow = followed.do(c.AdvanceNeedle(mm=-20.0))
    assert "on_the_way" not in shallow.done
    assert shallow.present == "on_the_way"
    out = followed.do(c.RemoveNeedle())
    assert not {"needle_taken", "needle_set"} & out.done
    assert out.present == "needle_taken"
    assert "target_seen" in out.done  # a picture that was seen stays seen


def test_a_centimetre_with_a_picture_is_on_the_way(interlaminar: World) -> None:
    """Fault: so the hint asked for it, and the step was done only within 25 mm of the target. Oracle: the hint, by the shaft's marks."""
    followed = Followed(interlaminar)
    followed.do(c.TakeNeedle(needle="18G Tuohy"), c.PlaceOnBeam(u_mm=0.0, v_mm=0.0))
    for _ in range(10):
        pushed = followed.do(c.AdvanceNeedle(mm=1.0))
    assert "on_the_way" not in pushed.done, "nobody has looked"
    pushed = pictured(followed)
    assert "on_the_way" in pushed.done
    back = followed.do(c.AdvanceNeedle(mm=-4.0))
    assert "on_the_way" not in back.done


def pictured(followed: Followed) -> Standing:
    """After a look of half a second from where the C-arm stands."""
    followed.do(c.PressPedal())
    for _ in range(16):
        followed.step()
    return followed.do(c.ReleasePedal())


def given(followed: Followed, ml: float, live: bool) -> Standing:
    """So much contrast from where the tip is, under the beam or in the dark."""
    followed.do(*((c.PressPedal(),) if live else ()), c.PressPlunger(rate_ml_s=0.4))
    for _ in range(round(ml / 0.4 * 32) + 8):
        followed.step()
    return followed.do(c.ReleasePlunger(), *((c.ReleasePedal(),) if live else ()))


def test_contrast_proves_only_where_it_is_watched_and_in_the_space(interlaminar: World) -> None:
    followed = Followed(interlaminar)
    next(now for now in played(interlaminar, "interlaminar_l4_l5_competent", followed) if now.present == "contrast_proves")
    _attach(followed)
    dark = given(followed, 2 * LEAST_CONTRAST_ML, live=False)
    assert "contrast_proves" not in dark.done
    assert dark.trouble == "contrast_in_the_dark"
    too_soon = followed.do(c.DetachSyringe(), c.AttachSyringe(agent="methylprednisolone 80 mg"))
    assert too_soon.present == "contrast_proves"
    followed.do(c.DetachSyringe())
    _attach(followed)
    seen = given(followed, 4 * LEAST_CONTRAST_ML, live=True)
    assert seen.trouble == ""
    assert seen.present == "drug_given"
    moved = followed.do(c.DetachSyringe(), c.AdvanceNeedle(mm=-4.0))
    assert "contrast_proves" not in moved.done, "a bevel that moved on proves nothing"
    assert moved.present != "drug_given"


def _attach(followed: Followed) -> None:
    followed.do(c.DetachSyringe(), c.AttachSyringe(agent="iohexol 240"))


def test_contrast_behind_the_space_leads_to_no_drug(interlaminar: World) -> None:
    """As somebody was once led: 20 mm short of it, under high pressure, and with the drug lit up."""
    followed = Followed(interlaminar)
    next(now for now in played(interlaminar, "interlaminar_l4_l5_competent", followed) if now.present == "contrast_proves")
    followed.do(c.DetachSyringe(), c.AdvanceNeedle(mm=-15.0))
    _attach(followed)
    now = given(followed, 1.0, live=True)
    assert "contrast_proves" not in now.done
    assert now.present != "drug_given"
    assert now.trouble in ("contrast_elsewhere", "gave_too_early")


def test_a_chart_is_read_when_every_page_is_open_and_every_question_put() -> None:
    """Oracle: the measures chart_read and patient_asked, of which the rubric wants all pages and most questions."""
    case = files.find_scenario("l4_l5_disc")
    milestones = Milestones(case)
    for page in PAGES:
        assert milestones.now().present == "chart_read"
        milestones.add([Event(1, "chart_opened", {"page": page})])
    topics = [topic for topic in TOPICS if topic != "now"]
    for topic in topics[: len(topics) // 2]:
        milestones.add([Event(2, "asked", {"about": topic})])
    assert milestones.now().present == "chart_read"
    for topic in topics:
        milestones.add([Event(3, "asked", {"about": topic})])
    assert milestones.now().present == "decided"


def every_case() -> list[Scenario]:
    return [files.scenario(path) for path in files.library().values()]


def test_every_code_has_its_words() -> None:
    for case in every_case():
        for code in (*steps_of(case), "finish"):
            assert words.step(code, "lateral")
    assert words.trouble("") == ""
    told = words.catalogue()["guide"]
    assert {"in_sac", "in_vessel", "contrast_elsewhere", "drug_too_soon"} <= set(told)
    assert all(words.trouble(code) == said for code, said in told.items())


def test_a_case_without_contrast_asks_for_none() -> None:
    case = next(case for case in every_case() if case.plan is not None and case.plan.decision == "inject" and case.plan.contrast_ml is None)
    assert "contrast_proves" not in steps_of(case)


def test_who_has_not_decided_a_volume_is_not_done_before_the_least_that_is_usual(interlaminar: World) -> None:
    """Fault: half a millilitre of six was called all. Oracle: the table of safety, whose least by this way is 2 ml."""
    milestones = Milestones(interlaminar.scenario)
    for ml, done in ((0.6, False), (1.3, True)):
        began = {"fluid": "drug", "place": [0.0, 0.0, 0.0]}
        ended = {"fluid": "drug", "agent": "dexamethasone 10 mg", "ml": ml, "live_ml": 0.0}
        milestones.add([Event(1, "injection_started", began), Event(2, "injection_ended", ended)])
        assert ("drug_given" in milestones.now().done) is done


def drug(into: dict[str, float]) -> list[Event]:
    """A push of it that went there."""
    began = {"fluid": "drug", "place": [0.0, 0.0, 0.0]}
    ended = {"fluid": "drug", "agent": "dexamethasone 10 mg", "ml": sum(into.values()), "live_ml": 0.0, "into": into}
    return [Event(1, "injection_started", began), Event(2, "injection_ended", ended)]


def test_harm_that_a_drug_has_done_is_told_until_it_is_answered() -> None:
    """Fault: drug lay in the sac, and the guide went on calmly to the needle and the way home. Oracle: the guide's own sentence."""
    milestones = Milestones(files.find_scenario("l4_l5_disc"))
    for event, trouble in (
        (drug({"intrathecal": 4.0}), "drug_in_sac"),
        ([Event(3, "needle_removed", {})], "drug_in_sac"),
        ([Event(4, "asked", {"about": "legs"})], "drug_in_sac"),
        ([Event(5, "observed_after", {"minutes": 30.0})], "drug_in_sac"),
        ([Event(6, "observed_after", {"minutes": 30.0})], "drug_unproved"),
        ([Event(7, "asked", {"about": "head"})], ""),
        (drug({"venous": 1.0, "epidural": 1.0}), "drug_in_vessel"),
        ([Event(8, "discharged", {"advice": ()})], "not_watched"),
    ):
        milestones.add(event)
        assert milestones.now().trouble == trouble


def test_nothing_is_finished_while_harm_is_not_answered(interlaminar: World) -> None:
    """Where no aftercare follows the patient is asked at the table."""
    milestones = Milestones(interlaminar.scenario)
    milestones.add([*drug({"intrathecal": 4.0}), Event(3, "needle_removed", {})])
    assert milestones.now().present == "see_to_patient"
    milestones.add([Event(4, "asked", {"about": "legs"}), Event(5, "asked", {"about": "head"})])
    assert (milestones.now().present, milestones.now().trouble) == ("finish", "")


def test_a_second_push_of_a_drug_in_its_place_is_no_harm() -> None:
    """The first carries away the contrast by which the place was proved."""
    harm = HarmDone(aftercare=False)
    ended = {"fluid": "drug", "ml": 1.0, "into": {"epidural": 1.0}}
    harm.add("injection_ended", ended, proved=True)
    harm.add("injection_ended", ended, proved=False)
    assert harm.trouble == ""
    harm.add("pass_begun", {}, proved=False)
    harm.add("injection_ended", ended, proved=False)
    assert harm.trouble == "drug_unproved"

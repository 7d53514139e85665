"""Hands: they see observations and give commands, and say what stops them."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
import pytest

from scenarios import files
from scenarios.files import InputError
from scenarios.needle_script import Take
from scenarios.schema import Scenario, Target
from scenarios.script import Attach, Inject, Script
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import ExposureFactors
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.picture import Picture, pictured
from sim.operators.hands import Hands, Stuck, along_shaft, triangulated
from sim.operators.reference import competent_script, reference_hands
from sim.operators.script import FASTEST_ML_S, ScriptHands
from sim.scoring.rubric import judge
from sim.session.commands import AimNeedle, Command
from sim.session.session import STEP_S, Session
from sim.session.state import State
from sim.session.world import World
from sim.studies.rehearsal import perform
from tests.sim.played import Played, Veiled

CASES = sorted(files.library())


class _Blind:
    """A state that must not be read."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AssertionError(f"hands read {name}")


def script(*steps: dict[str, Any], case: str = "interlaminar_l4_l5") -> Script:
    return Script.model_validate({"format": 1, "scenario": case, "title": "A test", "expect": "fail", "steps": list(steps)})


def stuck_at(world: World, *steps: dict[str, Any]) -> str:
    with pytest.raises(Stuck) as stopped:
        perform(ScriptHands(script(*steps), world.scenario.target), Veiled(world, 1))
    return str(stopped.value)


TAKE = {"do": "take", "needle": "18G Tuohy"}
PLACE = {"do": "place", "at": "{level}/spinous_tip", "right_mm": 10.0}
SYRINGE = {"do": "attach", "agent": "iohexol 240"}


# --- no truth ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_competent_hands_pass_without_the_truth(name: str, played: Played) -> None:
    """What they do is the case's own script, and that is played in a veiled session."""
    assert competent_script(files.find_scenario(name)) == files.script(files.scripts()[f"{name}_competent"])
    recording = played[f"{name}_competent"]
    case = files.find_scenario(name)
    score = judge(recording, files.rubric_of(case), case)
    assert score.passed, [remark.text for remark in score.remarks]


def test_hands_are_given_nothing_but_observations(interlaminar: World) -> None:
    """The generator itself is driven by hand: no session is anywhere near it, only what is seen and the screen that shows pictures."""
    session = Session(interlaminar, 1)
    hands: Hands = reference_hands(interlaminar.scenario)
    work = hands.work(session.look(), interlaminar.screen)
    held = [thing for thing in vars(hands).values() if isinstance(thing, Session | State | World)]
    assert held == []
    orders = next(work)
    assert all(isinstance(order, Command) for order in orders)
    with pytest.raises(AssertionError, match="hands read"):
        work.send(_Blind())  # type: ignore[arg-type]


# --- competent hands ---------------------------------------------------------------------------------------------------------


def other_case(**changes: Any) -> Scenario:
    return files.find_scenario("interlaminar_l4_l5").model_copy(update={"name": "another_case", **changes})


def test_another_case_of_the_technique_is_done_with_what_stands_on_its_tray() -> None:
    case = files.find_scenario("interlaminar_l4_l5")
    tray = case.tray.model_copy(
        update={
            "needles": ("20G Tuohy",),
            "fluids": tuple(fluid for fluid in case.tray.fluids if not fluid.agent.startswith("methylprednisolone")),
        }
    )
    found = competent_script(other_case(tray=tray))
    assert {step.needle for step in found.steps if isinstance(step, Take)} == {"20G Tuohy"}
    assert {step.agent for step in found.steps if isinstance(step, Attach)} == {"saline", "iohexol 240", "dexamethasone 10 mg"}
    assert found.scenario == "another_case"


def test_a_tray_without_a_drug_is_told() -> None:
    case = files.find_scenario("interlaminar_l4_l5")
    tray = case.tray.model_copy(update={"fluids": case.tray.fluids[:3]})
    with pytest.raises(InputError, match=r"tray.fluids: has no drug, which the technique lumbar_interlaminar needs"):
        competent_script(other_case(tray=tray))


def test_another_level_and_side_are_done_as_well(worlds: dict[str, World]) -> None:
    """The script speaks of {level} and {side}: it is retold for the left L3-L4 interspace."""
    world = worlds["interlaminar_l4_l5"]
    case = other_case(target=Target(level="L3", side="left"))
    recording = perform(reference_hands(case), Veiled(World.of(case, world.anatomy), 1))
    score = judge(recording, files.rubric_of(case), case)
    assert score.passed, [remark.text for remark in score.remarks]


# --- hands that press on ------------------------------------------------------------------------------------------------------


def test_hands_that_press_on_go_on_where_others_stop(interlaminar: World) -> None:
    steps = script({"do": "withdraw", "mm": 5.0}, {"do": "aim", "towards": "{level}/spinous_tip"}, {"do": "expose"})
    hands = ScriptHands(steps, interlaminar.scenario.target, presses_on=True)
    recording = perform(hands, Veiled(interlaminar, 1))
    assert recording.finished
    assert [event.kind for event in recording.events if event.kind.startswith("exposure")] == ["exposure_started", "exposure_ended"]


# --- what stops a script -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([{"do": "advance", "mm": 5.0}], "steps.1 (advance): the needle is not on the patient"),
        ([{"do": "keep"}], "steps.1 (keep): there is no image to keep yet"),
        ([{"do": "place", "over": "{level}/spinous_tip"}], "steps.1 (place): there is no picture from where the C-arm stands"),
        (
            [TAKE, PLACE, {"do": "aim", "towards": "{interspace}/window"}],
            "steps.3 (aim): 'L4-L5/window' has not been seen from two directions",
        ),
        ([TAKE, PLACE, {"do": "inject", "ml": 1.0}], "steps.3 (inject): there is no syringe on the needle"),
        ([TAKE, PLACE, SYRINGE, {"do": "stylet", "put": "in"}], "steps.4 (stylet): take the syringe off"),
        ([TAKE, PLACE, SYRINGE, SYRINGE], "steps.4 (attach): take the other syringe off first"),
        ([TAKE, PLACE, TAKE], "steps.3 (take): take the needle out before you take another"),
        (
            [TAKE, {"do": "place", "at": "{interspace}/window"}],
            "steps.2 (place): 'L4-L5/window' cannot be felt; palpable are L4/spinous_tip",
        ),
        ([TAKE, {"do": "place", "at": "{vertebra}"}], "steps.2 (place): '{vertebra}' has a blank that is none of level"),
        (
            [
                {"do": "expose"},
                TAKE,
                {"do": "place", "over": "{interspace}/window"},
                {"do": "expose"},
                {"do": "advance", "near": "{interspace}/window", "short_of_mm": 1.0},
            ],
            "steps.5 (advance): the needle points at the beam: depth cannot be read in this view",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hands_say_at_which_step_they_are_stuck_and_why(steps: list[dict[str, Any]], why: str, interlaminar: World) -> None:
    assert why in stuck_at(interlaminar, *steps)


def test_a_command_that_nobody_could_give_stops_the_script_and_not_the_program(
    interlaminar: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.operators.handwork.lean_of", lambda direction: (89.0, 0.0))
    steps = [
        {"do": "expose"},
        {"do": "show", "view": "lateral"},
        {"do": "expose"},
        TAKE,
        PLACE,
        {"do": "aim", "towards": "{level}/spinous_tip"},
    ]
    why = stuck_at(interlaminar, *steps)
    assert why == f"steps.6 (aim): would need {AimNeedle.__name__} with lateral_deg = 89, which should be less than or equal to 85"


@pytest.mark.parametrize(("ml", "rate"), [(1.0, 5.0), (0.1, 5.0), (0.25, 0.4), (2.0, 0.4)])
def test_an_injection_gives_the_volume_that_the_script_says(ml: float, rate: float, interlaminar: World) -> None:
    """To within one step's flow, since fat under the skin presses back; the fastest rate is not exceeded by rounding to whole steps."""
    steps = script(TAKE, PLACE, {"do": "advance", "mm": 8.0}, SYRINGE, {"do": "inject", "ml": ml, "rate_ml_s": rate})
    recording = perform(ScriptHands(steps, interlaminar.scenario.target), Veiled(interlaminar, 1))
    ended = next(event for event in recording.events if event.kind == "injection_ended")
    assert ml - 1e-4 <= ended.data["ml"] <= ml + rate * STEP_S + 1e-4
    pressed = [command.rate_ml_s for _, command in recording.commands if command.do == "press_plunger"]
    assert len(pressed) == 1
    assert pressed[0] <= FASTEST_ML_S


def test_in_the_epidural_space_the_volume_is_met_exactly(interlaminar: World) -> None:
    asked = [step.ml for step in competent_script(interlaminar.scenario).steps if isinstance(step, Inject)]
    recording = perform(reference_hands(interlaminar.scenario), Veiled(interlaminar, 2))
    given = [event.data["ml"] for event in recording.events if event.kind == "injection_ended"]
    assert given == pytest.approx(asked, abs=1e-4)


# --- reading pictures --------------------------------------------------------------------------------------------------------


def picture(orbit: float, tilt: float, point: Any) -> Picture:
    view = View(Pose(orbit, tilt, (5.0, -20.0, 30.0)))
    exposure = Exposure(1, 0, view, ExposureFactors(80.0, 3.0, 200.0), OPEN, None, None)
    return pictured(exposure, "a view", {"mark": tuple(view.project(point))}, ())


@pytest.mark.parametrize("angles", [((0.0, 15.0), (90.0, 0.0)), ((0.0, 0.0), (-50.0, 0.0)), ((25.0, 10.0), (-25.0, -10.0))])
def test_two_pictures_tell_where_a_landmark_is(angles: tuple[tuple[float, float], ...]) -> None:
    """Oracle: the very point that was projected; two rays through one point meet in it."""
    point = np.array([12.0, -35.0, 41.0])
    found = triangulated([picture(*pose, point) for pose in angles], "mark")
    assert found == pytest.approx(point, abs=1e-9)


def test_pictures_from_nearly_one_direction_tell_nothing() -> None:
    point = np.array([12.0, -35.0, 41.0])
    assert triangulated([picture(0.0, 0.0, point), picture(10.0, 0.0, point)], "mark") is None
    assert triangulated([picture(0.0, 0.0, point)], "mark") is None
    assert triangulated([picture(0.0, 0.0, point), picture(90.0, 0.0, point)], "another") is None


def test_depth_is_read_along_the_shaft() -> None:
    """Oracle: in a lateral view a needle straight down moves by its length times the magnification, 1000 / 640."""
    view = View(Pose(90.0, 0.0, (0.0, 0.0, 0.0)))
    down = np.array([0.0, 1.0, 0.0])
    tip, goal = (tuple(view.project(np.array([0.0, y, 0.0]))) for y in (-40.0, -15.0))
    assert along_shaft(view, down, tip, goal) == pytest.approx(25.0)
    assert along_shaft(view, down, goal, tip) == pytest.approx(-25.0)


def test_depth_cannot_be_read_down_the_beam() -> None:
    with pytest.raises(Stuck, match="points at the beam"):
        along_shaft(View(Pose()), np.array([0.0, 1.0, 0.0]), (0.0, 0.0), (0.0, 5.0))

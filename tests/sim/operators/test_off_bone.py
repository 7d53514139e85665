"""Hands that bone has stopped try the other lines of their script. Oracle: the case's own truth, seen in its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from scenarios.script import Script
from sim.operators.hands import Stuck
from sim.operators.script import ScriptHands
from sim.records.recording import Recording
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform

WINDOW = "{interspace}/window_{side}"
LINE = {"towards": WINDOW, "back_to_mm": 12.0}


def script(*steps: dict[str, Any]) -> Script:
    return Script.model_validate({"format": 1, "scenario": "x", "title": "x", "expect": "pass", "steps": list(steps)})


def on_lamina(world: World, off_bone: Sequence[dict[str, Any]], looks: Sequence[str] = ("lateral", "AP"), mm: float = 50.0) -> Recording:
    """Straight down on the lamina beside the window, and then by those lines."""
    shown = [step for view in looks for step in ({"do": "show", "view": view}, {"do": "expose"})]
    steps = (
        *shown,
        {"do": "take", "needle": "18G Tuohy"},
        {"do": "place", "over": "{interspace}/lower_lamina_edge", "aside_mm": 6.0, "up_mm": -10.0},
        {"do": "advance", "mm": mm, "off_bone": list(off_bone)},
    )
    return perform(ScriptHands(script(*steps), world.scenario.target), Session(world, 1))


def kinds(recording: Recording) -> list[str]:
    return [event.kind for event in recording.events]


def advanced(recording: Recording) -> float:
    """How deep the needle was in the end."""
    return sum(command.mm for _, command in recording.commands if command.do == "advance_needle")


def test_bone_stops_who_has_no_other_line(interlaminar: World) -> None:
    recording = on_lamina(interlaminar, [])
    assert kinds(recording).count("bone_contact") == 1
    assert advanced(recording) < 45.0
    assert kinds(recording).count("pass_begun") == 1


def test_another_line_leads_past_the_bone(interlaminar: World) -> None:
    """Drawn back to 12 mm and aimed at the window, the needle goes as deep as it was asked to, by its second pass."""
    recording = on_lamina(interlaminar, [LINE])
    assert kinds(recording).count("pass_begun") == 2
    assert advanced(recording) == pytest.approx(50.0, abs=1.1)  # the shaft's marks are read to a millimetre


def test_lines_are_tried_in_turn_and_only_while_bone_is_met(interlaminar: World) -> None:
    """The first line leads to the same bone; after the second nothing is in the way, and the third is not taken."""
    same = {"towards": "{interspace}/lower_lamina_edge", "aside_mm": 6.0, "up_mm": -12.0, "back_to_mm": 12.0}
    recording = on_lamina(interlaminar, [same, LINE, same])
    assert kinds(recording).count("bone_contact") == 2
    assert kinds(recording).count("pass_begun") == 3


def test_who_meets_no_bone_keeps_the_line(interlaminar: World) -> None:
    recording = on_lamina(interlaminar, [LINE], mm=10.0)
    assert kinds(recording).count("pass_begun") == 1
    assert "bone_contact" not in kinds(recording)


@pytest.mark.parametrize("aside_mm", [8.0, -5.0])
def test_a_line_may_begin_elsewhere_in_the_skin(interlaminar: World, aside_mm: float) -> None:
    """Oracle: the two holes; the target's side of this case is the patient's right, where x grows."""
    recording = on_lamina(interlaminar, [{"towards": WINDOW, "entry_aside_mm": aside_mm, "entry_up_mm": -4.0}])
    holes = [np.array(event.data["entry"]) for event in recording.events if event.kind == "needle_placed"]
    assert len(holes) == 2
    assert (holes[1] - holes[0])[[0, 2]] == pytest.approx([aside_mm, -4.0], abs=0.02)


def test_a_line_to_what_one_view_alone_has_shown_cannot_be_aimed(interlaminar: World) -> None:
    with pytest.raises(Stuck, match="has not been seen from two directions"):
        on_lamina(interlaminar, [LINE], looks=("AP",))


# --- what the plunger says ---------------------------------------------------------------------------------------------------


def test_hands_feel_that_a_plunger_will_not_go_down(interlaminar: World) -> None:
    """Within the skin itself, where nothing flows; and in the fat under it, where it does."""
    found = {}
    for mm in (1.0, 8.0):
        steps = (
            {"do": "expose"},
            {"do": "take", "needle": "18G Tuohy"},
            {"do": "place", "over": "{interspace}/window_{side}"},
            {"do": "advance", "mm": mm},
            {"do": "attach", "agent": "saline"},
            {"do": "inject", "ml": 0.5},
            {"do": "if", "seen": "resistance", "steps": [{"do": "advance", "mm": 7.0}, {"do": "inject", "ml": 0.2}]},
        )
        recording = perform(ScriptHands(script(*steps), interlaminar.scenario.target), Session(interlaminar, 1))
        found[mm] = [event.data["ml"] for event in recording.events if event.kind == "injection_ended"]
    assert found == {1.0: [0.0, pytest.approx(0.2, abs=0.02)], 8.0: [pytest.approx(0.5, abs=0.02)]}

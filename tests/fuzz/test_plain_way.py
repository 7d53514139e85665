"""What nobody looks at is not worked out, and nothing else is changed by that. 10,000 attempts by ``make fuzz``."""

from __future__ import annotations

import pytest

from sim.session.observation import Observation
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import Operator, perform
from tests.fuzz.plain_way import HANDS, parted


@pytest.mark.parametrize(
    ("name", "operator", "seed"),
    [
        ("interlaminar_l4_l5", "reference", 1),
        ("vascular_s1", "reference", 2),
        ("caudal", "intermediate", 3),
        ("l4_l5_disc", "novice", 4),
        ("transforaminal_l5", "novice", 5),
        pytest.param("wet_tap", "novice", 6, marks=pytest.mark.long),
    ],
)
def test_an_attempt_is_what_it_is_when_every_step_is_looked_at(name: str, operator: Operator, seed: int, worlds: dict[str, World]) -> None:
    assert parted(worlds[name], operator, seed) == ""


class Counted(Session):
    """How often somebody looked."""

    looks = 0

    def look(self) -> Observation:
        self.looks += 1
        return super().look()


def test_nobody_looks_where_nothing_is_new(interlaminar: World) -> None:
    """Oracle: each look is after commands, at a notice, at a picture, or at the end of a wait, of which each command brings one at most."""
    session = Counted(interlaminar, 1)
    recording = perform(HANDS["reference"](interlaminar.scenario, 1), session)
    pictures = sum(event.data["pulses"] for event in recording.events if event.kind == "exposure_ended")
    assert session.looks <= 1 + 2 * len(recording.commands) + len(recording.events) + pictures
    assert session.looks < recording.steps / 5

"""What a series gives it gives by commands. Oracle: every millilitre in the patient stands in the attempt's events."""

from __future__ import annotations

import pytest

from meshes.anatomy import Anatomy
from sim.physics.flow import CONTRAST
from sim.studies.population_cases import Done, guided_twice


def test_both_portions_of_a_caudal_go_through_the_door(reference: Anatomy) -> None:
    at_first: list[float] = []

    def look(done: Done) -> None:
        at_first.append(in_patient(done))

    done = guided_twice("caudal", reference, 1, 1.0, 1.0, between=look)
    given = [float(event.data["ml"]) for event in done.state.events if event.kind == "injection_ended"]
    assert given == pytest.approx([1.0, 1.0], abs=1e-3)
    assert at_first == pytest.approx([1.0], abs=0.05)  # a step of the second is under way
    assert in_patient(done) == pytest.approx(2.0, abs=1e-3)


def in_patient(done: Done) -> float:
    return float(done.state.flow.held()[CONTRAST] + done.state.flow.left()[CONTRAST])

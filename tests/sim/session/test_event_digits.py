"""How finely facts are written down: fine enough to be judged, no finer, so that the last bit of some arithmetic is no difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sim.records.recording import Recording
from sim.session import commands as c
from sim.session.session import Session
from sim.session.world import World
from tests.sim.played import FEW

SCRIPTS = (*FEW, "interlaminar_l4_l5_competent", "wrong_root_competent")
DIGITS = {
    "body_described.landmarks": 3,
    "body_described.canal": 3,
    "tip_at.place": 6,
    "tip_at.depth_mm": 3,
    "tip_at.dura_mm": 3,
    "tip_at.vessel_mm": 3,
    "tip_at.root_mm": 3,
    "tip_pictured.place": 6,
    "tip_pictured.depth_mm": 2,
    "tip_pictured.orbit_deg": 4,
    "tip_pictured.tilt_deg": 4,
    "tissue_entered.depth_mm": 2,
    "tissue_entered.place": 2,
    "dural_puncture.place": 2,
    "needle_placed.entry": 2,
    "pass_begun.entry": 2,
    "pass_begun.direction": 5,
    "plunger_tried.depth_mm": 2,
    "loss_of_resistance.depth_mm": 2,
    "give_felt.depth_mm": 1,
    "exposure_started.orbit_deg": 4,
    "exposure_started.tilt_deg": 4,
    "exposure_ended.seconds": 3,
    "exposure_ended.kerma_mgy": 5,
    "exposure_ended.dap_gycm2": 6,
    "exposure_ended.kvp": 1,
    "injection_started.place": 3,
    "injection_ended.contrast_near_ml": 4,
    "injection_ended.patterns": 3,
    "injection_ended.drug_lies": 3,
    "injection_ended.drug_gone_ml": 3,
    "injection_ended.drug_at_root_ml": 3,
    "finished.patterns": 3,
}
"""Decimals, by kind and field: a hundredth of a mm is less than a hand feels, a micrometre keeps the sum of a thousand ways."""


def numbers(value: object) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from numbers(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from numbers(each)


def decimals(value: float) -> int:
    return next(n for n in range(20) if round(value, n) == value)


@pytest.fixture(scope="module")
def finest(played: dict[str, Recording]) -> dict[str, int]:
    """The most decimals that each field has anywhere."""
    found: dict[str, int] = {}
    for name in SCRIPTS:
        for event in played[name].events:
            for field, value in event.data.items():
                for number in numbers(value):
                    key = f"{event.kind}.{field}"
                    found[key] = max(found.get(key, 0), decimals(number))
    return found


@pytest.mark.parametrize("field", DIGITS)
def test_a_fact_is_written_as_finely_as_the_table_says(field: str, finest: dict[str, int]) -> None:
    assert finest[field] == DIGITS[field]


def test_what_is_given_is_written_to_a_tenth_of_a_microlitre(interlaminar: World) -> None:
    """At a rate that no decimal holds."""
    session, needle = Session(interlaminar, 1), interlaminar.scenario.tray.needles[0]
    x, _, z = interlaminar.target
    orders: tuple[Any, ...] = (
        c.TakeNeedle(needle=needle),
        c.PlaceNeedle(right_mm=float(x), superior_mm=float(z)),
        c.AdvanceNeedle(mm=9.0),
        c.AttachSyringe(agent="iohexol 240"),
        c.PressPedal(),
        c.PressPlunger(rate_ml_s=0.1 / 0.7),
    )
    for order in orders:
        session.do(order)
    for _ in range(9):
        session.step()
    session.do(c.ReleasePlunger())
    ended = next(event for event in session.events if event.kind == "injection_ended")
    for field in ("ml", "live_ml", "into"):
        assert {decimals(number) for number in numbers(ended.data[field])} == {4}, field
    assert ended.data["ml"] == pytest.approx(9 / 32 * 0.1 / 0.7, abs=5e-5)

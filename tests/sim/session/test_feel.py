"""What hands feel, as one value for gauge, tone and device."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.session import commands as c
from sim.session.feel import LEAST_MM, SOFT_N, Feel, feel_of, yields
from sim.session.session import Session
from sim.session.world import World
from tests.sim.ways import clear_way


def test_a_moment_is_felt_as_it_is_observed(sound_case: World) -> None:
    """Oracle: the observation: force of the needle, pressure and thumb of the syringe, and what gave or struck just now."""
    session = Session(sound_case, 1)
    session.truth().loose = False
    assert feel_of(session.step()) == Feel()
    right_mm, superior_mm = clear_way(sound_case.anatomy, "L4-L5", 1.0)
    session.do(c.TakeNeedle(needle="18G Tuohy"))
    session.do(c.PlaceNeedle(right_mm=right_mm, superior_mm=superior_mm))
    session.do(c.AdvanceNeedle(mm=10.0))
    session.do(c.AttachSyringe(agent="saline"))
    session.do(c.TryPlunger(pressing=True))
    feels = []
    for _ in range(100):
        session.do(c.AdvanceNeedle(mm=0.5))
        for _ in range(4):
            seen = session.step()
            feels.append(feel_of(seen))
            assert seen.needle is not None
            assert feels[-1].needle_n == seen.needle.force_n
            assert feels[-1].plunger_mmhg == seen.syringe.pressure_mmhg
            assert feels[-1].pressing
        if any(e.kind == "loss_of_resistance" for e in session.events):
            break
    assert feels[-1].gave or any(f.gave for f in feels[-8:])
    assert max(f.needle_n for f in feels) > 9.0
    assert not any(f.struck for f in feels)


@given(st.floats(0.01, 10), st.floats(0, 150), st.floats(0, 150))
def test_the_needle_resists_the_wheel(mm: float, one: float, other: float) -> None:
    """Oracle: the more force the less way, never none; half of it at the stated force; and nothing holds a needle that is drawn back."""
    less, more = sorted((one, other))
    assert LEAST_MM <= max(yields(mm, Feel(more)), LEAST_MM) <= max(yields(mm, Feel(less)), LEAST_MM) <= max(mm, LEAST_MM)
    assert yields(mm, Feel(SOFT_N)) == pytest.approx(max(mm / 2, min(mm, LEAST_MM)))
    assert yields(mm, Feel(0.0)) == mm
    assert yields(-mm, Feel(more)) == -mm


@pytest.mark.parametrize(("force", "least", "most"), [(4.0, 0.75, 0.9), (8.0, 0.45, 0.55), (16.0, 0.15, 0.25)])
def test_a_push_is_halved_by_what_fingers_push_with_ease(force: float, least: float, most: float) -> None:
    """Oracle: a square law by hand: a needle in fat (4 N) hardly holds the hand, 8 N take half of the way, twice that leaves a fifth."""
    assert least <= yields(1.0, Feel(force)) <= most

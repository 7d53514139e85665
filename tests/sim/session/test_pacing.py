"""Wall clock into steps. Oracle: whole intervals of 1/32 s that have gone by, in closed form; times are fractions that sum exactly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.session.pacing import MOST_AT_ONCE, Pacer
from sim.session.session import STEP_S

TICK = STEP_S / 8
START = 1000.0
settings_ = settings(derandomize=True, deadline=None, database=None)


@pytest.mark.parametrize(("after", "steps"), [(0.0, 0), (0.99, 0), (1.0, 1), (1.99, 1), (2.0, 2), (4.0, 4)])
def test_whole_steps_that_have_gone_by_are_due(after: float, steps: int) -> None:
    assert Pacer(START).due(START + after * STEP_S) == steps


def test_what_is_left_of_a_step_is_not_lost() -> None:
    pacer = Pacer(START)
    assert [pacer.due(START + 0.75 * k * STEP_S) for k in range(1, 9)] == [0, 1, 1, 1, 0, 1, 1, 1]


def test_what_is_owed_beyond_the_most_is_forgotten() -> None:
    """A slow machine gets a slower clock: after a stall of ten steps four are made up, and no debt is left."""
    pacer = Pacer(START)
    assert pacer.due(START + 10 * STEP_S) == MOST_AT_ONCE
    assert pacer.due(START + 10.5 * STEP_S) == 0
    assert pacer.due(START + 11 * STEP_S) == 1


def test_a_clock_that_goes_back_makes_no_steps() -> None:
    pacer = Pacer(START)
    assert pacer.due(START - 5.0) == 0
    assert pacer.due(START + STEP_S) == 1


@pytest.mark.parametrize(("after", "wait"), [(0.0, 1.0), (0.25, 0.75), (1.0, 0.0), (3.0, 0.0)])
def test_the_wait_ends_when_the_next_step_is_due(after: float, wait: float) -> None:
    assert Pacer(START).wait_s(START + after * STEP_S) == wait * STEP_S


def test_after_the_wait_one_step_is_due() -> None:
    pacer = Pacer(START)
    now = START + 0.375 * STEP_S
    assert pacer.due(now + pacer.wait_s(now)) == 1


@settings_
@given(st.lists(st.integers(0, MOST_AT_ONCE * 8), max_size=60))
def test_a_clock_that_is_never_late_is_kept_exactly(ticks: list[int]) -> None:
    """Asked at least every MOST_AT_ONCE - 1/8 steps, all steps are taken: as many as whole intervals have gone by."""
    pacer, gone, taken = Pacer(START), 0, 0
    for tick in ticks:
        gone += min(tick, MOST_AT_ONCE * 8 - 8)
        taken += pacer.due(START + gone * TICK)
        assert taken == gone // 8


@settings_
@given(st.lists(st.integers(-20, 400), max_size=60))
def test_never_more_than_the_most_and_never_ahead_of_the_clock(ticks: list[int]) -> None:
    pacer, now, furthest, taken = Pacer(START), 0, 0, 0
    for tick in ticks:
        now += tick
        furthest = max(furthest, now)
        due = pacer.due(START + now * TICK)
        assert 0 <= due <= MOST_AT_ONCE
        taken += due
        assert taken <= furthest // 8

"""Minutes and seconds."""

from __future__ import annotations

from sim.session.clock import clock


def test_time_is_told_in_minutes_and_seconds_that_are_over() -> None:
    assert [clock(seconds) for seconds in (0.0, 59.9, 60.0, 754.2)] == ["0:00", "0:59", "1:00", "12:34"]


def test_a_sum_that_rounding_left_short_is_whole() -> None:
    """Oracle: ten tenths of a minute are one; floating point leaves them short by a last digit."""
    minutes = sum(0.1 for _ in range(10))
    assert minutes < 1.0
    assert clock(60.0 * minutes) == "1:00"

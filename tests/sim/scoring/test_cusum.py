"""CUSUM. Oracles: worked pairs [@cusum_known], and the curve by hand."""

from __future__ import annotations

import pytest

from scenarios.files import InputError
from sim.scoring.cusum import Rates, cusum


@pytest.mark.parametrize(
    ("acceptable", "unacceptable", "s", "h"),
    [
        (0.05, 0.10, 0.0724, 2.94),
        (0.10, 0.20, 0.1452, 2.71),
        (0.10, 0.30, 0.1862, 1.63),
        (0.20, 0.40, 0.2933, 2.24),
        (0.35, 0.45, 0.3993, 5.25),
        (0.10, 0.25, 0.166, 2.00),
    ],
)
def test_steps_and_limits_are_those_of_the_sheet(acceptable: float, unacceptable: float, s: float, h: float) -> None:
    rates = Rates(acceptable, unacceptable)
    assert rates.s == pytest.approx(s, abs=1e-3)
    assert rates.h0 == pytest.approx(h, abs=6e-3)
    assert rates.h1 == pytest.approx(h, abs=6e-3)


def test_a_success_takes_s_and_a_failure_gives_the_rest() -> None:
    found = cusum([True, False, True], Rates())
    s = Rates().s
    assert found.curve == pytest.approx((-s, 1 - 2 * s, 1 - 3 * s))
    assert found.verdict == "not yet known"


def test_successes_alone_make_competent_when_they_have_fallen_by_h0() -> None:
    """2.00 / 0.166: with the thirteenth."""
    found = cusum([True] * 13)
    assert (found.verdict, found.competent_after) == ("competent", 13)
    assert cusum([True] * 12).verdict == "not yet known"


def test_each_verdict_begins_anew_where_the_curve_stood() -> None:
    """Oracle: by hand: three failures rise to 3 (1 - s), past 2.00; from there it alarms 2.00 above the lowest since."""
    found = cusum([False] * 3 + [True])
    rates = found.rates
    (alarm,) = found.reached
    assert (alarm.verdict, alarm.level, alarm.since, alarm.at) == ("alarm", pytest.approx(rates.h1), 1, 3)
    assert found.alarm_at == pytest.approx(3 * (1 - rates.s) - rates.s + rates.h1)
    assert found.competent_at == pytest.approx(3 * (1 - rates.s) - rates.h0)


def test_failures_alone_alarm() -> None:
    """2.00 / 0.834: with the third."""
    assert cusum([False, False]).verdict == "not yet known"
    assert cusum([False] * 3).verdict == "alarm"


def test_who_begins_badly_can_still_become_competent() -> None:
    assert cusum([False] * 6 + [True] * 13).competent_after == 19


def test_one_who_fails_at_the_acceptable_rate_gets_there_and_one_at_twice_the_unacceptable_does_not() -> None:
    good = [number % 10 != 0 for number in range(1, 61)]
    bad = [number % 2 == 0 for number in range(1, 61)]
    assert cusum(good).competent_after is not None
    assert cusum(bad).competent_after is None
    assert cusum(bad).verdict == "alarm"


@pytest.mark.parametrize("rates", [(0.3, 0.2), (0.0, 0.2), (0.1, 1.0), (0.1, 0.1)])
def test_rates_that_make_no_sense_are_refused(rates: tuple[float, float]) -> None:
    with pytest.raises(InputError, match="0 < acceptable < unacceptable < 1"):
        Rates(*rates)


def test_chances_of_error_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InputError, match=r"alpha is 0\.6"):
        Rates(alpha=0.6)

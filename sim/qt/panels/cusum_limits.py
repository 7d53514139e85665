"""Where CUSUM speaks its verdicts, as lines across a chart of sums, and at which attempts it spoke."""

from __future__ import annotations

from sim.qt.panels.curve_view import SERIES, Series
from sim.qt.panels.limit_line import Limit
from sim.qt.words import phrase, term
from sim.scoring.cusum import Cusum, PassedLimit

VERDICT_ROLES = {"competent": "good", "alarm": "bad"}
"""Colours of what CUSUM says"""


def sums_of(name: str, found: Cusum, passed: tuple[bool, ...] = ()) -> Series:
    """The curve, with a sign at each attempt that raised an alarm."""
    return Series(name, found.curve, passed, tuple(one.at for one in found.reached if one.verdict == "alarm"))


def limits_of(found: Cusum) -> list[Limit]:
    """Where the next verdict is spoken, from the last one on; and the verdicts of before, each over the attempts that led to it."""
    below = Limit(found.competent_at, phrase("curve_page.below", verdict=term("competent")), "good", _now(found))
    return [below, _alarm(found, "bad"), *(_past(one, VERDICT_ROLES[one.verdict]) for one in found.reached)]


def limits_beside(found: list[Cusum]) -> list[Limit]:
    """Of several curves in one chart those of the alarm alone, in the colour of each curve; of one curve all of them."""
    if len(found) == 1:
        return limits_of(found[0])
    limits = []
    for number, one in enumerate(found):
        role = SERIES[number % len(SERIES)]
        limits += [_alarm(one, role), *(_past(was, role) for was in one.reached if was.verdict == "alarm")]
    return limits


def _alarm(found: Cusum, role: str) -> Limit:
    return Limit(found.alarm_at, phrase("curve_page.above", verdict=term("alarm")), role, _now(found))


def _past(one: PassedLimit, role: str) -> Limit:
    """Of a verdict that was spoken."""
    return Limit(one.level, phrase("curve_page.reached", verdict=term(one.verdict)), role, (one.since, one.at), past=True)


def verdict_said(found: Cusum) -> str:
    """What it says, and since which attempt: the limits begin anew there, and the curve lies between them again."""
    said = term(found.verdict)
    if not found.reached:
        return said
    at = found.reached[-1].at
    said += phrase("curve_page.since", number=at)
    first = found.competent_after
    return said if first in (None, at) else said + phrase("curve_page.first_time", number=first)


def _now(found: Cusum) -> tuple[int, int]:
    """From which attempt to which the limits hold that hold now."""
    since = found.reached[-1].at if found.reached else 1
    last = max(len(found.curve), 2)
    return min(since, last - 1), last  # a verdict of the last attempt leaves no line to be seen else

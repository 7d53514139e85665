"""Competence over attempts by cumulative sums: each success takes a little off, each failure adds much more.

Kestin's form, [@cusum_known]: P = ln(p1/p0), Q = ln((1-p0)/(1-p1)), s = Q/(P+Q), h0 = ln((1-a)/b)/(P+Q), h1 = ln((1-b)/a)/(P+Q). The curve
falls by s with a success and rises by 1 - s with a failure. Fallen by h0 since it last stood so high: failures are at the acceptable rate.
Risen by h1 since it last stood so low: they are at the unacceptable one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Literal

from scenarios.files import InputError

Verdict = Literal["competent", "not yet known", "alarm"]


@dataclass(frozen=True)
class Rates:
    """Failure rates and the chances of being wrong about them; the defaults are a proposal [@cusum_known]."""

    acceptable: float = 0.10
    unacceptable: float = 0.25
    alpha: float = 0.10
    """Chance of an alarm about somebody acceptable."""
    beta: float = 0.10
    """Chance to call somebody competent who is not."""

    def __post_init__(self) -> None:
        if not 0 < self.acceptable < self.unacceptable < 1:
            raise InputError(
                f"rates: {self.acceptable:g} acceptable, {self.unacceptable:g} unacceptable; should be 0 < acceptable < unacceptable < 1"
            )
        for name, value in (("alpha", self.alpha), ("beta", self.beta)):
            if not 0 < value < 0.5:
                raise InputError(f"rates: {name} is {value:g}; should be between 0 and 0.5")

    @property
    def _p_q(self) -> tuple[float, float]:
        p = log(self.unacceptable / self.acceptable)
        return p, log((1 - self.acceptable) / (1 - self.unacceptable))

    @property
    def s(self) -> float:
        p, q = self._p_q
        return q / (p + q)

    @property
    def h0(self) -> float:
        return log((1 - self.alpha) / self.beta) / sum(self._p_q)

    @property
    def h1(self) -> float:
        return log((1 - self.beta) / self.alpha) / sum(self._p_q)


@dataclass(frozen=True)
class PassedLimit:
    """A limit that the curve came to, and what it said then."""

    verdict: Verdict
    level: float
    since: int
    """The attempt with which counting towards it began"""
    at: int
    """The attempt that reached it"""


@dataclass(frozen=True)
class Cusum:
    """The curve of somebody's attempts."""

    rates: Rates
    curve: tuple[float, ...]
    """After each attempt."""
    verdict: Verdict
    competent_after: int | None
    """The attempt at which the curve first had fallen by h0."""
    competent_at: float
    """Fallen to this the curve says competent, as it stands now"""
    alarm_at: float
    """Risen to this it alarms"""
    reached: tuple[PassedLimit, ...]
    """The limits of before, in their order: each verdict begins anew"""

    def as_json(self) -> dict[str, Any]:
        return {
            "s": round(self.rates.s, 4),
            "h0": round(self.rates.h0, 4),
            "h1": round(self.rates.h1, 4),
            "curve": [round(value, 4) for value in self.curve],
            "verdict": self.verdict,
            "competent_after": self.competent_after,
        }


def cusum(successes: Sequence[bool], rates: Rates | None = None) -> Cusum:
    """The curve over attempts in their order."""
    rates = rates or Rates()
    s, h0, h1 = rates.s, rates.h0, rates.h1
    now = highest = lowest = 0.0
    curve, reached, after, since = [], list[PassedLimit](), None, 1
    verdict: Verdict = "not yet known"
    for number, success in enumerate(successes, 1):
        now += -s if success else 1 - s
        highest, lowest = max(highest, now), min(lowest, now)
        curve.append(now)
        if highest - now >= h0:
            verdict, after = "competent", number if after is None else after
            reached.append(PassedLimit(verdict, highest - h0, since, number))
        elif now - lowest >= h1:
            verdict = "alarm"
            reached.append(PassedLimit(verdict, lowest + h1, since, number))
        else:
            continue
        highest = lowest = now  # each verdict begins anew
        since = number
    return Cusum(rates, tuple(curve), verdict, after, highest - h0, lowest + h1, tuple(reached))

"""The events of an attempt as measures ask for them, and the table into which each measure enters itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from math import floor
from typing import Any

import numpy as np

from meshes.space import Vector
from scenarios.schema import Scenario
from scenarios.words.said import Clause
from sim.records.recording import Recording
from sim.scoring.limits import LIMITS, Limits
from sim.scoring.verdicts import Verdicts
from sim.session.events import Event
from sim.session.session import STEP_S

EPIDURAL = frozenset({"FORAMINAL_FAT", "VENTRAL_FAT", "LATERAL_FAT", "DORSAL_FAT", "SACRAL_FAT", "PLICA"})
CANAL = EPIDURAL - {"FORAMINAL_FAT"} | {"DURA", "CSF", "CAUDA", "CORD", "EPIDURAL_VEIN", "ROOT"}


@dataclass(frozen=True)
class Value:
    """A measure's value in its unit, and the step of the moment that decided it."""

    value: float
    step: int | None = None
    what: str | Clause = ""
    """What it was, that a remark can take up: in a case's own words, or in codes; empty where a number says all."""
    told_by: tuple[str, ...] = ()
    """Measures or errors that, where all of them are told, tell all that was lost here."""
    grew: tuple[tuple[int, int, float], ...] = field(default=(), compare=False)
    """Of a sum: from which step to which it grew by how much, evenly. It is told of the step at which it became too much."""

    def passed(self, most: float) -> int | None:
        """The step at which a sum came to be more than this."""
        so_far = 0.0
        for start, end, more in self.grew:
            if so_far + more > most:
                return start if end <= start else start + floor(max(most - so_far, 0.0) / more * (end - start)) + 1
            so_far += more
        return None


class Story:
    """The events of an attempt with what they mean for this case, by kind, and the moments that many measures ask for."""

    def __init__(self, recording: Recording, case: Scenario, limits: Limits = LIMITS) -> None:
        self.case, self.limits = case, limits
        verdicts = Verdicts(case, limits)
        self.technique = verdicts.technique
        self.events = verdicts.all(recording.events)
        self.site = verdicts.site
        """The body; None in a recording that does not describe it."""
        self.commands = recording.commands
        self.steps = recording.steps
        self._by_kind: dict[str, list[Event]] = {}
        for event in self.events:
            self._by_kind.setdefault(event.kind, []).append(event)

    def all(self, *kinds: str) -> list[Event]:
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], [])
        return [event for event in self.events if event.kind in kinds]

    def first(self, kind: str) -> Event | None:
        found = self.all(kind)
        return found[0] if found else None

    def last(self, kind: str, until: int | None = None) -> Event | None:
        found = [event for event in self.all(kind) if until is None or event.step <= until]
        return found[-1] if found else None

    def injections(self, fluid: str) -> list[tuple[Event, Event]]:
        """(start, end) of each injection of a kind of fluid by which some went in: a plunger that would not go down gave nothing."""
        return [(start, end) for start, end in self.pushes(fluid) if float(end.data["ml"]) > 0]

    def spaces(self, fluid: str) -> dict[str, float]:
        """ml of a kind of fluid by the space that it went into."""
        found: dict[str, float] = {}
        for _, end in self.injections(fluid):
            for name, ml in end.data["into"].items():
                found[name] = found.get(name, 0.0) + float(ml)
        return found

    def pushes(self, fluid: str) -> list[tuple[Event, Event]]:
        """(start, end) of each push on a plunger, whether it went down or not."""
        pairs, start = [], None
        for event in self.all("injection_started", "injection_ended"):
            if event.kind == "injection_started":
                start = event
            elif start is not None:
                if event.data["fluid"] == fluid:
                    pairs.append((start, event))
                start = None
        return pairs

    @property
    def first_drug(self) -> Event | None:
        drugs = self.injections("drug")
        return drugs[0][0] if drugs else None

    def place(self, injection: Event) -> Vector:
        """Where the bevel lay as it began, mm."""
        return np.array(injection.data["place"], float)

    def value(self, name: str) -> Value | None:
        """Another measure of the same attempt."""
        return FUNCTIONS[name](self)

    @property
    def skin(self) -> int | None:
        """The step at which the needle first went in."""
        begun = self.first("pass_begun")
        return begun.step if begun else None

    @property
    def needled(self) -> bool:
        """Whether a needle went in."""
        return bool(self.all("tip_at", "tip_pictured", "pass_begun"))

    @property
    def judged_at(self) -> Event | None:
        """The tip when the drug was first given, or at the end: as it came to that place. Who pushes on bone comes no farther."""
        drug = self.first_drug
        tips = [event for event in self.all("tip_at") if drug is None or event.step <= drug.step]
        there = list(takewhile(lambda tip: tip.data == tips[-1].data, reversed(tips)))
        return there[-1] if there else None

    @property
    def contrast_at_drug(self) -> Mapping[str, Any]:
        """Where contrast was when the drug was first given, or at the end."""
        drug = self.first_drug
        if drug is not None:
            return drug.data
        ends = self.all("injection_ended", "finished")
        return ends[-1].data if ends else {}

    def ways(self) -> Iterator[tuple[Event, Event]]:
        """Each movement of a tip that stayed in the patient: where it was before, and after. A drill may begin with it there."""
        kinds = ("tip_at", "pass_begun", "needle_placed", "drill_set")
        inside = [e for e in self.all(*kinds) if e.kind != "tip_at" or float(e.data["depth_mm"]) > 0]
        for a, b in pairwise(inside):
            if a.kind in ("tip_at", "drill_set") and b.kind == "tip_at":
                yield a, b

    def seconds_at(self, holds: Callable[[Event], bool]) -> Value:
        """How long the tip stood where ``holds``, and when it began to. A needle that was taken out stands nowhere."""
        stood = [
            (a.step, b.step)
            for a, b in pairwise([*self.all("tip_at", "needle_removed"), Event(self.steps, "end")])
            if a.kind == "tip_at" and float(a.data["depth_mm"]) > 0 and holds(a)
        ]
        grew = tuple((a, b, (b - a) * STEP_S) for a, b in stood if b > a)
        return Value(sum(b - a for a, b in stood) * STEP_S, stood[0][0] if stood else None, grew=grew)


Measure = Callable[[Story], Value | None]
FUNCTIONS: dict[str, Measure] = {}


def measure(function: Measure) -> Measure:
    """Enter a measure into the table by its name."""
    FUNCTIONS[function.__name__] = function
    return function


def yes(holds: bool, step: int | None = None) -> Value:
    return Value(float(holds), step)


def share(part: float, whole: float, step: int | None = None) -> Value:
    """Per cent"""
    return Value(round(100.0 * part / whole, 3) if whole else 0.0, step)


def share_of(done: int, wanted: Sequence[str], found: Collection[str], step: int | None, told: Mapping[str, str] | None = None) -> Value:
    """The share that was done, with what was not and is not ``told`` by the measure named there, and whether that is all."""
    missing = [name for name in wanted if name not in found]
    here = [name for name in missing if name not in (told or {})]
    if here and len(here) < len(missing):
        here.append("what other remarks name")
    elsewhere = () if here else tuple(sorted({told[name] for name in missing} if told else ()))
    return replace(share(done, len(wanted), step), what=f"; not: {', '.join(here)}" if here else "", told_by=elsewhere)


def count(found: list[Event]) -> Value:
    """Of the first, where none is too many before."""
    return Value(float(len(found)), found[0].step if found else None, grew=tuple((event.step, event.step, 1.0) for event in found))


def apart(a: list[float], b: list[float]) -> float:
    return float(sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5)

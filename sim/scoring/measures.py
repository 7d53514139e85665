"""The measures of the catalogue ``scenarios/measures.csv``, each one small function over the events of a recording.

A measure gives a value and the step of the moment that made it so (None if there is no such moment).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scenarios.schema import measures as catalogue
from sim.events import Event
from sim.records.recording import Recording
from sim.session import STEP_S

NEAR_TARGET_MM = 25.0
DEPTH_JUDGED_MM = 15.0
PROBED_MM = 15.0
LEAST_CONTRAST_ML = 0.3
EPIDURAL = frozenset({"FORAMINAL_FAT", "VENTRAL_FAT", "LATERAL_FAT", "DORSAL_FAT", "SACRAL_FAT"})
SAC = frozenset({"CSF", "CAUDA", "DURA"})
VESSELS = frozenset({"EPIDURAL_VEIN", "ARTERY"})


@dataclass(frozen=True)
class Value:
    """A measure's value in its unit, and the step of the moment that decided it."""

    value: float
    step: int | None = None


class Story:
    """The events of an attempt, by kind, with the moments that many measures ask for."""

    def __init__(self, recording: Recording) -> None:
        self.events = recording.events
        self.steps = recording.steps
        self._by_kind: dict[str, list[Event]] = {}
        for event in recording.events:
            self._by_kind.setdefault(event.kind, []).append(event)

    def all(self, *kinds: str) -> list[Event]:
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], [])
        return [event for event in self.events if event.kind in kinds]

    def injections(self, fluid: str) -> list[tuple[Event, Event]]:
        """(start, end) of each injection of a kind of fluid."""
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

    @property
    def judged_at(self) -> Event | None:
        """The tip when the drug was first given, or at the end."""
        drug = self.first_drug
        tips = self.all("tip_at")
        if drug is not None:
            tips = [tip for tip in tips if tip.step <= drug.step]
        return tips[-1] if tips else None

    @property
    def contrast_at_drug(self) -> dict[str, Any]:
        """Where contrast was when the drug was first given, or at the end."""
        drug = self.first_drug
        if drug is not None:
            return drug.data
        ends = self.all("injection_ended", "finished")
        return ends[-1].data if ends else {}


Measure = Callable[[Story], Value | None]
_functions: dict[str, Measure] = {}


def _measure(function: Measure) -> Measure:
    _functions[function.__name__] = function
    return function


def measured(recording: Recording) -> dict[str, Value | None]:
    """Every measure of the catalogue; None where the attempt gave nothing to measure."""
    story = Story(recording)
    return {name: _functions[name](story) for name in catalogue()}


def _count(story: Story, kind: str) -> Value:
    found = story.all(kind)
    return Value(float(len(found)), found[0].step if found else None)


def _least(story: Story, key: str) -> Value | None:
    tips = story.all("tip_at")
    if not tips:
        return None
    nearest = min(tips, key=lambda tip: tip.data[key])
    return Value(float(nearest.data[key]), nearest.step)


def _total(story: Story, key: str) -> Value:
    runs = story.all("exposure_ended")
    return Value(round(sum(float(run.data[key]) for run in runs), 6), runs[-1].step if runs else None)


# --- where the tip came to lie ---------------------------------------------------------------------------------------------


@_measure
def tip_in_space(story: Story) -> Value | None:
    tip = story.judged_at
    return Value(float(tip.data["tissue"] in EPIDURAL), tip.step) if tip else None


@_measure
def tip_to_target(story: Story) -> Value | None:
    tip = story.judged_at
    return Value(float(tip.data["target_mm"]), tip.step) if tip else None


@_measure
def off_level(story: Story) -> Value | None:
    tip = story.judged_at
    return Value(float(tip.data["off_level_mm"]), tip.step) if tip else None


@_measure
def wrong_side(story: Story) -> Value | None:
    tip = story.judged_at
    return Value(float(tip.data["wrong_side_mm"]), tip.step) if tip else None


@_measure
def clearance_dura(story: Story) -> Value | None:
    return _least(story, "dura_mm")


@_measure
def clearance_vessel(story: Story) -> Value | None:
    return _least(story, "vessel_mm")


@_measure
def clearance_root(story: Story) -> Value | None:
    return _least(story, "root_mm")


@_measure
def past_limit(story: Story) -> Value | None:
    tips = story.all("tip_at")
    if not tips:
        return None
    worst = max(tips, key=lambda tip: tip.data["past_mm"])
    return Value(float(worst.data["past_mm"]), worst.step)


# --- the way there -----------------------------------------------------------------------------------------------------------


@_measure
def passes(story: Story) -> Value | None:
    found = story.all("pass_begun")
    return Value(float(len(found)), found[-1].step if found else None)


@_measure
def bone_contacts(story: Story) -> Value | None:
    return _count(story, "bone_contact")


@_measure
def dural_punctures(story: Story) -> Value | None:
    return _count(story, "dural_puncture")


@_measure
def vessel_entries(story: Story) -> Value | None:
    return _count(story, "vessel_entered")


@_measure
def root_contacts(story: Story) -> Value | None:
    return _count(story, "root_contact")


@_measure
def disc_entries(story: Story) -> Value | None:
    return _count(story, "disc_entered")


@_measure
def duration(story: Story) -> Value | None:
    begun, ended = story.all("pass_begun"), story.all("injection_ended") or story.all("finished")
    return Value((ended[-1].step - begun[0].step) * STEP_S, ended[-1].step) if begun and ended else None


@_measure
def loss_of_resistance(story: Story) -> Value | None:
    felt = [event for event in story.all("loss_of_resistance") if event.data["tissue"] in EPIDURAL]
    return Value(1.0, felt[-1].step) if felt else Value(0.0, story.steps)


@_measure
def probes_before_loss(story: Story) -> Value | None:
    felt = story.all("loss_of_resistance")
    if not felt:
        return None
    depth = float(felt[-1].data["depth_mm"])
    tries = [e for e in story.all("plunger_tried") if e.step <= felt[-1].step and 0 <= depth - float(e.data["depth_mm"]) <= PROBED_MM]
    return Value(float(len(tries)), felt[-1].step)


@_measure
def blind_advance(story: Story) -> Value | None:
    worst, at, since = 0.0, None, None
    for event in story.all("tip_at", "tip_pictured"):
        depth = float(event.data["depth_mm"])
        if event.kind == "tip_pictured" or since is None or depth < since:
            since = depth
        elif float(event.data["target_mm"]) <= NEAR_TARGET_MM and depth - since > worst:
            worst, at = depth - since, event.step
    return Value(round(worst, 3), at) if story.all("tip_at") else None


# --- looking -----------------------------------------------------------------------------------------------------------------


@_measure
def fluoroscopy_time(story: Story) -> Value | None:
    return _total(story, "seconds")


@_measure
def air_kerma(story: Story) -> Value | None:
    return _total(story, "kerma_mgy")


@_measure
def dose_area(story: Story) -> Value | None:
    return _total(story, "dap_gycm2")


@_measure
def collimated(story: Story) -> Value | None:
    runs = story.all("exposure_ended")
    total = sum(float(run.data["seconds"]) for run in runs)
    if total <= 0:
        return None
    shut = sum(float(run.data["seconds"]) for run in runs if run.data["collimated"])
    wide = [run for run in runs if not run.data["collimated"]]
    return Value(round(100 * shut / total, 3), wide[0].step if wide else None)


@_measure
def depth_view_used(story: Story) -> Value | None:
    drug = story.first_drug
    until = drug.step if drug is not None else story.steps
    for event in story.all("tip_pictured"):
        if event.step <= until and event.data["depth_view"] and float(event.data["target_mm"]) <= DEPTH_JUDGED_MM:
            return Value(1.0, event.step)
    return Value(0.0, until)


# --- contrast and drug -------------------------------------------------------------------------------------------------------


def _contrast_before(story: Story) -> list[tuple[Event, Event]]:
    drug = story.first_drug
    return [(a, b) for a, b in story.injections("contrast") if drug is None or b.step <= drug.step]


@_measure
def contrast_before_drug(story: Story) -> Value | None:
    drug = story.first_drug
    given = _contrast_before(story)
    if drug is not None:
        # from the same place: a bevel that moved on since proves nothing
        given = [(a, b) for a, b in given if _apart(a.data["place"], drug.data["place"]) <= 2.0]
    ml = sum(float(b.data["ml"]) for _, b in given)
    return Value(float(ml >= LEAST_CONTRAST_ML), drug.step if drug else story.steps)


@_measure
def contrast_seen_live(story: Story) -> Value | None:
    given = _contrast_before(story)
    ml = sum(float(b.data["ml"]) for _, b in given)
    live = sum(float(b.data["live_ml"]) for _, b in given)
    return Value(float(ml > 0 and live >= 0.5 * ml), given[-1][1].step if given else story.steps)


@_measure
def contrast_at_target(story: Story) -> Value | None:
    drug = story.first_drug
    return Value(float(story.contrast_at_drug.get("contrast_there_ml", 0.0)), drug.step if drug else story.steps)


@_measure
def outside_space(story: Story) -> Value | None:
    data = story.contrast_at_drug
    given = float(data.get("contrast_ml", 0.0))
    drug = story.first_drug
    return Value(round(100 * float(data["contrast_outside_ml"]) / given, 3), drug.step if drug else story.steps) if given > 0 else None


def _drug_into(story: Story) -> dict[str, float]:
    total: dict[str, float] = {}
    for _, end in story.injections("drug"):
        for name, ml in end.data["into"].items():
            total[name] = total.get(name, 0.0) + float(ml)
    return total


@_measure
def drug_given(story: Story) -> Value | None:
    drug = story.first_drug
    return Value(round(sum(_drug_into(story).values()), 4), drug.step if drug else story.steps)


@_measure
def drug_in_space(story: Story) -> Value | None:
    into, drug = _drug_into(story), story.first_drug
    total = sum(into.values())
    return Value(round(100 * into.get("epidural", 0.0) / total, 3), drug.step if drug else None) if total > 0 else None


def _drug_where(story: Story, name: str) -> Value:
    drug = story.first_drug
    return Value(round(_drug_into(story).get(name, 0.0), 4), drug.step if drug else None)


@_measure
def drug_intrathecal(story: Story) -> Value | None:
    return _drug_where(story, "intrathecal")


@_measure
def drug_intravascular(story: Story) -> Value | None:
    a, b = _drug_where(story, "venous"), _drug_where(story, "arterial")
    return Value(a.value + b.value, a.step)


def _apart(a: list[float], b: list[float]) -> float:
    return float(sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5)

"""What was done, held against what was last decided before the drug: level, side, way, needle, steroid and volumes."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import get_args

from scenarios import files
from scenarios.base import SideName
from scenarios.schema import Target, Technique
from scenarios.ways import place_of
from sim.scoring.distances import off_level, wrong_side
from sim.scoring.measures.harm import steroid_pushes, steroids_given
from sim.scoring.measures.story import CANAL, Story, Value, apart, measure, yes
from sim.session.events import Event

OTHER_LEVEL_MM = 15.0
"""So far along the canal it is another level: half a segment (guess)."""
OTHER_SIDE_MM = 3.0
"""So far over the midline it is the other side (guess: a bevel in the middle is on neither)."""
OTHER_WAY_MM = 3.0
"""By so much nearer another way's target, the needle went by that way (guess)."""
THUMB_ML = 0.1
"""A thumb that lets go so little late has pushed what it meant to (guess)."""
ON_A_WAY_MM = 10.0
"""Farther from every target the needle lay on no way at all (guess)."""


def _decided(story: Story) -> Event | None:
    """The last decision to inject before the drug; None if there was no drug."""
    drug = story.first_drug
    decided = story.last("decided", drug.step) if drug is not None else None
    return decided if decided is not None and decided.data["decision"] == "inject" else None


def _way(decided: Event) -> Technique | None:
    name = decided.data.get("approach")
    return files.technique(str(name)) if name in files.techniques() else None


def _target(decided: Event, way: Technique) -> Target | None:
    level, side = decided.data.get("level"), decided.data.get("side")
    return Target(level=str(level), side="left" if side == "left" else "right") if level in way.levels and side else None


def at_no_level(story: Story) -> bool:
    """Most of the drug in muscle and fat, and no target of any way near it."""
    into = story.spaces("drug")
    return into.get("soft tissue", 0.0) > 0.5 * sum(into.values()) and not on_a_way(story)


@measure
def level_as_decided(story: Story) -> Value | None:
    """From below no level is gone to: the drug rises to the root that was decided on."""
    decided, drug, site = _decided(story), story.first_drug, story.site
    way = _way(decided) if decided is not None else None
    target = _target(decided, way) if decided is not None and way is not None else None
    if drug is None or site is None or way is None or target is None or target.landmark(way.target) not in site.landmarks:
        return None
    if way.aim == "canal" or at_no_level(story):
        return None
    mm = off_level(site, way, target, story.place(drug))
    return Value(float(mm <= OTHER_LEVEL_MM), drug.step, f"{place_of(way.name, target.level)}, and the drug went in {mm:.0f} mm off it")


@measure
def side_as_decided(story: Story) -> Value | None:
    """Not in the sacral canal, which has no sides to go in by."""
    decided, drug, site = _decided(story), story.first_drug, story.site
    way = _way(decided) if decided is not None else None
    target = _target(decided, way) if decided is not None and way is not None else None
    if drug is None or site is None or way is None or target is None or way.aim == "canal":
        return None
    mm = wrong_side(site, target, story.place(drug))
    return Value(float(mm <= OTHER_SIDE_MM), drug.step, f"{target.side}, and the drug went in {mm:.0f} mm over the midline")


@measure
def approach_as_decided(story: Story) -> Value | None:
    """By which way's target the bevel lay nearest to, at whatever level and side; far from all of them it lay on nobody's way.

    The two ways between the laminae have the same dangers and end side by side, in some bodies a millimetre apart: one is not the other's
    opposite.
    """
    decided, drug = _decided(story), story.first_drug
    way = _way(decided) if decided is not None else None
    if drug is None or way is None or story.site is None:
        return None
    gaps = _gaps(story, drug)
    nearest = min(gaps, key=lambda name: gaps[name], default="")
    if way.name not in gaps or gaps[nearest] > ON_A_WAY_MM:
        return None
    went = files.technique(nearest)
    if went.aim == way.aim == "interspace":
        return Value(1.0, drug.step)
    what = f"{way.title}, and the needle lay where one goes by {went.title}"
    return Value(float(gaps[way.name] <= gaps[nearest] + OTHER_WAY_MM), drug.step, what)


def on_a_way(story: Story) -> bool:
    """Whether the bevel lay near any way's target as the drug went in."""
    drug = story.first_drug
    return drug is not None and min(_gaps(story, drug).values(), default=0.0) <= ON_A_WAY_MM


def _gaps(story: Story, drug: Event) -> dict[str, float]:
    """Of each way that this body has targets of, by its name."""
    return {name: gap for name in files.techniques() if (gap := _gap(story, files.technique(name), drug)) is not None}


def _gap(story: Story, way: Technique, drug: Event) -> float | None:
    """mm from the bevel to the nearest of a way's targets in this body."""
    assert story.site is not None
    names = {Target(level=level, side=side).landmark(way.target) for level in way.levels for side in get_args(SideName)}
    return min((apart(list(story.site.landmarks[n]), drug.data["place"]) for n in names if n in story.site.landmarks), default=None)


@measure
def needle_as_decided(story: Story) -> Value | None:
    decided, drug = _decided(story), story.first_drug
    taken = story.last("needle_taken", drug.step) if drug is not None else None
    if decided is None or taken is None or decided.data.get("needle") is None:
        return None
    wanted, took = decided.data["needle"], taken.data["needle"]
    return Value(float(took == wanted), taken.step, f"{wanted}, and took {took}")


@measure
def steroid_as_decided(story: Story) -> Value | None:
    """Of the first push that brought another."""
    decided, drug, given = _decided(story), story.first_drug, steroids_given(story)
    if decided is None or drug is None or not given or decided.data.get("steroid") is None:
        return None
    wanted = decided.data["steroid"]
    at = next((start.step for start, names in steroid_pushes(story) if set(names) - {wanted}), drug.step)
    return Value(float(set(given) == {wanted}), at, f"{wanted}, and gave {' and '.join(sorted(given))}")


@measure
def drug_off_decided(story: Story) -> Value | None:
    """Per cent more or less than the volume decided; of the push that went beyond it, else of the last."""
    decided, given = _decided(story), story.value("drug_volume")
    if decided is None or given is None or float(decided.data.get("drug_ml", 0.0)) <= 0:
        return None
    wanted = float(decided.data["drug_ml"])
    at = _went_beyond(story.injections("drug"), wanted)
    return Value(round(100.0 * abs(given.value - wanted) / wanted, 2), at, f"{wanted:g} ml, and gave {given.value:.3g}")


def _went_beyond(pushes: Sequence[tuple[Event, Event]], wanted: float) -> int:
    """The moment at which more than so much had gone in; that of the last push, where it never had."""
    total = 0.0
    for start, end in pushes:
        ml = float(end.data["ml"])
        if total + ml > wanted + THUMB_ML:
            return start.step + floor(max(wanted - total, 0.0) / ml * (end.step - start.step))
        total += ml
    return pushes[-1][0].step


@measure
def contrast_over_decided(story: Story) -> Value | None:
    """Less than was decided is no harm, and a second place takes more. Of the push that went beyond."""
    decided, given = story.last("decided", story.first_drug.step if story.first_drug else None), story.value("contrast_given")
    if decided is None or decided.data["decision"] != "inject" or given is None:
        return None
    wanted, pushes = float(decided.data.get("contrast_ml", 0.0)), story.injections("contrast")
    at = _went_beyond(pushes, wanted) if pushes else None
    return Value(round(max(given.value - wanted, 0.0), 4), at, f"{wanted:g} ml of contrast, and gave {given.value:.3g}")


@measure
def decided_for_drug(story: Story) -> Value | None:
    """Whether an injection was what had been decided last, where a drug was given: before each push of it."""
    pushes = [start for start, _ in story.injections("drug")]
    against = [start for start in pushes if (last := story.last("decided", start.step)) is None or last.data["decision"] != "inject"]
    return yes(not against, (against or pushes)[0].step) if pushes else None


NO_PLACE = ("arterial", "intrathecal", "venous", "subdural", "intradiscal")
"""Where no drug may go, as contrast names it, the gravest first."""
OUTSIDE = (*NO_PLACE, "soft tissue", "retrodural")
"""These, and where it does nothing."""
CLOSED_CONTACTS = 2
"""Bone so often, and no way into the space: it may be closed (guess)."""


@measure
def reading_overridden(story: Story) -> Value | None:
    """Pushes of the drug where the last contrast had been named, rightly or not, as lying where none should go; with that name, or both.

    In any view: a name in another does not take it back. Where the needle lies elsewhere by then, the name was of another place.
    """
    found = []
    for start, _ in story.injections("drug"):
        shown = [begun for begun, _ in story.injections("contrast") if begun.step <= start.step]
        here = bool(shown) and apart(shown[-1].data["place"], start.data["place"]) <= story.limits.same_place_mm
        named = [event for event in story.all("pattern_named") if here and shown[-1].step <= event.step <= start.step]
        standing = {event.data["view"] == "AP": str(event.data["pattern"]) for event in named}
        outside = sorted(set(standing.values()) & set(OUTSIDE), key=OUTSIDE.index)
        if outside:
            found.append((start, " and ".join(outside)))
    return Value(float(len(found)), found[0][0].step if found else None, found[0][1] if found else "")


@measure
def time_out_as_decided(story: Story) -> Value | None:
    """Whether the level and side said aloud were those last decided; with both."""
    said, decided = story.last("time_out", story.skin), story.last("decided", story.skin)
    if said is None or decided is None or decided.data["decision"] != "inject":
        return None
    way = decided.data.get("approach")
    ours, aloud = (f"{place_of(way, event.data['level'])} {event.data['side']}" for event in (decided, said))
    return Value(float(ours == aloud), said.step, f"{ours}, and said {aloud}")


@measure
def stopped_rightly(story: Story) -> Value | None:
    """Said: by naming what the contrast lay in, as the last reading; or by deciding anew, once the hindrance was there."""
    if story.first_drug is not None or story.skin is None:
        return None
    out, begun = story.last("needle_removed"), story.all("pass_begun")
    read = story.last("pattern_named")
    named = read is not None and read.data["pattern"] in NO_PLACE and float(read.data["grade"]) == 1.0
    hindered = [event.step for event in story.all("dural_puncture")[:1]]
    bone = story.all("bone_contact")
    if len(bone) >= CLOSED_CONTACTS and not any(tip.data["tissue"] in CANAL for tip in story.all("tip_at")):
        hindered.append(bone[CLOSED_CONTACTS - 1].step)
    decided = [event for event in story.all("decided") if hindered and event.step >= min(hindered)]
    stopped = bool(decided) and decided[-1].data["decision"] != "inject"
    left = out is not None and out.step >= begun[-1].step
    return yes(left and (named or stopped), out.step if out is not None else story.steps)

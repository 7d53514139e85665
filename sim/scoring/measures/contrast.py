"""Contrast: before the drug, watched, where it should be, and rightly named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sim.scoring.measures.drug import where_most
from sim.scoring.measures.looking import runs
from sim.scoring.measures.story import Story, Value, apart, measure, share
from sim.scoring.proof import LEAST_CONTRAST_ML, Pushes, contrast_before, from_here, gone_in, holds_iodine, unproved
from sim.session.events import Event
from sim.session.session import STEP_S

LIVE_SHARE = 0.5
"""So much of the contrast must have gone in under the beam (guess)."""
DARK_ML = 0.2
"""So much may go in before the beam comes on (guess: half a second between hand and foot). What shows a vessel is the first that fills it:
a look that comes later sees what has stayed, and a vein has washed clean by then ([@patterns_known]: one to three seconds)."""
TOLD_BY = {"venous": "drug_intravascular", "arterial": "drug_intravascular", "intrathecal": "drug_intrathecal"}
"""A drug in the place that contrast had shown is the same fault. Of muscle both are told: it was seen, and there the drug does nothing."""
VESSELS = ("venous", "arterial")
"""Spaces from which blood carries off what went in."""


@measure
def contrast_before_drug(story: Story) -> Value | None:
    """Given, pictured and in the right place, the needle not moved since; with what was missing where the drug first went unproved. Who
    gave none, and stopped for a reason, had looked first all the same."""
    drugs = list(_first_at_places(story, "drug"))
    for drug in drugs:
        lack = unproved(story, drug)
        if lack is not None:
            told_by = tuple(dict.fromkeys(TOLD_BY.get(name, "drug_unproved") for name in lack.shown))
            return Value(0.0, drug.step, lack.clause, told_by if "drug_unproved" not in told_by else ())
    if drugs:
        return Value(1.0, drugs[0].step)
    ml, stopped = sum(float(b.data["ml"]) for _, b in contrast_before(story)), story.value("stopped_rightly")
    looked = ml >= LEAST_CONTRAST_ML and stopped is not None and stopped.value > 0
    return Value(1.0, story.steps) if looked else None  # there was no drug that it should have come before


@measure
def contrast_seen_live(story: Story) -> Value | None:
    """Of the contrast from where the drug then went, which has to prove that place; of all of it where none went in there. Nothing to judge
    where none went in before the drug; where no picture showed any, that says it.
    """
    given = contrast_before(story)
    given = (from_here(story, given, story.first_drug) if story.first_drug else []) or given
    ml = sum(float(b.data["ml"]) for _, b in given)
    live = sum(float(b.data["live_ml"]) for _, b in given)
    lack = unproved(story, story.first_drug) if story.first_drug else None
    told_by = ("drug_without_contrast",) if lack and lack.cause == "not pictured" else ()
    dark = [a.step for a, b in given if float(b.data["live_ml"]) < LIVE_SHARE * float(b.data["ml"])]
    return Value(float(live >= LIVE_SHARE * ml), (dark or [given[-1][0].step])[0], told_by=told_by) if ml > 0 else None


@measure
def contrast_first_live(story: Story) -> Value | None:
    """Of each place from which contrast went in before the drug; with how much was first in the dark where it was most.

    Nothing to judge where most of it was not watched at all: that is told and paid already.
    """
    given, watched = contrast_before(story), story.value("contrast_seen_live")
    if not given or watched is None or watched.value < 1.0:
        return None
    places = [from_here(story, given, start) for start, _ in given]
    dark, step = max(((_dark_first_ml(story, here), here[0][0].step) for here in places), key=lambda found: (found[0], -found[1]))
    return Value(float(dark <= DARK_ML), step, f"{dark:.2g} ml")


def _dark_first_ml(story: Story, pushes: Pushes) -> float:
    """What went in before the beam was on for the first time while it flowed."""
    # one picture is a look and no film, however long the pedal stays down
    beams = [(a.step, a.step + round(float(b.data["seconds"]) / STEP_S)) for a, b in runs(story) if int(b.data["pulses"]) > 1]
    dark = 0.0
    for start, end in pushes:
        looks = [max(on, start.step) for on, off in beams if off > start.step and on < end.step]
        if looks:
            return dark + gone_in(start, end, min(looks))
        dark += float(end.data["ml"])
    return dark


@measure
def contrast_at_target(story: Story) -> Value | None:
    """Where all of it lay outside, that tells it."""
    drug, outside = story.first_drug, story.value("outside_space")
    if drug is None and not story.injections("contrast"):
        return None
    told_by = ("outside_space",) if outside is not None and outside.value >= 100 else ()
    return Value(float(story.contrast_at_drug.get("contrast_there_ml", 0.0)), drug.step if drug else story.steps, told_by=told_by)


@measure
def outside_space(story: Story) -> Value | None:
    """What a vessel took from where the needle no longer lay has gone with the blood and lies nowhere."""
    data = story.contrast_at_drug
    drug = story.first_drug
    gone = sum(_washed_away(story, a, b) for a, b in contrast_before(story))
    given = float(data.get("contrast_ml", 0.0)) - gone
    if given <= 0:
        return Value(0.0, drug.step if drug else story.steps) if gone > 0 else None
    outside = max(float(data["contrast_outside_ml"]) - gone, 0.0)
    return Value(round(100 * outside / given, 3), drug.step if drug else story.steps, _outside(story))


def _left(story: Story, start: Event) -> bool:
    """Whether the drug was first given from elsewhere than this push; where none was, whether the tip was last elsewhere."""
    last = story.first_drug or story.judged_at
    return last is not None and apart(start.data["place"], last.data["place"]) > story.limits.same_place_mm


def _washed_away(story: Story, start: Event, end: Event) -> float:
    """ml"""
    return sum(float(end.data["into"].get(space, 0.0)) for space in VESSELS) if _left(story, start) else 0.0


def _outside(story: Story) -> str:
    """Whether what lay there had gone in where the needle then was, or where it had left."""
    starts = []
    for start, end in story.injections("contrast"):
        outside = sum(ml for space, ml in end.data["into"].items() if space != "epidural")
        if outside > _washed_away(story, start, end):
            starts.append(start)
    here = [start for start in starts if not _left(story, start)]
    if starts and not here:
        return ", all of it where the needle no longer lay"
    some = ", some of it where the needle no longer lay" if len(here) < len(starts) else ""
    return f"{some}: reposition before you inject"


@measure
def contrast_subtracted(story: Story) -> Value | None:
    """Of the contrast before the drug."""
    given = contrast_before(story)
    if not given:
        return None
    live_ml = {start.step: float(end.data["live_ml"]) for start, end in given}
    with_mask, masked = 0.0, False
    for event in story.all("mask_taken", "mask_dropped", "subtraction_set", "injection_started"):
        match event.kind:
            case "mask_taken":
                masked = True
            case "injection_started":
                with_mask += live_ml.get(event.step, 0.0) if masked else 0.0
            case "mask_dropped" | "subtraction_set":
                masked = False
    return share(with_mask, sum(float(end.data["ml"]) for _, end in given), given[0][0].step)


@measure
def contrast_given(story: Story) -> Value | None:
    """With where it went. Of the last push, by which it had all been given."""
    given = story.injections("contrast")
    whole = round(sum(float(b.data["ml"]) for _, b in given), 4)
    grew = tuple((a.step, b.step, float(b.data["ml"])) for a, b in given)
    return Value(whole, given[-1][0].step if given else None, where_most(story.spaces("contrast")), grew=grew)


@measure
def contrast_in_joint(story: Story) -> Value | None:
    """Of the push that brought the last of it there."""
    given = story.injections("contrast")
    into = [(a, float(b.data["into"].get("facet", 0.0))) for a, b in given]
    there = [a.step for a, ml in into if ml > 0]
    return Value(round(sum(ml for _, ml in into), 4), there[-1] if there else None) if given else None


@measure
def live_contrast(story: Story) -> Value | None:
    given = story.injections("contrast")
    ml = sum(float(b.data["ml"]) for _, b in given)
    dark = [a.step for a, b in given if float(b.data["live_ml"]) < 0.99 * float(b.data["ml"])]
    return share(sum(float(b.data["live_ml"]) for _, b in given), ml, dark[0] if dark else None) if ml > 0 else None


@measure
def contrast_wasted(story: Story) -> Value | None:
    """Contrast that went in where the drug was not given afterwards."""
    drug, given = story.first_drug, story.injections("contrast")
    if drug is None or not given:
        return None
    elsewhere = [(a, b) for a, b in given if apart(a.data["place"], drug.data["place"]) > story.limits.same_place_mm]
    return Value(round(sum(float(b.data["ml"]) for _, b in elsewhere), 4), elsewhere[0][0].step if elsewhere else None)


def _named(story: Story) -> dict[str, Event]:
    """The last name given in each view before the drug, looked at in that view."""
    drug = story.first_drug
    named = [e for e in story.all("pattern_named") if e.data["looked"] and (drug is None or e.step <= drug.step)]
    return {("AP" if e.data["view"] == "AP" else "depth"): e for e in named}


@measure
def pattern_named(story: Story) -> Value | None:
    """Half for AP, half for a depth view; with the views that were named unseen. Nothing to name without iodine before the drug."""
    drug = story.first_drug
    if not any(holds_iodine(end) for start, end in story.injections("contrast") if drug is None or start.step <= drug.step):
        return None
    counted = _named(story)
    named = {"AP" if e.data["view"] == "AP" else "depth" for e in story.all("pattern_named") if drug is None or e.step <= drug.step}
    unseen = {"AP": "AP", "depth": "the depth view"}
    found = share(len(counted), 2, drug.step if drug else story.steps)
    missing = [words for view, words in unseen.items() if view in named and view not in counted]
    return replace(found, what=f"; in {' and '.join(missing)} before a picture there showed it, so that does not count" if missing else "")


@measure
def pattern_right(story: Story) -> Value | None:
    named = list(_named(story).values())
    wrong = [e for e in named if float(e.data["grade"]) < 1]
    return share(sum(float(e.data["grade"]) for e in named), len(named), wrong[0].step if wrong else None) if named else None


@measure
def aspirated(story: Story) -> Value | None:
    """Before the first contrast and the first drug of each place; with what went in without it."""
    firsts = {fluid: list(_first_at_places(story, fluid)) for fluid in ("contrast", "drug")}
    if not any(firsts.values()):
        return None
    blind = {fluid: [start for start in starts if not _drawn_back(story, start)] for fluid, starts in firsts.items()}
    without = [fluid for fluid, starts in blind.items() if starts]
    moment = min(starts[0].step for starts in (blind if without else firsts).values() if starts)
    return Value(float(not without), moment, " and ".join(f"the {fluid}" for fluid in without))


def _first_at_places(story: Story, fluid: str) -> Iterator[Event]:
    """The first push of this fluid at each place that it was given from, in turn."""
    before: Event | None = None
    for start, _ in story.injections(fluid):
        if before is None or apart(before.data["place"], start.data["place"]) > story.limits.same_place_mm:
            yield start
        before = start


def _drawn_back(story: Story, push: Event) -> bool:
    """Whether somebody drew back as the needle then stood."""
    moved, place = 0, None
    for tip in story.all("tip_at"):
        if tip.step <= push.step and tip.data["place"] != place:  # a push that bone stops moves nothing
            moved, place = tip.step, tip.data["place"]
    return any(moved <= e.step <= push.step for e in story.all("aspirated"))

"""After the needle: what is made of a hole in the dura, how long and at what the patient is looked, and what is said on the way home."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import get_args

from sim.procedure.bleeding import bled, restart_hours
from sim.procedure.examination import SOUND
from sim.scoring.measures.story import Story, Value, apart, count, measure, share, yes
from sim.session.care_commands import Examined
from sim.session.events import Event

TOO_LATE_H = 24.0
"""So much later than at the earliest is a day on which a clot grows that nobody asked for (guess)."""
SAME_LEVEL_MM = 20.0
"""So near a hole a fluid finds it: the same level (guess: half a segment)."""
IN_THE_CANAL = ("epidural", "intrathecal", "subdural")
RESTART = "restart blood thinner"
TOLD = ("headache when upright", "blood patch", "follow-up")
"""What who has a hole in the dura must be told ([@uppal_2023])."""


def _into_the_hole(story: Story, hole: Event) -> list[Event]:
    """Drug or anaesthetic given so near it afterwards, of which any came into the canal: what stays in muscle finds no hole."""
    found = []
    for fluid in ("drug", "anaesthetic"):
        for start, end in story.injections(fluid):
            near = apart(list(start.data["place"]), list(hole.data["place"])) <= SAME_LEVEL_MM
            if start.step >= hole.step and near and any(end.data["into"].get(space, 0.0) > 0 for space in IN_THE_CANAL):
                found.append(start)
    return found


@measure
def given_at_hole(story: Story) -> Value | None:
    """Pushes of drug or anaesthetic at the level of a hole in the dura; a drug that came into the sac tells it."""
    holes = story.all("dural_puncture")
    found = {start.step: start for hole in holes for start in _into_the_hole(story, hole)}
    if not holes:
        return None
    pushes = sorted(found.values(), key=lambda start: start.step)
    sac = [name for name in ("drug_intrathecal", "drug_leaked") if (value := story.value(name)) is not None and value.value > 0]
    drug = all(start.data["fluid"] == "drug" for start in pushes)
    return replace(count(pushes), told_by=tuple(sac) if drug else ())


@measure
def puncture_handled(story: Story) -> Value | None:
    """Stopped or decided anew, and the patient told what follows, where the time after is part of the exercise."""
    holes = story.all("dural_puncture")
    if not holes:
        return None
    hole = holes[-1]
    home = story.last("discharged")
    said = home.data["advice"] if home is not None else ()
    drug, out = [start for start, _ in story.injections("drug") if start.step >= hole.step], story.last("needle_removed")
    anew = any(event.step >= hole.step for event in story.all("decided"))
    stopped = anew or (not drug and out is not None and out.step >= hole.step)
    told = TOLD if "after" in story.case.exercise else ()
    done = [stopped, *(word in said for word in told)]
    # who went on after an earlier hole as if nothing had been has not stopped there
    decided = [event.step for event in story.all("decided")]
    passed_over = (a for a, b in pairwise(holes) if not any(a.step <= step <= b.step for step in decided))
    found = share(sum(done), len(done), hole.step if stopped else next(passed_over, hole).step)
    # what was pushed in all the same is told by where it went, and advice that was not given among all of it
    given, all_told = story.value("given_at_hole"), all(word in said for word in told)
    tells = (() if stopped else ("given_at_hole",)) + (() if all_told else ("advice",))
    alone = not stopped and (given is None or given.value == 0)
    return Value(found.value, found.step, "" if stopped else "stop or decide on another level", () if alone else tells)


def _untouched(story: Story) -> bool:
    """No needle went in, and nobody was sent home: there is nothing to look after."""
    return story.skin is None and story.last("discharged") is None


@measure
def examined(story: Story) -> Value | None:
    """Legs, sensation and bladder after the needle and before the way home."""
    if _untouched(story):
        return None
    out, home = story.last("needle_removed"), story.last("discharged")
    since, until = out.step if out is not None else 0, home.step if home is not None else story.steps
    looked = {str(event.data["of"]) for event in story.all("examined") if since <= event.step <= until}
    missing = [of for of in get_args(Examined) if of not in looked]
    found = share(len(looked), len(get_args(Examined)), until)
    return Value(found.value, found.step, ", ".join(missing))


@measure
def sent_home_unfit(story: Story) -> Value | None:
    """What had been found last, when the patient went home, and was not sound."""
    home = story.last("discharged")
    if home is None:
        return None
    last = {str(event.data["of"]): event for event in story.all("examined") if event.step <= home.step}
    return count([event for event in last.values() if event.data["finding"] != SOUND[str(event.data["of"])]])


@measure
def restart_right(story: Story) -> Value | None:
    """When what was stopped for the needle is taken again: by its table, and later where the needle bled."""
    home, hours = story.last("discharged"), restart_hours(story.case, story.events)
    if home is None or story.skin is None or not hours:
        return None
    earliest, written = max(hours.values()), home.data.get("restart_h")
    if written is None:
        return replace(yes(False, home.step), what="no hour was written down")
    fine = earliest <= float(written) <= earliest + TOO_LATE_H
    bloody = " after a needle that bled" if bled(story.events) else ""
    return replace(yes(fine, home.step), what="" if fine else f"{written:g} hours were written down, {earliest:g} are right{bloody}")


@measure
def observed(story: Story) -> Value | None:
    watched = story.all("observed_after")
    if not watched and story.skin is None:  # whoever had no needle can have no block
        return None
    return Value(round(sum(float(e.data["minutes"]) for e in watched), 1), watched[0].step if watched else story.steps)


@measure
def driver(story: Story) -> Value | None:
    home = story.last("discharged")
    if home is None:  # nobody went home: that no advice was given tells it
        return None if _untouched(story) else Value(0.0, story.steps, told_by=("advice",))
    return yes(bool(home.data["driver"]), home.step)


@measure
def advice(story: Story) -> Value | None:
    home = story.last("discharged")
    if home is None:
        return None if _untouched(story) else Value(0.0, story.steps, "all of it")
    needed, missing = int(home.data["needed"]), list(home.data["missing"])
    hour = story.value("restart_right")
    # an hour that was not written down is told as that, not once more as unspoken of
    unwritten = hour is not None and hour.value == 0 and home.data.get("restart_h") is None
    here = [name for name in missing if not (unwritten and name == RESTART)]
    told_by = ("restart_right",) if missing and not here else ()
    return replace(share(needed - len(missing), needed, home.step), what=", ".join(here), told_by=told_by)


@measure
def advice_untrue(story: Story) -> Value | None:
    """What was told of a thing that had not happened to this patient."""
    home = story.last("discharged")
    if home is None:
        return None
    untrue = list(home.data["untrue"])
    return Value(float(len(untrue)), home.step, ", ".join(untrue))

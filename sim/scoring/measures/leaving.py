"""After the needle: what is made of a hole in the dura, and what is looked at before the way home."""

from __future__ import annotations

from typing import get_args

from sim.procedure.examination import SOUND
from sim.scoring.measures.story import Story, Value, apart, count, measure, share
from sim.session.care_commands import Examined
from sim.session.events import Event

SAME_LEVEL_MM = 20.0
"""So near a hole a fluid finds it: the same level (guess: half a segment)."""
TOLD = ("headache when upright", "blood patch", "follow-up")
"""What who has a hole in the dura must be told ([@uppal_2023])."""


def _into_the_hole(story: Story, hole: Event) -> list[Event]:
    """Drug or anaesthetic given so near it afterwards."""
    found = []
    for fluid in ("drug", "anaesthetic"):
        for start, end in story.injections(fluid):
            near = apart(list(start.data["place"]), list(hole.data["place"])) <= SAME_LEVEL_MM
            if start.step >= hole.step and float(end.data["ml"]) > 0 and near:
                found.append(start)
    return found


@measure
def given_at_hole(story: Story) -> Value | None:
    """Pushes of drug or anaesthetic at the level of a hole in the dura."""
    holes = story.all("dural_puncture")
    found = {start.step: start for hole in holes for start in _into_the_hole(story, hole)}
    return count(sorted(found.values(), key=lambda start: start.step)) if holes else None


@measure
def puncture_handled(story: Story) -> Value | None:
    """Stopped or decided anew, and the patient told what follows."""
    holes = story.all("dural_puncture")
    if not holes:
        return None
    hole = holes[-1]
    home = story.last("discharged")
    said = home.data["advice"] if home is not None else ()
    drug, out = [start for start, _ in story.injections("drug") if start.step >= hole.step], story.last("needle_removed")
    anew = any(event.step >= hole.step for event in story.all("decided"))
    stopped = anew or (not drug and out is not None and out.step >= hole.step)
    done = {"stop or decide on another level": stopped, **{f"tell of: {word}": word in said for word in TOLD}}
    missing = [name for name, fine in done.items() if not fine]
    found = share(len(done) - len(missing), len(done), hole.step)
    return Value(found.value, found.step, "; ".join(missing))


@measure
def examined(story: Story) -> Value | None:
    """Legs, sensation and bladder after the needle and before the way home."""
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

"""Wrong place, wrong patient, wrong word: what a time-out, a question or a look at the chart would have kept from happening."""

from __future__ import annotations

from dataclasses import replace

from scenarios.chart import PAGES
from sim.scoring.distances import off_level, wrong_side
from sim.scoring.grounds import grounds_of, topics_of, unknown_grounds
from sim.scoring.measures.looking import runs
from sim.scoring.measures.promised import THUMB_ML, at_no_level
from sim.scoring.measures.story import Story, Value, count, measure, share, yes
from sim.session.events import Event


def _accepted(story: Story) -> list[tuple[str, str]]:
    """Levels and sides that are right in this case."""
    plan, target = story.case.plan, story.case.target
    levels = plan.levels if plan is not None and plan.levels else (target.level,)
    sides = plan.sides if plan is not None and plan.sides else (target.side,)
    return [(level, side) for level in levels for side in sides]


def _pushes(story: Story) -> list[Event]:
    """All of the drug that gave more than a drop: the first may have been right and the next one wrong."""
    given = story.injections("drug")
    return [start for start, end in given if float(end.data["ml"]) >= THUMB_ML] or [start for start, _ in given[:1]]


@measure
def drug_wrong_side(story: Story) -> Value | None:
    """Of the push that was farthest over; 0 where either side is right."""
    drugs, site, target = _pushes(story), story.site, story.case.target
    if not drugs or site is None:
        return None
    right = [target.model_copy(update={"side": side}) for _, side in _accepted(story)]
    over = [(min(wrong_side(site, one, story.place(drug)) for one in right), drug.step) for drug in drugs]
    most, step = max(over, key=lambda one: one[0])
    return Value(round(most, 2), step)


@measure
def drug_off_level(story: Story) -> Value | None:
    """To the nearest of the levels that are right, of the push farthest off; in muscle on nobody's way the drug was given at no level."""
    drugs, site, way, target = _pushes(story), story.site, story.technique, story.case.target
    right = [target.model_copy(update={"level": level, "side": side}) for level, side in _accepted(story) if level in way.levels]
    if not drugs or not right or site is None or at_no_level(story):
        return None
    off = [(min(off_level(site, way, one, story.place(drug)) for one in right), drug.step) for drug in drugs]
    most, step = max(off, key=lambda one: one[0])
    return Value(round(most, 1), step)


@measure
def time_out_done(story: Story) -> Value | None:
    said = story.last("time_out", story.skin)
    return yes(said is not None, said.step if said else story.skin)


@measure
def time_out_wrong(story: Story) -> Value | None:
    """The last one before the needle, against what is right in this case."""
    said = story.last("time_out", story.skin)
    if said is None:
        return None
    wrong = (said.data["level"], said.data["side"]) not in _accepted(story)
    return Value(float(wrong), said.step, f" {said.data['level']} {said.data['side']}" if wrong else "")


@measure
def beam_on_pregnant(story: Story) -> Value | None:
    """Seconds of beam over a patient whose chart holds a pregnancy, told or not."""
    chart = story.case.chart
    if chart is None or not any(c.name == "pregnancy" for c in chart.conditions):
        return None
    beams = runs(story)
    told = [event.step for event in story.all("asked") if event.data["about"] == "pregnancy"]
    asked = bool(beams and told and told[0] < beams[-1][1].step)
    seconds = sum(float(end.data["seconds"]) for _, end in beams)
    steps = [start.step for start, _ in beams]
    since = [max(start.step, told[0]) for start, end in beams if told and end.step > told[0]] or steps
    return Value(round(seconds, 3), since[0] if since else None, ", who had said so" if asked else ", who was not asked")


@measure
def grounds(story: Story) -> Value | None:
    """Chart and questions together, before the last decision."""
    decided = story.last("decided", story.skin)
    if decided is None:
        return None
    topics = topics_of(story.case.patient)
    looked = len(decided.data["pages"]) + len([about for about in decided.data["asked"] if about in topics])
    return share(looked, len(PAGES) + len(topics), decided.step)


@measure
def deciding_grounds(story: Story) -> Value | None:
    """By what decides this case, not by a share of what there is to look at; with where the rest was to be found."""
    decided, grounds = story.last("decided", story.skin), grounds_of(story.case)
    if decided is None or not grounds:
        return None
    missing = unknown_grounds(story.case, decided.data["pages"], decided.data["asked"])
    found = share(len(grounds) - len(missing), len(grounds), decided.step)
    return replace(found, what=", and ".join(ground.words for ground in missing))


@measure
def pattern_guesses(story: Story) -> Value | None:
    """Other names for the same contrast in the same view: nothing had gone in since the name before."""
    named: dict[str, str] = {}
    found = []
    for event in story.all("pattern_named", "injection_ended"):
        if event.kind == "injection_ended":
            named = {}
        elif named.setdefault(str(event.data["view"]), str(event.data["pattern"])) != event.data["pattern"]:
            named[str(event.data["view"])] = str(event.data["pattern"])
            found.append(event)
    return count(found)

"""The drug: which, how much, where, how fast; and the flush after it."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.words.said import Clause
from sim.scoring.measures.story import Story, Value, measure, share, yes
from sim.scoring.proof import contrast_before, from_here
from sim.session.events import Event
from sim.session.session import STEP_S

FLUSH_ML = 0.2
MUCH = 0.25
"""A space that holds less of what went in is not named as where it went (guess)."""


def where_most(into: Mapping[str, float]) -> Clause:
    """The spaces that hold most of what went in; the fullest first."""
    whole = sum(into.values())
    fullest = sorted(into.items(), key=lambda row: (-row[1], row[0]))
    return Clause("lies_in", names=tuple(name for name, ml in fullest if ml >= MUCH * whole > 0))


@measure
def drug_given(story: Story) -> Value | None:
    """With where it went. Of the last push, by which it had all been given."""
    given, into = story.injections("drug"), story.spaces("drug")
    grew = tuple((a.step, b.step, sum(float(ml) for ml in b.data["into"].values())) for a, b in given)
    return Value(round(sum(into.values()), 4), given[-1][0].step if given else story.steps, where_most(into), grew=grew)


def _share_in(story: Story, space: str) -> Value | None:
    """Per cent of the drug; of the push of which most went elsewhere."""
    into, given = story.spaces("drug"), story.injections("drug")
    total = sum(into.values())
    if total <= 0:
        return None
    worst, _ = max(given, key=lambda pair: sum(ml for name, ml in pair[1].data["into"].items() if name != space))
    return share(into.get(space, 0.0), total, worst.step)


@measure
def drug_in_space(story: Story) -> Value | None:
    return _share_in(story, "epidural")


def _into(pushes: list[tuple[Event, float]], drug: Event | None) -> Value:
    """ml altogether; of the first push that brought any there, else of the first drug."""
    found = [start for start, ml in pushes if ml > 0]
    at = found[0] if found else drug
    return Value(round(sum(ml for _, ml in pushes), 4), at.step if at else None)


def _into_the_sac(story: Story, given_there: bool) -> Value:
    """Of pushes from a bevel in the sac; or of those from beside it, of which some went through a hole that had been made."""
    pushes = []
    for start, end in story.injections("drug"):
        ml = float(end.data["into"].get("intrathecal", 0.0))
        if (ml >= 0.5 * float(end.data["ml"])) is given_there:
            pushes.append((start, ml))
    return _into(pushes, story.first_drug)


@measure
def drug_intrathecal(story: Story) -> Value | None:
    return _into_the_sac(story, given_there=True)


@measure
def drug_leaked(story: Story) -> Value | None:
    return _into_the_sac(story, given_there=False)


@measure
def drug_intravascular(story: Story) -> Value | None:
    pushes = [(a, sum(float(b.data["into"].get(name, 0.0)) for name in ("venous", "arterial"))) for a, b in story.injections("drug")]
    return _into(pushes, story.first_drug)


@measure
def drug_in_joint(story: Story) -> Value | None:
    return _share_in(story, "facet")


@measure
def steroid_dose(story: Story) -> Value | None:
    given = story.all("steroid_given")
    return Value(round(sum(float(e.data["mg"]) for e in given), 2), given[-1].step) if given else None


@measure
def particulate(story: Story) -> Value | None:
    given = story.all("steroid_given")
    grains = [e for e in given if e.data["particulate"]]
    return yes(bool(grains), (grains or given)[0].step) if given else None


@measure
def injection_rate(story: Story) -> Value | None:
    """The fastest push of the drug, its mean over the push."""
    pushes = [(float(b.data["ml"]) / ((b.step - a.step) * STEP_S), a.step) for a, b in story.injections("drug") if b.step > a.step]
    return Value(round(max(pushes)[0], 3), max(pushes)[1]) if pushes else None


@measure
def tubing_used(story: Story) -> Value | None:
    """On the hub from the last contrast that was given where the drug then went until the first drug."""
    drug = story.first_drug
    if drug is None:
        return None
    events = list(story.events)
    here = from_here(story, contrast_before(story), drug)
    start, end = events.index(here[-1][0] if here else drug), events.index(drug)
    on = [e.kind == "tubing_put_on" for e in events[:start] if e.kind in ("tubing_put_on", "tubing_taken_off", "needle_removed")]
    kept = not any(e.kind in ("tubing_taken_off", "needle_removed") for e in events[start:end])
    return yes(bool(on and on[-1]) and kept, drug.step)


@measure
def hub_moved(story: Story) -> Value | None:
    """All of it, forth and back, until the drug."""
    drug = story.first_drug
    nudges = [e for e in story.all("needle_nudged") if drug is None or e.step <= drug.step]
    return Value(round(sum(abs(float(e.data["mm"])) for e in nudges), 3), nudges[0].step if nudges else None)


@measure
def flushed(story: Story) -> Value | None:
    """Until the needle came out."""
    drugs = story.injections("drug")
    if not drugs:
        return None
    last = drugs[-1][1].step
    after = sum(float(b.data["ml"]) for a, b in story.injections("saline") if a.step >= last)
    out = story.last("needle_removed")
    return yes(after >= FLUSH_ML, last if out is None or out.step < last else out.step)


@measure
def needle_out(story: Story) -> Value | None:
    begun, out = story.all("pass_begun"), story.all("needle_removed")
    return yes(bool(out) and out[-1].step >= begun[-1].step, out[-1].step if out else story.steps) if begun else None

"""Harm by what is given and how: volume, speed, kind and dose by site."""

from __future__ import annotations

from dataclasses import replace

from scenarios.equipment import agent, agents, anaesthetics_in, parts_of
from scenarios.premedication import regimens
from scenarios.steroids import as_methylprednisolone, year_before
from scenarios.words.said import Clause
from sim.procedure.course import ORGANS
from sim.scoring.measures.story import Story, Value, apart, count, measure, yes
from sim.scoring.proof import holds_iodine, unproved
from sim.session.events import Event
from sim.session.session import STEP_S

FORAMEN_MM = 10.0
"""So near a foramen's middle a bevel lies in it (guess: a foramen is 15 to 19 mm high)."""
GREAT_ARTERY_LEVELS = ("T9", "T10", "T11", "T12", "L1", "L2")
"""Where the great artery of the cord enters ([@murthy_2010])."""
MOST_MG = {"triamcinolone 40 mg": 80.0, "methylprednisolone 80 mg": 80.0, "betamethasone 12 mg": 12.0, "dexamethasone 10 mg": 15.0,
           "dexamethasone 10 mg multi-dose": 15.0}  # fmt: skip
"""Caps for one session ([@cms_lcd])."""
SKIN_AGENT = "lidocaine 1 %"
"""What numbs the skin."""
BESIDE = ("facet", "retrodural", "interspinous", "soft tissue", "disc", "intrathecal", "subdural")
"""Spaces that are no foramen, however near one the bevel lay."""


def _rate(pairs: list[tuple[Event, Event]]) -> Value | None:
    """ml/s of the fastest push, its mean over the push."""
    pushes = [(float(b.data["ml"]) / ((b.step - a.step) * STEP_S), a.step) for a, b in pairs if b.step > a.step]
    return Value(round(max(pushes)[0], 3), max(pushes)[1]) if pushes else None


@measure
def contrast_rate(story: Story) -> Value | None:
    return _rate(story.injections("contrast"))


@measure
def drug_volume(story: Story) -> Value | None:
    given = story.injections("drug")
    return Value(round(sum(float(end.data["ml"]) for _, end in given), 4), given[-1][0].step) if given else None


def steroid_pushes(story: Story) -> list[tuple[Event, dict[str, float]]]:
    """Each push by which a steroid went in, with the ml of each."""
    found = []
    for start, end in story.injections("drug"):
        parts = parts_of(str(end.data["agent"]))
        whole = sum(ml for _, ml in parts)
        here = {name: float(end.data["ml"]) * ml / whole for name, ml in parts if agents()[name].steroid_mg > 0 and ml > 0}
        found += [(start, here)] if here else []
    return found


def steroids_given(story: Story) -> dict[str, float]:
    """ml of each steroid that was given."""
    found: dict[str, float] = {}
    for _, here in steroid_pushes(story):
        for name, ml in here.items():
            found[name] = found.get(name, 0.0) + ml
    return found


def _last_steroid(story: Story) -> int | None:
    """The push by which all of it had been given."""
    pushes = steroid_pushes(story)
    return pushes[-1][0].step if pushes else None


@measure
def steroids_mixed(story: Story) -> Value | None:
    """Of the push that brought the last of them; from another vial it is the same."""
    kinds: set[str] = set()
    at = None
    for start, here in steroid_pushes(story):
        came = {name.split(" ")[0] for name in here}
        at = start.step if came - kinds else at
        kinds |= came
    return Value(float(len(kinds)), at) if kinds else None


@measure
def steroid_load(story: Story) -> Value | None:
    """Of each steroid its share of the most for one session, added up."""
    there = {fluid.agent: fluid.ml for fluid in story.case.tray.fluids}
    given = steroids_given(story)
    load = sum(agents()[n].steroid_mg * ml / there[n] / MOST_MG.get(n, agents()[n].steroid_mg) for n, ml in given.items() if n in there)
    return Value(round(load, 3), _last_steroid(story)) if given else None


@measure
def anaesthetic_load(story: Story) -> Value | None:
    """Of the largest dose for this weight, several drugs added up; what numbed the skin counts."""
    kg, kinds = story.case.patient.weight_kg, agents()
    given = [(kinds[SKIN_AGENT], kinds[SKIN_AGENT].anaesthetic_mg_ml * float(e.data["ml"]), e.step) for e in story.all("numbed")]
    for start, end in (pair for fluid in ("anaesthetic", "drug") for pair in story.injections(fluid)):
        given += [(drug, mg_ml * float(end.data["ml"]), start.step) for drug, mg_ml in anaesthetics_in(str(end.data["agent"]))]
    given.sort(key=lambda one: one[2])
    shares = [(mg / min(drug.most_mg_kg * kg, drug.most_mg), step) for drug, mg, step in given if drug.most_mg_kg and drug.most_mg]
    grew = tuple((step, step, share) for share, step in shares)
    return Value(round(sum(share for share, _ in shares), 2), shares[-1][1], grew=grew) if shares else Value(0.0)


@measure
def steroid_year(story: Story) -> Value | None:
    """With what the chart knows of the twelve months before, and what was given against a reaction; as methylprednisolone."""
    there = {fluid.agent: fluid.ml for fluid in story.case.tray.fluids}
    given, chart = steroids_given(story), story.case.chart
    if not given:
        return None
    now = sum(as_methylprednisolone(n, agents()[n].steroid_mg * ml / there[n]) for n, ml in given.items() if n in there)
    now += sum(regimens()[e.data["regimen"]].methyl_mg for e in story.all("premedicated"))
    return Value(round(now + (year_before(chart.earlier) if chart is not None else 0.0), 2), _last_steroid(story))


def _particles(story: Story) -> list[tuple[Event, str]]:
    """Injections of a steroid with particles into a foramen, and which: by its fat, however far from its middle, or by how near that the
    bevel lay, but behind the sac."""
    site = story.site
    if site is None:
        return []
    middles = [(name.split("/")[0], place) for name, place in site.landmarks.items() if "/foramen_centre_" in name]
    middles += [("S1", place) for name, place in site.landmarks.items() if name.startswith("sacrum/foramen_S1_") and "_canal_" not in name]
    found = []
    for start, end in story.injections("drug"):
        grains = any(agents()[name].particulate for name, _ in parts_of(str(end.data["agent"])))
        beside = sum(float(end.data["into"].get(space, 0.0)) for space in BESIDE)
        if not grains or beside > 0.5 * float(end.data["ml"]):
            continue
        gap, level = min((apart(list(place), start.data["place"]), level) for level, place in middles)
        tissue = start.data.get("tissue")
        if tissue == "FORAMINAL_FAT" or (gap <= FORAMEN_MM and tissue != "DORSAL_FAT"):
            found.append((start, level))
    return found


@measure
def particulate_foraminal(story: Story) -> Value | None:
    found = _particles(story)
    return yes(bool(found), found[0][0].step if found else None)


@measure
def particulate_great_artery(story: Story) -> Value | None:
    found = [start for start, level in _particles(story) if level in GREAT_ARTERY_LEVELS]
    return yes(bool(found), found[0].step if found else None)


@measure
def gadolinium_given(story: Story) -> Value | None:
    given = [(start, end) for start, end in story.injections("contrast") if not holds_iodine(end)]
    return Value(round(sum(float(end.data["ml"]) for _, end in given), 4), given[0][0].step if given else None)


@measure
def preserved_unproved(story: Story) -> Value | None:
    """Where contrast had not shown the place of this push the drug may go anywhere, and a preservative harms nerves."""
    drug = story.first_drug
    if drug is None:
        return None
    given = [start for start, end in story.injections("drug") if agent(str(end.data["agent"])).preserved]
    blind = [start for start in given if unproved(story, start) is not None]
    return yes(bool(blind), (blind or given or [drug])[0].step)


@measure
def drug_in_disc(story: Story) -> Value | None:
    """Drug and local anaesthetic; of the first push that put any there."""
    pushes = [pair for fluid in ("anaesthetic", "drug") for pair in story.injections(fluid)]
    found = [(start.step, float(end.data["into"].get("disc", 0.0))) for start, end in pushes]
    into = sorted((step, ml) for step, ml in found if ml > 0)
    return Value(round(sum((ml for _, ml in into), 0.0), 4), into[0][0] if into else None) if pushes else None


@measure
def cord_entries(story: Story) -> Value | None:
    return count([event for event in story.all("tissue_entered") if event.data["tissue"] == "CORD"])


@measure
def organ_entries(story: Story) -> Value | None:
    """With which ones; from one into the next is one entry."""
    found = [event for event in story.all("tissue_entered") if event.data["tissue"] in ORGANS and event.data["left"] not in ORGANS]
    return replace(count(found), what=Clause("organs", names=tuple(dict.fromkeys(str(event.data["tissue"]) for event in found))))


@measure
def drug_in_organ(story: Story) -> Value | None:
    """Drug and local anaesthetic, by where the tip lay as the push began."""
    pushes = [pair for fluid in ("anaesthetic", "drug") for pair in story.injections(fluid)]
    there = [(start.step, float(end.data["ml"])) for start, end in pushes if _lies_in(story, start.step) in ORGANS]
    return Value(round(sum((ml for _, ml in there), 0.0), 4), there[0][0] if there else None) if pushes else None


def _lies_in(story: Story, step: int) -> str:
    tip = story.last("tip_at", step)
    return "" if tip is None else str(tip.data["tissue"])


@measure
def drug_unproved(story: Story) -> Value | None:
    """The other face of contrast before the drug: an error only where there was a drug."""
    proved = story.value("contrast_before_drug")
    return None if story.first_drug is None or proved is None else replace(proved, value=float(proved.value < 1.0))


@measure
def unseen_before_drug(story: Story) -> Value | None:
    """Of the push that came longest after a picture, of a run that went on too; where none was taken there is nothing to count from."""
    pictures = [event.step for event in story.all("tip_pictured", "exposure_ended")]
    pushes = [start.step for start, _ in story.injections("drug")]
    since = [(push - max(seen), push) for push in pushes if (seen := [step for step in pictures if step <= push])]
    if not since:
        return None
    longest, push = max(since, key=lambda one: one[0])
    return Value(round(longest * STEP_S, 1), push)

"""Warnings: whether a test dose could have given one, whether anybody looked in time, and what was made of what came."""

from __future__ import annotations

from dataclasses import replace

from scenarios.equipment import Agent, agent, agents, anaesthetics_in
from scenarios.words.said import Clause
from sim.physics.compartments import compartments
from sim.procedure.symptoms import SIGN_OF, symptoms
from sim.scoring.measures.story import Story, Value, apart, count, measure, share
from sim.session.events import Event
from sim.session.session import STEP_S

SPINAL_SHARES = (1.2, 1.8)
"""Of what makes legs heavy in the sac: 30 mg of lidocaine [@pratt_2013] to 45 mg [@test_dose_adrenaline], of which 25 mg are one."""
WAIT_S = 300.0
"""Motor block is there by five minutes ([@pratt_2013])."""
PULSE_S, PULSE_HIGHER = 60.0, 10.0
"""Adrenaline in a vein shows within a minute, by so many beats more ([@test_dose_adrenaline])."""
ADRENALINE_UG = 10.0
"""From so much on a pulse would tell (guess: two thirds of the classic dose)."""
LEGS_S = ((150.0, 240.0), (285.0, 1e9))
"""When legs are asked for: about three minutes, and about five, after the dose (widths are guesses)."""
SAME = 1e-6
STRONG_PAIN = 6.0
"""A pain that is a warning, of ten (guess)."""
WARNED_S, WARNED_MM = 3.0, 1.0
"""Who goes on so soon, so far into it, has ignored it (guesses)."""
PUSHED = ("contrast", "anaesthetic", "drug")
BACK_MM = 0.2
"""So far drawn back is an answer to it (guess)."""


def _dose(story: Story) -> list[tuple[Event, Event]]:
    """Pushes of anaesthetic alone before the drug, through the place where the drug then went."""
    drug = story.first_drug
    if drug is None:
        return []
    before = [(a, b) for a, b in story.injections("anaesthetic") if b.step <= drug.step]
    return [(a, b) for a, b in before if apart(a.data["place"], drug.data["place"]) <= story.limits.same_place_mm]


def _heaviness(pushes: list[tuple[Event, Event]]) -> float:
    """As shares of what makes legs heavy in the sac."""
    given = [(str(end.data["agent"]), float(end.data["ml"])) for _, end in pushes]
    return sum(mg_ml * ml / drug.spinal_mg for name, ml in given for drug, mg_ml in anaesthetics_in(name) if drug.spinal_mg is not None)


def _adrenaline_ug(pushes: list[tuple[Event, Event]]) -> float:
    return sum(agent(str(end.data["agent"])).adrenaline_ug_ml * float(end.data["ml"]) for _, end in pushes)


@measure
def test_dose(story: Story) -> Value | None:
    """Neither too little to show anything nor more than shows it, and long enough before the drug; with what was not so."""
    drug, pushes = story.first_drug, _dose(story)
    if drug is None:
        return None
    if not pushes:
        return Value(0.0, drug.step, "none was given")
    waited, heavy, (least, most) = (drug.step - pushes[-1][1].step) * STEP_S, _heaviness(pushes), SPINAL_SHARES
    amiss = "it was too little" if heavy < least - SAME else "it was too much" if heavy > most + SAME else ""
    minutes, rest = divmod(round(waited), 60)
    after = f"{minutes} min {rest} s" if minutes else f"{rest} s"
    early = f"the drug followed after {after}" if waited < WAIT_S else ""
    what = " and ".join(part for part in (amiss, early) if part)
    return Value(float(not what), drug.step, what)


@measure
def test_dose_answers(story: Story) -> Value | None:
    """Share of the looks that were taken in time; the pulse only where there was adrenaline to raise it."""
    drug, pushes = story.first_drug, _dose(story)
    if drug is None:
        return None
    after = pushes[-1][1].step if pushes else drug.step
    legs = [(e.step - after) * STEP_S for e in story.all("asked") if e.data["about"] == "legs" and after <= e.step <= drug.step]
    windows = dict(zip(("legs at three minutes", "legs at five"), LEGS_S, strict=True))
    looks = {name: any(a <= t <= b for t in legs) for name, (a, b) in windows.items()}
    if _adrenaline_ug(pushes) >= ADRENALINE_UG:
        begun = pushes[0][0].step
        looks["the pulse within the minute"] = any(begun < e.step <= after + PULSE_S / STEP_S for e in story.all("pulse_counted"))
    missing = [name for name, done in looks.items() if not done]
    found = share(len(looks) - len(missing), len(looks), drug.step)
    # what fell after the drug was not left out by itself: the wait was too short, and that is told
    waited_s = (drug.step - after) * STEP_S
    until_s = waited_s if waited_s >= WAIT_S else min(waited_s, LEGS_S[-1][0])
    here = [name for name in missing if name not in windows or windows[name][0] < until_s]
    return Value(found.value, found.step, ", ".join(here or missing), told_by=("test_dose",) if missing and not here else ())


@measure
def warning_ignored(story: Story) -> Value | None:
    """Pushes of the drug after a sign of a wrong place, said or counted; of contrast after one that an allergy makes."""
    signs = {"drug": [event.step for event in story.all("sign")] + _faster(story)}
    signs["contrast"] = [event.step for event in story.all("sign") if event.data["of"] == "allergy"]
    pushes = [start for fluid, shown in signs.items() if shown for start, _ in story.injections(fluid) if start.step >= min(shown)]
    return count(sorted(pushes, key=lambda start: start.step))


@measure
def swelling_ignored(story: Story) -> Value | None:
    """Pushes that went on for some seconds after the patient had said that it swelled, or began at the same place afterwards."""
    said = [event.step for event in story.all("patient_says") if event.data["cause"] == "swelling"]
    pushes = sorted((pair for fluid in PUSHED for pair in story.injections(fluid)), key=lambda pair: pair[0].step)
    swollen = [(start, step) for start, end in pushes for step in said if start.step <= step <= end.step]
    found: dict[int, int] = {}
    for start, end in pushes:
        here = [step for place, step in swollen if apart(place.data["place"], start.data["place"]) <= story.limits.same_place_mm]
        ignored = [max(step, start.step) for step in here if end.step - step > WARNED_S / STEP_S]
        if ignored:
            found[start.step] = min(ignored)
    return Value(float(len(found)), min(found.values(), default=None))


def _faster(story: Story) -> list[int]:
    """When the pulse was counted so much higher within a minute of adrenaline than it had been counted before."""
    found = []
    for start, end in story.injections("anaesthetic"):
        before = [e for e in story.all("pulse_counted") if e.step <= start.step]
        if before and _adrenaline_ug([(start, end)]) >= ADRENALINE_UG:
            least = float(before[-1].data["per_min"]) + PULSE_HIGHER
            later = [e for e in story.all("pulse_counted") if start.step < e.step <= end.step + PULSE_S / STEP_S]
            found += [e.step for e in later if float(e.data["per_min"]) >= least]
    return found


@measure
def emergencies_treated(story: Story) -> Value | None:
    """Of the grave signs those after which their remedy was given; of the first after which none was."""
    remedies = {(SIGN_OF[row.of], row.least): row.remedy.split(";") for row in symptoms() if row.remedy}
    grave = [(e, remedies.get((str(e.data["of"]), float(e.data["level"])), [])) for e in story.all("sign")]
    grave = [(e, helps) for e, helps in grave if helps]
    if not grave:
        return None
    left = [(e, helps) for e, helps in grave if not any(t.step >= e.step and t.data["by"] in helps for t in story.all("treated"))]
    found = share(len(grave) - len(left), len(grave), (left or grave)[0][0].step)
    return Value(found.value, found.step, ", ".join(" or ".join(helps) for _, helps in left))


@measure
def anaesthetic_astray(story: Story) -> Value | None:
    """mg in the sac or in a vessel, alone or with the drug, as if all were lidocaine."""
    astray = [space.name for space in compartments().values() if space.toxic or space.spinal]
    total, first = 0.0, None
    pushes = [pair for fluid in ("anaesthetic", "drug") for pair in story.injections(fluid)]
    for start, end in sorted(pushes, key=lambda pair: pair[0].step):
        ml = sum(float(end.data["into"].get(space, 0.0)) for space in astray)
        mg = sum(mg_ml * ml * _as_lidocaine(drug) for drug, mg_ml in anaesthetics_in(str(end.data["agent"])))
        first = start.step if first is None and mg > 0 else first
        total += mg
    return Value(round(total, 3), first)


def _as_lidocaine(drug: Agent) -> float:
    lidocaine = agents()["lidocaine 1 %"].toxic_mg
    return lidocaine / drug.toxic_mg if lidocaine is not None and drug.toxic_mg is not None else 1.0


def _on_return(story: Story, fluid: str) -> list[Event]:
    """Pushes by which a fluid went in where the last that had come back, since a hand moved the tip elsewhere, was blood or clear fluid.

    What drips from the open hub came back as well; and a hub that a syringe nudged was moved by nobody who had seen it.
    """
    gave = {start.step for start, _ in story.injections(fluid)}
    found, bad, nudged, came, tip = [], False, False, None, None
    for event in story.all("tip_at", "needle_nudged", "aspirated", "blood_drips", "fluid_drips", "injection_started"):
        if event.kind == "needle_nudged":
            nudged = True
        elif event.kind == "tip_at":
            here = came is not None and apart(event.data["place"], came.data["place"]) <= story.limits.same_place_mm
            bad, nudged, tip = bad and (nudged or here), False, event
        elif event.kind in ("blood_drips", "fluid_drips"):
            bad, came = True, tip
        elif event.kind == "aspirated":
            bad, came = event.data["result"] != "nothing", tip
        elif bad and event.step in gave:
            found.append(event)
    return found


@measure
def return_ignored(story: Story) -> Value | None:
    return count(_on_return(story, "drug"))


@measure
def contrast_on_return(story: Story) -> Value | None:
    return count(_on_return(story, "contrast"))


@measure
def pain_ignored(story: Story) -> Value | None:
    """Pains like lightning into which the tip went on before it was drawn back."""
    return count([on for felt in _shocks(story) if (on := _went_on(story, felt)) is not None])


def _shocks(story: Story) -> list[Event]:
    return [e for e in story.all("pain") if float(e.data["level"]) >= STRONG_PAIN and e.data["cause"] == "root_contact"]


def _went_on(story: Story, felt: Event) -> Event | None:
    """By which move; None if the tip was drawn back, or rested."""
    depth = None
    for event in story.all("tip_at"):
        now = float(event.data["depth_mm"])
        if event.step <= felt.step or depth is None:
            depth = now  # the push that met the root could not be stopped in its midst
        elif now < depth - BACK_MM or (event.step - felt.step) * STEP_S > WARNED_S:
            return None
        elif now >= depth + WARNED_MM:
            return event
    return None


@measure
def given_on_nerve(story: Story) -> Value | None:
    """Pushes where a root had been met and the tip stood there still, or again on the same pass: neither drawn back nor moved on; with what
    was pushed, and whether it went in."""
    shocks = {felt.step for felt in _shocks(story)}
    found, sore, nudged, tip, sores = [], None, False, None, list[Event]()
    for event in story.all("tip_at", "needle_nudged", "pain", "pass_begun", "injection_started"):
        if event.kind == "needle_nudged":
            nudged = True
        elif event.kind == "pass_begun":
            sore, sores = None, []
        elif event.kind == "pain" and event.step in shocks:
            sore = tip
            sores += [tip] if tip is not None else []
        elif event.kind == "tip_at":
            # who comes back to where it hurt stands there again
            there = next((one for one in reversed(sores) if not _left(story, one, event)), None)
            sore = event if event.step in shocks else sore if sore is not None and nudged else there
            tip, nudged = event, False
        elif event.kind == "injection_started" and sore is not None and event.data["fluid"] in PUSHED:
            found.append(event)
    went_in = {start.step for fluid in PUSHED for start, _ in story.injections(fluid)}
    gave = {str(event.data["fluid"]) for event in found if event.step in went_in}
    names = dict.fromkeys(str(event.data["fluid"]) for event in found)
    return replace(count(found), what=Clause("pushed", names=tuple(name if name in gave else f"{name} in vain" for name in names)))


def _left(story: Story, sore: Event, tip: Event) -> bool:
    """Whether the tip has left the place where it hurt; in a nerve it has left none."""
    if float(tip.data["root_mm"]) <= 0.0:
        return False
    back = float(tip.data["depth_mm"]) < float(sore.data["depth_mm"]) - BACK_MM
    return back or apart(tip.data["place"], sore.data["place"]) > story.limits.same_place_mm

"""Before and around the needle: what the time-out asked, clean hands, an antiseptic that is dry, and lead."""

from __future__ import annotations

from dataclasses import replace

from scenarios.protection import figure, scattered_usv
from sim.scoring.measures.story import Story, Value, measure, share, yes
from sim.session.care_commands import CHECKS
from sim.session.events import Event
from sim.session.session import STEP_S

LEAD = ("lead apron", "thyroid shield")


def _ready(story: Story, item: str, until: int | None) -> Event | None:
    """When this was last put on or done before a step."""
    found = [e for e in story.all("prepared") if e.data["item"] == item and (until is None or e.step <= until)]
    return found[-1] if found else None


@measure
def time_out_checked(story: Story) -> Value | None:
    """With what was not asked; a recording made before there were checks says nothing of them."""
    said = story.last("time_out", story.skin)
    if said is None or "checked" not in said.data:
        return None
    missing = [check for check in CHECKS if check not in said.data["checked"]]
    return replace(share(len(CHECKS) - len(missing), len(CHECKS), said.step), what=", ".join(missing))


@measure
def consented(story: Story) -> Value | None:
    """Before the needle."""
    return yes(story.last("consent", story.skin) is not None, story.skin) if story.skin is not None else None


@measure
def consent_awake(story: Story) -> Value | None:
    """A word given under sedation is none."""
    agreed = story.first("consent")
    asleep = [e for e in story.all("sedated") if e.data["level"] != "none"]
    if agreed is None:
        return None
    return yes(not any(story.events.index(e) < story.events.index(agreed) for e in asleep), agreed.step)


@measure
def deep_sedation(story: Story) -> Value | None:
    """Whenever it was given."""
    deep = [e for e in story.all("sedated") if e.data["level"] == "deep"]
    return yes(bool(deep), deep[0].step if deep else None)


@measure
def hands_clean(story: Story) -> Value | None:
    """Before the gloves that were on when the skin was entered."""
    gloves = _ready(story, "gloves", story.skin)
    if gloves is None:
        return None
    cleaned = any(e.data["item"] == "hand hygiene" for e in story.events[: story.events.index(gloves)] if e.kind == "prepared")
    return yes(cleaned, gloves.step)


@measure
def antiseptic_dry(story: Story) -> Value | None:
    """From the last antiseptic to what then covered or pierced it, on the clock or as said."""
    events = list(story.events)
    number = next((n for n in range(len(events)) if events[n].kind == "pass_begun"), len(events))
    wet = next((n for n in reversed(range(number)) if events[n].kind == "prepared" and events[n].data["item"] == "antiseptic"), None)
    if wet is None:
        return None
    draped = (n for n in range(wet, number) if events[n].kind == "prepared" and events[n].data["item"] == "drape")
    end = next(draped, number)
    if end == len(events):
        return None
    said = sum(60.0 * float(e.data["minutes"]) for e in events[wet:end] if e.kind == "let_dry")
    return Value(round((events[end].step - events[wet].step) * STEP_S + said, 3), events[end].step)


def _left_to_others(story: Story) -> bool:
    """Whether somebody else prepared."""
    return "preparation" not in story.case.exercise


def _worn(story: Story, step: int) -> tuple[bool, ...]:
    return tuple(_left_to_others(story) or _ready(story, item, step) is not None for item in LEAD)


@measure
def shielded(story: Story) -> Value | None:
    """Apron and thyroid shield, half each, when the beam first came on."""
    beam = story.first("exposure_started")
    if beam is None:
        return None
    worn = _worn(story, beam.step)
    missing = [item for item, on in zip(LEAD, worn, strict=True) if not on]
    return replace(share(sum(worn), len(LEAD), beam.step), what=" and ".join(missing))


def _exposures(story: Story) -> list[tuple[Event, Event, bool]]:
    """(start, end) of each look, and whether a hand had to be at the plunger for it."""
    found, hand, begun, start = [], False, False, None
    for event in story.all("exposure_started", "exposure_ended", "injection_started", "injection_ended"):
        match event.kind:
            case "exposure_started":
                hand, start = begun, event
            case "injection_started":
                hand = begun = True
            case "injection_ended":
                begun = False
            case _:
                found.append((start or event, event, hand))
    return found


def _away_m(story: Story, look: Event, hand: bool) -> float:
    stands = story.last("stands", look.step)
    return figure("hand_m") if hand or stands is None else float(stands.data["m"])


@measure
def hand_in_beam(story: Story) -> Value | None:
    """Of the hand that moves the needle; that at the plunger is counted as dose alone."""
    found = story.all("hand_in_beam")
    return Value(round(sum(float(e.data["seconds"]) for e in found), 3), found[0].step if found else None)


@measure
def operator_dose(story: Story) -> Value | None:
    """An estimate (``scenarios/protection.csv``)."""
    looks = _exposures(story)
    if not looks:
        return None
    dose = sum(scattered_usv(float(e.data["dap_gycm2"]), _away_m(story, e, hand), *_worn(story, e.step)) for _, e, hand in looks)
    return Value(round(dose, 4), looks[-1][1].step)


@measure
def stood_back(story: Story) -> Value | None:
    """Of the looks without a hand at the plunger."""
    free = [start for start, _, hand in _exposures(story) if not hand]
    near = [e for e in free if _away_m(story, e, False) < figure("back_m")]
    return share(len(free) - len(near), len(free), (near or free)[0].step) if free else None

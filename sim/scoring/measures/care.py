"""The decision, the preparation, and the patient's comfort."""

from __future__ import annotations

from dataclasses import replace

from scenarios.chart import PAGES
from scenarios.risks import grave, usual
from scenarios.worth import worths
from sim.procedure.course import ORGANS
from sim.scoring.choice import against, elsewhere
from sim.scoring.grounds import topics_of, unknown_grounds
from sim.scoring.measures.sought import goal_tells
from sim.scoring.measures.story import Story, Value, count, measure, share, share_of, yes
from sim.scoring.sterility import breaks, by_needle, causes
from sim.session.care_commands import ITEMS, RED_FLAGS

PLANNED = ("level", "side", "approach", "needle", "steroid", "contrast", "volume", "instead")
PLANNED_AS = {
    "approach": "way in",
    "contrast": "volume of contrast",
    "volume": "volume of the drug",
    "instead": "what is done instead of contrast",
} | {name: name for name in ("level", "side", "needle", "steroid")}
NUMB_ML = 1.0


# --- choice --------------------------------------------------------------------------------------------------------------------


def _right(story: Story, *names: str) -> Value | None:
    """Per cent of these choices that were right in the last decision before the needle."""
    decided = story.last("decided", story.skin)
    if decided is None:
        return None
    judged = [bool(decided.data["right"][name]) for name in names if name in decided.data["right"]]
    return share(sum(judged), len(judged), decided.step) if judged else None


@measure
def chart_read(story: Story) -> Value | None:
    """With the pages that were not."""
    decided = story.last("decided", story.skin)
    if decided is None:
        return None
    return share_of(len(decided.data["pages"]), PAGES, decided.data["pages"], decided.step, goal_tells(story))


@measure
def patient_asked(story: Story) -> Value | None:
    """Before the decision, with those that were not put; how it goes is asked later, red flags are counted by a measure of their own."""
    decided = story.last("decided", story.skin)
    if decided is None:
        return None
    topics = [about for about in topics_of(story.case.patient) if about not in RED_FLAGS]
    asked = [about for about in decided.data["asked"] if about in topics]
    return share_of(len(asked), topics, asked, decided.step, goal_tells(story))


@measure
def red_flags_asked(story: Story) -> Value | None:
    """Before the decision, with those that were not and do not decide this case: what does is told as that."""
    decided = story.last("decided", story.skin)
    if decided is None:
        heard = {str(event.data["about"]) for event in story.all("asked") if story.skin is None or event.step <= story.skin}
        return replace(share(len(heard & set(RED_FLAGS)), len(RED_FLAGS), story.steps), told_by=("decision_right",)) if heard else None
    pages, asked = decided.data["pages"], decided.data["asked"]
    decisive = {topic for ground in unknown_grounds(story.case, pages, asked) for topic in ground.topics}
    missing = [about for about in RED_FLAGS if about not in asked]
    here = [about for about in missing if about not in decisive]
    told_by = ("deciding_grounds",) if missing and not here else ()
    return replace(share(len(RED_FLAGS) - len(missing), len(RED_FLAGS), decided.step), what=", ".join(here), told_by=told_by)


@measure
def decision_right(story: Story) -> Value | None:
    """Wrong where no needle is right: with what the chart says against it, and with what is to be done by whom it did not escape."""
    found, decided = _right(story, "decision"), story.last("decided", story.skin)
    if found is None or decided is None:
        return None
    right, chosen = yes(found.value > 99, found.step), decided.data["decision"]
    if right.value or story.case.wants_injection:
        return right
    return replace(right, what=against(story.case) if chosen == "inject" else elsewhere(story.case, chosen))


@measure
def reason_right(story: Story) -> Value | None:
    found = _right(story, "reason")
    return yes(found.value > 99, found.step) if found else None


@measure
def plan_right(story: Story) -> Value | None:
    """With what did not fit and is not told by a measure of its own."""
    found, decided = _right(story, *PLANNED), story.last("decided", story.skin)
    if found is None or decided is None:
        return found
    wrong = [name for name in PLANNED if decided.data["right"].get(name) is False]
    readied = story.value("contrast_readied")
    told = dict.fromkeys(("level", "side"), "level_side_right")
    told |= {"instead": "contrast_readied"} if readied is not None and readied.value < 100 else {}
    names = dict(PLANNED_AS)
    if story.case.plan is not None and story.case.plan.contrast_ml is None:
        names["contrast"] = "contrast at all"
        told |= dict.fromkeys(("contrast", "instead"), "contrast_given") if story.injections("contrast") else {}
    here = [names[name] for name in wrong if name not in told]
    told |= goal_tells(story)
    elsewhere = tuple(sorted({told[name] for name in wrong})) if all(name in told for name in wrong) else ()
    return replace(found, what=f"; not right: {', '.join(here)}" if here else "", told_by=elsewhere)


@measure
def level_side_right(story: Story) -> Value | None:
    found = _right(story, "level", "side")
    return yes(found.value > 99, found.step) if found else None


@measure
def contraindicated(story: Story) -> Value | None:
    """With what the chart says against it, in its own words."""
    found = count([] if story.case.wants_injection else story.all("skin_entered"))
    return replace(found, what=against(story.case) if found.value else "")


# --- preparation ---------------------------------------------------------------------------------------------------------------


@measure
def worth_told(story: Story) -> Value | None:
    """The last figures told before the needle, against what this patient has."""
    chart = story.case.chart
    if chart is None:
        return None
    told = story.last("discussed", story.skin)
    right = told is not None and told.data["worth"] in worths() and chart.diagnosis in worths()[told.data["worth"]].diagnoses
    what = "nothing before the needle" if told is None else f"the figures for {told.data['worth']}"
    return Value(float(right), told.step if told else story.skin, "" if right else what)


@measure
def consent_risks(story: Story) -> Value | None:
    """Of the usual ones; the grave are a measure of their own."""
    return _named(story, usual())


@measure
def consent_grave(story: Story) -> Value | None:
    """Of those that the warning on steroids names, and that nobody approved of this use."""
    return _named(story, grave())


def _named(story: Story, risks: tuple[str, ...]) -> Value:
    """With those of them that were not named."""
    said = story.last("consent", story.skin)
    missing = [risk for risk in risks if said is None or risk not in said.data["risks"]]
    found = share(len(risks) - len(missing), len(risks), said.step if said else story.skin)
    return replace(found, what=", ".join(missing), told_by=() if said else ("consented",))


@measure
def position_right(story: Story) -> Value | None:
    """Prone, with a pillow under the belly."""
    put = story.last("positioned", story.skin)
    return yes(bool(put) and put is not None and put.data == {"posture": "prone", "pillow": "abdomen"}, put.step if put else story.skin)


STEP_OF = {"consent": "consent", "positioned": "position", "time_out": "time-out", "numbed": "numb", "sedated": "sedation"}
"""Steps of the checklist by the events that are one; what is ``prepared`` names its own."""


def _done(story: Story) -> dict[str, int]:
    """The steps of the checklist done before the skin, in the order in which they were, and when each first was."""
    until, done = story.skin, dict[str, int]()
    for event in story.all("prepared", *STEP_OF):
        name = str(event.data["item"]) if event.kind == "prepared" else STEP_OF[event.kind]
        if until is None or event.step <= until:
            done.setdefault(name, event.step)
    return done


CHECKLIST = ("consent", "sedation", "position", *ITEMS, "time-out", "numb")
"""In the usual order [known]; where two are as good as each other, ORDER leaves it open."""
ORDER = (("consent", "sedation"), ("consent", "position"), ("position", "antiseptic"), ("mask", "gloves"), ("antiseptic", "drape"),
         ("gloves", "drape"), ("monitors", "antiseptic"), ("time-out", "numb"), ("drape", "numb"), ("hand hygiene", "gloves"),
         ("lead apron", "hand hygiene"), ("thyroid shield", "hand hygiene"), ("monitors", "hand hygiene"))  # fmt: skip


STEPS_TOLD = {"consent": "consented", "time-out": "time_out_done", "hand hygiene": "hands_clean", "position": "position_right"}
STEPS_TOLD |= dict.fromkeys(("mask", "antiseptic", "gloves", "drape"), "needled_unsterile")
STEPS_TOLD |= {"numb": "skin_numbed"} | dict.fromkeys(("lead apron", "thyroid shield"), "shielded")
"""Steps that measures of their own tell, wherever there is a preparation."""


@measure
def checklist(story: Story) -> Value | None:
    """With the steps that were left out."""
    done = _done(story)
    return share_of(len(done), CHECKLIST, done, story.skin, STEPS_TOLD)


@measure
def checklist_order(story: Story) -> Value | None:
    """Of the pairs of steps that have an order and were both done; with those out of it that nothing else tells."""
    done = _done(story)
    order = list(done)
    both = [(a, b) for a, b in ORDER if a in done and b in done]
    wrong = [(a, b) for a, b in both if order.index(a) > order.index(b)]
    told = {a: by for a, b in wrong if b == "gloves" and (by := _told_of_gloves(story, a))}
    here = [f"{b} came before {a}" for a, b in wrong if b != "gloves" or a not in told]
    # what came too late shows that the order was broken
    found = share(len(both) - len(wrong), len(both), min((done[a] for a, _ in wrong), default=story.skin))
    elsewhere = () if here else tuple(dict.fromkeys(told.values()))
    return replace(found, what=f": {', '.join(here)}" if here else "", told_by=elsewhere) if both else None


def _told_of_gloves(story: Story, item: str) -> str:
    """Which measure tells that gloves went on before this; empty if none does."""
    hands = story.value("hands_clean")
    if item == "hand hygiene" and hands is not None and hands.value < 1.0:
        return "hands_clean"
    used = by_needle(story)  # which tells all that was broken
    found = any(event.data.get("item") == item for event in used or breaks(story))
    return "" if not found else "needled_unsterile" if used else "sterility_breaks"


@measure
def time_out_right(story: Story) -> Value | None:
    said = story.last("time_out", story.skin)
    return yes(bool(said.data["right"]), said.step) if said else Value(0.0, story.skin, told_by=("time_out_done",))


@measure
def skin_numbed(story: Story) -> Value | None:
    ml = sum(float(e.data["ml"]) for e in story.all("numbed") if story.skin is None or e.step <= story.skin)
    return yes(ml >= NUMB_ML, story.skin)


@measure
def sterility_breaks(story: Story) -> Value | None:
    """What new gloves made good before any needle is none, nor is what comes when the last is out."""
    found = breaks(story)
    return replace(count(found), what=causes(found))


@measure
def needled_unsterile(story: Story) -> Value | None:
    """By a needle that was set or went in so."""
    found = by_needle(story)
    return replace(count(found), what=causes(found))


# --- comfort -------------------------------------------------------------------------------------------------------------------


TOLD_PAINS = {"skin": "skin_numbed", "root_contact": "root_contacts", "ANNULUS": "disc_entries"}
TOLD_PAINS |= dict.fromkeys(ORGANS, "organ_entries")
"""Worst pains that are told by what they came of."""


@measure
def pain_peak(story: Story) -> Value | None:
    felt = story.all("pain")
    if not felt:
        return Value(0.0)
    worst = max(felt, key=lambda e: float(e.data["level"]))
    cause = TOLD_PAINS.get(str(worst.data["cause"]))
    return Value(float(worst.data["level"]), worst.step, told_by=(cause,) if cause else ())


@measure
def pain_burden(story: Story) -> Value | None:
    felt = story.all("pain")
    return Value(round(sum(float(e.data["level"]) for e in felt), 1), felt[0].step if felt else None)


@measure
def faints_treated(story: Story) -> Value | None:
    """Each by what was done before the next; of the first for which nothing was."""
    fell = story.all("fainted")
    if not fell:
        return None
    ends = [*(event.step for event in fell[1:]), story.steps + 1]
    helped = [event.step for event in story.all("treated") if "faint" in event.data["against"]]
    left = [one for one, end in zip(fell, ends, strict=True) if not any(one.step <= step < end for step in helped)]
    return share(len(fell) - len(left), len(fell), (left or fell)[0].step)


@measure
def talked(story: Story) -> Value | None:
    """How often the patient was asked how it goes while the needle was in."""
    found, inside, out = [], False, story.last("needle_removed")
    for event in story.all("pass_begun", "needle_removed", "asked"):
        if event.kind != "asked":
            inside = event.kind == "pass_begun"
        elif inside and event.data["about"] == "now":
            found.append(event)
    if story.skin is None:
        return None
    return count(found) if found else Value(0.0, out.step if out is not None else None)

"""One mistake at a time in an otherwise competent attempt: it costs points in its own measure, and in no unrelated one.

Oracle: the competent attempt itself, mark by mark.
"""

from __future__ import annotations

import pytest

from scenarios import care_script as s
from scenarios import files
from scenarios.errors import hidden_by
from scenarios.script import Aspiration, Collimate, Expose, Inject, Script, Step
from sim.operators.script import ScriptHands
from sim.scoring.rubric import Score, judge
from sim.session.care_commands import ADVICE, RISKS
from sim.session.session import Session
from sim.session.world import World
from sim.studies.acts.edits import Edit, changed, lacking, without
from sim.studies.rehearsal import perform

NAME = "l4_l5_disc"


def drug_injection(**fields: object) -> Edit:
    def edit(steps: list[Step]) -> list[Step]:
        at = next(i for i, step in enumerate(steps) if isinstance(step, Inject) and step.ml == 4.0)
        return [*steps[:at], steps[at].model_copy(update=fields), *steps[at + 1 :]]

    return edit


def flush_left_out(steps: list[Step]) -> list[Step]:
    at = next(i for i, step in enumerate(steps) if isinstance(step, Inject) and step.ml == 0.5)
    return steps[:at] + steps[at + 1 :]


def touched(steps: list[Step]) -> list[Step]:
    """The chart once more, in sterile gloves."""
    at = next(i for i, step in enumerate(steps) if isinstance(step, s.StopAndSay))
    return [*steps[:at], s.Read(do="read", pages=("imaging",)), *steps[at:]]


def long_looks(steps: list[Step]) -> list[Step]:
    return [step.model_copy(update={"seconds": 6.0}) if isinstance(step, Expose) else step for step in steps]


def gloves_first(steps: list[Step]) -> list[Step]:
    """Before the mask, and that in gloves."""
    first, second = [i for i, step in enumerate(steps) if isinstance(step, s.Ready)]
    swapped = {first: ("lead apron", "thyroid shield", "monitors", "hand hygiene", "gloves", "mask", "antiseptic"), second: ("drape",)}
    return [step.model_copy(update={"items": swapped[i]}) if i in swapped else step for i, step in enumerate(steps)]


MISTAKES: dict[str, tuple[Edit, set[str]]] = {
    "reads the imaging alone": (changed(s.Read, pages=("imaging",)), {"chart_read"}),
    "asks nothing": (without(s.AskAbout, 0), {"patient_asked"}),
    "gives the wrong reason": (changed(s.Decided, reason="axial_pain"), {"reason_right"}),
    "plans too much contrast": (changed(s.Decided, contrast_ml=9.0), {"plan_right"}),
    "plans another steroid": (changed(s.Decided, steroid="triamcinolone 40 mg"), {"plan_right"}),
    "names two risks": (changed(s.TellRisks, risks=RISKS[:2]), {"consent_risks"}),
    "forgets the pillow": (changed(s.Lay, pillow="none"), {"position_right"}),
    "forgets the monitors": (lacking("monitors"), {"checklist"}),
    "gloves before the mask": (gloves_first, {"checklist_order", "sterility_breaks"}),
    "says the wrong side": (changed(s.StopAndSay, side="left"), {"time_out_right"}),
    "does not numb the skin": (without(s.Numb), {"skin_numbed", "checklist", "pain_peak"}),
    "handles the chart in gloves": (touched, {"sterility_breaks"}),
    "does not ask how it goes": (without(s.AskAbout, 1), {"talked"}),
    "names one view alone": (without(s.NameIt, 1), {"pattern_named"}),
    "misreads one view": (changed(s.NameIt, pattern="intrathecal"), {"pattern_right"}),
    "does not draw back": (without(Aspiration), {"aspirated"}),
    "pushes the drug": (drug_injection(rate_ml_s=1.5), {"injection_rate", "pain_peak"}),
    "does not flush": (flush_left_out, {"flushed"}),
    "watches for five minutes": (changed(s.WatchAfter, minutes=5.0), {"observed"}),
    "lets the patient drive": (changed(s.SendHome, driver=False), {"driver"}),
    "gives half of the advice": (changed(s.SendHome, advice=ADVICE[:4]), {"advice"}),
    "opens the whole field": (without(Collimate), {"collimated"}),
    "looks long": (long_looks, {"fluoroscopy_time"}),
    "does not watch the contrast": (changed(Inject, live=False), {"contrast_seen_live", "pattern_named"}),
}  # fmt: skip


def played(world: World, script: Script) -> Score:
    recording = perform(ScriptHands(script, world.scenario.target), Session(world, 1))
    return judge(recording, files.rubric_of(world.scenario), world.scenario)


@pytest.fixture(scope="module")
def script() -> Script:
    return files.script(files.scripts()[f"{NAME}_competent"])


@pytest.fixture(scope="module")
def flawless(worlds: dict[str, World], script: Script) -> Score:
    return played(worlds[NAME], script)


def test_the_competent_attempt_has_nothing_to_lose_by(flawless: Score) -> None:
    assert flawless.passed
    assert flawless.total + sum(one.points for one in flawless.economy) >= 98.0  # economy is no mistake


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_costs_its_own_measure_and_no_other(mistake: str, worlds: dict[str, World], script: Script, flawless: Score) -> None:
    edit, own = MISTAKES[mistake]
    score = played(worlds[NAME], script.model_copy(update={"steps": tuple(edit(list(script.steps)))}))
    before = {mark.measure: mark.grade for mark in flawless.marks}
    lost = {mark.measure for mark in score.marks if mark.grade < before[mark.measure] - 1e-9}
    assert lost & own, f"cost nothing: {mistake}"
    assert lost <= own
    assert score.total < flawless.total
    told = {remark.measure for remark in score.remarks}
    elsewhere = {name for name in lost if (value := score.measures[name]) and value.told_by and told.issuperset(value.told_by)}
    hidden = hidden_by(set(score.critical) | {loss.measure for loss in score.losses})
    assert lost - told - elsewhere <= hidden  # each loss is told, each cause once

"""What guidelines allow as well: shipped competent scripts done in another way that is as good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scenarios import care_script as care
from scenarios import files
from scenarios import needle_script as needle
from scenarios.script import Attach, If, Inject, Show, Step
from sim.studies.acts.edits import Edit, after, before, both, changed, filled, given, step, without

DISC, MIDLINE, FORAMEN, FIRST = "l4_l5_disc_competent", "midline_l3_competent", "transitional_competent", "interlaminar_l4_l5_competent"
AIR = {"air": 10.0}
MASK_FIRST = ("lead apron", "thyroid shield", "mask", "monitors", "hand hygiene", "antiseptic")


@dataclass(frozen=True)
class Variant:
    """One way that is as good."""

    what: str
    script: str
    """The shipped script beside which it stands"""
    edit: Edit
    tray: dict[str, float] = field(default_factory=dict)
    """ml of what stands on the tray besides"""


def routine(name: str) -> list[Step]:
    """The steps of a shipped routine."""
    return list(files.opened([step("routine", name=name)], Path(__file__)))


def nested(change: Callable[[Step], Step]) -> Edit:
    """A change of every step, those within a condition too."""

    def edit(steps: list[Step]) -> list[Step]:
        return [one.model_copy(update={"steps": tuple(edit(list(one.steps)))}) if isinstance(one, If) else change(one) for one in steps]

    return edit


def _lateral(one: Step) -> Step:
    return one.model_copy(update={"view": "lateral"}) if isinstance(one, Show | care.NameIt) and one.view == "clo" else one


def by_way(way: str, there: str, proof: str) -> Edit:
    """The same procedure by another way: decided so, and done so."""

    def edit(steps: list[Step]) -> list[Step]:
        hand = next(i for i, one in enumerate(steps) if isinstance(one, needle.Take)) + 1
        off = max(i for i, one in enumerate(steps) if isinstance(one, care.NameIt)) + 2
        return [*changed(care.Decided, approach=way)(steps[:hand]), *routine(there), *routine(proof), *steps[off:]]

    return edit


LOOKS = (step("show", view="clo"), step("expose", seconds=0.4), step("show", view="AP"), step("expose", seconds=0.4))
VARIANTS = [
    Variant("depth in the lateral instead of the contralateral oblique", DISC, nested(_lateral)),
    Variant("depth in the lateral, the needle alone", FIRST, nested(_lateral)),
    Variant("beside the spines instead of between them", MIDLINE,
            by_way("lumbar_interlaminar", "interlaminar_needle", "interlaminar_contrast")),
    Variant("behind the root (Kambin) instead of over it", FORAMEN, by_way("lumbar_kambin", "kambin_needle", "kambin_contrast")),
    Variant("air instead of saline for the loss of resistance", DISC, changed(Attach, agent="air"), AIR),
    Variant("the plunger tried between pushes", DISC, changed(needle.Advance, 3, tries="between")),
    Variant("the thinner needle of the tray", DISC,
            both(changed(care.Decided, needle="20G Tuohy"), changed(needle.Take, needle="20G Tuohy"))),
    Variant("dexamethasone instead of methylprednisolone", DISC,
            both(changed(care.Decided, steroid="dexamethasone 10 mg"), filled("drug", "dexamethasone 10 mg"))),
    Variant("three ml instead of four", DISC, both(changed(care.Decided, drug_ml=3.0), given("drug", ml=3.0))),
    Variant("one ml of contrast instead of two", DISC, both(changed(care.Decided, contrast_ml=1.0), given("contrast", ml=1.0))),
    Variant("half as fast", DISC, both(given("contrast", rate_ml_s=0.2), given("drug", rate_ml_s=0.2))),
    Variant("two more pictures of the plan", DISC, after(needle.Take, *LOOKS)),
    Variant("asked how it goes five times", DISC, after(needle.Advance, *(step("ask", about=["now"]) for _ in range(5)))),
    Variant("drawn back twice before injecting", DISC, before(Inject, step("aspirate"))),
    Variant("drawn back before the drug too", DISC, before(Inject, step("aspirate"), number=-2)),
    Variant("a second time-out", DISC, before(needle.Take, step("time-out"))),
    Variant("the patient asked before the chart is read", DISC, both(without(care.Read), after(care.AskAbout, step("read")))),
    Variant("positioned before consent", DISC, both(without(care.TellRisks), after(care.Lay, step("consent")))),
    Variant("the mask before the monitors", DISC, changed(care.Ready, items=MASK_FIRST)),
    Variant("an hour of watching", DISC, changed(care.WatchAfter, minutes=60.0)),
]  # fmt: skip

"""A patient's chart, and what a wise head would make of it. What is ``hidden`` is told only to who asks."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import Field, field_validator

from meshes.quoting import quoted
from meshes.table import Row, read
from scenarios.base import FOLDER, AsRow, Frozen, SideName, Text

Root = Literal["L1", "L2", "L3", "L4", "L5", "S1", "S2"]
Decision = Literal["inject", "defer", "refer"]
Reason = Literal[
    "radicular_pain", "anticoagulant", "infection", "pregnancy", "allergy", "diabetes", "no_space", "axial_pain", "too_soon",
    "no_benefit", "conservative_care", "emergency", "refusal", "tumour", "fracture",
    "steroid_burden", "interaction", "heart_failure", "glaucoma",
]  # fmt: skip
"""Why. The first is the reason for an injection, the others are reasons against."""
Must = Literal["defer", "refer", "avoid", "heed"]
Diagnosis = Literal[
    "disc herniation", "foraminal stenosis", "central stenosis", "failed surgery", "degenerative disc", "facet pain", "cyst"
]
Allergy = Literal["contrast", "local anaesthetic", "steroid", "iodine antiseptic", "latex", "penicillin"]
Instead = Literal["without contrast", "another agent", "another agent, premedicated", "premedication", "gadolinium"]
"""What is done where an old reaction speaks against contrast."""
Sequence = Literal["T2", "STIR"]
"""Of an MRI. STIR: fat is dark, and what is full of water bright."""
Oedematous = Literal["L1", "L2", "L3", "L4", "L5", "L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1"]
Page = Literal["history", "examination", "imaging", "medication", "allergies", "earlier injections", "laboratory"]
PAGES: tuple[Page, ...] = ("history", "examination", "imaging", "medication", "allergies", "earlier injections", "laboratory")


class Finding(Frozen):
    """What the examination shows of one root."""

    root: Root
    side: SideName
    sensation: Literal["normal", "reduced", "absent"] = "normal"
    power: Annotated[int, Field(ge=0, le=5)] = 5
    """Medical Research Council, 0 to 5."""
    reflex: Literal["normal", "reduced", "absent"] = "normal"

    @property
    def is_abnormal(self) -> bool:
        return self.sensation != "normal" or self.power < 5 or self.reflex != "normal"


class Medication(Frozen):
    """A drug that is taken, and when last."""

    name: Text
    dose: str = ""
    last_taken_days: Annotated[float, Field(ge=0, le=10000)] = 0.0
    hidden: bool = False


class Allergic(Frozen):
    to: Allergy
    reaction: Text
    grade: Literal["mild", "moderate", "severe"] | None = None
    """Of the old reaction, if it was to contrast: to be told from how it looked; no page says it."""
    agent: str = ""
    """Which contrast it was, as far as anybody knows: a name of ``agents.csv`` without its strength."""
    hidden: bool = False


class Reaction(Row):
    """A row of ``contrast_reactions.csv``: what an old reaction to contrast asks for."""

    grade: str
    looked_like: str
    asks: tuple[str, ...]
    """What has to be done before contrast is given again; ``never``: it is not."""
    say: str
    source: str

    @field_validator("asks", mode="before")
    @classmethod
    def _split(cls, text: object) -> object:
        return tuple(text.split(";")) if isinstance(text, str) else text


@cache
def reactions() -> dict[str, Reaction]:
    """By grade."""
    return {row.grade: row for row in read(FOLDER / "contrast_reactions.csv", Reaction)}


class KnownCondition(Row):
    """A row of ``conditions.csv``: what a condition asks for."""

    name: str
    reason: Reason
    must: Must
    say: str


class RootArea(Row):
    """A row of ``roots.csv``: where a root is felt and tested."""

    root: Root
    dermatome: str
    myotome: str
    reflex: str


@cache
def known_conditions() -> dict[str, KnownCondition]:
    """Every condition that a chart can name."""
    return {row.name: row for row in read(FOLDER / "conditions.csv", KnownCondition)}


@cache
def root_areas() -> dict[Root, RootArea]:
    """Every root that a finding can be of."""
    return {row.root: row for row in read(FOLDER / "roots.csv", RootArea)}


class Condition(Frozen):
    """Something that bears on the decision, by its name in ``conditions.csv``."""

    name: str
    note: Text
    hidden: bool = False

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in known_conditions():
            raise ValueError(f"{quoted(name)} is not a condition; known are {', '.join(known_conditions())}")
        return name


Steroid = Literal["", "methylprednisolone", "triamcinolone", "betamethasone", "dexamethasone"]


class Earlier(Frozen):
    """An injection before: in the same region, or into a joint elsewhere, of which only the steroid counts."""

    weeks_ago: Annotated[float, Field(gt=0, le=2000)]
    what: Text
    relief_pct: Annotated[float, Field(ge=0, le=100)]
    relief_weeks: Annotated[float, Field(ge=0, le=500)]
    same_again: bool = True
    """Whether what is asked for now would be a repeat of it."""
    steroid: Steroid = ""
    steroid_mg: Annotated[float, Field(ge=0, le=400)] = 0.0
    joint: bool = False
    """Into a joint elsewhere, or a muscle."""
    hidden: bool = False


class Laboratory(Frozen):
    """Values as far as there are any."""

    inr: Annotated[float, Field(gt=0, le=15)] | None = None
    egfr: Annotated[float, Field(ge=0, le=200)] | None = None
    """What the kidneys filter, ml/min."""
    platelets: Annotated[float, Field(ge=0, le=2000)] | None = None
    crp: Annotated[float, Field(ge=0, le=600)] | None = None
    """C-reactive protein, mg/l."""
    hba1c: Annotated[float, Field(ge=3, le=20)] | None = None
    glucose: Annotated[float, Field(ge=1, le=60)] | None = None


class Slice(Frozen):
    """A cut through the labels at a landmark, as a stand-in for the MRI."""

    plane: Literal["axial", "sagittal"]
    at: str
    says: Text
    sequence: Sequence = "T2"
    oedema: Annotated[tuple[Oedematous, ...], AsRow] = ()
    """Vertebrae whose marrow is full of water, and interspaces whose disc and end-plates are: no label holds it."""


class Chart(Frozen):
    """All that is known before anybody touches the patient."""

    history: Text
    conservative_weeks: Annotated[float, Field(ge=0, le=1000)]
    examination: Annotated[tuple[Finding, ...], AsRow] = ()
    signs: str = ""
    imaging: Text
    slices: Annotated[tuple[Slice, ...], AsRow] = ()
    medication: Annotated[tuple[Medication, ...], AsRow] = ()
    allergies: Annotated[tuple[Allergic, ...], AsRow] = ()
    conditions: Annotated[tuple[Condition, ...], AsRow] = ()
    earlier: Annotated[tuple[Earlier, ...], AsRow] = ()
    laboratory: Laboratory = Laboratory()
    diagnosis: Diagnosis
    """The truth, which decides how the drug works; no page shows it."""
    pain_now: Annotated[int, Field(ge=0, le=10)] = 6
    diabetic: bool = False
    follows: Literal["ASRA 2018", "ESRA 2022"] = "ASRA 2018"
    """The guideline on blood thinners whose limit of the INR holds here."""


class Range(Frozen):
    """ml"""

    least: Annotated[float, Field(ge=0, le=60)]
    most: Annotated[float, Field(ge=0, le=60)]

    def holds(self, value: float) -> bool:
        return self.least <= value <= self.most


class Plan(Frozen):
    """What would be right, each choice with all that can be accepted, and why."""

    decision: Decision
    reasons: Annotated[tuple[Reason, ...], AsRow, Field(min_length=1)]
    levels: Annotated[tuple[str, ...], AsRow] = ()
    sides: Annotated[tuple[SideName, ...], AsRow] = ()
    approaches: Annotated[tuple[str, ...], AsRow] = ()
    needles: Annotated[tuple[str, ...], AsRow] = ()
    steroids: Annotated[tuple[str, ...], AsRow] = ()
    contrast_ml: Range | None = None
    """Absent: none should be given."""
    drug_ml: Range | None = None
    instead: Annotated[tuple[Instead, ...], AsRow] = ()
    """Of what can be done where contrast is forbidden."""
    why: Text
    """In a teacher's words, for the debriefing."""

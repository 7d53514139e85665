"""What a case is made of: frozen, validated data. Nothing here steps, draws or imports a window.

Lengths are in mm, angles in degrees, volumes in ml, times in s; a field says so in its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field, field_validator, model_validator

from meshes.asked import Variant
from meshes.morphometry import LEVELS, LUMBAR, interspace
from meshes.person import Person
from meshes.quoting import quoted
from scenarios.base import AsRow, Frozen, Name, PatientName, SideName, Text
from scenarios.chart import Chart, Plan
from scenarios.drill import Drill
from scenarios.equipment import agents, needles
from scenarios.explaining import table_of
from scenarios.goal import Goal, bound
from scenarios.hint import Hint
from scenarios.medicines import bleeding_risk
from scenarios.pattern import Pattern
from scenarios.rubric import Rubric
from scenarios.rules import concerns
from scenarios.views import ViewName


class Technique(Frozen):
    """A way into the epidural space, the same for every patient; places are landmarks with {level}, {interspace}, {side} and {other}."""

    name: Name
    title: Text
    approach: Text
    source: Text
    aim: Literal["interspace", "foramen", "canal", "joint"]
    """What the target level names: the interspace below it, the foramen under its pedicle, the sacral canal, the facet joint below it."""
    levels: tuple[str, ...]
    entry: str
    """Landmark over which the skin is entered."""
    target: str
    """Where the bevel should come to lie."""
    reach: str
    """Where contrast should have arrived before the drug is given."""
    limit: Literal["none", "pedicle", "sac", "sacrum"]
    """What the tip must not pass: the middle of the pedicle towards the midline, the level of the sac's tip, or the sacrum's front."""
    pattern: tuple[Pattern, ...]
    """The patterns of contrast that prove the place."""
    sights: tuple[str, ...]
    """Landmarks that a trained eye finds in a picture."""
    palpable: tuple[str, ...]
    """Landmarks that a finger finds on the skin."""
    line_view: ViewName
    """In which the line from skin to target is planned; ``approach`` says so with its source."""
    depth_views: tuple[ViewName, ...]
    rubric: Rubric

    def squared_level(self, level: str) -> str:
        """The vertebra whose end-plate AP squares for a target there: the lower one of an interspace, else the target's own."""
        return (*LUMBAR, "S1")[LUMBAR.index(level) + 1] if self.aim == "interspace" else level

    @field_validator("levels", "sights", "palpable", "depth_views", "pattern", mode="before")
    @classmethod
    def _lists(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("levels")
    @classmethod
    def _levels_known(cls, levels: tuple[str, ...]) -> tuple[str, ...]:
        for level in levels:
            if level not in LEVELS:
                raise ValueError(f"{quoted(level)} is not a level; known are {', '.join(LEVELS)}")
        return levels


class Body(Frozen):
    """A person to be made for this case; sex and age are the patient's. What is not given is drawn by the seed."""

    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    stature_mm: Annotated[float, Field(ge=1400, le=2100)] | None = None
    bmi: Annotated[float, Field(ge=15, le=55)] | None = None
    asymmetry: Annotated[float, Field(ge=0, le=1)] = 1.0
    """How far left and right differ: 0 not at all, 1 as in people."""
    variants: Annotated[tuple[Variant, ...], AsRow, Field(max_length=12)] = ()


USUAL_MM, USUAL_BMI = {"male": 1755.0, "female": 1620.0}, 25.0
"""Of somebody of whom nothing is known ([@sampling_recipe]; the index a guess)."""


class Patient(Frozen):
    """Who lies on the table: a patient who is there by name, or somebody to be made for this case."""

    anatomy: PatientName = "reference"
    """A shipped patient, or one of your own: made, imported, or come with a package."""
    body: Body | None = None
    """Somebody to be made, instead of a patient who is there."""
    name: Text
    age: Annotated[int, Field(ge=18, le=100)]
    sex: Literal["male", "female"]
    complaint: Text

    @model_validator(mode="after")
    def _one_body(self) -> Patient:
        if self.body is not None and "anatomy" in self.model_fields_set:
            raise ValueError("gives anatomy (a patient who is there) and body (one to be made); should be one of them")
        self.person  # noqa: B018  contradictory variants are refused here
        return self

    @property
    def weight_kg(self) -> float:
        """By stature and body mass index as far as the case gives them, else as people of this sex have them (guess)."""
        body = self.body or Body()
        stature_m = (body.stature_mm or USUAL_MM[self.sex]) / 1000.0
        return stature_m**2 * (body.bmi or USUAL_BMI)

    @property
    def person(self) -> Person | None:
        """Who is to be made, if it is nobody who is there."""
        if self.body is None:
            return None
        body = self.body
        return Person(
            sex=self.sex,
            seed=body.seed,
            stature_mm=body.stature_mm,
            bmi=body.bmi,
            age=float(self.age),
            asymmetry=body.asymmetry,
            variants=list(body.variants),
        )


class Target(Frozen):
    """Where the drug should go."""

    level: str
    side: SideName

    @field_validator("level")
    @classmethod
    def _known(cls, level: str) -> str:
        if level not in LEVELS:
            raise ValueError(f"{quoted(level)} is not a level; known are {', '.join(LEVELS)}")
        return level

    def landmark(self, template: str) -> str:
        """A technique's or script's landmark for this target; a blank that is not known stays as it is, and names no landmark."""
        space = interspace(self.level) if self.level in LUMBAR else "S1-S2"
        other = "left" if self.side == "right" else "right"
        # not str.format: a stranger's template could reach attributes with it, or ask for a gigabyte of padding
        for blank, name in (("level", self.level), ("interspace", space), ("side", self.side), ("other", other)):
            template = template.replace("{" + blank + "}", name)
        return template


class Prepared(Frozen):
    """A fluid that stands ready, and how much of it."""

    agent: str
    ml: Annotated[float, Field(gt=0, le=60)]

    @field_validator("agent")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in agents():
            raise ValueError(f"{quoted(name)} is not known; known are {', '.join(agents())}")
        return name


class Tray(Frozen):
    """What stands ready."""

    needles: Annotated[tuple[str, ...], Field(min_length=1)]
    fluids: Annotated[tuple[Prepared, ...], Field(min_length=1)]

    @field_validator("needles", "fluids", mode="before")
    @classmethod
    def _lists(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("needles")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in needles():
                raise ValueError(f"{quoted(name)} is not a needle; known are {', '.join(needles())}")
        return names


Phase = Literal["choice", "preparation", "reading", "after"]
"""What may belong to an exercise beside the needle."""
Difficulty = Literal["first day", "beginner", "intermediate", "advanced", "examination"]


class CaseParts(Frozen):
    """What a case is written down as, part by part."""

    format: Literal[1]
    name: Name
    title: Text
    learning: Text
    """A note for who practises: what this case teaches."""
    goals: Annotated[tuple[Goal, ...], BeforeValidator(bound)] = ()
    difficulty: Difficulty = "first day"
    sources: str = ""
    """Where the case's facts come from."""
    drill: Drill | None = None
    """One skill alone, with a start of its own, instead of an injection."""
    exercise: Annotated[tuple[Phase, ...], AsRow] = ()
    """Phases that are asked for beside the injection itself; what is not asked for was done by somebody else."""
    technique: Name
    patient: Patient
    target: Target
    tray: Tray
    chart: Chart | None = None
    plan: Plan | None = None
    hints: Annotated[tuple[Hint, ...], AsRow] = ()
    faints: Annotated[float, Field(ge=0, le=1)] = 0.02
    """Chance that this patient faints when it hurts ([@complications_known]: 1-3 %)."""
    opens_vein: bool = False
    """Whether the first place in the epidural space from which something is given lies in a small vein, whatever the chances."""
    hub_moves_mm: Annotated[float, Field(ge=0, le=6)] = 1.0
    """How far a syringe put on a thin needle's bare hub, or taken off it, moves the needle at the most (guess; more in the lean, in whom
    little holds it)."""
    resistance_noise: Annotated[float, Field(ge=0, le=0.5)] = 0.08
    """Spread of the plunger's resistance from place to place."""
    false_loss: Annotated[float, Field(ge=0, le=1)] = 0.257
    """Chance that interspinous ligaments give way too early under the plunger, in a body that does not say where they hold fat (blind
    lumbar losses of resistance lay wrong in 25.7 % [@bartynski_2005])."""
    rubric: Rubric | None = None
    """Instead of the technique's own."""


class Scenario(CaseParts):
    """One case: its parts, and that they fit together."""

    @model_validator(mode="after")
    def _of_a_piece(self) -> Scenario:
        wrong = next(contradictions(self), None)
        if wrong is not None:
            raise ValueError(wrong.sentence)
        return self

    @property
    def wants_injection(self) -> bool:
        """Whether an injection is the right thing to do."""
        return self.plan is None or self.plan.decision == "inject"


class Contradiction(NamedTuple):
    """CaseParts that do not fit together."""

    fields: tuple[str, ...]
    """What it hangs on: it is to be believed as far as these are."""
    sentence: str


def contradictions(case: CaseParts) -> Iterator[Contradiction]:
    """Where exercise, chart, plan, target and tray do not fit, each with the field that is wrong."""
    if "choice" in case.exercise:
        for name, part, kind in (("chart", case.chart, Chart), ("plan", case.plan, Plan)):
            if part is None:
                said = f"exercise: asks for a choice, and {name} is missing; should be {table_of(kind)}"
                yield Contradiction(("exercise", name), said)
    if case.plan is None:
        return
    against = [c for c in concerns(case.chart, bleeding_risk(case.technique)) if c.stops] if case.chart else []
    if case.plan.decision == "inject":
        for concern in against:
            said = f"plan.decision: is 'inject', but {concern.field} forbids it: {concern.say}"
            yield Contradiction(("plan.decision", concern.field), said)
        yield from _planned(case, case.plan)
    elif case.chart is not None and not any(c.must == case.plan.decision and c.reason in case.plan.reasons for c in against):
        said = f"plan.reasons: nothing in the chart asks to {case.plan.decision} for {', '.join(case.plan.reasons)}"
        yield Contradiction(("plan.decision", "plan.reasons", "chart"), said)


def _planned(case: CaseParts, plan: Plan) -> Iterator[Contradiction]:
    """What an injection's plan lacks."""
    if plan.drug_ml is None:
        yield Contradiction(("plan.drug_ml",), "plan.drug_ml: missing; an injection has a volume")
    for field, chosen, given, where in (
        ("plan.levels", plan.levels, case.target.level, "target.level"),
        ("plan.sides", plan.sides, case.target.side, "target.side"),
        ("plan.approaches", plan.approaches, case.technique, "technique"),
    ):
        if given not in chosen:
            yield Contradiction((field, where), f"{field}: lacks {quoted(given)}, which the case asks for")
    for field, chosen, there, where in (
        ("plan.needles", plan.needles, list(case.tray.needles), "tray.needles"),
        ("plan.steroids", plan.steroids, [fluid.agent for fluid in case.tray.fluids], "tray.fluids"),
    ):
        if not set(chosen) & set(there):
            said = f"{field}: none of {', '.join(chosen) or 'nothing'} is on the tray; there are {', '.join(there)}"
            yield Contradiction((field, where), said)

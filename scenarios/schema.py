"""What a case is made of: frozen, validated data. Nothing here steps, draws or imports a window.

Lengths are in mm, angles in degrees, volumes in ml, times in s; a field says so in its name.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from meshes.morphometry import LEVELS, LUMBAR, interspace
from scenarios.equipment import agents, needles

FOLDER = Path(__file__).parent
View = Literal["AP", "lateral", "oblique", "clo"]
SideName = Literal["left", "right"]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
PLAIN_NAME = re.compile(r"^[a-z0-9_]{1,60}$")
Name = Annotated[str, Field(pattern=PLAIN_NAME.pattern)]


class Frozen(BaseModel):
    """Data that nobody changes, with no field that nobody knows, and no number that is none."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


class Measure(Frozen):
    """A row of the catalogue ``measures.csv``."""

    name: str
    unit: str
    title: str
    definition: str
    source: str


@cache
def measures() -> dict[str, Measure]:
    """The catalogue: everything that a rubric may grade."""
    with (FOLDER / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["name"]: Measure(**row) for row in rows}


class Graded(Frozen):
    """A measure with the unit that its author means."""

    measure: str
    unit: str

    @field_validator("measure")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in measures():
            raise ValueError(f"{name!r} is not a measure; known are {', '.join(sorted(measures()))}")
        return name

    @field_validator("unit")
    @classmethod
    def _fits(cls, unit: str, info: ValidationInfo) -> str:
        measure = info.data.get("measure")  # absent if it was found unknown
        if measure and unit != measures()[measure].unit:
            raise ValueError(f"is {unit!r}, {measure} is in {measures()[measure].unit!r}")
        return unit


class Criterion(Graded):
    """Full marks from ``at_least`` to ``at_most``, fading to none over ``fade`` beyond."""

    weight: Annotated[float, Field(gt=0, le=100)]
    at_least: float | None = None
    at_most: float | None = None
    fade: Annotated[float, Field(gt=0)]
    remark: Text
    """What to tell who loses points; ``{value}`` stands for the measure."""

    @model_validator(mode="after")
    def _bounded(self) -> Criterion:
        if self.at_least is None and self.at_most is None:
            raise ValueError("gives neither at_least nor at_most")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"at_least {self.at_least:g} lies above at_most {self.at_most:g}")
        return self


class CriticalError(Graded):
    """An error that fails the attempt whatever else was good."""

    name: Name
    above: float | None = None
    below: float | None = None
    remark: Text

    @model_validator(mode="after")
    def _one_limit(self) -> CriticalError:
        if (self.above is None) == (self.below is None):
            raise ValueError("gives one of above and below, not both or none")
        return self


class Rubric(Frozen):
    """How an attempt is judged."""

    pass_mark: Annotated[float, Field(gt=0, le=100)] = 70.0
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    critical: tuple[CriticalError, ...] = ()

    @field_validator("criteria", "critical", mode="before")
    @classmethod
    def _rows(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("critical")
    @classmethod
    def _named_once(cls, rows: tuple[CriticalError, ...]) -> tuple[CriticalError, ...]:
        names = [row.name for row in rows]
        if len(set(names)) < len(names):
            raise ValueError("two critical errors have the same name")
        return rows


class Technique(Frozen):
    """A way into the epidural space, the same for every patient; places are landmarks with {level}, {interspace}, {side} and {other}."""

    name: Name
    title: Text
    approach: Text
    source: Text
    aim: Literal["interspace", "foramen", "canal"]
    """What the target level names: the interspace below it, the foramen under its pedicle, or the sacral canal."""
    levels: tuple[str, ...]
    entry: str
    """Landmark over which the skin is entered."""
    target: str
    """Where the bevel should come to lie."""
    reach: str
    """Where contrast should have arrived before the drug is given."""
    limit: Literal["none", "pedicle", "sac"]
    """What the tip must not pass: the middle of the pedicle towards the midline, or the level of the sac's tip."""
    sights: tuple[str, ...]
    """Landmarks that a trained eye finds in a picture."""
    palpable: tuple[str, ...]
    """Landmarks that a finger finds on the skin."""
    depth_views: tuple[View, ...]
    rubric: Rubric

    @field_validator("levels", "sights", "palpable", "depth_views", mode="before")
    @classmethod
    def _lists(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("levels")
    @classmethod
    def _levels_known(cls, levels: tuple[str, ...]) -> tuple[str, ...]:
        for level in levels:
            if level not in LEVELS:
                raise ValueError(f"{level!r} is not a level; known are {', '.join(LEVELS)}")
        return levels


class Patient(Frozen):
    """Who lies on the table."""

    anatomy: Name = "reference"
    """Name of a shipped patient."""
    name: Text
    age: Annotated[int, Field(ge=18, le=100)]
    sex: Literal["male", "female"]
    complaint: Text


class Target(Frozen):
    """Where the drug should go."""

    level: str
    side: SideName

    @field_validator("level")
    @classmethod
    def _known(cls, level: str) -> str:
        if level not in LEVELS:
            raise ValueError(f"{level!r} is not a level; known are {', '.join(LEVELS)}")
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
            raise ValueError(f"{name!r} is not known; known are {', '.join(agents())}")
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
                raise ValueError(f"{name!r} is not a needle; known are {', '.join(needles())}")
        return names


class Scenario(Frozen):
    """One case."""

    format: Literal[1]
    name: Name
    title: Text
    learning: Text
    """A note for who practises: what this case teaches."""
    technique: Name
    patient: Patient
    target: Target
    tray: Tray
    resistance_noise: Annotated[float, Field(ge=0, le=0.5)] = 0.08
    """Spread of the plunger's resistance from place to place."""
    rubric: Rubric | None = None
    """Instead of the technique's own."""

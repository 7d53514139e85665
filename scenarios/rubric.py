"""How an attempt is judged: what may be measured, what each measure earns, what fails whatever else was good."""

from __future__ import annotations

import difflib
from functools import cache
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator, model_validator

from meshes.quoting import quoted
from meshes.table import Row, read
from scenarios.base import FOLDER, AsRow, Frozen, Name, Text


class Measure(Row):
    """A row of the catalogue ``measures.csv``."""

    name: str
    unit: str
    title: str
    definition: str
    source: str


@cache
def measures() -> dict[str, Measure]:
    """The catalogue: everything that a rubric may grade."""
    return {row.name: row for row in read(FOLDER / "measures.csv", Measure)}


class Graded(Frozen):
    """A measure with the unit that its author means."""

    measure: str
    unit: str

    @field_validator("measure")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in measures():
            near = difflib.get_close_matches(name, measures(), 3, 0.3)
            raise ValueError(f"{quoted(name)} is not a measure; of {len(measures())} (scenarios/measures.csv) like it: {', '.join(near)}")
        return name

    @field_validator("unit")
    @classmethod
    def _fits(cls, unit: str, info: ValidationInfo) -> str:
        measure = info.data.get("measure")  # absent if it was found unknown
        if measure and unit != measures()[measure].unit:
            raise ValueError(f"is {quoted(unit)}, {measure} is in {measures()[measure].unit!r}")
        return unit


class Criterion(Graded):
    """Full marks from ``at_least`` to ``at_most``, fading to none over ``fade`` beyond."""

    weight: Annotated[float, Field(gt=0, le=100)]
    at_least: float | None = None
    at_most: float | None = None
    fade: Annotated[float, Field(gt=0)]
    remark: Text
    """What to tell who loses points. ``{value}`` stands for the measure, ``{what}`` for what it was, ``{then}`` for when the drug was
    given, or the end."""

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
    without: Annotated[tuple[str, ...], AsRow] = ()
    """Measures that are not judged where this rubric joins others."""

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


def joined(first: Rubric, *others: Rubric) -> Rubric:
    """One rubric of several; the pass mark is the first one's."""
    left_out = {name for rubric in (first, *others) for name in rubric.without}
    criteria = tuple(c for r in (first, *others) for c in r.criteria if c.measure not in left_out)
    critical = tuple(e for r in (first, *others) for e in r.critical if e.measure not in left_out)
    return first.model_copy(update={"criteria": criteria, "critical": critical})

"""A curriculum: stages of cases, each with what shows that a learner can do it. Files in ``curricula``, or an instructor's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from meshes.quoting import quoted
from scenarios import files
from scenarios.base import AsRow, Frozen, Name, Text
from scenarios.files import InputError

FOLDER = Path(__file__).parent / "curricula"
MostHelp = Literal["guided", "practice", "exam"]


class Milestone(Frozen):
    """Cases that are learned together."""

    title: Text
    cases: Annotated[tuple[Name, ...], AsRow, Field(min_length=1, max_length=30)]
    mode: MostHelp = "practice"
    """The most help with which a pass counts: guided is most, exam is none."""
    in_a_row: Annotated[int, Field(ge=1, le=20)] = 2
    """So many passes one after another show a case to be mastered, each on a seed that this learner had not met: one may be luck."""
    least_total: Annotated[float, Field(ge=0, le=100)] = 0.0
    """Points that a pass must have to count."""

    @field_validator("cases")
    @classmethod
    def _known(cls, cases: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in cases if name not in files.all_shipped()]
        if unknown:
            raise ValueError(f"{quoted(unknown[0])} is not a case; known are {', '.join(files.all_shipped())}")
        return cases


class Curriculum(Frozen):
    """A way from one stage to the next."""

    format: Literal[1]
    name: Name
    title: Text
    about: Text
    place: Annotated[int, Field(ge=0, le=99)] = 50
    """Where it stands on the way from the first day to the examination: courses are taken from small to large."""
    stages: Annotated[tuple[Milestone, ...], AsRow, Field(min_length=1, max_length=30)]


def curricula() -> dict[str, Path]:
    """The shipped ones by name."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}


@cache
def path() -> tuple[Curriculum, ...]:
    """The shipped ones in the order in which they are taken, from the first day to the examination."""
    return tuple(sorted((curriculum(name) for name in curricula()), key=lambda one: (one.place, one.name)))


def curriculum(name_or_path: str) -> Curriculum:
    """A shipped one by its name, or somebody's own file. Raises InputError."""
    path = curricula().get(name_or_path, Path(name_or_path))
    if not path.is_file():
        raise InputError(f"curriculum {quoted(name_or_path)} is neither a file nor among {', '.join(curricula())}")
    return files.validated(path, Curriculum, files.read_toml(path))

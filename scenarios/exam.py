"""An exam: cases, seeds and mode fixed before anybody takes it. A file that an instructor writes, or made on the class page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from meshes.quoting import quoted
from scenarios import files
from scenarios.base import AsRow, Frozen, Name, Text

EXAMS = Path(__file__).parent / "exams"
"""An example to copy."""


class Sealed(files.InputError):
    """Somebody asks what came of an exam whose results are not released."""


class Question(Frozen):
    """A case of an exam, the same for everybody."""

    case: Name
    seed: Annotated[int, Field(ge=1, lt=2**31)]
    """Chance in it: veins, spread, what the patient bears."""
    case_hash: Annotated[str, Field(max_length=64)] = ""
    """Of the case as it was when the exam was set; the program fills it in, and refuses a case that is another by then."""


class Exam(Frozen):
    """Each case is begun once by each learner; nothing of what came of it is told before the results are released."""

    format: Literal[1]
    name: Name
    title: Text
    mode: Literal["exam"] = "exam"
    """How much help there is."""
    cases: Annotated[tuple[Question, ...], AsRow, Field(min_length=1, max_length=30)]
    """In the order in which they are taken."""
    minutes: Annotated[float, Field(ge=1, le=240)] | None = None
    """For each case, by the clock of the attempt; nothing: as long as somebody wants."""
    learners: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=60)], ...], AsRow, Field(max_length=500)] = ()
    """Who takes it, by the names under which they practise; nobody named: whoever practises here."""

    @field_validator("cases")
    @classmethod
    def _once(cls, cases: tuple[Question, ...]) -> tuple[Question, ...]:
        met = {(one.case, one.seed) for one in cases}
        if len(met) < len(cases):
            pairs = [(one.case, one.seed) for one in cases]
            twice = next(one for number, one in enumerate(cases) if pairs[number] in pairs[:number])
            raise ValueError(f"has {quoted(twice.case)} twice with the seed {twice.seed}; the second time it has been seen")
        return cases

    def is_for(self, learner: str) -> bool:
        return not self.learners or learner in self.learners


def exam(path: Path) -> Exam:
    """Of a file. Raises InputError."""
    return files.validated(path, Exam, files.read_toml(path))

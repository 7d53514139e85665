"""What is said, in codes: by the patient, of which a recording keeps them, and of what was judged. A catalogue makes sentences of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """A part of the answer to a question."""

    code: str
    name: str = ""
    """Of a condition, a drug or what an allergy is to."""
    number: float = 0.0
    """Days since a drug was taken; pain, 0 to 10."""


@dataclass(frozen=True)
class Said:
    """One utterance: why it was made, and what belongs to it."""

    cause: str
    root: str = ""
    """The touched one."""
    side: str = ""
    about: str = ""
    """The question."""
    answers: tuple[Answer, ...] = ()

    def data(self) -> dict[str, Any]:
        """As plain JSON values, what is empty left out."""
        found = {name: value for name, value in asdict(self).items() if value and name != "answers"}
        if self.answers:
            found["answers"] = [{name: value for name, value in asdict(one).items() if value} for one in self.answers]
        return found

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Said:
        return cls(**{**data, "answers": tuple(Answer(**one) for one in data.get("answers", ()))})


@dataclass(frozen=True)
class Clause:
    """What a remark takes up beside a number."""

    part: str
    """Of the catalogue: unproved, lies_in, pushed, organs, limits, loss, off_target, old_reaction"""
    code: str = ""
    names: tuple[str, ...] = ()
    """Patterns of contrast, spaces that hold fluid, kinds of fluid, or what was left out"""
    ml: float = 0.0
    mm: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.code or self.names)

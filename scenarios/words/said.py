"""What the patient says, in codes: a recording keeps these, and a catalogue makes sentences of them."""

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

"""Everything that is wrong or missing in a case at once, a sentence each, so that an author need not ask again after each mending."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from meshes.quoting import quoted
from scenarios import files
from scenarios.explaining import sentences
from scenarios.files import InputError
from scenarios.leftovers import leftovers
from scenarios.medicines import medicine, medicines
from scenarios.safety import laxer
from scenarios.schema import CaseParts, Scenario, contradictions

EXAMPLE = "l4_l5_disc"
"""A case that has every part, from which stand-ins are taken."""
ROUNDS = 200
"""More faults than anybody mends at once."""
FEW, MANY = 8, 20
"""So many names are always told, and no more than so many."""


@dataclass(frozen=True)
class Faults:
    """What is wrong in one case."""

    invalid: tuple[str, ...]
    """For which it cannot be read, or not be taught with"""
    unwise: tuple[str, ...]
    """For which it can be played, and should not be as it is"""
    case: CaseParts | None
    """What it would be, with stand-ins for what is faulty; None if too little is right"""
    doubtful: tuple[str, ...]
    """Fields in which stand-ins stand"""

    def hang_on(self, *fields: str) -> bool:
        """Whether what is said of these fields would be said of a stand-in."""
        return _hangs_on(fields, self.doubtful)


def faults(path: Path) -> Faults:
    """All that can be told without playing it. Raises InputError if the file holds no tables at all."""
    return faults_in(files.read_toml(path))


def faults_in(data: dict[str, Any]) -> Faults:
    """The same of a case's tables."""
    said: tuple[str, ...] = ()
    try:
        CaseParts.model_validate(data)
    except ValidationError as error:
        said = sentences(error, Scenario, data)
    case, doubtful = mended(data)
    if case is None:
        return Faults(said, (), None, doubtful)
    unwise = [f"goals.{n}: names no measure, so nobody can miss it" for n, goal in enumerate(case.goals, 1) if not goal.shown]
    invalid = [*said, *_unknown_medicines(case)]
    try:
        way = files.technique(case.technique)
    except InputError as error:
        invalid.append(f"technique: {error}")
        doubtful = (*doubtful, "technique")
    else:
        if case.target.level not in way.levels and not _hangs_on(("technique", "target.level"), doubtful):
            invalid.append(f"target.level: is {quoted(case.target.level)}, {way.name} goes to {', '.join(way.levels)}")
        unwise += laxer(case, way.aim)
        unwise += [left.sentence for left in leftovers(case) if not _hangs_on(left.fields, doubtful)]
    invalid += [wrong.sentence for wrong in contradictions(case) if not _hangs_on(wrong.fields, doubtful)]
    return Faults(tuple(invalid), tuple(unwise), case, doubtful)


def instead(name: str, known: Collection[str]) -> str:
    """What could have been meant."""
    near = difflib.get_close_matches(name, known, 1)
    if near and len(known) > FEW:
        return f"did you mean {near[0]!r}?"
    return f"there are {', '.join(sorted(known)[:MANY])}{' ...' if len(known) > MANY else ''}"


def _unknown_medicines(case: CaseParts) -> Iterator[str]:
    """What nobody knows may thin the blood: a case that is to be taught with names only what the rules know."""
    for number, drug in enumerate(case.chart.medication if case.chart else (), 1):
        if medicine(drug.name) is None:
            names = [name for row in medicines() for name in (row.name, *row.brands)]
            unknown = f"{quoted(drug.name)} is in no list of medicines (scenarios/medicines.csv)"
            yield f"chart.medication.{number}.name: {unknown}; {instead(drug.name, names)}"


def mended(data: dict[str, Any]) -> tuple[CaseParts | None, tuple[str, ...]]:
    """The case with stand-ins where it has faults, so that the rest can be held against each other; and the fields where they stand."""
    data, doubtful = deepcopy(data), list[str]()
    for _ in range(ROUNDS):
        try:
            return CaseParts.model_validate(data), tuple(doubtful)
        except ValidationError as error:
            fault: Any = error.errors(include_url=False)[0]
        place = _reached(data, fault["loc"])
        while (name := _named(place)) in doubtful:  # its stand-in does not fit: then not what it belongs to either
            place = place[:-1]
        if not place:
            break
        doubtful.append(name)
        _stand_in(data, place)
    return None, tuple(doubtful)


def _named(place: list[Any]) -> str:
    """As authors count."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def _reached(data: Any, loc: tuple[Any, ...]) -> list[Any]:
    """As far into the data as a fault's place leads; pydantic names in it what no file has."""
    found: list[Any] = []
    for part in loc:
        known = (isinstance(data, dict) and isinstance(part, str)) or (isinstance(data, list) and isinstance(part, int))
        if not known:
            break
        found.append(part)
        if (isinstance(data, dict) and part not in data) or (isinstance(data, list) and part >= len(data)):
            break
        data = data[part]
    return found


def _stand_in(data: dict[str, Any], place: list[Any]) -> None:
    """What is faulty gives way to what the example has there; what the example has not is left out, with all that needs it."""
    while place:
        table, example = data, _example()
        for part in place[:-1]:
            table, example = table[part], _inside(example, part)
        last, good = place[-1], _inside(example, place[-1])
        there = isinstance(table, list) or last in table
        if good is not None and not (there and table[last] == good):
            table[last] = deepcopy(good)
            return
        if there:
            del table[last]
            return
        place = place[:-1]


def _inside(example: Any, part: Any) -> Any:
    if isinstance(example, dict):
        return example.get(part)
    return example[0] if isinstance(example, list) and example else None


@cache
def _example() -> dict[str, Any]:
    return tomllib.loads(files.library()[EXAMPLE].read_text(encoding="utf-8"))


def _hangs_on(fields: Collection[str], doubtful: Collection[str]) -> bool:
    pairs = ((field, other) for field in fields for other in doubtful)
    return any(a == b or a.startswith(f"{b}.") or b.startswith(f"{a}.") for a, b in pairs)

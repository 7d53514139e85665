"""Mutants of the code that decides, made by Cosmic Ray: a seeded sample of them, each against the tests of its own room.

``N=300 SEED=2`` takes more or others, ``ALL=1`` all. Survivors are printed with their difference, and at the end the rate.
"""

from __future__ import annotations

import ast
import difflib
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.copied import PROJECT, copied, passes

LIMIT_S = 300.0
"""A mutant that loops for ever counts as killed."""
LEAST = 0.85
"""Of the mutants that are tried, so many must be noticed."""

TESTS: dict[str, tuple[str, ...]] = {
    "scenarios/rules.py": ("tests/scenarios/test_rules.py", "tests/scenarios/test_bad_cases.py"),
    "sim/physics/encounter.py": ("tests/sim/physics/test_encounter.py",),
    "sim/procedure": ("tests/sim/procedure", "tests/sim/session/test_reading.py"),
    "sim/scoring": (
        "tests/sim/scoring/test_verdicts_by_hand.py",
        "tests/sim/scoring/test_verdicts.py",
        "tests/sim/scoring/test_measures_care.py",
        "tests/sim/scoring/test_measures.py",
        "tests/sim/scoring/test_measures_by_hand.py",
        "tests/sim/session/test_reading.py",
        "tests/sim/procedure",
    ),
    "sim/scoring/milestones.py": ("tests/sim/scoring/test_milestones.py",),
    "sim/scoring/guard.py": ("tests/sim/scoring/test_guard.py", "tests/sim/scoring/test_measures_harm.py"),
    "sim/scoring/remarks.py": ("tests/sim/scoring/test_goals.py", "tests/sim/scoring/test_guard.py", "tests/sim/scoring/test_scoring.py"),
    "sim/scoring/judged.py": ("tests/sim/command_line/test_scores.py",),
    "sim/scoring/cusum.py": ("tests/sim/scoring/test_cusum.py", "tests/sim/command_line/test_scores.py"),
    "sim/scoring/rubric.py": ("tests/sim/scoring/test_scoring.py", "tests/sim/scoring/test_verdicts.py"),
    "sim/scoring/measures": (
        "tests/sim/scoring/test_measures_by_hand.py",
        "tests/sim/scoring/test_measures.py",
        "tests/sim/scoring/test_measures_care.py",
        "tests/sim/scoring/test_measures_harm.py",
        "tests/sim/scoring/test_measures_leaving.py",
        "tests/sim/scoring/test_measures_readiness.py",
        "tests/sim/scoring/test_measures_testing.py",
    ),
    "sim/session/stations": (
        "tests/sim/session/test_stations.py",
        "tests/sim/session/test_needle_station.py",
        "tests/sim/session/test_session.py",
        "tests/sim/session/test_images.py",
        "tests/sim/session/test_probing.py",
        "tests/sim/session/test_reading.py",
        "tests/sim/procedure",
        "tests/sim/session/test_attempt_commands.py",
        "tests/sim/session/test_event_digits.py",
        "tests/sim/session/test_tubing.py",
        "tests/sim/session/test_compartment_columns.py",
        "tests/sim/physics/test_hole.py",
    ),
}
"""What is mutated (a file, or all of a folder), and the fast tests that must notice; the narrowest place counts."""


@dataclass(frozen=True)
class Candidate:
    """Where a mutant may be made: what of the file an operator can change, counted from 0."""

    file: str
    operator: str
    occurrence: int


@dataclass(frozen=True)
class Mutant:
    file: str
    was: str
    becomes: str
    tests: tuple[str, ...]

    def difference(self) -> str:
        lines = difflib.unified_diff(self.was.splitlines(), self.becomes.splitlines(), self.file, self.file, lineterm="", n=1)
        return "\n".join(lines)


def files() -> dict[str, tuple[str, ...]]:
    """Every file that is mutated, relative to the project, and its tests."""
    found = {}
    for place in sorted(TESTS, key=len):  # a narrower place comes later
        path = PROJECT / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if file.name != "__init__.py":
                found[file.relative_to(PROJECT).as_posix()] = TESTS[place]
    return found


def candidates() -> list[Candidate]:
    """All places where Cosmic Ray changes something; always in the same order."""
    from cosmic_ray.ast import ast_nodes, get_ast  # only here: the table above is tested where Cosmic Ray is not installed
    from cosmic_ray.plugins import get_operator, operator_names

    operators = {name: get_operator(name) for name in sorted(operator_names())}
    plain = {name: kind() for name, kind in operators.items() if not kind.arguments()}
    found = []
    for file in files():
        nodes = list(ast_nodes(get_ast((PROJECT / file).read_text(encoding="utf-8"))))
        for name, operator in plain.items():
            count = sum(len(list(operator.mutation_positions(node))) for node in nodes)
            found += [Candidate(file, name, occurrence) for occurrence in range(count)]
    return found


def drawn(all_of_them: list[Candidate], number: int, seed: int) -> Iterator[Mutant]:
    """So many mutants, each another change of what is computed, in the seed's order."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    tests = files()
    known = {file: {meaning((PROJECT / file).read_text(encoding="utf-8"))} for file in tests}
    for candidate in random.Random(seed).sample(all_of_them, len(all_of_them)):
        if number == 0:
            return
        was = (PROJECT / candidate.file).read_text(encoding="utf-8")
        becomes = mutate_code(was, get_operator(candidate.operator)(), candidate.occurrence)
        if becomes is not None and (means := meaning(becomes)) is not None and means not in known[candidate.file]:
            known[candidate.file].add(means)
            number -= 1
            yield Mutant(candidate.file, was, becomes, tests[candidate.file])


def meaning(text: str) -> str | None:
    """The code without its annotations of types, which are never computed here (``from __future__ import annotations``).

    Those of a class's fields stay: pydantic and dataclasses read them. None for what does not parse: that would be noticed by anybody.
    """
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
                argument.annotation = None
    return ast.dump(tree)


def main() -> int:
    places = candidates()
    seed = int(os.environ.get("SEED", "1"))
    number = len(places) if os.environ.get("ALL") else int(os.environ.get("N", "150"))
    print(f"{len(places)} places in {len(files())} files; {number} are tried, seed {seed}", flush=True)
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = copied(Path(place))
        for tests in sorted(set(TESTS.values())):
            if not passes(folder, tests, 10 * LIMIT_S):
                print(f"{' '.join(tests)} fail without any change")
                return 2
        for mutant in drawn(places, number, seed):
            (folder / mutant.file).write_text(mutant.becomes, encoding="utf-8")
            survived = passes(folder, mutant.tests, LIMIT_S)
            (folder / mutant.file).write_text(mutant.was, encoding="utf-8")
            told["survived" if survived else "killed"] += 1
            print(f"{'SURVIVED' if survived else 'killed  '}  {mutant.file}", flush=True)
            if survived:
                print(mutant.difference(), flush=True)
    tried = told.total()
    rate = told["killed"] / max(1, tried)
    print(f"{told['killed']} of {tried} killed ({rate:.0%}), {told['survived']} survived; seed {seed}")
    return 0 if rate >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())

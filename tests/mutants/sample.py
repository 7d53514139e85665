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

LIMIT_S = 120.0
"""A mutant that loops for ever counts as killed; no selection below takes half as long."""

TESTS: dict[str, tuple[str, ...]] = {
    "scenarios/rules.py": ("tests/scenarios/test_rules.py", "tests/scenarios/test_bad_cases.py"),
    "sim/physics/encounter.py": ("tests/sim/physics/test_encounter.py",),
    "sim/procedure": ("tests/sim/procedure",),
    "sim/scoring/cusum.py": ("tests/sim/scoring/test_cusum.py",),
    "sim/scoring/rubric.py": ("tests/sim/scoring/test_scoring.py",),
    "sim/scoring/measures": ("tests/sim/scoring/test_measures.py", "tests/sim/scoring/test_measures_care.py"),
    "sim/session/stations": (
        "tests/sim/session/test_stations.py",
        "tests/sim/session/test_needle_station.py",
        "tests/sim/session/test_session.py",
        "tests/sim/session/test_images.py",
        "tests/sim/session/test_probing.py",
        "tests/sim/session/test_reading.py",
    ),
}
"""What is mutated (a file, or all of a folder), and the fast tests that must notice."""


@dataclass(frozen=True)
class Mutant:
    file: str
    was: str
    becomes: str
    tests: tuple[str, ...]

    def difference(self) -> str:
        lines = difflib.unified_diff(self.was.splitlines(), self.becomes.splitlines(), self.file, self.file, lineterm="", n=1)
        return "\n".join(lines)


def files() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every file that is mutated, relative to the project, with its tests."""
    for place, tests in TESTS.items():
        path = PROJECT / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            yield file.relative_to(PROJECT).as_posix(), tests


def mutants() -> list[Mutant]:
    """All that Cosmic Ray makes, without those that read otherwise and mean the same; always in the same order."""
    from cosmic_ray.ast import ast_nodes, get_ast  # only here: the table above is tested where Cosmic Ray is not installed
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    kinds = [get_operator(name) for name in sorted(operator_names())]
    operators = [kind() for kind in kinds if not kind.arguments()]
    found = []
    for file, tests in files():
        was = (PROJECT / file).read_text(encoding="utf-8")
        same = {meaning(was)}
        for operator in operators:
            count = sum(len(list(operator.mutation_positions(node))) for node in ast_nodes(get_ast(was)))
            for occurrence in range(count):
                becomes = mutate_code(was, operator, occurrence)
                if becomes is not None and (means := meaning(becomes)) not in same:
                    same.add(means)
                    found.append(Mutant(file, was, becomes, tests))
    return found


def meaning(text: str) -> str:
    """The code without its annotations of types, which are never computed here (``from __future__ import annotations``).

    Those of a class's fields stay: pydantic and dataclasses read them. What does not parse stands for itself.
    """
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
                argument.annotation = None
    return ast.dump(tree)


def main() -> int:
    made = mutants()
    seed = int(os.environ.get("SEED", "1"))
    number = len(made) if os.environ.get("ALL") else min(int(os.environ.get("N", "150")), len(made))
    chosen = random.Random(seed).sample(made, number)
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = copied(Path(place))
        for tests in sorted({mutant.tests for mutant in chosen}):
            if not passes(folder, tests, 10 * LIMIT_S):
                print(f"{' '.join(tests)} fail without any change")
                return 2
        for mutant in chosen:
            (folder / mutant.file).write_text(mutant.becomes, encoding="utf-8")
            survived = passes(folder, mutant.tests, LIMIT_S)
            (folder / mutant.file).write_text(mutant.was, encoding="utf-8")
            told["survived" if survived else "killed"] += 1
            print(f"{'SURVIVED' if survived else 'killed  '}  {mutant.file}", flush=True)
            if survived:
                print(mutant.difference(), flush=True)
    rate = told["killed"] / max(1, number)
    print(f"{told['killed']} of {number} killed ({rate:.0%}), {told['survived']} survived; {len(made)} mutants in all, seed {seed}")
    return 0 if rate >= 0.85 else 1


if __name__ == "__main__":
    sys.exit(main())

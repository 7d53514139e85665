"""The table of what is mutated names files and tests that are there. Whether mutants are killed: ``make mutants``."""

from __future__ import annotations

from tests.mutants.copied import PROJECT
from tests.mutants.sample import TESTS, files, meaning


def test_every_place_and_every_test_of_the_table_is_there() -> None:
    for place, tests in TESTS.items():
        assert (PROJECT / place).exists(), place
        assert all((PROJECT / test).exists() for test in tests), place


def test_what_decides_is_all_mutated() -> None:
    named = set(files())
    for folder in ("sim/session/stations", "sim/procedure", "sim/scoring"):
        assert {f.relative_to(PROJECT).as_posix() for f in (PROJECT / folder).rglob("*.py") if f.name != "__init__.py"} <= named
    assert {"sim/physics/encounter.py", "scenarios/rules.py"} <= named


def test_only_a_change_of_what_is_computed_is_a_mutant() -> None:
    was = "def f(x: int | None) -> int | None:\n    return x\n"
    assert meaning(was) == meaning(was.replace("|", "+"))
    assert meaning(was) != meaning(was.replace("return x", "return -x"))
    assert meaning("class A:\n    x: int | None\n") != meaning("class A:\n    x: int + None\n")

"""The soak in small: a few attempts cut short, judged as the hour is; and what it would not let pass."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.conftest import PROJECT
from tests.soak.kept_up import Sample, faults

WARM, ROUNDS = 3, 5
"""Rounds in which the program still fills what it keeps, as the hour has its first ten minutes; and those that count."""


def samples(memory_mb: Sequence[float], picture_ms: Sequence[float]) -> list[Sample]:
    return [Sample(i / len(memory_mb), *both) for i, both in enumerate(zip(memory_mb, picture_ms, strict=True))]


STEADY = [800.0] * 12
PROBLEMS = {
    "steady": (STEADY, STEADY, []),
    "fills up at first": ([300.0, 700.0, *STEADY[2:]], STEADY, []),
    "leaks 17 MB a round": ([800.0 + 17 * i for i in range(12)], STEADY, ["memory went from"]),
    "falls by too much": ([900.0 - 8 * i for i in range(12)], STEADY, ["memory went from"]),
    "just within": ([800.0 + 50 * (i % 2) for i in range(12)], STEADY, []),
    "slower by 6 %": (STEADY, [100.0] * 7 + [106.0] * 5, ["a picture took"]),
    "slower by 4 %": (STEADY, [100.0] * 7 + [104.0] * 5, []),
    "quicker by 6 %": (STEADY, [106.0] * 7 + [99.0] * 5, ["a picture took"]),
    "too short": (STEADY[:4], STEADY[:4], ["only 3 rounds"]),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_let_pass(name: str) -> None:
    memory, pictures, words = PROBLEMS[name]
    found = faults(samples(memory, pictures))
    assert len(found) == len(words)
    assert all(fault.startswith(word) for fault, word in zip(found, words, strict=True))


def test_a_machine_that_others_slow_is_no_fault_of_the_program() -> None:
    """Both took a fifth longer in the second half: the same number of yardsticks."""
    slow = [1.0] * 7 + [1.2] * 5
    found = [Sample(i / 12, 800.0, 100.0 * share, 10.0 * share) for i, share in enumerate(slow)]
    assert faults(found) == []
    assert faults([replace(sample, yard_ms=10.0) for sample in found]) != []


PROGRAM = f"""
import json
from PySide6.QtWidgets import QApplication
from sim.studies.bench.memory import resident_mb
from tests.soak.driver import CASES, Driver, Hurry

app, memory = QApplication([]), []
with Hurry(8.0) as hurry:
    driver = Driver(app, hurry, longest_s=4.0, cases=CASES[:1])
    for number in range({WARM + ROUNDS}):
        driver.round(number)
        memory.append(resident_mb())
    driver.close()
print(json.dumps([driver.simulated_s, memory]))
"""


@pytest.mark.display
@pytest.mark.skipif(sys.platform != "linux", reason="memory is looked up in /proc")
@pytest.mark.long
def test_the_window_keeps_up() -> None:
    """A few seconds of each attempt, in a process of its own: what other tests have left free among their memory would be filled first.

    Oracle: its memory, as the hour judges it; CPU times of so few pictures tell nothing.
    """
    said = subprocess.run([sys.executable, "-c", PROGRAM], cwd=PROJECT, capture_output=True, text=True, check=True)
    simulated_s, memory = json.loads(said.stdout.splitlines()[-1])
    assert simulated_s >= 3.9 * (WARM + ROUNDS)  # a round may end a step or two early
    assert not faults(samples(memory[WARM:], [1.0] * ROUNDS))

"""Shipped scripts still end as they did when they were last frozen; all of them by ``make frozen``."""

from __future__ import annotations

import pytest

from scenarios import files
from sim.session.world import World
from tests.frozen.compared import SEEDS, differences, frozen, moved, played
from tests.sim.played import SCRIPTS

FEW = ["anticoagulated_competent/2", "transforaminal_l5_careless/3", "interlaminar_l4_l5_competent/2", "caudal_careless/3"]
"""Nothing injected; a foramen; all of it; through the hiatus. In the reference man, whose body takes no time to build, or in nobody."""


def test_every_shipped_script_is_frozen() -> None:
    assert sorted(frozen()) == sorted(f"{name}/{seed}" for name in SCRIPTS for seed in SEEDS)


@pytest.mark.parametrize("key", FEW)
def test_an_attempt_ends_as_it_did(key: str, worlds: dict[str, World]) -> None:
    name, seed = key.split("/")
    world = worlds[files.script(files.scripts()[name]).scenario]
    assert differences(key, frozen()[key], played(world, name, int(seed)), moved()) == []


def test_what_has_moved_has_a_reason_and_is_there() -> None:
    assert all(row["why"] and row["what"].split()[0] in ("total", "measure", "event", "critical") for row in moved())


WAS = {"passed": True, "critical": [], "total": 90.0, "measures": {"passes": 1.0, "duration": None}, "events": {"pain": [3, 5]}}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"passed": False}, "passed: was True, is False"),
        ({"critical": ["wet_tap"]}, "critical: was [], is ['wet_tap']"),
        ({"total": 90.0 + 2e-9}, "total: was 90.0"),
        ({"measures": {"passes": 1.0, "duration": 2.0}}, "measure duration: was None, is 2.0"),
        ({"measures": {"passes": 1.0, "reversals": 2.0}}, "measure reversals: was None, is 2.0"),
        ({"events": {"pain": [3, 6]}}, "was 2 times, is 2; the first to differ is number 2: was at step 5, is at 6"),
        ({"events": {"pain": [3]}}, "was 2 times, is 1; the first to differ is number 2: was at step 5, is at none"),
    ],
)
def test_a_difference_is_told_unless_it_has_moved_and_a_verdict_always(change: dict[str, object], said: str) -> None:
    """Oracle: attempts made by hand that differ in one thing."""
    (line,) = differences("made/1", WAS, {**WAS, **change}, [])
    assert line.startswith("made/1: ")
    assert said in line
    everything = [{"attempt": "made/*", "what": "*", "why": "all may move"}]
    told = differences("made/1", WAS, {**WAS, **change}, everything)
    assert told == ([line] if {"passed", "critical"} & set(change) else [])


def test_an_error_moves_by_its_own_name_alone() -> None:
    now = {**WAS, "critical": ["unsterile", "wet_tap"]}
    row = {"attempt": "made/*", "what": "critical wet_tap", "why": "it is one by now"}
    assert differences("made/1", WAS, now, [row]) == ["made/1: critical: was [], is ['unsterile']"]
    assert differences("made/1", WAS, now, [row, {**row, "what": "critical unsterile"}]) == []


def test_less_than_a_billionth_is_no_difference() -> None:
    assert differences("made/1", WAS, {**WAS, "total": 90.0 + 1e-10}, []) == []

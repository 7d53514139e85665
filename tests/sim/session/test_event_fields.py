"""The table of events. Oracle: what the session really logs, in its source and in attempts of every kind."""

from __future__ import annotations

import ast
from contextlib import suppress
from pathlib import Path

import pytest

import sim
from scenarios.files import InputError
from sim.procedure.course import course
from sim.records.recording import Recording
from sim.scoring.measures import measured
from sim.session.event_fields import FIELDS, fault_of
from sim.session.events import SEEN, Event
from sim.session.world import World
from tests.sim.played import FEW

SESSION = Path(sim.__file__).parent / "session"
OPEN = {"refused"}
"""Kinds that carry more than the table says."""
WITH_A_DRUG = "interlaminar_l4_l5_competent"
SPOILED: tuple[object, ...] = (
    None,
    True,
    -1,
    10**400,
    1e300,
    float("nan"),
    "x",
    "0.5 ml x + 1 ml y",
    [],
    [1],
    ["a"],
    [[0, 0, 0]],
    {},
    {"a": "b"},
)


def logged() -> set[str]:
    """The kinds of event that the source of the session names where it logs."""
    found = set()
    for path in SESSION.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "log" and len(node.args) > 1:
                found |= {n.value for n in ast.walk(node.args[1]) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return found


def test_what_the_session_logs_is_in_the_table_and_nothing_else() -> None:
    assert logged() == set(FIELDS)
    assert set(FIELDS) >= set(SEEN)


@pytest.mark.parametrize("name", [*FEW, WITH_A_DRUG])
def test_every_event_of_an_attempt_has_the_fields_of_the_table(played: dict[str, Recording], name: str) -> None:
    for event in played[name].events:
        assert fault_of(event.kind, event.data) is None
        assert event.kind in OPEN or set(event.data) <= set(FIELDS[event.kind]), event


def test_an_event_that_lacks_a_field_or_has_another_type_in_it_is_none(played: dict[str, Recording]) -> None:
    """Each field of each kind that occurs is taken away, then spoiled: an error that names it, or it can be measured."""
    events = played[WITH_A_DRUG].events
    one_of_each = {event.kind: event for event in events}
    for event in one_of_each.values():
        for name, kind in FIELDS[event.kind].items():
            if name not in event.data:
                continue
            without = {key: value for key, value in event.data.items() if key != name}
            fault = fault_of(event.kind, without)
            assert fault == (f"data.{name}: missing in {event.kind}" if kind.needed else None)
            refused = [
                value for value in SPOILED if (fault_of(event.kind, {**event.data, name: value}) or "").startswith(f"data.{name}: is ")
            ]
            assert len(refused) > len(SPOILED) // 2


def test_whatever_the_table_lets_through_can_be_measured(played: dict[str, Recording], worlds: dict[str, World]) -> None:
    """Where numbers are wild but numbers, and lists empty: no measure stumbles, nor what comes afterwards."""
    recording = played[WITH_A_DRUG]
    case = worlds[recording.header.scenario].scenario
    for kind in {event.kind for event in recording.events}:
        at = max(n for n, event in enumerate(recording.events) if event.kind == kind)
        event = recording.events[at]
        for name in set(event.data) & set(FIELDS[kind]):
            for value in (-1e9, 0, 1e9, 10**9, True, "AIR", "saline", [], [0, 0, 0], [1e9, 1e9, 1e9], {}, {"epidural": -1e9}):
                data = {**event.data, name: value}
                if fault_of(kind, data) is None:
                    events = (*recording.events[:at], Event(event.step, kind, data), *recording.events[at + 1 :])
                    spoiled = Recording(recording.header, recording.commands, events, recording.steps, True)
                    with suppress(InputError):  # a body without a landmark that is asked for
                        measured(spoiled, case)
                    course(events, case, 1)


def test_an_unknown_kind_is_no_event_and_its_name_is_cut() -> None:
    fault = fault_of("x" * 100_000, {})
    assert fault is not None
    assert "is not an event" in fault
    assert len(fault) < 200

"""Commands are values: they round-trip through JSON, refuse numbers that are none, and each belongs to exactly one station."""

from __future__ import annotations

import inspect
import json
import re
from types import NoneType
from typing import Any, Literal, Never, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from scenarios.base import Frozen
from sim.session import attempt_commands, care_commands, commands, drill_commands
from sim.session.commands import AdvanceNeedle, Command, Finish, Millimetres, MoveCArm, PressPlunger, from_json
from sim.session.session import STATIONS, Session
from sim.session.stations.station import Station
from sim.session.world import World

KINDS: tuple[type[Command], ...] = get_args(Command)
MEASURED = [
    (kind, name)
    for kind in KINDS
    for name, info in kind.model_fields.items()
    if info.annotation is float or get_args(info.annotation) == (Millimetres,) * 3
]
"""Every field that holds a quantity."""
NO_NUMBERS = (float("nan"), float("inf"), float("-inf"))


def _numbers(limits: tuple[Any, ...]) -> st.SearchStrategy[float]:
    """Numbers within a field's limits."""
    found: dict[str, Any] = {}
    for limit in limits:
        found |= {name: getattr(limit, name) for name in ("ge", "gt", "le", "lt") if getattr(limit, name, None) is not None}
    return st.floats(
        min_value=found.get("ge", found.get("gt")), max_value=found.get("le", found.get("lt")), exclude_min="gt" in found, width=64
    )


def _values(annotation: Any, limits: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """Any value that a field may have."""
    if hasattr(annotation, "__metadata__"):
        return _values(annotation.__origin__, (*limits, *_flat(annotation.__metadata__)))
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return st.sampled_from(inside)
    if inspect.isclass(annotation) and issubclass(annotation, Frozen):
        return st.builds(annotation, **{name: _values(i.annotation, tuple(i.metadata)) for name, i in annotation.model_fields.items()})
    if origin is tuple and inside[1:] == (...,):
        size = {name: value for limit in limits for name in ("min_length", "max_length") if (value := getattr(limit, name, None))}
        return st.lists(_values(inside[0]), min_size=size.get("min_length", 0), max_size=size.get("max_length", 4)).map(tuple)
    if origin is tuple:
        return st.tuples(*map(_values, inside))
    if inside:  # a union
        return st.one_of(*map(_values, inside))
    if annotation is float:
        return _numbers(limits)
    if annotation is int:
        return st.integers(
            min_value=next(m.ge for m in limits if hasattr(m, "ge")), max_value=next(m.le for m in limits if hasattr(m, "le"))
        )
    return {str: st.text(max_size=20), bool: st.booleans(), NoneType: st.none()}[annotation]


def _flat(metadata: tuple[Any, ...]) -> list[Any]:
    return [one for item in metadata for one in (item.metadata if isinstance(item, FieldInfo) else [item])]


@st.composite
def some_command(draw: st.DrawFn) -> Command:
    kind = draw(st.sampled_from(KINDS))
    fields = {name: draw(_values(info.annotation, tuple(info.metadata))) for name, info in kind.model_fields.items()}
    return kind(**fields)


def _example(kind: type[Command]) -> Command:
    """One value of a kind, always the same."""
    found: list[Command] = []

    @settings(derandomize=True, deadline=None, max_examples=1, database=None)
    @given(st.fixed_dictionaries({name: _values(info.annotation, tuple(info.metadata)) for name, info in kind.model_fields.items()}))
    def draw(fields: dict[str, Any]) -> None:
        found.append(kind(**fields))

    draw()
    return found[0]


def test_the_union_has_every_command_of_the_module() -> None:
    modules = (commands, care_commands, drill_commands, attempt_commands)
    defined = {thing for module in modules for _, thing in inspect.getmembers(module, inspect.isclass)}
    defined = {thing for thing in defined if issubclass(thing, Frozen) and "do" in thing.model_fields}
    assert set(KINDS) == defined
    assert len({kind.model_fields["do"].default for kind in KINDS}) == len(KINDS)


@settings(derandomize=True, deadline=None, max_examples=400, database=None)
@given(some_command())
def test_a_command_round_trips_through_json(command: Command) -> None:
    text = json.dumps(command.model_dump(mode="json"))
    assert from_json(text) == command
    assert from_json(json.loads(text)) == command
    assert hash(from_json(text)) == hash(command)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_round_trips(kind: type[Command]) -> None:
    command = _example(kind)
    assert from_json(command.model_dump_json()) == command


@pytest.mark.parametrize("number", NO_NUMBERS)
@pytest.mark.parametrize(("kind", "field"), MEASURED, ids=lambda part: part if isinstance(part, str) else part.__name__)
def test_a_number_that_is_none_is_refused_everywhere(kind: type[Command], field: str, number: float) -> None:
    good = _example(kind).model_dump()
    bad = (0.0, number, 0.0) if isinstance(good[field], tuple) else number
    with pytest.raises(ValidationError, match="finite"):
        kind(**{**good, field: bad})


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused_in_json(text: str) -> None:
    with pytest.raises(ValidationError):
        from_json(f'{{"do": "advance_needle", "mm": {text}}}')


@pytest.mark.parametrize(
    "data",
    [
        {"do": "fly"},
        {"do": "AdvanceNeedle", "mm": 1.0},
        {"mm": 1.0},
        {"do": "advance_needle"},
        {"do": "advance_needle", "mm": 1.0, "cm": 0.1},
        {"do": "advance_needle", "mm": "12 in"},
        {"do": "advance_needle", "cm": 1.2},
        {"do": "set_pulse_rate", "rate": 3},
        {"do": "show_view", "view": "PA"},
        {"do": "move_carm", "orbit_deg": 0.0, "tilt_deg": 0.0, "centre_mm": [0.0, 0.0]},
        [],
        None,
    ],
)
def test_what_is_no_command_is_refused(data: object) -> None:
    with pytest.raises(ValidationError):
        from_json(data)


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (AdvanceNeedle, {"mm": 10.5}),
        (AdvanceNeedle, {"mm": -200.5}),
        (PressPlunger, {"rate_ml_s": 0.0}),
        (PressPlunger, {"rate_ml_s": 5.5}),
        (MoveCArm, {"orbit_deg": 181.0, "tilt_deg": 0.0, "centre_mm": (0.0, 0.0, 0.0)}),
    ],
)
def test_what_no_hand_can_do_is_refused(command: type[Command], fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        command(**fields)


def test_a_command_cannot_be_changed() -> None:
    command = AdvanceNeedle(mm=1.0)
    with pytest.raises(ValidationError, match="frozen"):
        command.mm = 2.0  # type: ignore[misc]


def own(station: Station[Never, object]) -> tuple[type[Command], ...]:
    """The commands that a station says are its own."""
    union = get_type_hints(station.do)["command"]
    return get_args(union) or (union,)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not Finish], ids=lambda kind: kind.__name__)
def test_a_command_belongs_to_exactly_one_station_which_the_session_asks(kind: type[Command], interlaminar: World) -> None:
    """The session itself does Finish. Oracle: what each station says it does, and that no other takes it."""
    command = _example(kind)
    assert [kind in own(station) for station in STATIONS].count(True) == 1
    for station in STATIONS:
        session = Session(interlaminar, 1)
        if kind in own(station):
            station.do(session.truth(), interlaminar, command)  # type: ignore[arg-type]
            asked = Session(interlaminar, 1)
            asked.do(command)
            done = session.events
            assert asked.events[: len(done)] == done  # and what the patient does then
        else:
            with pytest.raises(AssertionError, match="unreachable"):
                station.do(session.truth(), interlaminar, command)  # type: ignore[arg-type]
            assert [event.kind for event in session.events] == ["body_described"]


def test_the_type_checker_is_asked_whether_a_station_leaves_a_command_out() -> None:
    """Every station's own ``match`` ends in assert_never, and the session's choice among stations in what can be of no type."""
    assert all(re.search(r"case _:\s+assert_never\(command\)", inspect.getsource(station.do)) for station in STATIONS)
    assert "nobodys: Never = command" in inspect.getsource(Session._hand_over)

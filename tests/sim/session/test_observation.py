"""An Observation shares nothing that could be written with the truth, and nothing of it can be written: by a walk over what it reaches."""

from __future__ import annotations

import dataclasses
import enum
import gc
from collections.abc import Iterator, Mapping
from string import Formatter
from types import BuiltinFunctionType, FunctionType, MappingProxyType, ModuleType
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from scenarios.words import catalogue
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.picture import opened
from sim.fluoroscopy.shadows import Iodine, Steel
from sim.session import commands as c
from sim.session.care_commands import Ask, Decide, NamePattern
from sim.session.events import SEEN
from sim.session.observation import Observation
from sim.session.session import STEP_S, Session
from sim.session.state import State
from sim.session.world import World

WRITABLE = (dict, list, set, bytearray, np.ndarray)
NO_DATA = (type, ModuleType, FunctionType, BuiltinFunctionType, enum.Enum)
BUILT_IN = (dict, list, tuple, set, frozenset, MappingProxyType)


def reached(*roots: object, behind: bool = True) -> Iterator[object]:
    """Everything that attributes and items lead to, each once; what stands ``behind`` a proxy too, or only what it shows."""
    known: dict[int, object] = {}
    todo = list(roots)
    while todo:
        thing = todo.pop()
        if id(thing) in known or isinstance(thing, NO_DATA):
            continue
        known[id(thing)] = thing
        yield thing
        if isinstance(thing, MappingProxyType) and not behind:
            todo += thing.values()
        else:
            todo += gc.get_referents(thing) if isinstance(thing, BUILT_IN) else _inside(thing)


def _inside(thing: object) -> list[object]:
    """The values of an object's attributes; its own dictionary is no part of what it holds."""
    slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
    values = [getattr(thing, name) for name in slots if name not in ("__dict__", "__weakref__") and hasattr(thing, name)]
    return [*vars(thing).values(), *values] if hasattr(thing, "__dict__") else values


@pytest.fixture(scope="module")
def busy(interlaminar: World) -> tuple[Session, Observation]:
    """In the middle of everything: contrast runs in under the beam, things have been asked, decided, named, stored and subtracted."""
    session = Session(interlaminar, 1)
    target = interlaminar.target
    notices = []

    def do(*commands: Any, steps: int = 1) -> Observation:
        for command in commands:
            session.do(command)
        for _ in range(steps):
            seen = session.step()
            notices.extend(seen.notices)
        return seen

    do(Ask(about="pain"), Decide(decision="inject", reason="radicular_pain", level="L4", side="right"))
    do(c.TakeNeedle(needle="18G Tuohy"), c.PlaceNeedle(right_mm=float(target[0]), superior_mm=float(target[2])), c.PressPedal(), steps=16)
    do(
        c.ReleasePedal(),
        c.KeepImage(),
        c.StoreImage(loop=True),
        c.AdvanceNeedle(mm=10.0),
        c.AdvanceNeedle(mm=10.0),
        c.SetStylet(inside=False),
    )
    do(c.AttachSyringe(agent="iohexol 240"), c.SetSubtraction(mode="subtract"), c.PressPedal(), c.PressPlunger(rate_ml_s=0.5), steps=64)
    do(NamePattern(view="AP", pattern="none seen"))
    return session, dataclasses.replace(do(steps=1), notices=tuple(notices))


def test_the_scene_holds_what_is_to_be_hidden(busy: tuple[Session, Observation]) -> None:
    """Else the walk would prove nothing: the truth has a needle in the body and iodine, and the pictures show them."""
    session, seen = busy
    assert seen.live is not None
    exposure = opened(seen.live)
    assert exposure.needle is not None
    assert exposure.contrast is not None
    assert exposure.subtracted is not None
    assert seen.care.decision is not None
    assert {"asked", "pattern_named"} <= {event.kind for event in seen.notices}
    kinds = {type(thing) for thing in reached(session.truth(), session.world)}
    assert {State, World, dict, list, np.ndarray} <= kinds


def test_nothing_that_could_be_written_is_shared_with_the_truth(busy: tuple[Session, Observation]) -> None:
    session, seen = busy
    hidden = {id(thing) for thing in reached(session.truth(), session.world, behind=False) if isinstance(thing, WRITABLE)}
    assert [thing for thing in reached(seen) if isinstance(thing, WRITABLE) and id(thing) in hidden] == []


def test_no_way_leads_from_an_observation_to_the_needle_in_the_body_or_to_the_iodine(busy: tuple[Session, Observation]) -> None:
    _, seen = busy
    assert [thing for thing in reached(seen) if isinstance(thing, State | World | Exposure | Steel | Iodine | np.ndarray)] == []


def test_a_notice_tells_what_its_words_say_and_no_more(busy: tuple[Session, Observation]) -> None:
    """Oracle: the sentences of the catalogue, whose blanks are what an operator is told; what lies behind stays in the event."""
    session, seen = busy
    blanks = {kind: {field for _, field, _, _ in Formatter().parse(said) if field} for kind, said in catalogue()["events"].items()}
    blanks["image_stored"] |= blanks.pop("loop_stored")
    # a break of sterility has a sentence of its own within the sentence
    blanks["sterility_broken"] |= {
        field for said in catalogue()["sterility"].values() for _, field, _, _ in Formatter().parse(said) if field
    }
    # a time is told in minutes
    blanks["time_short"] = {"left_s"}
    # and what an operator said himself is known to him: forms show it, whoever filled them in
    blanks["time_out"] |= {"checked"}
    blanks["discharged"] |= {"driver", "advice", "restart_h"}
    assert {kind: set(fields) for kind, fields in SEEN.items() if fields is not None} == blanks
    whole = {event.kind: event for event in session.events}
    for notice in seen.notices:
        fields = SEEN[notice.kind]
        assert set(notice.data) == set(whole[notice.kind].data if fields is None else fields), notice.kind
    assert {"tissue", "place"} <= set(whole["injection_started"].data)


def test_nothing_in_an_observation_can_be_written(busy: tuple[Session, Observation]) -> None:
    _, seen = busy
    tried = 0
    for thing in _open_parts(seen):
        assert not isinstance(thing, WRITABLE), thing
        if isinstance(thing, Mapping):
            with pytest.raises(TypeError, match="does not support item assignment"):
                thing["x"] = 1  # type: ignore[index]
            tried += 1
        elif dataclasses.is_dataclass(thing):
            for field in dataclasses.fields(thing):
                with pytest.raises(dataclasses.FrozenInstanceError):
                    setattr(thing, field.name, None)
                tried += 1
        elif isinstance(thing, BaseModel):
            for name in type(thing).model_fields:
                with pytest.raises(ValueError, match="frozen"):
                    setattr(thing, name, None)
                tried += 1
    assert tried > 100


def _open_parts(thing: object) -> Iterator[object]:
    """What plain attributes and items lead to: what somebody would write to who does not break in."""
    yield thing
    inner: list[object] = []
    if isinstance(thing, Mapping):
        inner = list(thing.values())
    elif isinstance(thing, tuple | frozenset | list | set):
        inner = list(thing)
    elif dataclasses.is_dataclass(thing):
        inner = [getattr(thing, field.name) for field in dataclasses.fields(thing)]
    elif isinstance(thing, BaseModel):
        inner = [getattr(thing, name) for name in type(thing).model_fields]
    for part in inner:
        yield from _open_parts(part)


def test_who_writes_into_what_was_read_out_changes_nothing(interlaminar: World) -> None:
    """Breaking in behind a proxy harms a copy."""
    session = Session(interlaminar, 1)
    first = session.look()
    for proxy in (first.palpable, first.fluids):
        (behind,) = (one for one in gc.get_referents(proxy) if isinstance(one, dict))
        behind.clear()
    assert interlaminar.palpable
    again = session.look()
    assert again.palpable == interlaminar.palpable
    assert again.fluids
    assert STEP_S * again.step == again.time_s

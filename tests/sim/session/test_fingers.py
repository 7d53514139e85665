"""A hand that moves the needle while the beam is on, in the open field or beside it. Oracle: the seconds that were commanded."""

from __future__ import annotations

import pytest

from sim.session import commands as c
from sim.session.session import STEP_S, Session
from sim.session.stations.fingers import HELD_S
from sim.session.world import World
from tests.sim.session.test_needle_station import set_down

PUSHED_S = 2.0


@pytest.fixture
def room(sound_case: World) -> Session:
    session = Session(sound_case, 1)
    set_down(session)
    session.do(c.ShowView(view="AP"))
    return session


def under_the_beam(session: Session, seconds: float = PUSHED_S, mm: float = 0.2) -> None:
    session.do(c.PressPedal())
    for _ in range(round(seconds / STEP_S)):
        if mm:
            session.do(c.AdvanceNeedle(mm=mm))
        session.step()
    session.do(c.ReleasePedal())


def seconds(session: Session) -> list[float]:
    return [float(event.data["seconds"]) for event in session.events if event.kind == "hand_in_beam"]


def test_a_push_under_the_beam_is_a_hand_in_it(room: Session) -> None:
    under_the_beam(room)
    assert seconds(room) == [PUSHED_S]
    assert any(event.kind == "hand_in_beam" for event in room.step().notices)


def test_one_move_holds_the_hand_there_a_moment_longer(room: Session) -> None:
    room.do(c.PressPedal())
    room.step()
    room.do(c.RotateNeedle(deg=30.0))
    for _ in range(round(PUSHED_S / STEP_S)):
        room.step()
    room.do(c.ReleasePedal())
    assert seconds(room) == [HELD_S]


def test_who_looks_and_moves_in_turn_has_no_hand_in_it(room: Session) -> None:
    for _ in range(3):
        room.do(c.AdvanceNeedle(mm=2.0))
        under_the_beam(room, 0.5, mm=0.0)
    assert seconds(room) == []


@pytest.mark.parametrize(
    ("commands", "there"),
    [
        ([c.SetCollimator(width=0.5, height=0.5)], True),
        ([c.MoveTable(right_mm=120.0), c.SetCollimator(width=0.3, height=0.3)], False),
        ([c.ShowView(view="lateral"), c.SetCollimator(width=0.25, height=0.25)], False),
    ],
    ids=["closed round the needle", "the field elsewhere", "looked at from the side, closed to the target"],
)
def test_it_is_the_open_field_that_counts(room: Session, commands: list[c.Command], there: bool) -> None:
    for command in commands:
        room.do(command)
    under_the_beam(room)
    assert bool(seconds(room)) is there


def test_the_next_look_begins_with_the_hands_away(room: Session) -> None:
    under_the_beam(room)
    under_the_beam(room, 1.0, mm=0.0)
    assert seconds(room) == [PUSHED_S]

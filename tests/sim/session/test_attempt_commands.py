"""What is done to the attempt and not to the patient. Oracle: the events, and a session to which nothing of it was done."""

from __future__ import annotations

from typing import get_args

from sim.session.attempt_commands import Aid, AttemptCommand, Pause, SetMode, ShowAid
from sim.session.commands import AdvanceNeedle, PlaceNeedle, PressPedal, ReleasePedal, TakeNeedle
from sim.session.session import Session
from sim.session.world import World


def events(session: Session) -> list[tuple[str, dict[str, object]]]:
    return [(event.kind, event.data) for event in session.events if event.kind != "body_described"]


def test_each_change_is_written_down_once(interlaminar: World) -> None:
    session = Session(interlaminar, 1)
    orders: tuple[AttemptCommand, ...] = (
        SetMode(mode="guided"),
        Pause(paused=False),
        Pause(paused=True),
        Pause(paused=True),
        Pause(paused=False),
        ShowAid(aid="body", shown=False),
        ShowAid(aid="body", shown=True),
        ShowAid(aid="landmarks", shown=True),
        ShowAid(aid="body", shown=True),
        ShowAid(aid="body", shown=False),
    )
    for order in orders:
        session.do(order)
    assert events(session) == [
        ("mode_set", {"mode": "guided"}),
        ("paused", {}),
        ("resumed", {}),
        ("aid_shown", {"aid": "body"}),
        ("aid_shown", {"aid": "landmarks"}),
        ("aid_hidden", {"aid": "body"}),
    ]


def test_none_of_it_is_noticed_or_changes_what_happens(interlaminar: World) -> None:
    done: tuple[AttemptCommand, ...] = (
        SetMode(mode="exam"),
        Pause(paused=True),
        *(ShowAid(aid=aid, shown=True) for aid in get_args(Aid)),
        Pause(paused=False),
    )
    bare, helped = Session(interlaminar, 5), Session(interlaminar, 5)
    for command in (
        PressPedal(),
        ReleasePedal(),
        TakeNeedle(needle="18G Tuohy"),
        PlaceNeedle(right_mm=11.0, superior_mm=0.0),
        AdvanceNeedle(mm=9),
    ):
        for order in done:
            helped.do(order)
        for session in (bare, helped):
            session.do(command)
        assert helped.step().notices == bare.step().notices
    own = {"mode_set", "paused", "resumed", "aid_shown"}
    assert [event for event in helped.events if event.kind not in own] == list(bare.events)

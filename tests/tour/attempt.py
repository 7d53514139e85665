"""A competent attempt at the window, with a picture where a resident would look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import Qt

from sim.operators.script import ScriptHands
from sim.qt.panels.chart_page import ChartPage
from sim.qt.windows.room import Room
from sim.session.commands import (
    AdvanceNeedle,
    AttachSyringe,
    Command,
    DetachSyringe,
    Finish,
    KeepImage,
    PlaceNeedle,
    PlaceOnBeam,
    PressPlunger,
    ReleasePedal,
    TakeNeedle,
    TryPlunger,
)
from sim.session.observation import Observation
from tests.soak.driver import Hurry
from tests.tour.at_window import Album, settle, until

MOMENTS: tuple[tuple[type | tuple[type, ...], int, str], ...] = (
    (ReleasePedal, 1, "first_picture"),
    (KeepImage, 1, "kept"),
    (TakeNeedle, 1, "needle_taken"),
    ((PlaceNeedle, PlaceOnBeam), 1, "needle_placed"),
    (AdvanceNeedle, 3, "needle_in"),
    (AttachSyringe, 1, "syringe"),
    (TryPlunger, 2, "trying"),
    (AttachSyringe, 2, "contrast_drawn"),
    (PressPlunger, 1, "contrast"),
    (DetachSyringe, 2, "contrast_seen"),
    (AttachSyringe, 3, "drug"),
    (DetachSyringe, 3, "drug_given"),
)
"""After the n-th command of a kind"""
THREE_D = frozenset({"needle_placed", "contrast_seen"})
"""Moments at which the room is looked at too"""
HELD = frozenset({"contrast"})
"""Of what is held down, a while later"""
GLASS = 75
ANOTHER = 0.6
"""Seconds after a command"""


def before_it(room: Room, album: Album) -> None:
    """Every page of the chart, the forms as they are when nobody has touched them, and the empty table."""
    for code, page in room.pages.items():
        room.ward.go_to(code)
        if isinstance(page, ChartPage):
            for row in range(page.pages.count()):
                page.pages.setCurrentRow(row)
                album.keep(room.window(), f"chart_{row}", 2.5 if page.pages.currentRow() >= 2 else 0.8)
        else:
            album.keep(room.window(), code)
    room.ward.go_to("table")
    album.keep(room.window(), "table")


def in_three_d(room: Room, album: Album, name: str, hurry: Hurry) -> None:
    """Contrast comes under the glass with the next observations."""
    room.act("theatre")
    until(lambda: room.theatre.is_drawn)
    album.keep(room.window(), f"{name}_room", 3.0)
    room.theatre.bar.glass.setValue(GLASS)
    hurry.waiting = 0
    album.keep(room.window(), f"{name}_glass", 3.0)
    room.act("to_tip")
    album.keep(room.window(), f"{name}_to_tip", 4.0)
    room.act("stand")
    room.theatre.bar.glass.setValue(0)
    room.act("theatre")
    settle(1.0)


def played(room: Room, album: Album, hands: ScriptHands, hurry: Hurry) -> None:
    """To the end but the finish: what comes after that is another page. The attempt waits while it is looked at."""
    assert room.seen is not None
    session, carried_out, sent = room.controller.session, count(), 0
    done, heard = next(carried_out), list[tuple[int, Observation]]()
    hurry.waiting = 0
    do = session.do

    def doing(command: Command) -> None:
        nonlocal done
        do(command)
        done = next(carried_out)

    def told(seen: Observation) -> None:
        heard.append((done, seen))
        hurry.waiting += 1

    session.do = doing  # type: ignore[method-assign]  # nothing that a window hears tells when a command is carried out
    room.controller.observed.connect(told, Qt.ConnectionType.DirectConnection)
    work = hands.work(room.seen, session.world.screen)
    orders, counts = next(work), dict[type, int]()
    while True:
        commands: Sequence[Any] = () if isinstance(orders, int) else orders
        if commands:  # what was seen before tells nothing of what they do, and nobody is behind who does not look at it
            heard.clear()
            hurry.waiting = 0
        for command in commands:
            if isinstance(command, Finish):
                room.controller.observed.disconnect(told)  # nobody looks at each of them any more
                hurry.waiting = 0
                return
            room.send(command)
        sent += len(commands)
        # on a busy machine it takes a while until they are carried out
        until(partial(_knows, heard, sent))
        number = next(i for i, (known, _) in enumerate(heard) if known >= sent)
        last = replace(heard[number][1], notices=tuple(notice for _, one in heard[: number + 1] for notice in one.notices))
        del heard[: number + 1]
        hurry.waiting = len(heard)
        for command in commands:
            counts[type(command)] = nth = counts.get(type(command), 0) + 1
            name = next((name for kind, at, name in MOMENTS if isinstance(command, kind) and at == nth), "")
            if name:
                _looked_at(room, album, name, hurry)
        orders = work.send(last)


def _knows(heard: Sequence[tuple[int, Observation]], sent: int) -> bool:
    """Whether something was heard after so many commands."""
    return any(known >= sent for known, _ in heard)


def _looked_at(room: Room, album: Album, name: str, hurry: Hurry) -> None:
    """Nobody hears of what comes meanwhile: after a few observations the attempt waits."""
    if name in HELD:
        settle(ANOTHER)
    album.keep(room.window(), name, ANOTHER)
    if name in THREE_D:
        in_three_d(room, album, name, hurry)

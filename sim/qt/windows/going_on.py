"""What was broken off is entered where it was left: until all of it is done again nobody sees a room in which nothing has happened yet."""

from __future__ import annotations

from collections.abc import Callable
from weakref import ref

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sim.qt.windows.out_of_hand import LETTING_GO
from sim.qt.windows.room import Room
from sim.qt.windows.waiting import Waiting
from sim.qt.windows.ward import AFTERWARDS, TABLE
from sim.qt.words import phrase
from sim.records.recording import Recording
from sim.records.store import Kept
from sim.session import care_commands as care
from sim.session.attempt_commands import AttemptCommand
from sim.session.commands import Command
from sim.session.observation import Observation

PREPARING: tuple[type[Command], ...] = (
    care.Premedicate, care.Consent, care.PositionPatient, care.Prepare, care.TimeOut, care.Sedate, care.LetDry, care.Stand, care.NumbSkin,
)  # fmt: skip
PAGE_OF: dict[type[Command], str] = {
    care.OpenChart: "chart", care.Ask: "chart", care.Decide: "decision", care.Discuss: "decision",
    **dict.fromkeys(PREPARING, "preparation"),
    care.ObserveAfter: AFTERWARDS, care.Examine: AFTERWARDS, care.Discharge: AFTERWARDS,
}  # fmt: skip
"""On which page of the ward it is done; all else is done at the table"""


def enter(room: Room, page: QWidget | None, kept: Kept | None, turn_to: Callable[[QWidget], None]) -> None:
    """At once; where something that was kept goes on, when the room has seen where that stands. Till then ``page`` tells how far it is."""
    if kept is None or not isinstance(page, Waiting):
        _open(room, turn_to)
        return
    room.setParent(page)  # and goes with it, if nobody waits for so long
    room.hide()
    room.controller.going_over.connect(lambda share: page.tell(phrase("waiting.going_over"), share))
    coming = ref(room)  # which its own controller would keep for ever

    def seen(_: Observation) -> None:
        there = coming()
        if there is not None:
            _go_on(there, kept.recording, turn_to)

    room.controller.observed.connect(seen, Qt.ConnectionType.SingleShotConnection)


def _go_on(room: Room, recording: Recording, turn_to: Callable[[QWidget], None]) -> None:
    needle = None if room.seen is None else room.seen.needle
    left = TABLE if needle is not None and needle.placed else page_left(recording)
    if left in room.ward.codes:
        room.ward.go_to(left)
    _open(room, turn_to)


def _open(room: Room, turn_to: Callable[[QWidget], None]) -> None:
    turn_to(room)
    room.setFocus()  # no button has it: a key is the hands'


def page_left(recording: Recording) -> str:
    """Where the last thing was done; empty if nothing was."""
    done = (one for _, one in reversed(recording.commands) if one not in LETTING_GO and not isinstance(one, AttemptCommand))
    last = next(done, None)
    return "" if last is None else PAGE_OF.get(type(last), TABLE)

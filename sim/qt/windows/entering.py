"""From what was asked for to the room: body and pictures made ready beside the window, the attempt's file held, its session begun."""

from __future__ import annotations

from contextlib import ExitStack

from scenarios import words
from sim.qt.darkroom import Darkroom
from sim.qt.job import Tell
from sim.qt.windows.exam_jobs import sit
from sim.qt.windows.first_look import ready
from sim.qt.windows.requested import Asked, Ready, can_go_on, controller_of
from sim.qt.windows.room import Room
from sim.records.store import Claim, claim_new
from sim.session.session import Session


def made_ready(asked: Asked, before: Ready | None, tell: Tell) -> Ready:
    """Beside the window. A case of an exam counts as begun from here on: not while it can still be given up. Raises InputError."""
    found = ready(asked.case, asked.folder, before, tell)
    if asked.paper is not None:
        tell(words.exam("loading"), 1.0)
        sit(asked.paper)
    return found


def room_of(asked: Asked, ready: Ready, learner: str) -> Room:
    """The room of an attempt that can begin, or go on. Raises InputError, Held and OSError."""
    session = Session(ready.world, asked.seed)
    old = None if asked.kept is None else (can_go_on(asked.kept, session), Claim(asked.kept.path))
    with ExitStack() as given_up:  # whatever goes wrong before the attempt runs, nothing of it stays held
        if old is not None:
            given_up.callback(old[1].release)
        claim = claim_new(ready.world.scenario.name, asked.drawer)
        given_up.callback(claim.discard)
        darkroom = Darkroom(ready.imager)
        given_up.callback(darkroom.close)
        room = Room(ready.world, controller_of(session, claim, asked, old, learner), darkroom, asked.mode)
        given_up.pop_all()
    if asked.paper is not None and asked.paper.exam.minutes is not None:
        room.console.limit_to(asked.paper.exam.minutes)
    return room

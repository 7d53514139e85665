"""What an attempt was helped by stands in its recording. Oracle: the file on disk, after what was done in the window."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from sim.qt.windows.mode import MODES
from sim.records.recording import Recording, read
from sim.records.store import unfinished
from sim.session.session import Session
from tests.qt.conftest import User

pytestmark = pytest.mark.display
KINDS = ("mode_set", "aid_shown", "aid_hidden", "paused", "resumed")


def told(recording: Recording) -> list[str]:
    """What was done to the attempt, in its order."""
    found = (event for event in recording.events if event.kind in KINDS)
    return [" ".join([event.kind, *map(str, event.data.values())]) for event in found]


def left(user: User) -> Recording:
    """The attempt, broken off."""
    user.window.back_to_cases()
    (kept,) = unfinished()
    return kept.recording


def go_on(user: User, mode: str) -> None:
    (kept,) = unfinished()
    user.window._resume(kept, next(m for m in MODES if m.name == mode), None)
    user.wait(lambda: user.window.room is not None and user.window.room.seen is not None)


def test_what_is_shown_in_the_room_is_written_down_and_pauses_too(user: User, own_home: Path) -> None:
    user.begin(mode="practice")
    user.room.act("sights")
    user.room.act("pause")
    user.room.act("theatre")  # in a pause as well: the room alone is no help, the glass is
    user.room.act("skin")
    user.room.act("skin")
    user.room.act("pause")
    user.room.act("sights")
    recording = left(user)
    assert (recording.header.mode, recording.header.started) == ("practice", date.today().isoformat())
    shown = ["aid_shown hints", "aid_shown landmarks", "paused", "aid_shown body", "aid_hidden body", "resumed", "aid_hidden landmarks"]
    assert told(recording) == shown


def test_a_guided_attempt_says_what_it_shows_and_an_exam_shows_nothing(user: User, own_home: Path) -> None:
    user.begin(mode="guided")
    user.expose()
    recording = left(user)
    assert (recording.modes, told(recording)) == (("guided",), ["aid_shown hints", "aid_shown landmarks"])
    user.begin(mode="exam")
    for name in ("sights", "theatre", "skin", "pause", "pause"):
        user.room.act(name)
    path = user.room.controller.path
    user.window.back_to_cases()
    recording = read(path)
    assert (recording.modes, told(recording)) == (("exam",), ["paused", "resumed"])


def test_an_exam_that_is_gone_on_with_as_guided_leaves_its_trace(user: User, own_home: Path) -> None:
    user.begin(mode="exam")
    user.expose()
    before = left(user)
    go_on(user, "guided")
    after = left(user)
    assert after.header.mode == "exam"
    assert after.header.started == before.header.started
    assert (after.modes, after.mode) == (("exam", "guided"), "guided")
    assert told(after) == ["mode_set guided", "aid_shown hints", "aid_shown landmarks"]
    go_on(user, "exam")
    again = left(user)
    assert (again.modes, again.mode) == (("exam", "guided"), "exam")
    assert told(again) == [*told(after), "aid_hidden landmarks", "aid_hidden hints", "mode_set exam"]


def test_what_was_left_in_a_pause_goes_on(user: User, own_home: Path) -> None:
    user.begin(mode="exam")
    user.expose()
    user.room.act("pause")
    assert told(left(user)) == ["paused"]
    go_on(user, "exam")
    assert told(left(user)) == ["paused", "resumed"]


def test_nothing_that_happens_hangs_on_what_is_shown(user: User, own_home: Path) -> None:
    user.begin(mode="guided")
    user.expose()
    user.key(Qt.Key.Key_K)
    user.wait(lambda: user.room.reference.shown is not None)
    world, recording = user.room.controller.session.world, left(user)
    session = Session(world, recording.header.seed)
    for step, command in recording.commands:
        while session.step_number < step:
            session.step()
        if command.do not in ("set_mode", "show_aid", "pause"):
            session.do(command)
    bare = [event for event in recording.events if event.kind not in KINDS]
    assert list(session.events) == bare[: len(session.events)]
    assert len(session.events) > 0

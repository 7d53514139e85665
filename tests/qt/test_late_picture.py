"""A picture that is made after its room has gone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from sim.qt.darkroom import Print
from tests.qt.conftest import User


@pytest.mark.usefixtures("one_body")
def test_a_picture_that_is_late_comes_to_nobody(user: User) -> None:
    """Fault: "Internal C++ object (Monitor) already deleted", on a busy machine."""
    user.begin()
    user.expose()
    room, darkroom = user.room, user.room.darkroom
    late = list[tuple[str, Print]]()
    darkroom.made.connect(lambda name, made: late.append((name, made)))
    user.expose()
    user.wait(lambda: late)
    name, made = late[-1]
    user.window.back_to_cases()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert room is not user.window.room
    darkroom.made.emit(name, made)

"""What was broken off is gone on with where it was left, and nobody sees a room in which nothing has happened yet."""

from __future__ import annotations

import pytest

from sim.qt.windows.mode import MODES
from sim.qt.windows.waiting import Waiting
from sim.records.store import unfinished
from sim.session import care_commands as care
from sim.session import commands as c
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


def go_on(user: User) -> list[type]:
    """Leave, and come back; the kinds of pages on which the attempt had been seen less far than it was left."""
    left = user.seen.step
    user.window.back_to_cases()
    (kept,) = unfinished()
    seen: list[type] = []
    user.window._resume(kept, MODES[0], None)

    def there() -> bool:
        room = user.window.room
        seen.append(type(user.window.pages.currentWidget()))
        return room is not None and room.isVisible()

    user.wait(there)
    assert user.seen.step >= left - 1
    return seen


def test_with_the_needle_in_the_patient_one_is_back_at_the_table(user: User) -> None:
    """Fault: the chart was there, and a click on it broke the sterility; for seconds it said that nothing was read yet."""
    user.begin("l4_l5_disc")
    user.room.send(c.TakeNeedle(needle="18G Tuohy"))
    user.room.send(c.PlaceNeedle(right_mm=3.0, superior_mm=0.0))
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.placed)
    seen = go_on(user)
    assert user.room.ward.code == "table"
    assert set(seen[:-1]) == {Waiting}


def test_one_goes_on_at_the_page_where_the_last_thing_was_done(user: User) -> None:
    user.begin("l4_l5_disc")
    user.room.send(care.Prepare(item="gloves"))
    user.wait(lambda: "gloves" in user.seen.care.prepared)
    go_on(user)
    assert user.room.ward.code == "preparation"


def test_who_does_not_wait_leaves_the_attempt_as_it_is(user: User) -> None:
    user.begin("l4_l5_disc")
    user.room.send(care.Prepare(item="gloves"))
    user.wait(lambda: "gloves" in user.seen.care.prepared)
    user.window.back_to_cases()
    (kept,) = unfinished()
    user.window._resume(kept, MODES[0], None)
    user.wait(lambda: user.window.room is not None)
    page = user.window.pages.currentWidget()
    assert isinstance(page, Waiting)
    page.cancel.click()
    assert user.window.room is None
    (again,) = unfinished()
    assert len(again.recording.commands) >= len(kept.recording.commands)

"""A held picture tells when the needle has moved since: its tip stands there no more."""

from __future__ import annotations

import pytest

from sim.qt.words import phrase
from sim.session import commands as c
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("own_home", "one_body")]


def test_a_held_picture_says_that_the_needle_has_moved_since(user: User) -> None:
    """Oracle: by hand: set and pushed in the dark it is another; a new picture shows it where it stands."""
    user.begin()
    user.expose()
    live = user.room.live
    assert not live.outdated
    user.room.send(c.TakeNeedle(needle="18G Tuohy"))
    user.room.send(c.PlaceNeedle(right_mm=20.0, superior_mm=0.0))
    user.wait(lambda: live.outdated)
    user.expose()
    user.wait(lambda: not live.outdated)
    user.room.send(c.AdvanceNeedle(mm=5.0))
    user.wait(lambda: live.outdated)
    assert live.shown is not None
    assert phrase("monitor.moved_needle") in live._letters().said


def test_a_held_picture_says_that_the_c_arm_has_moved_since(user: User) -> None:
    """Fault: after a drag of the C-arm nothing on the screen told that the picture was another place's."""
    user.begin()
    user.expose()
    live = user.room.live
    assert not live.elsewhere
    user.room.carm.turn(5.0, 0.0)
    user.wait(lambda: live.elsewhere)
    assert live.shown is not None
    assert phrase("monitor.moved_carm") in live._letters().said
    user.expose()
    user.wait(lambda: not live.elsewhere)

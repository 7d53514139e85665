"""What speaks against injecting, by what a hand and an eye have; and that the plunger's button does not invite to it then."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from sim.qt.panels.warned_off import PAST_MM, WarnedOff
from sim.session.events import Event
from sim.session.observation import Observation
from tests.qt.conftest import User


def seen(mm: float, *events: tuple[str, dict[str, Any]], placed: bool = True) -> Observation:
    """A moment with the needle so deep."""
    notices = tuple(Event(0, kind, data) for kind, data in events)
    return cast(Observation, SimpleNamespace(needle=SimpleNamespace(depth_mm=mm, placed=placed), notices=notices))


@pytest.mark.parametrize(
    ("event", "warns"),
    [
        (("aspirated", {"result": "blood"}), True),
        (("aspirated", {"result": "clear fluid"}), True),
        (("aspirated", {"result": "nothing"}), False),
        (("blood_drips", {}), True),
        (("fluid_drips", {}), True),
        (("patient_says", {"cause": "root"}), True),
        (("patient_says", {"cause": "asked"}), False),
        (("loss_of_resistance", {}), False),
    ],
)
def test_what_comes_back_or_hurts_warns_until_the_tip_lies_elsewhere(event: tuple[str, dict[str, Any]], warns: bool) -> None:
    """Oracle: the table."""
    signs = WarnedOff()
    for moment in (seen(40.0), seen(40.0, event), seen(40.2)):
        signs.follow(moment)
    assert signs.warns(seen(40.2).needle) == warns
    signs.follow(seen(39.0))
    assert not signs.warns(seen(39.0).needle)


def test_what_came_back_is_forgotten_when_nothing_comes_back() -> None:
    signs = WarnedOff()
    signs.follow(seen(40.0, ("aspirated", {"result": "blood"})))
    signs.follow(seen(40.0, ("aspirated", {"result": "nothing"})))
    assert not signs.warns(seen(40.0).needle)


def test_a_tip_past_its_loss_of_resistance_warns() -> None:
    signs = WarnedOff()
    signs.follow(seen(50.0, ("loss_of_resistance", {})))
    assert not signs.warns(seen(50.0 + PAST_MM).needle)
    assert signs.warns(seen(50.1 + PAST_MM).needle)
    signs.follow(seen(48.0))
    assert signs.gave_mm is None
    signs.follow(seen(50.0, ("loss_of_resistance", {})))
    signs.follow(seen(0.0, placed=False))
    assert signs.gave_mm is None


@pytest.mark.display
@pytest.mark.usefixtures("one_body")
def test_the_plunger_does_not_look_as_what_is_to_be_pressed_while_a_sign_speaks_against_it(user: User) -> None:
    """Fault: blood had come back, and the button still stood out as the one that leads on."""
    user.begin()
    syringe = user.room.syringe
    assert syringe.injecting.objectName() == ""
    syringe._warn(True)
    assert syringe.injecting.objectName() == "warned"
    assert syringe.injecting.text().startswith("\u26a0")
    syringe._warn(False)
    assert syringe.injecting.objectName() == ""


@pytest.mark.display
@pytest.mark.usefixtures("one_body")
@pytest.mark.parametrize(("mode", "look"), [("practice", "warned"), ("exam", "")])
def test_no_exam_says_by_its_button_that_a_sign_speaks_against_injecting(
    mode: str, look: str, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.begin(mode=mode)
    syringe = user.room.syringe
    monkeypatch.setattr(syringe._signs, "warns", lambda _: True)
    syringe.observe(user.seen)
    assert syringe.injecting.objectName() == look

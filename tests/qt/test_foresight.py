"""What is read about on the first page is made ready before it is begun."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from scenarios.files import InputError
from scenarios.schema import Scenario
from sim.qt.job import Tell
from sim.qt.windows import entering, foresight
from sim.qt.windows.requested import Ready
from tests.qt.conftest import User

Made = Callable[[Scenario, Path | None, Ready | None, Tell], Ready]


class Makers:
    """Counts who is made ready, and lets a test hold them up."""

    def __init__(self, made: Made) -> None:
        self.made, self.names = made, list[str]()
        self.may_go = Event()
        self.may_go.set()

    def __call__(self, case: Scenario, folder: Path | None, before: Ready | None, tell: Tell) -> Ready:
        self.names.append(case.name)
        self.may_go.wait(60)
        tell("on the way", 0.5)
        return self.made(case, folder, before, tell)


@pytest.fixture
def makers(monkeypatch: pytest.MonkeyPatch) -> Makers:
    found = Makers(entering.ready)
    monkeypatch.setattr(entering, "ready", found)
    monkeypatch.setattr(foresight, "ready", found)
    monkeypatch.setattr(foresight, "DWELL_MS", 0)
    return found


def choose(user: User, name: str) -> None:
    user.window.chooser.list.setCurrentRow(next(i for i, case in enumerate(user.window.chooser.cases) if case.name == name))


def test_the_body_is_there_before_begin(user: User, makers: Makers) -> None:
    """Fault: a second and more of loading after Begin, ten where a body had to be built, while the page had been read for minutes."""
    user.window.foresight.look_at(user.window.chooser)
    choose(user, "interlaminar_l4_l5")
    user.wait(lambda: user.window.foresight.ready is not None)
    expected = user.window.foresight.ready
    user.begin("interlaminar_l4_l5")
    assert expected is not None
    assert user.room.darkroom.imager is expected.imager


def test_begin_goes_on_with_what_is_on_its_way(user: User, makers: Makers) -> None:
    makers.may_go.clear()
    user.window.foresight.look_at(user.window.chooser)
    choose(user, "interlaminar_l4_l5")
    user.wait(lambda: makers.names == ["interlaminar_l4_l5"])
    user.window.chooser._start()
    makers.may_go.set()
    user.wait(lambda: user.window.room is not None)
    assert makers.names == ["interlaminar_l4_l5"]


def test_another_case_lets_go_of_the_one_before(user: User, makers: Makers) -> None:
    makers.may_go.clear()
    user.window.foresight.look_at(user.window.chooser)
    choose(user, "caudal")
    user.wait(lambda: makers.names == ["caudal"])
    choose(user, "interlaminar_l4_l5")
    user.wait(lambda: len(makers.names) == 2)
    makers.may_go.set()
    user.wait(lambda: user.window.foresight.ready is not None)
    assert user.window.foresight.ready is not None
    assert user.window.foresight.ready.world.scenario.name == "interlaminar_l4_l5"


def test_a_fault_is_told_to_who_begins_and_to_nobody_before(user: User, makers: Makers, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> Ready:
        makers.names.append("refused")
        raise InputError("caudal.toml: nobody there")

    said = list[str]()
    monkeypatch.setattr(foresight, "ready", refused)
    monkeypatch.setattr(entering, "ready", refused)
    monkeypatch.setattr("sim.qt.windows.main_window.say", lambda _, fault: said.append(fault.words))
    user.window.foresight.look_at(user.window.chooser)
    user.wait(lambda: makers.names == ["refused"] and user.window.foresight._job is None)
    assert said == []
    user.window.chooser._start()
    user.wait(lambda: said != [])
    assert said == ["caudal.toml: nobody there"]

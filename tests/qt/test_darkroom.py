"""Pictures beside the window: drafts while the C-arm moves, the whole picture when it rests, never an older one over a newer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.detector import Stages
from sim.fluoroscopy.dose import ExposureFactors
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import SIZE
from sim.fluoroscopy.picture import Picture, pictured
from sim.qt.darkroom import DRAFT, Darkroom, Print

pytestmark = pytest.mark.display


def picture(orbit_deg: float) -> Picture:
    view = View(Pose(orbit_deg, 0.0, (0.0, 0.0, 0.0)))
    return pictured(Exposure(1, 0, view, ExposureFactors(80.0, 0.25, 200.0), OPEN, None, None), "", {}, ())


class Gate:
    """An imager whose pictures wait until they are let through."""

    def __init__(self) -> None:
        self.open = threading.Semaphore(0)
        self.softened = False

    def greys(self, exposure: Exposure, size: int, stages: Stages, softened: bool) -> np.ndarray:
        assert self.open.acquire(timeout=60.0)
        self.softened = softened
        return np.zeros((size, size), np.uint8)


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def darkroom(gate: Gate, qtbot: QtBot) -> Iterator[Darkroom]:
    room = Darkroom(gate)  # type: ignore[arg-type]
    yield room
    gate.open.release(100)
    room.close()


def test_a_moving_c_arm_is_shown_in_drafts_and_refined_when_it_rests(darkroom: Darkroom, gate: Gate, qtbot: QtBot) -> None:
    """Oracle: the widths of the prints, in their order."""
    prints: list[Print] = []
    darkroom.made.connect(lambda _, made: prints.append(made))
    gate.open.release(100)
    for number, orbit in enumerate((0.0, 5.0, 10.0), start=1):
        darkroom.ask("live", picture(orbit))
        qtbot.waitUntil(lambda number=number: len(prints) >= number, timeout=60_000)
    qtbot.waitUntil(lambda: prints[-1].image.width() == SIZE and prints[-1].picture.view.pose.orbit_deg == 10.0, timeout=60_000)
    assert prints[0].image.width() == SIZE, "nothing moved before the first"
    turned = [(made.picture.view.pose.orbit_deg, made.image.width()) for made in prints[1:]]
    assert turned[0] == (5.0, DRAFT)
    assert turned[-2:] == [(10.0, DRAFT), (10.0, SIZE)]
    assert [made.ticket for made in prints] == sorted(made.ticket for made in prints)


def test_what_stands_still_is_not_made_twice(darkroom: Darkroom, gate: Gate, qtbot: QtBot) -> None:
    """Oracle: four pictures from one place: four prints at the most, all of them whole."""
    prints: list[Print] = []
    darkroom.made.connect(lambda _, made: prints.append(made))
    gate.open.release(100)
    for _ in range(4):
        darkroom.ask("live", picture(0.0))
    qtbot.waitUntil(lambda: bool(prints) and prints[-1].ticket == 4, timeout=60_000)
    qtbot.wait(400)
    assert len(prints) <= 4
    assert {made.image.width() for made in prints} == {SIZE}


def test_only_the_newest_wish_is_made(darkroom: Darkroom, gate: Gate, qtbot: QtBot) -> None:
    """Oracle: while one picture is made five more are asked for: the last of them comes next, the others never."""
    prints: list[Print] = []
    darkroom.made.connect(lambda _, made: prints.append(made))
    for orbit in (0.0, 1.0, 2.0, 3.0, 4.0, 5.0):
        darkroom.ask("live", picture(orbit))
    gate.open.release(100)
    qtbot.waitUntil(lambda: bool(prints) and prints[-1].picture.view.pose.orbit_deg == 5.0, timeout=60_000)
    assert len({made.ticket for made in prints}) <= 2


def test_a_print_is_as_a_monitor_shows_it(darkroom: Darkroom, gate: Gate, qtbot: QtBot) -> None:
    gate.open.release()
    with qtbot.waitSignal(darkroom.made, timeout=60_000):
        darkroom.ask("live", picture(0.0))
    assert gate.softened

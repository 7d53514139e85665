"""A user who never tires: case after case by competent hands, pictures, views and dialogs beside, faster than the clock."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from types import SimpleNamespace

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from scenarios import files
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.views import named_pose
from sim.operators.hands import Stuck
from sim.operators.reference import reference_hands
from sim.qt import controller
from sim.qt.freed import DRAWN_OUT_MS
from sim.qt.windows.main_window import MainWindow
from sim.qt.windows.mode import MODES
from sim.session.commands import Finish
from sim.session.observation import Observation
from sim.session.session import STEP_S
from sim.session.world import World
from tests.soak.yardstick import yard_ms

CASES = ("interlaminar_l4_l5", "transforaminal_l5", "caudal")
ACTS = ("theatre", "skin", "theatre", "swap", "invert", "invert", "keep", "sights", "laser", "mirror", "mirror", "store", "loop", "loop")
"""Done one after another, round and round."""
OF_A_PICTURE = frozenset({"keep", "store", "loop"})
"""Left out while there is none: whoever is refused stops."""
ACT_EVERY = 40
"""Observations between two of them."""
BEHIND = 8
"""So many observations may wait for the window: it shows each, however fast they come."""
POSES, PICTURE = 5, 512
IDLE_S = 4 * DRAWN_OUT_MS / 1000
"""At the cases, as somebody who reads titles: what was left has gone by then, and given back what it held, on a busy machine too."""


class Hurry:
    """Time as the attempt is told it, so many times as fast; and never ahead of what the window has shown."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._start = time.monotonic()
        self.waiting = 0
        """Observations that the window has not shown yet."""

    def monotonic(self) -> float:
        return self._start + self.speed * (time.monotonic() - self._start)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self.speed)

    def event(self) -> threading.Event:
        """One whose waiting is as short as the rest, and that holds the attempt while the window is behind."""
        hurry = self

        class Soon(threading.Event):
            def wait(self, timeout: float | None = None) -> bool:
                while hurry.waiting > BEHIND and not self.is_set():
                    time.sleep(0.001)
                return super().wait(None if timeout is None else timeout / hurry.speed)

        return Soon()

    def __enter__(self) -> Hurry:
        """Every attempt that begins now."""
        self._before = controller.time, controller.threading, controller.LATE_S
        controller.time = self  # type: ignore[assignment]
        controller.threading = SimpleNamespace(Event=self.event, Thread=threading.Thread)  # type: ignore[assignment]
        controller.LATE_S *= self.speed
        return self

    def __exit__(self, *_: object) -> None:
        controller.time, controller.threading, controller.LATE_S = self._before


class Driver:
    """Works at the window, round after round."""

    def __init__(self, application: QApplication, hurry: Hurry, longest_s: float, cases: Sequence[str] = CASES) -> None:
        """``longest_s``: an attempt is ended after so much of its own time."""
        self.cases = cases
        self.application, self.hurry, self.longest_s = application, hurry, longest_s
        self.window = MainWindow()
        self.window.show()
        self.simulated_s = 0.0
        self._acts = cycle(ACTS)

    def round(self, number: int) -> tuple[float, float]:
        """A case from its choice to its debriefing and back; CPU ms of a picture in between, and of the yardstick beside it."""
        case = files.find_scenario(self.cases[number % len(self.cases)])
        self.window.begin(case, MODES[0], seed=1 + number)
        self._until(lambda: self.window.room is not None and self.window.room.seen is not None)
        self._attempt()
        self._until(lambda: self.window.debriefing is not None)
        took = self._debriefing(number)
        self.window.back_to_cases()
        end = time.monotonic() + IDLE_S
        while time.monotonic() < end:
            self.application.processEvents()
            time.sleep(0.01)
            # pages that were left: only the loop of a whole program takes them away by itself
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        return took

    def _debriefing(self, number: int) -> tuple[float, float]:
        page = self.window.debriefing
        assert page is not None
        film, stood = page.film, set[int]()
        film.shown.connect(stood.add)
        self._until(lambda: film.reel is not None)
        for part in (0.25, 0.5, 1.0):
            stood.clear()
            film.go_to(round(part * page.recording.steps))
            self._until(lambda: film.step in stood)
        return picture_ms(page.world, page.imager, number)

    def _attempt(self) -> None:
        room = self.window.room
        assert room is not None
        assert room.seen is not None
        world = room.controller.session.world
        seen: list[Observation] = []
        self.hurry.waiting = 0

        def told(_: Observation) -> None:
            self.hurry.waiting += 1

        def shown(observation: Observation) -> None:
            self.hurry.waiting -= 1
            seen.append(observation)

        room.controller.observed.connect(told, Qt.ConnectionType.DirectConnection)
        room.controller.observed.connect(shown)
        work = reference_hands(world.scenario).work(room.seen, world.screen)
        orders = next(work, None)
        count = 0
        while self.window.debriefing is None and self.window.room is room:
            for command in [] if isinstance(orders, int) else orders or ():
                room.send(command)
            self._until(lambda: bool(seen) or self.window.room is not room)
            while seen:
                last = seen.pop(0)
                count += 1
                if count % ACT_EVERY == 0 and ((act := next(self._acts)) not in OF_A_PICTURE or last.live is not None):
                    room.act(act)
            orders = self._next(work, last) if last.step * STEP_S < self.longest_s else None
            if orders is None:
                room.send(Finish())
                self._until(lambda: self.window.room is not room)
        self.simulated_s += last.step * STEP_S

    @staticmethod
    def _next(work: Iterator[object], seen: Observation) -> list[object] | None:
        """What these hands do next; None at their end. What is done late here may leave them stuck, which ends the attempt too."""
        try:
            return work.send(seen)  # type: ignore[attr-defined, no-any-return]
        except (StopIteration, Stuck):
            return None

    def _until(self, there: Callable[[], object], patience_s: float = 600.0) -> None:
        end = time.monotonic() + patience_s
        while not there():
            assert time.monotonic() < end, "the window stands still"
            self.application.processEvents()
            time.sleep(0.0005)

    def close(self) -> None:
        self.window.close()


def picture_ms(world: World, imager: Imager, number: int) -> tuple[float, float]:
    """CPU time of the quickest of some pictures in this round, each from where none was taken before, though all from nearly one place;
    and of the quickest yardstick between them."""
    target = world.scenario.target
    pose = named_pose(world.anatomy, "AP", world.squared_level(), target.side, target.landmark(world.technique.target))
    took, yards = [], []
    for step in range(POSES):
        view = View(replace(pose, orbit_deg=pose.orbit_deg + 0.01 * step + 1e-5 * number))
        exposure = Exposure(1, step, view, automatic(thickness(world.anatomy, view)), OPEN, None, None)
        yards.append(yard_ms())
        start = time.thread_time()
        imager.greys(exposure, PICTURE)
        took.append(1e3 * (time.thread_time() - start))
    return min(took), min(yards)

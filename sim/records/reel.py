"""An attempt as a film: played again once, of each step what the screen showed, what the X-ray hid, and how the patient was.

Kept are the figures of every step, and needle, contrast and picture where they change: any moment is then found, not played again. The
contrast drifts at all times and is kept at intervals; of a run of pictures two in a second are, and always its last.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from meshes.tissues import Tissue
from sim.fluoroscopy.picture import Picture
from sim.fluoroscopy.shadows import Iodine
from sim.physics.body import DURAL, NEURAL, VASCULAR
from sim.physics.flow import CONTRAST
from sim.records.recording import Recording
from sim.records.replay import replay
from sim.session.observation import Observation
from sim.session.session import STEP_S, Session
from sim.session.state import State
from sim.session.stations.carm import contrast_in
from sim.session.world import World

NEAR = {"dura_mm": DURAL, "root_mm": NEURAL, "vessel_mm": VASCULAR}
"""Columns that say how far from the tip something is that must not be met: known up to 10 mm, and not known while no needle is placed."""
FIGURES = (*NEAR, "plunger_mmhg", "force_n", "heart_rate", "systolic", "diastolic", "spo2", "pain")
PUSHED_S = 1.0
"""So long after a needle moved a hand is taken to push; then there is no push to tell (guess)."""
PICTURES_S, FLOWING_S, RESTING_S = 0.5, 0.5, 10.0
"""So far apart are pictures of one run, and contrast while it is given and while it drifts."""
TOLD_EVERY = 256
Stood = TypeVar("Stood")
Heard = Callable[[float], object]
"""Hears what share of the film is made."""


@dataclass(frozen=True, eq=False)
class Tip:
    """A needle on the patient."""

    shaft: NDArray[np.float64]
    """(n, 3) mm from the hub to the tip"""
    depth_mm: float
    tissue: Tissue
    """At the opening"""


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment: what stood on the live monitor, and the truth."""

    step: int
    picture: Picture | None
    """The last one that had been taken"""
    tip: Tip | None
    contrast: Iodine | None


class Track(Generic[Stood]):
    """What stands until something else does: values with the steps from which they hold."""

    def __init__(self, first: Stood) -> None:
        self.steps, self.values = [0], [first]

    def at(self, step: int) -> Stood:
        return self.values[bisect_right(self.steps, step) - 1]

    def put(self, step: int, value: Stood) -> None:
        """From this step on; later than all before, or instead of the one of the same step."""
        if self.steps[-1] == step:
            self.values[-1] = value
        else:
            self.steps.append(step)
            self.values.append(value)

    def pop(self) -> None:
        """The last one was not worth keeping."""
        self.steps.pop()
        self.values.pop()


@dataclass(frozen=True, eq=False)
class Reel:
    """A whole attempt. A moment's step is that of the events that were logged in it; the last is the end."""

    figures: dict[str, NDArray[np.float32]]
    """(steps + 1,) by name of FIGURES; not a number where there is nothing to tell"""
    pictures: Track[Picture | None]
    tips: Track[Tip | None]
    contrasts: Track[Iodine | None]

    @property
    def last(self) -> int:
        """The step of the end."""
        return len(self.figures["pain"]) - 1

    def frame(self, step: int) -> Frame:
        """The moment of a step; the end if it lies beyond."""
        step = min(max(step, 0), self.last)
        return Frame(step, self.pictures.at(step), self.tips.at(step), self.contrasts.at(step))

    def figures_at(self, step: int) -> dict[str, float]:
        """Of one step, by name."""
        return {name: float(column[min(max(step, 0), self.last)]) for name, column in self.figures.items()}


def reel_of(recording: Recording, world: World, heard: Heard = lambda share: None) -> Reel:
    """Play it through once in its own body. What ``heard`` raises ends it."""
    session = Session(world, recording.header.seed)
    camera = _Camera(session, recording.steps)

    def watch(seen: Observation) -> None:
        camera.take(session.step_number - 1, seen)
        if session.step_number % TOLD_EVERY == 0:
            heard(session.step_number / max(recording.steps, 1))

    replay(recording, session, watch)
    camera.take(session.step_number, session.look())  # what was done after the last step, as the end itself
    return camera.reel(session.step_number)


class _Camera:
    """Looks at a session after each step, and does nothing to it."""

    def __init__(self, session: Session, steps: int) -> None:
        self.session, self.state = session, session.truth()
        self.columns = {name: np.full(steps + 1, np.nan, np.float32) for name in FIGURES}
        self.pictures, self.tips, self.contrasts = Track[Picture | None](None), Track[Tip | None](None), Track[Iodine | None](None)
        self._clear = np.full(len(NEAR), np.nan)
        self._given = 0.0
        self._moved_at = 0
        """The step in which the needle last stood otherwise than before"""

    def take(self, at: int, seen: Observation) -> None:
        state = self.state
        self._picture(at, seen.live)
        self._needle(at, state)
        self._contrast(at, state)
        needle = state.needle
        pushed = needle is not None and needle.placed and at - self._moved_at <= round(PUSHED_S / STEP_S)
        force = needle.force_n() if needle is not None and pushed else np.nan
        signs, pressure = seen.care.vitals, seen.syringe.pressure_mmhg
        row = (*self._clear, pressure, force, signs.heart_rate, signs.systolic, signs.diastolic, signs.spo2, state.care.pain)
        for name, value in zip(FIGURES, row, strict=True):
            self.columns[name][at] = value

    def reel(self, steps: int) -> Reel:
        return Reel({name: column[: steps + 1] for name, column in self.columns.items()}, self.pictures, self.tips, self.contrasts)

    def _picture(self, at: int, live: Picture | None) -> None:
        kept = self.pictures
        if live is kept.values[-1]:
            return
        apart = round(PICTURES_S / STEP_S)
        if len(kept.steps) > 2 and kept.steps[-1] - kept.steps[-2] < apart and at - kept.steps[-1] < apart:
            kept.pop()
        kept.put(at, live)

    def _needle(self, at: int, state: State) -> None:
        needle, before = state.needle, self.tips.values[-1]
        if needle is None or not needle.placed:
            if before is not None:
                self.tips.put(at, None)
                self._clear[:] = np.nan
            return
        shaft, tissue = needle.shaft(), Tissue(needle.lies_in)
        if before is not None and before.tissue is tissue and np.array_equal(before.shaft, shaft):
            return
        self.tips.put(at, Tip(shaft, needle.depth_mm, tissue))
        self._moved_at = at
        clear = self.session.world.body.clearances(needle.tip)
        self._clear[:] = [clear[kind] for kind in NEAR.values()]

    def _contrast(self, at: int, state: State) -> None:
        given = float(state.flow.given[CONTRAST])
        if given <= 0:
            return
        every = FLOWING_S if given > self._given else RESTING_S
        if self.contrasts.values[-1] is None or at - self.contrasts.steps[-1] >= round(every / STEP_S):
            self.contrasts.put(at, contrast_in(state))
            self._given = given

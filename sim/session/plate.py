"""Contrast laid somewhere in a body, for a picture that is to be named: the same engine as under the plunger, and no needle.

Everything hangs on the seed alone: a plate may be laid beside everything else.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.morphometry import LUMBAR, interspace
from meshes.tissues import VESSEL, Tissue
from scenarios.pattern import Pattern
from sim.fluoroscopy.shadows import Iodine
from sim.physics.flow import CONTRAST, Deposit, Flow
from sim.physics.flow_space import NET_CELLS
from sim.physics.pattern import patterns
from sim.physics.vessel import Vessel, whole
from sim.session.iodine import iodine_in

PLACES: dict[Pattern, tuple[Tissue, ...]] = {
    "dorsal epidural": (Tissue.DORSAL_FAT,),
    "ventral epidural": (Tissue.VENTRAL_FAT,),
    "neurogram": (Tissue.FORAMINAL_FAT,),
    "venous": (Tissue.EPIDURAL_VEIN,),
    "arterial": (Tissue.ARTERY,),
    "intrathecal": (Tissue.CSF,),
    "subdural": (Tissue.DURA,),
    "intradiscal": (Tissue.NUCLEUS,),
    "facet joint": (Tissue.FACET_JOINT,),
    "retrodural": (Tissue.RETRODURAL,),
    "soft tissue": (Tissue.INTERSPINOUS, Tissue.MUSCLE),
}
"""Where a bevel lies that would show this pattern. What is shown in the end the fluid decides: fat holds small veins."""
LEVELS_SHOWN = LUMBAR[1:]
AROUND_MM = np.array([[-25.0, -30.0, -15.0], [25.0, 45.0, 15.0]])
"""How far round the middle of an interlaminar window a bevel may lie: to the right, forward, to the head (guess)."""
TRIES = 40
"""A pore may be shut: so many places are tried before another pattern is."""
STEP_S = 1.0 / 16.0
RATE_ML_S = 0.5
SMALL: tuple[Pattern, ...] = ("facet joint", "intradiscal")
"""What takes no more than about a ml ([@patterns_known])."""
SMALL_ML, USUAL_ML = (0.7, 1.0), (1.2, 2.0)
LINE_MM = 12.0
"""A vessel is opened where so much of it lies across an AP's beam: what runs along the beam shows as a speck, and nobody could name it
(guess)."""
FRAMES, AFTER_S = 6, (1.0, 3.0)
"""Pictures while it runs in, the last one at its end; and when, after that, others show what stays."""


@dataclass(frozen=True, eq=False)
class Plate:
    """Contrast as it ran in."""

    level: str
    """The vertebra above the interspace."""
    flow: Flow
    """As it is after the last picture."""
    frames: tuple[Iodine | None, ...]
    """In time; number ``FRAMES - 1`` is the end of the injection."""
    patterns: dict[str, float]
    """ml by pattern at the end of the injection."""
    given_ml: float


def deck(chance: np.random.Generator, count: int) -> tuple[int, ...]:
    """A seed for each picture of a round, so that no pattern is asked much more often than another."""
    kinds = np.concatenate([chance.permutation(2 * len(PLACES)) % len(PLACES) for _ in range(count // (2 * len(PLACES)) + 1)])
    return tuple(int(chance.integers(2**32)) * len(PLACES) + int(kind) for kind in kinds[:count])


def lay_beside(anatomy: Anatomy, seed: int, iodine_mg_ml: float) -> Future[Plate]:
    """The plate of this seed, made while something else is looked at."""
    pool = ThreadPoolExecutor(1, "plate")
    coming = pool.submit(lay, anatomy, seed, iodine_mg_ml)
    pool.shutdown(wait=False)
    return coming


def lay(anatomy: Anatomy, seed: int, iodine_mg_ml: float) -> Plate:
    """The plate of this seed. ValueError for a body with no space at all that takes fluid."""
    kind, chance = seed % len(PLACES), np.random.Generator(np.random.Philox(seed))
    flow = Flow(anatomy, int(chance.integers(2**31)))
    names = tuple(PLACES)
    for pattern in (*names[kind:], *names[:kind]):  # what this body does not have gives way to the next
        for level in (str(level) for level in chance.permutation(LEVELS_SHOWN)):
            opened = _opened(flow, _bevels(anatomy, level, pattern), chance)
            if opened:
                ml = float(chance.uniform(*(SMALL_ML if pattern in SMALL else USUAL_ML)))
                return _run_in(flow, opened, level, ml, iodine_mg_ml)
    raise ValueError(f"nothing in the patient {anatomy.name!r} takes fluid")


def _bevels(anatomy: Anatomy, level: str, pattern: Pattern) -> NDArray[np.float64]:
    """(n, 4): mm and tissue of every voxel round this level that could show the pattern."""
    fine, window = anatomy.fine, anatomy.landmarks.get(f"{interspace(level)}/window")
    if window is None:
        return np.zeros((0, 4))
    box = fine.grid.box_index(*(window + AROUND_MM))
    labels = fine.values[box]
    found = np.argwhere(np.isin(labels, [int(tissue) for tissue in PLACES[pattern]]))
    places = fine.grid.centre(found + [side.start for side in box])
    return np.concatenate([places, labels[tuple(found.T)][:, None].astype(float)], axis=1)


def _opened(flow: Flow, bevels: NDArray[np.float64], chance: np.random.Generator) -> list[tuple[Deposit, float]]:
    """What a bevel that takes fluid opens, with the share that goes there; a vessel where it can be seen to be one."""
    for _ in range(TRIES if len(bevels) else 0):
        x, y, z, tissue = bevels[chance.integers(len(bevels))]
        deposit = flow.deposit_for(np.array([x, y, z]), int(tissue))
        if deposit is None:
            continue
        if tissue not in VESSEL:
            return [(deposit, 1.0)]
        vessel = whole(deposit.space, deposit.source)
        if vessel.across_mm >= LINE_MM and len(vessel.cells) >= NET_CELLS:
            return _piecewise(flow, deposit, vessel)
    return []


def _piecewise(flow: Flow, deposit: Deposit, vessel: Vessel) -> list[tuple[Deposit, float]]:
    """Each piece of a vessel takes its share: the bevel's own by the bevel, the others by their middles."""
    found = []
    for number, (cells, share) in enumerate(vessel.pieces()):
        part, places = deposit, deposit.space.places[cells]
        if deposit.source not in cells:
            part = Deposit(deposit.compartment, deposit.space)
            middle = places[int(np.argmin(((places - places.mean(0)) ** 2).sum(1)))]
            if not part.aim(middle):
                continue
            flow.deposits[f"{deposit.name} {number}"] = part
        found.append((part, share))
    whole_share = sum(share for _, share in found)
    return [(part, share / whole_share) for part, share in found]


def _run_in(flow: Flow, opened: list[tuple[Deposit, float]], level: str, ml: float, iodine_mg_ml: float) -> Plate:
    frames: list[Iodine | None] = []
    steps = FRAMES * round(ml / RATE_ML_S / STEP_S / FRAMES)
    for step in range(1, steps + 1):
        for deposit, share in opened:
            flow.inject(deposit, CONTRAST, share * ml / steps, STEP_S, iodine_mg_ml)
        flow.rest(STEP_S, *(deposit for deposit, _ in opened))
        if step % (steps // FRAMES) == 0:
            frames.append(iodine_in(flow))
    lies: dict[str, float] = dict(patterns(flow).items())
    passed = 0
    for after_s in AFTER_S:
        for _ in range(round(after_s / STEP_S) - passed):
            flow.rest(STEP_S)
        passed = round(after_s / STEP_S)
        frames.append(iodine_in(flow))
    return Plate(level, flow, tuple(frames), lies, float(flow.given[CONTRAST]))

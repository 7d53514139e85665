"""The room itself: floor, walls, and what hangs and stands at them: doors, cupboards, lead aprons. Sizes by eye (guess)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.qt.theatre.solids import Solid, box, lattice, together

WALL_MM, HIGH_MM = 2700.0, 2700.0
"""A wall from the middle of the back, farther than any eye goes; and how high the room is"""
CLAD_MM = 950.0
"""How high the lower part of the walls is clad against trolleys"""
DOOR_MM, LEAF_MM = (1250.0, 2120.0), 55.0
CUPBOARDS = tuple(range(-1500, 901, 600))
"""Where each of a row begins, along the wall"""
APRONS = (-260.0, 60.0, 380.0)


def floor(floor_y: float) -> Solid:
    """In cells that are finer in its middle, where shadows lie."""
    fine, coarse = np.arange(-900, 901, 75.0), np.arange(1100, WALL_MM + 1, 200.0)
    across = np.concatenate([-coarse[::-1], fine, coarse])
    along = np.concatenate([np.arange(-WALL_MM, -1299, 200.0), np.arange(-1200, 1101, 100.0), np.arange(1300, WALL_MM + 1, 200.0)])
    return lattice(across, along, floor_y)


def walls(floor_y: float) -> Solid:
    """Four; who walks round has one behind whatever is looked at."""
    heights = np.array([0, 90, 200, 400, 700, CLAD_MM - 1, CLAD_MM + 1, 1500, 2000, 2400, HIGH_MM])
    along = np.array([-2700, -2600, -2450, -2200, -1800, -900, 0, 900, 1800, 2200, 2450, 2600, 2700.0])
    flat = lattice(heights, along, 0.0)
    upright = np.eye(4)
    upright[:3, :3] = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], float)
    upright[:3, 3] = WALL_MM, floor_y, 0.0
    return together(*(flat.moved(_turned(turn) @ upright) for turn in (0.0, 90.0, 180.0, 270.0)))


def _turned(degrees: float) -> NDArray[np.float64]:
    """(4, 4): from the wall at +x to the one so far round; 90 is that at the patient's head."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    frame = np.eye(4)
    frame[:3, :3] = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    return frame


def fittings(floor_y: float, side: int) -> dict[str, Solid]:
    """By name; +1 ``side``: the operator stands at the patient's right, and the doors are across the table."""
    far, near = (180.0, 0.0) if side > 0 else (0.0, 180.0)
    run = 1.0 if far == 180.0 else -1.0  # which way "along" goes, seen from the patient: to the head is positive

    def at(turn: float, size: ArrayLike, out: float, high: float, along: float, corner: float = 4.0) -> Solid:
        """A box on a wall: out of it, high and along it; its middle that far out, up and along."""
        made = box(size, (WALL_MM - out, floor_y - high, along), corner)
        return made.moved(_turned(turn))

    wide, tall = DOOR_MM
    door = -run * 1500.0
    leaf = at(far, (LEAF_MM, tall, wide), LEAF_MM / 2, tall / 2, door)
    glass = at(far, (LEAF_MM + 8, 520, 200), LEAF_MM / 2, 1500, door + run * 300)
    steel = [
        at(far, (60, 60, 2.2 * wide), 40, tall + 50, door + run * 0.5 * wide),  # it slides
        at(far, (40, 420, 26), LEAF_MM + 40, 1050, door + run * 480),
        *(at(far, (74, tall + 20, 70), 37, tall / 2, door + s * (wide / 2 + 35)) for s in (-1, 1)),
        *(at(t, (26, 130, 5400), 20, 950, 0) for t in (0.0, 90.0, 180.0, 270.0)),
        *(at(90, (22, 12, 180), 632, 800, z + 300) for z in CUPBOARDS),
        *(at(90, (22, 12, 180), 372, 1480, z + 300) for z in CUPBOARDS),
        at(near, (60, 30, 1200), 120, 1640, run * 60),
    ]
    upper = [at(90, (350, 640, 592), 175, 1750, z + 300) for z in CUPBOARDS]
    lower = [at(90, (600, 760, 592), 300, 480, z + 300) for z in CUPBOARDS]
    long = CUPBOARDS[-1] - CUPBOARDS[0] + 600
    middle = CUPBOARDS[0] + long / 2
    top = [at(90, (640, 40, long + 40), 320, 885, middle), at(90, (560, 100, long), 280, 50, middle)]
    hung = [together(at(near, (70, 950, 250), 125, 1130, run * z, 30), at(near, (60, 180, 130), 125, 1600, run * z, 20)) for z in APRONS]
    skirting = [at(t, (24, 100, 5400), 12, 50, 0) for t in (0.0, 90.0, 180.0, 270.0)]
    return {
        "door": leaf,
        "lite": together(glass, at(near, (20, 330, 620), 10, 1700, run * 1500)),
        "trim": together(*steel),
        "cupboards": together(*upper, *lower),
        "worktop": together(*top, *skirting),
        "aprons": together(*hung),
    }

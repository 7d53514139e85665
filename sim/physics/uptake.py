"""What a bevel lies in that labels alone do not show: a small vein, the space behind the flavum; and what aspiration shows.

All chances are fixed by patient and place: trying again in the same place gives the same, moving the needle may not.
"""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from meshes.anatomy import Anatomy
from meshes.space import dot
from meshes.table import Row, read
from meshes.tissues import Tissue
from sim.physics.compartments import zones
from sim.physics.tissue import TABLES

PLACE_MM = 2.0
"""A bevel moved by more than this lies elsewhere."""
BEHIND_MM = 2.4
"""So near behind the flavum a bevel in soft tissue opens the retrodural space (guess)."""
FORAMEN = re.compile(r"L\d/foramen_centre_|sacrum/foramen_S\d_")
"""Landmarks that tell a lumbar foramen from a sacral one, whose canal, mouths and junction are named."""


class Chance(Row):
    """A row of ``uptake.csv``."""

    zone: str
    chance: float = Field(ge=0, le=1)
    note: str = ""


class Shows(Row):
    """A row of ``aspiration.csv``."""

    content: str
    shows: float = Field(ge=0, le=1)


@cache
def _chances() -> dict[str, float]:
    return {row.zone: row.chance for row in read(TABLES / "uptake.csv", Chance)}


@cache
def _shown() -> dict[str, float]:
    return {row.content: row.shows for row in read(TABLES / "aspiration.csv", Shows)}


def zone_of(anatomy: Anatomy, point: NDArray[np.floating], tissue: int) -> str:
    """The row of the table ``uptake`` for a place of the epidural space; fat in a foramen is that of the nearest one."""
    named = next(zone.veins for zone in zones() if zone.tissue == tissue)
    if named is not None:
        return named
    foramina = [(name, place - point) for name, place in anatomy.landmarks.items() if FORAMEN.match(name)]
    nearest = min(foramina, key=lambda one: float(dot(one[1], one[1])), default=("", point))[0]
    return "sacral foramen" if nearest.startswith("sacrum") else "lumbar foramen"


def lies_in_small_vein(anatomy: Anatomy, point: NDArray[np.floating], tissue: int, seed: int) -> bool:
    """Whether a bevel in epidural fat has opened a vein too small to be drawn."""
    return chance_at(seed, "small vein", point) < _chances()[zone_of(anatomy, point, tissue)]


def aspiration_shows(compartment: str | None, point: NDArray[np.floating], seed: int) -> bool:
    """Whether what a bevel in this compartment lies in comes back when the plunger is drawn."""
    return compartment in _shown() and chance_at(seed, "aspiration", point) < _shown()[compartment]


def behind_flavum(anatomy: Anatomy, point: NDArray[np.floating]) -> bool:
    """Whether this place lies close behind the ligamentum flavum."""
    grid = anatomy.fine.grid
    part = anatomy.fine.values[grid.box_index(np.asarray(point) - BEHIND_MM, np.asarray(point) + BEHIND_MM)]
    return bool((part == Tissue.FLAVUM).any())


def chance_at(seed: int, name: str, point: NDArray[np.floating]) -> float:
    """A number of 0 to 1 that belongs to this patient, this question and this place."""
    cell = np.floor(np.asarray(point, float) / PLACE_MM).astype(np.int64)
    place = crc32(cell.tobytes(), crc32(name.encode()))
    return float(np.random.Generator(np.random.Philox(key=np.array([seed, place], np.uint64))).random())

"""What makes one person's spread another than the next one's: lobules, channels and partitions, all from one seed.

Fields are laid out in canal coordinates (right, back, along), so that what is long is long along the canal; how lobules and channels are
drawn on cells stands in ``weave``. Partitions let so much through by area, whatever the cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from meshes.anatomy import Anatomy
from meshes.canal_line import CanalLine
from meshes.noise import lattice_noise, scrambled
from meshes.space import RIGHT, dot, unit
from meshes.table import Row, read
from meshes.tissues import CANAL_FAT, Tissue
from sim.physics.tissue import TABLES

UNEVEN = 1.5
"""Noise between lattice nodes is flatter than at them: this makes its spread about 1 again."""
YEARS_FROM = 50.0
FRONT_SLOPE = 0.75
"""In front of the sac is what lies so many times farther to the front than to the side, as the lumbar fat is divided."""


@dataclass(frozen=True, eq=False)
class InCanal:
    """Cells in canal coordinates, mm."""

    u: NDArray[np.float64]
    """to the right"""
    v: NDArray[np.float64]
    """to the back"""
    s: NDArray[np.float64]
    """along, as ``CanalLine.station``"""
    tangent: NDArray[np.float64]
    """(n, 3)"""
    past: NDArray[np.float64]
    """mm beyond the canal's end, + below, - above, 0 along it"""


def in_canal(canal: NDArray[np.float64], places: NDArray[np.floating]) -> InCanal:
    """Canal coordinates of (n, 3) places, mm."""
    line = CanalLine(canal)
    k, tangent = line.nearest(places), line.tangents
    right = unit(RIGHT - dot(RIGHT, tangent)[:, None] * tangent)
    back = np.cross(tangent, right)
    away = places - canal[k]
    along = (away * tangent[k]).sum(1)
    past = np.where((k == 0) | (k == len(canal) - 1), along, 0.0)
    return InCanal((away * right[k]).sum(1), (away * back[k]).sum(1), line.stations[k] + along, tangent[k], past)


PartitionName = Literal[
    "septum", "ventral ligament", "dural contact", "lateral ligament", "foraminal mouth", "ventral mouth", "sacral mouth",
    "foraminal outlet", "sacral outlet",
]  # fmt: skip


class Partition(Row):
    """A row of ``membranes.csv``."""

    name: PartitionName
    through: float = Field(gt=0)
    by_person: float
    by_place: float
    place_mm: float = Field(gt=0)
    by_year: float


@cache
def membranes() -> dict[PartitionName, Partition]:
    """The partitions by name."""
    return {row.name: row for row in read(TABLES / "membranes.csv", Partition)}


def stream_of(seed: int, name: str) -> int:
    """The seed of a field of this name."""
    return scrambled(seed ^ crc32(name.encode()))


def end_of_sac(anatomy: Anatomy) -> float:
    """How far along the canal the sac ends, mm; nowhere if that is not known."""
    tip = anatomy.landmarks.get("sac/tip")
    return float(in_canal(anatomy.canal, tip[None]).s[0]) if tip is not None else np.inf


def in_front(at: InCanal, tissue: NDArray[np.uint8], sac_ends_s: float) -> NDArray[np.bool_]:
    """(n,) the cells of the canal's fat in front of the sac; below it there is nothing to be in front of, the canal is one room."""
    in_sacrum = (tissue == Tissue.SACRAL_FAT) & (at.s < sac_ends_s) & (at.v < -FRONT_SLOPE * np.abs(at.u))
    return np.asarray((tissue == Tissue.VENTRAL_FAT) | in_sacrum)


@dataclass(frozen=True, eq=False)
class Wall:
    """Where one of the epidural space's partitions stands: between k pairs of cells."""

    name: PartitionName
    way: int
    """From a cell to its neighbour: +x, +y or +z, as 1, 3 or 5."""
    cell: NDArray[np.int64]
    """(k,)"""
    beyond: NDArray[np.int32]
    """(k,) its neighbour"""
    between: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]
    """Each (k,): the middle in canal coordinates, mm."""


def walls(at: InCanal, tissue: NDArray[np.uint8], neighbour: NDArray[np.int32], sac_ends_s: float) -> tuple[Wall, ...]:
    """The epidural space's partitions."""
    fat = np.isin(tissue, list(CANAL_FAT - {Tissue.SACRAL_FAT})) | ((tissue == Tissue.SACRAL_FAT) & (at.s < sac_ends_s))
    front = in_front(at, tissue, sac_ends_s)
    foraminal = tissue == Tissue.FORAMINAL_FAT
    sacral = tissue == Tissue.SACRAL_FAT
    lumbar = np.isin(tissue, list(CANAL_FAT)) & ~sacral
    behind = (tissue == Tissue.DORSAL_FAT) | (tissue == Tissue.PLICA)
    lateral = tissue == Tissue.LATERAL_FAT
    found = []
    for name in membranes():
        for d in (1, 3, 5):
            here = np.flatnonzero(neighbour[:, d] >= 0)
            there = neighbour[here, d]
            match name:
                case "septum":
                    cut = fat[here] & fat[there] & ((at.u[here] < 0) != (at.u[there] < 0)) & ~front[here] & ~front[there] & (at.v[here] > 0)
                case "ventral ligament":
                    cut = fat[here] & fat[there] & ((at.u[here] < 0) != (at.u[there] < 0)) & front[here] & front[there]
                case "lateral ligament":
                    cut = fat[here] & fat[there] & (front[here] != front[there])
                    # the lateral recesses go on in the sacral canal, whole
                    cut &= ~(lateral[here] & sacral[there]) & ~(sacral[here] & lateral[there])
                case "dural contact":
                    cut = lumbar[here] & lumbar[there] & ~front[here] & ~front[there] & (behind[here] != behind[there])
                case "foraminal mouth":
                    beside = lumbar & ~front
                    cut = (foraminal[here] & beside[there]) | (beside[here] & foraminal[there])
                case "ventral mouth":
                    ahead = lumbar & front
                    cut = (foraminal[here] & ahead[there]) | (ahead[here] & foraminal[there])
                case "sacral mouth":
                    cut = (foraminal[here] & sacral[there]) | (sacral[here] & foraminal[there])
                case "foraminal outlet" | "sacral outlet":
                    break
            i, m = here[cut], there[cut]
            if len(i):
                a, b, c = (((x[i] + x[m]) / 2).astype(np.float32) for x in (at.u, at.v, at.s))
                found.append(Wall(name, d, i, m, (a, b, c)))
    return tuple(found)


def divide(stand: Sequence[Wall], conductance: NDArray[np.float64], area_mm2: NDArray[np.float64], seed: int, age: float | None) -> None:
    """Put partitions between cells, each in series with what the cells conduct, given (n, 6) of shared faces. Changes ``conductance``."""
    for wall in stand:
        row, i, d = membranes()[wall.name], wall.cell, wall.way
        local = UNEVEN * lattice_noise(*wall.between, [row.place_mm] * 3, stream_of(seed, row.name)).astype(float)
        through = np.exp(_usual(row, seed, age) + row.by_place * local) * area_mm2[i, d] / 1000.0
        own = conductance[i, d]
        conductance[i, d] = own * through / (own + through)
        conductance[wall.beyond, d - 1] = conductance[i, d]


def seeps(at: InCanal, open_mm2: NDArray[np.float64], sacral: NDArray[np.bool_], seed: int, age: float | None) -> NDArray[np.float64]:
    """(n,) ml/s and mmHg that leave the foramina for the tissue beside the spine, given the area through which each cell borders on it."""
    outlet = np.zeros(len(open_mm2))
    table = membranes()
    for row, where in ((table["foraminal outlet"], ~sacral), (table["sacral outlet"], sacral)):
        i = np.flatnonzero(where & (open_mm2 > 0))
        a, b, c = (x[i].astype(np.float32) for x in (at.u, at.v, at.s))
        local = UNEVEN * lattice_noise(a, b, c, [row.place_mm] * 3, stream_of(seed, row.name)).astype(float)
        outlet[i] = np.exp(_usual(row, seed, age) + row.by_place * local) * open_mm2[i] / 1000.0
    return outlet


def _usual(row: Partition, seed: int, age: float | None) -> float:
    """The logarithm of what a partition of this person lets through on the whole."""
    person = np.random.Generator(np.random.Philox(key=np.array([seed, crc32(row.name.encode())], np.uint64))).standard_normal()
    years = (age if age is not None else YEARS_FROM) - YEARS_FROM
    return float(np.log(row.through) + row.by_person * person + row.by_year * years)

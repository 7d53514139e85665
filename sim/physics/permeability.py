"""What makes one person's spread another than the next one's: lobules, channels and partitions, all from one seed.

Fields are laid out in canal coordinates (right, back, along), so that what is long is long along the canal, and meant over each cell, so
that they do not know how fine the lattice is. Partitions let so much through by area, whatever the cells.
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
from sim.physics.tissue import TABLES, OneTissue, by_label

UNEVEN = 1.5
"""Noise between lattice nodes is flatter than at them: this makes its spread about 1 again."""
YEARS_FROM = 50.0
FRONT_SLOPE = 0.75
"""In front of the sac is what lies so many times farther to the front than to the side, as the lumbar fat is divided."""
ALONG_Z = (Tissue.MUSCLE, Tissue.FASCIA, Tissue.SUPRASPINOUS)
"""Tissues whose fibres run up the back rather than along the canal's curve."""


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


@dataclass(frozen=True, eq=False)
class Texture:
    """(256,) arrays over labels: the table ``permeability``."""

    along: NDArray[np.float64]
    lobule_across_mm: NDArray[np.float64]
    lobule_along_mm: NDArray[np.float64]
    lobule_sigma: NDArray[np.float64]
    lobule_share: NDArray[np.float64]
    channel_across_mm: NDArray[np.float64]
    channel_along_mm: NDArray[np.float64]
    channel_sigma: NDArray[np.float64]


class PermeabilityRow(Row):
    """A row of ``permeability.csv``."""

    tissue: OneTissue
    along: float
    lobule_across_mm: float
    lobule_along_mm: float
    lobule_sigma: float
    lobule_share: float
    channel_across_mm: float
    channel_along_mm: float
    channel_sigma: float


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


@cache
def texture() -> Texture:
    """The table; a tissue that it does not name is even."""
    rows = read(TABLES / "permeability.csv", PermeabilityRow)
    columns = {}
    for name in Texture.__dataclass_fields__:
        even = 1.0 if name == "along" or name.endswith("_mm") else 0.0
        columns[name] = by_label(((row.tissue, getattr(row, name)) for row in rows), even)
    return Texture(**columns)


def _stream(seed: int, name: str) -> int:
    return scrambled(seed ^ crc32(name.encode()))


def woven(
    at: InCanal, places: NDArray[np.floating], tissue: NDArray[np.uint8], cell_mm: float, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, 3) factors on the permeability along x, y and z, and (n,) on the pores, of cells of these tissues."""
    table = texture()
    factor, pores = np.ones((len(tissue), 3)), np.ones(len(tissue))
    for kind in np.unique(tissue):
        some = np.flatnonzero(tissue == kind)
        if kind in ALONG_Z:
            middle = [places[some, i].astype(np.float32) for i in range(3)]
            tangent = np.broadcast_to([0.0, 0.0, 1.0], (len(some), 3))
        else:
            middle = [x[some].astype(np.float32) for x in (at.u, at.v, at.s)]
            tangent = at.tangent[some]
        ease, room = np.zeros(len(some)), np.zeros(len(some))
        # the mean of a cell's eight parts: what is narrow counts alike in cells of any size
        for part in range(8):
            a, b, c = (x + np.float32(cell_mm / 4 * (1 if part >> i & 1 else -1)) for i, x in enumerate(middle))
            own, free = _local(table, int(kind), a, b, c, seed)
            ease += own / 8
            room += free / 8
        factor[some] *= ease[:, None] * (1 + (table.along[kind] - 1) * tangent * tangent)
        pores[some] = room
    return factor, pores


def _local(
    table: Texture, kind: int, a: NDArray[np.float32], b: NDArray[np.float32], c: NDArray[np.float32], seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Factors on permeability and pores at single places of one tissue."""
    ease, room = np.ones(len(a)), np.ones(len(a))
    if table.lobule_sigma[kind] > 0 or table.lobule_share[kind] > 0:
        size = [table.lobule_across_mm[kind]] * 2 + [table.lobule_along_mm[kind]]
        body = UNEVEN * lattice_noise(a, b, c, size, _stream(seed, "lobules")).astype(float)
        ease *= np.exp(-table.lobule_sigma[kind] * body)
        t = np.clip((body + 0.2) / 1.4, 0.0, 1.0)
        room -= table.lobule_share[kind] * t * t * (3 - 2 * t)
    if table.channel_sigma[kind] > 0:
        size = [table.channel_across_mm[kind]] * 2 + [table.channel_along_mm[kind]]
        way = UNEVEN * lattice_noise(a, b, c, size, _stream(seed, "channels")).astype(float)
        ease *= np.exp(table.channel_sigma[kind] * way)
    return ease, room


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
        local = UNEVEN * lattice_noise(*wall.between, [row.place_mm] * 3, _stream(seed, row.name)).astype(float)
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
        local = UNEVEN * lattice_noise(a, b, c, [row.place_mm] * 3, _stream(seed, row.name)).astype(float)
        outlet[i] = np.exp(_usual(row, seed, age) + row.by_place * local) * open_mm2[i] / 1000.0
    return outlet


def _usual(row: Partition, seed: int, age: float | None) -> float:
    """The logarithm of what a partition of this person lets through on the whole."""
    person = np.random.Generator(np.random.Philox(key=np.array([seed, crc32(row.name.encode())], np.uint64))).standard_normal()
    years = (age if age is not None else YEARS_FROM) - YEARS_FROM
    return float(np.log(row.through) + row.by_person * person + row.by_year * years)

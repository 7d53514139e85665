"""Where an MRI is cut: stacks of slices, sagittal through the spine, and axial ones that lie along the discs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.anatomy import Anatomy
from meshes.space import ANTERIOR, RIGHT, SUPERIOR, Vector, dot, length, unit
from scenarios.chart import Slice
from sim.procedure.disc_water import bones_of, interspaces, title

SlicePlane = Literal["sagittal", "axial"]
THICK_MM, EVERY_MM = 4.0, 4.4
"""Usual slices of a lumbar spine, with a tenth left between them [@mri_signals_known]."""
SAGITTAL_PX, SAGITTAL_MM = 384, 0.78
AXIAL_PX, AXIAL_MM = 256, 0.65
WIDE_MM = 36.0
"""Sagittal slices reach so far to both sides: beyond the foramina."""
FORWARD_MM, BACKWARD_MM = 28.0, 24.0
"""How far the middle of a picture lies in front of the canal if sagittal, behind the discs' middle if axial."""
NAME_OFF_MM = 9.0
MID_BODY_MM, MID_SACRAL_MM = 13.0, 16.0
"""Below the upper end-plate: about the middle of a body (for names alone)."""
BULGES_MM = 2.0
"""A disc that reaches so far behind the back walls is a finding (guess)."""
BELOW_S1_MM = 45.0
"""So far the axial stack goes on along the sacrum."""


@dataclass(frozen=True, eq=False)
class SlicePose:
    """One slice: where its picture's middle lies, and where its columns and rows lead."""

    middle: Vector
    across: Vector
    """To the picture's right."""
    down: Vector
    pixels: int
    pixel_mm: float

    @property
    def normal(self) -> Vector:
        found: Vector = np.cross(self.across, self.down)
        return found

    def place(self, column: float, row: float) -> Vector:
        """The patient's mm under a pixel's middle."""
        half = (self.pixels - 1) / 2
        found: Vector = self.middle + self.pixel_mm * ((column - half) * self.across + (row - half) * self.down)
        return found

    def pixel(self, place: ArrayLike) -> tuple[float, float]:
        """Column and row over which a place of the patient lies."""
        offset, half = np.asarray(place, float) - self.middle, (self.pixels - 1) / 2
        return float(dot(offset, self.across)) / self.pixel_mm + half, float(dot(offset, self.down)) / self.pixel_mm + half

    def off_mm(self, place: ArrayLike) -> float:
        """How far a place lies off the slice's plane, with its sign."""
        return float(dot(np.asarray(place, float) - self.middle, self.normal))

    def points(self) -> NDArray[np.float64]:
        """(pixels * pixels, 3) mm, row by row."""
        t = (np.arange(self.pixels) - (self.pixels - 1) / 2) * self.pixel_mm
        found: NDArray[np.float64] = (self.middle + t[None, :, None] * self.across + t[:, None, None] * self.down).reshape(-1, 3)
        return found

    def crossing(self, other: SlicePose) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """Two pixels between which the other slice cuts this one, as far as the smaller reaches; None for slices that lie side by side."""
        along = np.cross(self.normal, other.normal)
        if float(dot(along, along)) < 1e-6:
            return None
        along = unit(along)
        towards = np.cross(along, self.normal)
        nearest = self.middle + towards * (-other.off_mm(self.middle) / float(dot(towards, other.normal)))
        small = min(self, other, key=lambda pose: pose.pixels * pose.pixel_mm)
        nearest = nearest + along * float(dot(small.middle - nearest, along))
        reach = small.pixels * small.pixel_mm / 2
        return self.pixel(nearest - reach * along), self.pixel(nearest + reach * along)


@dataclass(frozen=True, eq=False)
class SliceStack:
    """Slices of one plane: sagittal from the patient's right to the left, axial from above."""

    plane: SlicePlane
    poses: tuple[SlicePose, ...]

    def nearest(self, place: ArrayLike) -> int:
        """The slice that lies nearest to a place of the patient."""
        return int(np.argmin([abs(pose.off_mm(place)) for pose in self.poses]))


def stack_of(anatomy: Anatomy, plane: SlicePlane) -> SliceStack:
    return SliceStack(plane, _sagittal(anatomy) if plane == "sagittal" else _axial(anatomy))


def shown_by(anatomy: Anatomy, key: Slice, plane: SlicePlane) -> Vector:
    """The place through which a plane is cut for a slice of a report: beside an axial one the sagittal one shows what bulges."""
    place = anatomy.landmark(key.at)
    if key.plane == plane:
        return place
    disc = min(interspaces(anatomy), key=lambda one: float(length(one.middle - place)))
    return disc.bulge if disc.bulge_mm > BULGES_MM else place


def level_marks(anatomy: Anatomy) -> dict[str, Vector]:
    """Where a vertebra's name stands beside it: in front of its middle."""
    found = {}
    for bone in bones_of(anatomy):
        front, back = (anatomy.landmark(f"{bone}/superior_{end}") for end in ("front", "back"))
        depth = 12.0 if bone == "sacrum" else 0.5 * float(length(anatomy.landmark(f"{bone}/inferior_front") - front))
        found[title(bone)] = front - depth * unit(anatomy.landmark(f"{bone}/up")) + NAME_OFF_MM * unit(front - back)
    return found


def level_names(anatomy: Anatomy, stack: SliceStack) -> tuple[str, ...]:
    """Of each axial slice the disc or the vertebra that it goes through, as ``L4-L5`` or ``L4``."""
    marks = {disc.name: disc.middle for disc in interspaces(anatomy)}
    for bone in bones_of(anatomy):
        down = MID_SACRAL_MM if bone == "sacrum" else MID_BODY_MM
        marks[title(bone)] = anatomy.landmark(f"{bone}/superior_endplate") - down * anatomy.landmark(f"{bone}/up")
    names, places = list(marks), np.array(list(marks.values()))
    spine = (pose.middle - BACKWARD_MM * pose.down for pose in stack.poses)
    return tuple(names[int(np.argmin(length(places - place)))] for place in spine)


def _sagittal(anatomy: Anatomy) -> tuple[SlicePose, ...]:
    """Side by side, the middle one through the middle of the canal."""
    top = float(anatomy.fine.grid.hi[2]) - SAGITTAL_PX * SAGITTAL_MM / 2
    canal = anatomy.canal[int(np.argmin(np.abs(anatomy.canal[:, 2] - top)))]
    count = int(WIDE_MM / EVERY_MM)
    middle = np.array([canal[0], canal[1], top]) + FORWARD_MM * ANTERIOR
    rows = [middle + i * EVERY_MM * RIGHT for i in range(count, -count - 1, -1)]
    return tuple(SlicePose(at, -ANTERIOR, -SUPERIOR, SAGITTAL_PX, SAGITTAL_MM) for at in rows)


def _axial(anatomy: Anatomy) -> tuple[SlicePose, ...]:
    """Along the line through the discs' middles, each as the discs beside it lie, so that a disc is cut in one picture."""
    discs = interspaces(anatomy)
    last = discs[-1]
    sacral = unit(anatomy.landmark("sacrum/up"))
    nodes = np.array([*(disc.middle for disc in discs), last.middle - BELOW_S1_MM * sacral])
    ups = np.array([*(disc.up for disc in discs), sacral])
    along = np.concatenate([[0.0], np.cumsum(length(np.diff(nodes, axis=0)))])
    found = []
    for at in np.arange(0.0, along[-1], EVERY_MM):
        middle, up = (np.array([float(np.interp(at, along, rows[:, k])) for k in range(3)]) for rows in (nodes, ups))
        up = unit(up)
        across = unit(up * float(dot(RIGHT, up)) - RIGHT)
        down = np.cross(up, across)
        found.append(SlicePose(middle + BACKWARD_MM * down, across, down, AXIAL_PX, AXIAL_MM))
    return tuple(found)

"""The edges of the laminae: between each two vertebrae an arch as high as the person's interlaminar window.

The height meant is that from the arch's apex to the upper edge of the laminae below, as oblique coronal slices show it [@sakci_2018].
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import radians

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes.compiled import compiled
from meshes.morphometry import VERTEBRAE, Dimensions, reference, window_rows
from meshes.noise import lattice_noise
from meshes.shapes import Array, Box, Points, Range, Shape
from meshes.skeleton import Bone
from meshes.space import RIGHT, Pose, Vector, dot, length, rotate, rotation, unit

REACH_MM = 18
"""Edges are looked for so far beside the midline, a place each millimetre."""
FRONT_MM, THICK_MM = 3.0, 7.0
"""What counts as lamina: bone from so far before to so far behind its front ([@egwu_2019]: 6.6-7.3 thick)."""
DEEP_MM, ROOT_MM = 8.0, 8.0
"""So far behind the laminae's front the spinous process's root goes along with the edge, and over so much more ever less (guess)."""
FADE_MM = 11.0
"""Above and below the edge what was moved fades over so much: half of a lamina's height."""
MOST_MM = 7.0
"""No edge moves farther: then the fade never folds the bone."""
ARCH_FALLS, BASE_RISES = 0.75, 0.30
"""Of the window's height, at its side: what the arch has lost, as on the mean of [@clouthier_2023] at L3-L4 and L4-L5 (0.7 to 1.0), and by
how much the laminae below stand higher (guess)."""
WIDE_FROM, WIDE_TO = 0.5, 1.2
"""From and to which share of the window's half-width moving the edges fades: the facets beside it stay."""
CLEARED_MM = 2.5
"""What hangs into an arch rises no more than this beyond what its apex does (guess)."""
LEVER_MM = 40.0
"""From the middle of a disc back to the laminae's edges."""
BORN_SHARE = 0.35
"""A person who lies with more lordosis than most was born with laminae that fit it: only so much of it closes the window (guess)."""
LEAST_MM = 4.0
"""No worn disc and no lordosis asks for a lower window (guess)."""
RAGGED_MM, RAGGED_CELL_MM = 0.4, 3.0
"""How rough the edges are where the flavum takes hold, and its own borders, and how long a tooth of them (guess)."""
PLACES = np.arange(-REACH_MM, REACH_MM + 1.0)


@dataclass(frozen=True, eq=False)
class LaminarEdge:
    """One edge of a bone's laminae and how far along the bone's own height it is moved; arrays are given at PLACES, mm."""

    pose: Pose
    front: tuple[float, float, float, float]
    """y and z of the laminae's front at their upper and lower end, in the bone's frame."""
    z: NDArray[np.float64]
    by: NDArray[np.float64]

    @cached_property
    def _numbers(self) -> Array:
        """For the compiler."""
        return np.array([*self.pose.rotation.ravel(), *self.pose.origin, *self.front], np.float32)

    @cached_property
    def _tables(self) -> Array:
        """(2, n): the edge and by how much it moves."""
        return np.array([self.z, self.by], np.float32)

    def place(self, point: Vector) -> Vector:
        """Where a point comes to lie, mm."""
        found = np.asarray(point, float)
        for _ in range(8):
            found = point + (found - self._before(Points.of(found[None]))[0])
        return found

    def _before(self, p: Points) -> NDArray[np.float64]:
        """(n, 3): where what is now at these points was, mm."""
        out = np.empty((3, *p.x.shape), np.float32)
        _unmoved(p.x, p.y, p.z, self._numbers, self._tables, *out)
        return out.astype(float).T

    def of(self, shape: Shape) -> Shape:
        """The shape with this edge of it moved."""
        moved = np.flatnonzero(self.by)
        z = np.concatenate([self.z[moved], (self.z + self.by)[moved]])
        y = (self.front[0], self.front[2])
        lo = (PLACES[moved[0]] - 1, min(y) - DEEP_MM - ROOT_MM, z.min() - FADE_MM - 1)
        hi = (PLACES[moved[-1]] + 1, max(y) + 8.0, z.max() + FADE_MM + 1)
        box = Box.around(self.pose.to_patient(Box(lo, hi).corners()))
        most = float(np.abs(self.by).max())
        steepest = shape.steepest * (1 + most / FADE_MM + float(np.abs(np.diff(self.by)).max()) + most / ROOT_MM)

        def field(p: Points) -> Array:
            if not box.touches(p.box):
                return shape(p)
            x, y, z = np.empty_like(p.x), np.empty_like(p.y), np.empty_like(p.z)
            _unmoved(p.x, p.y, p.z, self._numbers, self._tables, x, y, z)
            return shape(Points(x, y, z))

        def closer(middles: Points, radius: Array) -> Range:
            least, most = shape.within(middles, radius)
            near = box.near(middles, radius)
            if near.any():
                value, margin = field(middles.chosen(near)), np.float32(steepest) * radius[near]
                least, most = least.copy(), most.copy()
                least[near], most[near] = value - margin, value + margin
            return least, most

        return Shape(field, shape.box, steepest, closer)


@compiled(error_model="numpy")
def _unmoved(px: Array, py: Array, pz: Array, numbers: Array, tables: Array, x: Array, y: Array, z: Array) -> None:
    f = np.float32
    r, origin, front = numbers[:9], numbers[9:12], numbers[12:]
    last = tables.shape[1] - 1
    for i in range(len(px)):
        a, b, c = px[i] - origin[0], py[i] - origin[1], pz[i] - origin[2]
        place = r[0] * a + r[3] * b + r[6] * c + f(REACH_MM)
        amount = f(0)
        if f(0) < place < f(last):
            k = min(int(place), last - 1)
            w = place - f(k)
            by = tables[1, k] * (f(1) - w) + tables[1, k + 1] * w
            if by != 0:
                high = r[2] * a + r[5] * b + r[8] * c
                edge = tables[0, k] * (f(1) - w) + tables[0, k + 1] * w
                over = max(high - max(edge, edge + by), min(edge, edge + by) - high) - f(1)
                share = min(max((front[1] - high) / (front[1] - front[3]), f(0)), f(1))
                behind = front[0] + share * (front[2] - front[0]) - (r[1] * a + r[4] * b + r[7] * c)
                # in front lies the canal; behind, the spinous process stays as it is
                amount = by * min(max(f(1) - over / f(FADE_MM), f(0)), f(1))
                amount *= min(max((behind + f(8)) / f(5), f(0)), f(1)) * min(max((f(DEEP_MM + ROOT_MM) - behind) / f(ROOT_MM), f(0)), f(1))
        x[i], y[i], z[i] = px[i] - amount * r[2], py[i] - amount * r[5], pz[i] - amount * r[8]


def arched(bones: dict[str, Bone], person: Dimensions) -> dict[str, Bone]:
    """The bones with each window between their laminae arched, and as high as the person's."""
    found = dict(bones)
    names = [name for name in person.levels if name in bones]
    for level, below in zip(names, (*names[1:], "sacrum"), strict=True):
        if person.levels[level].window_height <= 0:
            continue
        above, under = found[level], found[below]
        half = window_rows()[level].half_width_mm
        wanted = height(level, person)
        edge, ledge = _edge(above, -1), _edge(under, 1)
        central = np.abs(PLACES) <= 4
        apex, base = float(edge[central].max()), float(ledge[central].mean())
        lain, lacks = _on_pillow(above, under, person.levels[level].bent_deg), 0.0
        for _ in range(4):
            lacks += wanted - _apart(lain, apex + lacks, under, base)
            lacks = float(np.clip(lacks, -MOST_MM, MOST_MM))
        # all of it is taken from, or given to, the laminae above: the upper edges of those below close the ring of the canal
        apex += lacks
        beside = (PLACES / half) ** 2
        # the root of the spinous process hangs into the arch, and the facets narrow it: neither is cut away
        by = np.minimum(apex - ARCH_FALLS * wanted * beside - edge, lacks + CLEARED_MM)
        # the teeth begin beside the midline, and are the same on both sides
        rough = teeth(np.abs(PLACES), person.grain, level) * np.minimum(np.abs(PLACES) / RAGGED_CELL_MM, 1.0)
        found[level] = _moved(above, "lamina_bottom", apex, edge, by + rough[0], half)
        found[below] = _moved(under, "lamina_top", base, ledge, BASE_RISES * wanted * beside + rough[1], half)
    return found


def _on_pillow(above: Bone, under: Bone, bent_deg: float) -> Bone:
    """The bone above an interspace turned back to where it lies with a pillow under the belly: bones do not change with how somebody lies,
    so their edges are found there, and without a pillow the whole of the joint's motion closes the window (that a segment turns about the
    middle of its disc is a guess). The shape stays behind."""
    if not bent_deg:
        return above
    across, foot, turned = above.pose.turn(RIGHT), under.landmarks["superior_endplate"], above.landmarks["inferior_endplate"]
    # half of the turn is in the disc's own tilt, on whose normal the bone above stands
    meets = foot + rotate(rotation(across, -radians(bent_deg) / 2), turned - foot)
    turn = rotation(across, -radians(bent_deg)) @ above.pose.rotation
    pose = Pose(turn, meets - rotate(turn, above.pose.to_local(turned)))
    marks = {name: pose.to_patient(above.pose.to_local(point)) for name, point in above.landmarks.items()}
    return replace(above, landmarks=marks, pose=pose)


def _apart(above: Bone, apex: float, under: Bone, base: float) -> float:
    """mm between two edges at these heights of their bones' frames, in the midline: half of it straight, half of it along the canal, since
    the sources do not say which; they differ at L5-S1. Negative if the edges overlap."""
    gap = above.pose.to_patient(_on_front(above, apex)) - under.pose.to_patient(_on_front(under, base))
    behind = under.landmarks["canal_s1_back" if under.name == "sacrum" else "canal_back"]
    along = float(dot(gap, unit(above.landmarks["canal_back"] - behind)))
    return (float(np.copysign(length(gap), along)) + along) / 2


def _on_front(bone: Bone, z: float) -> Vector:
    """The place at a height on the front of a bone's laminae in the midline, in its frame, mm."""
    top_y, top_z, bottom_y, bottom_z = _front(bone)
    return np.array([0.0, float(np.interp(-z, [-top_z, -bottom_z], [top_y, bottom_y])), z])


def height(level: str, person: Dimensions) -> float:
    """How high the person's window below a level is on a pillow, mm: his own, opened or closed by his lordosis and his disc."""
    own, mean = person.levels[level], reference().levels[level]
    opened = BORN_SHARE * LEVER_MM * radians(mean.segment_deg - (own.segment_deg - own.bent_deg)) + own.disc_height - mean.disc_height
    return max(own.window_height + opened, LEAST_MM)


def _moved(bone: Bone, name: str, z: float, edge: NDArray[np.float64], by: NDArray[np.float64], half: float) -> Bone:
    """A bone with an edge moved; its landmark ``name`` in the midline comes to lie at ``z`` of the bone's frame."""
    fade = np.clip((WIDE_TO - np.abs(PLACES) / half) / (WIDE_TO - WIDE_FROM), 0.0, 1.0)
    move = LaminarEdge(bone.pose, _front(bone), edge, np.clip(by, -MOST_MM, MOST_MM) * fade * fade * (3 - 2 * fade))
    # the ring of the canal is looked for where it was
    marks = {key: point if key.startswith("canal") else move.place(point) for key, point in bone.landmarks.items()}
    return Bone(bone.name, move.of(bone.shape), marks | {name: bone.pose.to_patient(_on_front(bone, z))}, bone.pose)


def _front(bone: Bone) -> tuple[float, float, float, float]:
    """y and z, in the bone's frame, of the upper and the lower end of the laminae's front."""
    ends = [bone.landmarks["lamina_top"], bone.landmarks["canal_s1_back" if bone.name == "sacrum" else "lamina_bottom"]]
    (_, top_y, top_z), (_, bottom_y, bottom_z) = bone.pose.to_local(ends)
    return float(top_y), float(top_z), float(bottom_y), float(bottom_z)


def _edge(bone: Bone, way: int) -> NDArray[np.float64]:
    """(n,) z in the bone's frame at which its laminae end, upwards or downwards, at PLACES; from their middle on."""
    top_y, top_z, bottom_y, bottom_z = _front(bone)
    z = np.arange(0.0, 22.0, 0.5) * way + (top_z + bottom_z) / 2
    y = np.interp(-z, [-top_z, -bottom_z], [top_y, bottom_y])
    behind = np.arange(-FRONT_MM, THICK_MM + 0.1, 2.0)
    places = np.empty((len(PLACES), len(z), len(behind), 3))
    places[..., 0], places[..., 1], places[..., 2] = PLACES[:, None, None], y[:, None] - behind, z[:, None]
    value = bone.shape(Points.of(bone.pose.to_patient(places.reshape(-1, 3)))).reshape(places.shape[:3]).min(2).astype(float)
    clear = value > 0
    first = np.maximum(np.where(clear.any(1), np.argmax(clear, axis=1), len(z) - 1), 1)
    rows = np.arange(len(PLACES))
    inside, outside = value[rows, first - 1], value[rows, first]
    share = np.clip(inside / np.where(outside == inside, -1.0, inside - outside), 0.0, 1.0)
    found: NDArray[np.float64] = z[first] - 0.5 * way * (1 - share)
    return found


def teeth(places: ArrayLike, seed: int, level: str) -> NDArray[np.float64]:
    """(2, n) mm: how ragged the upper and the lower border of what lies below a level are, a tooth RAGGED_CELL_MM places long."""
    x, still = np.asarray(places, np.float32), np.zeros(len(np.asarray(places)), np.float32)
    row = still + np.float32(VERTEBRAE.index(level))
    both = [lattice_noise(x, row, still + np.float32(k), [RAGGED_CELL_MM, 1.0, 1.0], seed) for k in (0, 1)]
    found: NDArray[np.float64] = RAGGED_MM * np.array(both, float)
    return found

"""The two triangles through which a needle comes to a lumbar foramen, as they are seen from behind: the safe one and Kambin's."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Outline
from meshes.skeleton import Bone, endplate_normal
from meshes.space import RIGHT, SUPERIOR, Side, Vector, dot, length, side_sign, unit
from meshes.spine.nerves import Nerve
from meshes.spine.sac import Sac

BEHIND_BODY_MM = 2.5
"""How far behind the body a transforaminal needle ends (guess)."""
LEAST_HEIGHT_MM = 1.0
"""Of a safe triangle that the nerve closes."""


def safe_plane(bone: Bone) -> float:
    """y of the transforaminal target under a bone's pedicles: just behind the body, mm."""
    m = bone.landmarks
    return float((m["posterior_wall"][1] + m["inferior_back"][1]) / 2 - BEHIND_BODY_MM)


def safe_triangle(bone: Bone, side: Side, nerve: Nerve) -> Outline:
    """Under the pedicle, above and beside the nerve: from where the nerve's upper edge comes out from under the pedicle's lower edge along
    that to the pedicle's outer side, down on that to the nerve, back along the nerve [@technique_known]; in the plane of the target."""
    m, y, out = bone.landmarks, safe_plane(bone), side_sign(side) * RIGHT
    bottom, inner, outer = m[f"pedicle_bottom_{side}"], m[f"pedicle_medial_{side}"], m[f"pedicle_lateral_{side}"]
    edge = _edge(nerve, 1.0)
    tip = where(edge, bottom, -SUPERIOR)
    # the nerve comes from beside the pedicle, and goes out under it
    x = [side_sign(side) * float(p[0]) for p in (inner, tip, outer)]
    begin = side_sign(side) * min(max(x[0], x[1]), x[2] - LEAST_HEIGHT_MM)
    low = min(float(where(edge, outer, out)[2]), float(bottom[2]) - LEAST_HEIGHT_MM)
    return Outline(np.array([[begin, y, bottom[2]], [outer[0], y, bottom[2]], [outer[0], y, low]]), closed=True)


def kambin_triangle(below: Bone, side: Side, nerve: Nerve, sac: Sac) -> Outline:
    """Behind the disc: the exiting nerve's lower edge as hypotenuse, the upper end-plate below as base, the dura's side as height
    ([@kumari_2021]): from where the nerve parts from the dura to where it passes the plate, to the corner of plate and dura.

    The base runs along the plate's back edge as it is seen from behind: over the steep first sacral plate the fifth nerve leaves forwards
    without ever passing the plate's own plane.
    """
    back, up = below.landmarks["superior_back"], endplate_normal(below) * [1.0, 0.0, 1.0]
    edge, out = _edge(nerve, -1.0), side_sign(side) * RIGHT
    crossing = where(edge, back, -up)
    dura = sac.wall(sac.canal.station(back), float(side_sign(side)), 0.0)
    aside = float(dura[0] - back[0])
    corner = back + np.array([aside, 0.0, -aside * up[0] / up[2]])
    return Outline(np.array([where(edge, corner, out), crossing, corner]), closed=True)


def inscribed(triangle: Outline) -> tuple[Vector, float]:
    """Middle and diameter of the circle inscribed in a triangle, mm."""
    a, b, c = triangle.points
    sides = [float(length(q - p)) for p, q in ((b, c), (c, a), (a, b))]
    middle = (sides[0] * a + sides[1] * b + sides[2] * c) / sum(sides)
    return middle, 2 * float(length(np.cross(b - a, c - a))) / sum(sides)


def _edge(nerve: Nerve, way: float) -> NDArray[np.float64]:
    """(n, 3) mm: the nerve's upper and outer edge as it is seen from behind (``way`` 1), or its lower and inner one (-1)."""
    steps = np.diff(nerve.path, axis=0)
    outwards = side_sign(nerve.side) * unit(np.stack([-steps[:, 2], np.zeros(len(steps)), steps[:, 0]], axis=-1))
    at_nodes = unit(np.concatenate([outwards[:1], outwards[:-1] + outwards[1:], outwards[-1:]]))
    share = np.arange(0.0, 1.0, 0.1)[:, None]
    path, out = (np.concatenate([*(p + share * (q - p) for p, q in pairwise(line)), line[-1:]]) for line in (nerve.path, at_nodes))
    begin, end = nerve.ganglion
    along = dot(path - begin, end - begin) / dot(end - begin, end - begin)
    thick = np.where((along > 0) & (along < 1), max(nerve.ganglion_radius, nerve.radius), nerve.radius)
    return np.asarray(path + way * thick[:, None] * out)


def where(path: NDArray[np.float64], point: Vector, way: Vector) -> Vector:
    """Where a path, prolonged beyond both ends, first passes the plane through ``point`` square to ``way``; its nearer end, if never."""
    path = np.concatenate([2 * path[:1] - path[1:2], path, 2 * path[-1:] - path[-2:-1]])
    past = dot(path - point, way)
    for i in range(len(path) - 1):
        if past[i] < 0 <= past[i + 1]:
            share = past[i] / (past[i] - past[i + 1])
            return np.asarray(path[i] + share * (path[i + 1] - path[i]), float)
    return np.asarray(path[0] if past[0] >= 0 else path[-1], float)

"""The anterior internal venous plexus with its veins through the foramina, and the segmental arteries with their radicular branches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import Dimensions
from meshes.shapes import Shape, limb
from meshes.skeleton import Skeleton, endplate_size
from meshes.space import Side, side_sign
from meshes.spine.canal import Canal
from meshes.spine.nerves import Nerve

GREAT_ARTERY_MM = 1.2
"""0.6-1.2 (fact sheet 2.4 [known]): the upper end, two voxels, so that it is one channel on the lattice."""
SIDES: tuple[Side, Side] = ("left", "right")


def _tube(nodes: NDArray | list, radius: float) -> Shape:
    nodes = np.asarray(nodes, float)
    return limb(nodes, np.full((len(nodes), 3), radius), joint=0.4)


def epidural_veins(canal: Canal, skeleton: Skeleton, person: Dimensions, nerves: tuple[Nerve, ...]) -> tuple[Shape, ...]:
    """Two channels on the back of the bodies, a bridge behind each (the basivertebral vein's), a vein out of each foramen."""
    radius = person.values["vein_diameter"] / 2
    last = canal.station(skeleton.landmark("sacrum", "canal_s2_front"))
    rings = [canal.station((skeleton.landmark(v, "canal_front") + skeleton.landmark(v, "canal_back")) / 2) for v in skeleton.levels]
    found: list[Shape] = []
    for sign in (-1, 1):
        nodes = []
        for s in np.arange(2.0, last, 5.0):
            # the channels draw together behind each body and apart at the discs
            apart = 0.45 + 0.2 * min(min(abs(s - ring) for ring in rings) / 15.0, 1.0)
            nodes.append(_on_ventral_wall(canal, s, sign * apart, radius))
        found.append(_tube(nodes, radius))
    for ring in rings:
        found.append(_tube([_on_ventral_wall(canal, ring, x, radius) for x in (-0.45, 0.0, 0.45)], 0.8 * radius))
    for nerve in nerves:
        if nerve.level in (*skeleton.levels, "S1"):
            sign = side_sign(nerve.side)
            start = _on_ventral_wall(canal, canal.station(nerve.path[2]), sign * 0.6, radius)
            # below and in front of a lumbar nerve; behind and beside it in the first sacral foramen (Sullivan)
            aside = np.array([sign * 0.5, 2.6, -2.4]) if nerve.level != "S1" else np.array([sign * 2.5, -2.8, 0.0])
            found.append(_tube([start, nerve.ganglion.mean(0) + aside, nerve.path[-1] + aside], 0.7 * radius))
    return tuple(found)


def _on_ventral_wall(canal: Canal, s: float, share: float, radius: float) -> NDArray:
    """A vein's axis resting on the front wall at ``share`` of the canal's half-width."""
    u = share * canal.room(s, 1.0 if share >= 0 else -1.0, 0.0)
    wall = canal.room(s, 0.0, -1.0)
    return canal.at(s, u, -wall + radius * 0.9)


def segmental_arteries(skeleton: Skeleton, person: Dimensions, nerves: tuple[Nerve, ...]) -> tuple[Shape, ...]:
    """From the front of each body round its waist to the foramen, with a branch along the root's front and upper side."""
    big, small = person.values["artery_diameter"] / 2, person.values["radicular_artery_diameter"] / 2
    wide = GREAT_ARTERY_MM / 2
    found: list[Shape] = []
    for level in skeleton.levels:
        bone = skeleton[level]
        m = bone.landmarks
        width, depth = endplate_size(bone)
        middle = (m["superior_endplate"] + m["inferior_endplate"]) / 2
        for side in SIDES:
            sign = side_sign(side)
            nerve = next(n for n in nerves if n.level == level and n.side == side)
            corner = nerve.path[2] + np.array([sign * 3.0, 3.2, 1.2])
            round_body = [
                middle + np.array([sign * 6.0, depth / 2 + 2.0, 0.0]),
                middle + np.array([sign * 0.40 * width, depth * 0.30, 0.0]),
                middle + np.array([sign * 0.47 * width, -depth * 0.12, -1.0]),
                np.array([m[f"pedicle_lateral_{side}"][0] + sign * 2.5, corner[1] + 1.0, corner[2] - 1.0]),
            ]
            found.append(_tube(round_body, big))
            # the great artery goes with the root's upper front side to the sac (Gregg 2017: antero-superior in 96 %)
            great = person.great_artery == (level, side)
            branch = [round_body[-1], corner, nerve.path[1] + np.array([0.0, 2.8, 0.0])]
            found.append(_tube([*branch, nerve.path[0] + np.array([sign * 1.0, 1.0, 1.0])] if great else branch, wide if great else small))
    return tuple(found)

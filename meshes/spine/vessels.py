"""The anterior internal venous plexus with its veins through the foramina, and the segmental arteries with their radicular branches."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import Dimensions
from meshes.shapes import Shape, limb
from meshes.skeleton import Skeleton, endplate_size
from meshes.space import Side, Vector, side_sign, unit
from meshes.spine.canal import Canal
from meshes.spine.nerves import Nerve

GREAT_ARTERY_MM = 1.2
"""0.6-1.2 ([@artery_known]): the upper end, two voxels, so that it is one channel on the lattice."""
PLEXUS_SHARE = (0.8, 1.25)
"""A channel's width behind the middle of a body and at the discs and pedicles, against the mean ([@batson_1940]: dense at the pedicles)."""
BASIVERTEBRAL_MM, BASIVERTEBRAL_DEEP = 1.3, 0.45
"""Radius of the vein in a body, and how far it reaches into it, as a share of its depth (guess)."""
RING_WAYS = ((0.62, 0.78), (0.9, 0.44), (1.0, 0.0), (0.78, -0.62))
RING_MM = 0.7
"""Radius of the sparse veins behind, at the laminae (guess)."""
SIDES: tuple[Side, Side] = ("left", "right")


def _tube(nodes: NDArray[Any] | list[Vector], radius: float | NDArray[Any]) -> Shape:
    nodes = np.asarray(nodes, float)
    return limb(nodes, np.repeat(np.broadcast_to(radius, (len(nodes),))[:, None], 3, axis=1), joint=0.4)


def epidural_veins(canal: Canal, skeleton: Skeleton, person: Dimensions, nerves: tuple[Nerve, ...]) -> tuple[Shape, ...]:
    """Batson's internal plexus: two channels on the back of the bodies and down the sacrum, bridges behind the bodies, a sparse ring at
    each lamina, a vein out of each foramen."""
    radius = person.values["vein_diameter"] / 2
    s2, last = (canal.station(skeleton.landmark("sacrum", f"canal_s{i}_front")) for i in (2, 4))
    rings = [canal.station((skeleton.landmark(v, "canal_front") + skeleton.landmark(v, "canal_back")) / 2) for v in skeleton.levels]
    thin, wide = PLEXUS_SHARE
    found: list[Shape] = []
    for sign in (-1, 1):
        nodes, radii = [], []
        for s in np.arange(2.0, last, 5.0):
            # the channels draw together behind each body and apart at the discs
            away = min(min(abs(s - ring) for ring in rings) / 15.0, 1.0)
            share = thin + (wide - thin) * away if s < s2 else 0.6 * thin
            radii.append(share * radius)
            nodes.append(_on_ventral_wall(canal, s, sign * (0.45 + 0.2 * away), radii[-1]))
        found.append(_tube(nodes, np.array(radii)))
    bridges = [*rings, *(canal.station(skeleton.landmark("sacrum", f"canal_s{i}_front")) for i in (1, 2, 3))]
    for s in bridges:
        found.append(_tube([_on_ventral_wall(canal, s, x, 0.8 * radius) for x in (-0.5, 0.0, 0.5)], 0.7 * radius))
    for level in skeleton.levels:
        s = canal.station(skeleton.landmark(level, "lamina_top")) + 5.0
        for way in (-1.0, 1.0):
            found.append(_tube([_in_the_way(canal, s, way * u, v) for u, v in RING_WAYS], RING_MM))
    for nerve in nerves:
        if nerve.level in (*skeleton.levels, "S1"):
            sign = side_sign(nerve.side)
            start = _on_ventral_wall(canal, canal.station(nerve.enters), sign * 0.6, radius)
            # below and in front of a lumbar nerve; behind and beside it in the first sacral foramen (Sullivan)
            aside = np.array([sign * 0.5, 2.6, -2.4]) if nerve.level != "S1" else np.array([sign * 2.5, -2.8, 0.0])
            found.append(_tube([start, nerve.ganglion.mean(0) + aside, nerve.path[-1] + aside], 0.7 * radius))
    return tuple(found)


def _in_the_way(canal: Canal, s: float, u: float, v: float) -> NDArray[Any]:
    """A vein's axis on the wall in a direction from the canal's middle."""
    reach = canal.room(s, u, v) - RING_MM
    return canal.at(s, u * reach, v * reach)


def basivertebral_veins(canal: Canal, skeleton: Skeleton, person: Dimensions) -> tuple[Shape, ...]:
    """From the bridge behind each body into its middle, where it forks."""
    found: list[Shape] = []
    for level in skeleton.levels:
        m = skeleton[level].landmarks
        s = canal.station((m["canal_front"] + m["canal_back"]) / 2)
        mouth = _on_ventral_wall(canal, s, 0.0, 0.8 * person.values["vein_diameter"] / 2)
        middle = (m["superior_endplate"] + m["inferior_endplate"]) / 2
        width, depth = endplate_size(skeleton[level])
        deep = mouth + BASIVERTEBRAL_DEEP * depth * unit(middle - m["posterior_wall"])
        found.append(_tube([mouth, deep], BASIVERTEBRAL_MM))
        across = unit(m["superior_side_right"] - m["superior_side_left"])
        found += [_tube([deep, deep + 0.2 * width * sign * across + 0.3 * (deep - mouth)], 0.8 * BASIVERTEBRAL_MM) for sign in (-1.0, 1.0)]
    return tuple(found)


def _on_ventral_wall(canal: Canal, s: float, share: float, radius: float) -> NDArray[Any]:
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
            corner = _beside_root(nerve)
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


def great_artery_place(person: Dimensions, nerves: tuple[Nerve, ...]) -> dict[str, Vector]:
    """Where the great radiculomedullary artery passes its foramen, if that is among what is built."""
    if person.great_artery is None:
        return {}
    nerve = next((n for n in nerves if (n.level, n.side) == person.great_artery), None)
    return {"great_artery": _beside_root(nerve)} if nerve is not None else {}


def _beside_root(nerve: Nerve) -> Vector:
    """A radicular artery's place in the foramen: on the root's front and upper side, in 96 % (Gregg 2017)."""
    place: Vector = nerve.under + np.array([side_sign(nerve.side) * 0.5, 3.0, 1.5])
    return place

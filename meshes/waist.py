"""A pedicle's own rim, as one draws it round its ring in a picture: without the root of the transverse process."""

from __future__ import annotations

import re

import numpy as np

from meshes.anatomy import Anatomy, Outline
from meshes.space import Side, Vector, dot, length, side_sign, unit

PEDICLE = re.compile(r".+/pedicle_(left|right)")


def drawn_outline(anatomy: Anatomy, name: str) -> Outline:
    """As it is drawn in a picture; a KeyError names the nearest ones."""
    outline = anatomy.outline(name)
    if PEDICLE.fullmatch(name) is None or name not in anatomy.landmarks:
        return outline
    return waist(outline, anatomy.landmark(name), "right" if name.endswith("right") else "left")


def waist(rim: Outline, middle: Vector, side: Side) -> Outline:
    """Outwards no farther than the half of an oval that is as wide as the half inwards, whose edge is the canal's wall: there the section
    goes on into the transverse process, without an edge between. The rim's corners stand at even angles, the first to the right.

    What is no rim round ``middle``, as a folder of somebody's own may hold, stays as it is.
    """
    corners = rim.points
    around = corners - corners.mean(0)
    area = np.cross(around, np.roll(around, -1, axis=0)).sum(0)
    if not length(area) > 0:
        return rim
    normal = unit(area)
    middle = middle + float(dot(corners[0] - middle, normal)) * normal  # it lies on the pedicle's axis, the rim across that
    away = corners - middle
    reach = length(away)
    quarter = len(reach) // 4
    if not min(reach[0], reach[quarter], reach[3 * quarter]) > 0:
        return rim
    outwards = side_sign(side) * dot(away, unit(away[0]))
    upwards = dot(away, unit(away[quarter]))
    tall = np.where(upwards > 0, reach[quarter], reach[3 * quarter])
    if not outwards.min() < 0:
        return rim
    # how far beyond the half of an oval that is as wide as the other half
    beyond = np.where(outwards > 0, np.hypot(outwards / -outwards.min(), upwards / tall), 1.0)
    return Outline(middle + away / np.maximum(beyond, 1.0)[:, None], closed=True)

"""Where the exiting nerves lie against pedicle and disc, measured on the shapes as one measures slices: where each is solid, no more.

The planes are the patient's sagittal ones through a pedicle's medial border, middle and lateral border.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import LUMBAR
from meshes.shapes import Points, Shape, subtract, union
from meshes.skeleton import Skeleton
from meshes.space import Side
from meshes.spine.disc import disc
from meshes.spine.nerves import Nerve

STEP_MM = 0.2
HALF_DEEP_MM, UP_MM, DOWN_MM = 14.0, 16.0, 30.0
"""How far before and behind, above and below the pedicle's lowest place a slice reaches."""
EDGE_MM, BACK_MM = 1.5, 4.0
"""The pedicle's lower edge is looked for so far round its lowest place; the disc's upper edge in its hindmost so many mm."""


@dataclass(frozen=True)
class RootPlace:
    """One exiting nerve against its pedicle and the disc below; NaN where a slice misses something."""

    level: str
    side: Side
    under: float
    """At the pedicle's middle: from its lower edge down to the nerve's upper edge, mm."""
    above: float
    """There: from the disc's upper edge up to the nerve's lower edge, mm; negative: the nerve lies beside the disc."""
    above_medial: float
    """The same at the pedicle's medial border."""
    angle_deg: float
    """From straight down, in the frontal plane, from the medial to the lateral border."""
    share: float
    """Where the ganglion's middle lies between the medial (0) and the lateral border (1)."""


def root_places(skeleton: Skeleton, nerves: tuple[Nerve, ...]) -> tuple[RootPlace, ...]:
    """All lumbar nerves, from above, the left one of each pair first."""
    sides: tuple[Side, Side] = ("left", "right")
    by_name = {(nerve.level, nerve.side): nerve for nerve in nerves}
    return tuple(_place(skeleton, by_name[level, side]) for level, side in product(LUMBAR, sides))


def _place(skeleton: Skeleton, nerve: Nerve) -> RootPlace:
    level, side = nerve.level, nerve.side
    own, below = skeleton[level], skeleton.below(level)
    m = own.landmarks
    bottom = m[f"pedicle_bottom_{side}"]
    medial, middle, lateral = (float(m[f"pedicle{part}_{side}"][0]) for part in ("_medial", "", "_lateral"))
    bones, whole = union(own.shape, below.shape), disc(own, below)[0]
    solid, soft = union(nerve.root(), nerve.ganglion_shape()), subtract(whole, own.shape, below.shape)

    def edges(x: float) -> tuple[float, float, float]:
        """The nerve's upper and lower edge and the disc's upper edge in a slice."""
        of_nerve, of_disc = _cut(solid, x, bottom), _cut(soft, x, bottom)
        back = of_disc[of_disc[:, 0] < of_disc[:, 0].min(initial=np.inf) + BACK_MM]
        return _highest(of_nerve), -_highest(-of_nerve), _highest(back)

    bone = _cut(bones, middle, bottom, upwards=False)
    near = bone[np.abs(bone[:, 0] - bottom[1]) < EDGE_MM]
    upper, lower, plate = edges(middle)
    at_medial, at_lateral = edges(medial), edges(lateral)
    drop = (at_medial[0] + at_medial[1] - at_lateral[0] - at_lateral[1]) / 2
    angle = float(np.degrees(np.arctan2(abs(lateral - medial), drop)))
    share = float((nerve.ganglion.mean(0)[0] - medial) / (lateral - medial))
    return RootPlace(level, side, -_highest(-near) - upper, lower - plate, at_medial[1] - at_medial[2], angle, share)


def _cut(shape: Shape, x: float, bottom: NDArray[np.float64], upwards: bool = True) -> NDArray[np.float64]:
    """(n, 2) y and z of the solid places in a slice, mm; without ``upwards`` those of the bone over the pedicle's lowest place."""
    y = np.arange(bottom[1] - HALF_DEEP_MM, bottom[1] + HALF_DEEP_MM, STEP_MM)
    z = np.arange(bottom[2] + UP_MM, bottom[2] - DOWN_MM, -STEP_MM) if upwards else np.arange(bottom[2] + 4.0, bottom[2] - 8.0, -STEP_MM)
    yy, zz = np.meshgrid(y, z, indexing="ij")
    inside = shape(Points.of(np.stack([np.full(yy.size, x), yy.ravel(), zz.ravel()], axis=-1))).reshape(yy.shape) < 0
    if not upwards:
        inside = np.logical_and.accumulate(inside, axis=1)
    return np.stack([yy[inside], zz[inside]], axis=-1)


def _highest(places: NDArray[np.float64]) -> float:
    return float(places[:, 1].max()) if len(places) else float("nan")

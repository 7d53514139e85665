"""The thecal sac: dura and the fluid within, an ellipse carried along the canal down to its tip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import Dimensions
from meshes.shapes import Array, Box, Points, Shape, limb
from meshes.skeleton import Skeleton
from meshes.spine.canal import STEP_MM, Canal

TAPER_MM = 16.0
"""Over this length the sac narrows to its tip (guess)."""
LEAST_GAP_MM = 0.7
"""Between dura and the canal's wall everywhere (guess: one voxel of fat)."""
CONUS_MM = 30.0
"""Over this length the cord narrows to its end (guess)."""
PAD_HALF_MM, PAD_MM = 3.5, 2.0
"""In the interlaminar windows the dorsal fat pad is at least PAD_MM deep this far beside the midline (guess, so that the pad is 4-6 mm
deep in the midline as the fact sheet 2.2 has it)."""


@dataclass(frozen=True, eq=False)
class Sac:
    """Its half-axes and dorsal shift at each station of the canal, mm; zero below the tip."""

    canal: Canal
    half_width: NDArray[np.float32]
    half_depth: NDArray[np.float32]
    shift: NDArray[np.float32]
    """How far its axis lies dorsal of the canal's curve (negative: ventral)."""
    tip: float
    """Station of its end."""

    def outside(self, p: Points) -> Array:
        """Distance from the dura's outer face, negative within; mm, first order."""
        c = self.canal.locate(p)
        n = len(self.half_width)
        i = np.minimum(c.s * np.float32(1 / STEP_MM), np.float32(n - 1.001))
        k = i.astype(np.int32)
        w = i - k

        def at(table: Array) -> Array:
            return table[k] * (1 - w) + table[k + 1] * w

        a, b = np.maximum(at(self.half_width), np.float32(1e-3)), np.maximum(at(self.half_depth), np.float32(1e-3))
        u, v = c.u / a, (c.v - at(self.shift)) / b
        k0 = np.sqrt(u * u + v * v)
        su, sv = u / a, v / b
        value = k0 * (k0 - np.float32(1)) / (np.sqrt(su * su + sv * sv) + np.float32(1e-6))
        return np.maximum(np.maximum(value, c.r - c.outer), c.s - np.float32(self.tip))

    def dura(self) -> Shape:
        """Everything from the dura's outer face inwards."""
        return Shape(self.outside, self.box(), steepest=2.5)

    def fluid(self, dura_mm: float) -> Shape:
        """Everything within the dura."""
        return Shape(lambda p: self.outside(p) + np.float32(dura_mm), self.box(), steepest=2.5)

    def box(self) -> Box:
        return Box.around(self.canal.centre, 14.0)

    def wall(self, s: float, u_share: float, v_share: float) -> NDArray[np.float64]:
        """The point of the dura at station ``s`` in the direction of the shares of its half-axes, mm (patient)."""
        i = int(round(min(s / STEP_MM, len(self.half_width) - 1)))
        return self.canal.at(s, u_share * float(self.half_width[i]), float(self.shift[i]) + v_share * float(self.half_depth[i]))


def sac(canal: Canal, skeleton: Skeleton, person: Dimensions) -> Sac:
    """The sac that fits the person's measures into the canal as it is."""
    m = skeleton["sacrum"].landmarks
    stations = [canal.station((n["canal_front"] + n["canal_back"]) / 2) for n in (skeleton[level].landmarks for level in skeleton.levels)]
    stations.append(canal.station((m["canal_s1_front"] + m["canal_s1_back"]) / 2))
    s1, s2, s3 = (canal.station((m[f"canal_s{i}_front"] + m[f"canal_s{i}_back"]) / 2) for i in (1, 2, 3))
    s2_top, s2_bottom = (s1 + s2) / 2, (s2 + s3) / 2
    tip = s2_top + person.values["sac_tip_fraction_s2"] * (s2_bottom - s2_top)

    n = len(canal.centre)
    s = np.arange(n) * STEP_MM
    wanted_depth = np.interp(s, stations, [person.nerves[level].sac_depth for level in (*skeleton.levels, "S1")])
    wanted_width = np.interp(s, stations, [person.nerves[level].sac_width for level in (*skeleton.levels, "S1")])
    # the ventral fat is wide behind the lumbosacral disc, and again thin within the sacrum
    l4, l5, sacral = stations[-3:]
    disc = (l5 + sacral) / 2
    thin = person.values["ventral_gap"]
    gap = np.interp(s, [l4, disc, sacral], [thin, person.values["ventral_gap_s1"], thin])
    inner = canal.outer - canal.flavum
    ventral, dorsal = inner[:, 48], inner[:, 16]
    side = np.minimum(inner[:, 0], inner[:, 32])
    width = _smooth(np.maximum(np.minimum(wanted_width, 2 * (side - LEAST_GAP_MM)), 2.0))
    roomy = ventral + dorsal - gap - LEAST_GAP_MM
    in_window = canal.flavum[:, 16] > 1.0
    beside = np.array([canal.dorsal_wall(float(at), PAD_HALF_MM) if there else np.inf for at, there in zip(s, in_window, strict=True)])
    # an ellipse that rests on the ventral gap and leaves PAD_MM behind it at u = PAD_HALF_MM
    with_pad = 2 * (ventral - gap + beside - PAD_MM) / (1 + np.sqrt(1 - np.minimum(PAD_HALF_MM / (width / 2), 0.9) ** 2))
    depth = _smooth(np.maximum(np.minimum(wanted_depth, np.minimum(roomy, with_pad)), 2.0))
    end = np.clip((tip - s) / TAPER_MM, 0.0, 1.0)
    narrowing = np.sqrt(end * (2 - end))
    centre = _smooth(-ventral + gap + depth / 2)
    half_width, half_depth, shift = (np.asarray(a, np.float32) for a in (width / 2 * narrowing, depth / 2 * narrowing, centre))
    return Sac(canal, half_width, half_depth, shift, float(tip))


def _smooth(values: NDArray, mm: int = 13) -> NDArray[np.float64]:
    """The running mean along the canal, twice: the sac does not follow every step of the bone. Little more than it was anywhere."""
    half = mm // 2
    mean = values.astype(float)
    for _ in range(2):
        padded = np.pad(mean, half, mode="edge")
        mean = np.add.reduce([padded[i : i + len(values)] for i in range(mm)]) / mm
    return np.minimum(mean, values + 1.0)


def conus(canal: Canal, skeleton: Skeleton, person: Dimensions) -> Shape:
    """The cord (8.3 x 6.3 mm at T8, 9.4 x 7.5 at its lumbar enlargement: Frostell 2016) and its end; at the top of what is built, if it
    ends above."""
    end = max(canal.station(skeleton.landmark("L1", "superior_back")) + person.values["conus_below_l1"], 4.0)
    wide = np.maximum(end - np.array([CONUS_MM, 0.45 * CONUS_MM]), [1.0, 2.0])
    nodes = [canal.at(0.0), *(canal.at(float(s)) for s in wide), canal.at(end)]
    return limb(nodes, [[4.3, 3.3, 3.3], [4.7, 3.75, 3.75], [3.2, 2.8, 2.8], [1.0, 1.0, 1.0]], joint=2.0)

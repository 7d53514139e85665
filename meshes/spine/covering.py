"""What covers the spine: the outline of the trunk.

The back's midline lies where the tables put the skin over each interspace; all else is drawn to look right on an X-ray (guesses).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.morphometry import Dimensions
from meshes.shapes import Array, Box, Points, Shape
from meshes.skeleton import Skeleton
from meshes.spine.canal import Canal, interlaminar_span
from meshes.spine.running_mean import running_mean

SKIN_PER_BMI_MM = 1.4
"""Midline depth gained per kg/m2 above 25 (Lee 2004, class means)."""
TRUNK_DEPTH_MM = 205.0
"""Back to front at L3, prone, BMI 25 (guess; about 20 cm of water)."""
DEPTH_PER_BMI_MM = 6.0
HIATUS_DEPTH_MM = 16.0
"""Skin to the sacrococcygeal membrane: 10-25 mm by habitus ([@caudal_skin])."""
COCCYX_DEPTH_MM = 10.0
"""Skin to the middle of the coccyx (guess: half its thickness, skin and a little fat)."""
LEAST_OVER_SPINE_MM = 9.0
"""Skin and fat over the tip of a spinous process at least (guess)."""
WAIST_HALF_MM, HIP_HALF_MM = 158.0, 172.0
WIDTH_PER_BMI_MM = 4.0
MARGIN_ABOVE_MM, MARGIN_BELOW_MM = 30.0, 105.0
"""How far the trunk reaches above the highest vertebra and below the hiatus."""


@dataclass(frozen=True)
class Trunk:
    """The outline of the body against z; each array is given at ``z``, mm."""

    z: NDArray[np.float64]
    back: NDArray[np.float64]
    """y of the skin in the midline"""
    front: NDArray[np.float64]
    half_width: NDArray[np.float64]
    furrow: NDArray[np.float64]
    """how far the back stands out beside the midline"""

    def solid(self) -> Shape:
        """The body."""
        f = np.float32

        tables = np.array([self.back, self.front, self.half_width, self.furrow]).astype(f)
        first, step = f(self.z[0]), f(self.z[1] - self.z[0])

        def field(p: Points) -> Array:
            out = np.empty_like(p.x)
            _trunk(p.x, p.y, p.z, tables, first, step, out)
            return out

        wide = float(self.half_width.max()) + 5
        y0, y1 = float((self.back - self.furrow).min()) - 5, float(self.front.max()) + 5
        return Shape(field, Box((-wide, y0, float(self.z[0])), (wide, y1, float(self.z[-1]))), steepest=5.0)


@compiled(error_model="numpy")
def _trunk(x: Array, y: Array, z: Array, tables: Array, first: np.float32, step: np.float32, out: Array) -> None:
    f = np.float32
    last = tables.shape[1] - 1
    for i in range(len(x)):
        index = min(max((z[i] - first) / step, f(0)), f(last))
        k = min(int(index), last - 1)
        w = index - f(k)
        back = tables[0, k] * (f(1) - w) + tables[0, k + 1] * w
        front = tables[1, k] * (f(1) - w) + tables[1, k + 1] * w
        half = tables[2, k] * (f(1) - w) + tables[2, k + 1] * w
        furrow = tables[3, k] * (f(1) - w) + tables[3, k + 1] * w
        aside = abs(x[i])
        hump = min(aside / f(38), f(1))
        hump = hump * hump * (f(3) - f(2) * hump)
        # the back rolls away towards the flank as the side of an ellipse does
        share = min(aside / half, f(1.2))
        flank = max(share - f(0.50), f(0)) / f(0.50)
        rolled = flank * flank * (f(0.25) + f(0.75) * flank * flank)
        depth = front - back
        dorsal = back - furrow * hump + rolled * f(0.50) * depth
        ventral = front - rolled * f(0.42) * depth
        out[i] = max(max(dorsal - y[i], y[i] - ventral) * f(0.9), (aside - half) * f(0.8))


def trunk(skeleton: Skeleton, canal: Canal, person: Dimensions) -> Trunk:
    """The outline that puts the skin at the person's depths over his own canal."""
    fatter = person.bmi - 25.0
    knots: list[tuple[float, float]] = []
    for level in skeleton.levels:
        top, bottom = interlaminar_span(canal, skeleton, level)
        middle = (top + bottom) / 2
        dorsal = canal.at(middle, 0.0, canal.room(middle, 0.0, 1.0))
        knots.append((float(dorsal[2]), float(dorsal[1]) - person.levels[level].skin_to_epidural - SKIN_PER_BMI_MM * fatter))
    for level in skeleton.levels:
        tip = skeleton.landmark(level, "spinous_tip")
        covered = float(np.interp(tip[2], *np.array(sorted(knots)).T))
        if covered > tip[1] - LEAST_OVER_SPINE_MM:
            knots.append((float(tip[2]), float(tip[1]) - LEAST_OVER_SPINE_MM))
    m = skeleton["sacrum"].landmarks
    over_crest = 16.0 + 0.6 * fatter
    knots.append((float(m["crest_s3"][2]), float(m["crest_s3"][1]) - over_crest))
    hiatus = m["hiatus_apex"]
    knots.append((float(hiatus[2]), float(hiatus[1]) - HIATUS_DEPTH_MM - 0.5 * fatter))
    end, tip = m["hiatus_end"], m["coccyx_tip"]
    for share in (0.35, 0.7, 1.0):
        bone = end + share * (tip - end)
        knots.append((float(bone[2]), float(bone[1]) - COCCYX_DEPTH_MM - 0.3 * fatter))
    knots.append((float(tip[2]) - 45.0, float(tip[1]) - COCCYX_DEPTH_MM + 4.0))
    upper = max(knots)
    knots.append((upper[0] + 60.0, upper[1] - 2.0))
    knots.sort()

    l3 = skeleton.landmark("L3", "posterior_wall")[2]
    lo, hi = float(hiatus[2]) - MARGIN_BELOW_MM, skeleton.column[0].landmarks["superior_endplate"][2] + MARGIN_ABOVE_MM
    z = np.linspace(lo, hi, 160)
    back = running_mean(np.interp(z, *np.array(knots).T), 9)
    front_l3 = float(np.interp(l3, z, back)) + TRUNK_DEPTH_MM + DEPTH_PER_BMI_MM * fatter
    height = np.clip((z - lo) / (l3 - lo), 0.0, 1.0)
    front = front_l3 - 22.0 * (1 - height) ** 2
    half = WIDTH_PER_BMI_MM * fatter + np.interp(
        z, [lo, hiatus[2], 0.0, l3, hi], [HIP_HALF_MM, HIP_HALF_MM, 165.0, WAIST_HALF_MM, WAIST_HALF_MM + 4]
    )
    furrow = np.interp(z, [hiatus[2] - 60, hiatus[2], m["crest_s1"][2], l3, hi], [30.0, 24.0, 5.0, 7.0, 8.0])
    return Trunk(z, back, front, running_mean(half, 15), running_mean(furrow, 9))

"""What lies in front of the spine: the wall, loops and mesentery, kidneys in their fat, the colon with its gas, the great vessels.

None of it is measured: sizes are an adult's usual ones (guesses), places hang on the vertebrae, so that an X-ray has the shadows that a
clinician knows and a needle gone astray meets something.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import Dimensions
from meshes.noise import lattice_noise, noise_at
from meshes.painting import Layer
from meshes.shapes import Array, Box, Points, Shape, intersect, limb, offset, union
from meshes.skeleton import Skeleton, endplate_size
from meshes.space import Vector
from meshes.spine.covering import Trunk
from meshes.tissues import Tissue

WALL_MM = 12.0
"""Muscles of the abdominal wall."""
UNDER_SKIN_MM, PER_BMI_MM = 14.0, 1.1
"""Skin and fat over them at BMI 25, and more per kg/m2."""
FLANK_MM = 26.0
"""How much farther back the cavity reaches in the flanks than before the bodies."""
LOOPS_MM, LOOPS_FROM = (26.0, 24.0, 22.0), -0.35
"""Size of the bowel's loops, and above what the noise is bowel, below mesentery."""
KIDNEY_MM = (27.0, 20.0, 27.0)
"""Radii of a kidney's ends, which lie 56 mm apart: 11 cm long, 5.5 wide, 4 thick."""
PERIRENAL_MM, PERIRENAL_PER_BMI_MM = 9.0, 0.6
HAUSTRUM_MM, HAUSTRA = 26.0, 0.30
"""Length of a haustrum of the colon, and how deep the folds between two cut in, as a share of its radius."""
COLON_WALL_MM = 3.0
GAS_RUN_MM, GAS_FROM, GAS_SHARE = 40.0, 0.0, 0.75
"""How long a run of haustra with gas is, above what the noise there is gas in one, and how wide a bubble is beside its haustrum."""
AORTA_MM, CAVA_MM, ILIAC_MM = 9.0, (11.0, 8.5), 5.0
"""Radii."""


def abdomen(skeleton: Skeleton, person: Dimensions, body: Trunk, skin: Shape) -> list[Layer]:
    """Everything in front of the back's muscles, in the order of precedence."""
    fatter = person.bmi - 25.0
    under = UNDER_SKIN_MM + PER_BMI_MM * max(fatter, -6.0)
    cavity = _cavity(skeleton, body)
    inside = intersect(offset(skin, -under - WALL_MM - 3.0), cavity)
    seed = person.grain
    colon, bubbles = _colon(skeleton, body, seed + 1)
    aorta, cava = great_vessels(skeleton)

    def loops(p: Points) -> NDArray[np.uint8]:
        bowel = lattice_noise(p.x, p.y, p.z, LOOPS_MM, seed) > np.float32(LOOPS_FROM)
        return np.where(bowel, Tissue.VISCERA, Tissue.FAT).astype(np.uint8)

    def lumen(p: Points) -> NDArray[np.uint8]:
        return np.where((bubbles(p) < 0) & (colon(p) < -np.float32(COLON_WALL_MM)), Tissue.GAS, Tissue.BOWEL).astype(np.uint8)

    layers: list[Layer] = [(Tissue.MUSCLE, intersect(cavity, offset(skin, -under))), (Tissue.FAT, inside), (loops, inside)]
    layers += [(Tissue.VISCERA, intersect(shape, inside)) for shape in _solid(skeleton, body)]
    kidneys = _kidneys(skeleton)
    perirenal = PERIRENAL_MM + PERIRENAL_PER_BMI_MM * max(fatter, -8.0)
    layers += [(Tissue.FAT, intersect(offset(kidney, perirenal), cavity)) for kidney in kidneys]
    layers += [(lumen, intersect(colon, inside)), *((Tissue.KIDNEY, kidney) for kidney in kidneys)]
    return [*layers, (Tissue.CAVA, cava), (Tissue.AORTA, aorta)]


def _cavity(skeleton: Skeleton, body: Trunk) -> Shape:
    """All in front of the muscles of the back, down into the pelvis; beside psoas it reaches farther back."""
    f = np.float32
    z = np.linspace(float(body.z[0]), float(body.z[-1]), 64)
    behind = np.array([_behind(skeleton, float(at)) for at in z], f)
    half = (np.interp(z, body.z, body.half_width) * np.interp(z, [-90.0, -10.0, 40.0], [0.42, 0.72, 1.0])).astype(f)
    flank = np.interp(z, [-30.0, 20.0], [0.0, FLANK_MM]).astype(f)
    first, step = f(z[0]), f(z[1] - z[0])

    def field(p: Points) -> Array:
        index = np.minimum(np.maximum((p.z - first) / step, f(0)), f(len(z) - 1.001))
        k = index.astype(np.int32)
        w = index - k
        back, wide, deeper = (a[k] * (f(1) - w) + a[k + 1] * w for a in (behind, half, flank))
        x = np.abs(p.x)
        beside = np.minimum(np.maximum((x - f(40)) * f(1 / 25), f(0)), f(1))
        found: Array = np.maximum(back - deeper * beside - p.y, x - wide)
        return found

    wide = float(half.max())
    lo, hi = (-wide, float(behind.min()) - FLANK_MM, float(z[0]) - 10.0), (wide, float(body.front.max()), float(z[-1]) + 10.0)
    return Shape(field, Box(lo, hi), steepest=2.0)


def _behind(skeleton: Skeleton, z: float) -> float:
    """y of the back wall of the cavity at a height: the middle of the bodies, in the pelvis the front of the sacrum."""
    sacral = skeleton["sacrum"].landmarks
    knots = [(float(m["superior_front"][2]), float((0.7 * m["superior_front"] + 0.3 * m["superior_back"])[1])) for m in _marks(skeleton)]
    knots += [(float(sacral[f"canal_s{i}_front"][2]), float(sacral[f"canal_s{i}_front"][1]) + 24.0) for i in (1, 2, 3, 4)]
    at, y = np.array(sorted(knots)).T
    return float(np.interp(z, at, y))


def _marks(skeleton: Skeleton) -> list[dict[str, Vector]]:
    return [skeleton[level].landmarks for level in skeleton.levels]


def _solid(skeleton: Skeleton, body: Trunk) -> tuple[Shape, Shape]:
    """Liver and spleen, as far down as their edges."""
    l1, l2 = (skeleton.landmark(level, "superior_front") for level in ("L1", "L2"))
    front, top = float(np.interp(l1[2], body.z, body.front)), float(body.z[-1]) + 30.0
    liver = limb(
        [[62.0, (l1[1] + front) / 2 + 5.0, top], [74.0, (l1[1] + front) / 2, float(l2[2]) + 12.0]], [[75.0, 70.0, 50.0], [52.0, 58.0, 34.0]]
    )
    spleen = limb([[-104.0, l1[1] - 10.0, top], [-110.0, l1[1] + 8.0, float(l1[2]) + 14.0]], [[28.0, 34.0, 30.0], [18.0, 24.0, 22.0]])
    return liver, spleen


def _kidneys(skeleton: Skeleton) -> tuple[Shape, ...]:
    """Beside the upper lumbar bodies along psoas; the left one higher."""
    l1, l2, l3 = (skeleton.landmark(level, "superior_endplate") for level in ("L1", "L2", "L3"))
    found = []
    for sign, lower in ((1.0, 12.0), (-1.0, 0.0)):
        axis = (l1 + l3) / 2 - l2
        middle = l2 + axis + [0.0, -6.0, 4.0 - lower]
        upper = middle + np.array([sign * 50.0, -8.0, 28.0])
        below = middle + np.array([sign * 64.0, 4.0, -28.0])
        found.append(limb([upper, below], [KIDNEY_MM, KIDNEY_MM]))
    return tuple(found)


def _colon(skeleton: Skeleton, body: Trunk, seed: int) -> tuple[Shape, Shape]:
    """Ascending, transverse and descending colon, sigmoid and rectum, each in haustra; and the bubbles of gas in some of these."""
    l1, l2, l4, l5 = (float(skeleton.landmark(level, "superior_endplate")[2]) for level in ("L1", "L2", "L4", "L5"))
    half = float(np.interp(l4, body.z, body.half_width)) - 52.0

    def at(x: float, share: float, z: float) -> Vector:
        behind, front = _behind(skeleton, z), float(np.interp(z, body.z, body.front)) - 36.0
        return np.array([x, behind + share * (front - behind), z])

    rectum = [skeleton.landmark("sacrum", f"canal_s{i}_front") + np.array([0.0, 44.0, -4.0]) for i in (2, 3, 4)]
    courses = (
        ([at(0.80 * half, 0.45, l5 - 40.0), at(half, 0.30, l4), at(0.98 * half, 0.25, l2)], 23.0),
        ([at(0.98 * half, 0.30, l2), at(0.55 * half, 0.75, l2 - 18.0), at(0.0, 0.90, l4 + 14.0), at(-0.6 * half, 0.75, l2),
          at(-half, 0.3, l1)], 20.0),
        ([at(-half, 0.30, l1), at(-1.04 * half, 0.22, l4), at(-0.92 * half, 0.35, l5 - 30.0)], 17.0),
        ([at(-0.92 * half, 0.35, l5 - 30.0), at(-0.45 * half, 0.55, -38.0), at(0.10 * half, 0.55, -14.0), rectum[0]], 15.0),
        (rectum, 17.0),
    )  # fmt: skip
    tubes, bubbles = zip(*(_haustrated(np.array(nodes), radius, seed) for nodes, radius in courses), strict=True)
    return union(*tubes), union(*(bubble for some in bubbles for bubble in some))


def _haustrated(nodes: NDArray[Any], radius: float, seed: int) -> tuple[Shape, list[Shape]]:
    """A tube along a polyline, drawn in at every fold; and the round bubbles in it, whose runs end at a fold."""
    steps = np.sqrt((np.diff(nodes, axis=0) ** 2).sum(1))
    along = np.concatenate([[0.0], np.cumsum(steps)])
    s = np.linspace(0.0, along[-1], max(int(along[-1] / HAUSTRUM_MM * 4), 5))
    # a course without corners: the polyline's running mean
    places = np.stack([_rounded(np.interp(s, along, nodes[:, i])) for i in range(3)], -1)
    fold = 1 - HAUSTRA * np.abs(np.cos(np.pi * s / HAUSTRUM_MM)) ** 3
    middles = [np.array([np.interp(m, s, places[:, i]) for i in range(3)]) for m in np.arange(0.5, along[-1] / HAUSTRUM_MM) * HAUSTRUM_MM]
    bubbles = [
        limb([m, m + [0.0, 0.0, 1.0]], np.full((2, 3), GAS_SHARE * radius)) for m in middles if noise_at(m, GAS_RUN_MM, seed) > GAS_FROM
    ]
    return limb(places, np.repeat((radius * fold)[:, None], 3, axis=1)), bubbles


def _rounded(values: NDArray[Any]) -> NDArray[Any]:
    padded = np.pad(values, 3, mode="edge")
    found: NDArray[Any] = np.add.reduce([padded[i : i + len(values)] for i in range(7)]) / 7
    return found


def great_vessels(skeleton: Skeleton) -> tuple[Shape, Shape]:
    """(aorta, cava): the aorta on the left before the bodies parts on L4, the veins join on the right on L5."""
    sacral = skeleton["sacrum"].landmarks
    ala = (sacral["superior_side_right"] + sacral["superior_front"]) / 2

    def before(level: str, x: float, reach: float, end: str = "superior") -> Vector:
        front: Vector = skeleton.landmark(level, f"{end}_front")
        return np.array([front[0] + x, front[1] + reach - 0.10 * endplate_size(skeleton[level])[1] * abs(x) / 14.0, front[2]])

    upper = [level for level in skeleton.levels if level != "L5"]
    trunk = [before(level, -8.0, AORTA_MM + 1.5) for level in upper]
    trunk.append(before("L4", -4.0, AORTA_MM + 1.5, "inferior"))
    aorta = [limb([trunk[0] + [0.0, 0.0, 40.0], *trunk], np.full((len(trunk) + 1, 3), AORTA_MM), joint=1.0)]
    vein = [before(level, 15.0, CAVA_MM[1] + 1.5) for level in skeleton.levels]
    cava = [limb([vein[0] + [0.0, 0.0, 40.0], *vein], np.tile([*CAVA_MM, CAVA_MM[0]], (len(vein) + 1, 1)), joint=1.0)]
    for sign in (1.0, -1.0):
        brim = np.array([sign * (ala[0] + 10.0), ala[1] + 12.0, ala[2] - 4.0])
        deep = brim + [sign * 16.0, -4.0, -44.0]
        aorta.append(limb([trunk[-1] + [sign * 3.0, 0.0, -4.0], brim, deep], np.full((3, 3), ILIAC_MM), joint=1.0))
        behind = [vein[-1] + [0.0, -1.0, -4.0], brim + [-sign * 2.0, -9.0, -2.0], deep + [0.0, -10.0, 0.0]]
        cava.append(limb(behind, np.full((3, 3), ILIAC_MM + 1.0), joint=1.0))
    return union(*aorta), union(*cava)

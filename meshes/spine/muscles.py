"""The muscles about the spine: multifidus, erector spinae, quadratus, psoas, gluteal mass; with streaks of fat (shapes are guesses)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import LUMBAR, Dimensions
from meshes.noise import lattice_noise
from meshes.shapes import Points, Shape, limb
from meshes.skeleton import Skeleton
from meshes.space import Vector
from meshes.tissues import Tissue

STREAK_MM = (7.0, 6.0, 50.0)
"""Size of the streaks across, back to front and along the fibres."""
STREAKS_FROM, PER_YEAR, PER_BMI = 1.05, 0.010, 0.015
"""Above this value of the noise is fat at 40 years and BMI 25; by year and kg/m2 it is less."""
DEEP, DEEP_WITHIN_MM, LOW_OVER_MM = 0.35, 26.0, 120.0
"""Beside the midline, in multifidus, it is less by this, and again so by as much down to the sacrum, over this length."""


def dorsal(skeleton: Skeleton) -> tuple[Shape, ...]:
    """Multifidus and erector spinae of both sides: they fill what is between spinous and transverse processes and the lumbar fascia."""
    sacral = skeleton["sacrum"].landmarks
    tips = [skeleton.landmark(level, "spinous_tip") for level in skeleton.levels]
    n = len(tips) + 1
    column = [tips[0] + np.array([0.0, 0.0, 60.0]), *tips, sacral["crest_s1"]]

    def beside(x: float, points: list[Vector], dy: float) -> list[list[float]]:
        return [[x, float(p[1]) + dy, float(p[2])] for p in points]

    found: list[Shape] = []
    for sign in (-1.0, 1.0):
        erector = limb(beside(sign * 44, column, 15.0), np.column_stack([[27] * n + [22], [19] * n + [14], [20] * (n + 1)]))
        deep = limb(beside(sign * 30, column, 24.0), np.column_stack([[21] * n + [16], [13] * n + [8], [18] * (n + 1)]))
        multifidus = limb(
            beside(sign * 17, [*column, sacral["crest_s3"]], 15.0),
            np.column_stack([[15] * n + [15, 12], [18] * n + [12, 6], [18] * (n + 2)]),
        )
        found += [erector, deep, multifidus]
    return tuple(found)


def ventral(skeleton: Skeleton) -> tuple[Shape, ...]:
    """Quadratus and psoas beside the bodies, the gluteal mass behind the pelvis."""
    l1, l5 = skeleton["L1"].landmarks, skeleton["L5"].landmarks
    found: list[Shape] = []
    for sign in (-1.0, 1.0):
        psoas = []
        for level in LUMBAR:
            m = skeleton[level].landmarks
            middle = (m["superior_endplate"] + m["inferior_endplate"]) / 2
            psoas.append(middle + np.array([sign * (31.0 + 3.0 * LUMBAR.index(level)), -7.0, 0.0]))
        psoas.append(psoas[-1] + np.array([sign * 14.0, 16.0, -52.0]))
        psoas.append(psoas[-1] + np.array([sign * 18.0, 20.0, -60.0]))
        found.append(limb(psoas, [[10, 14, 14], [13, 17, 14], [16, 20, 14], [18, 21, 14], [19, 21, 14], [19, 19, 14], [17, 17, 14]]))
        quadratus = [
            l1["transverse_tip_right"] * [sign, 1, 1] + [sign * 12, 2, 0],
            l5["transverse_tip_right"] * [sign, 1, 1] + [sign * 26, 4, 14],
        ]
        found.append(limb(quadratus, [[16, 8, 14], [22, 9, 14]]))
        buttock = skeleton["sacrum"].landmarks["crest_s3"] + np.array([sign * 75.0, 34.0, -20.0])
        found.append(limb([buttock + [sign * 10, 12, 55], buttock, buttock + [0, 10, -80]], [[38, 16, 20], [52, 24, 30], [60, 36, 40]]))
    return tuple(found)


def streaked(skeleton: Skeleton, person: Dimensions) -> Callable[[Points], NDArray[np.uint8]]:
    """Which points of a back muscle are muscle, which fat: more with age and weight, beside the midline and low down."""
    f = np.float32
    start = f(STREAKS_FROM - PER_YEAR * (person.age - 40.0) - PER_BMI * (person.bmi - 25.0))
    low = f(skeleton.landmark("L5", "spinous_tip")[2])

    def kind(p: Points) -> NDArray[np.uint8]:
        noise = lattice_noise(p.x, p.y, p.z, STREAK_MM, person.grain)
        lower = np.minimum(np.maximum((low + f(LOW_OVER_MM) - p.z) * f(1 / LOW_OVER_MM), f(0)), f(1.3))
        medial = np.minimum(np.maximum(f(2.0) - np.abs(p.x) * f(2.0 / DEEP_WITHIN_MM), f(0)), f(1))
        fat = noise > start - f(DEEP) * medial * (f(0.5) + lower)
        return np.where(fat, Tissue.MUSCLE_FAT, Tissue.MUSCLE).astype(np.uint8)

    return kind

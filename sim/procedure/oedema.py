"""Marrow and discs that are full of water where no label holds it: a fresh fracture, an inflamed disc."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.space import unit
from scenarios.chart import Oedematous

ENDPLATE_MM = 9.0
"""How far from an inflamed disc the marrow is bright (guess)."""
BEHIND_MM = 1.0
"""A body's back wall is a little hollow."""


def soaked(anatomy: Anatomy, where: Oedematous, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of (n, 3) points lie where marrow and disc are full of water."""
    if "-" not in where:
        return _in_body(anatomy, where, points)
    above, below = where.split("-")
    below = "sacrum" if below == "S1" else below
    over, under = _height(anatomy, above, "inferior", points), -_height(anatomy, below, "superior", points)
    marrow = (_in_body(anatomy, above, points) & (over < ENDPLATE_MM)) | (_in_body(anatomy, below, points) & (under < ENDPLATE_MM))
    between = (over <= 0) & (under <= 0) & _before_canal(anatomy, below, points)
    return np.asarray(marrow | between)


def _in_body(anatomy: Anatomy, bone: str, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """In front of the canal, below the upper end-plate and, in a vertebra, above the lower one."""
    inside = (_height(anatomy, bone, "superior", points) < 0) & _before_canal(anatomy, bone, points)
    return np.asarray(inside & (_height(anatomy, bone, "inferior", points) > 0)) if bone != "sacrum" else inside


def _before_canal(anatomy: Anatomy, bone: str, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    back, front = (anatomy.landmark(f"{bone}/superior_{end}") for end in ("back", "front"))
    return np.asarray((points - back) @ unit(front - back) > -BEHIND_MM)


def _height(anatomy: Anatomy, bone: str, which: str, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """mm above the plane of an end-plate."""
    middle = (anatomy.landmark(f"{bone}/{which}_front") + anatomy.landmark(f"{bone}/{which}_back")) / 2
    return np.asarray((points - middle) @ anatomy.landmark(f"{bone}/up"))

"""Landmarks of single bones, and their names.

A bone's landmark is a point by name; paired ones exist on both sides as ``<name>_right`` and ``<name>_left``.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from meshes import tables
from meshes.skeleton import Landmarks
from meshes.spine.sacrum import CLOSED_SHARE, TEMPLATE_HIATUS_MM, foramina


@cache
def of_template(bone: str) -> Landmarks:
    """All landmarks of a fitted bone in its own frame, mm, paired ones on both sides."""
    found: Landmarks = {}
    for row in tables.read("bone_landmarks", tables.BoneLandmark):
        if row.bone == bone:
            _add(found, row.landmark, np.array([row.x_mm, row.y_mm, row.z_mm]))
    if bone == "sacrum":
        for foramen in foramina():
            for part in ("canal", "junction", "ventral", "dorsal"):
                _add(found, f"foramen_{foramen.level}_{part}", getattr(foramen, part))
    return found


def sacral_landmarks(hiatus_mm: float) -> Landmarks:
    """The template's landmarks, those of the hiatus as deep as it is."""
    found = dict(of_template("sacrum"))
    share = max(hiatus_mm / TEMPLATE_HIATUS_MM, CLOSED_SHARE)
    for front, back in (("hiatus_floor", "hiatus_apex"), ("canal_s4_front", "canal_s4_back")):
        middle = (found[front] + found[back]) / 2
        found[front], found[back] = middle + share * (found[front] - middle), middle + share * (found[back] - middle)
    return found


def _add(found: Landmarks, name: str, point: NDArray[np.float64]) -> None:
    if point[0] == 0.0:
        found[name] = point
    else:
        found[f"{name}_right"], found[f"{name}_left"] = point, point * [-1, 1, 1]

"""What a survey notes of the exiting nerves and of the triangles beside them: the mean of both sides, by name."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from meshes.building import Made
from meshes.morphometry import LUMBAR, interspace
from meshes.root_places import root_places
from meshes.skeleton import Skeleton
from meshes.space import length, side_sign
from meshes.spine.nerves import Nerve
from meshes.triangles import inscribed

HALF = 0.5
"""A ganglion whose middle lies past this share of its foramen is in the lateral half ([@silverstein_2015])."""


def nerve_figures(skeleton: Skeleton, made: Made) -> dict[str, float]:
    """The figures of one person; mm, degrees, or the share of the two sides; without those of a disc that ends
    short of the pedicle's middle."""
    found: dict[str, float] = {}
    places = root_places(skeleton, made.nerves)
    by_name = {(nerve.level, nerve.side): nerve for nerve in made.nerves}
    for level in LUMBAR:
        space = interspace(level)
        both = [place for place in places if place.level == level]
        nerves = [by_name[level, place.side] for place in both]
        triangles = {which: [made.anatomy.outline(f"{level}/{which}_triangle_{n.side}") for n in nerves] for which in ("safe", "kambin")}
        found |= {
            f"pedicle to nerve {level}": _mean(p.under for p in both),
            f"nerve above disc {space}": _mean(p.above for p in both),
            f"nerve above disc, medial {space}": _mean(p.above_medial for p in both),
            f"nerve angle {level}": _mean(p.angle_deg for p in both),
            f"ganglion in the medial half {level}": _mean(float(p.share < HALF) for p in both),
            f"ganglion in the foramen {level}": _mean(float(0 <= p.share <= 1) for p in both),
            f"foramen edge to ganglion's middle {level}": _mean(_along(skeleton, n) for n in nerves),
            f"ganglion length {level}": _mean(float(length(n.ganglion[1] - n.ganglion[0])) for n in nerves),
            f"circle in Kambin's triangle {space}": _mean(inscribed(t)[1] for t in triangles["kambin"]),
            f"circle in the safe triangle {level}": _mean(inscribed(t)[1] for t in triangles["safe"]),
        }
    return {name: value for name, value in found.items() if not np.isnan(value)}


def _along(skeleton: Skeleton, nerve: Nerve) -> float:
    """How far along the nerve its ganglion's middle lies past the pedicle's medial border, mm."""
    sign = side_sign(nerve.side)
    border = sign * float(skeleton.landmark(nerve.level, f"pedicle_medial_{nerve.side}")[0])
    fine = np.concatenate([a + np.linspace(0, 1, 40)[:, None] * (b - a) for a, b in zip(nerve.path, nerve.path[1:], strict=False)])
    start = int(np.argmax(sign * fine[:, 0] >= border))
    end = int(np.argmin(length(fine - nerve.ganglion.mean(0))))
    first, last = min(start, end), max(start, end)
    return (1 if end >= start else -1) * float(length(np.diff(fine[first : last + 1], axis=0)).sum())


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))

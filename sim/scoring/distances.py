"""What a tip's place means for a case: how far from the target, off its level, over the midline, beyond the limit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from meshes.space import Vector, side_of, side_sign, unit
from meshes.tissues import CANAL_FAT, INTRATHECAL, NERVE, Tissue
from scenarios.schema import Target, Technique
from scenarios.views import ViewName
from sim.fluoroscopy.views import named_pose
from sim.scoring.site import Site

IN_CANAL = frozenset(tissue.name for tissue in CANAL_FAT | INTRATHECAL | NERVE | {Tissue.DURA, Tissue.EPIDURAL_VEIN})
BESIDE_FORAMEN_MM = 15.0
"""So far from a sacral foramen's axis the sacrum's front is as deep as in it (guess: half the way to the next)."""
FROM_EITHER_SIDE_DEG = 75.0
"""A view that looks so much across shows depth from either side."""


def target_distance(site: Site, technique: Technique, target: Target, tip: Vector) -> float:
    """mm"""
    return float(np.sqrt(((tip - site.landmark(target.landmark(technique.target))) ** 2).sum()))


def off_level(site: Site, technique: Technique, target: Target, tip: Vector) -> float:
    """mm along the canal as it runs at the target: what a view square to it shows.

    Along the canal's own curve far behind a lordosis a millimetre of depth would be as much as two along it.
    """
    middle = site.landmark(target.landmark(technique.target))
    return abs(float((tip - middle) @ site.canal.tangents[site.canal.nearest(middle)]))


def wrong_side(site: Site, target: Target, tip: Vector) -> float:
    """mm over the canal's middle to the side that was not meant; 0 on the right one."""
    middle = float(site.canal.at(site.station(tip))[0])
    return max((middle - float(tip[0])) * side_sign(target.side), 0.0)


def past_limit(site: Site, technique: Technique, target: Target, tip: Vector, lies_in: str) -> float:
    """mm that the tip is beyond what the technique allows; 0 if it is not, or if there is no limit. ``lies_in``: the label at the tip."""
    if technique.limit == "pedicle":
        level = _level_at(site, target, tip)
        middle = site.landmark(f"{level}/pedicle_{target.side}")[0]
        canal_side = middle - tip[0] if side_of(float(middle)) == "right" else tip[0] - middle
        # only within the foramen: over the lamina the needle may be anywhere, and in front of the canal lies no dura
        behind, front = (float(site.landmark(f"{level}/canal_{end}")[1]) for end in ("back", "front"))
        return max(float(canal_side), 0.0) if behind < tip[1] < front else 0.0
    if technique.limit == "sacrum":
        dorsal, ventral = (site.landmark(f"sacrum/foramen_S1_{end}_{target.side}") for end in ("dorsal", "ventral"))
        # higher or farther aside its front is elsewhere
        beside = float(np.linalg.norm(np.cross(tip - dorsal, unit(ventral - dorsal))))
        return max(float(tip[1] - ventral[1]), 0.0) if beside <= BESIDE_FORAMEN_MM else 0.0
    if technique.limit == "sac":
        s3 = site.landmark("sacral_canal/s3")
        return max(site.station(s3) - site.station(tip), 0.0) if lies_in in IN_CANAL else 0.0
    return 0.0


def _level_at(site: Site, target: Target, tip: Vector) -> str:
    """Whose foramen of the target's side is nearest: a tip that strayed has another pedicle over it, nearer the midline or farther off."""
    suffix = f"/foramen_centre_{target.side}"
    middles = {name.removesuffix(suffix): place for name, place in site.landmarks.items() if name.endswith(suffix)}
    return min(middles, key=lambda level: float(np.linalg.norm(tip - middles[level])), default=target.level)


def orbits_of(views: Sequence[ViewName], site: Site, technique: Technique, target: Target) -> tuple[float, ...]:
    """The orbits (degrees) of these views in this body, on this technique's way to its target."""
    level, centre = technique.squared_level(target.level), target.landmark(technique.target)
    return tuple(named_pose(site, view, level, target.side, centre).orbit_deg for view in views)


def looks_along(orbit_deg: float, wanted: tuple[float, ...], within_deg: float) -> bool:
    """Whether it looks along one of the views that are wanted; a lateral does so from either side."""
    across = [orbit for orbit in wanted if abs(orbit) > FROM_EITHER_SIDE_DEG]
    return any(abs(orbit_deg - orbit) <= within_deg for orbit in wanted) or any(
        abs(abs(orbit_deg) - abs(orbit)) <= within_deg for orbit in across
    )

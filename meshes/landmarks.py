"""The patient's landmarks, by name: those of each bone, and those that technique and score speak of.

``L4/pedicle_right`` is a bone's; ``L4-L5/window``, ``L5/foramen_left``, ``hiatus`` and the like are made here from bones and canal,
so that a script means the same place in every body.
"""

from __future__ import annotations

import numpy as np

from meshes.anatomy import Outline
from meshes.morphometry import LUMBAR, interspace
from meshes.outlines import quadrants
from meshes.shapes import Points, union
from meshes.skeleton import Bone, Skeleton, endplate_normal
from meshes.space import Side, Vector, side_sign, unit
from meshes.spine.canal import Canal, interlaminar_span
from meshes.spine.nerves import Nerve
from meshes.spine.sac import WINDOW_SHARE, Sac
from meshes.triangles import inscribed, safe_plane

SIDES: tuple[Side, Side] = ("left", "right")
PARAMEDIAN_MM = 3.0
"""How far beside the midline a paramedian needle's target lies: the medial third between spine and pedicle ([@technique_known])."""
BORDER_MM = 0.3
"""Half a voxel: a landmark on a border shall lie on its own side of it."""
WITHIN_MM = 1.2
"""How far inside the flavum the target lies (guess)."""
SAFE_MM, NERVE_CLEAR_MM = 2.5, 1.0
"""So far under the pedicle a transforaminal needle's target lies, if the nerve keeps so far from there ([@technique_known]: the triangle's
middle)."""
BULGE_MM, BONE_CLEAR_MM = 5.0, 0.9
"""Back by no more than this it keeps so far from bone (guesses)."""


def landmarks(skeleton: Skeleton, canal: Canal, sac: Sac, nerves: tuple[Nerve, ...], outlines: dict[str, Outline]) -> dict[str, Vector]:
    """Every landmark of one patient, mm."""
    found = {f"{bone.name}/{name}": point for bone in skeleton.bones for name, point in bone.landmarks.items()}
    for bone in skeleton.bones:
        if "superior_front" in bone.landmarks:
            found[f"{bone.name}/up"] = endplate_normal(bone)
    for level in LUMBAR:
        found |= _window(level, skeleton, canal)
        for side in SIDES:
            found |= _foramen(skeleton[level], next(n for n in nerves if (n.level, n.side) == (level, side)))
            parts = quadrants(outlines[f"{level}/foramen_{side}"], skeleton[level])
            found |= {f"{level}/foramen_{name}_{side}": point for name, point in parts.items()}
            triangles = (f"{level}/{which}_triangle_{side}" for which in ("safe", "kambin"))
            found |= {name: inscribed(outlines[name])[0] for name in triangles}
    for nerve in nerves:
        found[f"{nerve.level}/ganglion_{nerve.side}"] = nerve.ganglion.mean(0)
    found |= _caudal(skeleton, canal, sac)
    return found


def _window(level: str, skeleton: Skeleton, canal: Canal) -> dict[str, Vector]:
    """The interlaminar window below a level and the two lines that tell depth there."""
    name = interspace(level)
    top, bottom = interlaminar_span(canal, skeleton, level)
    middle = top + WINDOW_SHARE * (bottom - top)
    found = {f"{name}/lower_lamina_edge": canal.at(bottom, 0.0, canal.dorsal_wall(bottom, 0.0, inner=False))}
    for suffix, u in (("", 0.0), ("_left", -PARAMEDIAN_MM), ("_right", PARAMEDIAN_MM)):
        found[f"{name}/window{suffix}"] = canal.at(middle, u, canal.dorsal_wall(middle, u) - WITHIN_MM)
        found[f"{name}/flavum{suffix}"] = canal.at(middle, u, canal.dorsal_wall(middle, u, inner=False) - BORDER_MM)
    for side in SIDES:
        # ventral interlaminar line: the front edge of the lamina cut across, as the contralateral oblique shows it
        for which, s in (("above", top - 4.0), ("below", bottom + 3.0)):
            u = 0.35 * side_sign(side) * canal.room(s, 1.0, 0.0)
            found[f"{name}/interlaminar_line_{which}_{side}"] = canal.at(s, u, canal.dorsal_wall(s, u, inner=False))
    for which, s in (("above", top - 2.0), ("below", bottom + 2.0)):
        found[f"{name}/spinolaminar_line_{which}"] = canal.at(s, 0.0, canal.dorsal_wall(s, 0.0, inner=False))
    return found


def _foramen(bone: Bone, nerve: Nerve) -> dict[str, Vector]:
    """The foramen under a pedicle: its 6 o'clock point, and what a needle goes for: under the bone, and over the nerve by as much where it
    lies near."""
    side, m = nerve.side, bone.landmarks
    six = m[f"pedicle_bottom_{side}"]
    width = abs(m[f"pedicle_lateral_{side}"][0] - m[f"pedicle_medial_{side}"][0])
    x, y = float(six[0]) + side_sign(side) * 0.12 * width, safe_plane(bone)
    heights = float(six[2]) + np.arange(0.0, -9.0, -0.1)
    line = Points.of(np.stack([np.full(len(heights), x), np.full(len(heights), y), heights], axis=-1))
    soft = union(nerve.root(), nerve.ganglion_shape())(line) < 0
    over = float(heights[soft].max(initial=-np.inf))
    low = float(six[2]) - SAFE_MM
    z = max(low, (float(six[2]) + over) / 2) if over > low - NERVE_CLEAR_MM else low
    # a body whose own shape bulges there pushes it back
    depths = y - np.arange(0.0, BULGE_MM, 0.2)
    clear = bone.shape(Points.of(np.stack([np.full(len(depths), x), depths, np.full(len(depths), z)], axis=-1))) > BONE_CLEAR_MM
    return {f"{bone.name}/six_oclock_{side}": six, f"{bone.name}/foramen_{side}": np.array([x, depths[int(np.argmax(clear))], z])}


def _caudal(skeleton: Skeleton, canal: Canal, sac: Sac) -> dict[str, Vector]:
    """The hiatus, the way into the sacral canal, and where the sac ends."""
    m = skeleton["sacrum"].landmarks
    middle = (m["hiatus_apex"] + m["hiatus_floor"]) / 2
    s3 = canal.station((m["canal_s3_front"] + m["canal_s3_back"]) / 2)
    s4 = canal.station((m["canal_s4_front"] + m["canal_s4_back"]) / 2)
    up = unit(canal.at(s4) - middle)
    return {
        "hiatus": middle,
        "hiatus/apex": m["hiatus_apex"],
        "sacral_canal/direction": up,
        "sacral_canal/s4": canal.at(s4),
        "sacral_canal/s3": canal.at(s3),
        "sacral_canal/target": canal.at(s4 + 0.25 * (s3 - s4)),
        "sac/tip": canal.at(sac.tip),
    }

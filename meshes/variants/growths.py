"""What variants do to shapes: bone that grows or goes, and soft things that stand in the canal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from meshes import asked as a
from meshes.morphometry import Dimensions
from meshes.shapes import Points, Shape, intersect, limb, subtract, union
from meshes.skeleton import Bone, Growth, endplate_normal, endplate_size
from meshes.space import Side, Vector, side_sign, unit
from meshes.spine.disc import disc_frame, lens
from meshes.spine.ribs import lumbar_rib
from meshes.tissues import Tissue

Bones = dict[str, Bone]

BULGE_PER_GRADE_MM = 1.2
PROTRUSION_MM = {1: 3.0, 2: 5.0, 3: 7.5}
"""How far a protrusion stands into the canal (guess: small, middling, large on MRI)."""
PARACENTRAL_MM = 6.5
EXTRUDED_DOWN_MM = {1: 5.0, 2: 9.0, 3: 14.0}
FACET_PER_GRADE_MM = 1.3
SPUR_PER_GRADE_MM = 1.6
CYST_MM = {1: 2.5, 2: 3.8, 3: 5.2}
"""Radii (guess: 5 to 10 mm across is what is operated on)."""
CYST_FREE, CYST_REACH_MM = 0.6, 12.0
"""So much of its radius its middle stands off bone, and so far it may go inwards for that (guesses)."""
SCAR_MM = 2.5
"""Scar behind the sac (guess)."""
BLEND_MM = 2.0


def _pair(bones: Bones, interspace: str) -> tuple[Bone, Bone]:
    above, below = interspace.split("-")
    return bones[above], bones["sacrum" if below == "S1" else below]


def _with(bone: Bone, *growths: Shape) -> Bone:
    return replace(bone, shape=union(bone.shape, *growths, blend=BLEND_MM))


def reshaped(bones: Bones, person: Dimensions) -> Bones:
    """The bones with what variants add to them or take away, and with ribs where there should be none; before the joint spaces are cut."""
    if person.lumbar_ribs:
        bones = bones | {"L1": _with(bones["L1"], *(lumbar_rib(bones["L1"], side) for side in person.lumbar_ribs))}
    for variant in person.variants:
        for kind, effect in BONY.items():
            if isinstance(variant, kind):
                bones = {**bones, **effect(bones, variant)}
    return bones


def growths(bones: Bones, person: Dimensions) -> tuple[Growth, ...]:
    """Soft things that variants put into canal and foramina."""
    found: list[Growth] = []
    for variant in person.variants:
        for kind, effect in SOFT.items():
            if isinstance(variant, kind):
                found += effect(bones, variant)
    return tuple(found)


# --- bone -------------------------------------------------------------------------------------------------------------------


def _facets(bones: Bones, v: a.FacetArthropathy | a.CentralStenosis) -> Bones:
    """The upper process of the lower vertebra swells, on both sides."""
    _, below = _pair(bones, v.interspace)
    size = 3.0 + FACET_PER_GRADE_MM * v.grade * (1.0 if isinstance(v, a.FacetArthropathy) else 0.6)
    return {below.name: _with(below, *(_knob(below, side, size) for side in SIDES))}


SIDES: tuple[Side, Side] = ("left", "right")


def _knob(bone: Bone, side: Side, size: float) -> Shape:
    tip, facet = bone.landmarks[f"superior_articular_tip_{side}"], bone.landmarks[f"superior_facet_{side}"]
    lateral = np.array([side_sign(side) * 1.5, 0.0, 0.0])
    return limb([tip + lateral, facet + lateral], [[size, size, size], [size, size * 0.9, size]])


def _foramen(bones: Bones, v: a.ForaminalStenosis) -> Bones:
    """A spur of the lower vertebra's upper process reaches into the foramen from behind."""
    _, below = _pair(bones, v.interspace)
    tip = below.landmarks[f"superior_articular_tip_{v.side}"]
    reach = np.array([side_sign(v.side) * -1.0, 1.5 + 1.2 * v.grade, 2.0])
    size = 2.0 + 0.6 * v.grade
    return {below.name: _with(below, limb([tip, tip + reach], np.full((2, 3), size)))}


def _spurs(bones: Bones, v: a.Osteophytes) -> Bones:
    """A lip round the front and the sides of both rims."""
    above, below = _pair(bones, v.interspace)
    out = SPUR_PER_GRADE_MM * v.grade
    return {
        above.name: _with(above, _lip(above, "inferior", out)),
        below.name: _with(below, _lip(below, "superior", out)),
    }


def _lip(bone: Bone, which: str, out: float) -> Shape:
    m = bone.landmarks
    up = endplate_normal(bone, which)
    forward = unit(m[f"{which}_front"] - m[f"{which}_back"])
    width, depth = endplate_size(bone, which)
    inwards = -2.0 if which == "superior" else 2.0
    centre = (m[f"{which}_front"] + m[f"{which}_back"]) / 2 + inwards * up
    right = np.cross(forward, up)
    whole = lens(centre, right, forward, up, width / 2 + out, depth / 2 + out, 1.6)
    # nothing of it behind: the back of the body is the canal's front
    in_front = lens(centre + (out + 4.0) * forward, right, forward, up, width / 2 + out + 2.0, depth / 2 + 2.0, 6.0)
    return intersect(whole, in_front)


def _bridges(bones: Bones, v: a.TransitionalVertebra) -> Bones:
    """Broad transverse processes of L5, down onto the ala."""
    l5, sacrum = bones["L5"], bones["sacrum"]
    added = []
    for side in SIDES:
        tip: Vector = l5.landmarks[f"transverse_tip_{side}"]
        ala = sacrum.landmarks[f"superior_side_{side}"] + np.array([side_sign(side) * 12.0, -6.0, -4.0])
        root = l5.landmarks[f"pedicle_lateral_{side}"]
        added.append(limb([root, (tip + ala) / 2, ala], [[6.0, 6.0, 7.0], [9.0, 7.0, 9.0], [9.0, 8.0, 6.0]], joint=3.0))
    return {"L5": _with(l5, *added)}


def _opened(bones: Bones, v: a.Laminectomy) -> Bones:
    """The spinous process and the laminae between the facets are gone."""
    bone = bones[v.level]
    return {v.level: replace(bone, shape=subtract(bone.shape, _door(bone, 0.0), blend=1.0))}


def _door(bone: Bone, inset: float) -> Shape:
    m = bone.landmarks
    half = abs(float(m["pedicle_medial_right"][0] - m["pedicle_medial_left"][0])) / 2 - 4.0 - inset
    middle = (m["lamina_top"] + m["lamina_bottom"]) / 2
    tall = float(np.sqrt(((m["lamina_top"] - m["lamina_bottom"]) ** 2).sum())) / 2 + 8.0
    back = np.array([0.0, -1.0, 0.0])
    start = middle + (1.0 - inset) * back
    end = np.array([start[0], m["spinous_tip"][1] - 8.0, (start[2] + m["spinous_tip"][2]) / 2])
    return limb([start, end], [[half, 3.0, tall], [half, 3.0, tall]])


BONY: dict[Any, Callable[[Bones, Any], Bones]] = {
    a.FacetArthropathy: _facets,
    a.CentralStenosis: _facets,
    a.ForaminalStenosis: _foramen,
    a.Osteophytes: _spurs,
    a.TransitionalVertebra: _bridges,
    a.Laminectomy: _opened,
}

# --- soft -------------------------------------------------------------------------------------------------------------------


def _bulge(bones: Bones, v: a.DiscBulge | a.CentralStenosis) -> list[Growth]:
    frame = disc_frame(*_pair(bones, v.interspace))
    mm = BULGE_PER_GRADE_MM * v.grade
    shape = lens(frame.centre, frame.right, frame.forward, frame.up, frame.width + mm, frame.depth + mm, frame.gap + 1.0)
    return [Growth(Tissue.ANNULUS, shape)]


def _herniation(bones: Bones, v: a.DiscHerniation) -> list[Growth]:
    frame = disc_frame(*_pair(bones, v.interspace))
    aside = 0.0 if v.side == "centre" else side_sign(v.side) * PARACENTRAL_MM
    out = PROTRUSION_MM[v.grade]
    root: Vector = frame.centre - (frame.depth - 1.0) * frame.forward + aside * frame.right
    radii = [5.0 + 0.8 * v.grade, out + 1.0, frame.gap + 1.0]
    nodes, sizes = [root, root + 0.1 * frame.right], [radii, radii]
    if v.kind == "disc_extrusion":
        nodes[1] = root - EXTRUDED_DOWN_MM[v.grade] * frame.up - 1.5 * frame.forward
        sizes[1] = [4.0, out * 0.8, 4.0]
    return [Growth(Tissue.NUCLEUS if v.kind == "disc_extrusion" else Tissue.ANNULUS, limb(nodes, sizes, joint=1.0))]


def _scar(bones: Bones, v: a.Laminectomy) -> list[Growth]:
    return [Growth(Tissue.SCAR, _door(bones[v.level], -0.5)), Growth(Tissue.SCAR, _behind_the_sac(bones[v.level]))]


def _behind_the_sac(bone: Bone) -> Shape:
    m = bone.landmarks
    half = abs(float(m["pedicle_medial_right"][0] - m["pedicle_medial_left"][0])) / 2 - 5.0
    top, bottom = m["lamina_top"], m["lamina_bottom"]
    radii = [half, SCAR_MM, 3.0]
    return limb([top, bottom], [radii, radii])


def _cyst(bones: Bones, v: a.SynovialCyst) -> list[Growth]:
    """At the joint's inner edge, as far inwards as bone leaves it no room: where processes are broad, that is farther from the joint."""
    above, below = _pair(bones, v.interspace)
    facet = below.landmarks[f"superior_facet_{v.side}"]
    size = CYST_MM[v.grade]
    inwards = np.arange(size + 2.0, size + CYST_REACH_MM, 0.5)
    middles = facet + np.column_stack((-side_sign(v.side) * inwards, np.full_like(inwards, 2.0), np.zeros_like(inwards)))
    free = union(above.shape, below.shape)(Points.of(middles)) >= CYST_FREE * size
    middle: Vector = middles[int(np.argmax(free)) if free.any() else -1]
    return [Growth(Tissue.SYNOVIAL_CYST, limb([middle, middle + [0.0, 0.0, 1.5]], np.full((2, 3), size)))]


SOFT: dict[Any, Callable[[Bones, Any], list[Growth]]] = {
    a.DiscBulge: _bulge,
    a.CentralStenosis: _bulge,
    a.DiscHerniation: _herniation,
    a.Laminectomy: _scar,
    a.SynovialCyst: _cyst,
}

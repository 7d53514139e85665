"""All that stands in the room and does not change, made beside the window: the patient, the cloth, the furniture, the glass inside."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from meshes.anatomy import Anatomy
from meshes.space import Grid
from meshes.tissues import Tissue
from sim.qt.theatre import drape
from sim.qt.theatre.drape import Heights
from sim.qt.theatre.furniture import furniture
from sim.qt.theatre.soft_parts import soft_parts
from sim.qt.theatre.solids import Solid, closed, together

SOFT = ("sac", "nerves", "discs", "skin")
"""The surfaces of a body that are no bone."""
HIPS = ("hips", "femora")
"""Both sides of each in one"""
SKIN_MM, ROUNDS = 6.0, 20


@dataclass(frozen=True, eq=False)
class Scenery:
    """What ``theatre_scene`` is handed."""

    relief: Heights
    skin: Solid
    back: Solid
    """The part of the skin that can be touched: in the window, and uppermost"""
    still: dict[str, Solid]
    """Furniture and cloth by name"""
    inside: dict[str, Solid]
    """What glass shows, by name"""

    @property
    def table(self) -> tuple[float, float, float]:
        """Its top, and from where to where along the patient it stands, mm."""
        return self.relief.table_y, float(self.relief.z[0]), float(self.relief.z[-1])


def stage_of(anatomy: Anatomy, inside: bool) -> Scenery:
    """With what lies ``inside`` only where that may be shown at all."""
    shape = drape.relief(anatomy)
    skin = _skin(anatomy)
    still = {"sheet": drape.sheet(shape), "hem": drape.hem(shape), **drape.around(shape)}
    still |= furniture(shape.table_y, float(shape.z[0]), float(shape.z[-1]))
    return Scenery(shape, skin, _touchable(skin, shape), still, _inside(anatomy) if inside else {})


def _skin(anatomy: Anatomy) -> Solid:
    """The body's own surface, else the outer one of its labels."""
    mesh = anatomy.surfaces.get("skin")
    if mesh is None:
        from meshes.surfaces import closed_surface  # it loads all that draws, and nearly every body has its skin

        grid = anatomy.coarse.grid
        step = max(1, ceil(SKIN_MM / grid.spacing))
        solid = anatomy.coarse.values[::step, ::step, ::step] != Tissue.AIR
        field = np.where(solid, np.float32(-1), np.float32(1))
        mesh = closed_surface(field, Grid(grid.origin, grid.spacing * step, solid.shape), ROUNDS)
    return Solid(np.asarray(mesh.vertices, float), np.asarray(mesh.faces, np.int64))


def _touchable(skin: Solid, shape: Heights) -> Solid:
    corners = skin.vertices[skin.faces]
    middle = corners.mean(1)
    outward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    half_way = shape.table_y - 0.5 * float(shape.body.max())
    return Solid(skin.vertices, skin.faces[drape.in_window(middle[:, 0], middle[:, 2]) & (middle[:, 1] < half_way) & (outward[:, 1] < 0)])


def _inside(anatomy: Anatomy) -> dict[str, Solid]:
    """Spine and ribs as one, the pelvis by its parts, and the soft parts: muscle last, through which all others are seen."""
    found: dict[str, Solid] = {}
    surfaces = {name: Solid(np.asarray(m.vertices, float), np.asarray(m.faces, np.int64)) for name, m in anatomy.surfaces.items()}
    bones = {"bone": surfaces.keys() - {*SOFT, *HIPS, "sacrum"}, "sacrum": surfaces.keys() & {"sacrum"}, "hips": surfaces.keys() & {*HIPS}}
    for bone, names in bones.items():
        if names:
            found[bone] = together(*(surfaces[name] for name in sorted(names)))
    if "hips" in found:
        found |= _sides(found.pop("hips"))
    for name in ("sac", "nerves", "discs"):
        if name in surfaces:
            found[name] = surfaces[name]
    return found | soft_parts(anatomy)


def _sides(hips: Solid) -> dict[str, Solid]:
    """The right ones and the left ones, parted by a clean cut: the patient's right is +x."""
    corners = hips.vertices[hips.faces, 0]
    found = {}
    for name, sign in (("hip_right", 1.0), ("hip_left", -1.0)):
        own = (sign * corners > 0).any(1)
        if own.any():
            cut = hips.vertices.copy()
            cut[:, 0] = sign * np.clip(sign * cut[:, 0], 0.0, None)
            found[name] = closed(Solid(cut, hips.faces[own]))
    return found

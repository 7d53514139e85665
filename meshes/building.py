"""A skeleton with all that hangs on it, drawn onto lattices: how every patient is made, from tables or from somebody's surfaces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import trimesh
from numpy.typing import NDArray

from meshes.anatomy import Anatomy, Density, Labels
from meshes.drawing import FINE_MM, capsules, column, free_of_laminae, whole_bones
from meshes.landmarks import landmarks
from meshes.layers import canal_layers, covering_layers
from meshes.morphometry import Dimensions
from meshes.outlines import guiding, outlines
from meshes.painting import Layer, paint
from meshes.shapes import Shape
from meshes.sharing import aside
from meshes.skeleton import Skeleton
from meshes.soft_surfaces import soft_surfaces
from meshes.space import Grid
from meshes.spine import canal as canals
from meshes.spine import covering, nerves, sac, vessels
from meshes.spine.canal import Canal
from meshes.spine.nerves import Nerve
from meshes.spine.sac import Sac
from meshes.telling import Progress, silent, stage
from meshes.tissues import INTRATHECAL, Tissue

COARSE_MM = 2.0
FINE_HALF_WIDTH_MM = 60.0
AROUND_MM = (30.0, 26.0, 6.0)
"""How far beside, before and behind, and above and below the canal's curve the lattice of the canal alone reaches."""
SOFT = ("sac", "nerves", "discs", "ligaments", "epidural fat", "vessels", "muscles", "skin")
"""What is worked out from the bones: inferred, if the bones are somebody's."""


@dataclass(frozen=True)
class Making:
    """How finely somebody is made, and how much of them."""

    spacing: float
    """Of the fine lattice, mm."""
    whole: bool
    """To be X-rayed, pricked and looked at: all bones with their density, joint capsules, surfaces. Else the column's labels alone, with
    a cortex a voxel thick."""
    trunk: bool
    """With skin and what fills the trunk, on a lattice of its own; else the canal and what is in it."""

    @property
    def outlined(self) -> bool:
        """With all outlines: those for the eye are told of whom one looks at, or whose canal is judged by them."""
        return self.whole or not self.trunk


WHOLE = Making(FINE_MM, whole=True, trunk=True)
CANAL = Making(1.2, whole=False, trunk=False)
"""Enough to see whether a body is sound, in a tenth of the time."""


@dataclass(frozen=True, eq=False)
class Made:
    """What hangs on a skeleton, as shapes and on lattices."""

    canal: Canal
    sac: Sac
    nerves: tuple[Nerve, ...]
    anatomy: Anatomy


def build(
    skeleton: Skeleton, person: Dimensions, name: str, origin: str, inferred: tuple[str, ...] = (), progress: Progress = silent
) -> Anatomy:
    """The patient who has these bones and these measures; the share that ``progress`` is told never falls."""
    return make(skeleton, person, name, WHOLE, origin, inferred, progress).anatomy


def sketch(skeleton: Skeleton, person: Dimensions, name: str, spacing: float) -> Anatomy:
    """The labels and landmarks alone, as coarse as asked, without the bones' density and surfaces: for studies of many, not for pictures.

    Bones far from the canal are left out; a cortex is a voxel thick.
    """
    return make(skeleton, person, name, Making(spacing, whole=False, trunk=True), "A sketch for a study: labels only.").anatomy


def make(
    skeleton: Skeleton,
    person: Dimensions,
    name: str,
    making: Making,
    origin: str,
    inferred: tuple[str, ...] = (),
    progress: Progress = silent,
) -> Made:
    """The one way to a body: canal, sac and nerves found in the bones, all that is soft painted, the bones drawn over it."""
    progress("finding the canal", 0.0)
    canal = canals.find(skeleton, person)
    thecal = sac.sac(canal, skeleton, person)
    roots = nerves.nerves(thecal, skeleton, person)
    trunk = _trunk(skeleton, person, canal) if making.trunk else None
    inner = canal_layers(skeleton, person, canal, thecal, roots)

    grid = _fine_grid(skeleton, making.spacing) if trunk else _round_the_canal(canal, making.spacing)
    fine = Labels(grid, np.zeros(grid.shape, np.uint8))
    densities: tuple[Density, ...] = ()
    surfaces: dict[str, trimesh.Trimesh] = {}
    with aside() as begin:
        # what needs no lattice of labels is made while those are drawn
        rims = begin(lambda: (outlines if making.outlined else guiding)(skeleton, canal, thecal, roots))
        wide = _wide_grid(trunk) if trunk else grid
        soft = begin(lambda: soft_surfaces(thecal, roots, skeleton, trunk.skin, wide)) if trunk and making.whole else None
        paint(fine.values, grid, (trunk.layers if trunk else []) + inner, stage(progress, 0.15, 0.5))
        seal(fine.values)
        coarse = _coarse(trunk, inner, wide, grid, making, stage(progress, 0.5, 0.55)) if trunk else fine
        if soft is not None:
            densities, surfaces = whole_bones(skeleton, person, fine, coarse, stage(progress, 0.55, 0.95))
            capsules(fine, skeleton.joints)
            progress("making soft surfaces", 0.95)
            surfaces |= soft.result()
        else:
            column(skeleton, fine)
        lines = rims.result()
    places = landmarks(skeleton, canal, thecal, roots, lines)
    if trunk and making.whole:
        places |= vessels.great_artery_place(person, roots)
    if trunk and not making.whole:
        free_of_laminae(fine, canal, float(skeleton.landmark("sacrum", "lamina_top")[2]))
    anatomy = Anatomy(
        name=name,
        person={"sex": person.sex, "stature_mm": person.stature_mm, "bmi": person.bmi, "age": person.age},
        fine=fine,
        coarse=coarse,
        bone=densities,
        surfaces=surfaces,
        landmarks=places,
        outlines=lines,
        canal=canal.centre,
        inferred=inferred,
        origin=origin,
    )
    return Made(canal, thecal, roots, anatomy)


@dataclass(frozen=True, eq=False)
class _Trunk:
    skin: Shape
    layers: list[Layer]
    """Skin and what fills it, weakest first."""


def _trunk(skeleton: Skeleton, person: Dimensions, canal: Canal) -> _Trunk:
    body = covering.trunk(skeleton, canal, person)
    skin = body.solid()
    return _Trunk(skin, covering_layers(skeleton, person, body, skin))


def _wide_grid(trunk: _Trunk) -> Grid:
    """Round the whole trunk."""
    box = trunk.skin.box
    return Grid.covering(np.array(box.lo) - COARSE_MM, np.array(box.hi) + COARSE_MM, COARSE_MM)


def _coarse(trunk: _Trunk, inner: list[Layer], grid: Grid, fine: Grid, making: Making, progress: Progress) -> Labels:
    """The trunk on its wide lattice; of a whole patient with the abdomen, and with the canal where it goes on above the fine lattice."""
    values = np.zeros(grid.shape, np.uint8)
    if not making.whole:
        paint(values, grid, [*trunk.layers[:2], *trunk.layers[4:]], progress)
        return Labels(grid, values)
    paint(values, grid, trunk.layers, stage(progress, 0.0, 0.8))
    above = grid.box_index(np.array([grid.lo[0], grid.lo[1], fine.hi[2]]), grid.hi)
    paint(values[above], grid.cropped(above), inner, stage(progress, 0.8, 1.0))
    return Labels(grid, values)


def seal(labels: NDArray[np.uint8]) -> None:
    """Make the dura one voxel thick at least: fluid that touches anything else along an axis becomes dura.

    Own code for speed: the same by ``scipy.ndimage.binary_erosion`` takes 0.68 s of the reference patient where this takes 0.21.
    """
    fluid = np.isin(np.arange(256), list(INTRATHECAL))[labels]
    where = np.nonzero(fluid.any(axis=(1, 2)))[0], np.nonzero(fluid.any(axis=(0, 2)))[0], np.nonzero(fluid.any(axis=(0, 1)))[0]
    box = tuple(slice(max(int(k[0]) - 1, 0), int(k[-1]) + 2) for k in where)
    part, fluid = labels[box], fluid[box]
    kept = fluid | (part == Tissue.DURA)
    exposed = np.zeros_like(fluid)
    for axis in range(3):
        a, k = np.moveaxis(exposed, axis, 0), np.moveaxis(kept, axis, 0)
        a[1:] |= ~k[:-1]
        a[:-1] |= ~k[1:]
    part[fluid & exposed] = Tissue.DURA


def _fine_grid(skeleton: Skeleton, spacing: float) -> Grid:
    """Round the spine and the sacrum, up to where T12 is half as high, if there is one."""
    boxes = [bone.shape.box for bone in skeleton.column if bone.name != "T11"]
    lo, hi = np.min([b.lo for b in boxes], axis=0) - 8.0, np.max([b.hi for b in boxes], axis=0) + 3.0
    if "T12" in skeleton:
        hi[2] = skeleton.landmark("T12", "posterior_wall")[2]
    lo[0], hi[0] = max(lo[0], -FINE_HALF_WIDTH_MM), min(hi[0], FINE_HALF_WIDTH_MM)
    return Grid.covering(lo, hi, spacing)


def _round_the_canal(canal: Canal, spacing: float) -> Grid:
    return Grid.covering(canal.centre.min(0) - AROUND_MM, canal.centre.max(0) + AROUND_MM, spacing)

"""A skeleton with all that hangs on it, drawn onto lattices: how every patient is made, from tables or from somebody's surfaces."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import trimesh
from numpy.typing import NDArray
from scipy import ndimage

from meshes import mineral
from meshes.anatomy import Anatomy, Density, Labels
from meshes.compiled import compiled
from meshes.landmarks import landmarks
from meshes.layers import canal_layers, covering_layers
from meshes.leaves import Leaves
from meshes.morphometry import Dimensions
from meshes.outlines import outlines
from meshes.painting import paint
from meshes.shapes import Shape, subtract, union
from meshes.skeleton import Bone, Skeleton
from meshes.space import TIE, Grid
from meshes.spine import canal as canals
from meshes.spine import covering, nerves, sac, vessels
from meshes.spine.disc import disc
from meshes.surfaces import closed_surface
from meshes.tissues import INTRATHECAL, NERVE, Tissue
from meshes.voxels import Progress, sample, shared, silent, stage

FINE_MM, COARSE_MM = 0.6, 2.0
FARTHER = ((1.2, ("hips", "femora")), (1.0, ("T11", "rib11", "rib12")))
"""The bones farther from the canal's lumbar part: they have lattices of their own, so wide."""
FINE_HALF_WIDTH_MM = 60.0
SURFACE_STEP = {"sacrum": 3, "hips": 3}
"""Surfaces for the eye are drawn from every so many voxels of a bone, two if not said; X-rays see them all."""
SKIN_STEP = 4
TRABECULAE_SEED = 20_090
CAPSULE_MM = 1.2
"""Thickness of a facet joint's capsule (guess: two voxels)."""
FILM_HALF_MM = 6.0
"""Half the width of the film of fat between sac and laminae (guess)."""
COVERED = frozenset({Tissue.FAT, Tissue.MUSCLE, Tissue.MUSCLE_FAT, Tissue.FASCIA, Tissue.FORAMINAL_FAT})
"""What a capsule keeps from the joint."""
SPARED = NERVE | INTRATHECAL | {Tissue.DURA, Tissue.BASIVERTEBRAL_VEIN}
"""What bone makes way for: it grew round them."""
CANCELLOUS, CORTICAL = int(Tissue.CANCELLOUS), int(Tissue.CORTICAL)  # plain numbers for the compiler
SOFT = ("sac", "nerves", "discs", "ligaments", "epidural fat", "vessels", "muscles", "skin")
"""What is worked out from the bones: inferred, if the bones are somebody's."""


def build(
    skeleton: Skeleton, person: Dimensions, name: str, origin: str, inferred: tuple[str, ...] = (), progress: Progress = silent
) -> Anatomy:
    """The patient who has these bones and these measures; the share that ``progress`` is told never falls."""
    progress("finding the canal", 0.0)
    canal = canals.find(skeleton, person)
    thecal = sac.sac(canal, skeleton, person)
    roots = nerves.nerves(thecal, skeleton, person)
    body = covering.trunk(skeleton, canal, person)
    skin = body.solid()
    outer = covering_layers(skeleton, person, body, skin)
    inner = canal_layers(skeleton, person, canal, thecal, roots)

    fine = _fine_grid(skeleton)
    labels = np.zeros(fine.shape, np.uint8)
    paint(labels, fine, outer + inner, stage(progress, 0.15, 0.5))
    seal(labels)
    coarse = Grid.covering(np.array(skin.box.lo) - COARSE_MM, np.array(skin.box.hi) + COARSE_MM, COARSE_MM)
    wide = np.zeros(coarse.shape, np.uint8)
    paint(wide, coarse, outer, stage(progress, 0.5, 0.54))
    # above the fine lattice the canal goes on in the coarse one
    above = coarse.box_index(np.array([coarse.lo[0], coarse.lo[1], fine.hi[2]]), coarse.hi)
    paint(wide[above], coarse.cropped(above), inner, stage(progress, 0.54, 0.55))

    lines = outlines(skeleton, canal, thecal, roots)
    densities, surfaces = _bones(skeleton, person, fine, labels, coarse, wide, stage(progress, 0.55, 0.95))
    _capsules(labels, fine, skeleton.joints)
    surfaces |= _soft_surfaces(thecal, roots, skeleton, skin, coarse, stage(progress, 0.95, 1.0))
    return Anatomy(
        name=name,
        person=_described(person),
        fine=Labels(fine, labels),
        coarse=Labels(coarse, wide),
        bone=densities,
        surfaces=surfaces,
        landmarks=landmarks(skeleton, canal, thecal, roots, lines) | vessels.great_artery_place(person, roots),
        outlines=lines,
        canal=canal.centre,
        inferred=inferred,
        origin=origin,
    )


def sketch(skeleton: Skeleton, person: Dimensions, name: str, spacing: float) -> Anatomy:
    """The labels and landmarks alone, as coarse as asked, without the bones' density and surfaces: for studies of many, not for pictures.

    Bones far from the canal are left out; a cortex is a voxel thick.
    """
    canal = canals.find(skeleton, person)
    thecal = sac.sac(canal, skeleton, person)
    roots = nerves.nerves(thecal, skeleton, person)
    body = covering.trunk(skeleton, canal, person)
    skin = body.solid()
    outer = covering_layers(skeleton, person, body, skin)
    fine = _fine_grid(skeleton, spacing)
    labels = np.zeros(fine.shape, np.uint8)
    paint(labels, fine, outer + canal_layers(skeleton, person, canal, thecal, roots), silent)
    seal(labels)
    coarse = Grid.covering(np.array(skin.box.lo) - COARSE_MM, np.array(skin.box.hi) + COARSE_MM, COARSE_MM)
    wide = np.zeros(coarse.shape, np.uint8)
    paint(wide, coarse, [*outer[:2], *outer[4:]], silent)
    for bone in skeleton.column:
        part = fine.cropped(fine.box_index(np.array(bone.shape.box.lo) - spacing, np.array(bone.shape.box.hi) + spacing))
        distance = sample(bone.shape, part, reach=3.0)
        _stamp(labels, fine, part, distance, distance > -spacing)
    _free_of_laminae(labels, fine, canal, float(skeleton.landmark("sacrum", "lamina_top")[2]))
    lines = outlines(skeleton, canal, thecal, roots)
    return Anatomy(
        name=name,
        person=_described(person),
        fine=Labels(fine, labels),
        coarse=Labels(coarse, wide),
        bone=(),
        surfaces={},
        landmarks=landmarks(skeleton, canal, thecal, roots, lines),
        outlines=lines,
        canal=canal.centre,
        inferred=(),
        origin="A sketch for a study: labels only.",
    )


def _free_of_laminae(labels: NDArray[np.uint8], fine: Grid, canal: canals.Canal, sacrum_z: float) -> None:
    """Fat where a sac rests on a lamina: nothing holds it there, and without that film, too thin for a wide lattice, the fat behind it
    would be a closed pocket in each window."""
    x, _, z = fine.axes()
    middle = np.interp(z, canal.centre[::-1, 2], canal.centre[::-1, 0])
    among = (np.abs(x[:, None] - middle) < FILM_HALF_MM) & (z > sacrum_z)
    sac = labels == Tissue.DURA
    before = sac.copy()
    before[:, :, 1:] |= sac[:, :, :-1]
    before[:, :, :-1] |= sac[:, :, 1:]
    behind, front = labels[:, :-1], labels[:, 1:]
    # of the flavum no more than lets a film one voxel thin go on where it steps back
    gives = np.isin(behind, [CANCELLOUS, CORTICAL]) | ((behind == Tissue.FLAVUM) & np.isin(front, [Tissue.DORSAL_FAT, Tissue.PLICA]))
    behind[before[:, 1:] & gives & among[:, None, :]] = Tissue.DORSAL_FAT


def _described(person: Dimensions) -> dict[str, Any]:
    return {"sex": person.sex, "stature_mm": person.stature_mm, "bmi": person.bmi, "age": person.age}


def seal(labels: NDArray[np.uint8]) -> None:
    """Make the dura one voxel thick at least: fluid that touches anything else along an axis becomes dura."""
    fluid = np.isin(labels, list(INTRATHECAL))
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


def _capsules(labels: NDArray[np.uint8], fine: Grid, joints: tuple[Shape, ...]) -> None:
    """Fibrous tissue round what was left of the facet joints when bone was drawn, where fat or muscle would touch them."""
    steps = round(CAPSULE_MM / fine.spacing)
    for joint in joints:
        part = labels[fine.box_index(np.array(joint.box.lo) - CAPSULE_MM, np.array(joint.box.hi) + CAPSULE_MM)]
        for found in ndimage.find_objects((part == Tissue.FACET_JOINT).astype(np.int8)) if part.size else ():
            part = part[tuple(slice(max(s.start - steps, 0), s.stop + steps) for s in found)]
            near = ndimage.binary_dilation(part == Tissue.FACET_JOINT, iterations=steps)
            tissues = part[near]
            tissues[np.isin(tissues, list(COVERED))] = Tissue.FACET_CAPSULE
            part[near] = tissues


def _fine_grid(skeleton: Skeleton, spacing: float = FINE_MM) -> Grid:
    """Round the spine and the sacrum, up to where T12 is half as high, if there is one."""
    boxes = [bone.shape.box for bone in skeleton.column if bone.name != "T11"]
    lo, hi = np.min([b.lo for b in boxes], axis=0) - 8.0, np.max([b.hi for b in boxes], axis=0) + 3.0
    if "T12" in skeleton:
        hi[2] = skeleton.landmark("T12", "posterior_wall")[2]
    lo[0], hi[0] = max(lo[0], -FINE_HALF_WIDTH_MM), min(hi[0], FINE_HALF_WIDTH_MM)
    return Grid.covering(lo, hi, spacing)


def _bones(
    skeleton: Skeleton, person: Dimensions, fine: Grid, labels: NDArray[np.uint8], coarse: Grid, wide: NDArray[np.uint8], progress: Progress
) -> tuple[tuple[Density, ...], dict[str, trimesh.Trimesh]]:
    """Draw the bones over the labels; their densities and surfaces."""
    surfaces: dict[str, trimesh.Trimesh] = {}
    far = {name for _, names in FARTHER for name in names}
    groups = [(FINE_MM, [bone for bone in skeleton.bones if bone.name not in far])]
    groups += [(spacing, [bone for bone in skeleton.bones if bone.name in names]) for spacing, names in FARTHER]
    densities = []
    for spacing, bones in groups:
        if not bones:
            continue
        boxes = [bone.shape.box for bone in bones]
        lo, hi = np.min([b.lo for b in boxes], axis=0) - 2.0, np.max([b.hi for b in boxes], axis=0) + 2.0
        # what the trunk does not hold is not there
        lo[2], hi[2] = max(lo[2], coarse.lo[2]), min(hi[2], coarse.hi[2])
        density = Density(grid := Grid.covering(lo, hi, spacing), np.zeros(grid.shape, np.uint8))
        densities.append(density)
        for bone in bones:
            progress(f"making bone: {bone.name}", len(surfaces) / len(skeleton.bones))
            box = grid.box_index(np.array(bone.shape.box.lo) - 2.0, np.array(bone.shape.box.hi) + 2.0)
            part = grid.cropped(box)
            distance = sample(bone.shape, part, reach=3.0)
            cortical = _densify(bone, part, distance, person.values["trabecular_share"], density.values[box])
            surfaces[bone.name] = _thinned_surface(distance, part, SURFACE_STEP.get(bone.name, 2))
            _stamp(labels, fine, part, distance, cortical)
            _stamp(wide, coarse, part, distance, cortical)
    return tuple(densities), surfaces


def _densify(bone: Bone, grid: Grid, distance: NDArray[np.float32], trabecular: float, target: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Write the bone's density into ``target``; where its cortex is."""
    cortical = np.zeros(grid.shape, bool)
    leaves = Leaves.of(grid, tuple(slice(0, n) for n in grid.shape))  # type: ignore[arg-type]

    def work(batch: NDArray[np.int64]) -> None:
        points, d = leaves.points(batch), leaves.read(distance, batch)
        shell, grain = mineral.shell_thickness(bone, points), mineral.grain(points, TRABECULAE_SEED)
        value = mineral.density(d, shell, grain, trabecular, grid.spacing)
        leaves.write(target, batch, np.maximum(leaves.read(target, batch), value))
        leaves.write(cortical, batch, d > -np.maximum(shell, grid.spacing))

    shared(work, leaves.batches(leaves.holding(distance, grid.spacing)))
    return cortical


def _thinned_surface(distance: NDArray[np.float32], grid: Grid, step: int) -> trimesh.Trimesh:
    """The surface of a field, drawn from every ``step``-th voxel."""
    thin = np.ascontiguousarray(distance[::step, ::step, ::step])
    return closed_surface(thin, Grid(grid.origin, grid.spacing * step, thin.shape))


def _stamp(labels: NDArray[np.uint8], onto: Grid, grid: Grid, distance: NDArray[np.float32], cortical: NDArray[np.bool_]) -> None:
    """Bone over all other labels but nerve and sac, read off the bone's own lattice at the voxel centres of ``onto``."""
    box = onto.box_index(grid.lo, grid.hi - 1e-6)
    axes = [o[s] for o, s in zip(onto.axes(), box, strict=True)]
    index = [np.floor((a - grid.lo[i]) / grid.spacing + TIE).astype(int) for i, a in enumerate(axes)]
    keep = [(k >= 0) & (k < grid.shape[i]) for i, k in enumerate(index)]
    index = [k[m] for k, m in zip(index, keep, strict=True)]
    if any(len(k) == 0 for k in index):
        return
    where = tuple(slice(s.start + int(np.argmax(m)), s.start + int(np.argmax(m)) + int(m.sum())) for s, m in zip(box, keep, strict=True))
    x, y, z = index
    _stamped(labels[where], distance, cortical, x, y, z, np.array([t in SPARED for t in range(256)]))


@compiled
def _stamped(
    labels: NDArray[np.uint8],
    distance: NDArray[np.float32],
    cortical: NDArray[np.bool_],
    x: NDArray[np.int64],
    y: NDArray[np.int64],
    z: NDArray[np.int64],
    spared: NDArray[np.bool_],
) -> None:
    for i in range(len(x)):
        for j in range(len(y)):
            for k in range(len(z)):
                if distance[x[i], y[j], z[k]] < 0 and not spared[labels[i, j, k]]:
                    labels[i, j, k] = CORTICAL if cortical[x[i], y[j], z[k]] else CANCELLOUS


def _soft_surfaces(
    thecal: sac.Sac, roots: tuple[nerves.Nerve, ...], skeleton: Skeleton, skin: Shape, coarse: Grid, progress: Progress
) -> dict[str, trimesh.Trimesh]:
    """The surfaces of sac, nerves, discs and skin, for the eye."""
    progress("making soft surfaces", 0.0)
    found: dict[str, trimesh.Trimesh] = {}
    found["sac"] = _surface(thecal.dura(), 1.3)
    paths = [union(nerve.root(), nerve.ganglion_shape()) for nerve in roots]
    found["nerves"] = trimesh.util.concatenate([_surface(shape, 1.4) for shape in paths])
    pieces = [subtract(disc(above, below)[0], above.shape, below.shape) for above, below in pairwise(skeleton.column)]
    found["discs"] = trimesh.util.concatenate([_surface(piece, 1.6) for piece in pieces])
    found["skin"] = _thinned_surface(sample(skin, coarse, reach=12.0), coarse, SKIN_STEP)
    return found


def _surface(shape: Shape, spacing: float) -> trimesh.Trimesh:
    grid = Grid.covering(np.array(shape.box.lo) - 2 * spacing, np.array(shape.box.hi) + 2 * spacing, spacing)
    return closed_surface(sample(shape, grid, reach=3.0), grid)

"""Bones drawn over labels that are there already, with what lies close round them."""

from __future__ import annotations

import numpy as np
import trimesh
from numpy.typing import NDArray
from scipy import ndimage

from meshes import mineral
from meshes.anatomy import Density, Labels
from meshes.calcium import calcium
from meshes.compiled import compiled
from meshes.leaves import Leaves
from meshes.morphometry import VERTEBRAE, Dimensions
from meshes.shapes import Shape
from meshes.sharing import ahead, shared
from meshes.skeleton import Bone, Skeleton
from meshes.space import TIE, Grid
from meshes.spine.canal import Canal
from meshes.surfaces import thinned_surface
from meshes.telling import Progress
from meshes.tissues import INTRATHECAL, NERVE, Tissue
from meshes.voxels import sample

FINE_MM = 0.6
FARTHER = ((1.2, ("hips", "femora")), (1.0, ("T11", "rib11", "rib12")))
"""The bones farther from the canal's lumbar part: they have lattices of their own, so wide."""
SURFACE_STEP = {"sacrum": 3, "hips": 3}
"""Surfaces for the eye are drawn from every so many voxels of a bone, two if not said; X-rays see them all."""
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


def whole_bones(
    skeleton: Skeleton, person: Dimensions, fine: Labels, coarse: Labels, progress: Progress
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
        lo[2], hi[2] = max(lo[2], coarse.grid.lo[2]), min(hi[2], coarse.grid.hi[2])
        density = Density(grid := Grid.covering(lo, hi, spacing), np.zeros(grid.shape, np.uint8))
        densities.append(density)

        def box_of(bone: Bone, grid: Grid = grid) -> tuple[slice, slice, slice]:
            return grid.box_index(np.array(bone.shape.box.lo) - 2.0, np.array(bone.shape.box.hi) + 2.0)

        def distances(bone: Bone, grid: Grid = grid) -> NDArray[np.float32]:
            return sample(bone.shape, grid.cropped(box_of(bone)), reach=3.0)

        for bone, distance in ahead(distances, bones):
            progress(f"making bone: {bone.name}", len(surfaces) / len(skeleton.bones))
            box = box_of(bone)
            part = grid.cropped(box)
            cortical = _densify(bone, person, part, distance, density.values[box])
            surfaces[bone.name] = thinned_surface(distance, part, SURFACE_STEP.get(bone.name, 2))
            stamp(fine, part, distance, cortical)
            stamp(coarse, part, distance, cortical)
    if person.values["aortic_calcium"]:
        densities.append(calcium(skeleton, person))
    return tuple(densities), surfaces


def column(skeleton: Skeleton, fine: Labels) -> None:
    """Draw the column's bones over the labels alone, their cortex a voxel thick."""
    grid = fine.grid
    for bone in skeleton.column:
        part = grid.cropped(grid.box_index(np.array(bone.shape.box.lo) - grid.spacing, np.array(bone.shape.box.hi) + grid.spacing))
        distance = sample(bone.shape, part, reach=grid.spacing)  # what lies deeper is told by that alone
        stamp(fine, part, distance, distance > -grid.spacing)


def _densify(bone: Bone, person: Dimensions, grid: Grid, distance: NDArray[np.float32], target: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Write the bone's density into ``target``; where its cortex is."""
    cortical = np.zeros(grid.shape, bool)
    trabecular, long = person.values["trabecular_share"], person.values["trabecular_length"]
    denser = _white(bone.name, person)
    leaves = Leaves.of(grid, tuple(slice(0, n) for n in grid.shape))  # type: ignore[arg-type]

    def work(batch: NDArray[np.int64]) -> None:
        points, d = leaves.points(batch), leaves.read(distance, batch)
        shell, grain = mineral.shell_thickness(bone, points, denser), mineral.grain(points, TRABECULAE_SEED, long)
        value = mineral.density(d, shell, grain, trabecular, grid.spacing)
        leaves.write(target, batch, np.maximum(leaves.read(target, batch), value))
        leaves.write(cortical, batch, d > -np.maximum(shell, grid.spacing))

    shared(work, leaves.batches(leaves.holding(distance, grid.spacing)))
    return cortical


def _white(name: str, person: Dimensions) -> tuple[float, float]:
    """How much thicker the dense layer at a bone's upper and lower end-plate is, mm: as the discs beside them have made it."""
    column = (*VERTEBRAE, "sacrum")
    if name not in column:
        return 0.0, 0.0
    above = column[column.index(name) - 1] if name != column[0] else ""
    upper, lower = (person.levels[at].sclerosis if at in person.levels else 0.0 for at in (above, name))
    return upper, lower


def stamp(onto: Labels, grid: Grid, distance: NDArray[np.float32], cortical: NDArray[np.bool_]) -> None:
    """Bone over all other labels but nerve and sac, read off the bone's own lattice at the voxel centres of ``onto``."""
    box = onto.grid.box_index(grid.lo, grid.hi - 1e-6)
    axes = [o[s] for o, s in zip(onto.grid.axes(), box, strict=True)]
    index = [np.floor((a - grid.lo[i]) / grid.spacing + TIE).astype(int) for i, a in enumerate(axes)]
    keep = [(k >= 0) & (k < grid.shape[i]) for i, k in enumerate(index)]
    index = [k[m] for k, m in zip(index, keep, strict=True)]
    if any(len(k) == 0 for k in index):
        return
    where = tuple(slice(s.start + int(np.argmax(m)), s.start + int(np.argmax(m)) + int(m.sum())) for s, m in zip(box, keep, strict=True))
    x, y, z = index
    _stamped(onto.values[where], distance, cortical, x, y, z, np.array([t in SPARED for t in range(256)]))


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


def capsules(fine: Labels, joints: tuple[Shape, ...]) -> None:
    """Fibrous tissue round what was left of the facet joints when bone was drawn, where fat or muscle would touch them."""
    steps = round(CAPSULE_MM / fine.grid.spacing)
    for joint in joints:
        part = fine.values[fine.grid.box_index(np.array(joint.box.lo) - CAPSULE_MM, np.array(joint.box.hi) + CAPSULE_MM)]
        held = np.nonzero(part == Tissue.FACET_JOINT)
        if not len(held[0]):
            continue
        part = part[tuple(slice(max(int(k.min()) - steps, 0), int(k.max()) + 1 + steps) for k in held)]
        near = ndimage.binary_dilation(part == Tissue.FACET_JOINT, iterations=steps)
        tissues = part[near]
        tissues[np.isin(tissues, list(COVERED))] = Tissue.FACET_CAPSULE
        part[near] = tissues


def free_of_laminae(fine: Labels, canal: Canal, sacrum_z: float) -> None:
    """Fat where a sac rests on a lamina: nothing holds it there, and without that film, too thin for a wide lattice, the fat behind it
    would be a closed pocket in each window."""
    labels = fine.values
    x, _, z = fine.grid.axes()
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

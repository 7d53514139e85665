"""Is this a spine? Says what is not, in words; an empty list is a yes.

Bounds are wide: the observed ranges of living people [@clouthier_2023; @nastoulis_2023] with a margin for children and giants
left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import trimesh
from numpy.typing import NDArray
from scipy import ndimage

from meshes.anatomy import Anatomy, Labels, present
from meshes.morphometry import INTERSPACES, LUMBAR, THORACIC, VERTEBRAE
from meshes.skeleton import Skeleton, endplate_normal, endplate_size
from meshes.space import ANTERIOR, RIGHT, SUPERIOR, Grid, dot, length
from meshes.surfaces import STRAY_SHARE, volumes
from meshes.tissues import BONE, EPIDURAL, INTRATHECAL, NERVE, Tissue, title

WIDTH_MM, THORACIC_WIDTH_MM = (30.0, 68.0), (22.0, 58.0)
DEPTH_MM, THORACIC_DEPTH_MM = (17.0, 50.0), (15.0, 50.0)
CANAL_DEPTH_MM = (8.0, 26.0)
SPACING_MM, THORACIC_SPACING_MM = (20.0, 55.0), (19.0, 55.0)
LEAN_DEG = 60.0
NEEDED = (Tissue.CSF, Tissue.DURA, Tissue.DORSAL_FAT, Tissue.SACRAL_FAT, Tissue.FLAVUM, Tissue.CORTICAL, Tissue.CANCELLOUS, Tissue.ROOT)
SAC_SHARE, FAT_SHARE = 0.997, 0.96
"""So much of the sac, and of the epidural space, is in one piece: lattice and narrow places leave crumbs, as of a sleeve that is tied off,
and surfaces that were shrunk round a sacrum close its dorsal foramina (3.3 % of the fat on the Visible Human)."""
FLAVUM_REACH_MM, LEAST_FLAVUM_MM2 = 4.0, 6.0
"""Within so much of a window's height the flavum's cut across is so large on average: two thin halves beside a gap (guess)."""
BARE_MM2 = 200.0
"""Spongy bone that lies bare to the canal's contents where its shell is thinner than a voxel: crumbs up to so much."""
AGREE_SHARE = 0.85
CLOSED_END = 4
"""The last mm of the canal's axis run onto the bone that closes a closed hiatus."""


def faults_of_skeleton(skeleton: Skeleton) -> list[str]:
    """What about the bones cannot be."""
    faults: list[str] = []
    for name in (*LUMBAR, "sacrum"):
        if name not in skeleton:
            return [f"{name} is missing"]
    for name in skeleton.levels:
        m = skeleton[name].landmarks
        width, depth = endplate_size(skeleton[name])
        canal = float(length(m["canal_front"] - m["canal_back"]))
        for what, value, (low, high) in (
            ("upper end-plate is", width, THORACIC_WIDTH_MM if name in THORACIC else WIDTH_MM),
            ("upper end-plate is deep", depth, THORACIC_DEPTH_MM if name in THORACIC else DEPTH_MM),
            ("canal is deep", canal, CANAL_DEPTH_MM),
        ):
            if not low <= value <= high:
                faults.append(f"{name}: the {what} {value:.1f} mm, should be {low:g}-{high:g}")
        if float(dot(m["posterior_wall"] - m["spinous_tip"], ANTERIOR)) <= 0:
            faults.append(f"{name}: its spinous process lies in front of its body")
        if float(dot(m["pedicle_right"] - m["pedicle_left"], RIGHT)) <= 0:
            faults.append(f"{name}: left and right are swapped")
        if float(dot(endplate_normal(skeleton[name]), SUPERIOR)) < np.cos(np.radians(LEAN_DEG)):
            faults.append(f"{name}: leans by more than {LEAN_DEG:g} degrees")
    for upper, lower in pairwise(skeleton.column):
        above, below = upper.name, lower.name
        gap = upper.landmarks["superior_endplate"] - lower.landmarks["superior_endplate"]
        distance = float(length(gap))
        low, high = THORACIC_SPACING_MM if above in THORACIC else SPACING_MM
        if gap[2] <= 0:
            faults.append(f"{above} does not lie above {below}")
        elif not low <= distance <= high:
            faults.append(f"{above} is {distance:.0f} mm from {below}, should be {low:g}-{high:g}")
    return faults


def faults_of_anatomy(anatomy: Anatomy) -> list[str]:
    """What about a finished patient cannot be."""
    faults = _missing(anatomy)
    if faults:
        return faults
    crop = Crop.of(anatomy.fine)
    return [
        *_faults_of_canal(anatomy, crop),
        *_fat_in_bone(crop),
        *_two_lattices(anatomy),
        *(fault for name, mesh in anatomy.surfaces.items() for fault in faults_of_surface(name, mesh)),
    ]


def faults_of_canal(anatomy: Anatomy) -> list[str]:
    """What about landmarks and the canal's contents cannot be; a canal made alone is judged by this."""
    return _faults_of_canal(anatomy, Crop.of(anatomy.fine))


def _faults_of_canal(anatomy: Anatomy, crop: Crop) -> list[str]:
    return [
        *_disordered(anatomy),
        *_misplaced(anatomy),
        *_leaking(crop),
        *_in_pieces(crop),
        *_without_flavum(anatomy, crop),
        *_closed_canal(anatomy),
    ]


@dataclass(frozen=True, eq=False)
class Crop:
    """The part of the fine labels that holds the canal's contents."""

    values: NDArray[np.uint8]
    grid: Grid

    @staticmethod
    def of(labels: Labels) -> Crop:
        held = _among(labels.values, INTRATHECAL | EPIDURAL | NERVE | {Tissue.DURA, Tissue.FLAVUM})
        sides = [np.flatnonzero(held.any(axis=tuple(i for i in range(3) if i != axis))) for axis in range(3)]
        box = tuple(slice(max(int(k[0]) - 2, 0), min(int(k[-1]) + 3, n)) for k, n in zip(sides, held.shape, strict=True))
        return Crop(labels.values[box], labels.grid.cropped(box))  # type: ignore[arg-type]

    def place(self, where: NDArray[np.bool_]) -> str:
        """The middle of some voxels, for a reader."""
        x, y, z = self.grid.centre(np.argwhere(where)).mean(0)
        return f"({x:.0f}, {y:.0f}, {z:.0f})"


def _among(values: NDArray[np.uint8], tissues: Iterable[int]) -> NDArray[np.bool_]:
    table = np.zeros(256, bool)
    table[[int(t) for t in tissues]] = True
    return table[values]


def _missing(anatomy: Anatomy) -> list[str]:
    """Tissues, levels and surfaces that must be there."""
    there = present(anatomy.fine.values)
    faults = [f"there is no {title(tissue)}" for tissue in NEEDED if tissue not in there]
    for name in (*LUMBAR, "sacrum"):
        if f"{name}/superior_endplate" not in anatomy.landmarks:
            faults.append(f"{name} is missing: it has no landmarks")
        if name not in anatomy.surfaces:
            faults.append(f"{name} is missing: it has no surface")
    faults += [f"the landmark {name} is not a place" for name, point in anatomy.landmarks.items() if not np.isfinite(point).all()]
    return faults


def _disordered(anatomy: Anatomy) -> list[str]:
    """Levels that do not follow each other; paired landmarks and outlines on the wrong side of each other."""
    m = anatomy.landmarks
    column = [name for name in (*VERTEBRAE, "sacrum") if f"{name}/superior_endplate" in m]
    faults = [
        f"{above} does not lie above {below}"
        for above, below in pairwise(column)
        if m[f"{above}/superior_endplate"][2] <= m[f"{below}/superior_endplate"][2]
    ]
    places = m | {name: outline.points.mean(0) for name, outline in anatomy.outlines.items()}
    swapped = set()
    for name in places:
        other = name.removesuffix("_left") + "_right"
        if name.endswith("_left") and other in places and float(dot(places[other] - places[name], RIGHT)) <= 0:
            swapped.add(name.split("/")[0])
    return faults + [f"{bone}: left and right are swapped" for bone in sorted(swapped)]


def _misplaced(anatomy: Anatomy) -> list[str]:
    """Landmarks that do not lie in the tissue that they name: labels of another body, or shifted, mirrored, turned."""
    wanted = {f"{level}/pedicle_{side}": BONE for level in LUMBAR for side in ("left", "right")}
    wanted |= {name: NERVE for name in anatomy.landmarks if "/ganglion_" in name}
    faults = []
    step = anatomy.fine.grid.spacing * np.vstack([np.zeros(3), np.eye(3), -np.eye(3)])
    for name, tissues in wanted.items():
        found = anatomy.tissue_at(anatomy.landmark(name) + step)  # a voxel off is no fault
        if not set(found.tolist()) & tissues:
            faults.append(f"{name} lies in {title(found[0])}, should be in {'bone' if tissues is BONE else 'a nerve'}")
    return faults


def _leaking(crop: Crop) -> list[str]:
    """Under a wall of dura one voxel thick no step along an axis may lead from fluid to anything else."""
    inside = _among(crop.values, INTRATHECAL)
    outside = ~(inside | (crop.values == Tissue.DURA))
    touched = np.zeros(256, np.int64)
    for axis in range(3):
        a, b = np.moveaxis(inside, axis, 0), np.moveaxis(outside, axis, 0)
        values = np.moveaxis(crop.values, axis, 0)
        touched += np.bincount(values[1:][a[:-1] & b[1:]], minlength=256)
        touched += np.bincount(values[:-1][a[1:] & b[:-1]], minlength=256)
    if not touched.any():
        return []
    most = Tissue(int(np.argmax(touched)))
    return [f"the dura has a hole: fluid touches {'epidural fat' if most in EPIDURAL else title(most)}"]


def _in_pieces(crop: Crop) -> list[str]:
    """The sac, and the epidural fat with the veins and nerves in it, each hang together, but for crumbs."""
    faults = []
    space = EPIDURAL | NERVE | {Tissue.EPIDURAL_VEIN, Tissue.ARTERY}
    for name, tissues, share in (("the sac", INTRATHECAL, SAC_SHARE), ("the epidural space", space, FAT_SHARE)):
        held = _among(crop.values, tissues)
        pieces, count = ndimage.label(held, np.ones((3, 3, 3)))
        sizes = np.bincount(pieces[held], minlength=count + 1)[1:]
        if sizes.max() < share * sizes.sum():
            apart, second = 1 - sizes.max() / sizes.sum(), int(np.argsort(sizes)[-2]) + 1
            faults.append(f"{name} is in pieces: {apart:.1%} of it hangs apart, most of that at {crop.place(pieces == second)}")
    return faults


def _without_flavum(anatomy: Anatomy, crop: Crop) -> list[str]:
    """Interspaces whose window no ligament covers."""
    z = crop.grid.axes()[2]
    area_mm2 = (crop.values == Tissue.FLAVUM).sum(axis=(0, 1)) * crop.grid.spacing**2
    return [
        f"there is no ligamentum flavum at {space}"
        for space in INTERSPACES
        if area_mm2[np.abs(z - anatomy.landmark(f"{space}/window")[2]) < FLAVUM_REACH_MM].mean() < LEAST_FLAVUM_MM2
    ]


def _closed_canal(anatomy: Anatomy) -> list[str]:
    stations = anatomy.canal[: -CLOSED_END : max(len(anatomy.canal) // 60, 1)]
    in_bone = [i for i, tissue in enumerate(anatomy.tissue_at(stations)) if tissue in BONE]
    if not in_bone:
        return []
    return [f"the canal is not open: {len(in_bone)} of {len(stations)} places on its axis lie in bone"]


def _fat_in_bone(crop: Crop) -> list[str]:
    """Bone is spongy only within its shell: epidural fat or fluid that touches spongy bone over more than crumbs runs through it."""
    spongy, soft = crop.values == Tissue.CANCELLOUS, _among(crop.values, EPIDURAL | INTRATHECAL | {Tissue.DURA})
    bare = np.zeros(crop.values.shape, bool)
    for axis in range(3):
        a, b, c = (np.moveaxis(m, axis, 0) for m in (spongy, soft, bare))
        c[1:] |= a[:-1] & b[1:]
        c[:-1] |= a[1:] & b[:-1]
    if np.count_nonzero(bare) * crop.grid.spacing**2 <= BARE_MM2:
        return []
    most = Tissue(int(np.argmax(np.bincount(crop.values[bare], minlength=256))))
    return [f"{title(most)} runs through bone at {crop.place(bare)}: spongy bone lies bare to it"]


def _two_lattices(anatomy: Anatomy) -> list[str]:
    """The coarse labels and the density must have bone where the fine ones have it."""
    inner = ndimage.minimum_filter(_among(anatomy.fine.values[::4, ::4, ::4], BONE).astype(np.uint8), 3)
    places = anatomy.fine.grid.centre(4 * np.argwhere(inner))
    if not len(places):
        return []
    faults = []
    coarse = anatomy.coarse.grid.index(places)
    held = anatomy.coarse.grid.holds(places)
    share = float(np.mean(_among(anatomy.coarse.values[tuple(coarse[held].T)], BONE))) if held.any() else 0.0
    if share < AGREE_SHARE:
        faults.append(f"coarse and fine labels disagree: only {share:.0%} of the fine bone is bone in the coarse")
    dense = np.zeros(len(places), bool)
    for density in anatomy.bone:
        inside = density.grid.holds(places)
        dense[inside] |= density.values[tuple(density.grid.index(places[inside]).T)] > 0
    if dense.mean() < AGREE_SHARE:
        faults.append(f"bone without density: only {dense.mean():.0%} of the labelled bone has any")
    return faults


def faults_of_surface(name: str, mesh: trimesh.Trimesh) -> list[str]:
    """A surface is closed, of one orientation, faces outwards and has no stray pieces."""
    if not mesh.is_watertight:
        return [f"the surface of {name} is not closed"]
    if not mesh.is_winding_consistent:
        return [f"the surface of {name} faces outwards here and inwards there"]
    sizes = volumes(mesh)
    faults = [f"the surface of {name} is inside out"] if sizes[np.argmax(np.abs(sizes))] < 0 else []
    stray = int(np.count_nonzero(np.abs(sizes) < STRAY_SHARE * np.abs(sizes).max()))
    if stray:
        faults.append(f"the surface of {name} has {stray} stray pieces")
    elif not faults and (sizes < 0).any():
        faults.append(f"the surface of {name} has a piece that is inside out")
    return faults

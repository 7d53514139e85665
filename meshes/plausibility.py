"""Is this a spine? Says what is not, in words; an empty list is a yes.

Bounds are wide: the observed ranges of living people (fact sheet 1.1, 87 CT; 1.6) with a margin for children and giants left out.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from meshes.anatomy import Anatomy
from meshes.morphometry import LUMBAR
from meshes.skeleton import Skeleton, endplate_normal, endplate_size
from meshes.space import ANTERIOR, RIGHT, SUPERIOR, dot, length
from meshes.tissues import EPIDURAL, INTRATHECAL, Tissue

WIDTH_MM, DEPTH_MM = (30.0, 68.0), (18.0, 50.0)
CANAL_DEPTH_MM = (8.0, 26.0)
SPACING_MM = (22.0, 55.0)
LEAN_DEG = 60.0


def faults_of_skeleton(skeleton: Skeleton) -> list[str]:
    """What about the bones cannot be."""
    faults: list[str] = []
    for name in (*LUMBAR, "sacrum"):
        if name not in skeleton:
            return [f"{name} is missing"]
    for name in LUMBAR:
        m = skeleton[name].landmarks
        width, depth = endplate_size(skeleton[name])
        canal = float(length(m["canal_front"] - m["canal_back"]))
        for what, value, (low, high) in (
            ("upper end-plate is", width, WIDTH_MM),
            ("upper end-plate is deep", depth, DEPTH_MM),
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
    for above, below in pairwise((*LUMBAR, "sacrum")):
        gap = skeleton.landmark(above, "superior_endplate") - skeleton.landmark(below, "superior_endplate")
        distance = float(length(gap))
        if gap[2] <= 0:
            faults.append(f"{above} does not lie above {below}")
        elif not SPACING_MM[0] <= distance <= SPACING_MM[1]:
            faults.append(f"{above} is {distance:.0f} mm from {below}, should be {SPACING_MM[0]:g}-{SPACING_MM[1]:g}")
    return faults


def faults_of_anatomy(anatomy: Anatomy) -> list[str]:
    """What about a finished patient cannot be."""
    faults: list[str] = []
    values = anatomy.fine.values
    counts = np.bincount(values.ravel(), minlength=256)
    for tissue in (Tissue.CSF, Tissue.DURA, Tissue.DORSAL_FAT, Tissue.SACRAL_FAT, Tissue.FLAVUM, Tissue.CORTICAL, Tissue.ROOT):
        if counts[tissue] == 0:
            faults.append(f"there is no {tissue.name.lower().replace('_', ' ')}")
    if faults:
        return faults
    inside = np.isin(values, list(INTRATHECAL))
    # under a wall of dura one voxel thick no step along an axis may lead from fluid to fat
    fat = np.isin(values, list(EPIDURAL))
    for axis in range(3):
        a = np.moveaxis(inside, axis, 0)
        b = np.moveaxis(fat, axis, 0)
        if (a[:-1] & b[1:]).any() or (a[1:] & b[:-1]).any():
            faults.append("the dura has a hole: fluid touches epidural fat")
            break
    stations = anatomy.canal[:: max(len(anatomy.canal) // 60, 1)]
    in_bone = [i for i, tissue in enumerate(anatomy.tissue_at(stations)) if tissue in (Tissue.CORTICAL, Tissue.CANCELLOUS)]
    if in_bone:
        faults.append(f"the canal is not open: {len(in_bone)} of {len(stations)} places on its axis lie in bone")
    for name, mesh in anatomy.surfaces.items():
        if not mesh.is_watertight:
            faults.append(f"the surface of {name} is not closed")
    return faults

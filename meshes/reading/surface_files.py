"""Somebody's surfaces -> a patient: what they are, which way they lie, and whether they can be a spine at all.

Levels come from file names (``L3.obj``, ``Sacrum.stl``, ``Pelvis.ply``) or from a ``labels.toml`` beside them; axes and unit are stated
or recognised. Landmarks are carried over by laying our own bones on theirs; the canal is found in their bones, and all soft tissue is
inferred from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import trimesh

from meshes import building
from meshes.anatomy import Anatomy
from meshes.morphometry import reference
from meshes.plain_names import plain_name
from meshes.reading.judging import lumbar_spine
from meshes.reading.lending import fitted, their_bone
from meshes.reading.levels import BONES, WANTED
from meshes.reading.posture import Stated, axes, unit_mm
from meshes.reading.refusal import ImportRefused
from meshes.registration import Affine
from meshes.sharing import side_by_side
from meshes.skeleton import Bone
from meshes.spine.bone_landmarks import of_template
from meshes.telling import Progress, silent, stage
from meshes.unreadable import UNREADABLE, why

LARGEST_BYTES = 300_000_000
SIZES = (1e-6, 1e9)
"""A bone's lies between them in any unit, metres as nanometres."""
FARTHEST_SIZES = 1e9
"""Times its own size a surface may lie from its origin: double numbers then still hold a millionth of it."""
LEAST_VOLUME = 1e-6
"""Six times what a surface must enclose, of the cube of its length; a blade of a thousandth of its length has more."""
BONE_MM, PELVIS_MM = 0.6, 1.2


def import_surfaces(files: Mapping[str, Path], stated: Stated, name: str, progress: Progress = silent) -> Anatomy:
    """The patient whose bones these files are, by bone; the same in whatever order they are given.

    Raises ImportRefused with the reason.
    """
    progress("reading surfaces", 0.0)
    meshes = {label: read_surface(files[label]) for label in BONES if label in files}
    scale = unit_mm(meshes, stated.unit)
    for mesh in meshes.values():
        mesh.apply_scale(scale)
    turn = axes(meshes, stated)
    for mesh in meshes.values():
        mesh.vertices = mesh.vertices @ turn.T
    maps: dict[str, Affine] = {}
    for label, found in side_by_side(lambda label: fitted(label, meshes[label], files[label]), WANTED):
        maps[label] = found
        stage(progress, 0.0, 0.2)(f"recognising {label}", len(maps) / len(WANTED))
    origin = maps["sacrum"](of_template("sacrum")["superior_endplate"])

    def sampled(label: str) -> Bone:
        mesh = meshes[label]
        mesh.vertices = mesh.vertices - origin
        return their_bone(label, mesh, maps.get(label), origin, PELVIS_MM if label == "hips" else BONE_MM)

    bones: list[Bone] = []
    for label, bone in side_by_side(sampled, tuple(meshes)):
        bones.append(bone)
        stage(progress, 0.2, 0.4)(f"sampling {label}", len(bones) / len(meshes))
    skeleton = lumbar_spine(tuple(bones))
    said = ", ".join(f"{label} from {files[label].name}" for label in meshes)
    return building.build(
        skeleton,
        reference(),
        name,
        origin=f"Imported surfaces: {said}. Soft tissue inferred.",
        inferred=building.SOFT,
        progress=stage(progress, 0.4, 1.0),
    )


def read_surface(path: Path) -> trimesh.Trimesh:
    """A closed surface, facing outwards."""
    if path.stat().st_size > LARGEST_BYTES:
        raise ImportRefused(f"{path.name}: larger than {LARGEST_BYTES // 1_000_000} MB")
    try:
        with plain_name(path) as plain:
            mesh = trimesh.load(plain, force="mesh", process=False, skip_materials=True)
    except UNREADABLE as error:
        raise ImportRefused(f"{path.name}: cannot be read as a surface ({why(error)})") from None
    if not isinstance(mesh, trimesh.Trimesh) or not len(mesh.faces):
        raise ImportRefused(f"{path.name}: holds no triangles")
    if mesh.vertices.shape[1:] != (3,):
        raise ImportRefused(f"{path.name}: its vertices have {mesh.vertices.shape[-1]} coordinates, should have 3")
    if mesh.faces.min() < 0 or mesh.faces.max() >= len(mesh.vertices):
        raise ImportRefused(f"{path.name}: some triangles name vertices that are not there")
    if not np.isfinite(mesh.vertices).all():
        raise ImportRefused(f"{path.name}: some vertices are not numbers")
    # files often give a corner once per triangle
    size = float(mesh.extents.max())
    if not SIZES[0] < size < SIZES[1]:
        raise ImportRefused(f"{path.name}: measures {size:g}, which is no bone's size in any unit")
    if float(np.abs(mesh.vertices).max()) > FARTHEST_SIZES * size:
        raise ImportRefused(f"{path.name}: lies so far from its origin that its shape is lost to rounding")
    mesh.merge_vertices(merge_tex=True, merge_norm=True, digits_vertex=6 - int(np.floor(np.log10(size))))
    mesh.update_faces(mesh.nondegenerate_faces())
    mesh.remove_unreferenced_vertices()
    if not mesh.is_watertight:
        raise ImportRefused(f"{path.name}: the surface is not closed: repair it first")
    trimesh.repair.fix_winding(mesh)
    a, b, c = np.moveaxis((mesh.triangles - mesh.bounds[0]) / size, 1, 0)
    if abs(np.einsum("ij,ij->", a, np.cross(b, c))) < LEAST_VOLUME:
        raise ImportRefused(f"{path.name}: the surface is flat: it encloses nothing")
    trimesh.repair.fix_inversion(mesh, multibody=mesh.body_count > 1)
    return mesh

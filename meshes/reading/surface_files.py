"""Somebody's surfaces -> a patient: what they are, which way they lie, and whether they can be a spine at all.

Levels come from file names (``L3.obj``, ``Sacrum.stl``, ``Pelvis.ply``) or from a ``labels.toml`` beside them; axes and unit are stated
or recognised. Landmarks are carried over by laying our own bones on theirs; the canal is found in their bones, and all soft tissue is
inferred from it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import trimesh

from meshes import building
from meshes.anatomy import Anatomy
from meshes.morphometry import reference
from meshes.plain_names import plain_name
from meshes.reading.judging import ImportRefused, lumbar_spine
from meshes.reading.lending import fitted, their_bone
from meshes.reading.levels import WANTED, labelled
from meshes.reading.posture import Stated, axes, unit_mm
from meshes.spine.bone_landmarks import of_template
from meshes.unreadable import UNREADABLE, why
from meshes.voxels import Progress, silent, stage

LARGEST_BYTES = 300_000_000
BONE_MM, PELVIS_MM = 0.6, 1.2


def import_surfaces(sources: list[Path], stated: Stated, name: str, progress: Progress = silent) -> Anatomy:
    """The patient whose bones these files are.

    Raises ImportRefused with the reason.
    """
    progress("reading surfaces", 0.0)
    files = labelled(sources)
    meshes = {label: read_surface(path) for label, path in files.items()}
    scale = unit_mm(meshes, stated.unit)
    for mesh in meshes.values():
        mesh.apply_scale(scale)
    turn = axes(meshes, stated)
    for mesh in meshes.values():
        mesh.vertices = mesh.vertices @ turn.T
    maps = {}
    for i, label in enumerate(WANTED):
        stage(progress, 0.0, 0.2)(f"recognising {label}", i / len(WANTED))
        maps[label] = fitted(label, meshes[label], files[label])
    origin = maps["sacrum"](of_template("sacrum")["superior_endplate"])
    bones = []
    for i, (label, mesh) in enumerate(meshes.items()):
        stage(progress, 0.2, 0.4)(f"sampling {label}", i / len(meshes))
        mesh.vertices = mesh.vertices - origin
        spacing = PELVIS_MM if label == "hips" else BONE_MM
        bones.append(their_bone(label, mesh, maps.get(label), origin, spacing))
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
            mesh = trimesh.load(plain, force="mesh", process=True, skip_materials=True)
    except UNREADABLE as error:
        raise ImportRefused(f"{path.name}: cannot be read as a surface ({why(error)})") from None
    if not isinstance(mesh, trimesh.Trimesh) or not len(mesh.faces):
        raise ImportRefused(f"{path.name}: holds no triangles")
    if not np.isfinite(mesh.vertices).all():
        raise ImportRefused(f"{path.name}: some vertices are not numbers")
    # files often give a corner once per triangle
    size = float(mesh.extents.max())
    digits = 6 - int(np.floor(np.log10(size))) if size > 0 else 6
    mesh.merge_vertices(merge_tex=True, merge_norm=True, digits_vertex=digits)
    mesh.update_faces(mesh.nondegenerate_faces())
    mesh.remove_unreferenced_vertices()
    if not mesh.is_watertight:
        raise ImportRefused(f"{path.name}: the surface is not closed: repair it first")
    mesh.fix_normals()
    return mesh

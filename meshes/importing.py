"""Somebody's surfaces -> a patient: what they are, which way they lie, and whether they can be a spine at all.

Levels come from file names (``L3.obj``, ``Sacrum.stl``, ``Pelvis.ply``) or from a ``labels.toml`` beside them; axes and unit are stated
or recognised. Landmarks are carried over by laying our own bones on theirs; the canal is found in their bones, and all soft tissue is
inferred from it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import trimesh
from numpy.typing import NDArray
from scipy import ndimage

from meshes import building
from meshes.anatomy import Anatomy
from meshes.morphometry import LUMBAR, reference
from meshes.plausibility import faults_of_skeleton
from meshes.quoting import MOST, cut, quoted
from meshes.registration import Affine, register, surface_distance
from meshes.shapes import FAR, Array, Box, Points, Shape
from meshes.skeleton import Bone, Landmarks, Skeleton
from meshes.space import AXES_BY_NAME, Grid, Pose, Side, Vector, length, side_sign, unit
from meshes.spine.joints import with_joints
from meshes.spine.landmarks import of_template
from meshes.spine.sacrum import sacrum
from meshes.spine.vertebra import template_level, template_shape
from meshes.surfaces import closed_surface, covered
from meshes.voxels import Progress, sample, silent, stage

SUFFIXES = (".obj", ".ply", ".stl", ".off", ".glb")
LARGEST_BYTES = 300_000_000
LONGEST_NAME = 255
"""A longer name than any file system takes."""
UNITS_MM = {"mm": 1.0, "cm": 10.0, "m": 1000.0}
WANTED = (*LUMBAR, "sacrum")
VERTEBRA_MM = (35.0, 150.0)
"""Largest extent that a lumbar vertebra can have."""
WORST_FIT_MM = 2.5
"""Mean distance beyond which a surface is not taken for the bone that its name says."""
REGISTERED_POINTS = 2500
ALONG = 0.5
"""Cosine of how far off a stated axis may be: 60 degrees, so that one square to the true one is refused too."""
BEFORE_MM, BORDER_REACH_MM = 8.0, 18.0
"""A body's back is looked for from so far in front of where the fit puts it; no border is farther away than this."""
BONE_MM, PELVIS_MM = 0.6, 1.2


class ImportRefused(ValueError):
    """The data cannot be a patient; one sentence says why."""


@dataclass(frozen=True)
class Stated:
    """What the files do not say themselves; None where it is to be recognised."""

    anterior: str | None = None
    superior: str | None = None
    unit: str | None = None


def import_surfaces(sources: list[Path], stated: Stated, name: str, progress: Progress = silent) -> Anatomy:
    """The patient whose bones these files are.

    Raises ImportRefused with the reason.
    """
    progress("reading surfaces", 0.0)
    files = _labelled(sources)
    meshes = {label: _read(path) for label, path in files.items()}
    scale = _unit_mm(meshes, stated.unit)
    for mesh in meshes.values():
        mesh.apply_scale(scale)
    turn = _axes(meshes, stated)
    for mesh in meshes.values():
        mesh.vertices = mesh.vertices @ turn.T
    maps = {}
    for i, label in enumerate(WANTED):
        stage(progress, 0.0, 0.2)(f"recognising {label}", i / len(WANTED))
        maps[label] = _fitted(label, meshes[label], files[label])
    origin = maps["sacrum"](of_template("sacrum")["superior_endplate"])
    bones = []
    for i, (label, mesh) in enumerate(meshes.items()):
        stage(progress, 0.2, 0.4)(f"sampling {label}", i / len(meshes))
        mesh.vertices = mesh.vertices - origin
        spacing = PELVIS_MM if label == "hips" else BONE_MM
        bones.append(_bone(label, mesh, maps.get(label), origin, spacing))
    faults = faults_of_skeleton(Skeleton(tuple(bones)))
    if faults:
        raise ImportRefused(f"these bones do not make a lumbar spine: {faults[0]}")
    try:
        skeleton = with_joints(tuple(bones))
    except ValueError as error:
        raise ImportRefused(f"these bones do not make a lumbar spine: {error}") from None
    said = ", ".join(f"{label} from {files[label].name}" for label in meshes)
    return building.build(
        skeleton,
        reference(),
        name,
        origin=f"Imported surfaces: {said}. Soft tissue inferred.",
        inferred=building.SOFT,
        progress=stage(progress, 0.4, 1.0),
    )


# --- what the files are -----------------------------------------------------------------------------------------------------


def _labelled(sources: list[Path]) -> dict[str, Path]:
    """Bone -> file."""
    paths: list[Path] = []
    given: dict[str, str] = {}
    for source in sources:
        if source.is_dir():
            paths += sorted(p for p in source.iterdir() if p.suffix.lower() in SUFFIXES)
            given |= _label_file(source / "labels.toml")
        elif source.is_file():
            paths.append(source)
        else:
            raise ImportRefused(f"{source}: no such file or folder")
    if not paths:
        raise ImportRefused(f"{sources[0]}: no surfaces there ({', '.join(SUFFIXES)})")
    found: dict[str, Path] = {}
    for path in paths:
        label = given.get(path.name) or label_of(path.name)
        if label is None:
            continue
        if label in found:
            raise ImportRefused(f"{path.name} and {found[label].name} are both taken for {label}: say which is which in labels.toml")
        found[label] = path
    missing = [label for label in WANTED if label not in found]
    if missing:
        names = ", ".join(p.name for p in paths[:6])
        raise ImportRefused(f"{missing[0]} is missing: no file is named for it among {names} (or name it in labels.toml)")
    return found


def label_of(file_name: str) -> str | None:
    """The bone that a file's name speaks of, None if it speaks of none."""
    words = re.split(r"[^A-Za-z0-9]+", Path(file_name).stem)
    for word in words:
        low = word.lower()
        if re.fullmatch(r"l[1-5]", low):
            return word.upper()
        if low in ("s1", "sacrum", "sacral", "os", "sakrum"):
            return "sacrum"
        if low in ("pelvis", "hips", "hip", "ilium", "becken"):
            return "hips"
    return None


def _label_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("labels", {})
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImportRefused(f"{path}: not TOML: {error}") from None
    if not isinstance(table, dict):
        raise ImportRefused(f"{path}: labels is {quoted(table)}, should be a table of file names and bones")
    for file_name, label in table.items():
        place = f"{path}: labels.{cut(file_name, MOST)}"
        if len(file_name) > LONGEST_NAME or not (path.parent / file_name).is_file():
            raise ImportRefused(f"{place}: there is no such file beside it")
        if label not in (*WANTED, "hips"):
            raise ImportRefused(f"{place}: is {quoted(label)}, should be one of {', '.join((*WANTED, 'hips'))}")
    return dict(table)


def _read(path: Path) -> trimesh.Trimesh:
    """A closed surface, facing outwards."""
    if path.stat().st_size > LARGEST_BYTES:
        raise ImportRefused(f"{path.name}: larger than {LARGEST_BYTES // 1_000_000} MB")
    try:
        mesh = trimesh.load(path, force="mesh", process=True, skip_materials=True)
    except (ValueError, IndexError, KeyError, TypeError, UnicodeDecodeError, NotImplementedError) as error:
        raise ImportRefused(f"{path.name}: cannot be read as a surface ({error})") from None
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


# --- how they lie -----------------------------------------------------------------------------------------------------------


def _unit_mm(meshes: dict[str, trimesh.Trimesh], stated: str | None) -> float:
    """mm per unit of the files."""
    size = float(np.median([meshes[level].extents.max() for level in LUMBAR]))
    if stated is not None:
        if stated not in UNITS_MM:
            raise ImportRefused(f"--unit is {quoted(stated)}, should be one of {', '.join(UNITS_MM)}")
        scale = UNITS_MM[stated]
        if not VERTEBRA_MM[0] <= size * scale <= VERTEBRA_MM[1]:
            raise ImportRefused(
                f"in {stated} the vertebrae would be {size * scale:.3g} mm across, they should be {VERTEBRA_MM[0]:g}-{VERTEBRA_MM[1]:g}: "
                f"is --unit right?"
            )
        return scale
    fitting = [unit_name for unit_name, scale in UNITS_MM.items() if VERTEBRA_MM[0] <= size * scale <= VERTEBRA_MM[1]]
    if len(fitting) != 1:
        raise ImportRefused(f"the vertebrae are {size:.3g} units across, which fits no unit: say --unit mm, cm or m")
    return UNITS_MM[fitting[0]]


def _axes(meshes: dict[str, trimesh.Trimesh], stated: Stated) -> NDArray[np.float64]:
    """(3, 3): from the file's axes to right, anterior, superior."""
    for flag, value in (("--anterior", stated.anterior), ("--superior", stated.superior)):
        if value is not None and value not in AXES_BY_NAME:
            raise ImportRefused(f"{flag} is {quoted(value)}, should be one of {', '.join(AXES_BY_NAME)}")
    middles = np.array([meshes[level].center_mass for level in (*LUMBAR, "sacrum")])
    rise = middles[0] - middles[-1]
    up = AXES_BY_NAME[stated.superior] if stated.superior else _nearest_axis(rise, "superior")
    if float(rise @ up) <= ALONG * float(length(rise)):
        raise ImportRefused(f"L1 does not lie above the sacrum along {stated.superior}: is --superior right?")
    # a vertebra's mass lies in its body, in front of the middle of its box
    ahead = np.mean([meshes[level].center_mass - meshes[level].bounds.mean(0) for level in LUMBAR], axis=0)
    ahead = ahead - (ahead @ up) * up
    front = AXES_BY_NAME[stated.anterior] if stated.anterior else _nearest_axis(ahead, "anterior")
    if abs(float(front @ up)) > 0.5:
        raise ImportRefused("--anterior and --superior are the same axis")
    if float(ahead @ front) <= ALONG * float(length(ahead)):
        raise ImportRefused(f"the vertebral bodies do not lie to the {stated.anterior} side of their arches: is --anterior right?")
    return np.array([np.cross(front, up), front, up])


def _nearest_axis(direction: Vector, what: str) -> Vector:
    k = int(np.argmax(np.abs(direction)))
    share = abs(direction[k]) / np.sqrt(direction @ direction)
    if share < 0.8:
        raise ImportRefused(f"the {what} axis cannot be recognised: say --{what} +x, -x, +y, -y, +z or -z")
    axis = np.zeros(3)
    axis[k] = np.sign(direction[k])
    return axis


# --- which bone is where ----------------------------------------------------------------------------------------------------


def _fitted(label: str, mesh: trimesh.Trimesh, path: Path) -> Affine:
    """The map that lays our bone of this name on theirs."""
    ours = _template_points(label)
    theirs, _ = trimesh.sample.sample_surface(mesh, REGISTERED_POINTS, seed=0)
    start = Affine(np.eye(3), theirs.mean(0) - ours.mean(0))
    if label == "sacrum":
        # ours is drawn with a level end-plate
        slope = np.radians(reference().sacral_slope_deg)
        lean = np.array([[1, 0, 0], [0, np.cos(slope), np.sin(slope)], [0, -np.sin(slope), np.cos(slope)]])
        start = Affine(lean, theirs.mean(0) - lean @ ours.mean(0))
    close = register(ours, theirs, "similar", start, rounds=40)
    close = register(ours, theirs, "affine", close, rounds=25)
    gap = max(surface_distance(close(ours), theirs)[0], surface_distance(theirs, close(ours))[0])
    size = np.cbrt(abs(np.linalg.det(close.matrix)))
    if gap > WORST_FIT_MM or not 0.6 < size < 1.6:
        raise ImportRefused(f"{path.name}: does not look like {label} (our own lies {gap:.1f} mm off on average after fitting)")
    return close


def _template_points(label: str) -> NDArray[np.float64]:
    """Points on the surface of our own bone."""
    shape = sacrum() if label == "sacrum" else template_shape(template_level(label))
    grid = Grid.covering(np.array(shape.box.lo) - 4, np.array(shape.box.hi) + 4, 1.5)
    points, _ = trimesh.sample.sample_surface(closed_surface(sample(shape, grid, 3.0), grid), REGISTERED_POINTS, seed=0)
    return np.asarray(points, float)


def _bone(label: str, mesh: trimesh.Trimesh, placed: Affine | None, origin: Vector, spacing: float) -> Bone:
    """Their bone with our landmarks."""
    shape = _sampled(mesh, spacing)
    if placed is None:
        return Bone(label, shape, {}, Pose(np.eye(3), np.zeros(3)))
    source = "sacrum" if label == "sacrum" else template_level(label)
    marks = {key: placed(point) - origin for key, point in of_template(source).items()}
    up = unit(placed.matrix[:, 2])
    right = unit(placed.matrix[:, 0] - (placed.matrix[:, 0] @ up) * up)
    turn = np.column_stack([right, np.cross(up, right), up])
    if label in LUMBAR:
        marks |= _borders(shape, marks, turn)
    return Bone(label, shape, marks, Pose(turn, placed(np.zeros(3)) - origin))


def _borders(shape: Shape, marks: Landmarks, turn: NDArray[np.float64]) -> Landmarks:
    """The back of the body and the upper, lower and medial borders of the pedicles, where this bone has them.

    One affine map for a whole vertebra misses them by up to 5 mm, which would put the foramen under a pedicle into the bone.
    """
    right, front, up = turn.T
    ways: list[tuple[str, Vector, Vector]] = [(name, marks[name] + BEFORE_MM * front, -front) for name in ("posterior_wall", "canal_front")]
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        for name, way in (("top", up), ("bottom", -up), ("medial", -side_sign(side) * right)):
            ways.append((f"pedicle_{name}_{side}", marks[f"pedicle_{side}"], way))
    found: Landmarks = {}
    along = np.arange(0.0, BORDER_REACH_MM, 0.1)
    for name, start, way in ways:
        outside = shape(Points.of(start + along[:, None] * way)) >= 0
        if outside.any() and not outside[0]:
            found[name] = start + along[int(np.argmax(outside))] * way
    return found


def _sampled(mesh: trimesh.Trimesh, spacing: float) -> Shape:
    """A surface as a field: the signed distance on a lattice, interpolated."""
    grid = Grid.covering(mesh.bounds[0] - 5 * spacing, mesh.bounds[1] + 5 * spacing, spacing)
    share = covered(mesh, grid)
    solid = share >= 0.5
    outside, inside = ndimage.distance_transform_edt(~solid), ndimage.distance_transform_edt(solid)
    far = np.where(solid, 0.5 - inside, outside - 0.5) * spacing
    # at the border the covered share of the voxel tells the distance better than whole voxels do
    border = (share > 0) & (share < 1)
    distance = ndimage.gaussian_filter(np.where(border, (0.5 - share) * spacing, far).astype(np.float32), 0.6)
    lo, f = np.asarray(grid.origin), np.float32

    def field(p: Points) -> Array:
        at = np.stack([(q - f(o)) / f(spacing) for q, o in zip((p.x, p.y, p.z), lo, strict=True)])
        value = ndimage.map_coordinates(distance, at, order=1, mode="constant", cval=float(FAR))
        found: Array = np.minimum(value, FAR).astype(np.float32)
        return found

    return Shape(field, Box.around(mesh.bounds, spacing), steepest=1.3)

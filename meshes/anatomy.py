"""A patient, ready to be X-rayed, pricked and injected: label volumes, bone density, surfaces, landmarks. Loads and saves.

On disk a patient is a folder: ``patient.json``, label volumes as ``.seg.nrrd`` (3D Slicer opens them), densities as ``.nrrd``,
surfaces as one ``.glb``. Nothing in it is code.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from meshes import entries, nrrd
from meshes.compiled import compiled
from meshes.kept_surfaces import KeptSurfaces
from meshes.quoting import MOST, cut, quoted
from meshes.space import Grid, Vector
from meshes.tissues import COLOURS, Tissue, title
from meshes.unreadable import UNREADABLE, why
from meshes.writing import whole_folder

if TYPE_CHECKING:
    import trimesh

T = TypeVar("T")
FORMAT = 1
"""Version of the folder's layout."""
KNOWN = frozenset(map(int, Tissue))


class PatientError(ValueError):
    """A patient folder that cannot be used; the message says which file and what is wrong."""


@dataclass(frozen=True)
class Labels:
    """A lattice of tissues: uint8 codes of ``Tissue``, indexed [x, y, z]."""

    grid: Grid
    values: NDArray[np.uint8]


FULL = 255
"""The stored value of solid cortical bone."""


@dataclass(frozen=True)
class Density:
    """A lattice of bone: 0 none .. FULL solid cortical bone, indexed [x, y, z]."""

    grid: Grid
    values: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Outline:
    """A line in the body: a rim that closes, or one that does not."""

    points: NDArray[np.float64]
    """(n, 3) mm"""
    closed: bool


@dataclass(frozen=True, eq=False)
class Anatomy:
    """One patient."""

    name: str
    person: dict[str, Any]
    """sex, stature_mm, bmi, age as far as known"""
    fine: Labels
    """Round the canal."""
    coarse: Labels
    """The whole trunk; holds where ``fine`` does not reach."""
    bone: tuple[Density, ...]
    surfaces: Mapping[str, trimesh.Trimesh]
    landmarks: dict[str, Vector]
    """By name, ``L4/pedicle_right``; mm"""
    canal: NDArray[np.float64]
    """(n, 3) mm: the canal's curve, a point each mm, from above"""
    inferred: tuple[str, ...]
    """Organs that the source did not show and that were worked out from the bones."""
    origin: str
    """Where the patient comes from, in a sentence."""
    outlines: dict[str, Outline] = field(default_factory=dict)
    """By name as the landmarks: pedicles, windows, foramina, triangles, lines; none in a folder written before there were any."""

    def tissue_at(self, points: ArrayLike) -> NDArray[np.uint8]:
        """The tissue at each of (n, 3) points, mm: from the fine lattice where it reaches, else the coarse; else air."""
        p = np.atleast_2d(np.asarray(points, float))
        found = np.zeros(len(p), np.uint8)
        for labels in (self.coarse, self.fine):
            inside = labels.grid.holds(p)
            i = labels.grid.index(p[inside])
            found[inside] = labels.values[i[:, 0], i[:, 1], i[:, 2]]
        return found

    def landmark(self, name: str) -> Vector:
        """A landmark by its name, mm; a KeyError names the nearest ones."""
        return _named("landmark", name, self.landmarks)

    def outline(self, name: str) -> Outline:
        """An outline by its name; a KeyError names the nearest ones."""
        return _named("outline", name, self.outlines)

    def fingerprint(self) -> str:
        """A hash of what can influence a result: labels, density and landmarks. Taken once: it goes through every voxel."""
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        for grid, values in [(v.grid, v.values) for v in (self.fine, self.coarse)] + [(v.grid, v.values) for v in self.bone]:
            digest.update(repr((grid.origin, grid.spacing, grid.shape)).encode())
            digest.update(np.ascontiguousarray(values).data)
        for name in sorted(self.landmarks):
            digest.update(f"{name} {[round(float(v), 3) for v in self.landmarks[name]]}".encode())
        for name in sorted(self.outlines):
            digest.update(f"{name} {self.outlines[name].points.round(3).tolist()}".encode())
        return digest.hexdigest()[:16]


def _named(kind: str, name: str, known: dict[str, T]) -> T:
    if name not in known:
        near = ", ".join(difflib.get_close_matches(name, known, 3)) or "none"
        raise KeyError(f"no {kind} {quoted(name)}; similar: {near}")
    return known[name]


def save(anatomy: Anatomy, folder: Path) -> None:
    """Write the patient's folder (made if need be), whole or not at all. Raises OSError."""
    with whole_folder(folder, "patient.json") as half:
        _fill(anatomy, half)


def _fill(anatomy: Anatomy, folder: Path) -> None:
    _write_labels(anatomy.fine, folder / "fine.seg.nrrd")
    _write_labels(anatomy.coarse, folder / "coarse.seg.nrrd")
    for i, density in enumerate(anatomy.bone):
        nrrd.write(density.grid, density.values, folder / f"bone{i}.nrrd", {})
    import trimesh

    scene = trimesh.Scene()
    for name, mesh in anatomy.surfaces.items():
        scene.add_geometry(mesh, node_name=name, geom_name=name)
    (folder / "surfaces.glb").write_bytes(scene.export(file_type="glb", include_normals=False))
    text = {
        "format": FORMAT,
        "name": anatomy.name,
        "origin": anatomy.origin,
        "person": anatomy.person,
        "inferred": list(anatomy.inferred),
        "densities": len(anatomy.bone),
        "canal_mm": np.round(anatomy.canal, 3).tolist(),
        "landmarks_mm": {name: np.round(point, 3).tolist() for name, point in sorted(anatomy.landmarks.items())},
        "outlines_mm": {
            name: {"closed": line.closed, "points": np.round(line.points, 3).tolist()} for name, line in sorted(anatomy.outlines.items())
        },
    }
    (folder / "patient.json").write_text(json.dumps(text) + "\n", encoding="utf-8")


def load(folder: Path, ours: bool = False) -> Anatomy:
    """Read a patient's folder.

    Raises PatientError with one sentence if a file is missing, damaged or of another format.

    ours : it came with the program, so that its surfaces need not be looked at before somebody asks for them
    """
    folder = Path(folder)
    file = folder / "patient.json"
    if not file.is_file():
        raise PatientError(f"{folder}: no patient.json there; a patient is a folder made by `build` or `import`")
    try:
        text = json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PatientError(f"{file}: not readable as JSON ({cut(str(error), 2 * MOST)})") from None
    if not isinstance(text, dict) or text.get("format") != FORMAT:
        found = text.get("format") if isinstance(text, dict) else None
        raise PatientError(f"{file}: format is {quoted(found)}, this program reads {FORMAT}")

    def entry(name: str, should: str, read: Callable[[Any], Any]) -> Any:
        if name not in text:
            raise PatientError(f"{file}: {name} is missing, should be {should}")
        try:
            return read(text[name])
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError):
            raise PatientError(f"{file}: {name} is of the wrong kind, should be {should}") from None

    densities = entry("densities", f"the number of bone volumes, 1 to {entries.MOST_VOLUMES}", entries.count)
    surfaces = folder / "surfaces.glb"
    volumes = ["fine.seg.nrrd", "coarse.seg.nrrd", *(f"bone{i}.nrrd" for i in range(densities))]
    with ThreadPoolExecutor(2) as pool:  # while one is unpacked another is turned
        fine, coarse, *bone = pool.map(_read, [folder / name for name in volumes])
    return Anatomy(
        name=entry("name", "a text", entries.text),
        person=entry("person", "a table of measures", entries.measures),
        fine=_labels(folder / volumes[0], *fine),
        coarse=_labels(folder / volumes[1], *coarse),
        bone=tuple(Density(*read) for read in bone),
        surfaces=KeptSurfaces(surfaces, _read_surfaces) if ours and surfaces.is_file() else _read_surfaces(surfaces),
        landmarks=entry("landmarks_mm", "a table of points", entries.landmarks),
        canal=entry("canal_mm", "a list of points, each away from the last", entries.way),
        inferred=entry("inferred", "a list of names", entries.texts),
        origin=entry("origin", "a text", entries.text),
        outlines=entry("outlines_mm", "a table of lines", _outlines) if "outlines_mm" in text else {},
    )


def _outlines(table: Any) -> dict[str, Outline]:
    return {name: Outline(entries.curve(line["points"]), bool(line["closed"])) for name, line in table.items()}


def _write_labels(labels: Labels, path: Path) -> None:
    extra = {"Segmentation_MasterRepresentation": "Binary labelmap", "Segmentation_ContainedRepresentationNames": "Binary labelmap|"}
    for i, tissue in enumerate(Tissue(label) for label in present(labels.values) if label):
        colour = " ".join(f"{c:.3f}" for c in COLOURS.get(tissue, (0.5, 0.5, 0.5)))
        extra |= {
            f"Segment{i}_ID": tissue.name,
            f"Segment{i}_Name": title(tissue),
            f"Segment{i}_Color": colour,
            f"Segment{i}_LabelValue": str(int(tissue)),
            f"Segment{i}_Layer": "0",
            f"Segment{i}_Extent": " ".join(f"0 {n - 1}" for n in labels.grid.shape),
        }
    nrrd.write(labels.grid, labels.values, path, extra)


def _read(path: Path) -> tuple[Grid, NDArray[np.uint8]]:
    if not path.is_file():
        raise PatientError(f"{path}: missing")
    try:
        values, spacing, direction, origin = nrrd.read(path)
    except RuntimeError:
        raise PatientError(f"{path}: not readable as NRRD (damaged or cut short)") from None
    if values.dtype != np.uint8 or values.ndim != 3:
        raise PatientError(f"{path}: holds {values.dtype} in {values.ndim} dimensions, should be 8-bit in 3")
    if max(spacing) - min(spacing) > 1e-6 or not np.allclose(direction, (-1, 0, 0, 0, -1, 0, 0, 0, 1)):
        raise PatientError(f"{path}: its voxels are not cubes along right, anterior and superior")
    x, y, z = origin
    if not max(abs(x), abs(y), abs(z)) <= entries.FAR_MM:
        raise PatientError(f"{path}: it lies further than {entries.FAR_MM:g} mm from where a body is")
    nz, ny, nx = values.shape
    return Grid((-x, -y, z), float(spacing[0]), (nx, ny, nz)), nrrd.turned(values)


def _labels(path: Path, grid: Grid, values: NDArray[np.uint8]) -> Labels:
    strange = [label for label in present(values) if label not in KNOWN]
    if strange:
        raise PatientError(f"{path}: holds the label {strange[0]}, which is no tissue")
    return Labels(grid, values)


def present(values: NDArray[np.uint8]) -> list[int]:
    """The labels that there are, rising."""
    found = np.zeros(256, np.bool_)
    _note(values, found)
    return [int(label) for label in np.flatnonzero(found)]


@compiled
def _note(values: NDArray[Any], found: NDArray[Any]) -> None:
    """Which of 256 labels there are: in a tenth of ``np.unique``'s time."""
    for label in values.flat:
        found[label] = True


def _read_surfaces(path: Path) -> dict[str, trimesh.Trimesh]:
    if not path.is_file():
        raise PatientError(f"{path}: missing")
    import trimesh

    try:
        scene = trimesh.load_scene(path, process=False)
        found = dict(scene.geometry)
    except UNREADABLE as error:
        raise PatientError(f"{path}: not readable as glTF ({why(error)})") from None
    for name, mesh in found.items():
        if not isinstance(mesh, trimesh.Trimesh) or not _sound(mesh):
            raise PatientError(f"{path}: {cut(name, MOST)} is no surface, should be triangles between places")
    return found


def _sound(mesh: trimesh.Trimesh) -> bool:
    places, corners = np.asarray(mesh.vertices), np.asarray(mesh.faces)
    return bool(len(corners) and (np.abs(places) <= entries.FAR_MM).all() and corners.min() >= 0 and corners.max() < len(places))

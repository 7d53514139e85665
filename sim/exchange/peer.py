"""The scene that a peer program projects, and our own picture of it: homogeneous closed surfaces, one energy.

Our picture goes through the same projector as all pictures; only the lattices are filled from the surfaces that are handed out.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import trimesh
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.quoting import quoted
from meshes.writing import whole_folder
from scenarios.files import InputError
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.parallel import over_rows
from sim.fluoroscopy.projector import Bricks, picture
from sim.fluoroscopy.voxelise import filled, hollowed

BODY_PER_CM, BONE_PER_CM = 0.20, 0.45
BONE_MM, SKIN_MM = 0.6, 0.7
"""Voxels of our lattices. A lateral grazes the skin for 20 cm, where wider ones would round its edge off."""
RUNS = 7
"""Pictures taken, the first one to warm up."""
ENERGY_MEV = 0.06
OPEN = 0.98
"""What is let through beside the body, and more."""
BONES = ("L1", "L2", "L3", "L4", "L5", "sacrum", "hips")
INSIDE_MM = 3.0
"""Bones whose surface comes nearer than this to the ends of the trunk are left out: an inner surface must lie within."""


def write_scene(anatomy: Anatomy, view: View, size: int, folder: Path) -> dict[str, Any]:
    """Write scene.json, the surfaces and transmission.npy into the folder; returns what scene.json holds. Raises OSError."""
    with whole_folder(folder, "scene.json") as half:
        return _fill(half, anatomy, view, size)


def _fill(folder: Path, anatomy: Anatomy, view: View, size: int) -> dict[str, Any]:
    body, bones = _surfaces(anatomy)
    for name, mesh in {"body": body, **bones}.items():
        (folder / f"{name}.stl").write_bytes(mesh.export(file_type="stl"))
    lattices = _lattices(body, bones)
    times = []
    image = np.zeros((size, size), np.float32)
    for run in range(RUNS):
        turned = _turned(view, 0.01 * run)
        start = time.perf_counter()
        made = _transmission(turned, size, *lattices)
        times.append(1e3 * (time.perf_counter() - start))
        image = made if run == 0 else image
    # the peer counts columns from the edge of up x beam, which is our right
    np.save(folder / "transmission.npy", np.ascontiguousarray(image[:, ::-1], np.float32))
    scene: dict[str, Any] = {
        "source_mm": view.source.tolist(),
        "detector_centre_mm": view.detector.tolist(),
        "detector_up": view.up.tolist(),
        "pixels": [size, size],
        "pixel_mm": view.field_mm / size,
        "body": {"file": "body.stl", "mu_per_cm": BODY_PER_CM},
        "inner": [{"file": f"{name}.stl", "mu_per_cm": BONE_PER_CM} for name in bones],
        "transmission": "transmission.npy",
        "render_ms": float(np.median(times[1:])),
    }
    (folder / "scene.json").write_text(json.dumps(scene, indent=1) + "\n", encoding="utf-8")
    return scene


def race(anatomy: Anatomy, view: View, size: int) -> dict[str, list[float]]:
    """ms for a whole picture of the scene at a new pose, gVirtualXRay's and ours in turn; needs its package gvxr and an OpenGL display."""
    from gvxrPython3 import gvxr  # type: ignore[import-not-found,unused-ignore]

    with TemporaryDirectory() as folder:
        scene = write_scene(anatomy, view, size, Path(folder))
        _load(gvxr, scene, Path(folder))
    lattices = _lattices(*_surfaces(anatomy))
    ms: dict[str, list[float]] = {"gvxr": [], "ours": []}
    x, y, z = view.source.tolist()
    for run in range(RUNS):
        gvxr.setSourcePosition(x + 0.1 * run, y, z, "mm")
        turned = _turned(view, 0.01 * run)
        for name, work in (("gvxr", gvxr.computeXRayImage), ("ours", partial(_transmission, turned, size, *lattices))):
            start = time.perf_counter()
            work()
            ms[name].append(1e3 * (time.perf_counter() - start))
    return {name: times[1:] for name, times in ms.items()}


def agreement(anatomy: Anatomy, view: View, size: int) -> dict[str, float]:
    """How alike gVirtualXRay's picture and ours are in the body's shadow: correlation, and mean difference in per cent of transmission."""
    from gvxrPython3 import gvxr  # type: ignore[import-not-found,unused-ignore]

    with TemporaryDirectory() as folder:
        scene = write_scene(anatomy, view, size, Path(folder))
        _load(gvxr, scene, Path(folder))
        ours = np.load(Path(folder) / "transmission.npy").astype(float)
    # its rows run upwards
    theirs = np.asarray(gvxr.computeXRayImage(), float)[::-1] / ENERGY_MEV
    shadow = theirs < OPEN
    theirs, ours = theirs[shadow], ours[shadow]
    return {"zncc": float(np.corrcoef(theirs, ours)[0, 1]), "mape_percent": float(100 * np.mean(np.abs(theirs - ours) / theirs))}


def _load(gvxr: Any, scene: dict[str, Any], folder: Path) -> None:
    """The scene as gVirtualXRay takes it: the body outside, bones that replace what they enclose."""
    gvxr.createOpenGLContext()
    gvxr.usePointSource()
    gvxr.setMonoChromatic(ENERGY_MEV, "MeV", 1)
    # before the surfaces: those that are added while the source still stands among them leave no shadow
    gvxr.setSourcePosition(*scene["source_mm"], "mm")
    gvxr.setDetectorPosition(*scene["detector_centre_mm"], "mm")
    gvxr.setDetectorUpVector(*scene["detector_up"])
    gvxr.setDetectorNumberOfPixels(*scene["pixels"])
    gvxr.setDetectorPixelSize(scene["pixel_mm"], scene["pixel_mm"], "mm")
    for number, part in enumerate([scene["body"], *scene["inner"]]):
        name = f"part{number}"
        gvxr.loadMeshFile(name, str(folder / part["file"]), "mm", False)
        gvxr.setLinearAttenuationCoefficient(name, part["mu_per_cm"], "cm-1")
        (gvxr.addPolygonMeshAsInnerSurface if number else gvxr.addPolygonMeshAsOuterSurface)(name)


def _surfaces(anatomy: Anatomy) -> tuple[trimesh.Trimesh, dict[str, trimesh.Trimesh]]:
    """The body and the bones within it, by name: 200,000 triangles in the reference patient."""
    body = anatomy.surfaces.get("skin")
    bones = {name: mesh for name, mesh in anatomy.surfaces.items() if name in BONES}
    if body is None or not bones:
        lacking = "bones" if body is not None else "skin"
        raise InputError(f"patient {quoted(anatomy.name)} has no surface of its {lacking}, and a peer projects surfaces")
    return body, {name: mesh for name, mesh in bones.items() if _within(mesh, body)}


def _within(mesh: trimesh.Trimesh, body: trimesh.Trimesh) -> bool:
    return bool((mesh.bounds[0] > body.bounds[0] + INSIDE_MM).all() and (mesh.bounds[1] < body.bounds[1] - INSIDE_MM).all())


def _lattices(body: trimesh.Trimesh, bones: dict[str, trimesh.Trimesh]) -> tuple[list[Bricks], Bricks]:
    return hollowed(body, SKIN_MM), filled(bones.values(), BONE_MM)


def _turned(view: View, degrees: float) -> View:
    return replace(view, pose=replace(view.pose, orbit_deg=view.pose.orbit_deg + degrees))


def _transmission(view: View, size: int, body: list[Bricks], bones: Bricks) -> NDArray[np.float32]:
    bone = picture([bones], view, size)
    soft = picture(body, view, size)

    def rows(top: int, bottom: int) -> None:
        # in place: fresh memory costs more than the arithmetic
        through, hard = soft[top:bottom], bone[top:bottom]
        through -= hard
        through *= BODY_PER_CM
        hard *= BONE_PER_CM
        through += hard
        through /= -10.0
        np.exp(through, out=through)

    over_rows(rows, size)
    return soft

"""The scene that a peer program projects, and our own picture of it: homogeneous closed surfaces, one energy.

Our picture goes through the same projector as all pictures; only the lattices are filled from the surfaces that are handed out.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import trimesh
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.space import Grid
from meshes.surfaces import covered
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.projector import Bricks

BODY_PER_CM, BONE_PER_CM = 0.20, 0.45
FINE_MM, PELVIS_MM, BODY_MM = 0.6, 1.2, 1.0
EIGHTHS = 8
"""What a surface covers of a voxel is counted in these."""
RUNS = 7
INSIDE_MM = 3.0
"""Bones whose surface comes nearer than this to the ends of the trunk are left out: an inner surface must lie within."""


def write_scene(anatomy: Anatomy, view: View, size: int, folder: Path) -> dict[str, object]:
    """Write scene.json, the surfaces and transmission.npy into the folder; returns what scene.json holds."""
    folder.mkdir(parents=True, exist_ok=True)
    body = anatomy.surfaces["skin"]
    bones = {name: mesh for name, mesh in anatomy.surfaces.items() if name in ("L1", "L2", "L3", "L4", "L5", "sacrum", "hips")}
    bones = {name: mesh for name, mesh in bones.items() if _within(mesh, body)}
    body.export(folder / "body.stl")
    for name, mesh in bones.items():
        mesh.export(folder / f"{name}.stl")
    lattices = [_filled(body, BODY_MM)] + [_filled(mesh, PELVIS_MM if name == "hips" else FINE_MM) for name, mesh in bones.items()]
    times = []
    image = np.zeros((size, size), np.float32)
    for run in range(RUNS):
        pose = view.pose.__class__(view.pose.orbit_deg + 0.01 * run, view.pose.tilt_deg, view.pose.centre)
        start = time.perf_counter()
        made = _transmission(View(pose, view.field_mm), size, lattices[0], lattices[1:])
        times.append(1e3 * (time.perf_counter() - start))
        image = made if run == 0 else image
    # the peer counts columns from the edge of up x beam, which is our right
    np.save(folder / "transmission.npy", np.ascontiguousarray(image[:, ::-1], np.float32))
    scene: dict[str, object] = {
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


def _within(mesh: trimesh.Trimesh, body: trimesh.Trimesh) -> bool:
    return bool((mesh.bounds[0] > body.bounds[0] + INSIDE_MM).all() and (mesh.bounds[1] < body.bounds[1] - INSIDE_MM).all())


def _filled(mesh: trimesh.Trimesh, spacing: float) -> Bricks:
    grid = Grid.covering(mesh.bounds[0] - 2 * spacing, mesh.bounds[1] + 2 * spacing, spacing)
    return Bricks.of(grid, np.rint(covered(mesh, grid) * EIGHTHS).astype(np.uint8), 1 / EIGHTHS)


def _transmission(view: View, size: int, body: Bricks, bones: list[Bricks]) -> NDArray[np.float32]:
    bone = bones[0].picture(view, size)
    for more in bones[1:]:
        bone += more.picture(view, size)
    soft = body.picture(view, size)
    return np.exp(-(BODY_PER_CM * (soft - bone) + BONE_PER_CM * bone) / 10.0)

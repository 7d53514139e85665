"""Refit the bone tables to real surfaces: python -m meshes.fitting.fit_bones FOLDER

FOLDER holds ``mean_lumbar_clouthier`` (the mean L2-L5 of 87 people, MIT) and ``visible_human_remus`` (one man's sacrum and
pelvis, BSD-3). Starts from the tables as they are, moves limbs, outlines and blends until the fields agree with the signed
distance near the surfaces, and rewrites ``bone_limbs.csv`` and ``vertebral_bodies.csv`` in ``meshes/tables``.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyvista as pv
import vtk
from numpy.typing import NDArray
from scipy.optimize import least_squares
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy

from meshes import tables
from meshes.registration import Freedom, register
from meshes.shapes import Points, Shape
from meshes.spine.processes import OWN
from meshes.spine.template import Part, assembled, parts
from meshes.spine.vertebra import BodyOutline

LEVELS = ("L2", "L3", "L4", "L5")
DRAWN = ("T11", "T12")
"""Drawn by hand: their rows stay as they are."""
DRAWN_PARTS = ("mammillary", "accessory", "notch_below", "notch_above")
"""On the fitted bones, what a mean surface has blurred: likewise."""
BAND_MM = 2.5
"""Beyond this distance from the surface only the sign counts."""
PRIOR = 0.08
"""Weight that keeps a parameter near where it was, per unit of its scale."""
STEP_FROM = 10.0
"""Parameters are fitted as this plus their value in units of scale, so that relative difference steps never vanish."""


def oriented(path: Path, scale: float) -> pv.PolyData:
    """A surface of the folder in our axes (theirs: +x anterior, +y left), mm, closed and pointing outwards."""
    mesh = pv.read(path).extract_surface(algorithm="dataset_surface").clean(tolerance=1e-6).triangulate()
    x, y, z = (scale * np.asarray(mesh.points, float)).T
    mesh.points = np.column_stack([-y, x, z])
    found: pv.PolyData = mesh.compute_normals(auto_orient_normals=True, split_vertices=False)
    return found


def signed_distance(mesh: pv.PolyData, points: NDArray[Any]) -> NDArray[Any]:
    measure = vtk.vtkImplicitPolyDataDistance()
    measure.SetInput(mesh)
    out = vtk.vtkDoubleArray()
    measure.FunctionValue(numpy_to_vtk(np.ascontiguousarray(points, float)), out)
    found: NDArray[Any] = vtk_to_numpy(out).copy()
    return found


def surface_of(shape: Shape, spacing: float = 1.0) -> NDArray[Any]:
    """(n, 3) points on a shape's surface."""
    lo, hi = np.array(shape.box.lo) - 2, np.array(shape.box.hi) + 2
    image = pv.ImageData(dimensions=((hi - lo) / spacing).astype(int) + 1, spacing=(spacing,) * 3, origin=lo)
    image["field"] = shape(Points.of(image.points))
    return np.asarray(image.contour([0.0], "field").points, float)


def around(mesh: pv.PolyData, count: int, seed: int) -> tuple[Points, NDArray[Any]]:
    """Places near a surface and their clipped signed distances."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(mesh.n_points, count)
    away = rng.choice([0, 0, 1.5, -1.5, 3.5, -3.0, 8.0], count)
    places = mesh.points[chosen] + mesh["Normals"][chosen] * away[:, None] + rng.normal(0, 0.5, (count, 3))
    places = places[places[:, 0] > -2]
    return Points.of(places), np.clip(signed_distance(mesh, places), -BAND_MM, BAND_MM)


def vector_of(limbs: tuple[Part, ...], outline: BodyOutline | None) -> tuple[NDArray[Any], NDArray[Any]]:
    """All free parameters and their scales."""
    values, scales = [], []
    for part in limbs:
        values += [*np.column_stack([part.nodes, part.radii]).ravel(), part.blend_mm, part.yaw_deg, part.pitch_deg]
        scales += [2.5, 2.5, 2.5, 1.2, 1.2, 1.2] * len(part.nodes) + [1.5, 8.0, 8.0]
    if outline:
        o = outline
        values += [
            o.centre_y,
            o.height,
            *o.radius,
            o.taper,
            *o.waist,
            o.rim,
            o.hollow_top,
            o.hollow_bottom,
            o.tilt_top,
            o.tilt_bottom,
            o.edge,
        ]
        scales += [1, 1, *[1] * 7, 0.03, 0.05, 0.05, 0.05, 0.05, 0.7, 0.7, 0.03, 0.03, 1.0]
    return np.array(values, float), np.array(scales, float)


def from_vector(x: NDArray[Any], limbs: tuple[Part, ...], outline: BodyOutline | None) -> tuple[tuple[Part, ...], BodyOutline | None]:
    new, at = [], 0
    for part in limbs:
        size = 6 * len(part.nodes)
        block = x[at : at + size].reshape(-1, 6)
        blend, yaw, pitch = x[at + size : at + size + 3]
        at += size + 3
        nodes, radii = block[:, :3].copy(), np.maximum(block[:, 3:], 1.2)
        nodes[part.nodes[:, 0] == 0, 0] = 0.0  # what lies in the midline stays there
        if (part.nodes[:, 0] == 0).all():
            yaw = 0.0
        new.append(replace(part, nodes=nodes, radii=radii, blend_mm=max(blend, 0.8), yaw_deg=yaw, pitch_deg=pitch))
    if outline:
        v = [float(e) for e in x[at:]]
        outline = BodyOutline(v[0], v[1], tuple(v[2:9]), v[9], (v[10], v[11], v[12]), *v[13:])
    return tuple(new), outline


def refit(
    limbs: tuple[Part, ...], outline: BodyOutline | None, mesh: pv.PolyData, count: int
) -> tuple[tuple[Part, ...], BodyOutline | None]:
    places, true = around(mesh, count, seed=1)
    start, scales = vector_of(limbs, outline)
    origin = start / scales

    def residuals(moved: NDArray[Any]) -> NDArray[Any]:
        new, body = from_vector((moved - STEP_FROM + origin) * scales, limbs, outline)
        field = np.clip(assembled(new, body.shape() if body else None)(places), -BAND_MM, BAND_MM)
        return np.concatenate([10 * (field - true) / np.sqrt(len(true)), PRIOR * (moved - STEP_FROM)])

    best = least_squares(residuals, np.full(len(start), STEP_FROM), max_nfev=40, diff_step=1e-3).x
    error = np.abs(residuals(best)[: len(true)]).mean() * np.sqrt(len(true)) / 10
    print(f"  mean field error {error:.3f} mm")
    return from_vector((best - STEP_FROM + origin) * scales, limbs, outline)


def levelled(mesh: pv.PolyData, shape: Shape, freedom: Freedom = "rigid") -> pv.PolyData:
    """The mesh moved into the frame of our shape."""
    back = register(np.asarray(mesh.points, float)[::4], surface_of(shape)[::4], freedom)
    moved = mesh.copy()
    moved.points = back(mesh.points)
    found: pv.PolyData = moved.compute_normals(auto_orient_normals=True, split_vertices=False)
    return found


def write(name: str, header: list[str], rows: list[list[Any]]) -> None:
    path = tables.FOLDER / f"{name}.csv"
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in comments)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def header(table: str) -> list[str]:
    """The columns as they stand in the file."""
    lines = (tables.FOLDER / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if not line.startswith("#")).split(",")


def kept(table: str, key: str) -> list[list[Any]]:
    """The rows of the bones that are not fitted."""
    columns = header(table)
    return [[getattr(row, name) for name in columns] for row in tables.read(table, tables.KINDS[table]) if _kept(getattr(row, key))]


def _kept(bone: str) -> bool:
    return bone in DRAWN or bone.endswith(OWN)


def main(folder: Path) -> None:
    limb_rows, body_rows = kept("bone_limbs", "bone"), kept("vertebral_bodies", "level")
    for bone in (*LEVELS, "sacrum", "hip"):
        print(bone)
        drawn = tuple(part for part in parts(bone) if part.name in DRAWN_PARTS)
        limbs = tuple(part for part in parts(bone) if part.name not in DRAWN_PARTS)
        outline = BodyOutline.of(bone) if bone in LEVELS else None
        if outline:
            mesh = oriented(folder / "mean_lumbar_clouthier" / f"derived_mean_{bone}.ply", 1.0)
        else:
            mesh = oriented(folder / "visible_human_remus" / ("S1_Schrumpfverpacken.obj" if bone == "sacrum" else "Pelvis.obj"), 1000.0)
        mesh = levelled(mesh, assembled(limbs, outline.shape() if outline else None))
        limbs, outline = refit(limbs, outline, mesh, 12000)
        for part in (*limbs, *drawn):
            for i, (node, radius) in enumerate(zip(part.nodes, part.radii, strict=True)):
                numbers = [round(float(v), 2) for v in (*node, *radius)]
                head = ["cut" if part.cuts else "add", round(part.blend_mm, 2), round(part.yaw_deg, 1), round(part.pitch_deg, 1)]
                limb_rows.append([bone, part.name, *head, i, *numbers])
        if outline:
            o = outline
            numbers = [
                o.centre_y,
                o.height,
                *o.radius,
                o.taper,
                *o.waist,
                o.rim,
                o.hollow_top,
                o.hollow_bottom,
                o.tilt_top,
                o.tilt_bottom,
                o.edge,
            ]
            body_rows.append([bone, *[round(float(v), 4) for v in numbers]])
    write("bone_limbs", header("bone_limbs"), limb_rows)
    write("vertebral_bodies", header("vertebral_bodies"), body_rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""How far vertebrae lie from each other, ours and real ones: python docs/measure_shapes.py FOLDER_OF_REAL_SPINES --count 4

Writes docs/anatomy_shapes.csv: a row for each level and pair of groups, mm. Each of two surfaces is laid on the fitted mean by a
similarity, then one on the other by another; then the mean distance of points of each from the other's surface, both ways, body and arch
(what lies behind the posterior wall) apart. Facts are measured on the real surfaces, none of them is copied.
"""

from __future__ import annotations

import argparse
import csv
import sys
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pyvista as pv
import trimesh
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from meshes.morphometry import Dimensions, reference
from meshes.person import Person
from meshes.population import dimensions
from meshes.registration import Affine, register
from meshes.shapes import Shape
from meshes.space import Grid
from meshes.spine import processes
from meshes.spine.bone_landmarks import of_template
from meshes.spine.individual import own_vertebra, told_apart
from meshes.spine.vertebra import template_level, template_shape, vertebra
from meshes.surfaces import as_polydata, closed_surface
from meshes.voxels import sample

OUT = Path(__file__).parent / "anatomy_shapes.csv"
POINTS, DENSE = 2500, 4000
SPACING_MM = 0.9
REAL = {
    "mean_lumbar_clouthier/derived_mean_{}.ply": (1.0, [[0, -1, 0], [1, 0, 0], [0, 0, 1]]),
    "visible_human_remus/{}_Schrumpfverpacken.obj": (1000.0, [[0, -1, 0], [1, 0, 0], [0, 0, 1]]),
    "column_bodyparts3d/{}.ply": (1.0, np.eye(3)),
}
"""Files by level: to millimetres, and to right, anterior, superior."""


def surface(shape: Shape) -> trimesh.Trimesh:
    grid = Grid.covering(np.array(shape.box.lo) - 3, np.array(shape.box.hi) + 3, SPACING_MM)
    return closed_surface(sample(shape, grid, 3.0), grid)


def own_shape(person: Dimensions, level: str) -> Shape:
    """Somebody's vertebra in its own frame, with his processes, sides and surface."""
    forms, source = told_apart(level, person), template_level(level)
    own = person.levels[level]
    shape, warp = vertebra(level, own.measures, own.wedge, forms)
    template = of_template(source) | processes.landmarks(level, source, forms)
    marks = {name: warp.to_person(point) for name, point in template.items()}
    return own_vertebra(level, person, marks).of(shape)


def real(folder: Path, level: str) -> list[trimesh.Trimesh]:
    found = []
    for name, (scale, turn) in REAL.items():
        if (path := folder / name.format(level)).is_file():
            mesh = trimesh.load(path, force="mesh", process=True, skip_materials=True)
            mesh.vertices = scale * mesh.vertices @ np.array(turn, float).T
            found.append(mesh)
    return found


def points(mesh: trimesh.Trimesh, count: int, seed: int = 0) -> NDArray[np.float64]:
    return np.asarray(trimesh.sample.sample_surface(mesh, count, seed=seed)[0], float)


def laid(mesh: trimesh.Trimesh, onto: trimesh.Trimesh, start: Affine | None = None) -> trimesh.Trimesh:
    moved = mesh.copy()
    moved.vertices = register(points(mesh, POINTS), points(onto, POINTS), "similar", start)(mesh.vertices)
    return moved


def apart(a: trimesh.Trimesh, b: trimesh.Trimesh, wall_y: float) -> tuple[float, float]:
    """(body, arch) mm between two surfaces that lie on the template."""
    moved = laid(a, b, Affine(np.eye(3), np.zeros(3)))
    found: list[list[NDArray[np.float64]]] = [[], []]
    for one, other in ((moved, b), (b, moved)):
        p = points(one, DENSE, 1)
        far = np.abs(np.asarray(pv.PolyData(p).compute_implicit_distance(as_polydata(other))["implicit_distance"]))
        for part, held in enumerate((p[:, 1] > wall_y, p[:, 1] <= wall_y)):
            found[part].append(far[held])
    body, arch = (float(np.mean([gap.mean() for gap in part])) for part in found)
    return body, arch


def rows(folder: Path, level: str, count: int) -> list[dict[str, str]]:
    source = template_level(level)
    mean, wall_y = surface(template_shape(source)), float(of_template(source)["posterior_wall"][1])
    people = [reference(), *(dimensions(Person(sex="female" if seed % 2 else "male", seed=seed)) for seed in range(count))]
    us, them = [laid(surface(own_shape(p, level)), mean) for p in people], [laid(mesh, mean) for mesh in real(folder, level)]
    pairs = {
        "ours to ours": list(combinations(us, 2)),
        "reference man to real": list(product(us[:1], them)),
        "ours to real": list(product(us[1:], them)),
        "real to real": list(combinations(them, 2)),
    }
    found = []
    for name, group in pairs.items():
        gaps = np.array([apart(a, b, wall_y) for a, b in group])
        row = {"level": level, "pairs": name, "count": str(len(group))}
        for part, values in zip(("body", "arch"), gaps.T, strict=True):
            row |= {
                f"{part}_least": f"{values.min():.2f}",
                f"{part}_median": f"{np.median(values):.2f}",
                f"{part}_most": f"{values.max():.2f}",
            }
        print(row, flush=True)
        found.append(row)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=4)
    options = parser.parse_args()
    found = [row for level in ("L2", "L3", "L4", "L5") for row in rows(options.folder, level, options.count)]
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    main()

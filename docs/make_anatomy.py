"""The pictures of docs/anatomy.md: python docs/make_anatomy.py [FOLDER WITH derived_mean_L2..L5.ply]

Vertebrae from four sides (beside the mean of 87 people, where that folder is given), the body in 3D, label slices.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyvista as pv
import trimesh
from numpy.typing import NDArray
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parent.parent))

from meshes.morphometry import LUMBAR, reference
from meshes.registration import Affine, register, surface_distance
from meshes.space import SUPERIOR, Grid, rotation
from meshes.spine.vertebra import vertebra
from meshes.surfaces import as_polydata, closed_surface
from meshes.tissues import COLOURS
from meshes.voxels import sample
from sim.session.patients import shipped_patient

HERE = Path(__file__).parent
SIDES = {"above": (0, 0, 1), "behind": (0, -1, 0), "right": (1, 0, 0), "below": (0, 0, -1)}
SIZE = 260
BONE, REAL = "#e9dcc3", "#b9cfd8"
PALETTE = np.full((256, 3), 40, np.uint8)
PALETTE[0] = 0
for tissue, colour in COLOURS.items():
    PALETTE[tissue] = np.array(colour) * 255


def own_vertebra(level: str) -> trimesh.Trimesh:
    shape, _ = vertebra(level, reference().levels[level].measures)
    grid = Grid.covering(np.array(shape.box.lo) - 2, np.array(shape.box.hi) + 2, 0.8)
    return closed_surface(sample(shape, grid, reach=3.0), grid)


def portrait(mesh: trimesh.Trimesh, direction: tuple[int, int, int], colour: str) -> NDArray[np.uint8]:
    plotter = pv.Plotter(off_screen=True, window_size=(SIZE, SIZE))
    plotter.set_background("#14171a")
    plotter.add_mesh(as_polydata(mesh), color=colour, smooth_shading=True, specular=0.15)
    middle = mesh.bounds.mean(0)
    plotter.camera.focal_point = middle
    plotter.camera.position = middle + 300 * np.array(direction, float)
    plotter.camera.up = (0, 1, 0) if direction[2] else (0, 0, 1)
    plotter.enable_parallel_projection()
    plotter.camera.parallel_scale = 52
    picture = plotter.screenshot(return_img=True)
    plotter.close()
    return np.asarray(picture)


def laid_on(file: Path, mesh: trimesh.Trimesh) -> trimesh.Trimesh:
    """Somebody's surface where ours lies."""
    found = trimesh.load_mesh(file)
    theirs, ours = (np.asarray(m.sample(2000, seed=1)) for m in (found, mesh))

    def fitted(turn: float) -> Affine:
        start = rotation(SUPERIOR, turn)
        return register(theirs, ours, "similar", Affine(start, ours.mean(0) - start @ theirs.mean(0)))

    # its axes are its own: of four ways to begin the best one counts
    fits = [fitted(turn) for turn in np.radians([0.0, 90.0, 180.0, 270.0])]
    best = min(fits, key=lambda fit: surface_distance(fit(theirs), ours)[0])
    found.vertices = best(found.vertices)
    return found


def vertebrae(real: Path | None) -> None:
    rows = []
    for level in LUMBAR:
        mesh = own_vertebra(level)
        row = [portrait(mesh, d, BONE) for d in SIDES.values()]
        if real:
            file = real / f"derived_mean_{level}.ply"
            blank = [np.full((SIZE, SIZE, 3), 20, np.uint8)] * len(SIDES)
            row += [portrait(laid_on(file, mesh), d, REAL) for d in SIDES.values()] if file.is_file() else blank
        rows.append(np.hstack(row))
    Image.fromarray(np.vstack(rows)).save(HERE / "vertebrae.jpg", quality=86)


def slices() -> None:
    body = shipped_patient("reference")
    t = np.arange(-45.0, 45.0, 0.3)

    def cut(place: NDArray, across: NDArray, up: NDArray) -> NDArray[np.uint8]:
        points = place + t[None, :, None] * across + t[::-1][:, None, None] * up
        return PALETTE[body.tissue_at(points.reshape(-1, 3)).reshape(len(t), len(t))]

    x, y, z = np.eye(3)
    window = body.landmark("L4-L5/window")
    tiles = [
        cut(window, x, y),
        cut(body.landmark("L4/superior_endplate") * [1, 0, 1] + window * [0, 1, 0], x, y),
        cut(window, y, z),
        cut(window + [0, 25, 0], x, z),
        cut(body.landmark("L5/foramen_left"), y, z),
        cut(body.landmark("hiatus"), y, z),
        cut(body.landmark("sacral_canal/s3"), x, y),
        cut(body.landmark("L2-L3/window"), y, z),
    ]
    Image.fromarray(np.vstack([np.hstack(tiles[:4]), np.hstack(tiles[4:])])).save(HERE / "slices.png", optimize=True)


def outlined() -> None:
    """Outlines laid on labels: the L4-L5 foramen, L4's pedicle, safe and Kambin's triangle, the L4-L5 window."""
    body = shipped_patient("reference")
    step, half = 0.15, 28.0
    t = np.arange(-half, half, step)
    x, y, z = np.eye(3)
    colours = {"pedicle": "#e53935", "foramen": "#ff7043", "safe": "#7cb342", "kambin": "#00acc1", "window": "#fdd835", "line": "#ffffff"}

    def cut(middle: str, across: NDArray, names: tuple[str, ...]) -> NDArray[np.uint8]:
        place = body.outline(middle).points.mean(0)
        points = place + t[None, :, None] * across + t[::-1][:, None, None] * z
        picture = Image.fromarray(PALETTE[body.tissue_at(points.reshape(-1, 3)).reshape(len(t), len(t))])
        pen = ImageDraw.Draw(picture)
        for name in names:
            outline = body.outline(name)
            corners = [((p @ across + half) / step, (half - p @ z) / step) for p in outline.points - place]
            colour = next(value for key, value in colours.items() if key in name)
            pen.line([*corners, corners[0]] if outline.closed else corners, fill=colour, width=3)
        return np.asarray(picture)

    side = ("L4/pedicle_right", "L4/safe_triangle_right", "L4/kambin_triangle_right")
    tiles = [
        cut("L4/foramen_right", y, ("L4/foramen_right", *side[1:])),
        cut("L4/pedicle_right", x, side[:1]),
        cut("L4/safe_triangle_right", x, side),
        cut("L4-L5/interlaminar_window", x, (*side, "L4-L5/interlaminar_window")),
        cut("L4-L5/spinolaminar_line", y, ("L4-L5/spinolaminar_line", "L4-L5/ventral_interlaminar_line_right")),
    ]
    Image.fromarray(np.hstack(tiles)).save(HERE / "outlines.png", optimize=True)


def whole() -> None:
    body = shipped_patient("reference")
    look = {"skin": ("#d9b59a", 0.10), "sac": ("#6fb7d6", 0.8), "nerves": ("#e6d37a", 1.0), "discs": ("#8fb0b8", 0.9)}
    views = []
    for direction in ((0.35, -1.0, 0.25), (1.0, -0.25, 0.1), (0.0, 1.0, 0.1)):
        plotter = pv.Plotter(off_screen=True, window_size=(560, 760))
        plotter.set_background("#14171a")
        for name, mesh in body.surfaces.items():
            colour, opacity = look.get(name, (BONE, 1.0))
            plotter.add_mesh(as_polydata(mesh), color=colour, opacity=opacity, smooth_shading=True)
        middle = body.landmark("L5/superior_endplate")
        plotter.camera.focal_point = middle
        plotter.camera.position = middle + 560 * np.array(direction)
        plotter.camera.up = (0, 0, 1)
        views.append(np.asarray(plotter.screenshot(return_img=True)))
        plotter.close()
    Image.fromarray(np.hstack(views)).save(HERE / "body.jpg", quality=86)


if __name__ == "__main__":
    vertebrae(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    slices()
    outlined()
    whole()

"""The patient's surfaces, needle and contrast as VTK draws them. Loads all that draws: import it when something is drawn."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyvista as pv
import trimesh
from numpy.typing import NDArray
from pyvistaqt import QtInteractor
from vtkmodules.vtkCommonDataModel import vtkPolyData

from meshes.space import ANTERIOR, POSTERIOR, SUPERIOR, Vector
from meshes.surfaces import as_polydata
from sim.fluoroscopy.shadows import Iodine
from sim.qt.palette import theme
from sim.qt.theatre.polydata import coarse, smooth
from sim.qt.theatre.solids import Solid

LOOK = {
    "skin": ("#d9b59a", 0.12), "sac": ("#6fb7d6", 0.55), "nerves": ("#e6d37a", 1.0), "discs": ("#8fb0b8", 0.9),
    "growths": ("#e0457b", 1.0),
}  # fmt: skip
BONE = "#e9dcc3"
SEEN_THROUGH = 0.35
DOT_MM = 4.0
"""From dot to dot of the way beside one's own."""
MOVING_MM = 4.0
"""Cells of what is drawn while something moves: a fifth of the triangles."""


class BodyScene(QtInteractor):  # type: ignore[misc]
    """Drawn when told to."""

    def __init__(self, surfaces: Mapping[str, trimesh.Trimesh], middle: Vector) -> None:
        super().__init__(auto_update=False, multi_samples=0)  # drawn by software they cost as much as all else
        self.enable_anti_aliasing("fxaa")
        self._bones: list[pv.Actor] = []
        self._looks: list[tuple[pv.Actor, vtkPolyData, vtkPolyData]] = []
        """Of each surface as it is drawn at rest and while something moves"""
        self._shown: set[str] = set()
        self.set_background(theme().scene)
        self.show_surfaces(surfaces)
        self.look_from_behind(middle)

    def show_surfaces(self, surfaces: Mapping[str, trimesh.Trimesh]) -> None:
        """These in place of all others; whoever looks stands where he stood."""
        for name in self._shown - surfaces.keys():
            self.remove_actor(name)
        self._shown, self._bones, self._looks = set(surfaces), [], []
        for name, mesh in surfaces.items():
            colour, opacity = LOOK.get(name, (BONE, 1.0))
            actor = self.add_mesh(
                as_polydata(mesh), color=colour, opacity=opacity, smooth_shading=True, name=name, reset_camera=False, render=False
            )
            few = coarse(Solid(np.asarray(mesh.vertices, float), np.asarray(mesh.faces, np.int64)), MOVING_MM)
            self._looks.append((actor, actor.mapper.GetInput(), smooth(few)))
            if name not in LOOK:
                self._bones.append(actor)

    def look_from_behind(self, middle: Vector) -> None:
        """As the operator stands: behind and a little above."""
        self._look(middle, middle + 430.0 * POSTERIOR + 140.0 * SUPERIOR + np.array([150.0, 0.0, 0.0]))

    def look_at(self, place: Vector) -> None:
        """Turn to a place, seen from behind and beside."""
        self._look(place, np.asarray(place) - 150.0 * ANTERIOR + np.array([170.0, 0.0, 60.0]))

    def _look(self, place: Vector, stand: Vector) -> None:
        camera = self.camera
        camera.focal_point = tuple(place)
        camera.position = tuple(stand)
        camera.up = tuple(SUPERIOR)
        self.reset_camera_clipping_range()

    def show_moving(self, moving: bool) -> None:
        """Draw fewer triangles while something moves."""
        for actor, fine, few in self._looks:
            actor.mapper.SetInputData(few if moving else fine)
        if "skin" in self.actors:
            self.actors["skin"].SetVisibility(not moving)  # a veil over all, which costs a quarter

    def see_through(self, yes: bool) -> None:
        for actor in self._bones:
            actor.prop.opacity = SEEN_THROUGH if yes else 1.0

    def draw_needle(self, nodes: NDArray[np.float64] | None) -> None:
        """A needle through these places, mm; none."""
        if nodes is None:
            self.remove_actor("needle", render=False)
        else:
            self.add_mesh(pv.lines_from_points(nodes).tube(radius=0.7), color="#f2f5f7", name="needle", reset_camera=False, render=False)

    def draw_way(self, way: NDArray[np.float64] | None) -> None:
        """Another needle's, dotted; none. (n, 3) mm from hub to tip"""
        self.remove_actor("way", render=False)
        if way is not None:
            along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1))])
            at = np.arange(along[-1], 0.0, -DOT_MM)
            dots = np.stack([np.interp(at, along, way[:, axis]) for axis in range(3)], -1)
            balls = pv.PolyData(dots).glyph(
                geom=pv.Sphere(radius=DOT_MM / 4, theta_resolution=8, phi_resolution=8), orient=False, scale=False
            )
            self.add_mesh(balls, color="#7bd88f", name="way", reset_camera=False, render=False)

    def draw_contrast(self, contrast: Iodine | None) -> None:
        """Where contrast lies."""
        self.remove_actor("contrast", render=False)
        if contrast is not None:
            strong = contrast.mg > 0.05 * float(contrast.mg.max())
            cloud = pv.PolyData(np.asarray(contrast.places[strong], float))
            self.add_mesh(cloud, color="#e0457b", point_size=5, opacity=0.5, name="contrast", reset_camera=False, render=False)

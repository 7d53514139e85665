"""The patient in three dimensions: bones, discs, sac and nerves, skin to see through, and the needle.

While an attempt runs the needle is drawn as the hand knows it: straight, from where it enters, as deep as its marks say. The debriefing
draws the way its tip really went, and where the contrast lay.
"""

from __future__ import annotations

import numpy as np
import pyvista as pv
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pyvistaqt import QtInteractor

from meshes.anatomy import Anatomy
from meshes.space import ANTERIOR, POSTERIOR, SUPERIOR, Vector
from meshes.surfaces import as_polydata
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.shadows import Iodine
from sim.physics.needle_angles import direction_of
from sim.session.observation import Observation

LOOK = {
    "skin": ("#d9b59a", 0.12), "sac": ("#6fb7d6", 0.55), "nerves": ("#e6d37a", 1.0), "discs": ("#8fb0b8", 0.9),
}  # fmt: skip
BONE = "#e9dcc3"
SEEN_THROUGH = 0.35
LASER_MM, LASER_OFF_MM = 60.0, 1.5
"""Half an arm of the cross, and how far it is drawn off the skin."""


class BodyView(QWidget):
    """A view that the mouse turns."""

    def __init__(self, anatomy: Anatomy) -> None:
        super().__init__()
        self.plotter = QtInteractor(self, auto_update=False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.plotter)
        self.setMinimumSize(220, 220)
        self.setAccessibleName("The patient in three dimensions")
        self.setAccessibleDescription("Drag to turn, wheel to come nearer; X sees through the bones, V hides this view")
        self._bones: list[pv.Actor] = []
        self._through = False
        self._shown: tuple[object, ...] = ()
        self._laser: tuple[float, float, float] | None = None
        self.plotter.set_background("#101315")
        for name, mesh in anatomy.surfaces.items():
            colour, opacity = LOOK.get(name, (BONE, 1.0))
            actor = self.plotter.add_mesh(
                as_polydata(mesh), color=colour, opacity=opacity, smooth_shading=True, name=name, reset_camera=False
            )
            if name not in LOOK:
                self._bones.append(actor)
        self.look_from_behind(anatomy.landmarks.get("L4/superior_endplate", np.zeros(3)))

    def look_from_behind(self, middle: Vector) -> None:
        """As the operator stands: behind and a little above."""
        camera = self.plotter.camera
        camera.focal_point = tuple(middle)
        camera.position = tuple(middle + 430.0 * POSTERIOR + 140.0 * SUPERIOR + np.array([150.0, 0.0, 0.0]))
        camera.up = tuple(SUPERIOR)
        self.plotter.reset_camera_clipping_range()

    def see_through(self, yes: bool) -> None:
        self._through = yes
        for actor in self._bones:
            actor.prop.opacity = SEEN_THROUGH if yes else 1.0
        self.plotter.render()

    def toggle_through(self) -> None:
        self.see_through(not self._through)

    def observe(self, seen: Observation) -> None:
        if seen.carm.laser != self._laser and self.isVisible():
            self._laser = seen.carm.laser
            self._draw_laser(seen.carm.view)
        needle = seen.needle
        if needle is None or needle.entry_mm is None:
            state: tuple[object, ...] = ()
        else:
            state = (needle.entry_mm, round(needle.depth_mm), round(needle.lateral_deg, 1), round(needle.cephalad_deg, 1))
        if state == self._shown or not self.isVisible():
            return
        self._shown = state
        if needle is None or needle.entry_mm is None:
            self.plotter.remove_actor("needle")
        else:
            entry, along = np.array(needle.entry_mm), direction_of(needle.lateral_deg, needle.cephalad_deg)
            self.draw_needle(np.array([entry - (needle.length_mm - needle.depth_mm) * along, entry + needle.depth_mm * along]))
        self.plotter.render()

    def _draw_laser(self, view: View) -> None:
        """The cross that the detector throws on the skin."""
        if self._laser is None:
            self.plotter.remove_actor("laser")
        else:
            middle = np.array(self._laser) + LASER_OFF_MM * view.beam
            arms = [middle + s * LASER_MM * way for way in (view.across, view.up) for s in (-1.0, 1.0)]
            self.plotter.add_mesh(
                pv.line_segments_from_points(np.array(arms)), color="#ff3b30", line_width=3, name="laser", reset_camera=False
            )
        self.plotter.render()

    def draw_needle(self, nodes: NDArray[np.float64]) -> None:
        """A needle through these places, mm."""
        self.plotter.add_mesh(pv.lines_from_points(nodes).tube(radius=0.7), color="#f2f5f7", name="needle", reset_camera=False)

    def hide_needle(self) -> None:
        self.plotter.remove_actor("needle")

    def draw_contrast(self, contrast: Iodine | None) -> None:
        """Where contrast lies."""
        self.plotter.remove_actor("contrast")
        if contrast is not None:
            strong = contrast.mg > 0.05 * float(contrast.mg.max())
            cloud = pv.PolyData(np.asarray(contrast.places[strong], float))
            self.plotter.add_mesh(cloud, color="#e0457b", point_size=5, opacity=0.5, name="contrast", reset_camera=False)
        self.plotter.render()

    def look_at(self, place: Vector) -> None:
        """Turn to a place, seen from behind and beside."""
        camera = self.plotter.camera
        camera.focal_point = tuple(place)
        camera.position = tuple(np.asarray(place) - 150.0 * ANTERIOR + np.array([170.0, 0.0, 60.0]))
        camera.up = tuple(SUPERIOR)
        self.plotter.reset_camera_clipping_range()
        self.plotter.render()

    def still(self) -> QPixmap:
        """What it shows now, to stand for it while it is not drawn."""
        seen = np.ascontiguousarray(self.plotter.screenshot(return_img=True))
        return QPixmap.fromImage(QImage(seen.tobytes(), seen.shape[1], seen.shape[0], 3 * seen.shape[1], QImage.Format.Format_RGB888))

    def closing(self) -> None:
        """VTK wants to be told before Qt takes its window away."""
        self.plotter.close()

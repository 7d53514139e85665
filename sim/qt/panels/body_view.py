"""The patient in three dimensions: bones, discs, sac and nerves, skin to see through, and the needle.

While an attempt runs the needle is drawn as the hand knows it: straight, from where it enters, as deep as its marks say. The debriefing
draws the way its tip really went, and where the contrast lay.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meshes.anatomy import Anatomy
from meshes.space import Vector
from sim.fluoroscopy.shadows import Iodine
from sim.physics.needle_angles import direction_of
from sim.session.observation import Observation

if TYPE_CHECKING:
    from sim.qt.panels.body_scene import BodyScene


class BodyView(QWidget):
    """A view that the mouse turns.

    What draws it takes a second and 200 MB to load, and many an attempt does without: it is made when it is first shown or drawn on.
    """

    def __init__(self, anatomy: Anatomy) -> None:
        super().__init__()
        self.anatomy = anatomy
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.setMinimumSize(220, 220)
        self.setAccessibleName("The patient in three dimensions")
        self.setAccessibleDescription("Drag to turn, wheel to come nearer; X sees through the bones, V hides this view")
        self._made = self._making = self._through = False
        self._shown: tuple[object, ...] = ()
        self._laser: tuple[float, float, float] | None = None

    @cached_property
    def plotter(self) -> BodyScene:
        from sim.qt.panels.body_scene import BodyScene

        self._making = True  # meanwhile Qt hands out events, and whoever asks again would get a second one
        scene = BodyScene(self.anatomy)
        scene.see_through(self._through)
        self.box.addWidget(scene)
        scene.setVisible(self.isVisible())
        self._made, self._making = True, False
        return scene

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._making:
            self.plotter.show()

    def see_through(self, yes: bool) -> None:
        self._through = yes
        if self._made:
            self.plotter.see_through(yes)
            self.plotter.render()

    def toggle_through(self) -> None:
        self.see_through(not self._through)

    def observe(self, seen: Observation) -> None:
        if self._making or not self.isVisible():
            return
        if seen.carm.laser != self._laser:
            self._laser = seen.carm.laser
            self.plotter.draw_laser(self._laser, seen.carm.view)
            self.plotter.render()
        needle = seen.needle
        if needle is None or needle.entry_mm is None:
            state: tuple[object, ...] = ()
        else:
            state = (needle.entry_mm, round(needle.depth_mm), round(needle.lateral_deg, 1), round(needle.cephalad_deg, 1))
        if state == self._shown:
            return
        self._shown = state
        if needle is None or needle.entry_mm is None:
            self.hide_needle()
        else:
            entry, along = np.array(needle.entry_mm), direction_of(needle.lateral_deg, needle.cephalad_deg)
            self.draw_needle(np.array([entry - (needle.length_mm - needle.depth_mm) * along, entry + needle.depth_mm * along]))
        self.plotter.render()

    def draw_needle(self, nodes: NDArray[np.float64]) -> None:
        """A needle through these places, mm."""
        self.plotter.draw_needle(nodes)

    def hide_needle(self) -> None:
        self.plotter.draw_needle(None)

    def draw_contrast(self, contrast: Iodine | None) -> None:
        """Where contrast lies."""
        self.plotter.draw_contrast(contrast)
        self.plotter.render()

    def look_at(self, place: Vector) -> None:
        """Turn to a place, seen from behind and beside."""
        self.plotter.look_at(place)
        self.plotter.render()

    def still(self) -> QPixmap:
        """What it shows now, to stand for it while it is not drawn."""
        seen = np.ascontiguousarray(self.plotter.screenshot(return_img=True))
        return QPixmap.fromImage(QImage(seen.tobytes(), seen.shape[1], seen.shape[0], 3 * seen.shape[1], QImage.Format.Format_RGB888))

    def closing(self) -> None:
        """VTK wants to be told before Qt takes its window away."""
        if self._made:
            self.plotter.close()

"""After an attempt, the patient in three dimensions: bones, discs, sac and nerves, the way of the tip, and where the contrast lay."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meshes.anatomy import Anatomy
from meshes.space import Vector
from sim.fluoroscopy.shadows import Iodine
from sim.qt.words import phrase

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
        self.setAccessibleName(phrase("body_view.name"))
        self.setAccessibleDescription(phrase("body_view.about"))
        self._made = self._making = self._through = False

    @cached_property
    def plotter(self) -> BodyScene:
        from sim.qt.panels.body_scene import BodyScene

        self._making = True  # meanwhile Qt hands out events, and whoever asks again would get a second one
        scene = BodyScene(self.anatomy.surfaces, self.anatomy.landmarks.get("L4/superior_endplate", np.zeros(3)))
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

    def draw_needle(self, nodes: NDArray[np.float64] | None) -> None:
        """A needle through these places, mm; none."""
        self.plotter.draw_needle(nodes)

    def draw_way(self, way: NDArray[np.float64] | None) -> None:
        """Another needle's, dotted; none."""
        self.plotter.draw_way(way)

    def draw_contrast(self, contrast: Iodine | None) -> None:
        """Where contrast lies."""
        self.plotter.draw_contrast(contrast)

    def look_at(self, place: Vector) -> None:
        """Turn to a place, seen from behind and beside."""
        self.plotter.look_at(place)

    def show_drawn(self, moving: bool) -> None:
        """Show what was drawn, with less detail while something moves."""
        self.plotter.show_moving(moving)
        self.plotter.render()

    def closing(self) -> None:
        """VTK wants to be told before Qt takes its window away."""
        if self._made:
            self.plotter.close()

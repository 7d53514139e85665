"""The slice that the report of a chart points to; a wheel goes through its stack."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QShowEvent

from meshes.anatomy import Anatomy
from scenarios.chart import Slice
from sim.procedure.mr_image import MrScanner
from sim.procedure.mr_series import MrStudy
from sim.procedure.slices import level_marks, shown_by, stack_of
from sim.qt.panels.slice_view import SliceView
from sim.qt.panels.stack_panel import SIDES, USUAL
from sim.qt.slicer import Slicer, Wish
from sim.qt.words import phrase


class KeySlice(SliceView):
    """Made when it is first shown: many an attempt does without."""

    def __init__(self, anatomy: Anatomy, study: MrStudy) -> None:
        super().__init__(phrase("key_slice.name"))
        self._body, self._study = anatomy, study
        self._slicer: Slicer | None = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._slicer is None:
            self._make()

    def _make(self) -> None:
        """The slice along the spine if the report has one: most is seen on it, through what an axial one of it is there for."""
        key: Slice = min(self._study.keys, key=lambda one: one.plane != "sagittal")
        beside: Slice = next((one for one in self._study.keys if one.plane != key.plane), key)
        stack = stack_of(self._body, key.plane)
        self._slicer = slicer = Slicer(MrScanner(self._body), self)
        self.title, self.note, self.sides = key.sequence, phrase("mri_view.making"), SIDES[key.plane]
        self.usual = USUAL[key.sequence]
        self.show_window(self.usual)
        self.setRange(0, len(stack.poses) - 1)
        marks = level_marks(self._body) if key.plane == "sagittal" else {}

        def ask(number: int) -> None:
            pose = stack.poses[number]
            self.pixel_mm, self.names = pose.pixel_mm, {name: pose.pixel(place) for name, place in marks.items()}
            slicer.ask(Wish(key.plane, key.sequence, self._study.oedema, number), pose)

        slicer.made.connect(self._show)
        slicer.failed.connect(self._fail)
        self.brightened.connect(self.show_window)
        self.setValue(stack.nearest(shown_by(self._body, beside, key.plane)))
        self.valueChanged.connect(ask)
        ask(self.value())

    def _show(self, wish: Wish, picture: NDArray[np.float16], is_draft: bool) -> None:
        if wish.number == self.value():  # a slower one of before is late
            self.show_picture(picture, is_draft)

    def _fail(self, words: str) -> None:
        self.note = words
        self.update()

"""What of a chart was seen as a picture, beside what is read or decided: the body as examined, and the slice that the report points to."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from scenarios.chart import Chart, Slice
from sim.procedure.mr_image import MrScanner
from sim.procedure.mr_series import MrStudy, studies
from sim.procedure.slices import level_marks, stack_of
from sim.qt.grown import grow
from sim.qt.palette import px
from sim.qt.panels.body_map import BodyMap
from sim.qt.panels.card import Card
from sim.qt.panels.mri_view import SIDES, USUAL
from sim.qt.panels.slice_view import SliceView
from sim.qt.slicer import Slicer, Wish
from sim.qt.words import phrase

WIDE, PAGE_LEAST = 400, 1450
"""Pixels at the usual size of text: of the pictures, and of a page that has room for them beside all else"""


class KnownPictures(Card):
    """Each only once its page was opened, and both only on a page that has room for them. A wheel goes through the stack of the slice."""

    def __init__(self, chart: Chart, anatomy: Anatomy) -> None:
        super().__init__(phrase("known_pictures.title"))
        self._body, self._study = anatomy, next(iter(studies(chart, anatomy)), None)
        self._slicer: Slicer | None = None
        self._examined = bool(chart.examination)
        grow(self, width=WIDE)
        self.body, self.slice = BodyMap(chart.examination), SliceView(phrase("known_pictures.slice"))
        for picture in (self.body, self.slice):
            picture.hide()
            self.box.addWidget(picture, 1)
        self.hide()

    def show_read(self, pages: Collection[str], page_wide: int) -> None:
        """Those of these ``pages`` of the chart, on a page of the ward so many pixels wide."""
        body = self._examined and "examination" in pages
        sliced = self._study is not None and "imaging" in pages
        shown = (body or sliced) and page_wide >= px(PAGE_LEAST)
        for picture, yes in ((self.body, body), (self.slice, sliced), (self, shown)):
            if picture.isHidden() == yes:
                picture.setVisible(yes)
        if shown and sliced and self._slicer is None and self._study is not None:
            self._make(self._study)

    def _make(self, study: MrStudy) -> None:
        """The slice along the spine if the report has one: most is seen on it."""
        key: Slice = min(study.keys, key=lambda one: one.plane != "sagittal")
        stack, view = stack_of(self._body, key.plane), self.slice
        self._slicer = slicer = Slicer(MrScanner(self._body), self)
        view.title, view.note, view.sides = key.sequence, phrase("mri_view.making"), SIDES[key.plane]
        view.usual = USUAL[key.sequence]
        view.show_window(view.usual)
        view.setRange(0, len(stack.poses) - 1)
        marks = level_marks(self._body) if key.plane == "sagittal" else {}

        def ask(number: int) -> None:
            pose = stack.poses[number]
            view.pixel_mm, view.names = pose.pixel_mm, {name: pose.pixel(place) for name, place in marks.items()}
            slicer.ask(Wish(key.plane, key.sequence, study.oedema, number), pose)

        slicer.made.connect(self._show)
        slicer.failed.connect(self._fail)
        view.brightened.connect(view.show_window)
        view.setValue(stack.nearest(self._body.landmark(key.at)))
        view.valueChanged.connect(ask)
        ask(view.value())

    def _show(self, wish: Wish, picture: NDArray[np.float16]) -> None:
        if wish.number == self.slice.value():  # a slower one of before is late
            self.slice.show_picture(picture)

    def _fail(self, words: str) -> None:
        self.slice.note = words
        self.slice.update()

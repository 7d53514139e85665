"""Pictures of what a term means: radiographs of the shipped patient by the same engine, with the thing drawn round."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy, Outline
from meshes.waist import drawn_outline
from scenarios.glossary import Term
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import Programme, automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.views import named_pose
from sim.session.patients import shipped_patient

PATIENT, FIELD_MM, SIZE, RIM_POINTS = "reference", 170.0, 480, 48


@dataclass(frozen=True, eq=False)
class Illustration:
    """A picture, and where in it the lines run."""

    title: str
    greys: NDArray[np.uint8]
    """(rows, columns)"""
    lines: tuple[tuple[NDArray[np.float64], bool], ...]
    """(points, 2): columns and rows; whether the line is closed"""


class Illustrator:
    """Loads the patient at the first picture. Takes a second or more: for a thread beside the window's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._imager: Imager | None = None
        self._made: dict[str, Illustration] = {}

    def draw(self, term: Term) -> Illustration:
        """Of a term that has a view."""
        with self._lock:
            if term.title not in self._made:
                self._made[term.title] = self._drawn(term)
            return self._made[term.title]

    def rest(self) -> None:
        """Let go of the body, and of what takes its pictures; those that are made stay."""
        self._imager = None

    def _drawn(self, term: Term) -> Illustration:
        anatomy = shipped_patient(PATIENT)
        imager = self._imager = self._imager or Imager(anatomy)
        view = View(named_pose(anatomy, term.view, term.level), FIELD_MM)
        exposure = Exposure(1, 0, view, automatic(thickness(anatomy, view), Programme(), view.field_mm), OPEN, None, None)
        outlines = [drawn_outline(anatomy, name) if name in anatomy.outlines else _rim(anatomy, name) for name in term.outlines]
        lines = tuple((view.pixel(view.project(outline.points), SIZE), outline.closed) for outline in outlines)
        return Illustration(term.title, imager.greys(exposure, SIZE), lines)


def _rim(anatomy: Anatomy, name: str) -> Outline:
    """Of an end-plate, by the landmarks on its edge: an oval, which is one line where the view is squared to it."""
    bone, _, plate = name.partition("/")
    end = plate.removesuffix("_endplate")
    front, back, right, left = (anatomy.landmark(f"{bone}/{end}_{edge}") for edge in ("front", "back", "side_right", "side_left"))
    angle = np.linspace(0.0, 2 * np.pi, RIM_POINTS, endpoint=False)[:, None]
    middle = (front + back + right + left) / 4
    return Outline(middle + np.cos(angle) * (right - left) / 2 + np.sin(angle) * (front - back) / 2, closed=True)

"""The pictures of an attempt's report: what was on the monitor, the contrast alone, and slices of what the X-rays hid."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.tissues import COLOURS
from scenarios import words
from scenarios.views import VIEWS
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager, oriented
from sim.fluoroscopy.picture import opened
from sim.fluoroscopy.shadows import Iodine
from sim.fluoroscopy.views import named_pose
from sim.records.recording import Recording
from sim.session.observation import Observation
from sim.session.world import World

PICTURE = 512
"""Pixels of a side"""
SLICE_HALF_MM = 45.0
NEARLY_ALL = 0.98


@dataclass(frozen=True)
class ReportPicture:
    """A picture to show."""

    title: str
    greys: NDArray[np.uint8]


class Album:
    """Collects the last picture of every exposure while a session runs."""

    def __init__(self) -> None:
        self.exposures: list[tuple[str, Exposure]] = []
        self.begun: list[int] = []
        """The step of the first pulse of each"""
        self._beam: int | None = None

    def watch(self, seen: Observation) -> None:
        if seen.carm.beam_on and self._beam is None:
            self._beam = seen.step
        if any(event.kind == "exposure_ended" for event in seen.notices) and seen.live is not None:
            self.exposures.append((f"{words.told(seen.live.title)}, {seen.time_s:.1f} s", opened(seen.live)))
            self.begun.append(seen.step if self._beam is None else self._beam)
        if not seen.carm.beam_on:
            self._beam = None

    def fullest(self) -> Iodine | None:
        """The contrast as the first picture showed (nearly) all of it: before the drug drove it on."""
        shown = [exposure.contrast for _, exposure in self.exposures if exposure.contrast is not None]
        most = max((float(contrast.mg.sum()) for contrast in shown), default=0.0)
        return next((contrast for contrast in shown if float(contrast.mg.sum()) >= NEARLY_ALL * most), None)

    def shots(self, imager: Imager, size: int = PICTURE) -> list[ReportPicture]:
        return [ReportPicture(title, oriented(imager.greys(exposure, size), exposure.orientation)) for title, exposure in self.exposures]


def contrast_alone(world: World, contrast: Iodine | None, imager: Imager, size: int = PICTURE) -> list[ReportPicture]:
    """The contrast alone, in the views that show an epidurogram."""
    target = world.scenario.target
    centre = target.landmark(world.technique.target)
    shots = []
    for name in ("AP", "lateral", "clo"):
        view = View(named_pose(world.anatomy, name, world.squared_level(), target.side, centre))
        technique = automatic(thickness(world.anatomy, view))
        exposure = Exposure(0, 0, view, technique, OPEN, None, contrast, lies=world.lies)
        shots.append(ReportPicture(words.paper("report_contrast", view=words.told(VIEWS[name].title)), imager.greys(exposure, size)))
    return shots


def truth_slices(anatomy: Anatomy, place: NDArray[np.float64], path: NDArray[np.float64]) -> list[tuple[str, NDArray[np.uint8]]]:
    """(title, RGB) of the labels through a place: axial and sagittal, the needle's path drawn in."""
    palette = np.full((256, 3), 40, np.uint8)
    palette[0] = 0
    for tissue, colour in COLOURS.items():
        palette[tissue] = np.array(colour) * 255
    t = np.arange(-SLICE_HALF_MM, SLICE_HALF_MM, 0.3)
    made = []
    for plane, u, v in (("axial", (1.0, 0, 0), (0, 1.0, 0)), ("sagittal", (0, 1.0, 0), (0, 0, 1.0))):
        a, b = np.array(u), np.array(v)
        points = place + t[None, :, None] * a + t[::-1][:, None, None] * b
        image = palette[anatomy.tissue_at(points.reshape(-1, 3)).reshape(len(t), len(t))].copy()
        for node in _dense(path):
            x, y = (node - place) @ a, (node - place) @ b
            i, j = int(len(t) / 2 - y / 0.3), int(len(t) / 2 + x / 0.3)
            if 1 <= i < len(t) - 1 and 1 <= j < len(t) - 1:
                image[i - 1 : i + 1, j - 1 : j + 1] = (20, 20, 24)
        made.append((words.paper(f"report_way_{plane}"), image))
    return made


def _dense(path: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(path) < 2:
        return path
    pieces = [a + (b - a) * np.linspace(0, 1, 60)[:, None] for a, b in pairwise(path)]
    return np.vstack(pieces)


def tip_path(recording: Recording) -> NDArray[np.float64]:
    """Where the tip went, in order, until the drug or the end; (n, 3) mm."""
    places = [event.data["place"] for event in recording.events if event.kind == "tip_at" and event.data["depth_mm"] > 0]
    deepest = int(np.argmax([np.linalg.norm(np.array(p) - np.array(places[0])) for p in places])) + 1 if places else 0
    return np.array(places[:deepest], float).reshape(-1, 3)

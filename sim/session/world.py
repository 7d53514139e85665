"""What does not change during an attempt: the case, the patient, and where things are in this body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from types import MappingProxyType
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from meshes.anatomy import Anatomy, Outline
from meshes.canal_line import CanalLine
from meshes.morphometry import Lying, interspace
from meshes.person import Person
from meshes.quoting import quoted
from meshes.space import Vector, length
from meshes.telling import Progress, silent
from meshes.tissues import NERVE, Tissue
from meshes.waist import drawn_outline
from scenarios import files
from scenarios.base import SideName
from scenarios.schema import Scenario, Target, Technique
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.dose import thickness
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.picture import Shadow
from sim.fluoroscopy.screen import Screen
from sim.physics.body import Body
from sim.physics.ground import Ground
from sim.session.patients import patient_named, patient_of, without_pillow

Shadows = Mapping[str, Shadow]

TARGET_REACH_MM = 18.0
"""Contrast lies near a place this far along the canal (guess)."""
BATHED_MM = 3.0
"""Drug so near a root's surface reaches it (guess)."""
ROOT_REACH_MM = 22.0
"""A root counts as a level's own this far from the middle of its ganglion (guess)."""


@dataclass(frozen=True, eq=False)
class World:
    """One case in one body."""

    scenario: Scenario
    technique: Technique
    anatomy: Anatomy
    body: Body
    person: Person | None = None
    """Whose body it is, if it was drawn."""
    lies: Lying = "pillow"
    """How the patient lies; every attempt begins on a pillow."""

    @staticmethod
    def of(scenario: Scenario, anatomy: Anatomy | None = None, progress: Progress = silent) -> World:
        """The case with its own patient, who may have to be made first, or with another one.

        Raises InputError if nobody knows the patient, or if a landmark is lacking that the technique needs.
        """
        technique = files.technique(scenario.technique)
        person = scenario.patient.person if anatomy is None else None
        anatomy = anatomy or _patient_of(scenario, progress)
        world = World(scenario, technique, anatomy, Body.of(anatomy), person)
        for template in (technique.entry, technique.target, technique.reach):
            name = scenario.target.landmark(template)
            if name not in anatomy.landmarks:
                needs = f"which {technique.name} at {scenario.target.level} needs"
                raise files.InputError(f"{scenario.name}: patient: {quoted(anatomy.name)} has no landmark {name!r}, {needs}")
        return world

    def lain(self, lying: Lying, progress: Progress = silent) -> World:
        """The same patient laid so: made once, and this one where that changes nothing or there is but the one body of him."""
        if lying == self.lies:
            return self
        if lying not in self._lain:
            found = without_pillow(self.anatomy, self.person, progress)
            if found is None:
                return self
            other = World(self.scenario, self.technique, found, Body.of(found), self.person, lying)
            other._lain[self.lies] = self
            self._lain.setdefault(lying, other)  # who asked at the same time has the same one
        return self._lain[lying]

    @cached_property
    def _lain(self) -> dict[Lying, World]:
        return {}

    def imager(self) -> Imager:
        """Which opens pictures of this patient however he lay."""
        first = self.lain("pillow")
        return Imager(first.anatomy, lambda lying: first.lain(lying).anatomy)

    def place(self, template: str) -> Vector:
        """A technique's landmark in this body, mm."""
        return self.anatomy.landmark(self.scenario.target.landmark(template))

    @cached_property
    def target(self) -> Vector:
        return self.place(self.technique.target)

    @cached_property
    def canal(self) -> CanalLine:
        return CanalLine(self.anatomy.canal)

    def station(self, point: Vector) -> float:
        """Where along the canal (mm from its top) a point lies."""
        return float(self.canal.station(point))

    @cached_property
    def target_root(self) -> NDArray[np.float64]:
        """(n, 3) mm: the nerve that the drug is meant for, voxel by voxel: the root below an interspace, else the target's own."""
        level = self.squared_level() if self.technique.aim == "interspace" else self.scenario.target.level
        ganglia = {name: point for name, point in self.anatomy.landmarks.items() if "/ganglion_" in name}
        own = ganglia.get(f"{level}/ganglion_{self.scenario.target.side}")
        if own is None:
            return np.zeros((0, 3))
        fine = self.anatomy.fine
        box = fine.grid.box_index(own - ROOT_REACH_MM, own + ROOT_REACH_MM)
        found = np.argwhere(np.isin(fine.values[box], list(NERVE))) + [s.start for s in box]
        places = fine.grid.centre(found)
        gaps = np.stack([((places - point) ** 2).sum(1) for point in ganglia.values()])
        own_places: NDArray[np.float64] = places[((places - own) ** 2).sum(1) <= gaps.min(0)]
        return own_places

    @cached_property
    def reaches(self) -> dict[str, float]:
        """Where along the canal (mm) lie the landmarks that contrast should reach by any technique's lights, at any of its targets."""
        found = {self.scenario.target.landmark(self.technique.reach)}
        for technique in (files.technique(name) for name in files.techniques()):
            targets = (Target(level=level, side=side) for level in technique.levels for side in get_args(SideName))
            found |= {target.landmark(technique.reach) for target in targets}
        return {name: self.station(self.anatomy.landmarks[name]) for name in sorted(found) if name in self.anatomy.landmarks}

    @cached_property
    def sights(self) -> dict[str, Vector]:
        """The landmarks that a trained eye finds in pictures of the target."""
        return self._there([self.scenario.target.landmark(t) for t in self.technique.sights])

    @cached_property
    def other_sights(self) -> dict[str, Vector]:
        """Those by which any technique goes to any of its targets, but for the target's own."""
        found = set()
        for technique in map(files.technique, files.techniques()):
            for level, side in product(technique.levels, get_args(SideName)):
                found |= {Target(level=level, side=side).landmark(template) for template in technique.sights}
        return self._there(sorted(found - set(self.sights)))

    def shadows(self, view: View, opening: Collimator) -> tuple[Shadows, Shadows]:
        """Those of the sights, and of the others, that lie in the open field; worked out once for each."""
        if (view, opening) not in self._shadows:
            self._shadows[view, opening] = _in_field(self.sights, view, opening), _in_field(self.other_sights, view, opening)
        return self._shadows[view, opening]

    @cached_property
    def _shadows(self) -> dict[tuple[View, Collimator], tuple[Shadows, Shadows]]:
        return {}

    def _there(self, names: Sequence[str]) -> dict[str, Vector]:
        return {name: self.anatomy.landmarks[name] for name in names if name in self.anatomy.landmarks}

    def thickness(self, view: View) -> float:
        """Mean mm of tissue along a view's rays; taken once for each."""
        if view not in self._thicknesses:
            self._thicknesses[view] = thickness(self.anatomy, view)
        return self._thicknesses[view]

    @cached_property
    def _thicknesses(self) -> dict[View, float]:
        return {}

    def near(self, ground: Ground) -> Mapping[str, NDArray[np.intp]]:
        """Which of a space's cells lie near each of the ``reaches``."""
        if ground not in self._near:
            close = {name: np.abs(ground.at.s - station) <= TARGET_REACH_MM for name, station in self.reaches.items()}
            self._near[ground] = {name: np.flatnonzero(some) for name, some in close.items()}
        return self._near[ground]

    @cached_property
    def _near(self) -> dict[Ground, Mapping[str, NDArray[np.intp]]]:
        return {}

    def bathing(self, ground: Ground) -> NDArray[np.intp]:
        """Which of a space's cells lie beside the target's root."""
        if ground not in self._bathing:
            distance = np.full(len(ground.places), np.inf)
            if len(self.target_root):
                distance, _ = cKDTree(self.target_root).query(ground.places, distance_upper_bound=BATHED_MM)
            self._bathing[ground] = np.flatnonzero(np.isfinite(distance))
        return self._bathing[ground]

    @cached_property
    def _bathing(self) -> dict[Ground, NDArray[np.intp]]:
        return {}

    @cached_property
    def outlines(self) -> dict[str, Outline]:
        """What teaching draws round at the target, and no more than a picture bears: by what the technique aims at, the nearest first."""
        level, side = self.scenario.target.level, self.scenario.target.side
        pedicles = [f"{bone}/pedicle_{s}" for bone in {level, self.squared_level()} for s in ("left", "right")]
        if self.technique.aim == "interspace":
            space = interspace(level)
            lines = [f"ventral_interlaminar_line_{side}", "spinolaminar_line", "interlaminar_window"]
            names = [f"{space}/{line}" for line in lines] + pedicles
        elif self.technique.aim == "canal":
            names = ["sacral_canal/axis", *(f"S{n}/dorsal_foramen_{s}" for n in (2, 3, 4) for s in ("left", "right"))]
        else:
            at = [
                f"foramen_{side}",
                f"safe_triangle_{side}",
                f"kambin_triangle_{side}",
                f"dorsal_foramen_{side}",
                f"ventral_foramen_{side}",
            ]
            names = [f"{level}/{line}" for line in at] + pedicles
        found = {name: drawn_outline(self.anatomy, name) for name in sorted(names) if name in self.anatomy.outlines}
        return dict(sorted(found.items(), key=lambda item: _apart(item[1], self.target)))

    @cached_property
    def depth_line(self) -> dict[str, Outline]:
        """The ventral interlaminar line on the target's side, by which depth is told between laminae."""
        own = self.scenario.target.landmark("{interspace}/ventral_interlaminar_line_{side}")
        return {name: outline for name, outline in self.outlines.items() if name == own}

    @cached_property
    def screen(self) -> Screen:
        """On which scripted hands look at pictures of this patient."""
        first = self.lain("pillow")
        return Screen(first.anatomy, lambda lying: first.lain(lying).anatomy)

    @cached_property
    def palpable(self) -> dict[str, tuple[float, float]]:
        """The landmarks that a finger finds, as (right, superior) mm."""
        names = (self.scenario.target.landmark(t) for t in self.technique.palpable)
        return {n: (float(self.anatomy.landmarks[n][0]), float(self.anatomy.landmarks[n][2])) for n in names if n in self.anatomy.landmarks}

    @cached_property
    def description(self) -> dict[str, Any]:
        """The body as a recording keeps it, so that an attempt can be judged without it: landmarks by name and the canal's curve, mm."""
        landmarks = {name: _place(point) for name, point in sorted(self.anatomy.landmarks.items())}
        return {"landmarks": landmarks, "canal": [_place(point) for point in self.anatomy.canal]}

    @cached_property
    def clefts_known(self) -> bool:
        """Whether this body says where its interspinous ligaments hold fat; an imported one does not."""
        return bool((self.anatomy.fine.values == Tissue.INTERSPINOUS_CLEFT).any())

    @cached_property
    def operated(self) -> bool:
        """Whether a surgeon was here: there is scar in the canal."""
        return bool((self.anatomy.fine.values == Tissue.SCAR).any())

    @cached_property
    def back_y(self) -> float:
        """A y behind every part of the patient, mm."""
        return float(self.anatomy.coarse.grid.lo[1]) - 1.0

    def squared_level(self) -> str:
        """The vertebra whose end-plate AP squares."""
        return self.technique.squared_level(self.scenario.target.level)


def _patient_of(scenario: Scenario, progress: Progress) -> Anatomy:
    """Whom the case names, or wants made. Raises InputError that says case and field."""
    person = scenario.patient.person
    try:
        return patient_of(person, progress) if person else patient_named(scenario.patient.anatomy)
    except files.InputError as error:
        raise files.InputError(f"{scenario.name}: {'patient.body: ' if person else ''}{error}") from None


def _in_field(places: Mapping[str, Vector], view: View, opening: Collimator) -> Shadows:
    half, projected = view.field_mm / 2, view.project(np.array(list(places.values())).reshape(-1, 3))
    shadows = ((name, float(u), float(v)) for name, (u, v) in zip(places, projected, strict=True))
    return MappingProxyType({name: (u, v) for name, u, v in shadows if opening.holds(u / half, v / half)})


def _place(point: Vector) -> list[float]:
    """Digits enough that nothing judged later is rounded otherwise than if it had been judged at once."""
    return [round(float(x), 6) + 0.0 for x in point]


def _apart(outline: Outline, place: Vector) -> float:
    """mm from a rim's middle, or from a line's nearest corner."""
    return float(length(outline.points.mean(0) - place) if outline.closed else length(outline.points - place).min())

"""One body's own shape: each bone's surface displaced smoothly and by chance, and its two sides told apart.

All is one map of a bone's own frame onto the mean's: a field is asked where the mean has the place, and landmarks go the way back, so that
each stays on its own spot of the surface. Of the joints' surfaces little moves; bones that share a frame share the displacement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from math import atan, degrees, sqrt

import numpy as np
from numpy.typing import NDArray

from meshes import tables
from meshes.compiled import compiled
from meshes.morphometry import Dimensions
from meshes.noise import stream
from meshes.process_form import ProcessForm, ProcessForms
from meshes.shapes import Box
from meshes.skeleton import Landmarks
from meshes.space import length
from meshes.spine.displacement import STILL, Displacement, displacement, smoothly
from meshes.spine.processes import stretched, swept
from meshes.spine.vertebra import template_level

JOINT_MM = (5.0, 13.0)
"""So near to the middle of a facet nothing is displaced; so far all of it."""
CANAL_MM, CANAL_SHARE = (13.0, 24.0), 0.3
"""Within the first distance of the canal's middle so much of the displacement is left, beyond the second all: two walls that each move
make a canal or a pedicle as narrow as nobody's (guess)."""
PEDICLE_MM, PEDICLE_SHARE = (5.0, 14.0), 0.45
"""The same round the middle of a pedicle."""
SACRAL_MM, SACRAL_SHARE = (8.0, 22.0), 0.4
"""The same round the sacral canal and its hiatus, which are narrower."""
HIP_MM = (32.0, 50.0)
"""Round the middle of the hip joint nothing moves: ball and socket are turned by one centre."""
BODY_TO_ARCH_MM = (-6.0, 2.0)
"""From so far before the posterior wall to so far behind it the body's displacement gives way to the arch's."""
PELVIS_LO, PELVIS_HI, PELVIS_STEP_MM = (-160.0, -90.0, -200.0), (160.0, 110.0, 110.0), 4.0
"""What of the pelvis is displaced, in the sacrum's frame, and how wide its lattice is; beyond it the border's displacement goes on."""
ASIDE_MM, CREST_MM = (45.0, 75.0), (-60.0, 20.0)
"""From so far beside the midline, and from so high on, a hip bone is its crest's: outside the sacroiliac joint."""
SPINOUS_WIDTH_MM, SPINOUS_HALF_MM = 8.0, 12.0
"""How wide the tip of a spinous process is, and how far beside the midline it is at most (guess)."""
KEPT, PELVES_KEPT = 16, 2
"""So many displacements are kept, two bodies': who changes one thing of a body has those of the bones that stay (0.8 and 5 MB each)."""
Told = tuple[tuple[str, tuple[float, ...]], ...]
"""Landmarks, by which what was made is found again"""
MOST_RATIO = 1.6
"""No process is by more than this longer or thicker than its fellow and itself on average."""


def told_apart(level: str, person: Dimensions) -> ProcessForms:
    """The processes of a level with what tells the person's sides apart: each side takes half of a difference."""
    own = person.levels[level]
    if person.own is None or not swept(level):
        return own.processes
    side = person.own.levels[level]
    free, scale = stretched(level, template_level(level), own.measures)
    # heights h t and h / t differ by h (t - 1 / t)
    half = side.transverse_height / TRANSVERSE_HEIGHT_MM[level] / 2
    taller = half + sqrt(half * half + 1)

    def sided(form: ProcessForm, sign: int) -> ProcessForm:
        return replace(
            form,
            length=_ratio(form.length + sign * side.transverse_length / 2 / (scale * free)),
            height=_ratio(form.height * taller**sign),
            rise_deg=form.rise_deg + sign * side.transverse_rise / 2,
            turn_deg=form.turn_deg + sign * side.transverse_back / 2,
        )

    behind = own.measures.spinous_length - own.measures.canal_depth
    spine = own.processes.spinous
    return ProcessForms(
        sided(own.processes.transverse_right, 1),
        sided(own.processes.transverse_left, -1),
        replace(
            spine,
            turn_deg=spine.turn_deg + degrees(atan(side.spinous_tip / behind)),
            # its lower edge to the right is its upper edge to the left
            tilt_deg=spine.tilt_deg - side.spinous_turn,
        ),
    )


TRANSVERSE_HEIGHT_MM = {"L1": 11.0, "L2": 13.0, "L3": 13.0, "L4": 12.0, "L5": 17.0}
"""L5 [@ctspinopelvic_1k]; the others guesses, of which only the share of a difference depends."""


def _ratio(value: float) -> float:
    return float(np.clip(value, 1 / MOST_RATIO, MOST_RATIO))


def own_vertebra(level: str, person: Dimensions, marks: Landmarks) -> Displacement:
    """The displacement of a vertebra whose mean has these landmarks, in its frame."""
    if person.own is None:
        return STILL
    own = person.own
    return _vertebra(level, own.seed, own.asymmetry, own.levels[level].spinous_length, _told(marks))


@lru_cache(maxsize=KEPT)
def _vertebra(level: str, seed: int, asymmetry: float, spinous_length: float, told: Told) -> Displacement:
    marks = _marks(told)
    body, arch = _size("body"), _size("arch")
    wall = float(marks["posterior_wall"][1])
    facets = [point for name, point in marks.items() if "_facet_" in name]
    middle, pedicles = (marks["canal_front"] + marks["canal_back"]) / 2, [marks["pedicle_right"], marks["pedicle_left"]]

    def amplitude(places: NDArray[np.float64]) -> NDArray[np.float64]:
        behind = smoothly(wall - places[..., 1], BODY_TO_ARCH_MM)
        from_axis = length((places - middle) * [1.0, 1.0, 0.0])
        near = CANAL_SHARE + (1 - CANAL_SHARE) * smoothly(from_axis, CANAL_MM)
        near *= PEDICLE_SHARE + (1 - PEDICLE_SHARE) * _away(places, pedicles, PEDICLE_MM)
        return np.asarray((body + (arch - body) * behind) * near * _away(places, facets, JOINT_MM))

    box = Box.around(list(marks.values()), 12.0)
    own = displacement(box, amplitude, stream(seed, f"surface/{level}"), asymmetry)
    return _slanting(own, spinous_length, marks)


def _slanting(own: Displacement, spinous_length: float, marks: Landmarks) -> Displacement:
    """With the tip of the spinous process longer on one side."""
    x, y, _ = own.nodes()
    from_lamina = (float(marks["canal_back"][1]), float(marks["spinous_tip"][1]))
    out = smoothly(-y, (-from_lamina[0], -from_lamina[1]))
    across = np.clip(x, -SPINOUS_HALF_MM / 2, SPINOUS_HALF_MM / 2) * (1 - smoothly(np.abs(x), (SPINOUS_HALF_MM / 2, SPINOUS_HALF_MM)))
    own.values[..., 1] += (spinous_length / SPINOUS_WIDTH_MM * across[:, None] * out[None, :])[:, :, None].astype(np.float32)
    return own.measured()


def own_pelvis(person: Dimensions, marks: Landmarks, hip: NDArray[np.float64]) -> Displacement:
    """The displacement of sacrum, hip bones and femora, in the sacrum's frame; ``hip`` is the middle of the right hip joint."""
    if person.own is None:
        return STILL
    own = person.own
    return _pelvis(own.seed, own.asymmetry, own.crest, _told(marks), tuple(map(float, hip)))


@lru_cache(maxsize=PELVES_KEPT)
def _pelvis(seed: int, asymmetry: float, crest: float, told: Told, right_hip: tuple[float, ...]) -> Displacement:
    marks, hip = _marks(told), np.array(right_hip)
    facets = [point for name, point in marks.items() if name.startswith("superior_facet")]
    canal = [point for name, point in marks.items() if name.startswith(("canal_s", "hiatus"))]
    size = _size("pelvis")

    def amplitude(places: NDArray[np.float64]) -> NDArray[np.float64]:
        free = _away(places, facets, JOINT_MM) * _away(places, [hip, hip * [-1, 1, 1]], HIP_MM)
        return np.asarray(size * free * (SACRAL_SHARE + (1 - SACRAL_SHARE) * _away(places, canal, SACRAL_MM)))

    own = displacement(Box(PELVIS_LO, PELVIS_HI), amplitude, stream(seed, "surface/pelvis"), asymmetry, PELVIS_STEP_MM)
    x, _, z = own.nodes()
    higher = crest / 2 * np.sign(x) * smoothly(np.abs(x), ASIDE_MM)
    own.values[..., 2] -= (higher[:, None] * smoothly(z, CREST_MM)[None, :])[:, None, :].astype(np.float32)
    return own.measured()


def _told(marks: Landmarks) -> Told:
    return tuple((name, tuple(map(float, point))) for name, point in marks.items())


def _marks(told: Told) -> dict[str, NDArray[np.float64]]:
    return {name: np.array(point) for name, point in told}


def _size(part: str) -> float:
    """The displacement's spread in one direction, mm."""
    found = next(row.amplitude_mm for row in tables.read("surface", tables.SurfaceLayer) if row.part == part)
    assert found is not None
    return found


def _away(places: NDArray[np.float64], middles: Sequence[NDArray[np.float64]], reach: tuple[float, float]) -> NDArray[np.float64]:
    """0 within the first distance of the nearest middle, 1 beyond the second."""
    nearest = np.empty(places.shape[:-1])
    _nearest(np.ascontiguousarray(places).reshape(-1, 3), np.array(middles, float), nearest.reshape(-1))
    return smoothly(nearest, reach)


@compiled
def _nearest(places: NDArray[np.float64], middles: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    """How far each place is from the nearest of the middles, mm: array by array this took a quarter of the making of a pelvis."""
    for i in range(len(places)):
        least = np.inf
        for k in range(len(middles)):
            x, y, z = places[i, 0] - middles[k, 0], places[i, 1] - middles[k, 1], places[i, 2] - middles[k, 2]
            least = min(least, x * x + y * y + z * z)
        out[i] = np.sqrt(least)

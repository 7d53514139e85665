"""The bones of one person from the tables, put on one another disc by disc, from the sacrum up."""

from __future__ import annotations

from math import atan2, radians

import numpy as np

from meshes.morphometry import VERTEBRAE, Dimensions
from meshes.shapes import scaled
from meshes.skeleton import Landmarks, Skeleton, placed
from meshes.space import ANTERIOR, RIGHT, SUPERIOR, Pose, rotate, rotation, tilted_forward
from meshes.spine import processes
from meshes.spine.bone_landmarks import of_template, sacral_landmarks
from meshes.spine.facets import turned
from meshes.spine.individual import own_pelvis, own_vertebra, told_apart
from meshes.spine.joints import with_joints
from meshes.spine.laminae import arched
from meshes.spine.pelvis import femora, hip_centre, hips
from meshes.spine.ribs import RIB_OF, rib
from meshes.spine.sacrum import sacrum
from meshes.spine.vertebra import template_level, vertebra
from meshes.variants import growths


def from_tables(person: Dimensions) -> Skeleton:
    """The person's sacrum, pelvis, vertebrae and lower ribs, with what variants make of them."""
    size, hiatus = person.values["pelvis_scale"], person.values["hiatus_depth"]
    marks = {name: size * point for name, point in sacral_landmarks(hiatus).items()}
    his = own_pelvis(person, marks, size * hip_centre())
    marks, slope = his.places(marks), radians(person.sacral_slope_deg)
    lean = atan2(*(marks["superior_front"] - marks["superior_back"])[[2, 1]])
    turn = rotation(RIGHT, -slope - lean)
    beside = _beside_facets(marks, "superior")
    pose = Pose(turn, -rotate(turn, marks["superior_endplate"] - beside * RIGHT))
    base = placed("sacrum", his.of(scaled(sacrum(hiatus), size)), marks, pose)
    bones = [
        base,
        placed("hips", his.of(scaled(hips(person.values["crest_rise"]), size)), {}, pose),
        placed("femora", scaled(femora(), size), {}, pose),
    ]

    below, tilt, sideways = base, slope, np.eye(3)
    for level in reversed(VERTEBRAE):
        own = person.levels[level]
        forms = told_apart(level, person)
        shape, warp = vertebra(level, own.measures, own.wedge, forms)
        template = of_template(template_level(level)) | processes.landmarks(level, template_level(level), forms)
        marks = {key: warp.to_person(point) for key, point in template.items()}
        his = own_vertebra(level, person, marks)
        shape, marks = his.of(shape), his.places(marks)
        lower_lean = _lean(marks, "inferior")
        upper_lean = _lean(marks, "superior")
        # a fracture takes its lordosis away, and no disc gives it back
        sound = vertebra(level, own.measures)[1] if own.wedge else warp
        wedge = radians(own.segment_deg) - (
            _lean(his.places({key: sound.to_person(point) for key, point in template.items()}), "superior") - lower_lean
        )
        disc_tilt = tilt - wedge / 2
        # the vertebra's lower end-plate leans back by the disc's wedge against the upper end-plate below it
        sideways = sideways @ rotation(ANTERIOR, radians(own.lean_deg)) @ rotation(SUPERIOR, radians(own.turn_deg))
        turn = sideways @ rotation(RIGHT, -(tilt - wedge) - lower_lean)
        between = tilted_forward(disc_tilt)
        normal, forward = rotate(sideways, between.turn([0.0, 0.0, 1.0])), rotate(sideways, between.turn([0.0, 1.0, 0.0]))
        across = (_beside_facets(marks, "inferior") - beside) * rotate(sideways, RIGHT)
        meets = below.landmarks["superior_endplate"] + own.disc_height * normal + own.slip_mm * forward + across
        beside = _beside_facets(marks, "superior")
        pose = Pose(turn, meets - rotate(turn, marks["inferior_endplate"]))
        below = placed(level, shape, marks, pose)
        bones.append(below)
        if level in RIB_OF and not (level == "T12" and person.numbering == "six"):
            bones.append(placed(RIB_OF[level], rib(RIB_OF[level], warp), {}, pose))
        tilt = tilt - wedge - (upper_lean - lower_lean)
    whole = growths.reshaped(arched(turned({bone.name: bone for bone in reversed(bones)}, person), person), person)
    return with_joints(tuple(whole.values()), growths.growths(whole, person))


def _lean(marks: Landmarks, end: str) -> float:
    """How far an end-plate leans back in its vertebra's frame, radians."""
    return atan2(*(marks[f"{end}_front"] - marks[f"{end}_back"])[[2, 1]])


def _beside_facets(marks: Landmarks, end: str) -> float:
    """How far to the right of the middle between its facets an end-plate's middle lies in its bone's frame, mm: an own shape moves the one
    and spares the other, and bones that met by their end-plates alone would stand with one facet joint open and the other driven in."""
    right, left = (marks[f"{end}_facet_{side}"] for side in ("right", "left"))
    return float(marks[f"{end}_endplate"][0] - (right[0] + left[0]) / 2)

"""Transverse and spinous processes of single people: tapering blades and hatchets where the mean vertebra has sausages and paddles.

A mean of many people has lost every taper, tilt and edge of its processes. The fitted template stays that mean, what somebody's surfaces
are compared with; a person who is made from the tables has these in place of its limbs, in the template's frame.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import radians, tan
from typing import Literal

import numpy as np

from meshes import tables
from meshes.morphometry import Measures
from meshes.process_form import ProcessForm, ProcessForms
from meshes.shapes import Shape, union
from meshes.skeleton import Landmarks
from meshes.spine.sweep import Sweep
from meshes.spine.template import Part, parts

TRANSVERSE_BLEND_MM, SPINOUS_BLEND_MM = 2.5, 4.0
"""Over how much they are joined to the arch (guess)."""
OWN = " own"
"""After the name of a level in the table ``bone_limbs``: what people's bones have and the mean has lost."""
STUB_NODES = 2
"""So much of a template's transverse limb stays: the root, which the pedicle and the pars are fitted with."""
ROOT_SHARE = 0.15
"""And so much of the first piece of its spinous one: where it springs from the laminae it is the canal's wall."""
LANDMARK_WITHIN_MM = 0.4
"""Tips are the middle of the last millimetre, as on the template."""
TAIL_MM = 8.0
"""The top and the bottom of a spinous process are those of its last millimetres, as on the template."""


@cache
def swept(level: str) -> bool:
    """Whether the table ``processes`` has the level; the others keep the limbs of their template."""
    return any(row.level == level for row in tables.read("processes", tables.ProcessStation))


def own_limbs(template: str) -> tuple[Part, ...]:
    """The template's limbs with the stubs alone of those that are swept, and with what only people have."""

    def kept(part: Part) -> Part:
        if part.name == "transverse":
            return replace(part, nodes=part.nodes[:STUB_NODES], radii=part.radii[:STUB_NODES])
        if part.name == "spinous":
            root, on = part.nodes[:2]
            return replace(part, nodes=np.array([root, root + ROOT_SHARE * (on - root)]), radii=part.radii[[0, 0]])
        return part

    return tuple(kept(part) for part in parts(template)) + _own(template)


@cache
def _own(template: str) -> tuple[Part, ...]:
    name = template + OWN
    return parts(name) if any(row.bone == name for row in tables.read("bone_limbs", tables.Limb)) else ()


def added(rest: Shape, level: str, template: str, forms: ProcessForms) -> Shape:
    """A vertebra's ``rest`` with the processes of the level on it; ``template`` names the bone in whose frame it lies."""
    right, left, spine = _sweeps(level, template, forms)
    blades = union(rest, right.shape(0, 1.0), left.shape(0, -1.0), blend=TRANSVERSE_BLEND_MM)
    return union(blades, spine.shape(1, -1.0), blend=SPINOUS_BLEND_MM)


def landmarks(level: str, template: str, forms: ProcessForms) -> Landmarks:
    """Where the tips are, mm, in the template's frame: those of the swept processes."""
    if not swept(level):
        return {}
    right, left, spine = _sweeps(level, template, forms)
    found: Landmarks = {}
    for name, sign, sweep in (("right", 1.0, right), ("left", -1.0, left)):
        tip = _tip(level, "transverse", template, forms.transverse_right if name == "right" else forms.transverse_left) - LANDMARK_WITHIN_MM
        aside, up, _ = sweep.centre(tip)
        found[f"transverse_tip_{name}"] = np.array([sign * tip, aside, up])
    aside, up, _ = spine.centre(spine.last)
    tip = _tip(level, "spinous", template, forms.spinous)
    found["spinous_tip"] = np.array([aside, LANDMARK_WITHIN_MM - tip, up])
    tail = [(along, *spine.centre(along)) for along in np.linspace(tip - TAIL_MM, spine.last, 17)]
    for name, way in (("spinous_top", 1.0), ("spinous_bottom", -1.0)):
        along, aside, up, half = max(tail, key=lambda at: way * at[2] + at[3])
        found[name] = np.array([aside, -along, up + way * half])
    return found


def _sweeps(level: str, template: str, forms: ProcessForms) -> tuple[Sweep, Sweep, Sweep]:
    return (
        _sweep(level, "transverse", template, forms.transverse_right),
        _sweep(level, "transverse", template, forms.transverse_left),
        _sweep(level, "spinous", template, forms.spinous),
    )


def stretched(level: str, template: str, measures: Measures) -> tuple[float, float]:
    """How long a level's usual transverse process is beyond its root, mm in the template's frame; and by how much the person's measures
    stretch it."""
    usual = Measures.of_template(template)
    root = _stations(level, "transverse")[0].root_mm
    theirs, ours = (m.transverse_span / 2 - m.canal_width / 2 - m.pedicle_width for m in (usual, measures))
    return usual.transverse_span / 2 - root, max(ours / theirs, 0.1)


Process = Literal["transverse", "spinous"]


@cache
def _stations(level: str, process: Process) -> tuple[tables.ProcessStation, ...]:
    return tuple(row for row in tables.read("processes", tables.ProcessStation) if (row.level, row.process) == (level, process))


def _tip(level: str, process: Process, template: str, form: ProcessForm) -> float:
    """How far along it ends, mm: where the measures of the template say, more or less by the form."""
    root = _stations(level, process)[0].root_mm
    usual = Measures.of_template(template).transverse_span / 2 if process == "transverse" else _behind(template)
    return root + form.length * (usual - root)


@cache
def _behind(template: str) -> float:
    """How far behind the frame's origin the template's spinous process ends, mm."""
    rows = tables.read("bone_landmarks", tables.BoneLandmark)
    return LANDMARK_WITHIN_MM - next(row.y_mm for row in rows if (row.bone, row.landmark) == (template, "spinous_tip"))


def _sweep(level: str, process: Process, template: str, form: ProcessForm) -> Sweep:
    rows = _stations(level, process)
    first, tip = rows[0].root_mm, _tip(level, process, template, form)
    share = np.linspace(0.0, 1.0, len(rows))
    out = share * (tip - first)
    high, thick = (1 + share * (value - 1) for value in (form.height, form.thickness))
    # a transverse process turns back, towards smaller y, a spinous one to the right, towards larger x
    way = -1.0 if process == "transverse" else 1.0
    stations = np.column_stack(
        [
            np.array([row.side_mm for row in rows]) + way * tan(radians(form.turn_deg)) * out,
            np.array([row.z_mm for row in rows]) + tan(radians(form.rise_deg)) * out,
            np.array([row.height_mm for row in rows]) / 2 * high,
            *(np.array([[row.upper_mm, row.middle_mm, row.lower_mm] for row in rows]) / 2 * thick[:, None]).T,
        ]
    )
    return Sweep.through(first, tip, stations, np.array([row.tilt_deg for row in rows]) + share * form.tilt_deg)

"""The series: what is done to one patient, and what is noted of it. A note is figure -> number, only for what could be noted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from meshes.anatomy import Anatomy
from meshes.morphometry import LUMBAR, interspace
from meshes.space import Vector, dot
from meshes.tissues import EPIDURAL
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.views import named_pose
from sim.physics.body import Body
from sim.physics.compartments import compartments
from sim.physics.flow import Deposit
from sim.session.world import World
from sim.studies.population_cases import Done, felt_caudal, felt_lumbar, guided, guided_twice
from sim.studies.reach import read

Note = dict[str, float]
VESSELS = tuple(space.name for space in compartments().values() if space.returns == "blood")
LINE_MM = 3.0
"""At a line: no farther from it than this."""
RATE_ML_S = 0.5


def interlaminar(anatomy: Anatomy, seed: int) -> Note:
    """L4-L5, 5 ml."""
    done = guided("interlaminar_l4_l5", anatomy, seed, 5.0, RATE_ML_S)
    note = _uptake(done, "il")
    losses = [event for event in done.state.events if event.kind == "loss_of_resistance"]
    if losses and done.pressures:
        note["il_pressure"] = max(done.pressures)
    epidural = _epidural(done)
    if epidural is not None:
        found = read(anatomy, epidural)
        note |= {
            "il_up": float(np.floor(found.up_levels)),
            "il_down": float(np.floor(found.down_levels)),
            "il_ventral": float(found.ventral),
            "il_dorsal": float(found.dorsal),
            "il_one_sided": float(found.one_sided),
        }
        assert done.state.needle is not None
        note |= _lines(done.world, done.state.needle.tip)
    return note


def transforaminal(anatomy: Anatomy, seed: int) -> Note:
    """L5, 1 ml, in grades: a vertebra beside which contrast lies is one, the needle's own too (guess: the series names no scale).

    And S1 through its dorsal foramen, of which only the uptake by a vessel is noted.
    """
    done = guided("transforaminal_l5", anatomy, seed, 1.0, 0.3)
    note = _uptake(done, "tf")
    epidural = _epidural(done)
    if epidural is not None:
        found = read(anatomy, epidural)
        own = highest(anatomy, found.start_z_mm)
        note |= {
            "tf_up": own - highest(anatomy, found.top_z_mm) + 1,
            "tf_down": highest(anatomy, found.bottom_z_mm) - own + 1,
            "tf_ventral": float(found.ventral),
            "tf_dorsal": float(found.dorsal),
        }
    note |= _uptake(guided("l5_s1_disc", anatomy, seed, 1.0, 0.3), "s1")
    return note


def caudal(anatomy: Anatomy, seed: int) -> Note:
    """10 ml, then 20 in all."""
    note = Note()

    def first_ten(done: Done) -> None:
        note.update(_uptake(done, "ca"))
        epidural = _epidural(done)
        if epidural is not None:
            found = read(anatomy, epidural)
            note.update(
                {
                    "ca_s1": float("S1" in found.reached),
                    "ca_l5": float("L5" in found.reached),
                    "ca_ventral": float(found.ventral),
                    "ca_dorsal": float(found.dorsal),
                }
            )

    done = guided_twice("caudal", anatomy, seed, 10.0, 1.0, between=first_ten)
    epidural = _epidural(done)
    if epidural is not None and "ca_s1" in note:
        note["ca_20"] = highest(anatomy, read(anatomy, epidural).top_z_mm)
    return note


def highest(anatomy: Anatomy, z_mm: float) -> float:
    """The number of the highest vertebra that this height lies beside: 5 at L5, 1 at L1, 0 above, 6 at the sacrum."""
    tops = [anatomy.landmark(f"{level}/superior_endplate")[2] for level in LUMBAR]
    above = sum(z_mm > top for top in tops)
    return float(6 if z_mm < 0 else 5 - above)


def blind(anatomy: Anatomy, seed: int) -> Note:
    """Hands that feel and see nothing: where the bevel lies when they would inject."""
    note: Note = {}
    for name, hands in (("blind_caudal", felt_caudal), ("blind_lumbar", felt_lumbar)):
        done = hands(anatomy, seed)
        needle = done.state.needle
        if needle is None or not needle.placed:
            continue
        if name == "blind_lumbar" and not any(event.kind == "loss_of_resistance" for event in done.state.events):
            continue  # nobody injects who has felt nothing
        note[name] = float(needle.lies_in not in EPIDURAL)
    return note


def depth(anatomy: Anatomy, seed: int) -> Note:
    """Skin to the epidural space in the midline, square to the back."""
    body, note = Body.of(anatomy), Note()
    back = float(anatomy.coarse.grid.lo[1]) - 1.0
    for level in ("L2", "L3", "L4", "L5"):
        goal = anatomy.landmark(f"{interspace(level)}/window")
        skin = body.skin_along(np.array([goal[0], back, goal[2]]), np.array([0.0, 1.0, 0.0]), 400.0)
        if skin is not None:
            note[f"depth_{level.lower()}"] = float(goal[1] - skin[1])
    return note


SERIES: dict[str, Callable[[Anatomy, int], Note]] = {
    "interlaminar": interlaminar,
    "transforaminal": transforaminal,
    "caudal": caudal,
    "blind": blind,
    "depth": depth,
}


def _epidural(done: Done) -> Deposit | None:
    """The epidural deposit, if that is where the contrast went."""
    return done.state.flow.deposits.get("epidural") if "epidural" in done.state.flow.into else None


def _uptake(done: Done, route: str) -> Note:
    """Whether the contrast went into a vessel, and whether aspiration said so; nothing if it went nowhere near the space."""
    into = done.state.flow.into
    if not ({"epidural", *VESSELS} & into.keys()):
        return {}
    vascular = any(name in into for name in VESSELS)
    note = {f"{route}_vascular": float(vascular)}
    if vascular:
        said = [event.data["result"] for event in done.state.events if event.kind == "aspirated"]
        note[f"{route}_blood_shown"] = float("blood" in said)
    return note


def _lines(world: World, tip: Vector) -> Note:
    """How far the tip is from the line that each depth view judges it by."""
    target, anatomy = world.scenario.target, world.anatomy
    name, side = interspace(target.level), target.side
    note = Note()
    for view, line, figure in (("clo", "interlaminar_line_{}_" + side, "il_clo"), ("lateral", "spinolaminar_line_{}", "il_lateral")):
        ends = [anatomy.landmark(f"{name}/{line.format(which)}") for which in ("above", "below")]
        pose = View(named_pose(anatomy, "clo" if view == "clo" else "lateral", world.squared_level(), side))
        flat = [np.array([float(dot(p, pose.across)), float(dot(p, pose.up))]) for p in (*ends, tip)]
        way, away = flat[1] - flat[0], flat[2] - flat[0]
        gap = abs(away[0] * way[1] - away[1] * way[0]) / float(np.hypot(*way))
        note[figure] = float(gap <= LINE_MM)
    return note

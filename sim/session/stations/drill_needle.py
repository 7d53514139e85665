"""The needle with which a drill begins: put where it is by the seed and by nobody's hand, so that nothing that it met counts as met."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, radians

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import LUMBAR, interspace
from meshes.quoting import quoted
from meshes.space import POSTERIOR, SUPERIOR, Vector, rotate, rotation, side_sign, unit
from meshes.tissues import ADIPOSE, BONE, CANAL_FAT, INTRATHECAL, NERVE, VESSEL, Tissue
from scenarios.drill import Drill
from scenarios.equipment import agent, agents, needles
from scenarios.files import InputError
from scenarios.views import VIEWS, ViewName
from sim.fluoroscopy.carm import FIELDS_MM, Pose, View
from sim.fluoroscopy.line_depth import behind_mm
from sim.fluoroscopy.views import named_pose
from sim.physics.curve import across
from sim.physics.needle import Needle
from sim.physics.needle_angles import direction_of
from sim.session.state import State, SyringeState
from sim.session.stations import carm
from sim.session.stations.log import log, rounded
from sim.session.world import World

BESIDE_MM = 4.0
"""A needle goes for a place so far beside the target, in each direction of the picture (guess)."""
OFF_BEAM_DEG = (5.0, 9.0)
"""How far its hub leans off the beam where that is to be mended (guess)."""
SHORT_MM = (-1.0, 4.0)
"""How far before the flavum a needle stands that is to come through it; in it if negative (guess)."""
BEHIND_MM = (-4.0, 10.0)
"""Where tips lie about the ventral interlaminar line: half of them where one would go on, some too deep (guess)."""
PARAMEDIAN_DEG = (3.0, 9.0)
"""How far a paramedian needle leans to the midline (guess)."""
FLAT_DEG, MARKER_MM = -80.0, 6.0
"""A marker lies on the skin, its tip so far beside the pedicle's middle (guess)."""
ABOUT_MM, BEYOND_MM, ROOM_MM = 2.0, 6.0, 2.0
"""Ways go so near the target; what lies so far beyond their end is looked at too; and behind the flavum there is so much room (guess)."""
TRIES = 60
LOOK_MM, REACH_MM = 0.25, 140.0
IN_THE_WAY = sorted(BONE | NERVE | VESSEL | INTRATHECAL | {Tissue.DURA})
GIVING, SPACE = sorted(ADIPOSE), sorted(CANAL_FAT)


@dataclass(frozen=True, eq=False)
class Seen:
    """From where the drill is looked at, and at which level."""

    view: View
    level: str


@dataclass(frozen=True, eq=False)
class Way:
    """A straight way in from the skin, and how deep a needle stands on it."""

    skin: Vector
    direction: Vector
    depth_mm: float
    wrong: int
    """How much on it should not be there: of several ways the one with least is taken."""


def begin(state: State, world: World, drill: Drill) -> None:
    """The needle where this drill has it, and the C-arm over it."""
    level = str(state.chance.choice(LUMBAR)) if drill.asks == "level" else world.scenario.target.level
    pose, view = _pose(world, drill, level)
    carm.stand(state, pose, VIEWS[view].title)
    way = _best(state, world, drill, Seen(View(pose, FIELDS_MM[0]), level))
    needle = Needle(needles()[world.scenario.tray.needles[0]])
    needle.place(way.skin, way.direction, world.body)
    if way.depth_mm > 0:
        needle.advance(way.depth_mm, world.body, spin=pi / 2)  # turned, it keeps to its line
        needle.rotate(radians(30.0 * (12.0 - needle.clock())))
    state.needle, state.passes, state.stood_at = needle, 1, needle.tip
    if drill.asks == "loss":
        needle.stylet = False
        state.syringe = SyringeState(agent=agent(_plain(world)))
    log(
        state,
        "drill_set",
        needle=needle.kind.name,
        hub=_place(needle.shaft()[0]),
        place=_place(needle.tip),
        depth_mm=rounded(needle.depth_mm, 3),
        orbit_deg=rounded(pose.orbit_deg),
        tilt_deg=rounded(pose.tilt_deg),
        centre=_place(np.asarray(pose.centre)),
    )


def leaned(state: State) -> None:
    """Where hub and tip are, after a hand moved the needle."""
    needle = state.needle
    if needle is not None and needle.placed:
        log(state, "needle_held", hub=_place(needle.shaft()[0]), place=_place(needle.tip), depth_mm=rounded(needle.depth_mm, 3))


def truly_behind_mm(state: State, world: World, drill: Drill) -> float:
    """How far the tip is behind the ventral interlaminar line of the target's side, in the contralateral oblique of these bones."""
    assert state.needle is not None
    return _behind(world, View(_pose(world, drill, world.scenario.target.level)[0]), state.needle.tip)


def truly_over(state: State, world: World) -> str:
    """The vertebra over whose pedicles the marker's tip lies in a straight AP."""
    assert state.needle is not None
    height = float(state.needle.tip[2])
    return min(LUMBAR, key=lambda level: abs(float(_pedicle(world, level)[2]) - height))


def _pose(world: World, drill: Drill, level: str) -> tuple[Pose, ViewName]:
    """Where the C-arm stands for a needle of this drill."""
    target, technique = world.scenario.target, world.technique
    if drill.asks == "level":
        x, y, z = (float(c) for c in _pedicle(world, level))
        return Pose(0.0, 0.0, (x, y, z)).limited(), "AP"
    view: ViewName = "clo" if drill.asks != "beam" else "oblique" if technique.aim == "foramen" else "AP"
    return named_pose(world.anatomy, view, world.squared_level(), target.side, target.landmark(technique.target)), view


def _plain(world: World) -> str:
    """What resistance is felt with: the first fluid of the tray that is neither contrast nor a drug."""
    return next(f.agent for f in world.scenario.tray.fluids if agents()[f.agent].kind in ("saline", "air"))


def _place(point: Vector) -> list[float]:
    return [rounded(x, 4) for x in point]


# --- ways in ----------------------------------------------------------------------------------------------------------------


def _best(state: State, world: World, drill: Drill, seen: Seen) -> Way:
    """The first way on which nothing is wrong; in a body that has none, the one with least."""
    way_in = {"beam": _down_the_beam, "loss": _into_the_ligament, "depth": _about_the_line, "level": _on_the_skin}[drill.asks]
    found: list[Way] = []
    for _ in range(TRIES):
        found.append(way_in(state.chance, world, drill, seen))
        if found[-1].wrong == 0:
            break
    return min(found, key=lambda way: way.wrong)


def _down_the_beam(chance: np.random.Generator, world: World, drill: Drill, seen: Seen) -> Way:
    """On the skin in the beam, its hub leaned off it; the way down the beam is clear as far as it is to be gone."""
    assert drill.depth_mm is not None
    u, v = chance.uniform(-BESIDE_MM, BESIDE_MM, 2) * seen.view.magnification
    beam = -seen.view.towards(float(u), float(v))
    skin = _skin(world, seen.view.source - 1000.0 * beam, beam)
    wrong = sum(label in IN_THE_WAY for label in _labels(world, skin, beam, drill.depth_mm + BEYOND_MM))
    aside = rotate(rotation(beam, float(chance.uniform(0.0, 2 * pi))), across(SUPERIOR, beam))
    leaned = rotate(rotation(aside, radians(float(chance.uniform(*OFF_BEAM_DEG)))), beam)
    return Way(skin, leaned, 0.0, wrong)


def _into_the_ligament(chance: np.random.Generator, world: World, drill: Drill, seen: Seen) -> Way:
    """At the flavum or just before it, with nothing soft on the way that would give before the space does."""
    skin, direction = _towards(chance, world, seen, float(chance.uniform(*PARAMEDIAN_DEG)))
    labels = _labels(world, skin, direction, REACH_MM)
    flavum = np.flatnonzero(labels == Tissue.FLAVUM)
    if not len(flavum):
        return Way(skin, direction, 0.0, len(labels))
    start = max(int(flavum[0]) - round(float(chance.uniform(*SHORT_MM)) / LOOK_MM), 0)
    space = flavum[0] + int(np.argmax(labels[flavum[0] :] != Tissue.FLAVUM))
    beyond = labels[space : space + round(ROOM_MM / LOOK_MM)]
    bad = np.isin(labels[:space], IN_THE_WAY).sum() + np.isin(labels[start:space], GIVING).sum() + (~np.isin(beyond, SPACE)).sum()
    return Way(skin, direction, start * LOOK_MM, int(bad))


def _about_the_line(chance: np.random.Generator, world: World, drill: Drill, seen: Seen) -> Way:
    """Paramedian, its tip by chance behind the line or in front of it."""
    skin, direction = _towards(chance, world, seen, float(chance.uniform(*PARAMEDIAN_DEG)))
    wanted = float(chance.uniform(*BEHIND_MM))
    depths = np.arange(0.0, REACH_MM, LOOK_MM)
    behind = np.array([_behind(world, seen.view, skin + depth * direction) for depth in depths])
    depth_mm = float(depths[int(np.argmin(np.abs(behind - wanted)))])
    wrong = int(np.isin(_labels(world, skin, direction, depth_mm), sorted(BONE)).sum())
    return Way(skin, direction, depth_mm, wrong)


def _on_the_skin(chance: np.random.Generator, world: World, drill: Drill, seen: Seen) -> Way:
    """Flat on the back, its tip beside the pedicle of the level that is to be counted."""
    x, _, z = _pedicle(world, seen.level)
    above = np.array([x + MARKER_MM, world.back_y, z + float(chance.uniform(-BESIDE_MM, BESIDE_MM))])
    return Way(_skin(world, above, -POSTERIOR), direction_of(FLAT_DEG, 0.0), 0.0, 0)


def _towards(chance: np.random.Generator, world: World, seen: Seen, lean_deg: float) -> tuple[Vector, Vector]:
    """From the skin to somewhere about the target: down the squared AP, or leaned from its side towards the midline."""
    target = world.scenario.target
    down = -View(named_pose(world.anatomy, "AP", world.squared_level(), target.side)).beam
    direction = rotate(rotation(SUPERIOR, radians(side_sign(target.side) * lean_deg)), down)
    goal = world.target + np.array([1.0, 0.0, 1.0]) * chance.uniform(-ABOUT_MM, ABOUT_MM, 3)
    return _skin(world, goal - 400.0 * direction, direction), unit(direction)


def _skin(world: World, start: Vector, direction: Vector) -> Vector:
    skin = world.body.skin_along(start, direction, 1000.0)
    if skin is None:
        raise InputError(f"patient {quoted(world.anatomy.name)} has no skin over the target")
    return skin


def _labels(world: World, skin: Vector, direction: Vector, reach_mm: float) -> NDArray[np.int64]:
    """What a straight needle would come through, every LOOK_MM."""
    return np.array([world.body.at(skin + depth * direction) for depth in np.arange(0.0, reach_mm, LOOK_MM)])


def _behind(world: World, view: View, tip: Vector) -> float:
    target = world.scenario.target
    line = world.anatomy.outlines[f"{interspace(target.level)}/ventral_interlaminar_line_{target.side}"]
    return behind_mm(view, view.project(line.points), view.project(tip))


def _pedicle(world: World, level: str) -> Vector:
    return world.anatomy.landmark(f"{level}/pedicle_right")

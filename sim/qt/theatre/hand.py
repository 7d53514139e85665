"""The operator's gloved hands: one holds the needle's hub, its heel on the patient's back; the other the syringe, its thumb on the plunger.

The one comes from the side of the feet, the other from that of the head, so that entry and needle stay free to the eye. Needs VTK.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import asin, cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from meshes.space import POSTERIOR, Vector, length, unit
from sim.qt.theatre import arm
from sim.qt.theatre.contact_shadow import Balls
from sim.qt.theatre.creases import creased
from sim.qt.theatre.drape import Heights
from sim.qt.theatre.flesh import Flesh
from sim.qt.theatre.grips import HOLDING, PRESSING, STEADYING, Grip
from sim.qt.theatre.instruments import HUB_MM, SYRINGE_MM, Grasp, Joined
from sim.qt.theatre.resting import rested
from sim.qt.theatre.solids import Solid

HANDS, LOW = ("holding", "pressing"), "steadying"
"""As they are drawn; and how the first lies where little of the needle is out"""
GRIPS = {"holding": HOLDING, "pressing": PRESSING, LOW: STEADYING}
HELD_MM = tuple(range(9, 82, 6))
"""From the end of the shaft to the pads of thumb and index: at the wings, so that the mark on the hub is free to the eye; or higher"""
HOLDS_FROM, PRESSES_FROM = (0.5, -0.87), (0.68, 0.73)
"""Where the wrist is: to the operator's side, and to the head"""
ARM_FROM = {"holding": (0.62, -0.78), "pressing": (0.94, 0.34), LOW: (0.62, -0.78)}
"""The same of the elbow, from the wrist"""
HAND_DEG, ARM_DEG = (-24.0, 48.0), {"holding": (12.0, 40.0), "pressing": (-16.0, 35.0), LOW: (12.0, 40.0)}
"""Between what angles a hand lies at the hub, and an arm at the wrist; 0 is level"""
HALF_OUT_MM, PAD_MM = 49.5, 8.5
"""How high over the flange the thumb's pad is as its grip was fitted; and its middle over the plunger"""
EVERY = 5
"""Of the corners of a hand, those that are asked whether they are in the patient"""


@dataclass(frozen=True, eq=False)
class Hand:
    """One that has been made: it is put where it holds."""

    name: str
    """holding, pressing or steadying"""
    side: int
    """Where the operator stands, +1 at the patient's right"""
    grip: Grip
    glove: Solid
    normals: NDArray[np.float64]
    open: NDArray[np.float64]
    """0 to 1 at each corner: what is left of the light"""
    thumb: NDArray[np.float64]
    """0 to 1 at each corner: how far it goes with the thumb"""
    sleeve: Solid
    cuff: Solid

    @property
    def flipped(self) -> int:
        """-1 for a left hand."""
        return self.side if self.name == "pressing" else -self.side

    @property
    def wrist(self) -> Vector:
        """In the hand's frame."""
        return np.array(self.grip.wrist) * (1.0, self.flipped, 1.0)

    @property
    def arm(self) -> NDArray[np.float64]:
        """(n, 3): all corners of sleeve and cuff, in the arm's frame."""
        return np.concatenate([self.cuff.vertices, self.sleeve.vertices])


def hand(name: str, side: int) -> Hand:
    """Takes a tenth of a second."""
    grip = GRIPS[name]
    flesh = Flesh(grip.parts)
    glove = flesh.skin()
    normals = flesh.outward(glove.vertices)
    light, thumb = flesh.open(glove.vertices, normals), flesh.share("thumb", glove.vertices)
    left, to_shoulder = (side, -side) if name == "pressing" else (-side, side)
    sleeve, cuff = (_mirrored(solid, to_shoulder) for solid in (arm.sleeve(), arm.cuff()))
    faces = creased(grip, glove.vertices, normals) * (1, left, 1)
    return Hand(name, side, grip, _mirrored(glove, left), faces, light, thumb, sleeve, cuff)


def pressed(one: Hand, joined: Joined) -> tuple[Solid, NDArray[np.float64]]:
    """The glove with its thumb on the plunger; and its normals, (n, 3)."""
    turn = np.array([1, one.flipped, 1])
    root, tip = (turn * joint[:3] for joint in one.grip.thumb)
    reach = tip - root
    high, far = joined.top_mm - SYRINGE_MM + PAD_MM, float(length(reach))
    angle = asin(np.clip((high - root[2]) / far, -1, 1)) - asin(np.clip((HALF_OUT_MM - root[2]) / far, -1, 1))
    axis, by = unit(np.cross(reach, [0.0, 0.0, 1.0])), (angle * one.thumb)[:, None]

    def turned(arrows: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(arrows * np.cos(by) + np.cross(axis, arrows) * np.sin(by) + axis * (arrows @ axis)[:, None] * (1 - np.cos(by)))

    return Solid(root + turned(one.glove.vertices - root), one.glove.faces), turned(one.normals)


def holding_at(one: Hand, held: Grasp, ground: Heights) -> NDArray[np.float64]:
    """(4, 4): from the hand's frame to the patient's, at this needle's hub: as low as the back lets hand and arm lie.

    Of a needle that is nearly all in, what is above the hub is held.
    """
    level = _level(HOLDS_FROM, one.side)
    for over in HELD_MM:
        frames = partial(_raised, held.hub - over * held.along, level)
        angle = rested(partial(_corners, one, frames), HAND_DEG, ground)
        if angle is not None:
            return frames(angle)
    return frames(HAND_DEG[1])


def holds_hub(at: NDArray[np.float64], held: Grasp) -> bool:
    """Whether a hand that is put so has the hub, and not the syringe over it: there the other hand is."""
    return float((held.hub - at[:3, 3]) @ held.along) < HUB_MM / 2


def _corners(one: Hand, frames: Callable[[float], NDArray[np.float64]], angle_deg: float) -> NDArray[np.float64]:
    """Some of the hand, and of an arm that lies as low as it may."""
    at = frames(angle_deg)
    return np.concatenate([_put(one.glove.vertices[::EVERY], at), _put(one.arm[::EVERY], _arm_at(one, at, ARM_DEG[one.name][0]))])


def pressing_at(one: Hand, joined: Joined) -> NDArray[np.float64]:
    """The same at a syringe: across it."""
    toward = _level(PRESSES_FROM, one.side)
    away = unit(toward - float(toward @ joined.along) * joined.along)
    return _frame(joined.start + SYRINGE_MM * joined.along, away, joined.along)


def arm_at(one: Hand, held: NDArray[np.float64], ground: Heights) -> NDArray[np.float64]:
    """The same of the arm, at the wrist of a hand that is held so."""
    frames = partial(_arm_at, one, held)
    low, high = ARM_DEG[one.name]
    angle = rested(lambda angle: _put(one.arm[::EVERY], frames(angle)), (low, high), ground)
    return frames(high if angle is None else angle)


def _arm_at(one: Hand, held: NDArray[np.float64], angle_deg: float) -> NDArray[np.float64]:
    return _raised(_put(one.wrist[None], held)[0], _level(ARM_FROM[one.name], one.side), angle_deg)


def _put(places: NDArray[np.float64], frame: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(places @ frame[:3, :3].T + frame[:3, 3])


def balls_of(one: Hand, at: NDArray[np.float64], arm_frame: NDArray[np.float64]) -> Balls:
    """What throws its shadow, in the patient's frame."""
    joints = np.array([joint for chains in one.grip.parts.values() for chain in chains for joint in chain], float)
    rings = one.sleeve.vertices.reshape(-1, arm.SIDES, 3)[::4]
    middles = rings.mean(1)
    wide = length(rings - middles[:, None]).mean(1)
    own, along = _put(joints[:, :3] * (1, one.flipped, 1), at), _put(middles, arm_frame)
    return np.concatenate([np.column_stack([own, joints[:, 3]]), np.column_stack([along, wide])])


def _level(way: tuple[float, float], side: int) -> Vector:
    return unit(np.array([side * way[0], 0.0, way[1]]))


def _raised(place: Vector, level: Vector, angle_deg: float) -> NDArray[np.float64]:
    """A frame whose x leads up from level by an angle."""
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    return _frame(place, c * level + s * POSTERIOR, c * POSTERIOR - s * level)


def _frame(place: Vector, away: Vector, up: Vector) -> NDArray[np.float64]:
    frame = np.eye(4)
    frame[:3, 0], frame[:3, 1], frame[:3, 2], frame[:3, 3] = away, np.cross(up, away), up, place
    return frame


def _mirrored(solid: Solid, sign: int) -> Solid:
    return solid if sign > 0 else Solid(solid.vertices * (1, -1, 1), solid.faces[:, ::-1])

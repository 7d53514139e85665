"""The way of a root under its pedicle: the likeliest one that bone and disc leave, as the person's measures want it."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from meshes.morphometry import RootMeasures
from meshes.shapes import Points, Shape, union
from meshes.skeleton import Skeleton
from meshes.space import SUPERIOR, Pose, Side, Vector, dot, length, side_sign, unit
from meshes.spine.disc import disc
from meshes.spine.sac import Sac

CLEAR_MM = 0.15
"""Between a root and bone (guess: Ebraheim's mean of 1.5 mm has little left where the pedicle is broad)."""
PROMISED = 0.88
"""Of a true distance: what a warped bone's field promises at a root's radius from the pedicle, on average (measured, 0.82 to 0.92)."""
FRONT_MM, AROUND_PEDICLE_MM = 0.5, 1.5
"""How far in front of the pedicle's lowest place the root passes, and how far round that place its lower edge is looked for (guesses)."""
STEEPER_DEG = (0.0, 3.0, -3.0, 6.0, 10.0, 15.0, 21.0)
"""More than the published angle from straight down that it may have under the pedicle."""
FORWARD, AHEAD = (0.0, 0.15, 0.5, 1.1), 0.15
"""How much it may turn to the front, beside its run to the side, and does if there is room (guess)."""
LOWER_MM = (0.0, 0.3, 0.6, 1.0, 1.4, 1.8, 2.3, 2.8, 3.5, 4.5)
"""Than wanted, where bone leaves no room."""
BESIDE_MM = (-2.0, -1.0, 0.0, 1.0, 2.0)
"""Before and behind the place under the pedicle where it may pass."""
STRAIGHT = (1.0, 0.7, 0.45)
"""Of the way from the pedicle's middle to its medial border on which it runs straight: under a broad pedicle it bends round it (guess)."""
COSTS = {"bent": 2.0, "lower": 0.7, "degree": 0.12, "beside": 0.35, "forward": 0.8, "bone": 4.0, "disc": 1.5}
"""What each departure from the likeliest way counts, by mm, degree or share (guesses: bone stands, a disc gives, a root bends a little)."""
TWICE_DEG = 16.0
"""So many degrees off count twice."""
INTO_DISC = 0.2
"""Of its radius that a root may sink into a disc: both give (guess)."""
PAST_MIDDLE = 0.35
"""So far from the pedicle's middle to its lateral border the root runs straight at least."""
OUT = ((1.0, 0.15), (1.0, 0.6), (0.75, 0.15), (1.3, 0.3), (0.75, 0.8), (1.0, 1.2), (1.3, 1.2), (0.6, 1.6), (1.6, 2.2))
"""From the middle to the lateral border: how much it turns aside, and to the front, for its run down at the published angle: as near to the
first as leads past the bone (guesses)."""
BEYOND_MM = 24.0
"""How far the nerve is followed beyond the pedicle's lateral border."""
OUTWARDS = (0.75, 1.1, 1.6, 2.4, 0.3)
"""How much it turns outwards, beside its run down, once it is out of the foramen: as near to the first as leads past the bone (guess)."""
AWAY_FORWARD = (0.45, 0.2, 0.0, 0.7, 1.1, 1.6)
"""How much the nerve turns to the front there, beside its run to the side and down: likewise (guess)."""
CLEAR_SHARES = (1.0, 0.4)
"""Of its radius that a root keeps from bone up to the pedicle's lateral border and beyond: there it may groove it (guesses)."""
BEFORE_MM = (1.0, 2.0, 3.5, 5.0, 6.5)
"""How far from its way under the pedicle the root turns from its angle at the dura (guess: as near as bone lets it)."""
UP_MM, DOWN_MM = 34.0, 4.0
"""How far above and below the pedicle's lower edge the root may leave the dura."""
AT_DURA = (0.85, -0.3)
"""Shares of the sac's half-width and half-depth where a root leaves it: in front and beside (guess)."""


@dataclass(frozen=True, eq=False)
class PedicleRoom:
    """What stands round the way under one pedicle. Local frame: x outwards, y to the front, z up as the person lies, but square to the
    vertebra's own left and right; its origin is the pedicle's lowest place."""

    frame: Pose
    bones: Shape
    disc: Shape
    medial: float
    middle: float
    lateral: float
    """x of the pedicle's borders and middle"""
    edge: float
    """z of its lower edge"""

    @staticmethod
    def of(level: str, side: Side, skeleton: Skeleton) -> PedicleRoom:
        own, below = skeleton[level], skeleton.below(level)
        m, sign = own.landmarks, side_sign(side)
        right = own.pose.rotation[:, 0]
        up = unit(SUPERIOR - dot(SUPERIOR, right) * right)
        frame = Pose(np.column_stack([sign * right, np.cross(up, right), up]), m[f"pedicle_bottom_{side}"])
        medial, middle, lateral = (frame.to_local(m[f"pedicle{part}_{side}"]) for part in ("_medial", "", "_lateral"))
        bones = union(own.shape, below.shape)
        # straight down out of the pedicle, on the lines about its lowest place
        y, z = (g.ravel() for g in np.meshgrid(np.linspace(-1, 1, 5) * AROUND_PEDICLE_MM, np.arange(5.0, -6.0, -0.1), indexing="ij"))
        places = frame.to_patient(np.stack([np.full(len(y), middle[0]), y, z], axis=-1))
        inside = own.shape(Points.of(places)).reshape(5, -1) < 0
        ends = [z[int(np.argmin(line))] for line in inside if line[0] and not line.all()]
        edge = float(min(ends, default=0.0))
        return PedicleRoom(frame, bones, disc(own, below)[0], float(medial[0]), float(middle[0]), float(lateral[0]), edge)

    def bone(self, local: NDArray[np.float64]) -> NDArray[np.float64]:
        """(...) mm that places, (..., 3), keep from bone."""
        return self._from(self.bones, local)

    def soft(self, local: NDArray[np.float64]) -> NDArray[np.float64]:
        """(...) mm that places, (..., 3), keep from the disc."""
        return self._from(self.disc, local)

    def _from(self, shape: Shape, local: NDArray[np.float64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = shape(Points.of(self.frame.to_patient(local).reshape(-1, 3))).astype(float)
        return found.reshape(local.shape[:-1])

    def along(self, start: NDArray[np.float64], ways: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n,) mm that (n, 3) straight ways from a place keep from bone, but for their very beginning."""
        share = np.linspace(0.25, 1.0, 13)
        found: NDArray[np.float64] = self.bone(start + share[None, :, None] * ways[:, None, :]).min(axis=1)
        return found


def way(room: PedicleRoom, sac: Sac, side: Side, own: RootMeasures, radius: float) -> NDArray[np.float64]:
    """(6, 3) mm: where the root leaves the dura, turns towards its pedicle, turns under it, passes its middle and its lateral border, and
    where it ends.

    Of the straight ways under the pedicle and what can be joined to them the one of the least cost.
    """
    m = room.frame.to_patient([room.medial, FRONT_MM, 0.0])
    stations = np.maximum(sac.canal.station(m) + np.arange(-UP_MM, DOWN_MM, 0.5), 0.5)
    leaves = room.frame.to_local(np.array([sac.wall(s, side_sign(side) * AT_DURA[0], AT_DURA[1]) for s in stations]))
    best, least = np.zeros((6, 3)), np.inf
    for cost, under in _under(room, own, radius):
        if cost >= least:
            break
        lack_in, way_in = _way_in(room, leaves, under, own, radius)
        if cost + COSTS["bone"] * lack_in >= least:  # whatever the way out costs
            continue
        lack_out, way_out = _way_out(room, under[1], own, radius)
        cost += COSTS["bone"] * (lack_in + lack_out)
        if cost < least:
            best, least = np.array([*way_in, *under, *way_out]), cost
    return room.frame.to_patient(best)


def _under(room: PedicleRoom, own: RootMeasures, radius: float) -> list[tuple[float, NDArray[np.float64]]]:
    """Straight ways under the pedicle to its middle and their costs, (2, 3) mm each, the cheapest first."""
    choices = (
        own.pedicle_angle_deg + np.array(STEEPER_DEG),
        np.array(FORWARD),
        np.array(STRAIGHT),
        np.array(BESIDE_MM),
        np.array(LOWER_MM),
    )
    angles, aheads, straight, beside, lower = (g.ravel() for g in np.meshgrid(*choices, indexing="ij"))
    slants = [(sin(radians(a)), cos(radians(a))) for a in angles]
    ways = unit(np.array([[s, ahead * s, -c] for (s, c), ahead in zip(slants, aheads, strict=True)]))
    # half the height of the root where the sagittal plane cuts it
    tall = radius * np.sqrt(1 - ways[:, 1] ** 2) / ways[:, 0]
    middle = np.stack([np.full(len(ways), room.middle), FRONT_MM + beside, room.edge - own.under_pedicle - tall - lower], axis=-1)
    ends = np.linspace(straight * (room.medial - room.middle), PAST_MIDDLE * (room.lateral - room.middle), 7, axis=1)
    places = middle[:, None, :] + (ends / ways[:, :1])[..., None] * ways[:, None, :]
    lack = np.maximum(radius + CLEAR_MM - room.bone(places).min(axis=1) / PROMISED, 0.0)
    sunk = np.maximum((1 - INTO_DISC) * radius - room.soft(places).min(axis=1), 0.0)
    more = np.abs(angles - own.pedicle_angle_deg)
    cost = COSTS["lower"] * lower + COSTS["degree"] * more * (1 + more / TWICE_DEG) + COSTS["beside"] * np.abs(beside)
    cost += COSTS["bent"] * (1 - straight) + COSTS["forward"] * np.abs(aheads - AHEAD)
    cost += COSTS["bone"] * lack + COSTS["disc"] * sunk
    # of each slant the best place
    each = cost.reshape(-1, len(BESIDE_MM) * len(LOWER_MM))
    first = each.argmin(axis=1) + np.arange(len(each)) * each.shape[1]
    return [(float(cost[i]), np.array([places[i, 0], middle[i]])) for i in first[np.argsort(cost[first], kind="stable")]]


def _way_in(
    room: PedicleRoom, leaves: NDArray[np.float64], under: NDArray[np.float64], own: RootMeasures, radius: float
) -> tuple[float, NDArray[np.float64]]:
    """(2, 3) mm, from which of the places on the dura, (n, 3), and by which turn the root comes to its way under the pedicle; and how much
    room it lacks, in mm, ten degrees off the published angle at the dura counting as one."""
    line = unit(under[1] - under[0])
    slant = float(np.degrees(np.arctan2(line[0], -line[2])))
    # on along the same line, or bent already to the angle at which it comes from the dura
    lines = [unit(np.array([sin(radians(a)), line[1], -cos(radians(a))])) for a in np.linspace(slant, own.dura_angle_deg, 4)]
    turns = np.array([under[0] - before * one for one in lines for before in BEFORE_MM])
    away = turns[:, None, :] - leaves
    off = np.abs(np.degrees(np.arctan2(away[..., 0], -away[..., 2])) - own.dura_angle_deg)
    k = off.argmin(axis=1)
    rows = np.arange(len(turns))
    share = np.linspace(0.0, 1.0, 10)[:, None]
    first = turns[:, None, :] - share * away[rows, k][:, None, :]
    second = turns[:, None, :] + share * (under[0] - turns)[:, None, :]
    free = room.bone(np.concatenate([first, second], axis=1)).min(axis=1)
    lack = off[rows, k] / 10 + np.maximum(radius + CLEAR_MM - free / PROMISED, 0.0)
    i = int(lack.argmin())
    return float(lack[i]), np.array([leaves[k[i]], turns[i]])


def _way_out(room: PedicleRoom, middle: Vector, own: RootMeasures, radius: float) -> tuple[float, NDArray[np.float64]]:
    """(2, 3) mm, where the root passes the pedicle's lateral border and where it ends; and how much room it lacks, mm."""
    slant = radians(own.pedicle_angle_deg)
    outs = np.array([[aside * sin(slant), ahead * sin(slant), -cos(slant)] for aside, ahead in OUT])
    outs *= ((room.lateral - room.middle) / outs[:, 0])[:, None]
    out, lack = _by_room(room, middle, outs, CLEAR_SHARES[0] * radius)
    # past the foramen it lies in front of the transverse process below and beside the body: on the psoas
    aways = unit(np.array([[outwards, ahead, -1.0] for outwards in OUTWARDS for ahead in AWAY_FORWARD]))
    aways = BEYOND_MM * aways[np.argsort(-dot(aways, aways[0]), kind="stable")]
    away, more = _by_room(room, middle + out, aways, CLEAR_SHARES[1] * radius)
    return lack + more, np.array([middle + out, middle + out + away])


def _by_room(
    room: PedicleRoom, start: NDArray[np.float64], ways: NDArray[np.float64], clear_mm: float
) -> tuple[NDArray[np.float64], float]:
    """The first of the ways that keeps ``clear_mm`` from bone, the clearest if none does; and what it lacks."""
    lack = np.maximum(clear_mm - room.along(start, ways), 0.0)
    i = int(lack.argmin())
    return np.asarray(ways[i]), float(lack[i])


def place_at(path: NDArray[np.float64], along_mm: float) -> Vector:
    """The point of a path so far from its beginning."""
    ends = np.concatenate([[0.0], np.cumsum(length(np.diff(path, axis=0)))])
    i = int(np.clip(np.searchsorted(ends, along_mm) - 1, 0, len(path) - 2))
    share = (along_mm - ends[i]) / (ends[i + 1] - ends[i])
    return np.asarray(path[i] + share * (path[i + 1] - path[i]), float)

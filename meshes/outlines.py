"""Outlines that technique and teaching speak of: rims of pedicles, windows and foramina, the triangles, the lines that tell depth.

Each is found in the patient's own bones, so that an imported patient has them too. Names are those of the landmarks: ``L4/pedicle_right``,
``L4-L5/interlaminar_window``, ``sacral_canal/axis``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Outline
from meshes.morphometry import LUMBAR, interspace
from meshes.shapes import Points, Shape, union
from meshes.skeleton import Bone, Skeleton
from meshes.space import POSTERIOR, Side, Vector, dot, length, rotate, rotation, side_sign, unit
from meshes.spine.canal import DIRECTIONS, REACH_MM, Canal, interlaminar_span, pseudo_angle
from meshes.spine.disc import disc
from meshes.spine.nerves import Nerve
from meshes.spine.sac import Sac
from meshes.triangles import kambin_triangle, safe_triangle

SIDES: tuple[Side, Side] = ("left", "right")
CORNERS = 32
"""Points of a rim."""
PEDICLE_REACH_MM, FORAMEN_REACH_MM, SACRAL_REACH_MM = 13.0, 16.0, 9.0
"""A rim is looked for no farther from its middle."""
WALL_MM = 5.0
"""The canal's wall, smoothed, may lie so far in front of bone (guess)."""
ALL_ROUND = 0.95
"""A sacral foramen's mouth is where bone stands round so much of it."""
TURNS_DEG = (0.0, 12.0, 24.0)
"""A pedicle's axis runs towards the midline in front by something like these ([@zindrick_1987]: 11 at L1 to 30 at L5)."""
LAMINA_MM = 6.0
"""What stands within so much behind the canal's wall closes a window (guess: a lamina's thickness, [@egwu_2019]: 6.6-7.3)."""
CENTRAL_MM = 5.0
"""A window is as high as its tallest place so near to the midline: the arch's apex, past the root of the spinous process."""
WINDOW_HALF_MM, BESIDE_WINDOW_MM = 20, 14
"""How far beside the midline, and above and below its bony edges, a window is looked for."""


def outlines(skeleton: Skeleton, canal: Canal, sac: Sac, nerves: tuple[Nerve, ...]) -> dict[str, Outline]:
    """Every outline of one patient; what his bones do not show (laminae that leave no window, a pedicle without bone) is left out."""
    found: dict[str, Outline | None] = {**guiding(skeleton, canal, sac, nerves)}
    for level in LUMBAR:
        found[f"{interspace(level)}/interlaminar_window"] = interlaminar_window(level, skeleton, canal)
        found |= {f"{level}/pedicle_{side}": pedicle(skeleton[level], side) for side in SIDES}
    found |= _sacral(skeleton["sacrum"], canal)
    return {name: outline for name, outline in found.items() if outline is not None}


def guiding(skeleton: Skeleton, canal: Canal, sac: Sac, nerves: tuple[Nerve, ...]) -> dict[str, Outline]:
    """Those that landmarks are worked out from and that a needle is judged by; the others, for the eye, take ten times as long."""
    found: dict[str, Outline] = {}
    for level in LUMBAR:
        above, below = skeleton[level], skeleton.below(level)
        found |= _lines(level, skeleton, canal)
        for side in SIDES:
            nerve = next(n for n in nerves if n.level == level and n.side == side)
            found[f"{level}/foramen_{side}"] = foramen(above, below, side)
            found[f"{level}/safe_triangle_{side}"] = safe_triangle(above, side, nerve)
            found[f"{level}/kambin_triangle_{side}"] = kambin_triangle(below, side, nerve, sac)
    return found


def rim(solid: Shape, middle: Vector, across: Vector, up: Vector, reach_mm: float) -> tuple[NDArray[np.float64], float]:
    """(CORNERS, 3) mm: where a solid ends, or begins, round a place in a plane, seen from that place; and on which share of the ways it
    does so within reach. On the others the distance is that of their neighbours."""
    angle = np.arange(CORNERS) * 2 * np.pi / CORNERS
    ways = np.cos(angle)[:, None] * across + np.sin(angle)[:, None] * up
    t = np.arange(0.0, reach_mm, 0.25)
    places = middle + ways[:, None, :] * t[None, :, None]
    value = solid(Points.of(places.reshape(-1, 3))).reshape(CORNERS, len(t)).astype(float)
    crossed = (value[:, 1:] < 0) != (value[:, :1] < 0)
    first = np.argmax(crossed, axis=1)
    rows = np.arange(CORNERS)
    a, b = value[rows, first], value[rows, first + 1]
    away = t[first] + 0.25 * np.clip(a / np.where(a == b, 1.0, a - b), 0.0, 1.0)
    met = crossed.any(axis=1)
    if not met.any():
        return middle + reach_mm * ways, 0.0
    away[~met] = np.interp(angle[~met], angle[met], away[met], period=2 * np.pi)
    return middle + away[:, None] * ways, float(met.mean())


def area(points: NDArray[Any]) -> float:
    """mm2 within a closed polygon that lies in a plane, (n, 3) mm."""
    edges = points - points.mean(0)
    return float(length(np.cross(edges, np.roll(edges, -1, axis=0)).sum(0)) / 2)


def pedicle(bone: Bone, side: Side) -> Outline | None:
    """The pedicle's rim at its waist: of the planes near its middle the one that cuts the least bone."""
    m, sign = bone.landmarks, side_sign(side)
    right, front, up = bone.pose.rotation.T
    planes = []
    for turn in TURNS_DEG:
        about = rotation(up, np.radians(sign * turn))
        across, ahead = rotate(about, right), rotate(about, front)
        for shift in (-2.0, 0.0, 2.0, 4.0):
            middle = m[f"pedicle_{side}"] + shift * ahead
            if float(bone.shape(Points.of(middle[None]))[0]) < 0:
                planes.append(rim(bone.shape, middle, across, up, PEDICLE_REACH_MM)[0])
    return Outline(min(planes, key=area), closed=True) if planes else None


def foramen(above: Bone, below: Bone, side: Side) -> Outline:
    """The bony and discal rim of the foramen under a pedicle, cut lengthwise under the pedicle's middle."""
    m, n = above.landmarks, below.landmarks
    front, up = above.pose.rotation[:, 1], above.pose.rotation[:, 2]
    top = m[f"pedicle_bottom_{side}"]
    floor = n["superior_back"] if below.name == "sacrum" else n[f"pedicle_top_{side}"]
    walls = union(above.shape, below.shape, disc(above, below)[0])
    tall = float(dot(top - floor, up))
    # the roomiest place: a spur or a slip may stand where the middle was
    y, z = (g.ravel() for g in np.meshgrid(np.arange(-10.0, 6.1, 1.0), np.linspace(0.25, 0.75, 5), indexing="ij"))
    places = top + y[:, None] * front - (tall * z)[:, None] * up
    room = walls(Points.of(places))
    return Outline(rim(walls, places[int(np.argmax(room))], front, up, FORAMEN_REACH_MM)[0], closed=True)


def quadrants(outline: Outline, bone: Bone) -> dict[str, Vector]:
    """The middle of a foramen, and of its four quadrants between the lines that halve it."""
    front, up = bone.pose.rotation[:, 1], bone.pose.rotation[:, 2]
    origin = outline.points.mean(0)
    y, z = dot(outline.points - origin, front), dot(outline.points - origin, up)
    middle = origin + (y.max() + y.min()) / 2 * front + (z.max() + z.min()) / 2 * up
    found = {"centre": middle}
    for word, ahead in (("antero", 1), ("postero", -1)):
        for end, rise in (("superior", 1), ("inferior", -1)):
            # half of the way to the rim on the diagonal
            d, w = (y - float(dot(middle - origin, front))) * ahead, (z - float(dot(middle - origin, up))) * rise
            share = np.abs(d / (y.max() - y.min()) - w / (z.max() - z.min()))
            corner = outline.points[int(np.argmin(np.where((d > 0) & (w > 0), share, np.inf)))]
            found[f"{word}{end}"] = (middle + corner) / 2
    return found


def _lines(level: str, skeleton: Skeleton, canal: Canal) -> dict[str, Outline]:
    """The three lines along the laminae's front, in the midline and beside it."""
    name = interspace(level)
    top, bottom = interlaminar_span(canal, skeleton, level)
    bones = union(skeleton[level].shape, skeleton.below(level).shape)
    found: dict[str, Outline] = {}
    stations = (top - 8.0, top - 4.0, top, bottom, bottom + 3.0, bottom + 6.0)
    beside = 0.35 * canal.room((top + bottom) / 2, 1.0, 0.0)
    for line, u in (("spinolaminar_line", 0.0), ("ventral_interlaminar_line_left", -beside), ("ventral_interlaminar_line_right", beside)):
        points = np.array([canal.at(s, u, canal.dorsal_wall(s, u, inner=False)) for s in stations])
        found[f"{name}/{line}"] = Outline(_onto(bones, points), closed=False)
    return found


def interlaminar_window(level: str, skeleton: Skeleton, canal: Canal) -> Outline | None:
    """The gap between a level's laminae and those below, seen from within the canal: its upper edge, then its lower one back again."""
    return _gap(union(skeleton[level].shape, skeleton.below(level).shape), canal, *interlaminar_span(canal, skeleton, level))


def window_height(window: Outline) -> float:
    """mm from the apex of an interlaminar window's arch straight to the laminae below, as on an oblique coronal slice through them
    ([@sakci_2018]: apex to lateral recess line; [@barrow_interlaminar]: between digitised points of the edges)."""
    upper, lower = window.points[: len(window.points) // 2], window.points[len(window.points) // 2 :][::-1]
    aside = np.abs(upper[:, 0] - (upper[:, 0].min() + upper[:, 0].max()) / 2)
    return float(length(upper - lower)[aside <= CENTRAL_MM].max())


def _onto(bones: Shape, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points of the canal's smoothed wall moved back to the bone behind them, where there is some."""
    t = np.arange(0.0, WALL_MM, 0.2)
    places = points[:, None, :] + t[None, :, None] * POSTERIOR
    solid = bones(Points.of(places.reshape(-1, 3))).reshape(len(points), len(t)) < 0
    first = np.where(solid.any(axis=1), np.argmax(solid, axis=1), 0)
    return points + t[first][:, None] * POSTERIOR


def _gap(bones: Shape, canal: Canal, top: float, bottom: float) -> Outline | None:
    """From where it is widest near the midline up, down and to both sides until bone stands behind the canal's wall."""
    s = np.arange(min(top, bottom) - BESIDE_WINDOW_MM, max(top, bottom) + BESIDE_WINDOW_MM + 0.1, 1.0)
    u = np.arange(-WINDOW_HALF_MM, WINDOW_HALF_MM + 1.0)
    behind = np.arange(0.0, LAMINA_MM + 0.1, 1.0)
    wall = _dorsal_walls(canal, s, u)
    at = np.array([canal.at(a) for a in s])[:, None, None]
    right, back = (unit(np.array([canal.at(a, *way) for a in s])[:, None, None] - at) for way in ((1.0, 0.0), (0.0, 1.0)))
    places = at + u[:, None, None] * right + (wall[:, :, None] + behind)[..., None] * back
    clear = bones(Points.of(places.reshape(-1, 3))).reshape(len(s), len(u), len(behind)).min(2).astype(float)
    on_wall = np.where(wall > 0, clear, -1.0)  # beside the canal there is no window
    # where most is clear: in the midline itself the root of a spinous process may hang into a low window
    inside = ((s >= min(top, bottom)) & (s <= max(top, bottom)))[:, None] & (np.abs(u) <= CENTRAL_MM)
    start, middle = (int(k) for k in np.unravel_index(np.argmax(np.where(inside, on_wall, -np.inf)), on_wall.shape))
    edges: list[tuple[int, float, float]] = []
    for step in (-1, 1):
        row, column = start, middle if step < 0 else middle + 1
        while 0 <= column < len(u) and on_wall[row, column] > 0:
            upper, lower = (_edge(s, on_wall[:, column], row, way) for way in (-1, 1))
            edges.append((column, upper, lower))
            row = int(np.argmin(np.abs(s - (upper + lower) / 2)))
            column += step
    if len(edges) < 2:
        return None
    edges.sort()
    corners = [(a, upper) for a, upper, _ in edges] + [(a, lower) for a, _, lower in reversed(edges)]
    return Outline(np.array([canal.at(b, u[a], float(np.interp(b, s, wall[:, a]))) for a, b in corners]), closed=True)


def _dorsal_walls(canal: Canal, s: NDArray[Any], u: NDArray[Any]) -> NDArray[np.float64]:
    """(stations, places) v of the canal's bony wall behind the places ``u`` beside its curve, mm; 0 where the canal is not so wide."""
    v = np.arange(0.0, REACH_MM, 0.1)
    turn = pseudo_angle(u[:, None], v[None, :]) * DIRECTIONS / 4
    k, away = turn.astype(int), np.sqrt(u[:, None] ** 2 + v[None, :] ** 2)
    share = turn - k
    outer = canal.outer[canal.row(s)].astype(float)
    room = outer[:, k % DIRECTIONS] * (1 - share) + outer[:, (k + 1) % DIRECTIONS] * share
    found: NDArray[np.float64] = np.max(np.where(away <= room, v, 0.0), axis=2)
    return found


def _edge(s: NDArray[Any], clear: NDArray[Any], start: int, way: int) -> float:
    """The station at which bone begins, going from ``start``."""
    i = start
    while 0 <= i + way < len(s) and clear[i + way] > 0:
        i += way
    if not 0 <= i + way < len(s):
        return float(s[i])
    return float(s[i] + way * clear[i] / (clear[i] - clear[i + way]))


def _sacral(sacrum: Bone, canal: Canal) -> dict[str, Outline | None]:
    """The sacrum's foramina, back and front, its hiatus and the way through its canal."""
    m = sacrum.landmarks
    found: dict[str, Outline | None] = {}
    for level in ("S1", "S2", "S3", "S4"):
        for side in SIDES:
            junction = m[f"foramen_{level}_junction_{side}"]
            for which in ("dorsal", "ventral"):
                found[f"{level}/{which}_foramen_{side}"] = _mouth(sacrum, m[f"foramen_{level}_{which}_{side}"], junction)
    hiatus = np.array([m["hiatus_apex"], m["cornu_right"], m["hiatus_end"], m["cornu_left"]])
    found["hiatus"] = Outline(hiatus, closed=True)
    first, last = canal.station((m["canal_s1_front"] + m["canal_s1_back"]) / 2), canal.station((m["hiatus_apex"] + m["hiatus_floor"]) / 2)
    found["sacral_canal/axis"] = Outline(np.array([canal.at(s) for s in np.linspace(first, last, 12)]), closed=False)
    return found


def _mouth(sacrum: Bone, middle: Vector, inwards: Vector) -> Outline:
    """The rim of a hole, as far out as bone stands nearly all round it."""
    out = unit(middle - inwards)
    across = unit(np.cross(sacrum.pose.rotation[:, 2], out))
    up = np.cross(out, across)
    best = rim(sacrum.shape, middle, across, up, SACRAL_REACH_MM)
    for depth in np.arange(1.0, float(length(middle - inwards)), 1.0):
        if best[1] >= ALL_ROUND:
            break
        best = max(best, rim(sacrum.shape, middle - depth * out, across, up, SACRAL_REACH_MM), key=lambda found: found[1])
    return Outline(best[0], closed=True)

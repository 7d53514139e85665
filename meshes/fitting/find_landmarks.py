"""Find the landmarks of the fitted bones by looking at their shapes: python -m meshes.fitting.find_landmarks

Rewrites ``bone_landmarks.csv``. Paired landmarks are those of the right side (x > 0); each bone in its own frame.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.fitting.fit_bones import DRAWN, LEVELS, write
from meshes.morphometry import Measures
from meshes.shapes import Points, Shape
from meshes.spine.sacrum import sacrum
from meshes.spine.template import parts
from meshes.spine.vertebra import template_shape

STEP_MM = 0.1
LAMINA_X_MM = 4.0
"""So far beside the midline the edges of laminae are looked for, clear of the spinous process's root."""
HIATUS_MM = 20.0
"""Length of the hiatus: 19.1 (8.7), Nastoulis 2023; 22.5 (9.1), review."""
Found = dict[str, NDArray[Any]]


def along(shape: Shape, start: NDArray[Any], direction: NDArray[Any], reach: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Distances along a ray and whether each lies in the bone."""
    t = np.arange(0, reach, STEP_MM)
    return t, shape(Points.of(np.asarray(start) + t[:, None] * np.asarray(direction))) < 0


def leave(shape: Shape, start: list[float], direction: list[float], reach: float = 60.0) -> NDArray[Any]:
    """Where a ray that starts in bone comes out of it."""
    t, inside = along(shape, np.array(start), np.array(direction), reach)
    found: NDArray[Any] = np.array(start) + t[np.argmin(inside)] * np.array(direction)
    return found


def enter(shape: Shape, start: list[float], direction: list[float], reach: float = 60.0) -> NDArray[Any] | None:
    """Where a ray that starts outside first meets bone."""
    t, inside = along(shape, np.array(start), np.array(direction), reach)
    return np.array(start) + t[np.argmax(inside)] * np.array(direction) if inside.any() else None


def met(shape: Shape, start: list[float], direction: list[float], reach: float = 60.0) -> NDArray[Any]:
    """As ``enter``, where there must be bone."""
    place = enter(shape, start, direction, reach)
    if place is None:
        raise ValueError(f"no bone from {start} along {direction}")
    return place


def cloud(shape: Shape, keep: Callable[[NDArray[Any]], NDArray[Any]], spacing: float = 0.5) -> NDArray[Any]:
    """All lattice points of the right half that lie in the bone and satisfy ``keep(points)``."""
    axes = [np.arange(max(a, 0.0) if i == 0 else a, b, spacing) for i, (a, b) in enumerate(zip(shape.box.lo, shape.box.hi, strict=True))]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3)
    points = points[keep(points)]
    found: NDArray[Any] = points[shape(Points.of(points)) < 0]
    return found


def vertebra_landmarks(level: str) -> Found:
    shape, part = template_shape(level), {p.name: p for p in parts(level)}
    found: Found = {}
    wall, front = leave(shape, [0, 0, 0], [0, -1, 0]), leave(shape, [0, 0, 0], [0, 1, 0])
    found["posterior_wall"] = wall
    middle = (wall[1] + front[1]) / 2
    for name, up in (("superior", 1.0), ("inferior", -1.0)):
        found[f"{name}_endplate"] = leave(shape, [0, middle, 0], [0, 0, up])
        side = leave(shape, [0, middle, up * 8.0], [1, 0, 0])[0]
        for where, ys, xs in (
            ("front", np.arange(front[1] - 8, front[1] + 2, 0.25), [0.0]),
            ("back", np.arange(wall[1] - 2, wall[1] + 8, 0.25), [0.0]),
            ("side", [middle], np.arange(side - 8, side + 1, 0.25)),
        ):
            rim = [leave(shape, [x, y, 0], [0, 0, up]) for x in xs for y in ys]
            found[f"{name}_{where}"] = max(rim, key=lambda p: up * p[2])
        found[f"{name}_side"][0] = side

    found |= _pedicle(shape, part["pedicle"].nodes, wall, Measures.of_template(level).pedicle_width)
    found |= _lamina(shape, wall, float(found["pedicle"][2]))

    behind = cloud(shape, lambda p: p[:, 1] < wall[1] - 9)
    spine = behind[behind[:, 0] < 1.0]
    found["spinous_tip"] = spine[spine[:, 1] < spine[:, 1].min() + 1.0].mean(0) * [0, 1, 1]
    tail = spine[spine[:, 1] < spine[:, 1].min() + 8.0]
    for name, pick in (("spinous_top", tail[:, 2].argmax()), ("spinous_bottom", tail[:, 2].argmin())):
        found[name] = tail[pick] * [0, 1, 1]
    found["transverse_tip"] = behind[behind[:, 0] > behind[:, 0].max() - 1.0].mean(0)
    arch = behind[(behind[:, 0] > 8) & (behind[:, 0] < 30)]
    found["superior_articular_tip"] = arch[arch[:, 2] > arch[:, 2].max() - 1.0].mean(0)
    low = behind[behind[:, 0] > 4]
    found["inferior_articular_tip"] = low[low[:, 2] < low[:, 2].min() + 1.0].mean(0)
    found["superior_facet"] = leave(shape, list(part["sap"].nodes[1:].mean(0)), [-0.7071, -0.7071, 0], 20)
    found["inferior_facet"] = leave(shape, list(part["iap"].nodes[2:].mean(0)), [0.7071, 0.7071, 0], 20)
    found["pars"] = part["iap"].nodes[:2].mean(0)
    return found


def _pedicle(shape: Shape, nodes: NDArray[Any], wall: NDArray[Any], width: float) -> Found:
    """Where it is lowest in coronal planes; its lateral border, which runs into the transverse process, by its clinical width."""
    slices = []
    for y in np.arange(wall[1] - 8, wall[1] - 3, 0.5):
        x, z = (float(np.interp(-y, -nodes[:, 1], nodes[:, i])) for i in (0, 2))
        for _ in range(3):
            medial = leave(shape, [x, y, z], [-1, 0, 0])
            x = medial[0] + width / 2
            top, bottom = leave(shape, [x, y, z], [0, 0, 1]), leave(shape, [x, y, z], [0, 0, -1])
            z = (top[2] + bottom[2]) / 2
        slices.append(
            (top[2] - bottom[2], {"pedicle": np.array([x, y, z]), "pedicle_medial": medial, "pedicle_top": top, "pedicle_bottom": bottom})
        )
    found: Found = min(slices, key=lambda s: s[0])[1]
    found["pedicle_lateral"] = found["pedicle_medial"] + [width, 0, 0]
    return found


def _lamina(shape: Shape, wall: NDArray[Any], z: float) -> Found:
    """Where a paramedian needle passes it, seen from inside the canal; and the canal's front and back there. ``z`` is the pedicle's."""
    seen = [(h, enter(shape, [LAMINA_X_MM, wall[1] - 7, h], [0, -1, 0], 28.0)) for h in np.arange(z + 12, -30, -0.25)]
    lamina = [p for h, p in seen if p is not None and shape(Points.of([[LAMINA_X_MM, wall[1] - 7, h]]))[0] > 0]
    until = next((i for i in range(1, len(lamina)) if abs(lamina[i][1] - lamina[i - 1][1]) > 0.8 and i > 24), len(lamina))
    lamina = [p * [0, 1, 1] for p in lamina[:until]]
    found = {"lamina_top": lamina[0], "lamina_bottom": lamina[-1]}
    ring = lamina[len(lamina) // 3]
    found["canal_back"] = ring
    found["canal_front"] = met(shape, [0, wall[1] - 7, ring[2]], [0, 1, 0], 20.0)
    return found


def near_midline(points: NDArray[Any], height: float) -> NDArray[Any]:
    return (points[:, 0] < 1) & (np.abs(points[:, 2] - height) < 8)


def sacrum_landmarks() -> Found:
    shape, part = sacrum(), {p.name: p for p in parts("sacrum")}
    found: Found = {}
    seen = [enter(shape, [0, y, 20], [0, 0, -1], 30.0) for y in np.arange(-18, 18, 0.5)]
    rim = [p for p in seen if p is not None and p[2] > -4]
    found["superior_back"], found["superior_front"] = rim[0], rim[-1]
    found["superior_endplate"] = met(shape, [0, (rim[0][1] + rim[-1][1]) / 2, 20], [0, 0, -1])
    found["superior_side"] = leave(shape, [0, found["superior_endplate"][1], -4], [1, 0, 0]) * [1, 1, 0]
    axis = part["canal"].nodes
    for name, z in (("canal_s1", -21.0), ("canal_s2", -42.0), ("canal_s3", -64.0), ("canal_s4", -86.0)):
        y = float(np.interp(-z, -axis[:, 2], axis[:, 1]))
        front, back = enter(shape, [0, y, z], [0, 1, 0], 15.0), enter(shape, [0, y, z], [0, -1, 0], 15.0)
        side = enter(shape, [0, y, z], [1, 0, 0], 25.0)
        if front is None or back is None or side is None:
            raise ValueError(f"the sacral canal is not closed at z = {z} mm")
        found |= {f"{name}_front": front, f"{name}_back": back, f"{name}_side": side}
    roof = [enter(shape, [LAMINA_X_MM, -24.0, z], [0, -1, 0], 15.0) for z in np.arange(0.0, -30.0, -0.25)]
    found["lamina_top"] = next(p for p in roof if p is not None) * [0, 1, 1]
    dorsal = [enter(shape, [0, float(np.interp(-z, -axis[:, 2], axis[:, 1])), z], [0, -1, 0], 9.0) for z in np.arange(-60, -115, -0.25)]
    open_at = next(i for i, p in enumerate(dorsal) if p is None)
    apex = dorsal[open_at - 1]
    if apex is None:
        raise ValueError("the sacral canal has no roof above the hiatus")
    found["hiatus_apex"] = apex
    z = float(found["hiatus_apex"][2])
    found["hiatus_floor"] = met(shape, [0, float(np.interp(-z, -axis[:, 2], axis[:, 1])), z], [0, 1, 0], 15.0)
    found["hiatus_end"] = met(shape, [0, -60.0, z - HIATUS_MM], [0, 1, 0], 50.0)
    cornua = cloud(shape, lambda p: (p[:, 2] < z - 2) & (p[:, 2] > z - 14) & (p[:, 0] > 3))
    found["cornu"] = cornua[cornua[:, 1] < cornua[:, 1].min() + 0.6].mean(0)
    for number in (1, 2, 3):
        height = -18.0 - 22.0 * (number - 1)
        top = cloud(shape, partial(near_midline, height=height))
        found[f"crest_s{number}"] = top[top[:, 1].argmin()] * [0, 1, 1]
    sap = cloud(shape, lambda p: (p[:, 1] < -15) & (p[:, 0] > 12) & (p[:, 0] < 34) & (p[:, 2] > -5))
    found["superior_articular_tip"] = sap[sap[:, 2] > sap[:, 2].max() - 1].mean(0)
    found["superior_facet"] = leave(shape, list(part["sap"].nodes[-1]), [-0.5, -0.866, 0], 20)
    tip = cloud(shape, lambda p: p[:, 2] < -110)
    found["coccyx_tip"] = tip[tip[:, 2].argmin()] * [0, 1, 1]
    return found


def main() -> None:
    rows = []
    for bone in (*DRAWN, *LEVELS, "sacrum"):
        for name, point in (sacrum_landmarks() if bone == "sacrum" else vertebra_landmarks(bone)).items():
            rows.append([bone, name, *[round(float(v), 1) for v in point]])
    write("bone_landmarks", ["bone", "landmark", "x_mm", "y_mm", "z_mm"], rows)


if __name__ == "__main__":
    main()

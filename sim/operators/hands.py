"""What all hands share: a generator that yields what is done or waited for, and is sent what is seen after it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Protocol

import numpy as np

from meshes.space import Vector, dot
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.picture import Picture
from sim.fluoroscopy.screen import Screen
from sim.session.commands import Command
from sim.session.observation import Observation

Orders = list[Command] | int
"""Commands, after which a time step passes; or a number of steps to wait, of which fewer pass if something new is perceived before."""
Work = Generator[Orders, Observation, None]


class Hands(Protocol):
    """Somebody, or something, that works at the table."""

    name: str

    def work(self, seen: Observation, screen: Screen) -> Work:
        """Begin with what is seen at first, and the screen on which pictures are looked at."""
        ...


class Stuck(RuntimeError):
    """These hands cannot go on; says at what and why."""


class Refused(Stuck):
    """A command was refused."""


def triangulated(pictures: list[Picture], sight: str) -> Vector | None:
    """Where a landmark is, from two pictures that show it from clearly different directions; None if there are no such two."""
    shown = [p for p in pictures if sight in p.sights]
    for i in range(len(shown) - 1, 0, -1):
        for j in range(i - 1, -1, -1):
            a, b = shown[i].view, shown[j].view
            if float(dot(a.beam, b.beam)) < 0.94:  # 20 degrees apart or more
                return _nearest_point(a, shown[i].sights[sight], b, shown[j].sights[sight])
    return None


def _nearest_point(a: View, uv_a: tuple[float, float], b: View, uv_b: tuple[float, float]) -> Vector:
    """The middle of the shortest line between two rays."""
    p, q = a.source, b.source
    d, e = a.towards(*uv_a), b.towards(*uv_b)
    w, de = p - q, float(dot(d, e))
    dw, ew = float(dot(d, w)), float(dot(e, w))
    bottom = 1 - de * de
    s, t = (de * ew - dw) / bottom, (ew - de * dw) / bottom
    return (p + s * d + q + t * e) / 2


def along_shaft(view: View, direction: Vector, tip: tuple[float, float], goal: tuple[float, float]) -> float:
    """How many mm the needle must go for its tip's shadow to come level with the goal's."""
    step = np.array([float(dot(direction, view.across)), float(dot(direction, view.up))]) * view.magnification
    length = float((step * step).sum())
    if length < 0.02:
        raise Stuck("the needle points at the beam: depth cannot be read in this view")
    gap = np.array(goal) - np.array(tip)
    return float((gap * step).sum() / length)

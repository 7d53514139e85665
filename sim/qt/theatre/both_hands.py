"""The operator's hands as the room shows them: where they hold, whether they are seen, and their shadow. Needs VTK.

Whoever lets the beam run steps back: a hand is seen in it only where it does something there.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkRenderingCore import vtkActor

from sim.fluoroscopy.carm import SOURCE_TO_DETECTOR_MM, View
from sim.fluoroscopy.collimator import Collimator
from sim.qt.hands_seen import HandsSeen
from sim.qt.theatre import hand, instruments
from sim.qt.theatre.cast import Cast, lit_at
from sim.qt.theatre.contact_shadow import Balls, light_left
from sim.qt.theatre.hand import HANDS, LOW
from sim.qt.theatre.instruments import Grasp, Joined
from sim.qt.theatre.polydata import colours_of, places_of, rounded, tinted

CLEAR_HAND = 0.22
"""Opacity of one that is to hide nothing; it throws no shadow then"""
SHADED = ("back", "sheet", "hem")
"""On what the shadow of hands and syringe falls"""
Beam = tuple[View, Collimator]


class BothHands:
    """Remembers what they hold. ``parts``: by name, of the room; ``side``: where the operator stands, +1 at the patient's right."""

    def __init__(self, cast: Cast, side: int, parts: Mapping[str, vtkActor]) -> None:
        self.cast, self.side, self.parts = cast, side, parts
        self.way: HandsSeen = "shown"
        """As somebody wants to see them"""
        self.before_glass = self.is_far = False
        """An arm ends at the shoulder: from afar both are left away, and before what glass shows; their shadows with them"""
        self.beam: Beam | None = None
        """While it is on"""
        self.acting: frozenset[str] = frozenset()
        """Those that do something now"""
        self.in_beam = False
        """Whether one that is seen lies in it"""
        self.shaded: tuple[Balls, ...] = ()
        """What throws its shadow now"""
        self._held: dict[str, Balls] = {}
        """The hands that hold something, and the room that each takes"""
        self._things: tuple[Balls, ...] = ()
        """And of what they hold"""
        self._lit = {name: (places_of(cast.steady[name]), colours_of(cast.steady[name])) for name in SHADED}

    def hold(self, held: Grasp | None, joined: Joined | None) -> None:
        """A needle, and a syringe at it; either may be missing."""
        names = () if held is None else HANDS if joined is not None else HANDS[:1]
        self._held = {} if held is None else {name: self._put(name, held, joined) for name in names}
        self._things = () if held is None else (instruments.balls_of(held, joined),)
        self.show()

    def _put(self, name: str, held: Grasp, joined: Joined | None) -> Balls:
        """Where it holds; the room that it takes there."""
        one, ground = self.cast.hands[name], self.cast.stage.relief
        if joined is not None and name == "pressing":
            at = hand.pressing_at(one, joined)
            glove = tinted(rounded(*hand.pressed(one, joined)), colours_of(self.cast.gloves[name]))
        else:
            at = hand.holding_at(one, held, ground)
            if not hand.holds_hub(at, held):
                one = self.cast.hands[LOW]
                at = hand.holding_at(one, held, ground)
            glove = self.cast.gloves[one.name]
        arm = hand.arm_at(one, at, ground)
        for part, made, frame in ((name, glove, at), (f"{name}_arm", self.cast.turning[f"{name}_arm"], arm)):
            self.parts[part].GetMapper().SetInputData(lit_at(frame, made, part, self.cast.around))
            matrix = vtkMatrix4x4()
            matrix.DeepCopy(frame.ravel().tolist())
            self.parts[part].SetUserMatrix(matrix)
        return hand.balls_of(one, at, arm)

    def show(self) -> None:
        """As all this is now."""
        is_bare = self.before_glass or self.is_far or self.way == "none"
        met = {name for name, balls in self._held.items() if self.beam is not None and bool(in_field(balls, *self.beam).any())}
        there = {} if is_bare else {name: balls for name, balls in self._held.items() if name in self.acting or name not in met}
        self.in_beam = not met.isdisjoint(there)
        for name in HANDS:
            for part in (name, f"{name}_arm"):
                self.parts[part].SetVisibility(name in there)
                self.parts[part].GetProperty().SetOpacity(CLEAR_HAND if self.way == "clear" else 1.0)
        over = () if is_bare or self.way == "clear" else (*there.values(), *self._things)
        if len(over) == len(self.shaded) and all(one is other for one, other in zip(over, self.shaded, strict=True)):
            return
        self.shaded = over
        for name, (places, colours) in self._lit.items():
            left = light_left(places, np.concatenate(over), self.side)[:, None] if over else 1.0
            self.parts[name].GetMapper().SetInputData(tinted(self.cast.steady[name], (colours * left).astype(np.uint8)))


def in_field(balls: Balls, view: View, blades: Collimator) -> NDArray[np.bool_]:
    """(n,): whether some of each lies in the open beam."""
    deep = (balls[:, :3] - view.source) @ view.beam
    wide = balls[:, 3] * SOURCE_TO_DETECTOR_MM / np.maximum(deep, 1.0)
    u, v = view.project(balls[:, :3]).T
    half = view.field_mm / 2
    beside = np.maximum(np.maximum(np.abs(u) - half * blades.width, np.abs(v) - half * blades.height), np.hypot(u, v) - half * blades.iris)
    return np.asarray((deep > 0) & (deep < SOURCE_TO_DETECTOR_MM) & (beside < wide))

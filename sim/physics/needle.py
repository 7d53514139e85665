"""The needle: a way that its bevel steers, tissues that let it through at a price, bone that stops it or lets it slide."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from meshes.space import SUPERIOR, Vector, dot, unit
from scenarios.equipment import NeedleKind
from sim.physics.body import BONY, Body
from sim.physics.curve import Piece, across, frame_of, glide, hour_of, turned
from sim.physics.encounter import SPEED_MM_S, Pushed, met
from sim.physics.grip import Stretch
from sim.physics.tissue import tissue_table

NODE_MM = 2.0
"""The shaft is shown by places at this spacing."""
CLEAR_MM = 0.01
"""The tip comes to rest so far in front of bone."""
SAME_MM = 0.05
"""Bone met again within this, after the bevel was turned on it, is the same contact."""
SLIDES_DEG = 20.0
"""Met at no more than this from its surface, bone lets the tip slide along (guess: beyond, the edge digs in)."""
LIFT_MM, MOST_LIFT_MM = 0.1, 1.2
"""A sliding tip rises over the steps of a surface by so much, up to two voxels."""
DURA_STRETCH_N = 2.0
"""What the dura takes when it is about to give, above cutting ([@davidor_nisky]: a peak of 3 N in all)."""
BONE_N = 20.0


@dataclass(frozen=True)
class Crossing:
    """The tip came from one tissue to another."""

    depth_mm: float
    """Along the shaft from the skin."""
    before: int
    after: int
    place: tuple[float, float, float]
    entered: bool = True
    """False if what it met is pushed ahead or aside."""


@dataclass
class Needle:
    """One needle: where it entered, its way in the body, where its bevel looks."""

    kind: NeedleKind
    pieces: list[Piece] = field(default_factory=list)
    depth_mm: float = 0.0
    """Length of the shaft below the skin."""
    stretches: list[Stretch] = field(default_factory=list)
    """The tissues along the shaft, from the skin."""
    under: int = 0
    """The label at the tip."""
    pushed: Pushed | None = None
    bow: Vector = field(default_factory=lambda: np.zeros(3))
    """How a tilted hub bends the shaft at the skin: curvature, 1/mm, about an axis."""
    stylet: bool = True
    drop: bool = False
    """Saline hangs in the open hub."""
    on_bone: bool = False
    slid_mm: float = -1.0
    """The depth at which the tip last slid along bone."""
    touched: Vector | None = None
    """Where the tip last met bone, until it has left it."""
    through_skin: bool = False
    """The skin was pierced, and the needle has not been out of it since."""
    on_nerve: Vector | None = None
    """Where the tip last came to a root or ganglion or out of it, until it is clear of it."""
    on_vessel: Vector | None = None
    """Where the tip last crossed a vessel's wall, until it is clear of every vessel."""
    on_dura: Vector | None = None
    """Where it last went into the sac or out of it, until it is clear of the dura."""
    _shown: tuple[tuple[float | Piece, ...], NDArray[np.float64]] | None = field(default=None, repr=False, compare=False)
    """The shaft as it was shown last, and of which way that was."""

    @property
    def placed(self) -> bool:
        return bool(self.pieces)

    @property
    def frame(self) -> NDArray[np.float64]:
        """(4, 3) the frame behind the tip: place, direction, side, and their product."""
        if not self.pieces:
            raise ValueError("the needle is not on the patient")
        return self.pieces[-1].at(self.depth_mm)

    @property
    def tip(self) -> Vector:
        frame = self.frame
        return np.asarray(frame[0] + self.kind.front_mm * frame[1])

    @property
    def direction(self) -> Vector:
        """Unit vector along the shaft at the tip."""
        return np.asarray(self.frame[1])

    @property
    def bevel(self) -> Vector:
        """Unit vector to which the opening faces, across the direction."""
        side = self.frame[2]
        return np.asarray(side if self.kind.bends_towards_opening else -side)

    @property
    def entry(self) -> Vector:
        frame = self.pieces[0].frame
        return np.asarray(frame[0] + self.kind.front_mm * frame[1])

    @property
    def lean(self) -> Vector:
        """Unit vector along the shaft at the skin."""
        return np.asarray(self.pieces[0].frame[1])

    @property
    def lies_in(self) -> int:
        """The tissue at the opening: not what the tip only pushes before it."""
        return self.stretches[-1].tissue

    @property
    def mouth(self) -> Vector:
        """Where in the body the opening is: what the tip pushes stays in front of it."""
        return self.tip if self.pushed is None else self.pushed.place

    def place(self, entry: Vector, direction: Vector, body: Body) -> None:
        """Set the tip on the skin, pointing along ``direction``; the bevel looks to the head as far as it can."""
        entry, direction = np.asarray(entry, float), unit(direction)
        bevel = across(SUPERIOR, direction)
        frame = frame_of(entry - self.kind.front_mm * direction, direction, bevel if self.kind.bends_towards_opening else -bevel)
        self.lift()
        self.under = body.at(entry)
        self.pieces, self.stretches = [Piece(0.0, frame, 0.0, 0.0)], [Stretch(0.0, self.under, 0.0, 0.0)]

    def lift(self) -> None:
        """Off the patient."""
        self.pieces, self.stretches, self.depth_mm = [], [], 0.0
        self.drop, self.pushed, self.on_bone, self.bow, self.slid_mm = False, None, False, np.zeros(3), -1.0
        self.touched, self.on_nerve, self.on_vessel, self.on_dura, self.through_skin = None, None, None, None, False

    def rotate(self, radians: float) -> None:
        """Turn about the shaft, clockwise seen from the hub."""
        self._begin(turned(self.frame, radians))

    def clock(self) -> float:
        """The hour to which the opening faces, seen from the hub: 12 to the head, 3 to the patient's right."""
        if not self.pieces:
            raise ValueError("the needle is not on the patient")
        return hour_of(self.pieces[-1], self.depth_mm, self.kind.bends_towards_opening)

    # --- along the shaft ----------------------------------------------------------------------------------------------------

    def advance(
        self, mm: float, body: Body, spin: float = 0.0, chance: np.random.Generator | None = None, speed_mm_s: float = SPEED_MM_S
    ) -> list[Crossing]:
        """Push on; stops at bone or when the hub meets the skin. Returns what was met, in order.

        Parameters
        ----------
        spin : radians per mm turned meanwhile, clockwise seen from the hub
        chance : decides what lets the tip in at once; without it everything does
        """
        found: list[Crossing] = []
        goal = min(self.depth_mm + mm, self.kind.length_mm)
        while self.pieces and self.depth_mm < goal - 1e-9:
            piece = self._steer(spin)
            end = goal if self.pushed is None else min(goal, self.pushed.gives_mm)
            reached, label = glide(
                piece.frame,
                piece.curvature,
                piece.spin,
                self.kind.front_mm,
                self.depth_mm - piece.start_mm,
                end + CLEAR_MM - piece.start_mm,
                self.under,
                *body.lattices,
            )
            if label >= 0 and body.is_a(label, BONY):
                if self._meets_bone(piece.start_mm + reached, label, body, found):
                    continue
                break
            self.depth_mm, self.on_bone = min(piece.start_mm + reached, end), False
            if label >= 0 and piece.start_mm + reached <= end:
                self._meets(label, found, chance, speed_mm_s)
            elif self.pushed is not None and self.depth_mm >= self.pushed.gives_mm - 1e-9:
                self.pushed = None
                self._enter(self.under, found)
        return found

    def _steer(self, spin: float) -> Piece:
        """The piece to follow from here."""
        curvature = float(tissue_table().curve[self.under]) / self.kind.curve_radius_mm
        piece = self.pieces[-1]
        if piece.curvature != curvature or piece.spin != spin:
            self._begin(self.frame)
            piece = replace(self.pieces[-1], curvature=curvature, spin=spin)
            self.pieces[-1] = piece
        return piece

    def _begin(self, frame: NDArray[np.float64]) -> None:
        """A new piece from here, in the place of one that begins here."""
        old = self.pieces[-1]
        if old.start_mm >= self.depth_mm - 1e-12:
            self.pieces.pop()
        self.pieces.append(Piece(self.depth_mm, frame, old.curvature, old.spin))

    def _enter(self, label: int, found: list[Crossing]) -> None:
        if label != self.lies_in:
            found.append(self._crossing(label))
            self.stretches.append(self.stretches[-1].then(self.depth_mm, label))

    def _crossing(self, label: int, entered: bool = True) -> Crossing:
        x, y, z = (self.tip + 1e-5 * self.direction).tolist()
        return Crossing(self.depth_mm, self.lies_in, label, (x, y, z), entered)

    def _meets(self, label: int, found: list[Crossing], chance: np.random.Generator | None, speed_mm_s: float) -> None:
        """The label under the tip changes."""
        self.under = label
        if self.pushed is not None:
            if label in self.pushed.tissues:
                return
            self.pushed = None
        if chance is not None:
            self.pushed = met(label, self.lies_in, self.kind, self.depth_mm, self.tip, speed_mm_s, chance)
            if self.pushed is not None:
                found.append(self._crossing(label, entered=False))
                return
        self._enter(label, found)

    def _meets_bone(self, depth_mm: float, bone: int, body: Body, found: list[Crossing]) -> bool:
        """Stand on bone, or slide along it (True)."""
        was_on_bone = self.on_bone and depth_mm - CLEAR_MM <= self.depth_mm + SAME_MM
        self.depth_mm = max(depth_mm - CLEAR_MM, self.depth_mm)
        frame = self.frame
        outward = body.outward(self.tip)
        into = -float(dot(frame[1], outward))
        if into <= np.sin(np.radians(SLIDES_DEG)) and self.depth_mm > self.slid_mm + 1e-6:
            along = unit(frame[1] + max(into, 0.0) * outward)
            for lift in np.arange(LIFT_MM, MOST_LIFT_MM + 1e-9, LIFT_MM):
                place = self.tip + lift * outward
                if not body.is_a(body.at(place), BONY) and not body.is_a(body.at(place + LIFT_MM * along), BONY):
                    side = across(frame[2], along)
                    self._begin(frame_of(place - self.kind.front_mm * along, along, side))
                    self.slid_mm, self.on_bone = self.depth_mm, False
                    return True
        if not was_on_bone:
            found.append(self._crossing(bone))
        self.on_bone = True
        return False

    def withdraw(self, mm: float) -> None:
        """Draw back along the way; past the skin it comes to rest on it."""
        self.depth_mm = max(self.depth_mm - mm, 0.0)
        while len(self.pieces) > 1 and self.pieces[-1].start_mm > self.depth_mm:
            self.pieces.pop()
        while len(self.stretches) > 1 and self.stretches[-1].start_mm > self.depth_mm:
            self.stretches.pop()
        if self.pushed is not None and self.depth_mm < self.pushed.depth_mm:
            self.pushed = None
        if self.pushed is None:
            self.under = self.lies_in
        if self.depth_mm == 0:
            self.bow, self.through_skin = np.zeros(3), False
        self.on_bone = False

    def piece_at(self, depth_mm: float) -> Piece:
        return next(piece for piece in reversed(self.pieces) if piece.start_mm <= depth_mm + 1e-12)

    def place_at(self, depth_mm: float) -> Vector:
        """Where the shaft lies, mm."""
        frame = self.piece_at(depth_mm).at(depth_mm)
        return np.asarray(frame[0] + self.kind.front_mm * frame[1])

    def tissue_at(self, depth_mm: float) -> int:
        return next(stretch.tissue for stretch in reversed(self.stretches) if stretch.start_mm <= depth_mm + 1e-12)

    # --- as seen and felt -----------------------------------------------------------------------------------------------------

    def shaft(self) -> NDArray[np.float64]:
        """(n, 3) mm from the hub to the tip."""
        way: tuple[float | Piece, ...] = (self.depth_mm, *self.pieces)
        if self._shown is None or self._shown[0] != way:  # many pictures show a needle that stands still
            hub = self.entry - (self.kind.length_mm - self.depth_mm) * self.lean
            self._shown = way, np.array([hub, *(self.place_at(d) for d in np.arange(0.0, self.depth_mm, NODE_MM)), self.tip])
        return self._shown[1].copy()

    def force_n(self) -> float:
        """Axial force to push on: what the tip cuts or stretches, friction along the shaft, bone if on it."""
        if not self.pieces:
            return 0.0
        last = self.stretches[-1]
        rub = last.rub_at(self.depth_mm) * self.kind.outer_mm / 1.27
        tip = last.tip_at(self.depth_mm)
        if self.pushed is not None and self.pushed.gives_mm < np.inf:
            tip += DURA_STRETCH_N * ((self.depth_mm - self.pushed.depth_mm) / (self.pushed.gives_mm - self.pushed.depth_mm)) ** 2
        return float(rub + tip * self.kind.cutting + (BONE_N + 100.0 if self.on_bone else 0.0))

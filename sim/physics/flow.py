"""Fluid from the needle: pressure by Darcy's law, fluid carried along, every microlitre accounted for.

For one place of the bevel the pressure field is linear in the rate: it is solved once for 1 ml/s. The fluid pushes what was there before it
out of the pores: a cell fills, then hands on what it cannot hold along the flux. What leaves a cell enters another cell or an outlet,
never nothing.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from meshes.anatomy import Anatomy
from meshes.noise import scrambled
from sim.physics.advection import FLUIDS, Cascade
from sim.physics.compartments import Compartment, compartment_of, compartments, opened_behind_flavum
from sim.physics.flow_space import FlowSpace, cut_out
from sim.physics.lattice import NOWHERE
from sim.physics.mixing import mix, wash_out
from sim.physics.pressure import Pressure, fluxes
from sim.physics.uptake import PLACE_MM, behind_flavum, lies_in_small_vein

CONTRAST, DRUG, PLAIN = 0, 1, 2
"""Fluids, as rows: contrast, drug, and what neither shows nor treats."""
IODINE = FLUIDS
"""The row of the iodine that contrast carries, mg."""
HEAVY = np.array([True, True, False])
"""Which of them sink in CSF."""
TABLE_MPAS = 3.4
"""Viscosity of the fluid that the permeabilities hold for: contrast of 240 mg iodine a millilitre."""
TRACE_ML = 1e-6
"""When no more than this is left in a vessel all of it has gone: a thousandth of what could be seen, and nothing to be watched for the rest
of an attempt (guess)."""
READY = "epidural"
"""The space that is made ready before it is asked for."""
NEAR = 1 / 3
"""A second place within this share of a ball's radius of its middle uses the same ball."""


@dataclass(eq=False)
class Deposit:
    """What lies in one compartment."""

    compartment: Compartment
    space: FlowSpace
    _load: NDArray[np.float64] = field(init=False)
    _gone: NDArray[np.float64] = field(init=False)
    _pushes: list[tuple[float, ...]] = field(default_factory=list)
    """Given into the present source, and not yet carried on: that is done when somebody looks."""
    _only: tuple[int, float] | None = None
    """The fluid, and its iodine in mg/ml, of which alone something is there; None as long as there is nothing."""
    _stirred: bool = field(init=False)
    """Whether there ever was more than one, or what is there moves by itself."""
    _alone_ml: float = 0.0
    """Given of the only one into the present source ..."""
    _carried_ml: float = 0.0
    """... and of that carried on."""
    _before: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    """Load and gone as they were before it."""
    _dark: tuple[float, NDArray[np.float32], NDArray[np.float32]] | None = None
    """What ``iodine_above`` said last, until anything moves."""
    source: int = NOWHERE
    order: NDArray[np.int32] | None = None
    shares: NDArray[np.float64] | None = None
    """(n, 7) of what flows out of a cell, to each neighbour and to the outlet"""
    _cascade: Cascade | None = None
    resistance: float = 0.0
    """mmHg per ml/s at the bevel"""
    strain_ml: float = 0.0
    """By how much the space is still widened."""

    def __post_init__(self) -> None:
        self._load = np.zeros((FLUIDS + 1, len(self.space.capacity)), order="F")
        self._gone = np.zeros(FLUIDS + 1)
        self._stirred = bool(self.compartment.washout_s or self.compartment.mixing_mm2_s)

    @property
    def load(self) -> NDArray[np.float64]:
        """(4, n) ml of contrast, drug and plain fluid, and mg of iodine; laid cell by cell"""
        self._carry_on()
        return self._load

    @property
    def gone(self) -> NDArray[np.float64]:
        """(4,) of each that has left through outlets or with the blood"""
        self._carry_on()
        return self._gone

    def _carry_on(self) -> None:
        if self._pushes and self._cascade is not None:
            self._dark = None
            given, self._pushes = np.array(self._pushes), []
            self._cascade.spill(self._load, given, self.source, self._gone)
        if self._alone_ml != self._carried_ml and self._cascade is not None and self._only is not None:
            self._dark = None
            # from the start each time: so it does not matter who looked when
            if self._before is None:
                self._before = self._load.copy(order="F"), self._gone.copy()
            before, self._gone[:] = self._before
            self._cascade.fill(self._load, before, self._only[0], self._alone_ml, self._only[1], self.source, self._gone)
            self._carried_ml = self._alone_ml

    @property
    def name(self) -> str:
        return self.compartment.name

    @property
    def amount(self) -> NDArray[np.float64]:
        """(3, n) ml of contrast, drug and plain fluid in each cell"""
        return self.load[:FLUIDS]

    @property
    def left(self) -> NDArray[np.float64]:
        """(3,) ml of each that has left"""
        return self.gone[:FLUIDS]

    @property
    def iodine_mg(self) -> NDArray[np.float64]:
        """(n,) mg in each cell"""
        return np.asarray(self.load[IODINE])

    def iodine_above(self, least_mg: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(k, 3) mm and (k,) mg of the cells that hold more than so much: the same arrays for picture after picture while nothing moves."""
        iodine = self.iodine_mg
        if self._dark is None or self._dark[0] != least_mg:
            some = np.flatnonzero(iodine > least_mg)
            self._dark = least_mg, self.space.places[some], iodine[some].astype(np.float32)
        return self._dark[1:]

    @property
    def elastic_mmhg(self) -> float:
        """What the widened space presses back with."""
        gives = self.compartment.compliance_ml_mmhg
        return self.strain_ml / gives if gives else 0.0

    @cached_property
    def _pressure(self) -> Pressure:
        return Pressure(self.space.ground.planes, self.space.conductance, self.space.outlet)

    def aim(self, point: NDArray[np.floating]) -> bool:
        """Solve for a bevel at this point; False if no pore is near, or only a pocket that nothing can leave."""
        source = self.space.mouth(point)
        if source == NOWHERE:
            return False
        if source != self.source:
            if not self.space.outlet[self._pressure.reached(source)].any():
                return False
            self._carry_on()
            self._alone_ml, self._carried_ml, self._before = 0.0, 0.0, None
            self.source = source
            pressure = self._pressure.solve(source)
            self.resistance = float(pressure[source])
            self.order = np.argsort(-pressure, kind="stable").astype(np.int32)
            self.shares = np.empty((len(pressure), 7))
            fluxes(pressure, self.space.neighbour, self.space.conductance, self.space.outlet, self.shares)
            self._cascade = Cascade.of(self.order, self.space.capacity, self.space.neighbour, self.shares)
        return True

    def try_out(self) -> Deposit:
        """Itself, after all that a first press takes has been done once: what is factored is kept, what is compiled is there."""
        if len(self.space.places) and self.aim(self.space.nearest(self.space.places.mean(0))):
            trial = Deposit(self.compartment, self.space)
            trial.source, trial._cascade = self.source, self._cascade
            for fluid in (CONTRAST, DRUG):
                trial.inject(fluid, TRACE_ML, 1.0)
                trial._carry_on()
        return self

    def inject(self, fluid: int, ml: float, dt_s: float, iodine_mg_ml: float = 0.0) -> None:
        """Press ``ml`` in over ``dt_s``."""
        if not self._stirred and self._only not in (None, (fluid, iodine_mg_ml)):
            self._carry_on()
            self._stirred = True
        self._only = fluid, iodine_mg_ml
        if self._stirred:
            self._pushes.append((*(ml if fluid == row else 0.0 for row in range(FLUIDS)), ml * iodine_mg_ml))
        else:
            self._alone_ml += ml
        self.strain_ml += ml
        self.rest(dt_s)

    def rest(self, dt_s: float) -> None:
        """What happens by itself: the space yields, blood carries away, CSF mixes and its load sinks."""
        c = self.compartment
        if c.relief_s:
            self.strain_ml *= c.relief_s / (c.relief_s + dt_s)
        if c.washout_s and wash_out(self.load, dt_s / (c.washout_s + dt_s), TRACE_ML, self._gone):
            self._dark = None
        if c.mixing_mm2_s and c.settling_mm_s and self.load.any():
            self._dark = None
            h = self.space.cell_mm
            spread, sink = c.mixing_mm2_s * dt_s / (h * h), c.settling_mm_s * dt_s / h
            mix(self.load, self.space.capacity, self.space.neighbour, spread, sink, HEAVY)


class Flow:
    """All fluid in one patient."""

    def __init__(self, anatomy: Anatomy, seed: int, opens_vein: bool = False) -> None:
        self.anatomy = anatomy
        self._opens_vein = opens_vein
        """Whether the first place in epidural fat lies in a small vein for certain."""
        self._vein: NDArray[np.float64] | None = None
        self.seed = scrambled(seed)
        self.deposits: dict[str, Deposit] = {}
        self._ready: Future[Deposit] | None = None
        self.given = np.zeros(FLUIDS)
        """ml of contrast, drug and plain fluid"""
        self.into: dict[str, NDArray[np.float64]] = {}
        """ml of each by compartment"""

    def make_ready(self) -> Future[Deposit]:
        """Lay out the epidural space beside everything else, so that the first press of the plunger finds it done."""
        pool = ThreadPoolExecutor(1, "lattice")
        self._ready = pool.submit(lambda: self._laid_out(compartments()[READY], None).try_out())
        pool.shutdown(wait=False)
        return self._ready

    def laid_out_in(self, anatomy: Anatomy) -> Flow:
        """The same in a body that lies otherwise, before anything was given: made ready too, if this one is."""
        other = Flow(anatomy, 0, self._opens_vein)
        other.seed = self.seed
        if self._ready is not None:
            other.make_ready()
        return other

    def _laid_out(self, compartment: Compartment, around: NDArray[np.floating] | None) -> Deposit:
        return Deposit(compartment, cut_out(self.anatomy, compartment, self.seed, around))

    def compartment_at(self, point: NDArray[np.floating], tissue: int) -> Compartment | None:
        """The space that a bevel at this point, in this tissue, opens into; None if it opens into none."""
        name = compartment_of(tissue)
        if name is None:
            return None
        behind, in_vein = opened_behind_flavum(tissue), compartments()[name].in_small_vein
        if behind is not None and behind_flavum(self.anatomy, point):
            name = behind
        elif in_vein is not None and (self._in_first_vein(point) or lies_in_small_vein(self.anatomy, point, tissue, self.seed)):
            name = in_vein
        return compartments()[name]

    def _in_first_vein(self, point: NDArray[np.floating]) -> bool:
        """Whether this is the place where a case wants a vein to be opened; the first one asked about is."""
        if self._opens_vein and self._vein is None:
            self._vein = np.array(point, float)
        return self._vein is not None and float(np.sqrt(((np.asarray(point) - self._vein) ** 2).sum())) <= PLACE_MM

    def deposit_for(self, point: NDArray[np.floating], tissue: int) -> Deposit | None:
        """The deposit that fluid from a bevel here joins, ready to take it."""
        point = np.asarray(point, float)
        compartment = self.compartment_at(point, tissue)
        if compartment is None:
            return None
        key = compartment.name
        if compartment.ball_mm is not None:
            near = (k for k, d in self.deposits.items() if d.compartment is compartment and _well_inside(d, point))
            key = next(near, f"{key} {len(self.deposits)}")
        if key not in self.deposits:
            around = point if compartment.ball_mm is not None else None
            ready = self._ready.result() if self._ready is not None and key == READY else None
            self.deposits[key] = ready or self._laid_out(compartment, around)
        deposit = self.deposits[key]
        if compartment.joins_nearest:
            point = deposit.space.nearest(point)
        return deposit if deposit.aim(point) else None

    def inject(self, deposit: Deposit, fluid: int, ml: float, dt_s: float, iodine_mg_ml: float = 0.0) -> None:
        deposit.inject(fluid, ml, dt_s, iodine_mg_ml)
        self.given[fluid] += ml
        self.into.setdefault(deposit.name, np.zeros(FLUIDS))[fluid] += ml

    def rest(self, dt_s: float, *busy: Deposit | None) -> None:
        """Let time pass in every deposit but those being filled."""
        for deposit in self.deposits.values():
            if deposit not in busy:
                deposit.rest(dt_s)

    def zoned(self) -> list[Deposit]:
        """What lies in the epidural space, whose zones tell what it does and shows."""
        return [deposit for deposit in self.deposits.values() if deposit.compartment.zoned]

    def held(self) -> NDArray[np.float64]:
        """(3,) ml in the lattice."""
        return sum((d.amount.sum(1) for d in self.deposits.values()), np.zeros(FLUIDS))

    def left(self) -> NDArray[np.float64]:
        """(3,) ml that left it."""
        return sum((d.left for d in self.deposits.values()), np.zeros(FLUIDS))


def _well_inside(deposit: Deposit, point: NDArray[np.floating]) -> bool:
    middle = deposit.space.lo + deposit.space.cell_mm * np.array(deposit.space.shape) / 2
    assert deposit.compartment.ball_mm is not None
    return bool(np.sqrt(((point - middle) ** 2).sum()) < deposit.compartment.ball_mm * NEAR)

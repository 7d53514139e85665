"""The spaces that fluid stays in: which one a bevel opens into, and what they do by themselves (``tables/compartments.csv``)."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import Field

from meshes.table import Row, read
from scenarios.pattern import Pattern
from sim.physics.tissue import TABLES, OneTissue, Tissues


class Compartment(Row):
    """A space; None where the table is empty. The table says what each column means."""

    name: str
    tissues: Tissues
    opened_from: Tissues = frozenset()
    near_flavum_from: Tissues = frozenset()
    in_small_vein: str | None = None
    shown_as: Pattern | None = None
    washout_s: float | None = None
    mixing_mm2_s: float | None = None
    settling_mm_s: float | None = None
    compliance_ml_mmhg: float | None = None
    relief_s: float | None = None
    ball_mm: float | None = None
    permeability: float | None = None
    room: float | None = None
    walled: bool = False
    behind_flavum: Tissues = frozenset()
    joins_nearest: bool = False
    divided: bool = False
    open_above: bool = False
    leads_on: float = 0.0
    vein_leak: float = 0.0
    plexus_leak: float = 0.0
    returns: Literal["blood", "clear fluid"] | None = None
    toxic: float = Field(default=0.0, ge=0)
    spinal: float = Field(default=0.0, ge=0)
    joint: bool = False
    feeds_cord: bool = False
    swells: bool = False

    @property
    def zoned(self) -> bool:
        """Whether what lies here is told by zones of epidural fat."""
        return self.shown_as is None


class Zone(Row):
    """A row of ``zones.csv``: a part of the epidural space."""

    tissue: OneTissue
    zone: str
    shown_as: Pattern
    veins: str | None = None
    """None: as at the nearest foramen."""


@cache
def compartments() -> dict[str, Compartment]:
    """Every compartment by name."""
    return {row.name: row for row in read(TABLES / "compartments.csv", Compartment)}


@cache
def zones() -> tuple[Zone, ...]:
    """The parts of the epidural space; two tissues may make one zone."""
    return read(TABLES / "zones.csv", Zone)


@cache
def compartment_of(tissue: int) -> str | None:
    """Where fluid goes from a bevel in this tissue; None if it goes nowhere (bone, nerve, flavum, skin, air)."""
    return next((c.name for c in compartments().values() if tissue in (c.opened_from or c.tissues)), None)


@cache
def opened_behind_flavum(tissue: int) -> str | None:
    """The space that a bevel in this tissue opens if it lies close behind the flavum; None if that makes no difference."""
    return next((c.name for c in compartments().values() if tissue in c.near_flavum_from), None)

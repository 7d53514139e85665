"""Needles and what goes into syringes, by name, from the tables beside this file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import pi
from pathlib import Path
from typing import Literal, get_args

from meshes.table import Row, read

FOLDER = Path(__file__).parent
STEEL_N_MM2 = 193e3
"""Young's modulus of stainless steel ([@needle_stiffness])."""
Kind = Literal["air", "saline", "contrast", "drug", "anaesthetic"]
"""A drug is or holds a steroid; an anaesthetic is alone or in saline."""


class NeedleKind(Row):
    """A needle as bought."""

    name: str
    style: str
    gauge: int
    outer_mm: float
    """Diameter."""
    inner_mm: float
    length_mm: float
    bevel_deg: float
    """The ground face against the shaft; 90 where the opening looks aside."""
    curve_radius_mm: float
    """Of its path in muscle, pushed without turning."""
    front_mm: float
    """The tip leads the frame that turns by so much; 0 for all but a bent tip."""
    deflects: Literal["towards", "away"]
    """Whither its path bends, from its opening."""
    cutting: float
    """Force to cut, against an 18G Tuohy."""
    enters: float
    """Chance that a vessel or root met at 4 mm/s is entered."""
    tents_mm: float
    """How far the dura is pushed ahead before it gives, on average."""

    @property
    def bends_towards_opening(self) -> bool:
        return self.deflects == "towards"

    @property
    def stiffness_n_mm2(self) -> float:
        """E I of the steel tube."""
        return STEEL_N_MM2 * pi / 64 * (self.outer_mm**4 - self.inner_mm**4)


class Agent(Row):
    """A fluid."""

    name: str
    kind: Kind
    iodine_mg_ml: float
    viscosity_mpas: float
    particulate: bool
    most_ml: float
    steroid_mg: float = 0.0
    """In the whole syringe as it stands on the tray."""
    anaesthetic_mg_ml: float = 0.0
    bubble_ml: float = 0.0
    """Air in the barrel, to press against."""
    steroid_enough_mg: float = 0.0
    """Steroid that works fully once it is where it should be."""
    relieves_h: float = 0.0
    """How long its anaesthetic takes the pain away."""
    toxic_mg: float | None = None
    """Of its anaesthetic into a vein, that brings the first signs of poisoning."""
    spinal_mg: float | None = None
    """Into the sac, that makes legs heavy."""
    adrenaline_ug_ml: float = 0.0
    most_mg_kg: float | None = None
    """Of its anaesthetic in one session, by the patient's weight."""
    most_mg: float | None = None
    """The same, however heavy somebody is."""
    preserved: bool = False
    """Whether its vial holds what preserves, and harms nerves."""


@cache
def needles() -> dict[str, NeedleKind]:
    return {kind.name: kind for kind in read(FOLDER / "needles.csv", NeedleKind)}


@cache
def agents() -> dict[str, Agent]:
    return {fluid.name: fluid for fluid in read(FOLDER / "agents.csv", Agent)}


JOIN, ML = " + ", " ml "


def mixture(parts: Sequence[tuple[str, float]]) -> str:
    """The name of a syringe drawn up from (agent, ml): it says what is in it, so that the name is enough."""
    return JOIN.join(f"{ml:g}{ML}{name}" for name, ml in parts)


def parts_of(name: str) -> list[tuple[str, float]]:
    """(agent, ml) of a mixture's name; of a single agent its own name and 1."""
    if JOIN not in name:
        return [(name, 1.0)]
    split = [part.split(ML, 1) for part in name.split(JOIN)]
    return [(agent, float(ml)) for ml, agent in split]


def anaesthetics_in(name: str) -> list[tuple[Agent, float]]:
    """Each anaesthetic of a syringe, with its mg in each ml of it."""
    parts = parts_of(name)
    whole = sum(ml for _, ml in parts)
    return [(agents()[each], agents()[each].anaesthetic_mg_ml * ml / whole) for each, ml in parts if agents()[each].anaesthetic_mg_ml > 0]


def bare_name(steroid: str) -> str:
    """Without the mg of its whole syringe."""
    return steroid.replace(f" {agents()[steroid].steroid_mg:g} mg", "")


def steroids_in(name: str, ml: float, there: Mapping[str, float]) -> dict[str, float]:
    """mg of each steroid in so much of a syringe: the tray's holds what its name says in the ml that stand ready (``there``, by name)."""
    parts = parts_of(name)
    whole = sum(part for _, part in parts)
    held = [(a, part) for a, part in parts if a in there and agents()[a].steroid_mg > 0]
    return {a: agents()[a].steroid_mg * ml * part / whole / there[a] for a, part in held}


@cache
def agent(name: str) -> Agent:
    """A fluid by its name, drawn up from several or not. The viscosity of a mixture is the mean by volume; air stays a bubble in it."""
    if name in agents():
        return agents()[name]
    parts = [(agents()[each], ml) for each, ml in parts_of(name)]
    whole = sum(ml for _, ml in parts)
    bubble = sum(ml for a, ml in parts if a.kind == "air")
    kind: Kind = next((k for k in get_args(Kind)[::-1] if k != "anaesthetic" and any(a.kind == k for a, _ in parts)), "anaesthetic")
    if kind == "saline" and any(a.kind == "anaesthetic" for a, _ in parts):
        kind = "anaesthetic"
    return Agent(
        name=name,
        kind=kind,
        iodine_mg_ml=sum(a.iodine_mg_ml * ml for a, ml in parts) / whole,
        viscosity_mpas=sum(a.viscosity_mpas * ml for a, ml in parts if a.kind != "air") / (whole - bubble),
        particulate=any(a.particulate for a, _ in parts),
        preserved=any(a.preserved for a, _ in parts),
        most_ml=max(a.most_ml for a, _ in parts),
        steroid_mg=0.0,  # depends on how much of the tray's syringe was drawn: see what is written down when it is given
        anaesthetic_mg_ml=sum(a.anaesthetic_mg_ml * ml for a, ml in parts) / whole,
        bubble_ml=bubble,
        steroid_enough_mg=min((a.steroid_enough_mg for a, _ in parts if a.steroid_enough_mg > 0), default=0.0),
        relieves_h=max(a.relieves_h for a, _ in parts),
        adrenaline_ug_ml=sum(a.adrenaline_ug_ml * ml for a, ml in parts) / whole,
    )

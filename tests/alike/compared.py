"""Contrast read from the greys of pictures and from the line integrals of iodine: the same pictures, both ways.

The pictures are taken by the competent hands of shipped cases after a millilitre of contrast, where they stand and with the needle drawn
back first, so that contrast lies in the space, along roots, in veins, in muscle and in fat.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.needle_script import Withdraw
from scenarios.script import Attach, Expose, Inject, Script, Step, Wait
from sim.fluoroscopy.picture import Picture
from sim.fluoroscopy.screen import Screen
from sim.operators.contrast_seen import gone, pooled, shadow, without
from sim.operators.reference import competent_script
from sim.operators.script import ScriptHands
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform

CASES = ("vascular_s1", "transforaminal_l5", "false_loss", "caudal", "left_l2_artery")
SEEDS = (1, 2, 3, 4, 5)
BACK_MM = (0.0, 6.0, 14.0, 22.0)
ML = 1.0
Reading = tuple[bool, bool, bool]
"""Whether contrast shows, whether it is gone, whether it has pooled."""


@dataclass(frozen=True)
class Pair:
    """One picture read both ways."""

    name: str
    greys: Reading
    lines: Reading


def sketch(anatomy: Anatomy) -> Anatomy:
    """The same body without bone density."""
    return replace(anatomy, bone=())


def pair(case: str, anatomy: Anatomy, seed: int, back_mm: float) -> Pair:
    """Contrast given, looked at, and read both ways."""
    scenario = files.find_scenario(case)
    world = World.of(scenario, anatomy)
    hands = ScriptHands(_given(competent_script(scenario), back_mm), scenario.target, presses_on=True)
    perform(hands, Session(world, seed))
    both = [_read(screen, hands.pictures, hands.pictures_before) for screen in (world.screen, Screen(sketch(anatomy)))]
    return Pair(f"{case}/{seed}, {back_mm:.0f} mm back", *both)


def pairs(anatomy: Anatomy) -> Iterator[Pair]:
    """A hundred of them."""
    yield from (pair(case, anatomy, seed, back) for case in CASES for seed in SEEDS for back in BACK_MM)


def _given(script: Script, back_mm: float) -> Script:
    """Up to the first contrast, the needle drawn back before the syringe is put on."""
    last = next(n for n, step in enumerate(script.steps) if isinstance(step, Inject))
    on = max(n for n, step in enumerate(script.steps[:last]) if isinstance(step, Attach))
    back: tuple[Step, ...] = (Withdraw(do="withdraw", mm=back_mm),) if back_mm else ()
    given = script.steps[last].model_copy(update={"ml": ML, "live": True})
    look = (Wait(do="wait", seconds=2.0), Expose(do="expose", seconds=0.4))
    return script.model_copy(update={"steps": (*script.steps[:on], *back, *script.steps[on:last], given, *look)})


def _read(screen: Screen, pictures: list[Picture], first: int) -> Reading:
    now = pictures[-1]
    before = without(pictures, first)
    return bool(shadow(screen, now, before).any()), gone(screen, pictures, first), pooled(screen, pictures, first)

"""The loss of resistance: a thumb on the plunger, or a drop in the open hub, and what the space does to them."""

from __future__ import annotations

from meshes.noise import noise_at, scrambled
from meshes.tissues import EPIDURAL, Tissue
from scenarios.equipment import Agent, NeedleKind
from sim.physics.needle import Needle
from sim.physics.resistance import (
    EPIDURAL_MMHG,
    EPIDURAL_SD_MMHG,
    OPERATED_MMHG,
    OPERATED_SD_MMHG,
    Barrel,
    needle_drop_mmhg,
)
from sim.physics.tissue import tissue_table
from sim.session.state import State
from sim.session.stations.log import log, refuse, rounded
from sim.session.world import World

NOISE_MM = 3.0
LOOSE_MM, LOOSE_ABOVE = 5.0, 0.3
"""Loose places in a ligament that has them: of this size, where their field is so high (guess: nearly every way through one meets one)."""
LOOSE_SHARE = 0.12
"""What such a place holds, of the ligament's own (guess: as fat that a few drops part)."""


def begin(state: State, world: World) -> None:
    """What is this patient's own: the pressure at rest in their space, and whether their ligaments are sound."""
    mean, sd = (OPERATED_MMHG, OPERATED_SD_MMHG) if world.operated else (EPIDURAL_MMHG, EPIDURAL_SD_MMHG)
    state.epidural_mmhg = mean + sd * float(state.chance.standard_normal())
    # drawn in any case, so that what else is left to chance does not hang on the body
    state.loose = float(state.chance.random()) < world.scenario.false_loss and not world.clefts_known


def hold_mmhg(state: State, world: World, needle: Needle) -> float:
    """What the tissue at the bevel holds against fluid, mmHg."""
    here, place = needle.lies_in, needle.mouth
    holds = float(tissue_table().resistance_mmhg[here])
    if here in EPIDURAL:
        # the table's is the dorsal space at its mean rest; the others stand as far above it as there
        return holds - float(tissue_table().resistance_mmhg[Tissue.DORSAL_FAT]) + state.epidural_mmhg
    if here == Tissue.INTERSPINOUS and state.loose and noise_at(place, LOOSE_MM, scrambled(state.flow.seed)) > LOOSE_ABOVE:
        holds *= LOOSE_SHARE
    return holds * (1 + world.scenario.resistance_noise * noise_at(place, NOISE_MM, state.flow.seed))


def barrel_of(agent: Agent, kind: NeedleKind) -> Barrel:
    return Barrel(agent.bubble_ml, needle_drop_mmhg(1.0, agent.viscosity_mpas, kind.inner_mm, kind.length_mm))


def feel(state: State, world: World, needle: Needle, agent: Agent, dt_s: float) -> None:
    """A step of trying the plunger."""
    thumb = state.syringe.thumb
    if thumb.feel(barrel_of(agent, needle.kind), hold_mmhg(state, world, needle), state.step * dt_s, dt_s):
        log(state, "loss_of_resistance", depth_mm=rounded(needle.depth_mm, 2), tissue=Tissue(needle.lies_in).name)


def hang_drop(state: State, needle: Needle) -> None:
    """Saline in the open hub, to be drawn in if the space sucks."""
    if state.syringe.agent is not None:
        refuse(state, "syringe_before_drop")
    elif needle.stylet:
        refuse(state, "stylet_before_drop")
    elif state.tubing:
        refuse(state, "tubing_before_drop")
    else:
        needle.drop = True
        log(state, "drop_hung", depth_mm=rounded(needle.depth_mm, 2))


def watch_drop(state: State, needle: Needle) -> None:
    """After the needle moved: in a prone patient the space presses, so that the drop stays where it is in 39 of 40."""
    if not needle.drop or needle.lies_in not in EPIDURAL:
        return
    needle.drop = False
    drawn = state.epidural_mmhg < 0
    log(
        state, "drop_drawn_in" if drawn else "drop_stayed", depth_mm=rounded(needle.depth_mm, 2), space_mmhg=rounded(state.epidural_mmhg, 1)
    )

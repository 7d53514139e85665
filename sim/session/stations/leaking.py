"""Fluid goes through the hole that was made: of what is given beside it, part reaches the sac."""

from __future__ import annotations

from meshes.tissues import Tissue
from sim.physics.flow import Deposit
from sim.physics.needle import Needle
from sim.session.state import State

LEAST = 0.01
"""A smaller share is none."""


def shares(state: State, needle: Needle, deposit: Deposit) -> tuple[tuple[Deposit, float], ...]:
    """Where a push goes that the bevel sends into this deposit, and in which shares."""
    if deposit.compartment.zoned and state.holes:
        hole = max(state.holes, key=lambda one: one.share(needle.mouth))
        share = hole.share(needle.mouth)
        sac = state.flow.deposit_for(hole.place, int(Tissue.CSF)) if share >= LEAST else None
        if sac is not None:
            return (deposit, 1.0 - share), (sac, share)
    return ((deposit, 1.0),)

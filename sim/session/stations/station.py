"""What every station is to the session: a module with these four functions."""

from __future__ import annotations

from typing import Protocol, TypeVar

from sim.session.state import State
from sim.session.world import World

Own = TypeVar("Own", contravariant=True)
Perceived = TypeVar("Perceived", covariant=True)


class Station(Protocol[Own, Perceived]):
    """Does its own commands to the state, lets time pass, and says what is perceived of it."""

    def begin(self, state: State, world: World) -> None:
        """Before the first step."""

    def do(self, state: State, world: World, command: Own) -> None:
        """One of its own commands takes effect now, or is refused by an event."""

    def step(self, state: State, world: World, dt_s: float) -> None:
        """A time step passes."""

    def seen(self, state: State, world: World) -> Perceived:
        """What an operator can perceive of it now."""
        ...

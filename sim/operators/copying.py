"""Hands that give another attempt's commands again, each at its step, whatever they see."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sim.fluoroscopy.screen import Screen
from sim.operators.hands import Work
from sim.session.commands import Command
from sim.session.observation import Observation


class Copier:
    """Copies one attempt."""

    def __init__(self, commands: Sequence[tuple[int, Command]], seed: int) -> None:
        """``commands`` with the step at which each was given."""
        self.name, self.commands = f"Copier {seed}", commands

    def work(self, seen: Observation, screen: Screen) -> Work:
        for step, given in groupby(self.commands, key=lambda pair: pair[0]):
            while seen.step < step:
                seen = yield step - seen.step
            seen = yield [command for _, command in given]

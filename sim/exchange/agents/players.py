"""Two agents to begin with and to hold others against: one that does anything, one that follows a plan by what it perceives."""

from __future__ import annotations

from collections.abc import Generator

import gymnasium
import numpy as np

from sim.exchange.agents.environment import Asked, InjectionEnv, Sensed

Playing = Generator[Asked, Sensed, None]
"""Yields actions and is sent what is perceived after each."""
STEP_MM, FINE_MM = 4.0, 0.5
NEAR_MM = 38.0
"""So deep the interspace is near in the shipped patient, whose skin is about 45 mm from it."""
DEEPEST_MM = 65.0
BESIDE_MM = (3.0, -6.0)
"""To the right and up from the window's sight on the picture: the line down the beam that stays clear of the lamina above."""


def anything(environment: gymnasium.Env[Sensed, Asked], seed: int) -> Playing:
    """Any action, with no regard to what is perceived."""
    environment.action_space.seed(seed)
    while True:
        yield environment.action_space.sample()


def play(environment: gymnasium.Env[Sensed, Asked], playing: Playing, seed: int) -> tuple[float, int]:
    """One episode: the sum of its rewards, and its steps."""
    environment.reset(seed=seed)
    total, steps = 0.0, 0
    action = next(playing, None)
    while action is not None:
        perceived, reward, terminated, truncated, _ = environment.step(action)
        total, steps = total + float(reward), steps + 1
        if terminated or truncated:
            break
        try:
            action = playing.send(perceived)
        except StopIteration:
            break
    return total, steps


class Planned:
    """Follows a plan for the interlaminar case: down the beam in AP, by the plunger in the contralateral oblique, contrast, drug."""

    def __init__(self, environment: gymnasium.Env[Sensed, Asked]) -> None:
        inside = environment.unwrapped
        assert isinstance(inside, InjectionEnv)
        self._inside = inside
        self._names = {move.name: number for number, move in enumerate(inside.moves)}
        self._size = max(len(move.ranges) for move in inside.moves)
        self._seen: Sensed = {}

    def play(self) -> Playing:
        """The whole attempt."""
        for name in ("set_field 1", "show_view AP"):
            yield from self._do(name)
        yield from self._do("set_collimator", 0.75, 0.8, 1.5)
        yield from self._picture()
        yield from self._do("keep_image")
        yield from self._do("take_needle 18G Tuohy")
        right, up = self._sight("L4-L5/window_right")
        yield from self._do("place_on_beam", right + BESIDE_MM[0], up + BESIDE_MM[1])
        while self._gauge("depth_mm") < NEAR_MM and not self._gauge("on_bone"):
            yield from self._do("advance_needle", STEP_MM, 90.0)
        yield from self._picture()
        yield from self._do("show_view clo")
        yield from self._picture()
        yield from self._do("attach_syringe saline")
        yield from self._do("try_plunger pressing=true")
        while not self._noticed("loss_of_resistance") and self._gauge("depth_mm") < DEEPEST_MM and not self._gauge("on_bone"):
            yield from self._do("advance_needle", FINE_MM, 90.0)
            if not self._noticed("loss_of_resistance"):
                yield from self._do("wait", 0.5)
        yield from self._do("try_plunger pressing=false")
        yield from self._picture()
        yield from self._do("detach_syringe")
        yield from self._do("attach_syringe iohexol 240")
        yield from self._do("aspirate")
        yield from self._do("press_pedal")
        yield from self._give("iohexol 240", 2.0, 0.4)
        yield from self._do("release_pedal")
        yield from self._do("show_view AP")
        yield from self._picture()
        yield from self._do("detach_syringe")
        yield from self._do("attach_syringe methylprednisolone 80 mg")
        yield from self._give("methylprednisolone 80 mg", 4.0, 0.25)
        yield from self._do("detach_syringe")
        yield from self._do("remove_needle")
        yield from self._do("finish")

    def _do(self, name: str, *values: float) -> Playing:
        move = self._inside.moves[self._names[name]]
        numbers = np.zeros(self._size, np.float32)
        asked = move.asks(*values)
        numbers[: len(asked)] = asked
        self._seen = yield {"command": np.int64(self._names[name]), "numbers": numbers}

    def _picture(self) -> Playing:
        yield from self._do("press_pedal")
        yield from self._do("wait", 0.4)
        yield from self._do("release_pedal")

    def _give(self, agent: str, ml: float, rate_ml_s: float) -> Playing:
        """So much of a syringe, or what goes in within twice its time."""
        left, waits = self._gauge(f"{agent}, ml") - ml, 0
        yield from self._do("press_plunger", rate_ml_s)
        while self._gauge(f"{agent}, ml") > left + 0.01 and waits < 8 * ml / rate_ml_s:
            yield from self._do("wait", 0.25)
            waits += 1
        yield from self._do("release_plunger")

    def _gauge(self, name: str) -> float:
        return float(self._seen["gauges"][self._inside.perception.gauges.index(name)])

    def _noticed(self, word: str) -> bool:
        return bool(self._seen["words"][self._inside.perception.words.index(word)])

    def _sight(self, name: str) -> tuple[float, float]:
        """mm to the right and up on the live monitor; its middle for what is not seen."""
        right, up, _ = self._seen["live_sights"][3 * self._inside.perception.sights.index(name) :][:3]
        return float(right), float(up)


def play_planned(environment: gymnasium.Env[Sensed, Asked], seed: int) -> tuple[float, int]:
    """One episode of the plan."""
    return play(environment, Planned(environment).play(), seed)

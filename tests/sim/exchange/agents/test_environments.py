"""Environments for agents: as gymnasium wants them, one for each technique, the same for the same seed; blind for the truth."""

from __future__ import annotations

import re
from typing import Any, get_args

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import sim.exchange.agents
from meshes.anatomy import Anatomy
from scenarios import files
from sim.exchange.agents import CASES, environment, players
from sim.exchange.agents.environment import InjectionEnv
from sim.exchange.agents.moves import KINDS, moves
from sim.session import commands
from tests.conftest import PROJECT

STEPS = 60


@pytest.fixture(autouse=True, scope="module")
def loaded_once(reference: Anatomy) -> Any:
    """All cases lie in the shipped patient."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(environment, "_held", lambda name: reference)
        yield


def made(name: str, **options: Any) -> InjectionEnv:
    inside = gymnasium.make(name, **options).unwrapped
    assert isinstance(inside, InjectionEnv)
    return inside


def test_there_is_one_for_each_technique() -> None:
    assert sorted(files.find_scenario(case).technique for case in CASES.values()) == sorted(files.techniques())
    assert set(CASES) == {name for name in gymnasium.registry if name.startswith("Tuohy/")}


@pytest.mark.parametrize(
    "name", [name if "Interlaminar" in name or "Facet" in name else pytest.param(name, marks=pytest.mark.long) for name in CASES]
)
def test_it_is_as_gymnasium_wants_it(name: str) -> None:
    """Warnings are errors."""
    check_env(gymnasium.make(name, render_mode="rgb_array").unwrapped)


def done(inside: InjectionEnv, seed: int) -> list[tuple[Any, ...]]:
    """What comes of an attempt of random moves that does not end, and in which early a picture is taken and a drug is given."""
    named = {move.name: number for number, move in enumerate(inside.moves)}
    needle = next(number for name, number in named.items() if name.startswith("take_needle"))
    drug = [number for name, number in named.items() if name.startswith("attach_syringe")][-1]
    fixed = [named["press_pedal"], needle, named["place_on_beam"]] + 8 * [named["advance_needle"]]
    fixed += [drug, named["press_plunger"], named["wait"], named["wait"], named["release_plunger"]]
    inside.action_space.seed(seed)
    found: list[tuple[Any, ...]] = [inside.reset(seed=seed)]
    for number in range(STEPS):
        action = inside.action_space.sample()
        if number < len(fixed):
            action = {"command": np.int64(fixed[number]), "numbers": np.full_like(action["numbers"], 0.4 if number > 2 else 0.0)}
        if action["command"] == named["finish"]:
            continue
        found.append(inside.step(action))
    return found


def alike(one: Any, other: Any) -> bool:
    """To the last bit."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    return bool(one == other)


@pytest.mark.parametrize("name", [name if "S1" in name else pytest.param(name, marks=pytest.mark.long) for name in CASES])
def test_the_same_seed_and_moves_give_the_same(name: str) -> None:
    """In the same environment after another attempt, and in another one; another seed gives something else."""
    first, second = made(name), made(name)
    before = done(first, 5)
    assert sum(row[0]["gauges"][1] for row in before) > 8  # the needle was on the patient
    assert any(row[0]["live"].any() for row in before)
    other = done(first, 6)
    assert alike(before, done(first, 5))
    assert alike(before, done(second, 5))
    assert not alike(before, other)


def test_what_is_perceived_lies_in_its_space_and_is_named() -> None:
    inside = made("Tuohy/Interlaminar-v0")
    see = inside.perception
    for row in done(inside, 7):
        perceived = row[0]
        assert perceived in inside.observation_space
        assert len(perceived["gauges"]) == len(see.gauges)
        assert len(perceived["words"]) == len(see.words) == len(set(see.words))
        assert len(perceived["live_sights"]) == 3 * len(see.sights)
        assert len(perceived["palpable"]) == 2 * len(see.palpable)


def test_a_refusal_is_a_word_and_costs_nothing() -> None:
    inside = made("Tuohy/Caudal-v0")
    inside.reset(seed=1)
    number = next(n for n, move in enumerate(inside.moves) if move.name == "advance_needle")
    perceived, reward, *_ = inside.step({"command": number, "numbers": np.zeros(5, np.float32)})
    said = [word for word, there in zip(inside.perception.words, perceived["words"], strict=True) if there]
    assert (said, reward) == (["refused", "refused no_needle"], 0.0)


def test_every_command_of_the_room_can_be_given() -> None:
    """And each move's numbers make a command, wherever they lie."""
    room = {
        *get_args(commands.CArmCommand), *get_args(commands.ImagesCommand), commands.BreathCommand, *get_args(commands.NeedleCommand),
        *get_args(commands.SyringeCommand), commands.Finish,
    }  # fmt: skip
    assert room <= set(KINDS)
    for case in CASES.values():
        found = moves(files.find_scenario(case))
        assert {move.kind for move in found} == {None, *KINDS}
        assert len({move.name for move in found}) == len(found)
        for move in found:
            for at in (-1.0, -0.3, 0.0, 0.7, 1.0, 9.0):
                assert (move.command([at] * 5) is None) == (move.kind is None)


def test_a_move_asks_for_what_it_then_does() -> None:
    advance = next(move for move in moves(files.find_scenario("caudal")) if move.name == "advance_needle")
    command = advance.command(advance.asks(2.5, 90.0))
    assert isinstance(command, commands.AdvanceNeedle)
    assert (command.mm, command.spin_deg_mm) == pytest.approx((2.5, 90.0))


def test_rewards_are_what_the_rubric_gained() -> None:
    """Their sum is what the attempt is worth in the end, less what it was worth at the start; a passing one is rewarded."""
    outer = gymnasium.make("Tuohy/Interlaminar-v0")
    inside = outer.unwrapped
    assert isinstance(inside, InjectionEnv)
    inside.reset(seed=3)
    start = inside.score()
    assert start.critical
    total, steps = players.play_planned(outer, 3)
    end = inside.score()
    assert end.passed
    assert end.finished
    assert total == pytest.approx(end.total - (start.total - environment.CRITICAL))
    assert 100 < steps < sim.exchange.agents.MOST_STEPS


def test_an_agent_that_does_anything_comes_to_an_end() -> None:
    outer = gymnasium.make("Tuohy/Interlaminar-v0")
    totals = [players.play(outer, players.anything(outer, seed), seed) for seed in (1, 2)]
    assert totals == [players.play(outer, players.anything(outer, seed), seed) for seed in (1, 2)]
    assert all(0 < steps <= sim.exchange.agents.MOST_STEPS and reward < 100 for reward, steps in totals)


def test_a_step_before_the_first_reset_is_refused() -> None:
    with pytest.raises(gymnasium.error.ResetNeeded):
        made("Tuohy/Caudal-v0").step({"command": 0, "numbers": np.zeros(5, np.float32)})


def test_the_page_names_every_environment() -> None:
    page = (PROJECT / "docs" / "agents.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(Tuohy/\S+)` \| (\w+) \| `(\w+)` \|$", page, re.MULTILINE)
    assert told == [(name, files.find_scenario(case).technique, case) for name, case in CASES.items()]
    assert f"({len(made('Tuohy/Interlaminar-v0').moves)} in the interlaminar case)" in page
    assert set(re.findall(r"^\| (`\w+`(?:, `\w+`)?) \| ", page, re.MULTILINE)) == {
        "`live`, `reference`", "`live_sights`, `reference_sights`", "`gauges`", "`palpable`", "`needle`, `syringe`", "`words`",
    }  # fmt: skip

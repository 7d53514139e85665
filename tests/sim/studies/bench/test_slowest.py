"""How long the slowest command takes, and which it is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from sim.session import session as sessions
from sim.session.commands import AttachSyringe, Command, PressPedal
from sim.session.world import World
from sim.studies.bench import slowest, timed_commands
from sim.studies.bench.slowest import usual
from sim.studies.bench.timed_commands import TimedSession


def test_a_command_takes_what_it_and_its_step_take(interlaminar: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: a clock that goes on by 2 s in each command and by 5 s in each step: steps without a command count for none."""
    now = [0.0]

    def late(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(timed_commands.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(sessions.Session, "do", lambda session, command: late(2.0))
    monkeypatch.setattr(sessions.Session, "tick", lambda session: late(5.0))
    session = TimedSession(interlaminar, 1)
    session.tick()
    session.do(PressPedal())
    session.tick()
    session.tick()
    session.do(PressPedal())
    session.do(AttachSyringe(agent="saline"))
    session.tick()
    assert session.took == [(7.0, "press_pedal"), (2.0, "press_pedal"), (7.0, "attach_syringe")]


@pytest.mark.parametrize(
    ("kinds", "named"), [(["a"], "a"), (["b", "a", "a"], "a"), (["b", "a"], "a or b"), (["c", "a", "b"], "a or b or c"), (["b", "b"], "b")]
)
def test_a_name_is_what_most_runs_found(kinds: list[str], named: str) -> None:
    assert usual(kinds) == named


def test_a_new_process_tells_a_command_and_its_seconds() -> None:
    seconds, kind = slowest.in_new_process()
    assert kind in {command.model_fields["do"].default for command in get_args(Command)}
    assert seconds > 0.0


def test_bench_measures_warm_and_with_an_empty_folder_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first warm run, which may still compile, does not count."""
    warm = iter([9.0, 0.3, 0.5, 0.4])
    folders: list[str] = []

    def process(NUMBA_CACHE_DIR: str | None = None) -> tuple[float, str]:
        if NUMBA_CACHE_DIR is None:
            return next(warm), "press_plunger"
        assert list(Path(NUMBA_CACHE_DIR).iterdir()) == []
        folders.append(NUMBA_CACHE_DIR)
        return float(len(folders)), "advance_needle"

    monkeypatch.setattr(slowest, "in_new_process", process)
    figures = slowest.slowest_command()
    assert figures["slowest_command_ms"] == {"median": 400.0, "min": 300.0, "max": 500.0, "runs": 3.0}
    assert figures["slowest_command_cold_s"] == {"median": 2.0, "min": 1.0, "max": 3.0, "runs": 3.0}
    assert (figures["slowest_command"], figures["slowest_command_cold"]) == ("press_plunger", "advance_needle")
    assert len(set(folders)) == 3
    assert not any(Path(folder).exists() for folder in folders)

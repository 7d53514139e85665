"""Attempts on disk: each in a file of its own; what was broken off is listed, what cannot be read is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sim.records.recording import Recorder
from sim.records.store import Claim, Held, claim_new, unfinished
from sim.session.commands import Finish, TakeNeedle
from sim.session.home import HOME, home
from sim.session.session import Session
from sim.session.world import World
from tests.conftest import PROJECT


def attempt(world: World, *, finish: bool, do_something: bool = True) -> Path:
    """A short attempt, written as a window writes it."""
    claim = claim_new(world.scenario.name)
    path = claim.path
    recorder = Recorder(Session(world, 1), "user", path)
    if do_something:
        recorder.do(TakeNeedle(needle=world.scenario.tray.needles[0]))
    recorder.session.step()
    recorder.after_step()
    if finish:
        recorder.do(Finish())
        recorder.close()
    else:
        recorder.leave()
    claim.release()
    return path


def test_the_home_is_where_the_environment_says(own_home: Path) -> None:
    assert home() == own_home


def test_without_it_the_home_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOME)
    assert "tuohy" in str(home()).lower()


def test_nobody_has_attempts_at_first() -> None:
    assert unfinished() == []


def test_a_new_file_is_none_that_exists(own_home: Path) -> None:
    names = []
    for _ in range(3):
        names.append(claim_new("caudal").path.name)
    assert names == ["00001_caudal.jsonl", "00002_caudal.jsonl", "00003_caudal.jsonl"]
    (own_home / "attempts" / "00041_interlaminar_l4_l5.jsonl").touch()
    (own_home / "attempts" / "00002_caudal.jsonl").unlink()
    assert claim_new("caudal").path.name == "00042_caudal.jsonl"


def test_an_attempt_is_held_by_one_and_the_other_is_told_by_whom(interlaminar: World) -> None:
    path = attempt(interlaminar, finish=False)
    mine = Claim(path)
    with pytest.raises(Held, match=f"another window: process {os.getpid()} on "):
        Claim(path)
    assert [kept.held_by != "" for kept in unfinished()] == [True]
    mine.release()
    assert [kept.held_by for kept in unfinished()] == [""]
    Claim(path).release()


HOLDS = """
import sys
from pathlib import Path
from sim.records.store import Claim
held = Claim(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_program_that_is_killed_holds_nothing(interlaminar: World) -> None:
    """Oracle: the system's own lock, which dies with its process."""
    path = attempt(interlaminar, finish=False)
    pipe = subprocess.PIPE
    other = subprocess.Popen([sys.executable, "-c", HOLDS, str(path)], stdin=pipe, stdout=pipe, text=True, cwd=PROJECT)
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Held, match=f"process {other.pid} on "):
            Claim(path)
        other.kill()
        other.wait()
    Claim(path).release()


def test_two_that_begin_different_cases_at_once_get_two_numbers(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both would have looked before either wrote: the file is made only when the other has come as far, if it can."""
    both, real = threading.Barrier(2), Path.open

    def late(self: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        if mode == "x":
            with suppress(threading.BrokenBarrierError):
                both.wait(1.0)
        return real(self, mode, *more, **named)

    monkeypatch.setattr(Path, "open", late)
    with ThreadPoolExecutor(2) as pool:
        claims = list(pool.map(claim_new, ("caudal", "interlaminar_l4_l5")))
    assert {claim.path.name[:5] for claim in claims} == {"00001", "00002"}


def test_broken_off_attempts_are_listed_the_newest_first(interlaminar: World) -> None:
    first = attempt(interlaminar, finish=False)
    attempt(interlaminar, finish=True)
    last = attempt(interlaminar, finish=False)
    assert [kept.path for kept in unfinished()] == [last, first]
    assert unfinished()[0].recording.header.scenario == interlaminar.scenario.name
    assert unfinished()[0].seconds == 1 / 32


def test_an_attempt_in_which_nothing_was_done_is_not_worth_resuming(interlaminar: World) -> None:
    attempt(interlaminar, finish=False, do_something=False)
    assert unfinished() == []


JUNK = {
    "empty": b"",
    "blank": b"\n\n",
    "binary": bytes(range(256)) * 20,
    "prose": b"not a recording\nat all\n",
    "number": b"5\n",
    "other": b'{"tuohy": "settings"}\n',
    "later": b'{"tuohy": "recording", "format": 99}\n',
    "headless": b'{"step": 1, "do": {"do": "press_pedal"}}\n',
    "half": b'{"tuohy": "recording", "scen',
}


@pytest.mark.parametrize("name", JUNK)
def test_junk_is_left_alone(name: str, interlaminar: World, own_home: Path) -> None:
    good = attempt(interlaminar, finish=False)
    junk = own_home / "attempts" / f"00099_{name}.jsonl"
    junk.write_bytes(JUNK[name])
    assert [kept.path for kept in unfinished()] == [good]
    assert junk.read_bytes() == JUNK[name]


def test_a_folder_among_the_attempts_is_left_alone(interlaminar: World, own_home: Path) -> None:
    good = attempt(interlaminar, finish=False)
    (own_home / "attempts" / "00099_folder.jsonl").mkdir()
    assert [kept.path for kept in unfinished()] == [good]


def test_an_attempt_whose_last_line_was_cut_can_still_be_resumed(interlaminar: World) -> None:
    path = attempt(interlaminar, finish=False)
    path.write_bytes(path.read_bytes() + b'{"step":1,"do":{"do":"release_pe')
    assert [len(kept.recording.commands) for kept in unfinished()] == [1]

"""Attempts on disk: each in a file of its own; what was broken off is listed, what cannot be read is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.records.recording import Recorder
from sim.records.store import new_path, unfinished
from sim.session.commands import Finish, TakeNeedle
from sim.session.home import HOME, home
from sim.session.session import Session
from sim.session.world import World


def attempt(world: World, *, finish: bool, do_something: bool = True) -> Path:
    """A short attempt, written as a window writes it."""
    path = new_path(world.scenario.name)
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
        path = new_path("caudal")
        path.touch()
        names.append(path.name)
    assert names == ["00001_caudal.jsonl", "00002_caudal.jsonl", "00003_caudal.jsonl"]
    (own_home / "attempts" / "00041_interlaminar_l4_l5.jsonl").touch()
    (own_home / "attempts" / "00002_caudal.jsonl").unlink()
    assert new_path("caudal").name == "00042_caudal.jsonl"


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

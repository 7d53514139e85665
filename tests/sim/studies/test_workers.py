"""Workers: none outlives who began it, and one that dies costs only what it was at. Processes are waited for, never guessed at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.command_line import entry
from sim.studies.workers import WorkersLost, spread
from tests.conftest import PROJECT
from tests.scenarios.refusal import refused
from tests.sim.studies.jobs import always_dies, dies_once, doubled, fails
from tests.somebody import PATIENCE_S

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


def test_every_job_comes_once_with_its_number() -> None:
    assert sorted(spread(doubled, [(n,) for n in range(7)], 2)) == [(n, 2 * n) for n in range(7)]


def test_without_jobs_there_are_no_workers() -> None:
    assert list(spread(doubled, [], 2)) == []


@posix
def test_a_worker_that_dies_costs_only_what_it_was_at(tmp_path: Path) -> None:
    """Fault: a BrokenProcessPool that ended all."""
    assert sorted(spread(dies_once, [(n, tmp_path) for n in range(6)], 2)) == [(n, n) for n in range(6)]
    assert (tmp_path / "died").exists()


@posix
def test_work_that_kills_its_workers_is_given_up() -> None:
    """What waits behind it is done all the same."""
    with pytest.raises(WorkersLost, match="1 of 4 left"):
        list(spread(always_dies, [(n,) for n in range(4)], 1))


def test_what_fails_in_a_worker_fails_here() -> None:
    with pytest.raises(ValueError, match="job 1"):
        list(spread(fails, [(n,) for n in range(4)], 2))


def test_lost_workers_are_told_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def lost(*_: Any, **__: Any) -> Iterator[Any]:
        raise WorkersLost("processes died 3 times")
        yield

    monkeypatch.setattr("sim.command_line.rehearsal.rehearse", lost)
    assert refused(capsys, "rehearse", "caudal") == "tuohy: processes died 3 times"


def test_a_bad_patient_is_told_in_one_line_by_workers_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fault: what went wrong at a worker's start broke the pool."""
    assert "no patient.json there" in refused(capsys, "rehearse", "caudal", "--workers", "2", "--patient", tmp_path)


COUNTS = """
import os, signal, sys, time
from pathlib import Path
from sim.command_line.stopping import by_signals
from sim.studies.workers import spread

def counts(number, folder):
    (folder / str(os.getpid())).touch()
    while True:
        time.sleep(0.01)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells have what they run behind them ignore it, and nohup has it
    signal.signal(signal.SIGHUP, signal.SIG_DFL)              # ignore the other, which this program would respect
    with by_signals():
        list(spread(counts, [(n, Path(sys.argv[1])) for n in range(4)], 2))
"""


def gone(process: int) -> bool:
    """Whether a process is no more; one that is dead and not yet collected is gone too."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def waited(until: Any) -> None:
    end = time.monotonic() + PATIENCE_S
    while not until():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda number: number.name)
def test_workers_end_with_who_began_them(number: signal.Signals, tmp_path: Path) -> None:
    """The signal comes to the one process alone, as ``kill`` sends it. Fault: its workers went on counting."""
    program, folder = tmp_path / "counts.py", tmp_path / "at_work"
    program.write_text(COUNTS, encoding="utf-8")
    folder.mkdir()
    begun = subprocess.Popen(
        [sys.executable, str(program), str(folder)], env=os.environ | {"PYTHONPATH": str(PROJECT)}, stderr=subprocess.DEVNULL
    )
    waited(lambda: len(list(folder.iterdir())) == 2)
    workers = [int(path.name) for path in folder.iterdir()]
    begun.send_signal(number)
    begun.wait(PATIENCE_S)
    waited(lambda: all(map(gone, workers)))


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_ends_a_command_as_control_c_does(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is held is let go on the way out; the exit code is the shell's; whoever had the signal before has it again."""
    let_go: list[str] = []

    def killed() -> None:
        try:
            os.kill(os.getpid(), number)
            time.sleep(PATIENCE_S)
        finally:
            let_go.append("lock")

    monkeypatch.setattr("scenarios.files.library", killed)
    before = signal.signal(number, signal.default_int_handler)
    try:
        assert entry.run(["list"]) == 128 + number
        assert signal.getsignal(number) == signal.default_int_handler
    finally:
        signal.signal(number, before)
    assert let_go == ["lock"]
    assert capsys.readouterr().err == "tuohy: interrupted\n"


@posix
def test_what_nohup_ignores_stays_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        monkeypatch.setattr("scenarios.files.library", lambda: os.kill(os.getpid(), signal.SIGHUP) or {})
        assert entry.run(["list"]) == 0
    finally:
        signal.signal(signal.SIGHUP, before)

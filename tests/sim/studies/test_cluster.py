"""A cluster by its address: a scheduler and two workers, started as the README says; and what a cluster of our own listens to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import pytest
from distributed import Client

import meshes.workers
from meshes.survey import survey
from meshes.workers import ALONE, Crew, WorkersLost, in_order, spread
from scenarios import files
from sim.studies.competent import competent
from sim.studies.validity import attempts
from tests.conftest import PROJECT
from tests.scenarios.refusal import refused
from tests.sim.command_line.told import Output, told
from tests.sim.studies.jobs import always_dies, dies_once, doubled, environment, waits_for, where
from tests.somebody import PATIENCE_S

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
linux = pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="sockets are looked up in /proc")


def waited(until: Callable[[], object]) -> None:
    end = monotonic() + PATIENCE_S
    while not until():
        assert monotonic() < end
        sleep(0.01)


@dataclass
class Cluster:
    """Somebody's: a scheduler of this machine, and workers that join it."""

    folder: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    address: str = ""

    def begin(self, *what: str) -> subprocess.Popen[bytes]:
        """``dask scheduler`` or ``dask worker``, without dashboard."""
        begun = subprocess.Popen(
            [sys.executable, "-m", "dask", *what, "--no-dashboard", "--host", "127.0.0.1"],
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.running.append(begun)
        return begun

    def scheduler(self) -> subprocess.Popen[bytes]:
        told = self.folder / "scheduler.json"
        begun = self.begin("scheduler", "--port", "0", "--scheduler-file", str(told))
        waited(lambda: told.is_file() and told.read_text(encoding="utf-8").rstrip().endswith("}"))
        self.address = json.loads(told.read_text(encoding="utf-8"))["address"]
        return begun

    def worker(self) -> subprocess.Popen[bytes]:
        return self.begin("worker", self.address, "--nthreads", "1", "--nworkers", "1")

    def end(self) -> None:
        for each in reversed(self.running):
            each.terminate()
        for each in self.running:
            each.wait(PATIENCE_S)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        made.scheduler()
        made.worker()
        made.worker()
        with Client(made.address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=PATIENCE_S)
        yield made
    finally:
        made.end()


def test_two_workers_by_address_tell_what_one_process_tells(cluster: Cluster, capsys: Output) -> None:
    asked = ("rehearse", "caudal", "--operator", "novice", "--count", 3, "--seed", 2)
    assert told(capsys, *asked, "--cluster", cluster.address) == told(capsys, *asked)


def test_both_of_them_work(cluster: Cluster, tmp_path: Path) -> None:
    """Each waits until another is at work too."""
    processes = dict(spread(waits_for, [(n, 2, tmp_path) for n in range(2)], Crew(cluster=cluster.address)))
    assert len(set(processes.values())) == 2
    assert os.getpid() not in processes.values()


def test_a_survey_and_a_study_are_the_same_there(cluster: Cluster, tmp_path: Path) -> None:
    crew = Crew(cluster=cluster.address)
    assert survey(2, crew) == survey(2)
    kept = tmp_path / "kept.jsonl"
    there = list(competent(["anticoagulated", "pregnant"], [1, 2], crew, None, kept))
    here = list(competent(["anticoagulated", "pregnant"], [1, 2], ALONE, None, None))
    assert sorted(there, key=lambda record: (record["seed"], record["case"])) == here
    assert [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()] == there


@pytest.mark.long
def test_verdicts_and_hands_are_the_same_there_and_in_their_order(cluster: Cluster, capsys: Output) -> None:
    paths = [files.scripts()[name] for name in ("interlaminar_l4_l5_careless", "transforaminal_l5_careless", "caudal_careless")]
    assert told(capsys, "check", *paths, "--cluster", cluster.address) == told(capsys, "check", *paths)
    crew = Crew(cluster=cluster.address)
    assert list(attempts(["anticoagulated"], [1, 2], crew)) == list(attempts(["anticoagulated"], [1, 2]))


@pytest.mark.parametrize("crew", [Crew(2), Crew(3)], ids=lambda crew: str(crew.processes))
def test_results_come_in_order_whoever_was_first(crew: Crew) -> None:
    assert list(in_order(spread(doubled, [(n,) for n in range(20)], crew))) == [2 * n for n in range(20)]


@posix
def test_a_worker_that_dies_there_costs_only_what_it_was_at(cluster: Cluster, tmp_path: Path) -> None:
    """Its nanny begins another."""
    assert sorted(spread(dies_once, [(n, tmp_path) for n in range(6)], Crew(cluster=cluster.address))) == [(n, n) for n in range(6)]


@posix
def test_work_that_kills_is_given_up_there_too(cluster: Cluster) -> None:
    """All else is done first."""
    coming, done = spread(always_dies, [(n,) for n in range(6)], Crew(cluster=cluster.address)), []
    for _ in range(5):
        done.append(next(coming))
    assert sorted(done) == [(n, n) for n in (0, 1, 3, 4, 5)]
    with pytest.raises(WorkersLost, match="1 of 6 left"):
        next(coming)


def test_another_program_is_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    """Results of two versions are not mixed."""
    monkeypatch.setattr(meshes.workers, "code", lambda: "another")
    assert "a worker has another version of Tuohy" in refused(capsys, "rehearse", "caudal", "--cluster", cluster.address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "tcp://"])
def test_no_scheduler_is_told_in_one_line(address: str, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meshes.workers, "ANSWERS_S", 1)
    assert f"--cluster {address}: no scheduler answers there" in refused(capsys, "rehearse", "caudal", "--cluster", address)


def test_who_works_is_said_once(capsys: Output) -> None:
    assert "not allowed with argument" in refused(capsys, "rehearse", "caudal", "--cluster", "tcp://127.0.0.1:9", "--workers", "2")


@posix
def test_a_scheduler_without_workers_or_that_goes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was done before is there. Nobody waits for ever."""
    monkeypatch.setattr(meshes.workers, "ANSWERS_S", 2)
    lonely = Cluster(tmp_path)
    try:
        scheduler = lonely.scheduler()
        with pytest.raises(WorkersLost, match="its scheduler has no worker"):
            list(spread(doubled, [(1,)], Crew(cluster=lonely.address)))
        lonely.worker()
        monkeypatch.setattr(meshes.workers, "ANSWERS_S", PATIENCE_S)
        coming = spread(waits_for, [(n, 3, tmp_path) if n == 5 else (n, 1, tmp_path) for n in range(6)], Crew(cluster=lonely.address))
        next(coming)
        scheduler.kill()
        with pytest.raises(WorkersLost, match="the scheduler is gone"):
            list(coming)
    finally:
        lonely.end()


def listened() -> set[tuple[str, int]]:
    """Address and port of every socket on which this process or one below it listens."""
    family = {os.getpid()}
    for path in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parent.name)):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) in family:
            family.add(int(path.parent.name))
    sockets = set()
    for process in family:
        for link in Path(f"/proc/{process}/fd").glob("*"):
            try:
                sockets.add(os.readlink(link))
            except OSError:
                continue
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            columns = line.split()
            if columns[3] == "0A" and f"socket:[{columns[9]}]" in sockets:
                address, port = columns[1].split(":")
                found.add((address, int(port, 16)))
    return found


@linux
def test_our_own_listens_to_this_machine_alone_and_to_nobody_without_its_certificate() -> None:
    """127.0.0.1 as the table writes it; none at the dashboard's port; a client that comes without a certificate is sent away."""
    before = listened()
    coming = spread(where, [(n,) for n in range(4)], Crew(2))
    _, address = next(coming)
    try:
        opened = listened() - before
        assert {host for host, _ in opened} == {"0100007F"}
        assert 8787 not in {port for _, port in opened}
        assert address.startswith("tls://127.0.0.1:")
        with pytest.raises((OSError, TypeError)):
            Client(address.replace("tls", "tcp"), timeout=2, set_as_default=False)
    finally:
        coming.close()
    assert listened() <= before


def test_our_own_processes_have_this_one_s_environment() -> None:
    """Fault: what Dask sets for memory to be given back at every turn made each person take twice the time; and it was set here too."""
    before = dict(os.environ)
    ((_, there),) = spread(environment, [()], Crew(2))
    assert dict(os.environ) == before
    told = ("MALLOC_TRIM_THRESHOLD_", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    assert {name: there.get(name) for name in told} == {name: before.get(name) for name in told}


@posix
def test_control_c_leaves_what_is_done_and_says_so(tmp_path: Path) -> None:
    """And nothing else on standard error, though the workers hear it too."""
    kept = tmp_path / "kept.jsonl"
    program = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from main import main; sys.exit(main())"
    asked = ["study", "depth", "--count", "40", "--workers", "2", "--kept", str(kept)]
    begun = subprocess.Popen(
        [sys.executable, "-c", program, *asked],
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    waited(lambda: kept.is_file() and kept.read_text(encoding="utf-8").endswith("\n"))
    os.killpg(begun.pid, signal.SIGINT)
    _, said = begun.communicate(timeout=PATIENCE_S)
    records = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert said == f"tuohy: interrupted after {len(records)} of 40 patients\n"
    assert begun.returncode == 130

"""Recordings of an exam: every command that opens one keeps what came of it to itself until the results are released."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios.exam import Exam, Question
from sim.command_line import instructor
from sim.command_line.entry import run
from sim.exchange.gradebook.address import DATABASE, database_url, is_empty
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.exams import release, set_exam
from sim.exchange.gradebook.pins import lock_class
from tests.sim.command_line.told import Output
from tests.sim.played import Played
from tests.sim.records.changed import header, rewritten
from tests.test_architecture import PROJECT, imports, modules

SPRING = Exam(format=1, name="spring", title="Spring", cases=(Question(case="anticoagulated", seed=1),))
OPENERS: dict[str, Callable[[Path, Path], list[str | Path]]] = {
    "score": lambda sat, other: ["score", other, sat],
    "unproved": lambda sat, _: ["score", sat, "--as-recorded", "--json"],
    "cusum": lambda sat, other: ["cusum", other, sat],
    "replay": lambda sat, _: ["replay", sat],
    "report": lambda sat, _: ["replay", sat, "--report", sat.with_suffix(".html"), "--images", sat.with_suffix(".pictures")],
    "trace": lambda sat, _: ["replay", sat, "--trace", sat.with_suffix(".parquet")],
    "what-if": lambda sat, _: ["what-if", sat, "--at", "10", "--change", "no_drug"],
    "diff": lambda sat, other: ["diff", other, sat],
}


@pytest.fixture(autouse=True)
def own_gradebook(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATABASE, raising=False)


@pytest.fixture
def sat(played: Played, tmp_path: Path) -> Path:
    path = tmp_path / "sat.jsonl"
    path.write_bytes(played.path("anticoagulated_competent").read_bytes())
    return rewritten(path, header(exam="spring", learner="Ada", mode="exam"))


def refused(capsys: Output, arguments: list[str | Path]) -> str:
    """Why; nothing of the recording is told beside it."""
    assert run([str(one) for one in arguments]) == 3
    out, err = capsys.readouterr()
    assert "sat.jsonl" not in out
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize("opener", OPENERS)
def test_what_came_of_an_exam_is_not_told_of_its_recording(opener: str, sat: Path, played: Played, capsys: Output) -> None:
    if opener == "trace":
        pytest.importorskip("pyarrow.parquet")
    with Gradebook(database_url()) as book:
        set_exam(book, SPRING)
    said = refused(capsys, OPENERS[opener](sat, played.path("interlaminar_l4_l5_careless")))
    assert f"{sat}: line 1: exam: is 'spring', whose results are not released in sqlite:///" in said
    assert sorted(path.name for path in sat.parent.glob("sat.*")) == ["sat.jsonl"], "nothing is written"


def test_it_is_told_once_the_results_are_released(sat: Path, capsys: Output) -> None:
    with Gradebook(database_url()) as book:
        set_exam(book, SPRING)
        release(book, "spring")
    assert run(["score", str(sat)]) == 0
    assert "passed" in capsys.readouterr().out


def test_where_the_exam_is_not_known_it_stays_sealed(sat: Path, capsys: Output) -> None:
    refused(capsys, ["score", sat])
    assert is_empty(database_url()), "who only asks makes no gradebook"


def test_an_instructor_opens_it_with_the_class_page_s_pin(sat: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["score", str(sat), "--instructor"]) == 0, "nothing is locked here"
    with Gradebook(database_url()) as book:
        set_exam(book, SPRING)
        lock_class(book, "2468")
    capsys.readouterr()
    asked: list[str] = []

    def typed(pin: str) -> Callable[[str], str]:
        return lambda prompt: asked.append(prompt) or pin

    monkeypatch.setattr(instructor, "getpass", typed("1111"))
    assert run(["score", str(sat), "--instructor"]) == 2
    out, err = capsys.readouterr()
    assert (out, "that is not the PIN" in err) == ("", True)
    monkeypatch.setattr(instructor, "getpass", typed("2468"))
    assert run(["score", str(sat), str(sat), "--instructor"]) == 0
    assert len(asked) == 2, "once for both"
    assert capsys.readouterr().out.count("passed") == 2


def test_no_command_reads_a_recording_past_that_door() -> None:
    """Filing takes a recording in and tells nothing of what came of it."""
    readers = [
        name
        for name, path in modules(PROJECT).items()
        if name.startswith("sim.command_line.") and "sim.records.recording.read" in set(imports(name, path))
    ]
    assert readers == ["sim.command_line.recordings"]

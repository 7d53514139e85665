"""``records comment`` and ``records comments``: an instructor's words on a moment, and their way out with the attempt."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from sim.command_line import instructor
from sim.command_line.entry import run
from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.comments import comments
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.pins import lock_class
from sim.session.session import STEP_S
from tests.sim.command_line.told import Output, told
from tests.sim.exchange.gradebook.test_comments import put
from tests.sim.exchange.statements import Statement, StatementRef


@pytest.fixture(autouse=True)
def attempt(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Number 1, of Ada, in a gradebook of its own."""
    monkeypatch.delenv(DATABASE, raising=False)
    with Gradebook(database_url()) as book:
        assert put(book) == 1


def test_a_moment_is_a_step_or_minutes_and_seconds(capsys: Output) -> None:
    (one,) = told(capsys, "records", "comment", 1, "--at", "1:05", "--by", "Dr K", "Here the bevel faces away.")
    assert (one["step"], one["author"], one["seen"]) == (round(65 / STEP_S), "Dr K", False)
    told(capsys, "records", "comment", 1, "Too fast.", "--at", "16")
    found = told(capsys, "records", "comments", 1)
    assert [(one["step"], one["text"]) for one in found] == [(16, "Too fast."), (one["step"], "Here the bevel faces away.")]
    assert run(["records", "comments", "1"]) == 0
    today = date.today().isoformat()
    assert capsys.readouterr().out == f"2  0:00  unsigned, {today}: Too fast.\n1  1:05  Dr K, {today}: Here the bevel faces away.\n"


def test_who_signed_one_changes_it_and_takes_it_back(capsys: Output) -> None:
    """As in the window: nobody else does, and a learner who had seen it is told anew."""
    told(capsys, "records", "comment", 1, "--at", "16", "--by", "Dr K", "Too fast.")
    with Gradebook(database_url()) as book:
        comments(book, 1, by_learner=True)
    changed = told(capsys, "records", "change-comment", 1, "Too slow.", "--by", " Dr  K ")
    assert [(one["number"], one["step"], one["text"], one["seen"]) for one in changed] == [(1, 16, "Too slow.", False)]
    for act in (["change-comment", "1", "Mine."], ["delete-comment", "1", "--yes", "--by", "Dr L"]):
        assert run(["records", *act]) == 2
        assert "another" in capsys.readouterr().err
    assert told(capsys, "records", "delete-comment", 1, "--by", "Dr K", code=1) == {"number": 1, "deleted": False}
    assert len(told(capsys, "records", "comments", 1)) == 1
    assert run(["records", "delete-comment", "1", "--by", "Dr K", "--yes"]) == 0
    assert capsys.readouterr().out == "comment 1 is deleted\n"
    assert told(capsys, "records", "comments", 1) == []
    for act in (["change-comment", "1", "Gone?"], ["delete-comment", "1", "--yes"]):
        assert run(["records", *act]) == 2


@pytest.mark.parametrize("at", ["1:60", "1:5", ":05", "soon", "-1", "1:0:5"])
def test_what_is_no_moment_is_refused(at: str, capsys: Output) -> None:
    assert run(["records", "comment", "1", "Too fast.", f"--at={at}"]) == 2
    assert "argument --at: is " in capsys.readouterr().err


def test_what_cannot_be_commented_is_said_in_one_sentence(capsys: Output) -> None:
    for number, at, said, why in (
        ("2", "0", "Good.", "attempt 2 is not in"),
        ("1", "99:00", "Late.", "it ends at"),
        ("1", "0", " ", "1 to"),
    ):
        assert run(["records", "comment", number, said, "--at", at]) == 2
        assert why in capsys.readouterr().err
    assert run(["records", "comments", "2"]) == 2
    capsys.readouterr()
    assert told(capsys, "records", "comments", 1) == []


def test_the_class_page_s_pin_is_asked_of_who_writes(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    with Gradebook(database_url()) as book:
        lock_class(book, "2468")
    for typed, code in (("1111", 2), ("2468", 0)):
        monkeypatch.setattr(instructor, "getpass", lambda _, typed=typed: typed)
        for act in (["comment", "1", "Good.", "--at", "0"], ["change-comment", "1", "Better."], ["delete-comment", "1", "--yes"]):
            assert run(["records", *act]) == code, act
        if code:
            assert capsys.readouterr().err.count("that is not the PIN") == 3
    capsys.readouterr()
    assert told(capsys, "records", "comments", 1) == []


def test_comments_leave_with_their_attempt(tmp_path: Path, capsys: Output) -> None:
    """Oracle of the statements: the specification's tables (``tests/sim/exchange/statements.py``)."""
    parquet = pytest.importorskip("pyarrow.parquet")
    told(capsys, "records", "comment", 1, "--at", "1:05", "--by", "Dr K", "Here, the bevel faces away.")
    told(capsys, "records", "comment", 1, "--at", "2:00", "=Better")
    for ending in ("csv", "parquet", "json"):
        told(capsys, "records", "export", tmp_path / f"class.{ending}")
    with (tmp_path / "class.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["comments"] == "1:05 Dr K: Here, the bevel faces away.\n2:00 =Better"
    (same,) = parquet.read_table(tmp_path / "class.parquet").to_pylist()
    assert same["comments"] == row["comments"]
    found = [Statement.model_validate(one) for one in json.loads((tmp_path / "class.json").read_text(encoding="utf-8"))]
    first, second = found[-2:]
    assert [one.verb.id.rpartition("/")[2] for one in (first, second)] == ["commented", "commented"]
    assert isinstance(first.object, StatementRef)
    assert first.object.id == found[0].id, "on the statement that the attempt was completed"
    assert (first.actor.account.name, first.result.model_dump()["response"]) == ("Dr K", "Here, the bevel faces away.")
    assert len({one.id for one in found}) == 5

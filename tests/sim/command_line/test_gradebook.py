"""``records``: file, list, leave, erase, from the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import update

from scenarios import files
from sim.command_line import gradebook_acts, instructor
from sim.command_line.entry import run
from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.pins import class_pin, fits, lock_class, set_pin
from sim.exchange.gradebook.tables import FiledAttempt
from sim.exchange.paper.sheet import Sheet
from sim.procedure.course import course
from sim.records.recording import read
from tests.sim.command_line.told import Output, told
from tests.sim.exchange.statements import Statement
from tests.sim.played import Played
from tests.sim.records.changed import header, rewritten

ATTEMPT = "anticoagulated_competent"


@pytest.fixture(autouse=True)
def own_gradebook(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATABASE, raising=False)


@pytest.fixture
def filed(played: Played, capsys: Output) -> Path:
    path = played.path(ATTEMPT)
    assert told(capsys, "records", "import", path, "--learner", "=Ada") == [{"file": str(path), "outcome": "filed", "note": ""}]
    return path


def test_a_folder_is_imported_and_again_without_doubles(played: Played, tmp_path: Path, capsys: Output) -> None:
    folder = tmp_path / "usb" / "deep"
    folder.mkdir(parents=True)
    (folder / "00002_b.jsonl").write_bytes(played.path(ATTEMPT).read_bytes())
    assert run(["records", "import", str(tmp_path / "usb"), "--learner", "Ada"]) == 0
    assert "1 filed" in capsys.readouterr().out
    assert run(["records", "import", str(tmp_path / "usb"), "--learner", "Bob"]) == 0
    assert "1 already filed" in capsys.readouterr().out
    assert [(one["name"], one["attempts"]) for one in told(capsys, "records", "learners")] == [("Ada", 1)]


def test_what_was_filed_is_listed_and_picked(filed: Path, capsys: Output) -> None:
    (row,) = told(capsys, "records", "list")
    assert (row["learner"], row["scenario"], row["passed"], row["basis"]) == ("=Ada", "anticoagulated", True, "replayed")
    assert told(capsys, "records", "list", "--learner", "Bob") == []
    assert told(capsys, "records", "list", "--case", "anticoagulated", "--mode", "script") == [row]
    assert run(["records", "list"]) == 0
    assert "anticoagulated" in capsys.readouterr().out


def test_a_curve_counts_them_in_their_order(filed: Path, capsys: Output) -> None:
    found = told(capsys, "records", "curve", "--learner", "=Ada")
    assert found["verdict"] == "not yet known"
    assert len(found["curve"]) == len(found["attempts"]) == 1
    assert run(["records", "curve", "--learner", "Bob"]) == 2
    assert "no attempt is left to count" in capsys.readouterr().err


def test_a_table_leaves_with_units_and_no_formula(filed: Path, tmp_path: Path, capsys: Output) -> None:
    """A name that begins with an equals sign is no formula in a spreadsheet."""
    path = tmp_path / "class.csv"
    assert told(capsys, "records", "export", path)["attempts"] == 1
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["learner"] == "'=Ada"
    assert row["passed"] == "True"
    assert any(name.endswith("_mm") for name in row)


def test_a_parquet_table_holds_the_same(filed: Path, tmp_path: Path, capsys: Output) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    told(capsys, "records", "export", tmp_path / "class.parquet")
    (row,) = parquet.read_table(tmp_path / "class.parquet").to_pylist()
    assert (row["learner"], row["scenario"], row["passed"]) == ("=Ada", "anticoagulated", True)


def test_statements_are_as_the_specification_says(filed: Path, tmp_path: Path, capsys: Output) -> None:
    """Oracle: the tables of xAPI-Data.md 1.0.3, as a model that allows nothing else (``tests/sim/exchange/statements.py``)."""
    told(capsys, "records", "export", tmp_path / "class.json")
    found = json.loads((tmp_path / "class.json").read_text(encoding="utf-8"))
    assert [Statement.model_validate(one).verb.id.rpartition("/")[2] for one in found] == ["completed", "scored", "passed"]
    assert len({one["id"] for one in found}) == 3
    assert {one["context"]["registration"] for one in found} == {found[0]["context"]["registration"]}


def test_another_ending_is_refused_and_nothing_written(filed: Path, tmp_path: Path, capsys: Output) -> None:
    assert run(["records", "export", str(tmp_path / "class.xls")]) == 2
    assert "should end in .csv, .parquet, .json" in capsys.readouterr().err
    assert not (tmp_path / "class.xls").exists()


def test_erasing_is_asked_for_twice(filed: Path, capsys: Output) -> None:
    assert told(capsys, "records", "erase", "=Ada", code=1) == {"learner": "=Ada", "attempts": 1, "erased": False}
    assert told(capsys, "records", "erase", "=Ada", "--yes") == {"learner": "=Ada", "attempts": 1, "erased": True}
    assert told(capsys, "records", "list") == []
    assert run(["records", "erase", "=Ada"]) == 2


def test_a_place_that_is_not_there_is_said(tmp_path: Path, capsys: Output) -> None:
    assert run(["records", "import", str(tmp_path / "nowhere")]) == 2
    assert "there is no such file or folder" in capsys.readouterr().err


def test_what_comes_next_is_said_with_how_far_one_is(played: Played, filed: Path, capsys: Output) -> None:
    """A script's attempt counts for nothing: the first case of the first stage is new."""
    found = told(capsys, "records", "next", "=Ada")
    assert found["next"] == {"case": "interlaminar_l4_l5", "mode": "guided", "why": "new"}
    assert run(["records", "next", "=Ada", "--curriculum", "caudal"]) == 0
    said = capsys.readouterr().out
    assert "1. Through the hiatus (practice, 2 in a row)" in said
    assert "Next: caudal (practice): new" in said
    assert run(["records", "next", "=Ada", "--curriculum", "nothing"]) == 2


def test_a_class_in_figures_and_an_attempt_taken_out(played: Played, tmp_path: Path, capsys: Output) -> None:
    """Scripts count for nothing in a class; what is taken out is what was filed."""
    path = played.path(ATTEMPT)
    by_hand = tmp_path / "00001_anticoagulated.jsonl"
    by_hand.write_bytes(path.read_bytes())
    rewritten(by_hand, header(mode="exam", learner="Ada"))
    told(capsys, "records", "import", by_hand, path, "--learner", "Bob", "--as-recorded")
    found = told(capsys, "records", "class")
    assert [(one["name"], len(one["totals"])) for one in found["members"]] == [("Ada", 1)]
    assert [(one["case"], one["learners"], one["difficulty"]) for one in found["cases"]] == [("anticoagulated", 1, 1.0)]
    assert {one["given"] for one in found["measures"]} == {1}
    assert run(["records", "class"]) == 0
    assert "anticoagulated" in capsys.readouterr().out
    number = next(row["number"] for row in told(capsys, "records", "list") if row["learner"] == "Ada")
    assert told(capsys, "records", "take", number, tmp_path / "out.jsonl") == {"number": number, "file": str(tmp_path / "out.jsonl")}
    assert (tmp_path / "out.jsonl").read_bytes() == by_hand.read_bytes()
    assert run(["records", "take", "99", str(tmp_path / "none.jsonl")]) == 2
    assert "attempt 99 is not in" in capsys.readouterr().err
    assert not (tmp_path / "none.jsonl").exists()
    assert told(capsys, "records", "curve", "--learner", "Ada")["themes"]


def test_a_log_book_is_printed_and_a_certificate_waits_for_the_course(filed: Path, tmp_path: Path, capsys: Output) -> None:
    sheets: list[tuple[Sheet, Path]] = []

    def printer(sheet: Sheet, path: Path) -> None:
        sheets.append((sheet, path))

    with Gradebook(database_url()) as book, book.session() as session:  # a script's hands are nobody's
        session.execute(update(FiledAttempt).values(mode="practice"))
    capsys.readouterr()
    assert run(["records", "logbook", "=Ada", str(tmp_path / "a.pdf"), "--json"], None, printer) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(tmp_path / "a.pdf"), "attempts": 1}
    assert sheets[0][1] == tmp_path / "a.pdf"
    assert "=Ada" in sheets[0][0].html
    assert run(["records", "certificate", "=Ada", "caudal", str(tmp_path / "c.pdf")], None, printer) == 2
    assert "=Ada has not finished \u201cCaudal\u201d yet: 0 of 8 cases are mastered." in capsys.readouterr().err
    assert run(["records", "logbook", "Bob", str(tmp_path / "b.pdf")], None, printer) == 2
    assert "Bob has no finished attempt" in capsys.readouterr().err
    assert run(["records", "logbook", "=Ada", str(tmp_path / "b.html")], None, printer) == 2
    assert "should end in .pdf" in capsys.readouterr().err
    assert len(sheets) == 1


def test_a_pin_is_forgotten_by_the_instructor_and_the_class_page_locked(
    filed: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Gradebook(database_url()) as book:
        set_pin(book, "=Ada", "2468")
    assert told(capsys, "records", "forget-pin", "=Ada") == {"learner": "=Ada", "had": True}
    assert run(["records", "forget-pin", "=Ada"]) == 0
    assert capsys.readouterr().out == "=Ada: had no PIN\n"
    assert run(["records", "forget-pin", "Bob"]) == 2
    capsys.readouterr()
    monkeypatch.setattr(instructor, "getpass", lambda _: "2468")
    for typed, locked in (("2468", True), ("", False)):
        monkeypatch.setattr(gradebook_acts, "getpass", lambda _, typed=typed: typed)
        assert told(capsys, "records", "lock-class") == {"locked": locked}
        with Gradebook(database_url()) as book:
            assert (class_pin(book) is not None) == locked
    with Gradebook(database_url()) as book:
        lock_class(book, "1357")
    assert run(["records", "lock-class"]) == 2, "who does not know the one before changes nothing"
    assert "that is not the PIN" in capsys.readouterr().err
    with Gradebook(database_url()) as book:
        assert fits("1357", class_pin(book) or "")
        lock_class(book, "")
    monkeypatch.setattr(gradebook_acts, "getpass", lambda _: "12")
    assert run(["records", "lock-class"]) == 2
    assert capsys.readouterr().err == "tuohy: A PIN has 4 to 12 digits.\n"


def test_a_log_book_tells_what_followed_in_these_days(played: Played, tmp_path: Path, capsys: Output) -> None:
    """Oracle: the course that the debriefing tells of the same recording."""
    path = tmp_path / "00001_interlaminar_l4_l5.jsonl"
    path.write_bytes(played.path("interlaminar_l4_l5_careless").read_bytes())
    rewritten(path, header(learner="Ada", mode="practice", started="2026-11-20", seed=2))
    assert run(["records", "import", str(path), "--as-recorded"]) == 0
    kept: list[Sheet] = []

    def print_it(*more: str) -> int:
        return run(["records", "logbook", "Ada", str(tmp_path / "a.pdf"), *more], None, lambda sheet, _: kept.append(sheet))

    assert print_it("--from", "2026-11-20", "--to", "2026-11-30") == 0
    recording = read(path)
    troubles = course(recording.events, files.shipped("interlaminar_l4_l5"), 2).troubles
    assert troubles, "else this shows nothing"
    assert all(one.name.capitalize() in kept[0].body for one in troubles)
    assert "Asked for: 2026-11-20 to 2026-11-30." in kept[0].body
    assert print_it("--from", "2026-11-21") == 2
    assert "in these days" in capsys.readouterr().err
    assert print_it("--from", "tomorrow") == 2
    assert "should be a day like" in capsys.readouterr().err


def test_an_exam_is_set_listed_sealed_and_released(played: Played, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the class page's PIN where it is locked; until then no command tells what came of it."""
    paper = tmp_path / "spring.toml"
    paper.write_text('format = 1\nname = "spring"\ntitle = "Spring"\ncases = [{ case = "anticoagulated", seed = 1 }]\n', encoding="utf-8")
    with Gradebook(database_url()) as book:
        lock_class(book, "2468")
    monkeypatch.setattr(instructor, "getpass", lambda _: "1111")
    assert run(["records", "set-exam", str(paper)]) == 2
    assert "that is not the PIN" in capsys.readouterr().err
    monkeypatch.setattr(instructor, "getpass", lambda _: "2468")
    assert told(capsys, "records", "set-exam", paper) == {"name": "spring", "cases": 1}
    assert told(capsys, "records", "withdraw-exam", "spring", code=1) == {"name": "spring", "withdrawn": False}
    assert told(capsys, "records", "withdraw-exam", "spring", "--yes") == {"name": "spring", "withdrawn": True}
    assert told(capsys, "records", "exams") == []
    told(capsys, "records", "set-exam", paper)
    path = tmp_path / "sat.jsonl"
    path.write_bytes(played.path(ATTEMPT).read_bytes())
    rewritten(path, header(exam="spring", learner="Ada", mode="exam"))
    assert [one["outcome"] for one in told(capsys, "records", "import", path)] == ["filed"]
    (row,) = told(capsys, "records", "exams")
    assert (row["released"], row["entries"]) == (False, [{"learner": "Ada", "begun": 1, "handed_in": 1, "marks": [None]}])
    assert told(capsys, "records", "list") == []
    assert told(capsys, "records", "export", tmp_path / "class.csv")["attempts"] == 0
    assert told(capsys, "records", "class")["members"] == []
    assert run(["records", "take", "1", str(tmp_path / "x.jsonl")]) == 3
    for refused in (["logbook", "Ada", str(tmp_path / "x.pdf")], ["curve", "--learner", "Ada"]):
        assert run(["records", *refused]) == 2
    capsys.readouterr()
    assert told(capsys, "records", "release-exam", "spring") == {"name": "spring", "released": True}
    (row,) = told(capsys, "records", "exams")
    assert row["entries"][0]["marks"][0]["passed"]
    assert [one["exam"] for one in told(capsys, "records", "list")] == ["spring"]
    assert run(["records", "exams"]) == 0
    assert "Ada: 1 of 1 handed in: " in capsys.readouterr().out

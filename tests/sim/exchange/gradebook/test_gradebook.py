"""The gradebook: the same attempt is filed once, however many file it at a time; what cannot be is said, and no password with it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from scenarios.files import InputError
from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.connection import Away, Gradebook
from sim.exchange.gradebook.filing import file_journals, fingerprint, journal_of
from sim.exchange.gradebook.learners import erase, learners
from sim.exchange.gradebook.rows import attempts
from sim.exchange.gradebook.tables import Base
from sim.records.learner import proper_name
from sim.records.recording import read
from sim.scoring.judged import Judging
from tests.sim.exchange.gradebook.conftest import Server
from tests.sim.played import Played
from tests.sim.records.changed import header, rewritten

ATTEMPT = "anticoagulated_competent"
"""The quickest to play again: nothing is injected."""


@pytest.fixture
def journal(played: Played, tmp_path: Path) -> Path:
    """A finished attempt of somebody."""
    path = tmp_path / "attempts" / "00001_anticoagulated.jsonl"
    path.parent.mkdir()
    path.write_bytes(played.path(ATTEMPT).read_bytes())
    return rewritten(path, header(learner="Ada"))


def test_an_attempt_is_filed_once_with_all_that_it_gave(book: Gradebook, journal: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(journal.read_bytes())
    assert [f.outcome for f in file_journals(book, [journal, copy])] == ["filed", "already filed"]
    (row,) = attempts(book, whole=True)
    recording = read(journal)
    score = Judging().judged(journal, recording).score
    assert (row.learner, row.scenario, row.seed, row.mode) == ("Ada", "anticoagulated", recording.header.seed, "script")
    assert (row.total, row.passed, row.rating, row.basis) == (score.total, score.passed, score.rating, "replayed")
    assert row.measures == {name: value.value for name, value in score.measures.items() if value is not None}
    assert row.remarks == tuple((r.measure, r.critical, r.time_s) for r in score.remarks)
    assert journal_of(book, row.number) == journal.read_bytes()


def test_another_seed_is_another_attempt_and_another_learner_s_name_is_not(played: Played, journal: Path) -> None:
    own = read(journal)
    assert fingerprint(read(played.path(ATTEMPT))) == fingerprint(own)
    assert fingerprint(read(rewritten(journal, header(seed=own.header.seed + 1)))) != fingerprint(own)


def test_what_was_changed_by_hand_is_not_filed_and_what_was_filed_before_stays(book: Gradebook, journal: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged.jsonl"
    forged.write_bytes(journal.read_bytes())
    rewritten(forged, lambda rows: rows.remove(next(row for row in rows if "do" in row)))
    with pytest.raises(InputError, match=r"forged\.jsonl: step \d+: its events are not what comes of its commands"):
        list(file_journals(book, [journal, forged]))
    assert len(attempts(book)) == 1


def test_a_journal_that_names_nobody_needs_somebody(book: Gradebook, played: Played) -> None:
    path = played.path(ATTEMPT)
    with pytest.raises(InputError, match="learner: is empty; say whose attempt it is with --learner NAME"):
        list(file_journals(book, [path]))
    assert [f.outcome for f in file_journals(book, [path], "  Ada \t Lovelace ")] == ["filed"]
    assert [one.name for one in learners(book)] == ["Ada Lovelace"]


def test_what_was_broken_off_is_not_filed(book: Gradebook, journal: Path) -> None:
    rewritten(journal, lambda rows: rows.__delitem__(slice(-3, None)))
    assert [f.outcome for f in file_journals(book, [journal])] == ["not finished"]


def test_a_learner_is_erased_with_all_that_is_theirs(book: Gradebook, journal: Path) -> None:
    list(file_journals(book, [journal]))
    assert erase(book, "Ada") == 1
    assert learners(book) == []
    assert attempts(book) == []
    with pytest.raises(InputError, match="is not in"):
        erase(book, "Ada")
    list(file_journals(book, [journal]))  # no row of it was left behind
    assert [(one.name, one.attempts, one.passed) for one in learners(book)] == [("Ada", 1, 1)]


@pytest.mark.parametrize("name", ["", "   ", "a" * 61, "A\x00da", "A\nda\x07"])
def test_what_is_no_name_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(InputError, match=r"^learner .*should be a name of 1 to 60 letters"):
        proper_name(name)


def test_two_programs_at_once_file_it_once(url: str, journal: Path) -> None:
    """Each with a connection of its own, from the making of the tables on."""

    def work(_: int) -> list[str]:
        with Gradebook(url) as book:
            return [f.outcome for f in file_journals(book, [journal])]

    with ThreadPoolExecutor(4) as pool:
        outcomes = [outcome for found in pool.map(work, range(4)) for outcome in found]
    assert sorted(outcomes) == ["already filed"] * 3 + ["filed"]


def test_a_new_file_to_which_another_program_writes_is_waited_for(tmp_path: Path) -> None:
    """It is not yet written ahead, and SQLite refuses to begin with that at once, however patient the connection is."""
    path = tmp_path / "book.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        opened = pool.submit(lambda: Gradebook(f"sqlite:///{path}").close())
        with pytest.raises(TimeoutError):
            opened.result(0.3)
        other.execute("COMMIT")
        opened.result(30)
    other.close()


def test_the_migrations_make_what_the_tables_say(book: Gradebook, url: str) -> None:
    with create_engine(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    connection.engine.dispose()


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    Gradebook(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(InputError, match="made by a later version of this program"):
        Gradebook(f"sqlite:///{path}")


def test_a_program_killed_while_it_files_leaves_all_or_nothing(url: str, journal: Path) -> None:
    """Killed at the last moment before the transaction's end; afterwards the same is filed whole. On both databases."""
    program = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom sqlalchemy import event\nfrom sqlalchemy.orm import Session\n"
        "from sim.exchange.gradebook import filing\nfrom sim.exchange.gradebook.connection import Gradebook\n"
        "laid = filing._lay_down\n"
        "def killed(session, *rest):\n    laid(session, *rest)\n    session.flush()\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "filing._lay_down = killed\nlist(filing.file_journals(Gradebook(sys.argv[1]), [Path(sys.argv[2])]))"
    )
    done = subprocess.run([sys.executable, "-c", program, url, str(journal)], capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr
    with Gradebook(url) as book:
        assert attempts(book) == []
        assert [f.outcome for f in file_journals(book, [journal])] == ["filed"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "no URL like sqlite:///FILE"),
        ("mysql://u:geheim@h/n", "should be one of sqlite, postgresql"),
        ("sqlite://", "names no file"),
        ("u:geheim@nowhere", "no URL like"),
    ],
)
def test_what_names_no_database_is_said_in_one_sentence(url: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as found:
        Gradebook(url)
    assert "geheim" not in str(found.value)
    assert "\n" not in str(found.value)


def test_a_folder_that_cannot_be_made_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Away, match="its folder cannot be made"):
        Gradebook(f"sqlite:///{tmp_path / 'file' / 'book.sqlite'}")


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "book.sqlite").write_text("no database" * 100)
    with pytest.raises(Away, match="cannot be used now"):
        Gradebook(f"sqlite:///{tmp_path / 'book.sqlite'}")


def test_where_the_gradebook_lies(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said, else the environment, else the settings, else the user's own file."""
    assert database_url() == f"sqlite:///{own_home.as_posix()}/gradebook.sqlite"
    own_home.mkdir()
    (own_home / "settings.toml").write_text('database = "postgresql+psycopg://teacher@records/tuohy"\n', encoding="utf-8")
    assert database_url() == "postgresql+psycopg://teacher@records/tuohy"
    monkeypatch.setenv(DATABASE, "sqlite:///elsewhere")
    assert database_url() == "sqlite:///elsewhere"
    assert database_url("sqlite:///said") == "sqlite:///said"
    monkeypatch.delenv(DATABASE)
    for text in ("database = 7\n", "database = \n"):
        (own_home / "settings.toml").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"settings\.toml"):
            database_url()


def test_a_server_that_is_away_or_asks_for_another_password_is_said_and_comes_back(server: Server, journal: Path) -> None:
    with pytest.raises(Away, match="cannot be used now") as wrong:
        Gradebook(server.url(password="geheim"))
    assert "geheim" not in str(wrong.value)
    with Gradebook(server.url()) as book:
        server.stop()
        try:
            with pytest.raises(Away, match="cannot be used now"):
                list(file_journals(book, [journal]))
        finally:
            server.start()
        assert [f.outcome for f in file_journals(book, [journal])] == ["filed"]
        erase(book, "Ada")


def test_the_learner_stands_in_the_first_line(journal: Path) -> None:
    first = json.loads(journal.read_text(encoding="utf-8").splitlines()[0])
    assert first["learner"] == "Ada"
    assert read(journal).header.learner == "Ada"


def test_a_person_s_attempt_with_another_s_commands_is_a_copy(book: Gradebook, journal: Path, tmp_path: Path) -> None:
    """The same commands on another seed, under another name; what a script does again is its business."""
    paths = [journal]
    for number, mode in ((2, "practice"), (3, "script")):
        paths.append(tmp_path / f"{number}.jsonl")
        paths[-1].write_bytes(journal.read_bytes())
        rewritten(paths[-1], header(learner="Bob", seed=number, mode=mode))
    assert [f.outcome for f in file_journals(book, paths)] == ["filed"] * 3
    assert [(one.learner, one.seed, one.copied) for one in attempts(book)] == [("Ada", 1, False), ("Bob", 2, True), ("Bob", 3, False)]


def test_a_learner_who_can_be_none_is_named_with_file_and_line(journal: Path) -> None:
    with pytest.raises(InputError, match=r"00001_anticoagulated\.jsonl: line 1: learner 'A.*should be a name of 1 to 60 letters"):
        read(rewritten(journal, header(learner="A\x00da")))

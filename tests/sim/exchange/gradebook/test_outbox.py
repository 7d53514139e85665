"""What waits is filed when its database is there: nothing is lost, nothing is filed twice, and one bad file keeps no other back."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.files import InputError
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.outbox import Sent, send, waiting
from sim.exchange.gradebook.rows import attempts
from tests.sim.played import Played
from tests.sim.records.changed import header, rewritten

ATTEMPT = "anticoagulated_competent"


@pytest.fixture
def folder(played: Played, tmp_path: Path) -> Path:
    """Two attempts of Ada's, one of nobody's, one that was changed by hand."""
    folder = tmp_path / "attempts"
    folder.mkdir()
    for number, learner, seed in ((1, "Ada", 1), (2, "", 2), (3, "Ada", 3), (4, "Ada", 4)):
        path = folder / f"{number:05d}_anticoagulated.jsonl"
        path.write_bytes(played.path(ATTEMPT).read_bytes())
        rewritten(path, header(learner=learner, seed=seed))
    rewritten(folder / "00003_anticoagulated.jsonl", lambda rows: rows.remove(next(row for row in rows if "do" in row)))
    return folder


def test_what_waits_is_filed_once_and_one_bad_file_keeps_no_other_back(folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'book.sqlite'}"
    found = send(url, folder)
    assert (found.filed, found.waiting) == (2, 1)
    assert "its events are not what comes of its commands" in found.why
    with Gradebook(url) as book:
        assert [(one.learner, one.seed) for one in attempts(book)] == [("Ada", 1), ("Ada", 4)]
        assert [path.name for path in waiting(folder, book.name)] == ["00003_anticoagulated.jsonl"]
    assert send(url, folder).filed == 0


def test_a_database_that_is_away_keeps_all_waiting_and_says_why(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "shut").write_text("")
    found = send(f"sqlite:///{tmp_path / 'shut' / 'book.sqlite'}", folder)
    assert (found.filed, found.waiting) == (0, 3)
    assert "its folder cannot be made" in found.why
    assert send(f"sqlite:///{tmp_path / 'book.sqlite'}", folder).filed == 2


def test_another_database_has_not_what_this_one_has(folder: Path, tmp_path: Path) -> None:
    assert send(f"sqlite:///{tmp_path / 'a.sqlite'}", folder).filed == 2
    assert send(f"sqlite:///{tmp_path / 'b.sqlite'}", folder).filed == 2


def test_where_nothing_was_done_nothing_waits(tmp_path: Path) -> None:
    assert send(f"sqlite:///{tmp_path / 'book.sqlite'}", tmp_path / "none") == Sent(0, 0)


def test_what_is_no_url_is_refused_before_anything(folder: Path) -> None:
    with pytest.raises(InputError, match="no URL like"):
        send("nonsense", folder)

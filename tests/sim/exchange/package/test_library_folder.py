"""A department's library: what is new in a shared folder is taken over once, what is somebody's own stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import files
from scenarios.files import InputError
from sim.exchange.package.library_folder import LIBRARY, LOOKED, Taken, library, take_over
from sim.exchange.package.packing import Enclosed, pack
from sim.session.home import home
from sim.session.own_cases import own_cases
from tests.sim.exchange.package.conftest import OWN, own_case

NOTHING = Taken((), ())


@pytest.fixture
def share(tmp_path: Path, own_home: Path) -> Path:
    """A drive with one package."""
    folder = tmp_path / "share"
    folder.mkdir()
    return packed(folder, tmp_path / "author", "A hiatus of my own").parent


def packed(folder: Path, author: Path, title: str, name: str = OWN) -> Path:
    return pack(str(own_case(author, name, title)), Enclosed(), folder / f"{name}.tuohy").path


def title() -> str:
    return files.scenario(own_cases()[OWN]).title


def test_what_is_new_is_taken_over_once_and_what_has_changed_again(share: Path, tmp_path: Path) -> None:
    assert take_over(share) == Taken((OWN,), ())
    assert take_over(share) == NOTHING
    packed(share, tmp_path / "later", "Better")
    assert take_over(share) == Taken((OWN,), ())
    assert title() == "Better"


def test_what_is_one_s_own_or_was_changed_stays_and_that_is_told_once(share: Path, tmp_path: Path) -> None:
    take_over(share)
    own = own_cases()[OWN]
    own.write_text(own.read_text(encoding="utf-8").replace("A hiatus of my own", "Mine"), encoding="utf-8")
    packed(share, tmp_path / "later", "Better")
    found = take_over(share)
    assert found.cases == ()
    assert [one.partition(": ")[2] for one in found.refused] == [f"you have a case '{OWN}' of your own, or changed it; it stays as it is"]
    assert take_over(share) == NOTHING
    assert title() == "Mine"


def test_a_case_that_was_here_before_the_library_is_not_replaced(share: Path, tmp_path: Path) -> None:
    take_over(share)
    (home() / LOOKED).unlink()
    packed(share, tmp_path / "later", "Better")
    assert take_over(share).cases == ()
    assert title() == "A hiatus of my own"


def test_one_bad_package_keeps_no_other_back(share: Path) -> None:
    (share / "a.tuohy").write_bytes(b"no zip")
    found = take_over(share)
    assert found.cases == (OWN,)
    assert len(found.refused) == 1
    assert str(share / "a.tuohy") in found.refused[0]


def test_a_drive_that_is_away_has_nothing_new_and_takes_nothing(share: Path, tmp_path: Path) -> None:
    take_over(share)
    assert take_over(tmp_path / "away") == NOTHING
    (share / f"{OWN}.tuohy").unlink()
    assert take_over(share) == NOTHING
    assert OWN in own_cases()


@pytest.mark.parametrize("note", ["", "no json", "[]", '{"x": 3}'])
def test_a_damaged_note_is_none(note: str, share: Path) -> None:
    home().mkdir(parents=True, exist_ok=True)
    (home() / LOOKED).write_text(note, encoding="utf-8")
    assert take_over(share) == Taken((OWN,), ())


def test_where_it_lies(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LIBRARY, raising=False)
    assert library() is None
    own_home.mkdir()
    (own_home / "settings.toml").write_text('library = "/mnt/pain"\n', encoding="utf-8")
    assert library() == Path("/mnt/pain")
    monkeypatch.setenv(LIBRARY, "/mnt/other")
    assert library() == Path("/mnt/other")
    monkeypatch.delenv(LIBRARY)
    (own_home / "settings.toml").write_text("library = 3\n", encoding="utf-8")
    with pytest.raises(InputError, match="library: is 3; should be a folder in quotes"):
        library()

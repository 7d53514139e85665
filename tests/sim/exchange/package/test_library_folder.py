"""A department's library: what is new in a shared folder is taken over once, what is somebody's own stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios import files, words
from scenarios.files import InputError
from sim.command_line.common import BAD_INPUT, DONE
from sim.command_line.entry import run
from sim.exchange.package.library_folder import LIBRARY, LOOKED, Taken, choose_library, library, take_over
from sim.exchange.package.packing import Enclosed, pack
from sim.session.home import home
from sim.session.own_cases import own_cases
from tests.sim.exchange.package.conftest import OWN, own_case


def nothing_new(share: Path) -> Taken:
    return Taken((), (), share)


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
    assert take_over(share) == Taken((OWN,), (), share)
    assert take_over(share) == nothing_new(share)
    packed(share, tmp_path / "later", "Better")
    assert take_over(share) == Taken((OWN,), (), share)
    assert title() == "Better"


def test_what_is_one_s_own_or_was_changed_stays_and_that_is_told_once(share: Path, tmp_path: Path) -> None:
    take_over(share)
    own = own_cases()[OWN]
    own.write_text(own.read_text(encoding="utf-8").replace("A hiatus of my own", "Mine"), encoding="utf-8")
    packed(share, tmp_path / "later", "Better")
    found = take_over(share)
    assert found.cases == ()
    assert [one.partition(": ")[2] for one in found.refused] == [f"you have a case '{OWN}' of your own, or changed it; it stays as it is"]
    assert take_over(share) == nothing_new(share)
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
    away = tmp_path / "away"
    assert take_over(away) == Taken((), (), away, "away")
    (share / f"{OWN}.tuohy").unlink()
    assert take_over(share) == nothing_new(share)
    assert OWN in own_cases()


@pytest.mark.parametrize("note", ["", "no json", "[]", '{"x": 3}'])
def test_a_damaged_note_is_none(note: str, share: Path) -> None:
    home().mkdir(parents=True, exist_ok=True)
    (home() / LOOKED).write_text(note, encoding="utf-8")
    assert take_over(share) == Taken((OWN,), (), share)


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


def test_a_file_is_no_library_and_is_told_apart_from_a_drive_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    assert take_over(tmp_path / "notes.txt").standing == "no folder"
    assert take_over(tmp_path / "notes").standing == "away"


def test_who_chooses_another_keeps_what_else_stands_in_the_settings(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(LIBRARY, raising=False)
    own_home.mkdir()
    settings, before = own_home / "settings.toml", '# ours\ndatabase = "sqlite:///x"  # of the ward\n'
    settings.write_text(before, encoding="utf-8")
    choose_library(tmp_path / 'a \\ and a "')
    assert library() == tmp_path / 'a \\ and a "'
    assert settings.read_text(encoding="utf-8").startswith(before)
    choose_library(None)
    assert library() is None
    assert settings.read_text(encoding="utf-8") == before
    settings.write_text("library = [", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        choose_library(tmp_path)
    assert settings.read_text(encoding="utf-8") == "library = ["


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """What the command answers: exit code, and what it says."""
    monkeypatch.delenv(LIBRARY, raising=False)

    def of(*arguments: str) -> tuple[int, str, str]:
        code = run(["library", *arguments])
        heard = capsys.readouterr()
        return code, " ".join(heard.out.split()), " ".join(heard.err.split())

    return of


def test_the_command_chooses_looks_and_forgets(share: Path, said: Callable[..., tuple[int, str, str]]) -> None:
    assert said()[0] == BAD_INPUT, "none is chosen yet"
    code, out, _ = said(str(share), "--json")
    assert code == DONE
    assert json.loads(out) == {"folder": str(share), "taken": [OWN], "refused": []}
    assert library() == share
    assert said()[0] == DONE
    assert said("--forget")[0] == DONE
    assert library() is None


def test_a_folder_that_is_away_is_said_in_one_sentence_and_not_chosen(
    share: Path, tmp_path: Path, said: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = tmp_path / "away"
    sentence = " ".join(words.library("away", folder=away).split())
    assert said(str(away)) == (BAD_INPUT, "", f"tuohy: {sentence}")
    assert library() is None
    said(str(share))
    share.rename(away)
    assert said() == (BAD_INPUT, "", f"tuohy: {' '.join(words.library('away', folder=share).split())}")
    monkeypatch.setenv(LIBRARY, str(away))
    assert said()[0] == DONE
    code, _, why = said(str(share))
    assert code == BAD_INPUT
    assert LIBRARY in why

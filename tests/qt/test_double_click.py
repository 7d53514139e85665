"""Packages opened by a double click, told to the desktop from the menu."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from sim.exchange.association import freedesktop
from sim.exchange.package.manifest import SUFFIX
from sim.qt.words import phrase
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("own_home")]


def presses(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """As a user does it in the box that opens."""

    def press(box: QMessageBox) -> None:
        next(button for button in box.buttons() if button.text() == phrase(f"double_click.{code}")).click()

    monkeypatch.setattr(QMessageBox, "exec", press)


@pytest.mark.skipif(sys.platform != "linux", reason="the desktop of another system")
def test_it_is_told_and_taken_back_by_the_menu(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the files by which a desktop knows it, as the command writes them."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *words: said.append(str(words[2])))
    places = [tmp_path / "data" / place for place in freedesktop.PLACES.values()]
    presses(monkeypatch, "opens")
    user.window.double_click.action.trigger()
    user.wait(lambda: said)
    assert said[0].startswith(phrase("double_click.told", suffix=SUFFIX))
    assert all(place.is_file() for place in places)
    presses(monkeypatch, "not_so")
    user.window.double_click.action.trigger()
    user.wait(lambda: len(said) == 2)
    assert said[1].startswith(phrase("double_click.forgotten", suffix=SUFFIX))
    assert not any(place.exists() for place in places)


def test_a_desktop_that_cannot_be_told_is_said(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(str(words[2])))
    user.window.double_click.tell(True)
    user.wait(lambda: said)
    assert str(tmp_path / "data") in said[0]

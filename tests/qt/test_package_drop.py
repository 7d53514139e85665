"""A package dropped on the window, or chosen by its menu, is a case to begin; a stranger's is refused with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from scenarios import words
from sim.exchange.package.library_folder import LIBRARY, choose_library, library
from sim.exchange.package.packing import Enclosed, pack
from sim.qt.palette import px
from sim.qt.panels.case_pictures import SIDE
from sim.qt.windows.library_dialog import LibraryDialog
from sim.session.own_cases import own_cases
from sim.session.patients import SHIPPED
from tests.qt.conftest import User
from tests.sim.exchange.package.conftest import OWN, own_case

pytestmark = pytest.mark.display


def drop(user: User, path: Path) -> bool:
    """As a desktop does it; whether the window takes it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    button, keys, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), copy, data, button, keys)
    enter.ignore()
    QApplication.sendEvent(user.window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(user.window, QDropEvent(QPointF(50, 50), copy, data, button, keys))
    return enter.isAccepted()


def chosen(user: User) -> str:
    chooser = user.window.chooser
    return chooser.cases[chooser.list.currentRow()].name


def test_a_dropped_package_is_a_case_to_begin_in_its_own_patient(user: User, tmp_path: Path) -> None:
    case = own_case(tmp_path / "author")
    assert drop(user, pack(str(case), Enclosed(patient=SHIPPED / "reference"), tmp_path / "own.tuohy").path)
    user.wait(lambda: chosen(user) == OWN)
    chooser = user.window.chooser
    assert chooser.told.head.title.text() == "A hiatus of my own"
    assert chooser.patient.text() == "Patient: reference"
    chooser.list.setCurrentRow(0 if chooser.list.currentRow() else 1)
    assert chooser.patient.text() == "Patient: case's own", "that patient came with the other case"
    chooser.list.setCurrentRow([one.name for one in chooser.cases].index(OWN))
    user.click(chooser.start)
    user.wait(lambda: user.window.room is not None and user.window.room.seen is not None)
    assert user.room.controller.session.world.scenario.name == OWN


def test_pictures_of_a_package_stand_beside_its_case(user: User, tmp_path: Path) -> None:
    """Three at the most, each within its square; what claims to be a picture and is none is left out."""
    case = own_case(tmp_path / "author")
    (case.parent / "pictures").mkdir()
    for name, wide, high in (("a", 1200, 300), ("b", 40, 60), ("d", 300, 300)):
        picture = QPixmap(wide, high)
        picture.fill(Qt.GlobalColor.gray)
        assert picture.save(str(case.parent / "pictures" / f"{name}.png"))
    whole = (case.parent / "pictures" / "a.png").read_bytes()
    (case.parent / "pictures" / "c.png").write_bytes(whole[:60])
    assert drop(user, pack(str(case), Enclosed(patient=SHIPPED / "reference"), tmp_path / "own.tuohy").path)
    user.wait(lambda: chosen(user) == OWN)
    chooser = user.window.chooser
    shown = {one.label.accessibleName(): one.label.pixmap().size() for one in chooser.told.pictures if one.isVisible()}
    assert shown == {"a": QSize(px(SIDE), px(SIDE) // 4), "b": QSize(40, 60)}
    chooser.list.setCurrentRow(0 if chooser.list.currentRow() else 1)
    user.wait(lambda: not any(one.isVisible() for one in chooser.told.pictures))


def test_the_menu_opens_one_and_asks_before_it_replaces(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pack(str(own_case(tmp_path / "author")), Enclosed(), tmp_path / "own.tuohy").path
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    user.window.packages.ask()
    user.wait(lambda: chosen(user) == OWN)
    better = pack(str(own_case(tmp_path / "newer", title="Better")), Enclosed(), path).path
    asked: list[str] = []

    def answer(*words: object) -> QMessageBox.StandardButton:
        asked.append(str(words[2]))
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "question", answer)
    user.window.packages.take(better)
    user.wait(lambda: user.window.chooser.told.head.title.text() == "Better")
    assert asked == ["own.tuohy: a case of this name is installed already. Replace it?"]


def test_what_is_no_package_is_refused_and_said(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(words[2]))
    other = tmp_path / "notes.txt"
    other.write_text("hello", encoding="utf-8")
    assert not drop(user, other)
    bad = tmp_path / "bad.tuohy"
    bad.write_text("hello", encoding="utf-8")
    assert drop(user, bad)
    user.wait(lambda: said)
    assert said == [f"{bad}: no package: it has no list of files, as a zip has"]
    assert own_cases() == {}


def test_the_department_s_library_stands_on_the_first_page_and_what_was_chosen_stays(
    user: User, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "share").mkdir()
    pack(str(own_case(tmp_path / "author")), Enclosed(), tmp_path / "share" / "own.tuohy")
    before = chosen(user)
    monkeypatch.setenv(LIBRARY, str(tmp_path / "share"))
    other = User(qtbot)
    other.wait(lambda: OWN in [case.name for case in other.window.chooser.cases])
    assert chosen(other) == before
    other.leave()


def other_window(qtbot: QtBot) -> User:
    """Of the next start."""
    other = User(qtbot)
    other.wait(lambda: other.window.library.looked)
    return other


def test_a_library_that_is_away_is_said_on_the_first_page_until_another_is_chosen(
    user: User, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(LIBRARY, raising=False)
    assert not user.window.chooser.library.isVisible(), "nobody who has none is told of it"
    choose_library(tmp_path / "away")
    other = other_window(qtbot)
    line = other.window.chooser.library
    assert line.isVisible()
    assert line.said.text() == words.library("away", folder=tmp_path / "away")
    (tmp_path / "share").mkdir()
    pack(str(own_case(tmp_path / "author")), Enclosed(), tmp_path / "share" / "own.tuohy")
    seen: list[str] = []

    def choose(dialog: LibraryDialog) -> bool:
        seen.append(dialog.path.text())
        dialog.path.setText(str(tmp_path / "share" / "own.tuohy"))
        seen.append(dialog.said.text())
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "share"))
        other.click(dialog.browse)
        seen.append(dialog.said.text())
        return True

    monkeypatch.setattr(LibraryDialog, "exec", choose)
    other.click(line.choose)
    assert seen == [str(tmp_path / "away"), words.library("no folder", folder=tmp_path / "share" / "own.tuohy"), ""]
    other.wait(lambda: OWN in [case.name for case in other.window.chooser.cases])
    assert not line.isVisible()
    assert library() == tmp_path / "share"
    monkeypatch.setattr(LibraryDialog, "exec", lambda dialog: dialog.path.clear() is None)
    other.window.library.action.trigger()
    assert library() is None
    other.leave()


def test_settings_that_name_no_folder_are_said_there_too_and_not_written_over(qtbot: QtBot, own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "settings.toml").write_text("library = 3\n", encoding="utf-8")
    user = other_window(qtbot)
    assert "library: is 3" in user.window.chooser.library.said.text()
    dialog = LibraryDialog(user.window)
    assert "library: is 3" in dialog.said.text()
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    user.window.close()

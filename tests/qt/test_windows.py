"""The pages round an attempt: choosing, going on, keys, what an exam hides, what is said when something is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QMessageBox

from sim.qt.actions import ACTIONS, clashes, keep_keys, keys
from sim.qt.windows.keys_dialog import KeysDialog
from sim.session.patients import SHIPPED
from tests.qt.conftest import User

pytestmark = pytest.mark.display


def test_the_chooser_lists_every_case_and_says_what_it_teaches(user: User) -> None:
    chooser = user.window.chooser
    titles = {chooser.list.item(i).text() for i in range(chooser.list.count())}
    assert titles == {f"{case.title}  ({case.difficulty})" for case in chooser.cases}
    for row in range(chooser.list.count()):
        chooser.list.setCurrentRow(row)
        assert chooser.told.learning.text()
        case = chooser.cases[row]
        # where the way in is to be chosen it is not told; a drill has none
        told = "for teaching; verify locally" in chooser.told.approach.text().lower()
        assert told == ("choice" not in case.exercise and case.drill is None)
        assert (" ".join(case.learning.split()) in chooser.told.learning.text()) == (told or case.drill is not None)


def test_an_attempt_that_was_closed_goes_on_where_it_stood(user: User, own_home: Path) -> None:
    user.begin()
    user.expose()
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    user.key(Qt.Key.Key_4)
    user.wait(lambda: user.seen.carm.title == "contralateral oblique")
    before = user.seen
    user.wait(lambda: {"target_seen", "needle_taken"} <= user.room.guide.done)
    steps, marks = set(user.room.guide.done), list(user.room.timeline.events)
    user.window.back_to_cases()
    chooser = user.window.chooser
    assert chooser.broken.list.count() == 1
    (old,) = (own_home / "attempts").glob("*.jsonl")
    user.click(chooser.broken.goes_on)
    user.wait(lambda: user.window.room is not None and user.window.room.seen is not None)
    after = user.seen
    assert after.needle is not None
    assert before.needle is not None
    assert after.needle.name == before.needle.name
    assert after.carm.view == before.carm.view
    assert after.carm.dose == before.carm.dose
    assert after.step >= before.step
    user.wait(lambda: user.room.guide.done >= steps)  # what was done stays ticked
    assert user.room.timeline.events[: len(marks)] == marks
    user.wait(lambda: not old.exists())
    user.window.back_to_cases()
    assert chooser.broken.list.count() == 1, "one attempt, in its new file"


def test_a_broken_off_attempt_is_discarded_only_when_that_is_meant(user: User, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user.begin()
    user.key(Qt.Key.Key_4)
    user.wait(lambda: user.seen.carm.title == "contralateral oblique")
    user.window.back_to_cases()
    chooser = user.window.chooser
    for answer, left in ((QMessageBox.StandardButton.No, 1), (QMessageBox.StandardButton.Yes, 0)):
        monkeypatch.setattr(QMessageBox, "question", lambda *_, said=answer: said)
        user.click(chooser.broken.discards)
        assert chooser.broken.list.count() == left
        assert len(list((own_home / "attempts").glob("*.jsonl"))) == left


def test_an_attempt_at_a_case_that_has_changed_is_refused_and_kept(user: User, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user.begin()
    user.key(Qt.Key.Key_4)
    user.wait(lambda: user.seen.carm.title == "contralateral oblique")
    user.window.back_to_cases()
    (kept,) = (own_home / "attempts").glob("*.jsonl")
    lines = kept.read_text(encoding="utf-8").split("\n")
    header = json.loads(lines[0]) | {"scenario_hash": "of another case"}
    kept.write_text("\n".join([json.dumps(header), *lines[1:]]), encoding="utf-8")
    user.window.chooser.refresh()
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(str(words[-1])))
    user.click(user.window.chooser.broken.goes_on)
    user.wait(lambda: said)
    assert "has changed" in said[0]
    assert kept.exists()


def pick(user: User, word: str) -> None:
    """An entry of the menu of patients."""
    menu = user.window.chooser.patient.whose
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == word).trigger()


def test_a_case_is_done_on_another_patient(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on one that was imported; here the shipped one under another name."""
    folder = tmp_path / "somebody"
    shutil.copytree(SHIPPED / "reference", folder)
    about = json.loads((folder / "patient.json").read_text(encoding="utf-8")) | {"name": "somebody"}
    (folder / "patient.json").write_text(json.dumps(about), encoding="utf-8")
    chooser = user.window.chooser
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    pick(user, "A folder ...")
    assert chooser.patient.text() == "Patient: somebody"
    user.click(chooser.start)
    user.wait(lambda: user.window.room is not None and user.window.room.seen is not None)
    assert user.room.controller.session.world.anatomy.name == "somebody"


def test_a_folder_that_is_no_patient_is_refused_in_words(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(str(words[-1])))
    pick(user, "A folder ...")
    user.click(user.window.chooser.start)
    user.wait(lambda: said)
    assert str(tmp_path) in said[0]
    assert user.window.pages.currentWidget() is user.window.chooser


def test_an_exam_shows_no_more_than_a_real_room(user: User) -> None:
    user.begin(mode="exam")
    user.expose()
    user.key(Qt.Key.Key_L)
    assert not user.room.live.sights_on
    assert not user.room.guide.isVisible()


def test_practice_shows_the_landmarks_and_the_patient_of_glass_on_request(user: User) -> None:
    user.begin(mode="practice")
    assert not user.room.live.sights_on
    user.key(Qt.Key.Key_L)
    assert user.room.live.sights_on
    user.key(Qt.Key.Key_V)
    assert user.room.lightbox.large == "theatre"
    assert user.room.theatre.isVisible()
    assert user.room.theatre.glass == 0
    user.key(Qt.Key.Key_X)
    assert user.room.theatre.glass > 0


def test_no_key_does_two_things() -> None:
    assert clashes({action.name: action.key for action in ACTIONS}) == []
    assert clashes({"a": "K", "b": "K"}) == [("a", "b")]


def test_every_key_in_the_table_does_something(user: User) -> None:
    """The room knows each action of the table; an unknown one would raise."""
    user.begin(mode="exam")  # nothing is drawn in 3D, so that this is quick
    for action in ACTIONS:
        if action.name in ("finish", "keys", "fullscreen"):
            continue
        user.room.act(action.name, down=True)
        if action.held:
            user.room.act(action.name, down=False)
    with pytest.raises(KeyError):
        user.room.act("no such action")


def test_a_changed_key_holds_and_is_remembered(user: User, own_home: Path) -> None:
    dialog = KeysDialog(user.window, user.window.inputs.devices)
    user.bot.addWidget(dialog)
    dialog.edits["keep"].setKeySequence(QKeySequence("I"))
    dialog._save()
    assert "share a key" in dialog.fault.text()
    dialog.edits["keep"].setKeySequence(QKeySequence("G"))
    dialog._save()
    assert keys()["keep"] == "G"
    assert json.loads((own_home / "keys.json").read_text(encoding="utf-8")) == {"keep": "G"}


def test_a_damaged_file_of_keys_is_no_reason_not_to_start(own_home: Path) -> None:
    keep_keys({"keep": "G"})
    (own_home / "keys.json").write_text("{", encoding="utf-8")
    assert keys()["keep"] == "K"


def test_without_a_display_the_default_case_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim.qt import app

    monkeypatch.setattr(app, "has_display", lambda: False)
    monkeypatch.chdir(tmp_path)
    assert app.open_windows() == 0
    said = capsys.readouterr().out
    assert "no display" in said
    assert str(app.REPORT) in said
    assert (tmp_path / app.REPORT).is_file()
    assert list((tmp_path / app.PICTURES).glob("*.png"))

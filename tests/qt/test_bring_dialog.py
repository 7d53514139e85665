"""Bringing a patient in by the window: which file is which bone, how they lie, the work beside the window, and its end in the form."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import trimesh
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy, load, save
from meshes.morphometry import LUMBAR
from meshes.reading.posture import Stated
from meshes.reading.refusal import ImportRefused
from sim.qt.job import Tell
from sim.qt.studio import bring_dialog
from sim.qt.studio.bring_dialog import BringDialog
from sim.qt.studio.editors import PatientEditor
from sim.qt.words import phrase
from sim.session.newcomers import Brought, Looked, Newcomer
from sim.session.patients import coming_to, new_folder, own_patients
from tests.qt.conftest import User
from tests.qt.made_bodies import FLAT, Makers
from tests.qt.test_studio import leaf, studio

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("own_home", "one_body")]
NAMES = (*LUMBAR, "sacrum")
HERS = "mrs_b"
LYING = Looked({}, Stated("+x", "+z", "m"), "")


@pytest.fixture
def surfaces(tmp_path: Path) -> Path:
    """Named as bones, and one that is none."""
    folder = tmp_path / HERS
    folder.mkdir()
    for name in (*NAMES, "femur"):
        trimesh.creation.box((40, 30, 20)).export(folder / f"{name}.stl")
    return folder


class Workers:
    """What works beside the window, held until it is let go on."""

    def __init__(self, body: Anatomy) -> None:
        self.body = body
        self.looked: list[Newcomer] = []
        self.asked: list[tuple[Newcomer, bool]] = []
        self.found: Looked | Exception = LYING
        self.refuses = ""
        self.goes_on = threading.Event()

    def look(self, newcomer: Newcomer, tell: Tell) -> Looked:
        self.looked.append(newcomer)
        if isinstance(self.found, Exception):
            raise self.found
        return self.found

    def bring(self, newcomer: Newcomer, replaces: bool, tell: Tell) -> Brought:
        self.asked.append((newcomer, replaces))
        folder = new_folder(newcomer.name, replaces)
        with coming_to(folder, replaces) as half:
            save(replace(self.body, name=newcomer.name), half)
            while not self.goes_on.wait(0.01):
                tell("drawing the tissues", 0.5)
            if self.refuses:
                raise ImportRefused(self.refuses)
        return Brought(newcomer.name, folder, "0123456789abcdef", self.body.person, ("sac", "epidural fat"))


@pytest.fixture
def workers(sound: Anatomy, monkeypatch: pytest.MonkeyPatch) -> Workers:
    workers = Workers(sound)
    monkeypatch.setattr(bring_dialog, "looked_at_beside", workers.look)
    monkeypatch.setattr(bring_dialog, "brought_beside", workers.bring)
    return workers


@pytest.fixture
def dialog(user: User, qtbot: QtBot, workers: Workers, makers: Makers) -> BringDialog:
    found = BringDialog(user.window)
    qtbot.addWidget(found)
    found.show()
    return found


def drop(dialog: BringDialog, *paths: Path) -> bool:
    """As a desktop does it; whether the dialog takes it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    button, keys, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), copy, data, button, keys)
    enter.ignore()
    QApplication.sendEvent(dialog, enter)
    if enter.isAccepted():
        QApplication.sendEvent(dialog, QDropEvent(QPointF(50, 50), copy, data, button, keys))
    return enter.isAccepted()


def taken_for(dialog: BringDialog) -> dict[str, str]:
    return {bone: path.name for bone, path in dialog.bones.files.items()}


def answers(monkeypatch: pytest.MonkeyPatch, answer: QMessageBox.StandardButton) -> list[str]:
    """Questions that were asked."""
    asked: list[str] = []

    def ask(*words: object) -> QMessageBox.StandardButton:
        asked.append(str(words[2]))
        return answer

    monkeypatch.setattr(QMessageBox, "question", ask)
    return asked


# --- files --------------------------------------------------------------------------------------------------------------


def test_a_dropped_folder_is_listed_bone_by_bone_before_anything_runs(
    dialog: BringDialog, user: User, surfaces: Path, workers: Workers
) -> None:
    assert not dialog.go_on.isEnabled()
    assert drop(dialog, surfaces)
    assert taken_for(dialog) == {name: f"{name}.stl" for name in NAMES}
    assert dialog.bones.unused.text() == phrase("bring.unused", count=1, names="femur.stl")
    assert {bone: said for bone, said in dialog.bones.sentences().items() if said} == {"hips": phrase("bring.may_be_left_out")}
    assert dialog.name.text() == HERS
    user.wait(lambda: dialog.lying["unit"].itemText(0) == "as recognised: m")
    assert dialog.lying["anterior"].itemText(0) == "as recognised: +x"
    assert dialog.lying["superior"].itemText(0) == "as recognised: +z"
    assert dialog.go_on.isEnabled()
    assert workers.asked == []


def test_files_are_chosen_one_by_one_and_a_bone_that_is_missing_is_said_at_its_row(
    dialog: BringDialog, user: User, surfaces: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (surfaces / "L3.stl").rename(surfaces / "third.stl")
    files = [str(path) for path in surfaces.iterdir() if path.stem != "femur"]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (files, ""))
    user.click(dialog.files)
    assert dialog.bones.blames["L3"].text() == phrase("bring.missing")
    assert dialog.bones.blames["L3"].isVisible()
    assert dialog.bones.choices["L3"].accessibleDescription() == phrase("bring.missing"), "a screen reader hears it too"
    assert not dialog.go_on.isEnabled()
    choice = dialog.bones.choices["L3"]
    choice.setCurrentIndex(choice.findText("third.stl"))
    choice.activated.emit(choice.currentIndex())
    assert not dialog.bones.blames["L3"].isVisible()
    assert dialog.go_on.isEnabled()
    dialog.bones.choices["L2"].setCurrentIndex(choice.findText("third.stl"))
    dialog.bones.choices["L2"].activated.emit(0)
    assert dialog.bones.blames["L2"].text() == dialog.bones.blames["L3"].text() == phrase("bring.twice", name="third.stl")
    assert not dialog.go_on.isEnabled()


def test_where_several_files_are_named_for_a_bone_somebody_chooses(dialog: BringDialog, surfaces: Path) -> None:
    (surfaces / "femur.stl").rename(surfaces / "hip_left.stl")
    (surfaces / "hip_right.stl").write_bytes((surfaces / "hip_left.stl").read_bytes())
    dialog.take([surfaces])
    assert "hips" not in taken_for(dialog)
    assert dialog.bones.blames["hips"].text() == phrase("bring.several", names="hip_left.stl, hip_right.stl")
    assert dialog.go_on.isEnabled(), "it may be left out"


def test_where_there_are_no_surfaces_the_command_says_so_and_what_was_there_stays(
    dialog: BringDialog, surfaces: Path, tmp_path: Path
) -> None:
    dialog.take([surfaces])
    empty = tmp_path / "empty"
    empty.mkdir()
    assert drop(dialog, empty)
    assert dialog.fault.text() == f"{empty}: no surfaces there (.obj, .ply, .stl, .off, .glb)"
    assert taken_for(dialog) == {name: f"{name}.stl" for name in NAMES}
    (surfaces / "labels.toml").write_text("labels = 3", encoding="utf-8")
    dialog.take([surfaces])
    assert dialog.fault.text() == f"{surfaces / 'labels.toml'}: labels is 3, should be a table of file names and bones"


def test_what_reading_finds_stands_at_each_bone_and_whoever_changes_a_file_is_told_anew(
    dialog: BringDialog, user: User, surfaces: Path, workers: Workers
) -> None:
    said = "L2.stl: the surface is not closed: repair it first"
    workers.found = Looked({"L2": said}, None, "")
    dialog.take([surfaces])
    user.wait(lambda: dialog.bones.blames["L2"].text() == said)
    assert not dialog.go_on.isEnabled()
    workers.found = Looked({}, None, "the anterior axis cannot be recognised: say --anterior +x, -x, +y, -y, +z or -z")
    choice = dialog.bones.choices["L2"]
    choice.setCurrentIndex(choice.findText("femur.stl"))
    choice.activated.emit(choice.currentIndex())
    assert dialog.go_on.isEnabled()
    user.wait(lambda: dialog.fault.text().startswith("the anterior axis cannot be recognised"))
    workers.found = LYING
    anterior = dialog.lying["anterior"]
    anterior.setCurrentIndex(anterior.findText("+x"))
    anterior.activated.emit(anterior.currentIndex())
    assert not dialog.fault.text()
    user.wait(lambda: dialog.lying["unit"].itemText(0) == "as recognised: m")
    assert workers.looked[-1].stated == Stated(anterior="+x")


# --- the work ---------------------------------------------------------------------------------------------------------------


def test_it_works_beside_the_window_with_progress_and_ends_with_the_patient(
    dialog: BringDialog, user: User, surfaces: Path, workers: Workers, makers: Makers
) -> None:
    dialog.take([surfaces])
    dialog.name.setText("Mrs B. 2")
    user.click(dialog.go_on)
    user.wait(lambda: dialog.pace.value() == 500)
    assert not dialog.form.isEnabled()
    assert not drop(dialog, surfaces), "not while it works"
    assert own_patients() == {}
    workers.goes_on.set()
    user.wait(lambda: dialog.brought is not None)
    newcomer, replaces = workers.asked[0]
    assert (newcomer.name, newcomer.stated, replaces) == ("Mrs B. 2", Stated(), False)
    assert set(own_patients()) == {"Mrs B. 2"}
    assert dialog.there.isVisible()
    assert "0123456789abcdef" in dialog.there.head.text()
    assert "sac, epidural fat" in dialog.there.guessed.text()
    assert "1755 mm" in dialog.there.guessed.text()
    user.wait(lambda: makers.wholes)
    assert makers.wholes[0][0] == "Mrs B. 2", "X-rays and body of who was made"
    makers.wholes[0][1](FLAT)
    assert dialog.there.body.shown is FLAT
    assert dialog.focusWidget() is dialog.go_on, "Return ends it"
    user.bot.keyClick(dialog.go_on, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.result() == BringDialog.DialogCode.Accepted


def test_stopped_it_leaves_nothing_and_can_be_begun_again(
    dialog: BringDialog, user: User, surfaces: Path, own_home: Path, workers: Workers
) -> None:
    dialog.take([surfaces])
    user.click(dialog.go_on)
    user.wait(lambda: dialog.pace.value() == 500)
    user.bot.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait(dialog.form.isEnabled)
    assert dialog.isVisible()
    assert dialog.fault.text() == phrase("bring.stopped")
    assert list((own_home / "patients").iterdir()) == []
    assert dialog.go_on.isEnabled()
    workers.goes_on.set()
    user.click(dialog.go_on)
    user.wait(lambda: dialog.brought is not None)
    assert set(own_patients()) == {HERS}


def test_a_refusal_is_the_commands_own_sentence(dialog: BringDialog, user: User, surfaces: Path, workers: Workers) -> None:
    workers.refuses = "L1.stl: does not look like L1 (our own lies 4.1 mm off on average after fitting)"
    workers.goes_on.set()
    dialog.take([surfaces])
    user.click(dialog.go_on)
    user.wait(lambda: dialog.fault.text() == workers.refuses)
    assert dialog.form.isEnabled()
    assert own_patients() == {}


@pytest.mark.parametrize(
    ("name", "said"), [("reference", "is a shipped patient's, should be a new one"), ("../x", "should be up to 60 letters")]
)
def test_a_name_that_cannot_be_is_refused_before_anything_runs(
    name: str, said: str, dialog: BringDialog, user: User, surfaces: Path, workers: Workers
) -> None:
    dialog.take([surfaces])
    dialog.name.setText("")
    assert not dialog.go_on.isEnabled()
    dialog.name.setText(name)
    user.click(dialog.go_on)
    assert dialog.fault.text().startswith("name: ")
    assert said in dialog.fault.text()
    assert workers.asked == []


def test_a_name_that_is_taken_is_asked_about_before_it_is_replaced(
    dialog: BringDialog, user: User, surfaces: Path, workers: Workers, own_home: Path, reference: Anatomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = own_home / "patients" / HERS
    save(replace(reference, name=HERS), place)
    workers.goes_on.set()
    dialog.take([surfaces])
    asked = answers(monkeypatch, QMessageBox.StandardButton.No)
    user.click(dialog.go_on)
    assert asked == [phrase("bring.replace", name=HERS)]
    assert workers.asked == []
    answers(monkeypatch, QMessageBox.StandardButton.Yes)
    user.click(dialog.go_on)
    user.wait(lambda: dialog.brought is not None)
    assert load(place).fingerprint() == workers.body.fingerprint() != reference.fingerprint()


# --- where it ends ----------------------------------------------------------------------------------------------------------


def goes_through(monkeypatch: pytest.MonkeyPatch, does: Callable[[BringDialog], None]) -> None:
    """As a user does it in the dialog that opens."""

    def go(dialog: BringDialog) -> int:
        dialog.show()
        does(dialog)
        return int(dialog.result())

    monkeypatch.setattr(BringDialog, "exec", go)


def brings(user: User, surfaces: Path, uses: bool = True) -> Callable[[BringDialog], None]:
    def does(dialog: BringDialog) -> None:
        dialog.take([surfaces])
        user.click(dialog.go_on)
        user.wait(lambda: dialog.brought is not None)
        user.click(dialog.go_on if uses else dialog.leave)

    return does


def test_in_the_studio_the_name_comes_into_the_form_in_one_step(
    user: User, surfaces: Path, workers: Workers, makers: Makers, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers.goes_on.set()
    page = studio(user, "l4_l5_disc")
    before = page.manuscript.text
    field = leaf(page, "patient", "anatomy")
    assert isinstance(field.editor, PatientEditor)
    goes_through(monkeypatch, brings(user, surfaces))
    user.click(field.editor.bring)
    assert page.manuscript.data["patient"]["anatomy"] == HERS
    assert "body" not in page.manuscript.data["patient"]
    assert field.editor.choice.currentText() == HERS
    user.click(page.buttons["undo"])
    assert page.manuscript.text == before
    answers(monkeypatch, QMessageBox.StandardButton.Yes)
    goes_through(monkeypatch, brings(user, surfaces, uses=False))
    user.click(field.editor.bring)
    assert page.manuscript.text == before, "kept for later"
    assert set(own_patients()) == {HERS}


def test_who_came_in_the_place_of_another_is_drawn_anew(
    user: User, surfaces: Path, workers: Workers, makers: Makers, own_home: Path, reference: Anatomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault: of the same name, the body beside the form stayed the one before."""
    save(replace(reference, name=HERS), own_home / "patients" / HERS)
    workers.goes_on.set()
    page = studio(user, None)
    page.write(("patient",), {"anatomy": HERS, "name": "Mrs B.", "age": 60, "sex": "female", "complaint": "Pain."})
    field = leaf(page, "patient", "anatomy")
    assert isinstance(field.editor, PatientEditor)
    user.wait(lambda: [who for who, _ in makers.wholes] == [HERS])
    answers(monkeypatch, QMessageBox.StandardButton.Yes)
    goes_through(monkeypatch, brings(user, surfaces))
    user.click(field.editor.bring)
    text = page.manuscript.text
    written_ns = (own_home / "patients" / HERS / "patient.json").stat().st_mtime_ns
    user.wait(lambda: page.body._written_ns == written_ns)
    assert len(makers.wholes) >= 2, "and asked for again"
    assert page.manuscript.text == text


def test_on_the_first_page_whoever_was_brought_in_is_chosen_and_in_an_exam_nobody_is(
    user: User, surfaces: Path, workers: Workers, makers: Makers, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers.goes_on.set()
    chooser = user.window.chooser
    goes_through(monkeypatch, brings(user, surfaces))

    def offered() -> QAction:
        chooser.patient.whose.aboutToShow.emit()
        return next(action for action in chooser.patient.whose.actions() if action.text() == phrase("bring.menu"))

    offered().trigger()
    assert chooser.patient.text() == f"Patient: {HERS}"
    user.begin(mode="exam")
    assert not offered().isEnabled()


def test_a_spine_of_files_becomes_a_patient_by_the_real_process(
    user: User, qtbot: QtBot, reference: Anatomy, tmp_path: Path, own_home: Path, makers: Makers
) -> None:
    """Our own bones; stopped at work the first time."""
    folder = tmp_path / HERS
    folder.mkdir()
    for name in NAMES:
        reference.surfaces[name].export(folder / f"{name}.stl")
    dialog = BringDialog(user.window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.take([folder])
    user.wait(lambda: dialog.lying["anterior"].itemText(0) == "as recognised: +y")
    user.click(dialog.go_on)
    user.wait(lambda: dialog.pace.value() > 0)
    dialog.reject()
    user.wait(dialog.form.isEnabled)
    assert dialog.fault.text() == phrase("bring.stopped")
    assert list((own_home / "patients").iterdir()) == []
    user.click(dialog.go_on)
    user.wait(lambda: dialog.brought is not None or dialog.fault.text())
    assert not dialog.fault.text()
    assert load(own_patients()[HERS]).fingerprint() in dialog.there.head.text()
    dialog.accept()

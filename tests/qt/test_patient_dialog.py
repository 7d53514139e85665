"""Making a patient in the window."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy
from meshes.asked import KINDS
from meshes.morphometry import Lying
from meshes.person import Person
from meshes.telling import Progress, silent
from sim.qt.windows.patient_dialog import PatientDialog
from sim.session import patients
from tests.qt.conftest import PATIENCE_MS, User

pytestmark = pytest.mark.usefixtures("nobody_made")


@pytest.fixture
def dialog(user: User, qtbot: QtBot) -> PatientDialog:
    found = PatientDialog(user.window)
    qtbot.addWidget(found)
    found.show()
    return found


def choose(dialog: PatientDialog, kind: str, **fields: object) -> None:
    form = dialog.variant
    form.kind.setCurrentIndex(form.kind.findData(kind))
    for name, value in fields.items():
        widget = form.fields[name]
        widget.setCurrentText(str(value)) if hasattr(widget, "setCurrentText") else widget.setValue(value)
    dialog.add()


def test_every_kind_of_variant_can_be_asked_for(dialog: PatientDialog) -> None:
    for kind in KINDS:
        choose(dialog, kind)
        person = dialog.person()
        assert person is not None
        assert [v.kind for v in person.variants] == [kind]
        dialog.list.setCurrentRow(0)
        dialog.remove()
    assert dialog.person() == Person(sex="male", seed=0)


def test_what_is_drawn_is_said_and_what_is_given_is_kept(dialog: PatientDialog) -> None:
    dialog.sex.setCurrentText("female")
    dialog.numbers["bmi"].given.setChecked(True)
    dialog.numbers["bmi"].number.setValue(38)
    person = dialog.person()
    assert person == Person(sex="female", seed=0, bmi=38.0)
    assert "female" in dialog.drawn.text()
    assert "BMI 38.0" in dialog.drawn.text()


def test_a_contradiction_is_refused_in_words_and_not_listed(dialog: PatientDialog) -> None:
    choose(dialog, "disc_bulge", interspace="L4-L5", grade=2)
    choose(dialog, "disc_extrusion", interspace="L4-L5", side="left", grade=2)
    assert "exclude each other" in dialog.fault.text()
    assert dialog.list.count() == 1
    assert dialog.person() is not None


def test_a_patient_is_built_with_a_bar_and_can_then_be_chosen(
    dialog: PatientDialog, user: User, reference: Anatomy, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def built(person: Person, name: str, progress: Progress = silent, lying: Lying = "pillow") -> Anatomy:
        progress("drawing the tissues", 0.5)
        return reference

    monkeypatch.setattr(patients, "built", built)
    dialog.name.setText("Mr B")
    with qtbot.waitSignal(dialog.accepted, timeout=PATIENCE_MS):
        dialog.build.click()
    assert dialog.bar.format() == "drawing the tissues"
    chooser = user.window.chooser
    chooser.patient.whose.aboutToShow.emit()
    next(action for action in chooser.patient.whose.actions() if action.text() == "Mr B").trigger()
    assert chooser.patient.folder == dialog.made
    assert chooser.patient.text() == "Patient: Mr B"


def test_building_is_cancelled_within_the_real_builder_and_leaves_nothing(dialog: PatientDialog, qtbot: QtBot) -> None:
    dialog.build.click()
    qtbot.waitUntil(lambda: dialog.bar.value() > 0 or dialog.bar.format() != "%p%", timeout=PATIENCE_MS)
    dialog.reject()
    qtbot.waitUntil(dialog.form.isEnabled, timeout=PATIENCE_MS)
    assert patients.own_patients() == {}
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()

"""Who lies there, chosen in the studio's form: one of the patients in the user's folder stands instead of one who is to be made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from meshes.anatomy import Anatomy, save
from scenarios.words import preview
from sim.exchange.package.opening import opened as opened_package
from sim.qt.studio.editors import ChoiceEditor
from sim.qt.studio.forms import TableBox
from sim.qt.studio.leaf import Leaf
from sim.qt.studio.studio_page import StudioPage
from sim.qt.words import phrase
from tests.qt.conftest import User
from tests.qt.made_bodies import FLAT, Makers
from tests.qt.test_studio import choose, leaf, part_of, studio

pytestmark = pytest.mark.display
HERS = "Mrs B. 2"


@pytest.fixture
def her(sound: Anatomy, own_home: Path) -> Anatomy:
    save(replace(sound, name=HERS), own_home / "patients" / HERS)
    return sound


def names(field: Leaf) -> list[str]:
    assert isinstance(field.editor, ChoiceEditor)
    choice: QComboBox = field.editor.choice
    return [choice.itemData(i) for i in range(1, choice.count())]


def body_of(page: StudioPage) -> TableBox:
    box = part_of(page.tabs.forms["patient"], ("patient", "body"))
    assert isinstance(box, TableBox)
    return box


def test_one_of_ones_own_is_chosen_and_the_made_one_gives_way_until_it_is_undone(user: User, her: Anatomy, makers: Makers) -> None:
    page = studio(user, "l4_l5_disc")
    before = page.manuscript.text
    field = leaf(page, "patient", "anatomy")
    user.wait(lambda: len(makers.sketches) == 1)
    assert names(field) == [HERS, "reference"]
    choose(field, HERS)
    patient = page.manuscript.data["patient"]
    assert patient["anatomy"] == HERS
    assert "body" not in patient
    assert body_of(page).form.isHidden()
    page.look()
    assert page.trial.enter.isEnabled()
    user.wait(lambda: makers.wholes)
    assert makers.wholes[0][0] == HERS, "and is shown"
    makers.wholes[0][1](FLAT)
    assert page.body.said.text() == preview("there")
    user.click(page.buttons["undo"])
    assert page.manuscript.text == before
    assert body_of(page).form.isVisible()


def test_a_body_that_is_to_be_made_takes_the_place_of_whom_the_case_named(user: User, her: Anatomy, makers: Makers) -> None:
    page = studio(user)
    choose(leaf(page, "patient", "anatomy"), HERS)
    given = body_of(page).given
    assert given is not None
    given.click()
    assert page.manuscript.data["patient"]["body"] == {}
    assert "anatomy" not in page.manuscript.data["patient"]
    page.look()
    assert page.trial.enter.isEnabled()


def test_who_was_imported_meanwhile_is_offered_at_the_next_look(user: User, own_home: Path, sound: Anatomy, makers: Makers) -> None:
    page = studio(user)
    field = leaf(page, "patient", "anatomy")
    assert names(field) == ["reference"]
    page.tabs.setCurrentIndex(0)
    save(replace(sound, name=HERS), own_home / "patients" / HERS)
    assert names(leaf(page, "patient", "anatomy")) == [HERS, "reference"]


def test_a_patient_who_is_nowhere_is_said_at_the_field_and_cannot_be_tried(user: User, makers: Makers) -> None:
    page = studio(user)
    field = leaf(page, "patient", "anatomy")
    page.write(("patient", "anatomy"), "gone")
    page.look()
    assert field.blame.text() == "is 'gone', should be a shipped patient or one of your own; there are reference"
    assert not page.trial.enter.isEnabled()
    user.wait(lambda: page.body.said.text() == preview("unclear"))
    choose(field, "reference")
    page.look()
    assert not field.blame.text()
    assert page.trial.enter.isEnabled()


def test_a_case_about_her_is_begun_checked_and_packed_with_her(user: User, her: Anatomy, tmp_path: Path, makers: Makers) -> None:
    page = studio(user)
    choose(leaf(page, "patient", "anatomy"), HERS)
    page.write(("name",), "about_her")
    assert page.save_to(tmp_path / "about_her.toml")
    page.pack_to(tmp_path / "about_her.tuohy")
    user.wait(lambda: page.said.text().startswith("Package made"))
    assert opened_package(tmp_path / "about_her.tuohy").manifest.patient == HERS
    user.click(page.trial.check)
    user.wait(lambda: not page.trial.at_work)
    assert page.trial.said.text() == phrase("studio.good")
    user.click(page.trial.enter)
    user.wait(lambda: user.window.room is not None and user.window.room.seen is not None)
    assert user.window.foresight.ready is not None
    assert user.window.foresight.ready.world.anatomy.fingerprint() == her.fingerprint()

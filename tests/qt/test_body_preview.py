"""The body beside the form: a sketch, then the whole; of what is asked for now and of nothing else; silent while nobody looks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from pytestqt.qtbot import QtBot
from trimesh.creation import box

from meshes.person import Person
from scenarios.words import preview, told
from sim.qt.palette import tint
from sim.qt.panels.work_bar import GLANCE_MS
from sim.qt.studio.body_shots import BodyShots, _shadow, shots_of_whole
from sim.qt.studio.forms import RowsBox
from sim.qt.studio.shot_view import ShotView
from tests.qt.conftest import User
from tests.qt.made_bodies import FLAT, Makers
from tests.qt.test_studio import leaf, part_of, studio, type_in

pytestmark = pytest.mark.display


def test_a_variant_brings_a_sketch_and_then_the_whole_body(user: User, makers: Makers) -> None:
    page = studio(user, "l4_l5_disc")
    assert makers.sketches == [], "nobody looks yet"
    leaf(page, "patient", "body", "seed")
    assert page.body.isVisible(), "who comes to the patient sees the body"
    user.wait(lambda: len(makers.sketches) == 1)
    assert page.body.said.text() == preview("sketching")
    makers.sketches[0][1](FLAT)
    assert page.body.shown is FLAT
    assert not page.body.is_whole
    user.wait(lambda: makers.wholes)
    assert makers.wholes[0][0] == makers.sketches[0][0]
    makers.wholes[0][1](FLAT)
    assert page.body.is_whole
    assert page.body.said.text() == preview("whole")
    rows = part_of(page.tabs.forms["patient"], ("patient", "body", "variants"))
    assert isinstance(rows, RowsBox)
    before = len(makers.sketches[0][0].variants)
    rows.remove()
    user.wait(lambda: len(makers.sketches) == 2)
    assert len(makers.sketches[1][0].variants) == before - 1
    assert makers.abandoned == 2, "nothing comes of the body before"


def test_who_tries_one_age_after_another_has_no_whole_body_begun_until_they_rest(user: User, makers: Makers) -> None:
    page = studio(user, "l4_l5_disc")
    field = leaf(page, "patient", "age")
    for number, age in enumerate(("40", "50", "60"), 1):
        type_in(user, field, age)
        user.wait(lambda wanted=number: len(makers.sketches) >= wanted)  # type: ignore[misc]
        makers.sketches[-1][1](FLAT)
        assert page.body._rest.isActive()
    assert makers.wholes == []
    user.wait(lambda: makers.wholes)
    assert [who.age for who, _ in makers.wholes if isinstance(who, Person)] == [60.0]


def test_what_changes_nothing_of_the_body_makes_none(user: User, makers: Makers) -> None:
    page = studio(user, "l4_l5_disc")
    field = leaf(page, "patient", "name")
    user.wait(lambda: len(makers.sketches) == 1)
    type_in(user, field, "Somebody")
    user.wait(lambda: not page.body._pause.isActive())
    assert len(makers.sketches) == 1


def test_a_patient_who_cannot_be_is_said_and_comes_again_when_mended(user: User, makers: Makers) -> None:
    page = studio(user, "l4_l5_disc")
    field = leaf(page, "patient", "body", "bmi")
    user.wait(lambda: len(makers.sketches) == 1)
    type_in(user, field, "90")
    user.wait(lambda: page.body.said.text() == preview("unclear"))
    type_in(user, field, "33")
    user.wait(lambda: len(makers.sketches) == 2)
    assert makers.sketches[1][0].bmi == 33.0


def test_a_shipped_patient_needs_no_sketch(user: User, makers: Makers) -> None:
    page = studio(user)
    leaf(page, "patient", "age")
    user.wait(lambda: len(makers.wholes) == 1)
    assert makers.wholes[0][0] == "reference"
    assert makers.sketches == []


def test_the_whole_body_is_x_rayed_from_two_sides(user: User) -> None:
    """The shipped one, as the room shows it."""
    found: list[BodyShots] = []
    failed: list[object] = []
    shots_of_whole("reference", found.append, failed.append, lambda *_: None)
    user.wait(lambda: found or failed)
    assert not failed
    assert all(shot.std() > 10 for shot in found[0].shots)
    assert not np.array_equal(*found[0].shots)
    assert {"L4", "sac"} <= found[0].surfaces.keys()


def test_the_page_that_is_left_takes_its_body_with_it(user: User, makers: Makers) -> None:
    page = studio(user, "l4_l5_disc")
    leaf(page, "patient", "age")
    user.wait(lambda: len(makers.sketches) == 1)
    user.click(page.buttons["back"])
    assert makers.abandoned == 1


class Clock:
    """Of the test: machines are shared, and a second more or less is no fault of the page."""

    def __init__(self) -> None:
        self.taken_ms, self.asked = GLANCE_MS - 1, 0

    def start(self) -> None:
        """It stands."""

    def elapsed(self) -> int:
        self.asked += 1
        return self.taken_ms


def test_what_takes_longer_than_a_glance_says_how_long_and_how_far(user: User, makers: Makers, monkeypatch: pytest.MonkeyPatch) -> None:
    page, clock = studio(user, "l4_l5_disc"), Clock()
    monkeypatch.setattr(page.body.pace, "_since", clock)
    leaf(page, "patient", "age")
    user.wait(lambda: len(makers.sketches) == 1)
    page.body._rest.setInterval(0)
    makers.sketches[0][1](FLAT)
    user.wait(lambda: makers.hears)
    makers.hears[0]("discs", 0.4)
    user.wait(lambda: clock.asked)
    assert page.body.pace.isHidden(), "not yet worth a word"
    clock.taken_ms = GLANCE_MS + 400
    user.wait(page.body.pace.isVisible)
    assert page.body.pace.value() == 400
    assert page.body.pace.format() == "discs: 2 s so far, about 4 s to go", "two fifths took 2.4 s"
    makers.hears[0]("bones", 0.05)
    user.wait(lambda: page.body.pace.format() == "bones: 2 s so far")
    makers.wholes[0][1](FLAT)
    assert page.body.pace.isHidden()


def test_the_key_names_what_is_drawn_and_nothing_else(user: User, makers: Makers) -> None:
    """Fault: arteries and veins stood in the key of bodies that were drawn without any."""
    page = studio(user, "l4_l5_disc")
    leaf(page, "patient", "body", "seed")
    user.wait(lambda: len(makers.sketches) == 1)
    makers.sketches[0][1](FLAT)
    assert page.body.view is not None
    assert page.body.view.key == ()
    user.wait(lambda: makers.wholes)
    makers.wholes[0][1](replace(FLAT, surfaces={"sac": box(), "L4": box()}))
    assert page.body.view.key == ("sac",)


def test_the_x_rays_have_their_view_a_side_and_the_greys_of_the_table(qtbot: QtBot) -> None:
    """Fault: two pictures without caption or side, glaring white in the dark window. Oracle: what is written; pixels."""
    for name, mark in (("AP", "R"), ("lateral", "ANT")):
        view = ShotView(name)
        qtbot.addWidget(view)
        view.resize(300, 200)
        assert [said for _, said in view.letters()] == [told(name)], "an empty one has no side"
        shot = QPixmap(100, 100)
        shot.fill(Qt.GlobalColor.gray)
        view.show_shot(shot)
        assert [said for _, said in view.letters()] == [told(name), mark]
        image = view.grab().toImage()
        assert image.pixelColor(20, 150) == tint("screen"), "beside the picture"
        assert image.pixelColor(150, 150) == QColor(Qt.GlobalColor.gray)


def test_no_shadow_of_a_sketch_is_white() -> None:
    """Fault: as above. Oracle: where there is no bone, the grey of soft parts."""
    lengths = np.zeros((8, 8), np.float32)
    lengths[2:5, 2:5] = 40.0
    greys = _shadow(lengths)
    assert 100 < greys.max() < 200
    assert greys[3, 3] < 0.2 * greys.max()

"""One's own attempt as the case's competent script, and the needle's ideal way over both X-rays, in the studio."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMessageBox

from scenarios import files
from sim.exchange.package.opening import opened as opened_package
from sim.operators.script import ScriptHands
from sim.qt.studio.editors import SeveralEditor
from sim.qt.studio.manuscript import opened_case
from sim.qt.studio.studio_page import StudioPage
from sim.qt.studio.way_page import drawn
from sim.qt.words import phrase
from sim.session import world
from sim.session.home import home
from sim.session.session import Session
from sim.studies.rehearsal import perform
from tests.qt.conftest import User
from tests.qt.test_studio import leaf, studio, type_in

pytestmark = pytest.mark.display


def own_case() -> Path:
    path = home() / "cases" / "mine" / "mine.toml"
    path.parent.mkdir(parents=True)
    text = files.library()["anticoagulated"].read_text(encoding="utf-8").replace('name = "anticoagulated"', 'name = "mine"')
    path.write_text(text, encoding="utf-8")
    return path


def back_in(user: User) -> StudioPage:
    page = user.window.records
    assert isinstance(page, StudioPage)
    return page


def test_the_last_attempt_in_the_room_becomes_the_script(user: User, one_body: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = own_case()
    page = studio(user, None)
    page.open_file(path)
    assert not page.trial.script.isEnabled(), "nothing was tried yet"
    user.click(page.trial.enter)
    user.wait(lambda: user.window.room is not None and user.window.room.seen is not None)
    user.finish()
    user.wait(lambda: user.window.debriefing is not None)
    assert user.window.debriefing is not None
    user.window.debriefing.leave.emit()
    page = back_in(user)
    user.click(page.trial.script)
    user.wait(lambda: not page.trial.at_work)
    assert page.trial.said.text().endswith("points and does not.")
    case = files.scenario(path)
    hands = ScriptHands(files.script(files.scripts()["anticoagulated_competent"]), case.target)
    page.trial.show_attempt(perform(hands, Session(world.World.of(case), 5)))
    user.click(page.trial.script)
    user.wait(lambda: not page.trial.at_work)
    kept = path.parent / "scripts" / "mine_competent.toml"
    assert page.trial.said.text().startswith("It can be passed: your attempt is now the competent script")
    assert files.script(kept).seed == 5
    user.click(page.trial.check)
    user.wait(lambda: not page.trial.at_work)
    assert page.trial.said.text() == "Good: ready for teaching."
    assert page.trial.list.item(0).text().startswith("its own script ")
    page.pack_to(path.with_suffix(".tuohy"))
    user.wait(lambda: "files" in page.said.text())
    assert "scripts/mine_competent.toml" in {one.path for one in opened_package(path.with_suffix(".tuohy")).manifest.files}
    type_in(user, leaf(page, "title"), "Other")
    user.click(page.trial.script)
    assert page.trial.said.text() == phrase("studio.save_first")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    page.go_on_with(opened_case(files.library()["sugar"]))
    assert not page.trial.script.isEnabled(), "it was of another case"


def test_the_ideal_way_lies_over_both_x_rays(user: User) -> None:
    """Oracle: the ring is where the view projects the tip; the picture is another with the way than without."""
    page = studio(user)
    page.trial.results.setCurrentWidget(page.trial.way)
    user.click(page.trial.way.draw)
    user.wait(lambda: page.trial.way.shown)
    ap, lateral = page.trial.way.shown
    assert (ap.view, lateral.view) == ("AP", "lateral")
    for shot in (ap, lateral):
        tip = shot.way[-1]
        assert np.all((tip > 0) & (tip < shot.greys.shape[0])), "the target is in the middle of the picture"
        image = drawn(shot).toImage()
        column, row = (round(float(value)) for value in tip)
        greys = [image.pixelColor(column + x, row + y) for x in range(-11, 12) for y in range(-11, 12)]
        assert any(one.green() > one.red() + 60 for one in greys), "a ring in colour round the tip"
    page.go_on_with(opened_case(files.library()["sugar"]))
    assert page.trial.way.shown == []


def test_a_case_that_cannot_be_read_has_no_way_and_says_why(user: User) -> None:
    page = studio(user, None)
    user.click(page.trial.way.draw)
    user.wait(page.trial.way.draw.isEnabled)
    assert page.trial.way.said.text()
    assert page.trial.way.shown == []


def test_no_field_moves_away_when_one_above_it_is_mended(user: User) -> None:
    """What hesitated by hand: a click meant for the next field fell on another."""
    page = studio(user)
    field, below = leaf(page, "name"), leaf(page, "difficulty")
    user.wait(field.blame.isVisible)
    user.wait(lambda: field.blame.height() == field.blame.heightForWidth(field.blame.width()))  # the sentence is laid out
    before = below.mapTo(page, QPoint(0, 0))
    type_in(user, field, "mine")
    user.wait(lambda: not field.blame.text())
    user.bot.wait(50)
    assert below.mapTo(page, QPoint(0, 0)) == before
    page.tabs.setCurrentIndex(1)
    assert field.blame.isHidden()
    page.tabs.setCurrentIndex(0)
    user.wait(lambda: below.mapTo(page, QPoint(0, 0)).y() < before.y())


def test_ticks_are_set_one_after_another_in_one_menu(user: User) -> None:
    page = studio(user, "closed_foramen")
    field = leaf(page, "plan", "levels")
    assert isinstance(field.editor, SeveralEditor)
    menu = field.editor.menu
    menu.popup(page.mapToGlobal(QPoint(50, 50)))
    for level in ("L5", "L4"):
        action = next(one for one in menu.actions() if one.data() == level)
        user.bot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        assert menu.isVisible()
    assert page.manuscript.data["plan"]["levels"] == ["L5"]
    menu.close()

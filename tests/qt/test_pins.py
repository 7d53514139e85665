"""A PIN in the window: asked for when its learner is chosen, chosen on one's own page; and the class page behind the instructor's."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from scenarios.words import pin
from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.pins import fits, forget_pin, lock_class, pin_of, set_pin
from sim.qt.panels.case_cards import CARD_ROLE
from sim.qt.windows.class_page import ClassPage
from sim.qt.windows.curve_page import CurvePage
from sim.qt.windows.pin_dialog import PinDialog
from tests.qt.conftest import User
from tests.qt.test_layout import SIZES, in_window, resize
from tests.qt.test_record_pages import curve, some_attempts

pytestmark = pytest.mark.display


@pytest.fixture(autouse=True)
def own_gradebook(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATABASE, raising=False)


@pytest.fixture
def locked() -> None:
    some_attempts()
    with Gradebook(database_url()) as book:
        set_pin(book, "Ada", "2468")


def choose(user: User, name: str) -> None:
    user.window.chooser.learner.setEditText(name)
    user.window.chooser.ask_transcript()
    user.wait(lambda: user.window.chooser.is_told)


def tries(user: User) -> set[str]:
    chooser = user.window.chooser
    return {chooser.list.item(i).data(CARD_ROLE).tried for i in range(chooser.list.count())}


def type_pin(user: User, digits: str) -> None:
    field = user.window.chooser.next.pin
    user.focus(field)
    QTest.keyClicks(field, digits)
    user.bot.keyClick(field, Qt.Key.Key_Return)
    user.wait(lambda: user.window.chooser.is_told)


def test_nothing_of_a_learner_is_told_or_begun_before_the_pin(user: User, locked: None) -> None:
    chooser = user.window.chooser
    choose(user, "Ada")
    assert chooser.next.what.text() == "Ada has a PIN"
    assert chooser.next.pin.isVisible()
    assert tries(user) == {"Not tried yet"}
    assert not chooser.start.isEnabled()
    assert not chooser.next.curve.isEnabled()
    assert not chooser.next.take.isEnabled()
    user.window.gradebook.open_curve()
    user.wait(lambda: chooser.is_told)
    assert user.window.records is None, "nor by the menu"
    type_pin(user, "1111")
    assert chooser.next.why.text() == pin("wrong", learner="Ada")
    assert chooser.next.pin.text() == ""
    type_pin(user, "2468")
    assert not chooser.next.pin.isVisible()
    assert "Best 85.0 of 100, 4 attempts" in tries(user)
    assert chooser.start.isEnabled()
    assert isinstance(curve(user), CurvePage)


def test_whoever_went_to_another_name_types_it_again(user: User, locked: None) -> None:
    choose(user, "Ada")
    type_pin(user, "2468")
    choose(user, "Bob")
    assert not user.window.chooser.next.pin.isVisible()
    assert user.window.chooser.start.isEnabled()
    choose(user, "Ada")
    assert user.window.chooser.next.pin.isVisible()


def test_a_name_typed_and_begun_at_once_waits_for_its_answer(user: User, locked: None) -> None:
    """Between a name and the answer whether it has a PIN lies a moment, in which nothing is begun."""
    chooser = user.window.chooser
    user.wait(lambda: chooser.is_told)
    begun: list[object] = []
    chooser.chosen.disconnect()
    chooser.chosen.connect(lambda *asked: begun.append(asked))
    chooser.learner.setEditText("Ada")
    chooser._start()
    user.wait(lambda: chooser.is_told)
    assert begun == []
    chooser.learner.setEditText("Bob")
    chooser.ask_transcript()
    user.wait(lambda: chooser.is_told)
    chooser._start()
    assert len(begun) == 1


def test_a_pin_is_chosen_on_one_s_own_page(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    some_attempts()
    page = curve(user)

    def typed(dialog: PinDialog) -> int:
        dialog.new.setText("1357")
        dialog.again.setText("1358")
        assert dialog.said.text() == pin("unlike")
        dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
        assert dialog.result() == 0
        dialog.again.setText("1357")
        assert dialog.said.text() == ""
        dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
        return dialog.result()

    monkeypatch.setattr(PinDialog, "exec", typed)
    user.click(page.pin)
    user.wait(lambda: page.said.text() == pin("saved", learner="Ada"))
    with Gradebook(database_url()) as book:
        assert fits("1357", pin_of(book, "Ada") or "")
        assert forget_pin(book, "Ada")


def class_page(user: User) -> ClassPage:
    user.window.gradebook.open_class()
    page = user.window.records
    assert isinstance(page, ClassPage)
    user.wait(lambda: page.said.text() != "reading the gradebook ...")
    return page


def test_the_class_page_stays_shut_before_the_instructor_s_pin(user: User) -> None:
    some_attempts()
    with Gradebook(database_url()) as book:
        lock_class(book, "9999")
    page = class_page(user)
    assert page.said.text() == pin("class_wanted")
    assert (page.found, page.attempts.rowCount(), page.members.rowCount()) == (None, 0, 0)
    assert not any(widget.isVisible() for widget in (page.tabs, page.export, page.papers, page.points))
    user.focus(page.pin)
    for digits, said in (("1111", pin("class_wrong")), ("9999", None)):
        QTest.keyClicks(page.pin, digits)
        user.bot.keyClick(page.pin, Qt.Key.Key_Return)
        user.wait(lambda said=said: page.said.text() == said if said else page.found is not None)  # type: ignore[misc]
    user.wait(lambda: page.attempts.rowCount() == 5)
    assert page.tabs.isVisible()
    assert not page.pin.isVisible()
    user.click(page.back)
    assert class_page(user).pin.isVisible(), "whoever comes after types it again"


def test_an_exam_keeps_the_class_page_shut(user: User) -> None:
    user.begin(mode="exam")
    user.window.gradebook.open_class()
    assert user.window.records is None
    assert user.window.room is not None
    menu = next(action.menu() for action in user.window.menuBar().actions() if action.text() == "&Attempt")
    menu.aboutToShow.emit()  # type: ignore[union-attr]
    assert {action.text(): action.isEnabled() for action in menu.actions()}["Cl&ass"] is False  # type: ignore[union-attr]


def test_a_pin_can_be_typed_on_a_small_screen(user: User, locked: None) -> None:
    choose(user, "Ada")
    for size in SIZES:
        resize(user, size)
        needed = [user.window.chooser.next.pin, user.window.chooser.learner, user.window.chooser.next.department]
        assert [widget for widget in needed if not in_window(user, widget)] == [], size

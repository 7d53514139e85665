"""F1 says what a control is for, and the glossary shows what a term means by the program's own pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWhatsThis
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy
from scenarios import files, words
from scenarios.glossary import glossary
from scenarios.views import VIEWS
from scenarios.words import catalogue
from sim.qt.appearance import Appearance, put_on
from sim.qt.illustration import SIZE, Illustrator
from sim.qt.palette import THEMES
from sim.qt.panels.illustration_view import IllustrationView
from sim.qt.windows import help_menu
from sim.qt.windows.glossary_dialog import GlossaryDialog
from sim.qt.windows.help_menu import explained, meant_control
from sim.qt.words import catalogue as phrases
from sim.qt.words import phrase, speak
from tests.qt.conftest import User
from tests.qt.test_hands import commands

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]
QT = Path(__file__).parents[2] / "sim" / "qt"


def test_f1_explains_the_control_with_the_focus(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name, its tip, and what the card is for on which it lies."""
    said: list[str] = []
    monkeypatch.setattr(QWhatsThis, "showText", lambda at, text, widget: said.append(text))
    user.begin()
    room = user.room
    user.focus(room.carm.orbit)
    user.key(Qt.Key.Key_F1)
    user.wait(lambda: said)
    assert "Orbit" in said[0]
    assert "returns to the previous position" in said[0]
    assert meant_control(user.window, moved=False) is room.carm.orbit


def test_f1_lets_go_of_the_pedal(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QWhatsThis, "showText", lambda *_: None)
    user.begin()
    user.down(Qt.Key.Key_Space)
    user.wait(lambda: user.seen.carm.beam_on)
    user.window.help_menu.explain()
    user.wait(lambda: not user.seen.carm.beam_on)


def test_every_part_of_the_room_has_something_to_say(user: User) -> None:
    user.begin("l4_l5_disc")
    room, general = user.room, catalogue()["help"]["MainWindow"]
    for part in (
        room.live,
        room.carm.orbit,
        room.carm.rate,
        room.needle.take,
        room.syringe.aspirate,
        room.reading.view,
        room.console.finish,
    ):
        assert general not in explained(part)
    for page in room.pages.values():
        assert general not in explained(page)


def test_what_the_catalogue_explains_is_there() -> None:
    """Oracle: the names of the classes of the window."""
    text = "".join(path.read_text(encoding="utf-8") for path in QT.rglob("*.py"))
    assert [name for name in catalogue()["help"] if f"class {name}(" not in text] == []


def test_the_glossary_is_searched_and_shows_a_picture(user: User) -> None:
    dialog = GlossaryDialog(user.window)
    user.bot.addWidget(dialog)
    dialog.search("scottie")
    assert [term.title for term in dialog.found] == ["Scottie dog"]
    user.wait(lambda: dialog.picture.shown is not None and dialog.picture.shown.title == "Scottie dog")
    assert dialog.drawn.text() == "Ipsilateral oblique. Outlined: pedicle right, L4."
    dialog.search("loss of resistance")
    assert dialog.title.text() == "Loss of resistance"
    assert dialog.picture.isHidden()
    dialog.search("no such word")
    assert dialog.found == []
    dialog.done(0)


def test_the_glossary_opens_at_a_picture_and_a_search_at_what_fits_best(user: User) -> None:
    """Fault: it opened at its first letter, a word over an empty page."""
    dialog = GlossaryDialog(user.window)
    first = dialog.found[dialog.list.currentRow()]
    assert first.view
    assert not any(term.view for term in dialog.found[: dialog.list.currentRow()])
    dialog.wanted.setText("stylet")
    assert dialog.list.currentRow() == 0
    assert dialog.title.text() == "Stylet"
    dialog.reject()


def test_a_term_leads_to_those_it_is_read_with(user: User) -> None:
    """Fault: a term without a picture was two small lines over an empty window. Oracle: the table."""
    every = {term.title for term in glossary()}
    assert all(term.also and set(term.also) <= every - {term.title} for term in glossary())
    dialog = GlossaryDialog(user.window)
    user.bot.addWidget(dialog)
    dialog.search("loss of resistance")
    assert "Ligamentum flavum" in dialog.also.text()
    dialog.show()
    user.bot.waitExposed(dialog)
    assert QFontInfo(dialog.says.font()).pixelSize() > QFontInfo(dialog.also.font()).pixelSize()
    dialog.also.linkActivated.emit("Ligamentum flavum")
    assert dialog.title.text() == "Ligamentum flavum"
    assert dialog.wanted.text() == ""
    dialog.search("no such word")
    assert dialog.also.isHidden()
    dialog.done(0)


ON_INSTRUMENTS = {
    "view.clo_short": "Contralateral oblique",
    "needle_card.stylet": "Stylet",
    "needle_card.spin": "Bevel and spin",
    "carm_card.laser": "Laser cross",
    "carm_card.orbit": "Orbit and tilt",
    "carm_card.tilt": "Orbit and tilt",
    "carm_card.width": "Collimation: width, height, iris",
    "carm_card.iris": "Collimation: width, height, iris",
    "carm_card.field": "Field of view",
    "carm_card.pulses": "Pulsed beam",
    "carm_card.dose": "Dose: air kerma and DAP",
    "carm_card.beam_pulsed": "Pulsed beam",
    "syringe_card.aspirate": "Aspirate",
    "syringe_card.tubing": "Extension tubing",
    "tool_word.subtract": "Subtraction",
    "tool_word.sights": "Landmarks",
}
"""Words on buttons and sliders, and the term that each is"""


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_stands_on_an_instrument_is_found_in_the_glossary(language: str, user: User, silent: None) -> None:
    """Faults: CLO found the spinolaminar line alone ("close"), stylet and laser nothing; nor did iris, field, tubing and the rest."""
    words.speak(language)
    speak(phrases(language))
    try:
        dialog = GlossaryDialog(user.window)
        user.bot.addWidget(dialog)
        found = {}
        for word in ON_INSTRUMENTS:
            dialog.search(phrase(word))
            found[word] = dialog.found[0].title if dialog.found else ""
        assert found == ON_INSTRUMENTS
        dialog.done(0)
    finally:
        words.speak()
        speak()


def test_every_term_of_the_glossary_is_read_whole(user: User) -> None:
    """Fault: in German the list had a bar to go sideways, at a size of text that a large window has of itself.

    Oracle: Qt's measure of the words in the width that a row has; a long title in a list made narrow stands for any language.
    """
    dialog = GlossaryDialog(user.window)
    user.bot.addWidget(dialog)
    dialog.list.setFixedWidth(120)
    dialog.show()
    user.bot.waitExposed(dialog)
    rows = [dialog.list.item(number) for number in range(dialog.list.count())]
    metrics, room = dialog.list.fontMetrics(), dialog.list.viewport().width()
    assert any(metrics.horizontalAdvance(row.text()) > room for row in rows)
    assert dialog.list.horizontalScrollBar().maximum() == 0
    for row in rows:
        at = dialog.list.visualItemRect(row)
        assert at.height() >= metrics.boundingRect(0, 0, room, 999, Qt.TextFlag.TextWordWrap, row.text()).height(), row.text()
    dialog.done(0)


def test_a_picture_that_comes_late_is_not_shown_under_another_term(user: User) -> None:
    dialog = GlossaryDialog(user.window)
    user.bot.addWidget(dialog)
    dialog.search("scottie")
    dialog.search("sacral hiatus")
    user.wait(lambda: dialog.picture.shown is not None)
    assert dialog.picture.shown is not None
    assert dialog.picture.shown.title == dialog.title.text() == "Sacral hiatus"
    dialog.done(0)


def test_every_picture_of_the_glossary_can_be_made(reference: Anatomy) -> None:
    """Oracle: its view and its outlines exist, and each outline lies in the picture."""
    illustrator = Illustrator()
    for term in glossary():
        assert bool(term.view) == bool(term.level) == bool(term.outlines)
        assert set(term.techniques) <= {path.stem for path in files.TECHNIQUES.glob("*.toml")}
        assert term.view or not term.techniques, "what is looked for is seen"
        if not term.view:
            continue
        assert term.view in VIEWS
        assert set(term.outlines) <= reference.outlines.keys() | reference.landmarks.keys()
        picture = illustrator.draw(term)
        assert picture.greys.shape == (SIZE, SIZE)
        assert len(np.unique(picture.greys)) > 50
        for points, _ in picture.lines:
            middle = points.mean(axis=0)
            assert (middle > 0.1 * SIZE).all(), term.title
            assert (middle < 0.9 * SIZE).all(), term.title


def test_a_squared_end_plate_is_drawn_as_one_line(reference: Anatomy) -> None:
    """Fault: the pedicles were drawn round instead.

    Oracle: the line goes from side to side of the body, and is as flat as the picture that squares it.
    """
    term = next(term for term in glossary() if term.title == "Squared end-plate")
    (points, closed), *others = Illustrator().draw(term).lines
    assert closed
    assert not others
    wide, high = points.max(axis=0) - points.min(axis=0)
    assert wide > 0.2 * SIZE
    assert high < wide / 6


@pytest.mark.parametrize("theme", THEMES)
def test_words_that_wait_for_a_picture_stand_on_the_ground_of_the_page(theme: str, qtbot: QtBot, qapp: QApplication) -> None:
    """Fault: a black square stood in a light page while its picture was made."""
    put_on(qapp, Appearance(theme))
    try:
        view = IllustrationView()
        qtbot.addWidget(view)
        view.say("...")
        view.resize(300, 300)
        assert view.grab().toImage().pixelColor(20, 20) == view.palette().color(QPalette.ColorRole.Window)
    finally:
        put_on(qapp, Appearance())


def test_f1_explains_what_is_pointed_at_once_the_pointer_was_moved(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: with the focus in the room in 3D it always explained the room, whatever the pointer lay over. Oracle: whose name is said."""
    said: list[str] = []
    monkeypatch.setattr(QWhatsThis, "showText", lambda at, text, widget: said.append(text))
    user.begin()
    room = user.room
    pointer = [room.mapToGlobal(room.rect().center())]
    monkeypatch.setattr(help_menu.QCursor, "pos", lambda: pointer[0])
    user.focus(room.carm.orbit)
    pointer[0] = room.syringe.aspirate.mapToGlobal(room.syringe.aspirate.rect().center())
    user.window.help_menu.explain()
    assert said[-1].startswith("<p><b>Aspirate<")
    user.focus(room.carm.tilt)
    user.window.help_menu.explain()
    assert said[-1].startswith("<p><b>Tilt<")


@pytest.mark.parametrize("act", ["glossary", "keys"])
def test_the_patient_waits_while_something_is_read_over_the_table(act: str, user: User, own_home: Path) -> None:
    """Fault: the attempt's clock went on while glossary or keys were open."""
    user.begin()
    room, read = user.room, list[str]()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        assert room.paused
        read.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.reject()

    QTimer.singleShot(200, look)
    user.window.help_menu.show_glossary() if act == "glossary" else room.act("keys")
    user.wait(lambda: read)
    assert phrase("inputs.aside") in read
    assert not room.paused
    step = user.seen.step
    user.wait(lambda: user.seen.step > step)
    room.pause()
    QTimer.singleShot(200, look)
    user.window.help_menu.show_glossary()
    assert room.paused, "whoever had paused before has not gone on"
    user.window.back_to_cases()
    assert commands(own_home).count("pause") == 3


def test_an_exam_waits_for_nobody_and_says_so(user: User) -> None:
    user.begin()
    user.room.controller.exam = "Spring"
    with user.window.inputs.aside() as said:
        assert not user.room.paused
        assert said == words.exam("no_pause")


def test_the_glossary_is_as_large_as_its_letters_ask_for(user: User, qapp: QApplication) -> None:
    """Fault: at 200 % it had the size of 100 %, and its picture was as small as a stamp."""
    usual = GlossaryDialog(user.window)
    user.bot.addWidget(usual)
    put_on(qapp, Appearance(text_pct=200))
    large = GlossaryDialog(user.window)
    user.bot.addWidget(large)
    assert large.width() == min(2 * usual.width(), user.window.width())
    assert large.height() == min(2 * usual.height(), user.window.height())
    put_on(qapp, Appearance())

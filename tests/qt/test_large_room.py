"""At twice the size of text, on the least screen, in each language: what the next step needs is whole and in sight, on every page.

Oracle: geometry: a control is in sight if all of it is drawn: no edge of a window, a tab or a list cuts it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from scenarios import files, words
from scenarios.chart import PAGES
from sim.fluoroscopy.imager import Imager
from sim.qt.actions import ACTIONS
from sim.qt.appearance import Appearance, keep_appearance, kept_appearance, put_on
from sim.qt.panels.carm_card import CArmCard
from sim.qt.panels.guide_bar import HINT_AT, GuideBar
from sim.qt.panels.readout import Readout
from sim.qt.studio.studio_layout import StudioLayout
from sim.qt.studio.studio_page import StudioPage
from sim.qt.windows.at_table import Table
from sim.qt.windows.column import WIDEST
from sim.qt.windows.debriefing import Debriefing
from sim.qt.windows.placing import ScrolledPages
from sim.qt.windows.tool_strip import LETTERED, STANDARD
from sim.qt.windows.ward import TICK
from sim.qt.words import WHOLE, catalogue, heading, languages, phrase, speak
from sim.scoring.milestones import Standing
from sim.session.care_commands import TOPICS, Ask, Decide, ObserveAfter, OpenChart
from sim.session.commands import AdvanceNeedle, AttachSyringe, PlaceNeedle, TakeNeedle
from sim.session.world import World
from tests.qt.conftest import User
from tests.qt.test_layout import LEAST, resize
from tests.qt.test_record_pages import class_page, some_attempts
from tests.sim.played import Played

pytestmark = pytest.mark.display
SCREEN = (1280, 720)
FREE_PX = 8
"""Between a word and the edge of its button, on either side"""
SLICE = 300
"""Pixels of a picture whose letters do not lie over one another"""


@pytest.fixture(params=languages())
def large_user(request: pytest.FixtureRequest, own_home: object) -> Iterator[User]:
    """Who wears 200 %, in this language."""
    keep_appearance(Appearance(text_pct=200, language=request.param))
    yield request.getfixturevalue("user")
    keep_appearance(Appearance())
    speak()
    words.speak()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    put_on(application, kept_appearance())


def is_whole(widget: QWidget) -> bool:
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


def cut(*widgets: QWidget) -> list[str]:
    return [one.accessibleName() or type(one).__name__ for one in widgets if not is_whole(one)]


def scrolls(user: User) -> tuple[int, int]:
    """By so many pixels, across and down."""
    frame = user.window.centralWidget()
    assert isinstance(frame, ScrolledPages)
    return frame.horizontalScrollBar().maximum(), frame.verticalScrollBar().maximum()


def place_needle(user: User) -> None:
    room = user.room
    room.send(TakeNeedle(needle=room.needle.choice.itemText(0)))
    user.wait(lambda: user.seen.needle)
    room.send(PlaceNeedle(right_mm=3.0, superior_mm=0.0))
    user.wait(lambda: user.seen.needle and user.seen.needle.placed)
    room.send(AdvanceNeedle(mm=4.0))
    user.wait(lambda: user.seen.needle and user.seen.needle.depth_mm > 3)


@pytest.mark.usefixtures("one_body")
def test_pedal_depth_and_what_moves_the_needle_are_whole(large_user: User) -> None:
    """Fault: the pedal lay over the lower edge, and the needle's card showed a row and a half."""
    user = large_user
    user.begin("l4_l5_disc")
    room = user.room
    resize(user, SCREEN)
    for code in room.ward.codes:  # pages that were used need more than at first
        room.ward.go_to(code)
        user.bot.wait(30)
    room.ward.go_to("table")
    place_needle(user)
    needle, syringe, column = room.needle, room.syringe, room.column
    for size in (SCREEN, LEAST):
        resize(user, size)
        always = (room.carm.pedal, needle.deep, needle.force, needle.felt, needle.clock, *needle.turns, column.message)
        column.open("needle")
        user.bot.wait(50)
        assert scrolls(user) == (0, 0)
        assert cut(*always, *needle._for_moving, needle.lateral, needle.cephalad) == []
        column.open("syringe")
        user.bot.wait(50)
        assert cut(*always, syringe.choice, syringe.attach, syringe.trying, syringe.injecting) == []
    room.send(AttachSyringe(agent=syringe.choice.itemData(0)))
    user.wait(lambda: user.seen.syringe.agent)
    user.bot.wait(50)
    assert (
        cut(*always, syringe.inside, syringe.attach, syringe.pressure, syringe.trying, syringe.injecting, syringe.aspirate, syringe.rate)
        == []
    )


@pytest.mark.usefixtures("one_body")
def test_what_nobody_may_miss_is_read_whole_however_long(large_user: User) -> None:
    """Fault: the last line of a loud message was cut through."""
    user = large_user
    user.begin()
    resize(user, LEAST)
    message = user.room.column.message
    for kind in ("", "patient_says"):
        user.room.say("It goes down the right leg, along the outer side, as far as the big toe, and it does not stop when you do.", kind)
        user.bot.wait(30)
        assert message.heightForWidth(message.width()) <= message.height()
        assert is_whole(message)


@pytest.mark.usefixtures("one_body")
def test_what_is_said_last_covers_no_picture_and_the_rest_of_it_is_read_on_request(large_user: User) -> None:
    """Fault: it cut through tube voltage, field and the name of the room in 3D. Oracle: geometry."""
    user = large_user
    user.begin()
    resize(user, SCREEN)
    room, message = user.room, user.room.column.message
    table = room.column.parentWidget()
    assert isinstance(table, Table)
    said, foot = table.said, room.lightbox.mapTo(table, room.lightbox.rect().bottomLeft()).y()
    for words_said, whole in (
        ("Discharged: nothing more can be done to the patient. Press Finish.", True),
        ("It goes down the right leg. " * 8, False),
    ):
        room.say(words_said, "")
        user.bot.wait(50)
        assert said.y() > foot
        assert is_whole(message)
        assert (message.heightForWidth(message.width()) <= message.height()) == whole
        assert said.rest.isVisible() != whole
    assert message.toolTip() == message.text()
    user.focus(said.rest)
    user.key(Qt.Key.Key_Return)
    assert message.heightForWidth(message.width()) <= message.height()
    assert is_whole(message)
    room.say("Through the skin", "")
    user.bot.wait(30)
    assert said.y() > foot


@pytest.mark.parametrize("percent", [125, 150, 200])
@pytest.mark.parametrize("language", languages())
def test_every_hint_of_every_case_is_read_whole(language: str, percent: int, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: the German ones lost their third line."""
    put_on(qapp, Appearance(text_pct=percent))
    speak(catalogue(language), catalogue(WHOLE))
    words.speak(language)
    try:
        for path in files.library().values():
            case = files.scenario(path)
            guide = GuideBar(case, files.technique(case.technique))
            qtbot.addWidget(guide)
            guide.go_below(True)
            guide.on.hide()  # which stands beside the tabs
            guide.resize(LEAST[0] - 18, guide.sizeHint().height())
            guide.show()
            for step in HINT_AT:
                guide.show_standing(Standing(guide.steps, frozenset(), step))
                assert guide.step.text() in guide.hint.text()
                assert guide.hint.heightForWidth(guide.hint.width()) <= guide.hint.height(), (case.name, step)
            guide.close()
    finally:
        words.speak()
        put_on(qapp, Appearance())


@pytest.mark.parametrize("language", languages())
def test_the_loss_is_told_whole(language: str, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: its words were cut on both sides."""
    put_on(qapp, Appearance(text_pct=200))
    speak(catalogue(language), catalogue(WHOLE))
    readout = Readout(lambda _: None)
    qtbot.addWidget(readout)
    readout.resize(WIDEST, 120)
    readout.gave.setText(phrase("needle_card.loss", mm=53.0) + phrase("needle_card.further", mm=12.5))
    readout.gave.show()
    readout.show()
    qtbot.waitExposed(readout)
    letters = QFontMetrics(readout.gave.font())
    assert letters.horizontalAdvance(readout.gave.text()) <= readout.gave.width()
    assert readout.width() == WIDEST
    put_on(qapp, Appearance())


def test_the_studio_shows_form_or_trials_and_every_tab_and_button_of_both(large_user: User) -> None:
    """Fault: its title stood one word a line beside buttons that were cut, over tabs that had scrolled away."""
    user = large_user
    resize(user, SCREEN)
    page = user.window.studio.open()
    assert isinstance(page, StudioPage)
    page.open_file(files.library()["l4_l5_disc"])
    user.bot.wait(100)
    assert scrolls(user)[0] == 0
    assert page.head.height() < 2 * page.head.fontMetrics().height()
    (spread,) = page.findChildren(StudioLayout)
    assert cut(page.begin, page.trial.enter, *page.buttons.values(), *spread._one.buttons) == []
    assert [one.text() for one in page.buttons.values() if one.fontMetrics().horizontalAdvance(one.text()) > one.width() - 6] == []
    assert page.begin.y() == page.buttons["open"].mapTo(spread, QPoint(0, 0)).y(), "in the first row of buttons"
    for number, button in enumerate(spread._one.buttons):
        user.click(button)
        user.bot.wait(30)
        assert button.isChecked()
        code = "to_mend" if page.faults.isVisible() else "to_mend_by_tabs"
        assert page.faults.head.text() == phrase(f"studio.{code}", number=page.faults.count())
        assert page.tabs.isVisible() == (number < page.tabs.count())
        assert page.beside.isVisible() != page.tabs.isVisible()
    user.click(spread._one.buttons[page.tabs.count()])
    assert cut(page.trial.check, page.trial.acts, page.trial.rehearse, page.trial.hands) == []
    user.window.view_menu.look.sizes[100].trigger()
    user.bot.wait(100)
    assert page.tabs.isVisible()
    assert page.beside.isVisible()


def test_names_of_a_class_are_read_whole_and_curves_have_a_tab(large_user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: a learner was "L...", and titles showed the middle of their words."""
    some_attempts()
    user = large_user
    resize(user, SCREEN)
    page = class_page(user)
    user.bot.wait(100)
    table, head = page.members, page.members.horizontalHeader()
    for column in range(table.columnCount()):
        words = max(map(head.fontMetrics().horizontalAdvance, table.horizontalHeaderItem(column).text().split()))  # titles break into lines
        assert table.columnWidth(column) >= max(table.sizeHintForColumn(column), words), column
    assert page.tabs.indexOf(page.curves) == page.tabs.count() - 1
    assert scrolls(user) == (0, 0), "the table has a bar, and the page none"
    user.window.view_menu.look.sizes[100].trigger()
    user.bot.wait(100)
    assert page.tabs.indexOf(page.curves) < 0
    assert page.curves.isVisible()


def test_a_debriefing_has_the_whole_page_for_each_of_its_parts(large_user: User, played: Played, worlds: dict[str, World]) -> None:
    """Faults: remarks lay below the edge, with no sign of it; they had six lines beside a film of which half could not be read."""
    user = large_user
    resize(user, SCREEN)
    world = worlds["interlaminar_l4_l5"]
    page = Debriefing(world, played["interlaminar_l4_l5_careless"], Imager(world.anatomy))
    user.window.debriefing = page
    user.window._turn_to(page)
    user.wait(lambda: page.film.reel is not None)
    user.bot.wait(100)
    assert scrolls(user) == (0, 0)
    tabs = [button for button in page.tabs.buttons if button.isVisible()]
    assert cut(*tabs, *page.ways_on.buttons, page.card.bars) == []
    assert not page.ways_on.is_broken
    assert not page.tabs.is_broken
    assert not page.film.isVisible()
    user.click(next(one for one in tabs if one.text() == phrase("debriefing.remarks")))
    assert cut(page.remarks) == []
    assert page.remarks.viewport().width() > 0.9 * page.width()
    assert page.remarks.viewport().height() > 10 * page.remarks.fontMetrics().height()
    page.remarks.wanted.emit(64)
    user.bot.wait(50)
    assert page.film.step == 64
    film, leaf = page.film, page.film_leaf.verticalScrollBar()
    user.wait(lambda: leaf.maximum() == 0)  # once what stood below it has gone
    assert cut(film.monitor, film.body, film.caption, film.bar, film.timeline, film.key) == []
    user.click(film.bar.lanes)
    user.bot.wait(50)
    assert cut(film.monitor, film.bands, film.bar, film.timeline) == [], "the lanes stand beside the X-ray, not below the edge"
    assert film.bands.high >= film.bands.fontMetrics().height()
    assert not film.body.isVisible()
    user.click(film.bar.lanes)
    assert film.body.isVisible()
    assert page.ways_on.isHidden(), "the film has the height of what the other tabs have below them"
    user.click(next(one for one in tabs if one.text() == words.what_if("title")))
    user.bot.wait(30)
    assert page.ways_on.isVisible()
    assert [one.text() for one in page.what_if.buttons.values() if _too_narrow(one)] == []
    areas = [area for area in map(page.tabs.pages.widget, range(page.tabs.pages.count())) if isinstance(area, QScrollArea)]
    assert [area.widget() for area in areas if area.widget().minimumSizeHint().width() > page.tabs.pages.width()] == []
    page.tabs.open(page.film_leaf)
    key, one_line = page.film.key, page.film.key.height()
    key.setFixedWidth(key.width() // 2)
    user.bot.wait(30)
    user.click(key.more)
    user.bot.wait(50)
    assert [code for row in key.rows(key.width()) for code in row] == list(key.codes), "all of its signs are told when that is asked"
    assert key.height() == key.heightForWidth(key.width()) > one_line
    user.click(key.more)
    user.bot.wait(50)
    assert key.height() == one_line
    user.window.view_menu.look.sizes[100].trigger()
    user.bot.wait(100)
    assert page.card.isAncestorOf(page.card.bars)
    assert page.ways_on.isVisible()
    assert not page.tabs.is_offered(0)
    assert not page.tabs.is_offered(page.tabs.pages.indexOf(page.film_leaf))
    assert page.film.x() + page.pictures.x() >= page.tabs.width()
    assert not page.film.bar.lanes.isVisible()
    assert cut(page.film.bands, page.film.key, page.film.bar, page.film.monitor, page.film.body) == []


def _too_narrow(button: QPushButton) -> bool:
    return button.fontMetrics().horizontalAdvance(button.text()) > button.width() - 6


@pytest.mark.usefixtures("one_body")
def test_views_keep_their_letters_and_what_has_no_room_is_listed_in_words(large_user: User) -> None:
    """Fault: the line of the menus had pictograms alone, six of them of one C-arm."""
    user = large_user
    user.begin()
    resize(user, LEAST)
    user.bot.wait(100)
    strip = user.window.strip
    assert cut(*(button for button in strip.buttons.values() if button.isVisible()), strip.more) == []
    assert all(button.text() for name, button in strip.buttons.items() if button.isVisible() and name not in STANDARD)
    assert len({strip.buttons[name].text() for name in LETTERED} - {""}) == len(LETTERED)
    strip.more.menu().aboutToShow.emit()
    listed = {entry.text().partition("\t")[0]: entry for entry in strip.more.menu().actions() if entry.isVisible()}
    titles = {action.name: action.title for action in ACTIONS}
    shown = {name for name, button in strip.buttons.items() if button.isVisible()}
    assert {titles[name] for name in strip.buttons if name not in shown} == set(listed)
    bar = user.window.menuBar()
    last = max(bar.actionGeometry(action).right() for action in bar.actions())
    assert last < strip.mapTo(user.window, QPoint(0, 0)).x() + 1, "no menu is covered"
    user.wait(lambda: listed[titles["swap"]].isEnabled())
    listed[titles["theatre"]].trigger()
    user.wait(lambda: user.room.lightbox.large == "theatre")
    user.wait(listed[titles["theatre"]].isChecked)


@pytest.mark.usefixtures("one_body")
def test_steps_of_the_preparation_keep_their_order_where_they_are_scrolled(large_user: User) -> None:
    """Fault: 4 and 5 stood beside 1, over 2 and 3. Oracle: geometry, as one reads: from left to right, then down."""
    user = large_user
    user.begin("l4_l5_disc")
    resize(user, SCREEN)
    columns = user.page("preparation").columns
    user.bot.wait(150)
    assert columns.verticalScrollBar().maximum() > 0
    assert columns.horizontalScrollBar().maximum() == 0
    places = [(card.y(), card.x()) for card in columns.cards if card.isVisible()]
    assert places == sorted(places)
    assert len({x for _, x in places}) > 1, "the width is used"
    boxes = [card.geometry() for card in columns.cards if card.isVisible()]
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)


@pytest.mark.usefixtures("one_body")
@pytest.mark.parametrize("code", ["preparation", "afterwards"])
def test_no_hole_stands_beside_a_high_card_where_a_form_is_scrolled(code: str, large_user: User) -> None:
    """Fault: beside the consent two thirds of the page were empty. Oracle: geometry: a row's cards end at one edge."""
    user = large_user
    user.begin("l4_l5_disc")
    resize(user, SCREEN)
    columns = user.page(code).columns
    user.bot.wait(150)
    assert columns.verticalScrollBar().maximum() > 0
    boxes = sorted((card.geometry() for card in columns.cards if card.isVisible()), key=lambda box: box.y())
    for box in boxes:
        beside = [other for other in boxes if other.y() <= box.bottom() and other.bottom() >= box.y() and other.x() != box.x()]
        covered = sum(other.intersected(QRect(other.x(), box.y(), other.width(), box.height())).height() for other in beside)
        assert not beside or covered >= 0.95 * box.height(), box


@pytest.mark.usefixtures("one_body")
def test_a_chart_that_was_talked_over_is_not_scrolled_as_a_whole(large_user: User) -> None:
    """Fault: a bar of the whole window stood beside those of the chart's own parts."""
    user = large_user
    user.begin("l4_l5_disc")
    resize(user, SCREEN)
    user.page("chart")
    for topic in TOPICS[:4]:
        user.room.send(Ask.model_validate({"about": topic}))
    user.wait(lambda: len(user.seen.care.asked) >= 3)
    user.bot.wait(200)
    assert scrolls(user) == (0, 0)
    user.room.send(OpenChart(page="earlier injections"))
    user.wait(lambda: user.seen.care.pages)
    rows = user.room.pages["chart"].pages
    row = rows.item(PAGES.index("earlier injections"))
    room = QRect(0, 0, rows.viewport().width() - rows.edge, 10**6)
    needed = rows.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, row.text()).height()
    assert rows.visualItemRect(row).height() >= needed, "a row that got its tick is read whole"


@pytest.mark.usefixtures("one_body")
def test_how_long_to_watch_is_in_sight_under_the_clock(large_user: User) -> None:
    """Fault: the clock's 370 pixels of 490 pushed field and button off the page."""
    user = large_user
    user.begin("l4_l5_disc")
    resize(user, SCREEN)
    page = user.page("afterwards")
    user.bot.wait(100)
    assert cut(page.dial, page.minutes, page.observe_button) == []
    dial = page.dial.height()
    user.room.send(Decide(decision="refer", reason="axial_pain"))
    user.wait(page.discharge.isEnabled)
    user.click(page.looks["sensation"])
    user.room.send(ObserveAfter(minutes=30.0))
    for of in ("legs", "bladder"):
        user.click(page.looks[of])
    user.wait(lambda: len(page.happened.lines) == 4)
    user.bot.wait(100)
    assert page.dial.height() <= dial
    assert cut(page.dial, page.minutes, page.observe_button) == [], "nor once a list beside it made its row higher"


@pytest.mark.usefixtures("one_body")
def test_a_line_that_says_nothing_takes_no_height_from_a_form(large_user: User) -> None:
    """Fault: fifty pixels at the foot stood empty while the form was scrolled. Oracle: geometry."""
    user = large_user
    user.begin("l4_l5_disc")
    resize(user, SCREEN)
    form, ward = user.page("preparation"), user.room.ward
    user.bot.wait(100)

    def below() -> int:
        return ward.height() - form.mapTo(ward, QPoint(0, form.height())).y()

    assert below() == 0
    ward.say("That stings.", "patient_says")
    user.wait(lambda: below() > 0)


@pytest.mark.usefixtures("one_body")
def test_no_page_makes_the_window_wider_than_the_screen(large_user: User) -> None:
    """Fault: the MRI did, and Next, Finish and half of the talk lay outside."""
    user = large_user
    user.begin("l4_l5_disc")
    room, chart = user.room, user.page("chart")
    for size in (SCREEN, LEAST):
        resize(user, size)
        for code in room.ward.codes:
            room.ward.go_to(code)
            user.bot.wait(30)
            assert scrolls(user)[0] == 0, code
        room.ward.go_to("chart")
        for page in PAGES:
            chart.read(page)
            user.bot.wait(30)
            assert scrolls(user)[0] == 0, page
            assert chart.columns.horizontalScrollBar().maximum() == 0, page
    assert chart.mri.how.isHidden(), "the pictures come first"


@pytest.mark.usefixtures("one_body")
def test_where_text_is_large_the_talk_is_opened_like_a_page(large_user: User) -> None:
    """Fault: it left a page of the chart 390 pixels, and a table was cut."""
    user = large_user
    user.begin("l4_l5_disc")
    resize(user, SCREEN)
    chart = user.page("chart")
    user.bot.wait(50)
    assert cut(chart.to_talk) == []
    assert not chart.talk.isVisible()
    assert chart.columns.width() > SCREEN[0] / 2
    user.click(chart.to_talk)
    user.bot.wait(50)
    assert cut(*chart.talk.asking.values()) == []
    assert not chart.columns.isVisible()
    chart.read("examination")
    assert chart.columns.isVisible()
    assert not chart.talk.isVisible()
    user.window.view_menu.look.sizes[100].trigger()
    user.wait(chart.talk.isVisible)
    assert not chart.to_talk.isVisible()


@pytest.mark.usefixtures("one_body")
def test_tabs_of_done_pages_keep_their_tick(large_user: User) -> None:
    """Fault: it vanished where text is large, though there was room."""
    user = large_user
    user.begin("l4_l5_disc")
    resize(user, SCREEN)
    ward = user.room.ward
    ward.mark_done(frozenset(ward.codes[:-1]))
    user.bot.wait(50)
    assert [TICK in ward.bar.tabText(at) for at in range(len(ward.codes))] == [True] * (len(ward.codes) - 1) + [False]
    whole = ward.size()
    ward.resize(500, whole.height())
    ward.mark_done(frozenset(ward.codes[:-2]))
    assert TICK not in ward.bar.tabText(0)
    ward.resize(whole)
    assert TICK in ward.bar.tabText(0), "it comes back with the room for it, before anything else is done"
    assert scrolls(user)[0] == 0
    assert ward.bar.mapTo(user.window, QPoint(ward.bar.width(), 0)).x() <= user.room.guide.on.mapTo(user.window, QPoint(0, 0)).x()


def test_what_is_next_has_a_line_of_its_own_and_the_chosen_case_is_seen(large_user: User) -> None:
    """Fault: it stood in a column of 200 pixels, seven lines high, and the case that was chosen had gone out of the list."""
    user = large_user
    resize(user, SCREEN)
    chooser = user.window.chooser
    chooser._choose_case("l4_l5_disc")
    user.bot.wait(100)
    assert scrolls(user)[0] == 0, "Fault: a longer word beside the seed made the page wider than the screen"
    assert chooser.next.what.width() > SCREEN[0] / 2
    assert chooser.next.height() < SCREEN[1] / 4
    rows = chooser.list
    assert rows.viewport().rect().contains(rows.visualItemRect(rows.currentItem()).center())


@pytest.mark.usefixtures("one_body")
def test_the_picture_has_the_height_and_what_is_said_lies_over_its_foot_until_it_is_put_away(large_user: User) -> None:
    """Fault: message, time line and key took 160 pixels from a picture of 326. Oracle: geometry."""
    user = large_user
    user.begin("l4_l5_disc")
    user.room.ward.go_to("table")
    resize(user, SCREEN)
    room, table = user.room, user.room.column.parentWidget()
    assert isinstance(table, Table)
    user.wait(lambda: room.live.width() >= 430)
    assert room.live.square().width() == room.live.width()
    assert min(room.reference.width(), room.theatre.width()) >= 150
    said = table.said
    assert is_whole(room.column.message)
    assert table.childAt(said.geometry().center()) is room.column.message, "it lies over all else"
    assert said.geometry().intersects(room.timeline.geometry())
    width = room.live.width()
    user.click(said.away)
    assert not said.isVisible()
    assert table.childAt(room.timeline.geometry().center()) is room.timeline
    assert not table.key.isVisible()
    room.say("That stings.", "patient_says")
    user.bot.wait(30)
    assert is_whole(room.column.message)
    assert said.height() < 60, "a line is as high as a line"
    assert room.live.width() == width, "no picture moves when something is said"
    user.focus(said.away)
    user.key(Qt.Key.Key_Return)
    assert not said.isVisible()
    user.window.view_menu.look.sizes[100].trigger()
    user.bot.wait(100)
    assert room.column.isAncestorOf(room.column.message)
    assert is_whole(room.column.message)
    assert is_whole(table.key)
    assert not said.isVisible()


@pytest.mark.usefixtures("one_body")
def test_slices_have_the_page_for_themselves_when_that_is_asked(large_user: User) -> None:
    """Fault: they were 205 pixels, under a report and beside a list. Oracle: geometry."""
    user = large_user
    user.begin("l4_l5_disc")
    resize(user, SCREEN)
    chart = user.page("chart")
    chart.read("imaging")
    mri, view = chart.mri, chart.mri.panels["sagittal"].view
    user.wait(lambda: chart.report.height() > 0 and 0.9 * SLICE < view.square().width() < 1.1 * SLICE)  # under the report they were 253
    user.wait(lambda: not cut(mri.large))
    assert chart.report.scrolled.verticalScrollBar().maximum() == 0
    user.click(mri.large)
    user.bot.wait(100)
    user.wait(lambda: view.square().width() > 1.2 * SLICE)
    user.wait(lambda: not cut(mri.large, *mri.keys.values(), mri.panels["sagittal"].slide))
    assert scrolls(user) == (0, 0)
    assert not chart.report.isVisible()
    assert not _too_narrow(mri.large)
    user.click(mri.large)
    user.bot.wait(50)
    assert chart.report.isVisible()
    assert cut(chart.pages, chart.front) == []


@pytest.mark.usefixtures("one_body")
def test_what_is_known_is_a_press_away_from_the_preparation(user: User) -> None:
    """Fault: in German it was absent beside the preparation at the least size. Oracle: what the list says."""
    user.begin("l4_l5_disc")
    resize(user, LEAST)
    user.room.send(OpenChart(page="allergies"))
    user.wait(lambda: user.seen.care.pages)
    page = user.page("preparation")
    known, done = page.columns.beside.known, page.done
    user.window.view_menu.look.sizes[125].trigger()  # as much room as German words leave at the usual size
    user.bot.wait(100)
    assert not known.isVisible()
    user.bot.keyClick(done.turn, Qt.Key.Key_Space)
    assert phrase("known_card.title") == done.head.text() == done.list.accessibleName()
    page.columns.ensureWidgetVisible(done.turn)
    user.bot.wait(50)
    told = done.list.toPlainText()
    assert heading("allergies") in told
    assert phrase("known_card.pages_read", count=1, of=len(PAGES)) in told
    user.click(done.turn)
    assert done.head.text() == phrase("checklist_page.done")
    user.window.resize(2560, 1440)
    user.wait(known.isVisible)
    assert not done.turn.isVisible(), "what stands beside it is not offered"


@pytest.mark.parametrize("language", languages())
def test_words_touch_no_edge_of_the_carm_card(language: str, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Faults: "Oblique" left two pixels of its button, and "cranial 18\u00b0" ran into the arrows beside it."""
    put_on(qapp, Appearance(text_pct=200))
    speak(catalogue(language), catalogue(WHOLE))
    card = CArmCard()
    qtbot.addWidget(card)
    card.resize(WIDEST - 30, 240)  # beside a bar that scrolls
    card.show()
    qtbot.waitExposed(card)
    try:
        for button in card.views.values():
            assert button.fontMetrics().horizontalAdvance(button.text()) + 2 * FREE_PX <= button.width()
        for box in (card.orbit, card.tilt):
            box.setValue(-38.0)
            line = box.lineEdit()
            assert line.fontMetrics().horizontalAdvance(box.text()) + 2 * FREE_PX <= line.width()
    finally:
        put_on(qapp, Appearance())


@pytest.mark.parametrize("language", languages())
def test_the_depth_stands_off_what_is_beside_it(language: str, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: "48 mm" and "5.9 ml, 101 mmHg" were 8 pixels apart and read as one figure."""
    put_on(qapp, Appearance(text_pct=200))
    speak(catalogue(language), catalogue(WHOLE))
    readout = Readout(lambda _: None)
    qtbot.addWidget(readout)
    readout.resize(WIDEST, 80)
    readout.show()
    qtbot.waitExposed(readout)
    try:
        readout.deep.setText("48 mm")
        readout._placed = True
        for flows in (("5.9 ml, 101 mmHg", "5.9 ml"), ()):
            readout._flows = flows
            readout._look()
            qtbot.waitUntil(lambda flows=flows: readout.flowing.isVisible() == bool(flows))
            QApplication.processEvents()
            beside = readout.flowing if flows else readout.force
            assert beside.geometry().left() - readout.deep.geometry().right() >= 24
            assert beside.geometry().right() <= readout.width()
    finally:
        put_on(qapp, Appearance())

"""How the window looks is chosen in the menu View, holds on every page at once, and is there the next time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontInfo, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFrame, QLabel, QLineEdit, QTabBar
from pytestqt.qtbot import QtBot

from sim.qt.appearance import FITTED, Appearance, changed, kept_appearance, put_on, worn_theme
from sim.qt.grown import grow, is_large
from sim.qt.palette import DARK, LIGHT, Theme, px, theme
from sim.qt.panels.band_chart import BandChart
from sim.qt.panels.card_columns import CardColumns
from sim.qt.panels.done_card import DoneCard
from sim.qt.panels.lettering import fit
from sim.qt.windows.column import WIDTH
from sim.qt.windows.placing import ScrolledPages
from sim.session.commands import AttachSyringe
from sim.session.home import home
from tests.qt.conftest import User
from tests.qt.test_large_room import place_needle
from tests.qt.test_layout import LEAST, in_window, resize

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body", "as_before")]


@pytest.fixture
def as_before(qapp: QApplication) -> Iterator[None]:
    """Other tests see the program as it was."""
    yield
    put_on(qapp, Appearance())


def ground() -> str:
    return QApplication.palette().color(QPalette.ColorRole.Window).name()


def test_a_theme_is_worn_at_once_and_the_next_time(user: User) -> None:
    """Oracle: the colour of a pixel of the page, and the file beside the attempts."""
    themes = user.window.view_menu.look.themes
    assert themes["system"].isChecked()
    themes["light"].trigger()
    assert theme() is LIGHT
    assert user.window.chooser.grab().toImage().pixelColor(2, 2).name() == LIGHT.page == ground()
    assert json.loads((home() / "appearance.json").read_text(encoding="utf-8"))["theme"] == "light"
    assert kept_appearance().theme == "light"
    themes["dark"].trigger()
    assert user.window.chooser.grab().toImage().pixelColor(2, 2).name() == DARK.page == ground()


@pytest.mark.parametrize("percent", [100, 200])
def test_what_no_rule_names_has_the_letters_of_the_program(percent: int, qapp: QApplication, qtbot: QtBot) -> None:
    """A rule for every widget would hold them too, and take as long again whenever a theme or a size is put on.

    Oracle: the style sheet's text, and the letters of a field, of a label in a frame and of one that a rule does name.
    """
    put_on(qapp, Appearance(text_pct=percent))
    assert "*" not in re.sub(r"/\*.*?\*/", "", qapp.styleSheet(), flags=re.DOTALL)
    card, field = QFrame(), QLineEdit()
    card.setObjectName("card")
    label, note = QLabel("plain", card), QLabel("note", card)
    note.setObjectName("note")
    for widget in (card, field):
        qtbot.addWidget(widget)
        widget.show()
    sizes = [QFontInfo(one.font()).pixelSize() for one in (label, field, note)]
    assert sizes == [13 * percent // 100, 13 * percent // 100, 12 * percent // 100]


@pytest.mark.parametrize(
    ("desktop", "follows"), [(Qt.ColorScheme.Light, LIGHT), (Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Unknown, DARK)]
)
def test_who_chose_nothing_goes_with_the_desktop(desktop: Qt.ColorScheme, follows: Theme) -> None:
    assert worn_theme(desktop, Appearance()) is follows
    assert worn_theme(desktop, Appearance("light")) is LIGHT
    assert worn_theme(desktop, Appearance("dark")) is DARK


def test_what_was_already_written_wears_the_new_theme(user: User) -> None:
    """Rich text keeps the colours with which it was written, unless it is written anew."""
    user.begin("l4_l5_disc")
    chart = user.page("chart")
    chart.pages.setCurrentRow(1)
    user.wait(lambda: "examination" in user.seen.care.pages)
    known, page = user.page("decision").beside.known.told, chart.columns.pages["examination"].text
    user.wait(lambda: DARK.muted in known.text())
    assert DARK.mark in page.text()
    user.window.view_menu.look.themes["light"].trigger()
    assert DARK.mark not in page.text()
    assert LIGHT.mark in page.text()
    assert LIGHT.muted in known.text()
    assert DARK.muted not in known.text()


def test_what_was_hidden_is_drawn_on_the_ground_of_the_page(qtbot: QtBot, qapp: QApplication) -> None:
    """Oracle: the colour of a pixel. It lay on black, on which no word of the light theme could be read."""
    chart = BandChart((), 30.0)
    qtbot.addWidget(chart)
    for chosen in (LIGHT, DARK):
        put_on(qapp, Appearance("light" if chosen is LIGHT else "dark"))
        assert chart.grab().toImage().pixelColor(2, 2).name() == chosen.page


def test_the_monitors_stay_black(user: User) -> None:
    user.begin()
    user.window.view_menu.look.themes["light"].trigger()
    live = user.room.live
    at = live.square().topLeft().toPoint()
    assert live.grab().toImage().pixelColor(at.x() + 3, at.y() + 3).name() == "#000000"


def test_text_grows_with_what_was_chosen(user: User) -> None:
    """Oracle: the height of a letter."""
    label = user.window.findChild(QLabel)
    assert label is not None
    before = label.fontMetrics().height()
    held = user.window.chooser.learner
    grow(held, least_width=120)
    user.window.view_menu.look.sizes[200].trigger()
    assert label.fontMetrics().height() == pytest.approx(2 * before, rel=0.1)
    assert px(16) == 32
    assert held.minimumWidth() == 240  # what is given in pixels grows with its words
    assert kept_appearance().text_pct == 200


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"theme": "pink", "text_pct": 1000, "still": 3}', '{"theme": 1, "text_pct": true}'])
def test_a_damaged_choice_is_as_none(kept: str, user: User) -> None:
    home().mkdir(parents=True, exist_ok=True)
    (home() / "appearance.json").write_text(kept, encoding="utf-8")
    assert kept_appearance() == Appearance()


def test_less_motion_shows_minutes_at_once(user: User) -> None:
    """Oracle: what the dial draws right after ten minutes were skipped."""
    user.begin("l4_l5_disc")
    dial = user.page("afterwards").dial
    dial.show_minutes(0.0)
    user.window.view_menu.look.still.trigger()
    dial.show_minutes(10.0)
    assert dial._drawn == 10.0
    user.window.view_menu.look.still.trigger()
    dial.show_minutes(20.0)
    assert dial._drawn < 20.0


def test_a_choice_that_cannot_be_kept_is_worn_all_the_same(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.qt.appearance.write_whole", full)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with pytest.raises(OSError, match="space"):
        changed(application, theme="light")
    assert theme() is LIGHT


@pytest.mark.parametrize("page", ["chart", "decision", "preparation", "table", "afterwards"])
def test_at_half_larger_nothing_is_cut_off_on_a_small_screen(page: str, user: User) -> None:
    """Oracle: geometry: at 1280 x 660 each page needs no more width than the window has, and what steers is in sight."""
    user.window.view_menu.look.sizes[150].trigger()
    user.begin("l4_l5_disc")
    resize(user, LEAST)
    user.room.ward.go_to(page)
    user.bot.wait(100)
    assert user.room.minimumSizeHint().width() <= LEAST[0]
    assert all(in_window(user, widget) for widget in (user.room.console.lamp, user.room.console.finish))
    hint = user.room.guide.hint
    assert user.room.guide.step.text() in hint.text()
    assert in_window(user, hint)
    assert hint.heightForWidth(hint.width()) <= hint.height()


def test_at_half_larger_what_the_next_step_needs_is_in_sight(user: User) -> None:
    """Depth of a needle that is set, and pedal, always; the syringe where it has room, else in a tab, which the guide opens."""
    user.begin()
    place_needle(user)
    user.window.view_menu.look.sizes[150].trigger()
    resize(user, LEAST)
    room = user.room
    for widget in (room.live, room.reference, room.column.message, room.needle.deep, room.needle.force, room.carm.pedal):
        assert in_window(user, widget), widget.accessibleName()
    room.column.open("syringe", "needle")
    for widget in (room.syringe.choice, room.syringe.attach, room.syringe.trying, room.syringe.injecting, room.needle.deep):
        assert in_window(user, widget), widget.accessibleName()
    room.send(AttachSyringe(agent=room.syringe.choice.itemData(0)))  # without one there is no pressure to read
    user.wait(lambda: user.seen.syringe.agent)
    for widget in (room.syringe.pressure, room.syringe.trying, room.syringe.injecting, room.syringe.aspirate, room.needle.deep):
        user.wait(lambda widget=widget: in_window(user, widget))
    user.window.view_menu.look.sizes[100].trigger()
    tabs = room.column.tabs
    syringe = next(tab for tab in tabs.buttons if tab.text() == "Syringe")
    user.wait(lambda: not syringe.isVisible())
    user.wait(lambda: in_window(user, room.syringe))
    room.column.open("syringe", "contrast")
    user.wait(room.reading.isVisible)


def test_a_page_that_needs_more_than_the_window_has_scrolls(user: User) -> None:
    user.window.view_menu.look.sizes[200].trigger()
    resize(user, (900, 500))
    frame = user.window.centralWidget()
    assert isinstance(frame, ScrolledPages)
    assert frame.horizontalScrollBar().maximum() > 0
    user.window.view_menu.look.sizes[100].trigger()
    resize(user, (1400, 800))
    user.wait(lambda: frame.horizontalScrollBar().maximum() == 0)


def test_where_text_is_large_cards_go_below_one_another_and_no_word_is_cut(user: User) -> None:
    """Oracle: the width that Qt says each control needs."""
    user.begin("l4_l5_disc")
    user.window.view_menu.look.sizes[200].trigger()
    resize(user, LEAST)
    for code in ("decision", "preparation", "afterwards"):
        page = user.page(code)
        user.bot.wait(100)
        controls = [one for kind in (QAbstractButton, QComboBox) for one in page.findChildren(kind) if one.isVisible()]
        assert len(controls) > 3
        assert [(code, one.accessibleName()) for one in controls if one.width() < one.minimumSizeHint().width()] == []
        (columns,) = page.findChildren(CardColumns)
        assert columns.horizontalScrollBar().maximum() == 0


def test_what_is_said_of_an_empty_list_is_shown_whole(user: User) -> None:
    """Oracle: the text, and its height. A placeholder was cut after its first line, and an empty list took a column."""
    card = DoneCard("Done", "Nothing yet. Choose how long to observe.")
    user.bot.addWidget(card)
    card.resize(200, 300)
    card.show()
    assert card.list.isHidden()
    assert card.nothing.text() == "Nothing yet. Choose how long to observe."
    assert card.nothing.height() >= card.nothing.heightForWidth(card.nothing.width())
    assert card.heights(200)[1] < 100, "it takes its lines alone"
    card.note("0:10", "a deed")
    assert card.nothing.isHidden()
    assert card.list.toPlainText().split() == ["0:10", "A", "deed"]


def test_what_stands_on_a_picture_never_covers_itself(user: User) -> None:
    """Oracle: the letters that are left where the view's name and the state stand beside each other."""
    picture = QPixmap(240, 100)
    painter = QPainter(picture)
    font = QFont()
    font.setPixelSize(26)
    painter.setFont(font)
    fit(painter, 220.0, "contralateral oblique\norbit", "LAST IMAGE HOLD")
    wide = [painter.fontMetrics().horizontalAdvance(text) for text in ("contralateral oblique", "LAST IMAGE HOLD")]
    small = QFontInfo(painter.font()).pixelSize()
    painter.end()
    assert sum(wide) <= 220
    assert 10 <= small < 26


def test_what_stands_beside_pictures_grows_with_the_text_only_so_far(user: User) -> None:
    held = user.window.chooser.learner
    grow(held, up_to=200, width=120)
    user.window.view_menu.look.sizes[200].trigger()
    assert held.width() == 200
    user.window.view_menu.look.sizes[150].trigger()
    assert held.width() == 180


@pytest.mark.parametrize("percent", [150, 200])
def test_where_text_is_large_a_hint_is_read_whole(user: User, percent: int) -> None:
    """Oracle: the height that Qt says its words need."""
    user.begin("l4_l5_disc")
    resize(user, LEAST)
    hint = user.room.guide.hint
    user.wait(lambda: hint.text())
    user.window.view_menu.look.sizes[percent].trigger()
    user.wait(lambda: hint.width() > 600)
    assert hint.heightForWidth(hint.width()) <= hint.height()


def test_at_twice_the_size_the_first_page_needs_no_sideways_bar(user: User) -> None:
    """Fault: it was a tenth wider than the window."""
    user.window.view_menu.look.sizes[200].trigger()
    resize(user, LEAST)
    user.window.chooser.mode.setCurrentIndex(2)  # with the button of what is next
    user.bot.wait(100)
    frame = user.window.centralWidget()
    assert isinstance(frame, ScrolledPages)
    assert frame.horizontalScrollBar().maximum() == 0


def test_text_nobody_chose_goes_with_the_window(user: User) -> None:
    """Fault: on 2560 x 1440 letters and icons stayed as small as on a laptop, with holes between them."""
    user.begin()
    assert px(100) == 100
    user.window.resize(2560, 1440)
    user.wait(lambda: px(100) == 140)
    user.wait(lambda: user.room.column.width() == px(WIDTH))
    assert not is_large(), "parts stay beside one another"
    user.window.resize(1910, 990)  # what a screen of 1920 x 1080 leaves
    user.wait(lambda: px(100) == 120)
    user.window.resize(2560, 1440)
    user.wait(lambda: px(100) == 140)
    user.window.view_menu.look.sizes[100].trigger()
    assert px(100) == 100
    user.window.view_menu.look.sizes[FITTED].trigger()
    assert px(100) == 140
    user.window.resize(*LEAST)
    user.wait(lambda: px(100) == 100)


@pytest.mark.parametrize("worn", [DARK, LIGHT], ids=["dark", "light"])
def test_the_tab_that_is_open_is_brighter_than_the_others(worn: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    """Fault: in the light theme it was greyer than they were, as if it could not be pressed. Oracle: pixels."""
    put_on(qapp, Appearance(worn.name))
    bar = QTabBar()
    for name in ("one", "two"):
        bar.addTab(name)
    qtbot.addWidget(bar)
    bar.show()
    qtbot.waitExposed(bar)
    seen = bar.grab().toImage()
    chosen, other = (seen.pixelColor(bar.tabRect(at).topLeft() + QPoint(4, 4)).lightness() for at in (0, 1))
    assert chosen > other

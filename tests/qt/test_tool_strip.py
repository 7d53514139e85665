"""The icons in the line of the menus do what their keys do, say so, and show what is on; each is drawn in the theme's own colours."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sim.qt.actions import ACTIONS, keep_keys, keys
from sim.qt.appearance import Appearance, put_on
from sim.qt.icons import FOLDER, SIDE, drawn, dressed_alike, icon, wears
from sim.qt.keyed import name_anew, native
from sim.qt.palette import THEMES
from sim.qt.windows.tool_strip import BY_NEED, GROUPS, LETTERED, STANDARD, SWITCHES
from tests.qt.conftest import User
from tests.qt.test_layout import LEAST, in_window, resize

pytestmark = pytest.mark.display
NAMES = sorted(path.stem for path in FOLDER.glob("*.svg"))


@pytest.fixture
def as_before(qapp: QApplication) -> Iterator[None]:
    yield
    put_on(qapp, Appearance())


def is_of(colour: str, picture: QPixmap) -> bool:
    """Whether all its opaque pixels, and there are some, have this colour, but for what rounding makes of edges over each other."""
    image, ink = picture.toImage(), QColor(colour).getRgb()
    every = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    opaque = [one.getRgb() for one in every if one.alpha() == 255]
    return bool(opaque) and all(abs(a - b) <= 2 for one in opaque for a, b in zip(one, ink, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_lines_of_the_colour_that_is_asked_for_and_as_fine_as_the_screen(name: str, qapp: QApplication) -> None:
    """Oracle: its pixels."""
    assert {element.get("fill", "none") for element in ElementTree.parse(FOLDER / f"{name}.svg").iter()} <= {"none", "currentColor"}
    fine = drawn(name, "#58c7e8", 16, 3.0)
    assert (fine.width(), fine.deviceIndependentSize().width()) == (48, 16)
    assert is_of("#58c7e8", fine)
    assert drawn(name, "#58c7e8", 16, 1.5).width() == 24


@pytest.mark.parametrize("theme", THEMES)
def test_what_can_do_nothing_is_dim_in_either_theme(theme: str, qapp: QApplication, as_before: None) -> None:
    put_on(qapp, Appearance(theme))
    made = icon("pause", 2.0)
    size = QSize(SIDE, SIDE)
    assert is_of(THEMES[theme].ink, made.pixmap(size, 2.0))
    assert is_of(THEMES[theme].off_ink, made.pixmap(size, 2.0, made.Mode.Disabled))
    assert is_of(THEMES[theme].chosen_ink, made.pixmap(size, 2.0, made.Mode.Normal, made.State.On))


def test_a_word_is_never_pushed_out_by_its_icon(qtbot: QtBot, qapp: QApplication, as_before: None) -> None:
    button = QPushButton("Subtraction")
    qtbot.addWidget(button)
    wears(button, "pause")
    button.show()
    words = button.fontMetrics().horizontalAdvance(button.text())
    button.setFixedWidth(words + 12)
    assert button.icon().isNull()
    button.setFixedWidth(words + 60)
    assert is_of(THEMES["dark"].ink, button.icon().pixmap(QSize(SIDE, SIDE)))
    put_on(qapp, Appearance("light"))
    qtbot.waitUntil(lambda: is_of(THEMES["light"].ink, button.icon().pixmap(QSize(SIDE, SIDE))))


def test_of_a_row_all_buttons_have_their_icons_or_none_has(qtbot: QtBot, qapp: QApplication, as_before: None) -> None:
    """Fault: of three buttons over the room one had an icon, because its words were short. Oracle: icons at both widths."""
    row = QWidget()
    qtbot.addWidget(row)
    long, short, away = (QPushButton(words, row) for words in ("Subtraction", "On", "Quite as long"))
    away.hide()
    for button in (long, short, away):
        wears(button, "pause")
    dressed_alike(long, short, away)
    row.show()
    words = long.fontMetrics().horizontalAdvance(long.text())
    short.setFixedWidth(200)
    long.setFixedWidth(words + 12)
    assert long.icon().isNull()
    assert short.icon().isNull()
    long.setFixedWidth(words + 60)
    assert not long.icon().isNull()
    assert not short.icon().isNull()


def test_every_button_has_its_icon_its_name_and_its_key(user: User, one_body: None) -> None:
    user.begin()
    keep_keys(keys() | {"keep": "Ctrl+Alt+B"})
    name_anew(user.window)
    buttons, titles = user.window.strip.buttons, {action.name: action.title for action in ACTIONS}
    assert list(buttons) == [name for group in GROUPS for name in group]
    for name, button in buttons.items():
        assert button.text() or not button.icon().isNull() or not button.isVisible(), name
        assert button.accessibleName() == titles[name]
        assert native(keys()[name]) in button.toolTip(), name
    assert QKeySequence("Ctrl+Alt+B").toString() in buttons["keep"].toolTip()


def test_the_strip_stands_in_the_line_of_the_menus_and_only_in_the_room(user: User, one_body: None) -> None:
    """Oracle: geometry."""
    strip = user.window.strip
    assert not strip.isVisible()
    line = user.window.menuBar().height()
    user.begin()
    resize(user, LEAST)
    assert all(in_window(user, button) for button in strip.buttons.values() if button.isVisible())
    assert in_window(user, strip.more)
    assert user.window.menuBar().height() <= line + 3
    user.window.back_to_cases()
    assert not strip.isVisible()


def test_it_does_what_its_key_does_and_shows_what_is_on_whoever_switched_it(user: User, one_body: None) -> None:
    user.begin()
    buttons, room = user.window.strip.buttons, user.room
    user.click(buttons["view_lateral"])
    user.wait(lambda: user.seen.carm.view.pose.orbit_deg > 80)
    user.click(buttons["view_back"])
    user.wait(lambda: user.seen.carm.view.pose.orbit_deg < 10)
    user.wait(lambda: {name for name in SWITCHES if buttons[name].isChecked()} == {"sights"})
    user.key(Qt.Key.Key_L)
    assert not buttons["sights"].isChecked()
    user.click(buttons["pause"])
    assert room.paused
    assert buttons["pause"].isChecked()
    user.key(Qt.Key.Key_Pause)
    assert not room.paused
    assert not buttons["pause"].isChecked()
    user.click(buttons["theatre"])
    assert room.lightbox.large == "theatre"
    assert buttons["theatre"].isChecked()


def test_the_room_s_button_is_lit_at_once_whoever_brought_it_forward(user: User, one_body: None) -> None:
    """Fault: brought by its tile while nothing else happened, it filled the place and its button was dark."""
    user.begin()
    button, box = user.window.strip.buttons["theatre"], user.room.lightbox
    user.key(Qt.Key.Key_Pause)
    user.click(box.tile)
    assert box.large == "theatre"
    assert button.isChecked()
    box.next()
    assert not button.isChecked()


def test_what_a_mode_does_not_have_cannot_be_pressed(user: User, one_body: None) -> None:
    user.begin(mode="exam")
    buttons = user.window.strip.buttons
    user.wait(lambda: not buttons["sights"].isEnabled())
    assert not buttons["skin"].isEnabled()
    user.click(buttons["sights"])
    assert not user.room.live.sights_on
    assert buttons["keep"].isEnabled()


def test_the_view_that_is_on_is_lit_in_the_line_of_the_menus(user: User, one_body: None) -> None:
    """Fault: six drawings of a C-arm differed by a few pixels, and none said which view was on."""
    user.begin()
    buttons = user.window.strip.buttons
    assert len({buttons[name].text() for name in LETTERED}) == len(LETTERED)
    user.click(buttons["view_clo"])
    user.wait(lambda: [name for name in sorted(LETTERED) if buttons[name].isChecked()] == ["view_clo"])
    user.room.carm.turn(5.0, 0.0)
    user.wait(lambda: not any(buttons[name].isChecked() for name in LETTERED))


def test_in_a_pause_the_line_of_the_menus_leaves_only_what_is_looked_at(user: User, one_body: None) -> None:
    user.begin()
    buttons = user.window.strip.buttons
    user.key(Qt.Key.Key_Pause)
    for name in ("keep", "swap", "aspirate", "view_AP", "view_back", "place"):
        assert not buttons[name].isEnabled(), name
    for name in ("theatre", "sights", "pause", "keys"):
        assert buttons[name].isEnabled(), name
    user.key(Qt.Key.Key_Pause)
    assert buttons["keep"].isEnabled()


def test_views_are_called_as_on_their_panel_where_the_line_has_room(user: User, one_body: None) -> None:
    """Fault: LAT, OBL and CAU over a panel that says Lateral, Oblique and Caudal."""
    user.begin()
    buttons, panel = user.window.strip.buttons, user.room.carm.views
    resize(user, (1280, 720))
    user.wait(lambda: {name: buttons[name].text() for name in LETTERED} == {f"view_{name}": one.text() for name, one in panel.items()})
    assert all(in_window(user, button) for button in buttons.values() if button.isVisible())
    assert user.window.strip.x() > user.window.menuBar().actionGeometry(user.window.menuBar().actions()[-1]).right()
    resize(user, (1200, 720))
    user.wait(lambda: buttons["view_lateral"].text() == "LAT")


def test_icons_are_large_and_groups_are_told_apart_by_a_line(user: User, one_body: None) -> None:
    """Fault: twelve icons of 16 pixels stood in one row."""
    user.begin()
    strip = user.window.strip
    shown = [[name for name in group if strip.buttons[name].isVisible()] for group in GROUPS]
    assert {button.iconSize().width() for name, button in strip.buttons.items() if name not in LETTERED} == {20}
    rules = strip.findChildren(QFrame, "tool_rule")
    assert len(rules) == len(GROUPS) - 1
    for rule, (before, after) in zip(rules, pairwise(shown), strict=True):
        assert strip.buttons[before[-1]].geometry().right() < rule.x() < strip.buttons[after[0]].x()


def test_no_line_stands_before_a_group_that_large_text_puts_away(user: User, one_body: None, qapp: QApplication, as_before: None) -> None:
    """Fault: two lines stood side by side where nothing was left between them."""
    put_on(qapp, Appearance(text_pct=200))
    user.begin()
    strip = user.window.strip
    user.wait(strip.more.isVisible)
    rules = [rule.isVisible() for rule in strip.findChildren(QFrame, "tool_rule")]
    assert rules == [any(strip.buttons[name].isVisible() for name in group) for group in GROUPS[1:]]
    assert not all(rules)


def words_said(user: User) -> dict[str, str]:
    """What stands on the buttons that are shown."""
    return {name: button.text() for name, button in user.window.strip.buttons.items() if button.isVisible() and name not in LETTERED}


def test_every_icon_has_its_word_where_there_is_room_and_else_what_needs_one_is_listed(user: User, one_body: None) -> None:
    """Fault: fourteen icons without a word. Oracle: texts and geometry."""
    user.begin()
    strip = user.window.strip
    resize(user, (2300, 900))  # a larger one has larger text
    said = words_said(user)
    assert set(said) == {*STANDARD, *BY_NEED}
    assert all(said.values())
    assert len(set(said.values())) == len(said)
    assert not strip.more.isVisible()
    for button in strip.buttons.values():
        assert button.fontMetrics().horizontalAdvance(button.text()) + button.icon().isNull() < button.width()
        assert in_window(user, button)
    resize(user, (1280, 720))
    said = words_said(user)
    assert all(word for name, word in said.items() if name not in STANDARD), "only standard signs stand alone"
    assert {"place", "keep", "sights", "theatre"} <= set(said), "what lies on the picture now is switched where it is seen"
    assert strip.more.isVisible()
    bar = user.window.menuBar()
    assert bar.actionGeometry(bar.actions()[-1]).right() < strip.x()
    listed = {entry.text().partition("\t")[0] for entry in strip.more.menu().actions() if entry.isVisible()}
    titles = {action.name: action.title for action in ACTIONS}
    assert listed == {titles[name] for name in BY_NEED if name not in said}
    strip.more.menu().aboutToShow.emit()
    assert all(not entry.icon().isNull() for entry in strip.more.menu().actions())

"""The room on the screens that people have: everything that is needed next is in sight, whatever the size.

Oracle: geometry: a control is in sight if it is shown and its whole rectangle lies in the window's.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QWidget

from sim.qt.panels.fields import Number
from sim.qt.panels.lamp_strip import FROM_WIDE
from sim.qt.windows.column import WIDTH
from sim.session.care_commands import DrawUp, NamePattern
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]
LEAST = (1280, 660)
"""What a screen of 1280 x 720 leaves a window, under its title and a bar of the desktop."""
SIZES = (LEAST, (1366, 708), (1590, 900))


def at_hand(user: User) -> list[QWidget]:
    """What no page of the column may hide."""
    room = user.room
    needle, syringe = room.needle, room.syringe
    return [
        *(room.live, room.reference, room.column.message, needle.deep, needle.force, needle.clock),
        *(syringe.choice, syringe.attach, syringe.pressure, syringe.trying, syringe.injecting, syringe.aspirate, syringe.rate),
        *(room.carm.pedal, room.console.lamp, room.console.finish, room.guide.hint),
        *(() if room.guide.step.text() in room.guide.hint.text() else (room.guide.step,)),  # at whose head it stands in a narrow bar
    ]


def resize(user: User, size: tuple[int, int]) -> None:
    """The window gets this size, and its layout what follows from it."""
    user.window.resize(*size)
    assert (user.window.width(), user.window.height()) == size, f"at least {user.window.minimumSizeHint().toTuple()}"
    user.bot.wait(100)


def in_window(user: User, widget: QWidget) -> bool:
    at = widget.mapTo(user.window, QPoint(0, 0))
    return widget.isVisible() and user.window.rect().contains(QRect(at, widget.size())) and widget.width() > 0


def test_the_window_opens_inside_the_screen(user: User) -> None:
    screen = user.window.screen().availableGeometry()
    assert screen.contains(user.window.geometry())
    assert user.window.minimumSizeHint().width() <= LEAST[0]


@pytest.mark.parametrize("case", ["interlaminar_l4_l5", "l4_l5_disc"])
def test_nothing_that_is_needed_lies_under_a_fold(case: str, user: User) -> None:
    user.begin(case)
    user.room.ward.go_to("table")
    for size in SIZES:
        resize(user, size)
        room = user.room
        for title in ("carm", "beam", "needle", "contrast", "pictures", "patient"):
            room.column.open(title)
            hidden = [widget for widget in at_hand(user) if not in_window(user, widget)]
            assert hidden == [], (size, title)
            page = room.column._pages[title]
            user.wait(page.isVisible)
            floor = room.column.message.mapTo(user.window, QPoint(0, 0)).y()
            assert page.mapTo(user.window, QPoint(0, page.height())).y() <= floor, (size, title)
            assert room.column.width() == WIDTH


def test_the_patient_can_be_asked_on_the_least_screen_and_is_described_where_there_is_room(user: User) -> None:
    user.begin("l4_l5_disc")
    user.room.ward.go_to("table")
    user.room.column.open("patient")
    case = user.room.case
    for size, room_for_both in ((LEAST, False), ((1590, 900), True), (LEAST, False)):
        resize(user, size)
        assert case.who.isVisible() == room_for_both, size
        for button in case.patient.asking.values():
            assert button.height() >= button.sizeHint().height(), size


@pytest.mark.parametrize("enlarged", ["live", "theatre"])
def test_pictures_use_all_of_their_place_and_x_rays_are_squares(user: User, enlarged: str) -> None:
    """Fault: 40 pixels of dark stood at either side of them at 1920 x 1080. Oracle: geometry."""
    user.begin()
    box = user.room.lightbox
    box.enlarge(enlarged)
    for size in (*SIZES, (1920, 1080), (2560, 1440)):
        resize(user, size)
        large, small = box.places()
        squares = [large, small[0]] if enlarged == "live" else small
        assert [square.width() for square in squares] == [square.height() for square in squares]
        assert all(box.rect().contains(place) for place in (large, *small))
        assert not any(a.intersects(b) for a, b in combinations((large, *small), 2))
        assert (large.left(), small[0].right(), small[1].right()) == (0, box.width() - 1, box.width() - 1), size
        assert small[1].bottom() >= large.bottom() - 1, size
        covered = sum(place.width() * place.height() for place in (large, *small))
        assert covered > 0.95 * box.width() * box.height(), size
        assert large.width() > 1.4 * small[0].width()


def test_a_click_on_a_small_picture_enlarges_it_and_sets_no_needle(user: User) -> None:
    user.begin()
    user.expose()
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None)
    box, live, reference = user.room.lightbox, user.room.live, user.room.reference
    user.click(reference)
    assert box.large == "reference"
    assert reference.width() > live.width()
    user.key(Qt.Key.Key_P)
    user.click(live, QPointF(live.width() / 2, live.height() / 2))
    assert box.large == "live"
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 4)
    assert user.seen.needle is not None
    assert not user.seen.needle.placed
    assert live.placing
    user.click(live, live.square().center())
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.placed)


def test_the_room_in_3d_is_reached_by_its_tile_and_left_by_a_picture(user: User) -> None:
    """Until a first X-ray picture nothing of it is made; small it is named, and a click on it or on its name makes it large."""
    user.begin()
    box, theatre = user.room.lightbox, user.room.theatre
    assert box.tile.isVisible()
    assert "3D" in box.tile.text()
    assert theatre._job is None
    user.click(box.tile)
    assert box.large == "theatre"
    assert theatre.isVisible()
    assert theatre.bar.isVisible()
    assert not box.tile.isVisible()
    user.click(user.room.live)
    assert box.large == "live"
    assert theatre.isVisible()
    assert theatre.width() < user.room.live.width()
    assert not theatre.bar.isVisible()
    assert box.tile.isVisible()
    user.click(theatre)
    assert box.large == "theatre"


def test_the_lamp_says_when_the_beam_is_on_on_every_page(user: User) -> None:
    user.begin("l4_l5_disc")
    lamp = user.room.console.lamp
    user.room.ward.go_to("table")
    assert lamp.text() == "X-ray off"
    user.down(Qt.Key.Key_Space)
    user.wait(lambda: lamp.text() == "X-RAY ON")
    user.up(Qt.Key.Key_Space)
    user.wait(lambda: lamp.text() == "X-ray off")
    user.room.ward.go_to("decision")
    assert lamp.isVisible()
    assert user.room.controller.session.world.scenario.patient.name in user.room.console.who.text()


def test_contrast_is_named_by_whoever_looks(user: User) -> None:
    """Nothing is chosen beforehand, and again nothing for the next view."""
    user.begin()
    card = user.room.reading
    assert card.view.currentIndex() == card.pattern.currentIndex() == -1
    assert not card.name.isEnabled()
    user.room.column.open("contrast")
    card.pattern.setCurrentText("venous")
    assert not card.name.isEnabled()
    assert card.view.accessibleName() in card.name.toolTip()
    assert card.pattern.accessibleName() not in card.name.toolTip()
    card.view.setCurrentText("AP")
    assert card.name.isEnabled()
    named: list[NamePattern] = []
    card.ordered.connect(named.append)
    user.click(card.name)
    assert named == [NamePattern(view="AP", pattern="venous")]
    assert card.view.currentIndex() == card.pattern.currentIndex() == -1


def test_what_is_drawn_up_together_is_said_by_whoever_draws_it_up(user: User) -> None:
    """Neither a vial nor an amount stands there beforehand; the button says which is missing."""
    user.begin()
    card = user.room.draw_up
    user.room.column.open("contrast")
    first_ml, second_ml = card.amounts
    asked = (card.first, first_ml, card.second, second_ml)
    for i, answer in enumerate(asked):
        assert not card.draw.isEnabled()
        assert [one.accessibleName() in card.draw.toolTip() for one in asked] == [False] * i + [True] * (4 - i)
        if isinstance(answer, Number):
            answer.setValue(1.0 + i)
        else:
            answer.setCurrentIndex(i // 2)
    drawn: list[DrawUp] = []
    card.ordered.connect(drawn.append)
    user.click(card.draw)
    names = [part.agent for part in drawn[0].parts]
    assert names == [card.first.itemData(0), card.first.itemData(1)]
    assert [part.ml for part in drawn[0].parts] == [2.0, 4.0]


def test_the_line_of_the_force_grows_into_what_is_left(user: User) -> None:
    """Fault: it was 13 pixels high, over a hole of a hundred and more."""
    user.begin()
    heights = []
    for size in (LEAST, (1590, 900), (1590, 1040)):
        resize(user, size)
        heights.append(user.room.needle.force.height())
        assert [widget for widget in at_hand(user) if not in_window(user, widget)] == []
    assert heights[0] < heights[1] < heights[2]
    resize(user, LEAST)
    assert user.room.needle.force.height() == heights[0]


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_what_the_beam_does_is_told_from_the_table_on_and_nothing_else_moves_for_it(size: tuple[int, int], user: User) -> None:
    """Fault: kV, dose and the arm's angle stood over the chart, where they say nothing. Oracle: geometry."""
    user.begin("l4_l5_disc")
    resize(user, size)
    user.bot.wait(400)  # letters follow the window's size a moment later
    console = user.room.console
    places = []
    for code in user.room.ward.codes:
        user.room.ward.go_to(code)
        user.bot.wait(50)
        told = [name for name in FROM_WIDE if console.figures[name].isVisible()]
        assert (bool(told) or console.more.isVisible()) == (code in ("table", "afterwards")), code
        kept = (console.lamp, *(console.figures[name] for name in ("time", "pulse", "oxygen", "pressure")), console.who)
        places.append([one.x() for one in kept])
    assert places == [places[0]] * len(places)

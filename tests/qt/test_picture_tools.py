"""A picture is dragged, measured and windowed on its monitor, as on a workstation."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from sim.fluoroscopy.carm import Pose, View
from sim.qt.panels.grey_window import Greys
from sim.qt.panels.monitor import LARGER, LOUPE, Monitor
from sim.qt.panels.picture_tools import MARK
from sim.qt.panels.ruler import Ruler, widening
from sim.qt.theatre.instruments import Grasp
from sim.session.commands import PlaceNeedle, TakeNeedle
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CTRL, BARE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def drag(user: User, monitor: Monitor, way: tuple[QPointF, QPointF], button: Qt.MouseButton, modifiers: Qt.KeyboardModifier = BARE) -> None:
    first, last = (at.toPoint() for at in way)
    user.bot.mousePress(monitor, button, modifiers, first)
    user.bot.mouseMove(monitor, (first + last) / 2)
    user.bot.mouseMove(monitor, last)
    user.bot.mouseRelease(monitor, button, modifiers, last)


def pictured(user: User) -> Monitor:
    user.begin()
    user.expose()
    return user.room.live


def test_a_window_spreads_its_greys_from_black_to_white() -> None:
    """Oracle: by hand: level 128, width 64: 96 is black, 160 white, half between them grey."""
    ramp = np.tile(np.arange(256, dtype=np.uint8), (4, 1))
    image = QImage(ramp.tobytes(), 256, 4, 256, QImage.Format.Format_Grayscale8).copy()
    shown = Greys(64.0, 128.0).applied(image)
    assert [shown.pixelColor(x, 0).red() for x in (0, 96, 160, 255)] == [0, 0, 255, 255]
    assert shown.pixelColor(128, 0).red() == pytest.approx(128, abs=1)
    assert Greys().applied(image) is image
    assert [image.pixelColor(x, 0).red() for x in (96, 160)] == [96, 160]


def test_the_right_button_turns_window_and_level_and_pushes_nothing(user: User) -> None:
    live = pictured(user)
    middle, side = live.square().center(), live.square().width()
    before, events = live.grab().toImage(), len(user.room.controller.session.events)
    drag(user, live, (middle, middle + QPointF(-side / 4, -side / 8)), RIGHT)
    assert live.tools.greys.width == pytest.approx(255 * 4**-0.25, rel=0.02)
    assert live.tools.greys.level == pytest.approx(127.5 - 255 / 8, rel=0.03)
    assert live.grab().toImage() != before
    user.bot.mouseDClick(live, RIGHT, BARE, middle.toPoint())
    assert live.tools.greys == Greys()
    user.bot.wait(100)
    assert len(user.room.controller.session.events) == events


def test_a_ruler_says_how_long_something_is_in_the_middle_of_the_patient(user: User) -> None:
    """Oracle: two points 20 mm apart across and up there, by the geometry that makes the picture."""
    live = pictured(user)
    assert live.shown is not None
    view = live.shown.picture.view
    middle, across, up = np.array(view.pose.centre), np.array(view.across), np.array(view.up)
    ends = [live.to_widget(*map(float, place)) for place in view.project(np.stack([middle, middle + 16.0 * across + 12.0 * up]))]
    drag(user, live, (ends[0], ends[1]), LEFT, CTRL)
    ruler = live.tools.ruler
    assert ruler is not None
    assert ruler.mm == pytest.approx(20.0, abs=0.8)  # half a pixel at either end
    assert ruler.deg == pytest.approx(np.degrees(np.arctan2(12.0, 16.0)), abs=2.0)
    assert user.seen.needle is None


@pytest.mark.parametrize(("start", "end", "deg"), [((0, 0), (50, -10.6), 12.0), ((50, -10.6), (0, 0), 12.0), ((0, 0), (-50, -10.6), 12.0),
                                                   ((3, 1), (3, 9), 90.0), ((1, 2), (7, 2), 0.0)])  # fmt: skip
def test_an_angle_is_read_against_the_horizontal_whichever_way_the_line_falls(
    start: tuple[float, float], end: tuple[float, float], deg: float
) -> None:
    """Oracle: a line that falls by 12 degrees falls by 12 degrees, from whichever end it was drawn."""
    view = View(Pose())
    assert Ruler(start, end, view).deg == pytest.approx(deg, abs=0.1)


def test_a_dragged_picture_moves_the_c_arm_by_as_much(user: User) -> None:
    """Oracle: what lay under the pointer lies, in the new picture, where it was dragged to."""
    live = pictured(user)
    assert live.shown is not None
    view, side = live.shown.picture.view, live.square().width()
    start, by = live.square().center(), QPointF(side / 5, -side / 10)
    per_mm = side / view.field_mm * widening(view)
    drag(user, live, (start, start + by), LEFT)
    user.wait(lambda: user.seen.carm.view.pose.centre != view.pose.centre)
    moved = np.array(user.seen.carm.view.pose.centre) - np.array(view.pose.centre)
    assert moved @ np.array(view.across) == pytest.approx(-by.x() / per_mm, abs=1.0)
    assert moved @ np.array(view.up) == pytest.approx(by.y() / per_mm, abs=1.0)


def test_a_click_is_no_drag_and_a_needle_is_set_as_before(user: User) -> None:
    live = pictured(user)
    pose = user.seen.carm.view.pose
    user.click(live, live.square().center())
    user.bot.wait(100)
    assert user.seen.carm.view.pose == pose
    user.click(user.room.needle.take)
    user.wait(lambda: user.seen.needle is not None or not user.room.needle.take.isDown())
    user.room.needle.place.setChecked(True)
    middle = live.square().center()
    drag(user, live, (middle, middle + QPointF(40, 0)), LEFT)
    user.bot.wait(100)
    assert user.seen.carm.view.pose == pose


def test_an_edge_of_the_field_is_dragged_and_the_blades_go_along(user: User) -> None:
    """Oracle: the share of the half field at which it is let go; the C-arm stays."""
    live = pictured(user)
    pose = user.seen.carm.view.pose

    def at(across: float, along: float) -> QPointF:
        """Of the half field."""
        assert live.shown is not None
        half = live.shown.picture.view.field_mm / 2
        return live.to_widget(across * half, along * half)

    drag(user, live, (at(0.99, 0.25), at(0.6, 0.25)), LEFT)
    user.wait(lambda: user.seen.carm.collimator.width == pytest.approx(0.6, abs=0.02))
    drag(user, live, (at(0.0, 0.99), at(0.0, 0.5)), LEFT)
    user.wait(lambda: user.seen.carm.collimator.height == pytest.approx(0.5, abs=0.02))
    drag(user, live, (at(-0.6, 0.0), at(-0.8, 0.0)), LEFT)
    user.wait(lambda: user.seen.carm.collimator.width == pytest.approx(0.8, abs=0.02))
    assert user.seen.carm.view.pose == pose


def test_a_hub_is_dragged_down_the_beam_until_it_is_a_dot(user: User) -> None:
    """Oracle: the shadows of hub and entry, by the geometry that makes the picture: they fall together."""
    live = pictured(user)
    user.room.send(TakeNeedle(needle=user.room.needle.choice.itemText(0)))
    user.room.send(PlaceNeedle(right_mm=-20.0, superior_mm=0.0, lateral_deg=8.0, cephalad_deg=-6.0))
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.placed)
    assert live.shown is not None
    view, pose = live.shown.picture.view, user.seen.carm.view.pose

    def shadows() -> tuple[QPointF, QPointF]:
        grasp = Grasp.of(user.seen.needle)
        assert grasp is not None
        hub, entry = (live.to_widget(*map(float, view.project(place))) for place in (grasp.grip, grasp.entry))
        return hub, entry

    hub, entry = shadows()
    apart = (hub - entry).manhattanLength()
    assert apart > 20
    drag(user, live, (hub, entry), LEFT)
    user.wait(lambda: (shadows()[0] - shadows()[1]).manhattanLength() < 0.15 * apart)
    assert user.seen.carm.view.pose == pose


def test_two_lines_have_an_angle_between_them_whichever_way_each_was_drawn() -> None:
    """Oracle: by hand: 30 and -15 degrees to the horizontal are 45 apart; 170 and 10 are 20."""
    view = View(Pose())

    def line(deg: float) -> Ruler:
        return Ruler((0.0, 0.0), (float(np.cos(np.radians(deg))), float(np.sin(np.radians(deg)))), view)

    for first, other, between in ((30.0, -15.0, 45.0), (210.0, -15.0, 45.0), (170.0, 10.0, 20.0), (0.0, 90.0, 90.0), (5.0, 5.0, 0.0)):
        assert line(first).angle_to(line(other)) == pytest.approx(between, abs=1e-6)


def test_a_second_line_is_drawn_with_shift_and_goes_with_a_new_ruler(user: User) -> None:
    live = pictured(user)
    middle, side = live.square().center(), live.square().width()
    both = CTRL | Qt.KeyboardModifier.ShiftModifier
    drag(user, live, (middle, middle + QPointF(side / 4, 0)), LEFT, CTRL)
    drag(user, live, (middle, middle + QPointF(side / 5, side / 5)), LEFT, both)
    assert live.tools.ruler is not None
    assert live.tools.second is not None
    assert live.tools.ruler.angle_to(live.tools.second) == pytest.approx(45.0, abs=1.0)
    drag(user, live, (middle, middle + QPointF(0, side / 4)), LEFT, CTRL)
    assert live.tools.second is None
    drag(user, live, (middle, middle + QPointF(0, side / 4)), RIGHT)
    assert live.tools.ruler is not None


def test_alt_shows_the_picture_larger_round_the_pointer(user: User) -> None:
    """Oracle: pixels: what lies d from the pointer lies LARGER times as far under the loupe; beyond it nothing changes."""
    live = pictured(user)
    at, plain = live.square().center().toPoint(), live.grab().toImage()
    move = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(at), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.AltModifier
    )
    QApplication.sendEvent(live, move)
    larger = live.grab().toImage()
    reach = live.square().width() * LOUPE

    def grey(image: QImage, off: float) -> int:
        return image.pixelColor(round(at.x() + off), at.y()).red()

    offs = [i * 0.9 * reach / LARGER / 20 for i in range(-20, 21)]
    meant = np.mean([abs(grey(larger, LARGER * off) - grey(plain, off)) for off in offs])
    unmoved = np.mean([abs(grey(larger, LARGER * off) - grey(plain, LARGER * off)) for off in offs])
    assert meant < 0.6 * unmoved
    assert grey(larger, 1.2 * reach) == grey(plain, 1.2 * reach)
    user.bot.mouseMove(live, at + QPoint(3, 0))
    user.wait(lambda: not live.loupe)


def test_the_edges_that_can_be_dragged_are_marked_while_the_pointer_is_there(user: User) -> None:
    """Fault: a field that is wide open had nothing that could be seen to take. Oracle: pixels in the mark's colour."""
    live = pictured(user)
    user.room.carm.set_blade("wide", 0.6)
    user.wait(lambda: user.seen.carm.collimator.width == pytest.approx(0.6))

    def marked() -> int:
        image, square = live.grab().toImage(), live.square()
        y = round(square.center().y())
        return sum(image.pixelColor(x, y).name() == MARK.name() for x in range(round(square.left()), round(square.right())))

    QApplication.sendEvent(live, QEvent(QEvent.Type.Leave))
    assert marked() == 0
    QApplication.sendEvent(live, QEvent(QEvent.Type.Enter))
    assert marked() >= 2
    u = live.shown.picture.view.field_mm / 2 * 0.6 if live.shown is not None else 0.0
    x, _ = live.to_widget(u, 0.0).toTuple()
    image = live.grab().toImage()
    near = [image.pixelColor(round(x) + d, round(live.square().center().y())).name() for d in range(-8, 1)]
    assert MARK.name() in near
    QApplication.sendEvent(live, QEvent(QEvent.Type.Leave))
    assert marked() == 0

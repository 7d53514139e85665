"""The exposed part of a picture fills its monitor, and a click means the place of the detector that is drawn there.

Oracle: geometry, worked out here from the shares of the field; fault: a usual picture took three fifths of its monitor, the rest was black.
"""

from __future__ import annotations

from math import cos, radians, sin

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QImage, QPainter, QTransform
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sim.fluoroscopy.collimator import OPEN, Collimator
from sim.fluoroscopy.exposure import Orientation
from sim.qt.appearance import Appearance, put_on
from sim.qt.panels.lettering import INK, grown
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.picture_letters import Letters, large_places, write_large
from tests.qt.conftest import User
from tests.qt.test_console import framed
from tests.qt.test_contrast import contrast
from tests.qt.test_picture_tools import LEFT, pictured

pytestmark = pytest.mark.display
USUAL = Collimator(0.75, 0.8)
FIELD_MM, SIDE_PX = 300.0, 500
OPENINGS = (OPEN, USUAL, Collimator(0.3, 0.9), Collimator(0.5, 0.2), Collimator(1.0, 1.0, 0.6))


@pytest.fixture
def monitor(qtbot: QtBot) -> Monitor:
    monitor = Monitor("live")
    qtbot.addWidget(monitor)
    monitor.resize(SIDE_PX, SIDE_PX)
    return monitor


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("turn", [0.0, 90.0, 30.0])
def test_a_click_on_a_drawn_place_means_that_place(opening: Collimator, turn: float, monitor: Monitor, qtbot: QtBot) -> None:
    shown = framed(Orientation(turn, mirrored=turn > 0), (2.0, -1.0), blades=opening)
    monitor.show_print(shown)
    wide, high = (min(share, opening.iris) for share in (opening.width, opening.height))
    c, s = abs(cos(radians(turn))), abs(sin(radians(turn)))
    per_mm = SIDE_PX / FIELD_MM * max(0.96 / max(c * wide + s * high, s * wide + c * high), 1.0)
    u, v = 0.6 * wide * FIELD_MM / 2, -0.5 * high * FIELD_MM / 2
    x, y = (-(u + 2.0) if turn else u + 2.0) * per_mm, -(v - 1.0) * per_mm
    c, s = cos(radians(turn)), sin(radians(turn))
    tip = QPointF(SIDE_PX / 2 + c * x - s * y, SIDE_PX / 2 + s * x + c * y)
    assert (monitor.to_widget(u, v) - tip).manhattanLength() < 1e-6
    picked = list[tuple[float, float]]()
    monitor.picked.connect(lambda *at: picked.append(at))
    qtbot.mouseClick(monitor, Qt.MouseButton.LeftButton, pos=tip.toPoint())
    assert picked[0] == pytest.approx((u, v), abs=1.0 / per_mm)


def test_the_exposed_part_fills_the_monitor_but_for_a_rim_of_blades(monitor: Monitor) -> None:
    monitor.show_print(framed(blades=USUAL))
    exposed, square = monitor.place.exposed(), monitor.square()
    assert exposed.width() * exposed.height() >= 0.85 * square.width() * square.height()
    assert square.contains(exposed)
    assert exposed.top() - square.top() == pytest.approx(0.02 * SIDE_PX)
    monitor.show_print(framed(ticket=2))
    assert monitor.place.exposed() == square, "one that is wide open is not cut"


@pytest.mark.parametrize("ground", ["white", "black"])
def test_what_is_written_over_a_picture_is_read_on_white_and_on_black(ground: str, qapp: object) -> None:
    """Oracle: contrast of the letters with what lies round each of them."""
    image, area = QImage(SIDE_PX, SIDE_PX, QImage.Format.Format_RGB32), QRectF(0, 0, SIDE_PX, SIDE_PX)
    image.fill(ground)
    painter, shown, letters = QPainter(image), framed(), Letters("Mr Hollis, 40", "LAST IMAGE HOLD", "HOLD", "W 255  L 128")
    places = large_places(painter, area, shown.picture, QTransform(), letters)
    write_large(painter, area, shown.picture, QTransform(), letters)
    painter.end()
    assert len(places) == 5
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])
    for place in places:
        corner = image.pixelColor((place.topLeft() + QPointF(2, 1)).toPoint())
        assert contrast(INK.name(), corner.name()) >= 4.5


@pytest.mark.usefixtures("one_body")
def test_nothing_moves_under_a_hand_that_drags_an_edge_until_it_lets_go(user: User) -> None:
    live = pictured(user)
    assert live.shown is not None
    half, middle = live.shown.picture.view.field_mm / 2, live.square().center()
    edge, inner = live.to_widget(0.99 * half, 0.0).toPoint(), live.to_widget(0.5 * half, 0.0)
    user.bot.mousePress(live, LEFT, Qt.KeyboardModifier.NoModifier, edge)
    for at in ((edge + inner.toPoint()) / 2, inner.toPoint()):
        user.bot.mouseMove(live, at)
    user.wait(lambda: user.seen.carm.collimator.width == pytest.approx(0.5, abs=0.02))
    user.room.carm.set_blade("high", 0.5)
    user.wait(lambda: user.seen.carm.collimator.height == pytest.approx(0.5, abs=0.02))
    frame = live.shown.picture.frame
    user.expose()
    user.wait(lambda: live.shown is not None and live.shown.picture.frame > frame)
    assert live.to_widget(0.5 * half, 0.0).x() == pytest.approx(inner.x()), "it breathes up and down"
    user.bot.mouseRelease(live, LEFT, Qt.KeyboardModifier.NoModifier, inner.toPoint())
    assert live.place.exposed().width() == pytest.approx(0.96 * live.square().width(), rel=0.01)
    blade = live.to_widget(0.5 * half, 0.0)
    assert live.square().contains(blade)
    user.bot.mousePress(live, LEFT, Qt.KeyboardModifier.NoModifier, blade.toPoint())
    outside = blade + (blade - middle) * 0.2
    for at in ((blade + outside) / 2, outside):
        user.bot.mouseMove(live, at.toPoint())
    user.bot.mouseRelease(live, LEFT, Qt.KeyboardModifier.NoModifier, outside.toPoint())
    user.wait(lambda: user.seen.carm.collimator.width == pytest.approx(0.6, abs=0.02))
    user.wait(lambda: live.square().contains(live.to_widget(0.6 * half, 0.0)))


@pytest.mark.usefixtures("one_body")
def test_a_slider_of_the_collimator_moves_no_picture_until_it_is_let_go(user: User) -> None:
    live = pictured(user)
    slider = user.room.carm.wide
    for pair in ("wide", "high"):
        user.room.carm.set_blade(pair, 0.7)
    user.expose()
    user.wait(lambda: live.shown is not None and live.shown.picture.opening.width == pytest.approx(0.7))
    before = live.place.enlarged
    assert before > 1.3
    slider.setSliderDown(True)
    slider.setValue(100)
    user.wait(lambda: user.seen.carm.collimator.width == pytest.approx(1.0))
    assert live.place.enlarged == before
    slider.setSliderDown(False)
    user.wait(lambda: live.place.enlarged == 1.0)


@pytest.mark.parametrize("text", [100, 200])
def test_letters_on_a_picture_grow_with_it_and_large_text_covers_no_more(text: int, qapp: QApplication) -> None:
    """Fault: at 200 % two names of five had room, and a caption half of the picture's width. Oracle: their height."""
    put_on(qapp, Appearance(text_pct=text))
    try:
        image = QImage(10, 10, QImage.Format.Format_RGB32)
        for side, most in ((160, 13), (444, 18.5), (541, 23), (1260, 26)):
            painter = QPainter(image)
            font = QFont(painter.font())
            font.setPixelSize(13 * text // 100)
            painter.setFont(font)
            grown(painter, side)
            assert 13 <= QFontInfo(painter.font()).pixelSize() <= most, side
            painter.end()
    finally:
        put_on(qapp, Appearance())

"""What is drawn round makes way for contrast, and crosses for what is drawn round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from meshes.anatomy import Outline
from sim.qt.panels import landmark_names
from sim.qt.panels.landmark_names import LandmarkNames
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.name_homes import Home, Name
from sim.qt.panels.name_search import COLUMN, LAMINA, LAMINA_BELOW, Canvas, forms, names_placed
from sim.qt.panels.sight_lines import placed
from sim.qt.words import catalogue, languages, speak
from sim.session.world import World
from tests.qt.test_console import framed
from tests.qt.test_sight_lines import SIDE_PX, WHOLE, read_in, view_of

pytestmark = pytest.mark.display


def point_at(monitor: Monitor, px: float) -> None:
    """Move the pointer to a place on its diagonal."""
    at, none = QPointF(px, px), Qt.MouseButton.NoButton
    QApplication.sendEvent(monitor, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier))


def test_crosses_make_way_for_contrast_too(qtbot: QtBot) -> None:
    """Fault: six of them lay on the contrast that was to be named."""
    monitor = Monitor("live")
    qtbot.addWidget(monitor)
    monitor.resize(500, 500)
    shown = framed()
    monitor.show_print(replace(shown, picture=replace(shown.picture, sights={"L4/pedicle_right": (20.0, 20.0)})))
    monitor.sights_on = True
    at = monitor.to_widget(20.0, 20.0).toPoint()
    point_at(monitor, 100.0)
    tinted = []
    for monitor.faint in (False, True):
        image = monitor.grab().toImage()
        near = [image.pixelColor(at.x() + right, at.y() + down) for right in range(-5, 6) for down in range(-5, 6)]
        tinted.append(sum(colour.blue() - colour.red() > 8 for colour in near))
    assert tinted[0] >= 8
    assert tinted[1] == 0


def crosses(monitor: Monitor) -> int:
    """How many pixels of a monitor are tinted, but for what is written at its edges."""
    image = monitor.grab().toImage()
    colours = (image.pixelColor(x, y) for x in range(60, image.width() - 60) for y in range(60, image.height() - 60))
    return sum(colour.blue() - colour.red() > 8 for colour in colours)


def test_a_landmark_that_is_drawn_round_has_no_cross(qtbot: QtBot) -> None:
    """Fault: a dozen small crosses without names lay in the window and the pedicles. Oracle: pixels."""
    monitor, shown = Monitor("live"), framed()
    qtbot.addWidget(monitor)
    monitor.resize(500, 500)
    middle = shown.picture.view.pose.centre
    ways = np.array([[1.0, 0.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 0.0, -1.0], [-1.0, 0.0, 1.0]])
    monitor.outlines = {"L4-L5/interlaminar_window": Outline(middle + 10 * ways, closed=True)}
    monitor.sights_on = True
    point_at(monitor, 100.0)
    tinted = []
    for sights in ({}, {"L4-L5/window": (0.0, 0.0)}, {"L4/spinous_tip": (0.0, 60.0)}):
        monitor.show_print(replace(shown, picture=replace(shown.picture, sights=sights)))
        tinted.append(crosses(monitor))
    assert tinted[0] == tinted[1] < tinted[2]


def test_crosses_come_with_the_pointer_that_asks_their_names(qtbot: QtBot) -> None:
    """Fault: six crosses without names lay in every picture."""
    monitor, shown = Monitor("moment"), framed()
    qtbot.addWidget(monitor)
    monitor.resize(500, 500)
    monitor.sights_on = True
    monitor.show_print(replace(shown, picture=replace(shown.picture, sights={"L4/spinous_tip": (0.0, 60.0)})))
    assert crosses(monitor) == 0
    point_at(monitor, 100.0)
    assert crosses(monitor) > 0


def test_outlines_over_contrast_are_dashes_that_can_be_seen(qtbot: QtBot, interlaminar: World) -> None:
    """Faults: dark edges ran all along the dark column that was to be read; then pale dots of one pixel were seen by nobody. Oracle:
    pixels: half as many are darker as before contrast, and those of the dashes stand out as far."""
    monitor = Monitor("live")
    qtbot.addWidget(monitor)
    monitor.resize(500, 500)
    monitor.show_print(framed())
    monitor.outlines = {name: outline for name, outline in interlaminar.outlines.items() if "pedicle" in name}
    monitor.sights_on = True
    dark, bright = [], []
    for monitor.faint in (False, True):
        image = monitor.grab().toImage()
        # beside the names
        colours = [image.pixelColor(x, y) for name in monitor.outlines for x, y in around(monitor, name)]
        dark.append(sum(colour.green() < 100 for colour in colours))
        bright.append(sum(colour.blue() > 170 and colour.blue() - colour.red() > 40 for colour in colours))
    assert 0.1 * dark[0] < dark[1] < 0.6 * dark[0]
    assert 0.3 * bright[0] < bright[1] < 0.7 * bright[0]


def around(monitor: Monitor, name: str) -> list[tuple[int, int]]:
    """The pixels within three of a rim."""
    assert monitor.shown is not None
    drawn = placed({name: monitor.outlines[name]}, monitor.shown.picture.view, monitor.to_widget)[0]
    return sorted({(round(at.x()) + i, round(at.y()) + k) for at in drawn.corners.toList() for i in range(-3, 4) for k in range(-3, 4)})


@pytest.mark.parametrize("px", [13, 22])
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("kind", "aim"), [("AP", "interlaminar_window"), *((kind, "ventral_interlaminar_line") for kind in ("clo", "lateral"))]
)
def test_over_contrast_the_one_that_the_view_is_for_keeps_its_name(
    kind: str, aim: str, language: str, px: int, interlaminar: World, monkeypatch: pytest.MonkeyPatch, qapp: object, silent: None
) -> None:
    """Fault: the line by which depth is told had none as soon as there was contrast to compare with it. Oracle: what is written, and that
    the column, which runs along the line in front of it, stays free."""
    speak(catalogue(language), catalogue("en"))
    view, written = view_of(interlaminar, kind), list[tuple[QRectF, str]]()
    monkeypatch.setattr(landmark_names, "write", lambda painter, place, where, said, ink: written.append((place, said)))
    drawn = read_in(interlaminar, view)
    image = QImage(int(SIDE_PX), int(SIDE_PX), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    font = QFont(painter.font())
    font.setPixelSize(px)
    painter.setFont(font)
    LandmarkNames().write(painter, Canvas(WHOLE, WHOLE, drawn, (), calm=True), lambda _: 0.0)
    painter.end()
    named = next(outline for outline in drawn if aim in outline.name)
    (place, said), rim = written[0], named.corners.boundingRect()
    assert len(written) == 1
    assert said in forms(named.name) or said in forms(named.name, briefly=True)
    if not named.closed:
        behind, in_front = place.left() - rim.right(), rim.left() - place.right()
        assert (behind if named.backwards else in_front) > 0 or (in_front if named.backwards else behind) > 40


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("stood", [False, True])
@pytest.mark.parametrize("kind", ["clo", "lateral"])
def test_over_contrast_no_name_stands_where_that_runs(
    kind: str, stood: bool, language: str, interlaminar: World, qapp: object, silent: None
) -> None:
    """Fault: the plate of the line by which depth is told lay on the lamina below, with the contrast's tail along its edge. Oracle:
    rectangles, above and below the line and along the laminae; where it stood there before contrast came too."""
    speak(catalogue(language), catalogue("en"))
    drawn = read_in(interlaminar, view_of(interlaminar, kind))
    own, rim = drawn[0], drawn[0].corners.boundingRect()
    below = QRectF(rim.right() + 5, rim.bottom() + 40, 120, 30)
    before = {own.name: Home(Name(own.name, next(iter(forms(own.name))), below, None, is_minor=False), rim)} if stood else {}
    painter = QPainter(image := QImage(int(SIDE_PX), int(SIDE_PX), QImage.Format.Format_RGB32))
    found = names_placed(painter, Canvas(WHOLE, WHOLE, drawn, (), calm=True), before)
    painter.end()
    assert not image.isNull()
    assert len(found) <= 1
    for name in found:
        behind = (LAMINA_BELOW if name.place.center().y() > rim.bottom() else LAMINA) * SIDE_PX
        left, right = (name.place.left() - rim.right(), rim.left() - name.place.right())
        at_back, in_front = (left, right) if own.backwards else (right, left)
        assert at_back >= behind or in_front >= COLUMN * SIDE_PX

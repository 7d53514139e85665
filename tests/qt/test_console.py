"""The C-arm's console in the window: every knob reaches the attempt, every monitor knows where its picture lies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from meshes.anatomy import Outline
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.collimator import OPEN, Collimator
from sim.fluoroscopy.dose import BEAM_MODES, DOSE_MODES, ExposureFactors
from sim.fluoroscopy.exposure import Exposure, Orientation
from sim.fluoroscopy.picture import pictured
from sim.qt.darkroom import Print
from sim.qt.panels import console
from sim.qt.panels.monitor import Monitor
from sim.qt.words import phrase
from sim.session.world import World
from tests.qt.conftest import User

AT = (0.0, -20.0, 40.0)


AS_IT_IS = Orientation()


def framed(
    orientation: Orientation = AS_IT_IS, moved: tuple[float, float] = (0.0, 0.0), ticket: int = 1, blades: Collimator = OPEN
) -> Print:
    exposure = Exposure(
        1, 0, View(Pose(0.0, 0.0, AT)), ExposureFactors(80.0, 0.25, 200.0), blades, None, None, moved_mm=moved, orientation=orientation
    )
    image = QImage(64, 64, QImage.Format.Format_Grayscale8)
    image.fill(120)
    return Print(pictured(exposure, "AP", {}, ()), image, ticket)


def test_a_resident_works_the_console(user: User) -> None:
    """Oracle: what the observation says after each click; a run is recorded, stored, played, swapped, subtracted."""
    user.begin()
    room, carm, images = user.room, user.room.carm, user.room.images
    carm.beam.activated.emit(BEAM_MODES.index("single"))
    carm.dose.activated.emit(DOSE_MODES.index("boost"))
    carm.receptor.activated.emit(1)
    user.wait(lambda: user.seen.carm.receptor == "image intensifier")
    assert (user.seen.carm.programme.beam, user.seen.carm.programme.dose) == ("single", "boost")
    user.wait(lambda: carm.dose.currentText() == "Boost")
    before = user.seen.carm.dose.pulses
    user.expose()
    assert user.seen.carm.dose.pulses == before + 1
    carm.beam.activated.emit(BEAM_MODES.index("pulsed"))
    user.key(Qt.Key.Key_F)
    user.wait(lambda: user.seen.carm.programme.dose == "normal")
    carm.iris.setValue(60)
    user.wait(lambda: user.seen.carm.collimator.iris == 0.6)
    height = user.seen.carm.view.pose.centre[1]
    user.key(Qt.Key.Key_PageUp)
    user.wait(lambda: user.seen.carm.view.pose.centre[1] == height + 20)
    user.key(Qt.Key.Key_J)
    user.wait(lambda: user.seen.carm.laser is not None)
    user.key(Qt.Key.Key_H)
    user.wait(lambda: user.seen.images.breath_held)
    user.key(Qt.Key.Key_O)
    user.wait(lambda: user.seen.images.subtraction == "subtract")
    user.down(Qt.Key.Key_Space)
    user.wait(lambda: user.seen.images.has_mask)
    user.up(Qt.Key.Key_Space)
    user.wait(lambda: not user.seen.carm.beam_on)
    images.slide(0.3, 0.0)
    user.wait(lambda: user.seen.images.mask_shift_mm == (0.3, 0.0))
    images.turn(15.0)
    user.wait(lambda: user.seen.images.orientation.turn_deg == 15.0)
    images.mirror()
    user.wait(lambda: user.seen.images.orientation.mirrored)
    user.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    user.wait(lambda: len(user.seen.images.stored) == 1 and images.stored.count() == 1)
    user.key(Qt.Key.Key_R)
    user.wait(lambda: user.seen.images.playing)
    frames = set()
    user.wait(lambda: frames.add(user.seen.reference.frame) or len(frames) > 2)  # type: ignore[union-attr, func-returns-value]
    images.stored.activated.emit(0)
    user.wait(lambda: not user.seen.images.playing)
    live, reference = user.seen.live, user.seen.reference
    user.key(Qt.Key.Key_B)
    user.wait(lambda: user.seen.live is reference and user.seen.reference is live)
    user.wait(lambda: room.live.shown is not None and room.live.shown.picture is reference)


def test_stages_of_the_chain_are_switched_in_a_menu(user: User) -> None:
    """Oracle: the picture on hold is made anew without noise, and neighbouring pixels agree as they did not before."""
    user.begin()
    user.expose()
    live = user.room.live

    def unrest() -> float:
        assert live.shown is not None
        image = live.shown.image
        greys = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), image.bytesPerLine()).astype(float)
        return float(np.abs(np.diff(greys[300:700, 300:700])).mean())

    noisy = unrest()
    next(action for action in user.window.chain.actions() if action.text() == "Noise").setChecked(False)
    user.wait(lambda: unrest() < 0.5 * noisy)


def test_in_an_exam_nobody_steers(user: User) -> None:
    """Oracle: a textbook's AP is not tilted to this patient's end-plate; the assist is."""
    user.begin(mode="exam")
    user.key(Qt.Key.Key_2)
    user.wait(lambda: user.seen.carm.title == "lateral")
    user.key(Qt.Key.Key_1)
    user.wait(lambda: user.seen.carm.title == "AP")
    assert (user.seen.carm.view.pose.orbit_deg, user.seen.carm.view.pose.tilt_deg) == (0.0, 0.0)
    assert user.room.live.outlines == {}


@pytest.fixture
def monitor(qtbot: QtBot) -> Monitor:
    monitor = Monitor("live")
    qtbot.addWidget(monitor)
    monitor.resize(400, 300)
    return monitor


@pytest.mark.parametrize("turn", [0.0, 30.0, 90.0, 270.0])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_place_on_a_turned_monitor_comes_back(monitor: Monitor, turn: float, mirrored: bool) -> None:
    """Oracle: by hand: 300 mm on 300 pixels, mirrored first, then turned clockwise about the middle; the breath's shift counts in."""
    monitor.show_print(framed(Orientation(turn, mirrored), (2.0, -1.0)))
    at = monitor.to_widget(40.0, 25.0)
    x, y = (-42.0 if mirrored else 42.0), -24.0
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    assert (at.x(), at.y()) == pytest.approx((200 + c * x - s * y, 150 + s * x + c * y), abs=1e-6)
    assert monitor.to_detector(at.x(), at.y()) == pytest.approx((40.0, 25.0), abs=1e-6)


def test_the_later_wish_wins(monitor: Monitor) -> None:
    """Oracle: a print asked for before the one that stands here comes too late, whatever its picture's number."""
    first, second = framed(ticket=1), framed(ticket=2)
    monitor.show_print(second)
    monitor.show_print(first)
    assert monitor.shown is second


def test_outlines_are_drawn_where_the_geometry_puts_them(monitor: Monitor) -> None:
    """Oracle: a ring of 20 mm at the isocentre is seen 1000 / 640 as wide; nothing is drawn while landmarks are off."""
    angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    ring = np.array(AT) + 20.0 * np.stack([np.cos(angle), 0 * angle, np.sin(angle)], axis=-1)
    monitor.outlines = {"L4/pedicle_right": Outline(ring, True)}
    monitor.show_print(framed())

    def blue(at: QPointF) -> bool:
        image = monitor.grab().toImage()
        near = [image.pixelColor(round(at.x()) + i, round(at.y()) + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        return any(colour.blue() > colour.red() + 30 for colour in near)

    at = QPointF(200 + 20 * 1000 / 640, 150)
    assert not blue(at)
    monitor.sights_on = True
    assert blue(at)
    assert not blue(QPointF(200 + 8, 150))


def test_only_the_target_s_outlines_are_for_teaching(interlaminar: World) -> None:
    """Oracle: names: the interspace's window, its lines on the needle's side, the pedicles above and below; of other levels nothing."""
    everything = {
        f"{place}/{line}": Outline(np.zeros((3, 3)), True)
        for place in ("L3", "L4", "L5", "L3-L4", "L4-L5", "L5-S1", "sacral_canal")
        for line in ("pedicle_left", "pedicle_right", "interlaminar_window", "ventral_interlaminar_line_right", "foramen_right", "axis")
    }
    world = replace(interlaminar, anatomy=replace(interlaminar.anatomy, outlines=everything))
    assert set(world.outlines) == {
        "L4-L5/interlaminar_window", "L4-L5/ventral_interlaminar_line_right", "L4/pedicle_left", "L4/pedicle_right", "L5/pedicle_left",
        "L5/pedicle_right",
    }  # fmt: skip


@pytest.mark.usefixtures("one_body")
def test_who_is_not_asked_any_more_whether_this_is_the_end_does_not_read_it(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: "press once more" stayed for good, and a later press only asked again."""
    monkeypatch.setattr(console, "SURE_MS", 200)
    user.begin()
    room = user.room
    asked = phrase("console.finish_sure_drug")
    room.console.finish.click()
    assert room.message.text() == asked
    user.wait(lambda: room.console.finish.text() == phrase("console.finish"))
    assert room.message.text() == ""
    room.console.finish.click()
    room.say("something else")
    user.wait(lambda: room.console.finish.text() == phrase("console.finish"))
    assert room.message.text() == "something else"


@pytest.mark.usefixtures("one_body")
def test_the_end_stands_back_on_every_page_while_something_is_left(user: User) -> None:
    """Fault: on an untouched page of the aftercare it looked as if it were the next thing to press."""
    user.begin("l4_l5_disc")
    for code in user.room.ward.codes:
        user.room.ward.go_to(code)
        assert user.room.console.finish.objectName() == "faint"


@pytest.mark.usefixtures("one_body")
def test_what_was_said_on_another_page_is_no_news_at_the_table(user: User) -> None:
    """Fault: "Chart: laboratory" stood there, large, in the place of how to begin."""
    user.begin("l4_l5_disc")
    room = user.room
    begins = room.message.text()
    room.say("Chart: laboratory", "chart_opened")
    room.ward.go_to("table")
    assert room.message.text() == begins
    room.say("said at the table")
    room.ward.go_to("chart")
    room.ward.go_to("table")
    assert room.message.text() == "said at the table"

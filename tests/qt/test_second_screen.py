"""Two screens side by side, as a workstation has them: the X server's one picture is split in two, and Qt sees two screens."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QScreen

from sim.qt.panels.own_window import OwnWindow
from sim.qt.room_layout import kept
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]
WIDE, HIGH = 1600, 950
"""The tests' display (pyproject.toml)"""
HALF = WIDE // 2


def xrandr(*words: str) -> None:
    program = shutil.which("xrandr")
    assert program is not None, "xrandr is missing: .ci/system-libraries tests"
    subprocess.run([program, *words], check=True, stdout=subprocess.DEVNULL, timeout=60)


def screen(name: str) -> QScreen | None:
    return next((one for one in QGuiApplication.screens() if one.name() == name), None)


class Desk:
    """Its user, and a second screen that can be pulled out."""

    def __init__(self, user: User) -> None:
        self.user = user

    def plug_in(self) -> None:
        xrandr("--setmonitor", "second", f"{HALF}/200x{HIGH}/240+{HALF}+0", "none")
        self.user.wait(lambda: screen("second"))

    def pull_out(self) -> None:
        xrandr("--delmonitor", "second")
        self.user.wait(lambda: screen("second") is None)

    def part(self) -> OwnWindow:
        """The monitors, in their own window."""
        self.user.window.view_menu.acts["monitors"].trigger()
        window = self.user.room.lightbox.parts.window("monitors")
        self.user.bot.waitExposed(window)
        return window


@pytest.fixture
def desk(user: User) -> Iterator[Desk]:
    xrandr("--setmonitor", "first", f"{HALF}/200x{HIGH}/240+0+0", "screen")
    user.wait(lambda: screen("first"))
    desk = Desk(user)
    desk.plug_in()
    user.window.move(0, 0)
    yield desk
    if screen("second") is not None:
        desk.pull_out()
    xrandr("--delmonitor", "first")
    user.wait(lambda: screen("first") is None)


def test_the_monitors_fill_the_second_screen_and_the_room_stays_on_the_first(desk: Desk) -> None:
    desk.user.begin()
    beside = desk.part()
    assert beside.isFullScreen()
    desk.user.wait(lambda: beside.geometry() == QRect(HALF, 0, HALF, HIGH))
    assert beside.screen() is screen("second")
    assert desk.user.window.screen() is screen("first")
    desk.user.bot.keyPress(beside, Qt.Key.Key_Space)
    desk.user.wait(lambda: desk.user.room.live.shown is not None)
    desk.user.bot.keyRelease(beside, Qt.Key.Key_Space)
    desk.user.wait(lambda: not desk.user.seen.carm.beam_on)


def test_they_come_back_into_the_room_when_the_second_screen_is_pulled_out(desk: Desk) -> None:
    """Else they lay over the room on the one screen that is left, which has no frame to take hold of."""
    desk.user.begin()
    beside = desk.part()
    lightbox = desk.user.room.lightbox
    desk.pull_out()
    desk.user.wait(lambda: not lightbox.away)
    assert not beside.isVisible()
    assert desk.user.room.live.parentWidget() is lightbox
    assert kept("monitors").stand == "room"
    desk.plug_in()
    assert desk.part().screen() is screen("second")


def test_without_a_second_screen_they_stand_in_a_window_that_can_be_moved(desk: Desk) -> None:
    desk.pull_out()
    desk.user.begin()
    assert not desk.part().isFullScreen()

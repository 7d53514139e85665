"""A window with one user at it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy
from scenarios import files
from sim.qt import case_world, controller, pulse
from sim.qt.app import LAST_WORDS_S, dress
from sim.qt.appearance import Appearance, speak_to, suit
from sim.qt.job import abandon_all
from sim.qt.panels import console
from sim.qt.studio import body_preview
from sim.qt.sweeping import swept
from sim.qt.windows import laid_anew
from sim.qt.windows.main_window import MainWindow
from sim.qt.windows.mode import MODES
from sim.qt.windows.room import Room
from sim.qt.words import speak
from sim.session import session, world
from sim.session.observation import Observation
from tests.qt.made_bodies import Makers

PATIENCE_MS = 60_000
"""Machines are shared: this ends a test that hangs, it measures nothing."""
USUAL = (1280, 720)
"""Pixels across and down of a window in which text has its usual size"""


class User:
    """Does what a person at the window does, and waits to see what comes of it."""

    def __init__(self, bot: QtBot) -> None:
        self.bot = bot
        self.window = MainWindow()
        self.window.show()
        bot.waitExposed(self.window)

    def leave(self) -> None:
        """The window goes for good, as at the program's end: one that is only shut lives on, and each window after it dresses it anew."""
        self.window.close()
        abandon_all(LAST_WORDS_S)
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    @property
    def room(self) -> Room:
        assert self.window.room is not None
        return self.window.room

    def page(self, title: str) -> Any:
        """Turn to a page of the ward."""
        self.room.ward.go_to(title)
        return self.room.pages[title]

    @property
    def seen(self) -> Observation:
        assert self.room.seen is not None
        return self.room.seen

    def wait(self, until: Callable[[], object]) -> None:
        self.bot.waitUntil(lambda: bool(until()), timeout=PATIENCE_MS)

    def begin(self, case: str = "interlaminar_l4_l5", mode: str = "guided") -> None:
        self.window.begin(files.find_scenario(case), next(m for m in MODES if m.name == mode), seed=1)
        self.wait(lambda: self.window.room is not None and self.window.room.seen is not None)

    def finish(self) -> None:
        """End the attempt with something left in it, and say so once more when asked."""
        self.room.act("finish", True)
        self.bot.wait(console.HASTY_MS + 50)
        self.room.act("finish", True)

    def leave_and_go_on(self) -> None:
        """Back to the cases, and on with the attempt that was broken off."""
        self.window.back_to_cases()
        broken = self.window.chooser.broken
        self.wait(lambda: broken.list.count() == 1)
        broken.list.setCurrentRow(0)
        broken.go_on()
        self.wait(lambda: self.window.room is not None and self.window.room.seen is not None)

    def focus(self, widget: QWidget) -> None:
        """Give a control the focus; where no window manager does, the window is made the active one first."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        widget.setFocus()
        self.wait(widget.hasFocus)

    def down(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.keyPress(self.window, key, modifiers)

    def up(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.keyRelease(self.window, key, modifiers)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.down(key, modifiers)
        self.up(key, modifiers)

    def click(self, widget: QWidget, at: QPointF | None = None) -> None:
        place = at.toPoint() if at is not None else QPoint()
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def wheel(self, widget: QWidget, notches: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Notches towards the user are positive."""
        middle = QPointF(widget.width() / 2, widget.height() / 2)
        event = QWheelEvent(
            middle,
            QPointF(widget.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, -120 * notches),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def expose(self) -> None:
        """A short look: until the image on the monitor is a new one."""
        live = self.room.live
        before = live.shown
        self.down(Qt.Key.Key_Space)
        self.wait(lambda: live.shown is not None and live.shown is not before)
        self.up(Qt.Key.Key_Space)
        self.wait(lambda: not self.seen.carm.beam_on)


@pytest.fixture(autouse=True)
def freed_here() -> Iterator[None]:
    """Widgets that a test leaves go in its own thread before the next begins: threads that still draw for it would free them elsewhere.

    What was there before it is not searched: bodies and worlds of a million objects took a second after each test.
    """
    before = gc.isenabled()
    gc.disable()
    gc.freeze()
    yield
    gc.collect()
    if before:
        gc.enable()


@pytest.fixture
def one_body(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case in the shipped body, who lies as he lies: others take seconds to be made."""
    monkeypatch.setattr(world, "patient_of", lambda person, progress: reference)
    monkeypatch.setattr(world, "without_pillow", lambda *_: None)
    monkeypatch.setattr(case_world, "made_beside", lambda *_: None)
    for module in (session, laid_anew):
        monkeypatch.setattr(module, "flat_made_beside", lambda *_: None)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key comes too late: on a machine that others use a window may stand still for a second, and what was pressed then be dropped.

    A person sees that nothing came of it and presses again; what is dropped has tests of its own.
    """
    for module in (controller, pulse):
        monkeypatch.setattr(module, "LATE_S", PATIENCE_MS / 1000)


@pytest.fixture
def user(qtbot: QtBot, unhurried: None) -> Iterator[User]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with swept():
        dress(application)
        user = User(qtbot)
        yield user
        user.leave()
        suit(application, *USUAL)


@pytest.fixture
def silent() -> Iterator[None]:
    """Whatever a test lets the window speak, it speaks English after it."""
    yield
    speak()


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """The whole program speaks German while a test lasts."""
    speak_to(qapp, Appearance(language="de"))
    yield
    speak_to(qapp, Appearance())
    speak()


@pytest.fixture
def makers(monkeypatch: pytest.MonkeyPatch) -> Makers:
    """Bodies that were to be shown beside a form; none is drawn."""
    makers = Makers()
    monkeypatch.setattr(body_preview, "shots_of_sketch", makers.sketch)
    monkeypatch.setattr(body_preview, "shots_of_whole", makers.whole)
    return makers

"""The view of the room before there is one. Oracles: pixels; whether anything was begun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy
from sim.qt.job import Fault
from sim.qt.panels import theatre_picture
from sim.qt.panels.theatre_view import TheatreView
from tests.qt.conftest import User

pytestmark = pytest.mark.display
SIZE = 500


class NeverDone:
    """A job whose end does not come unless a test says so."""

    last: NeverDone

    def __init__(self, name: str, work: object, done: object, failed: Callable[[Fault], None], told: Callable[[str, float], None]) -> None:
        self.failed, self.told = failed, told
        NeverDone.last = self

    def abandon(self) -> None: ...


@pytest.fixture
def view(qtbot: QtBot, reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> TheatreView:
    monkeypatch.setattr(theatre_picture, "Job", NeverDone)
    made = TheatreView(reference, "right", True)
    qtbot.addWidget(made)
    made.resize(SIZE, SIZE)
    made.show()
    return made


def seen(view: TheatreView) -> NDArray[Any]:
    """(SIZE, SIZE, 3) as it is painted now."""
    image = view.grab().toImage().scaled(SIZE, SIZE).convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(SIZE, SIZE, 4)[..., :3].astype(int)


def test_while_the_room_is_made_a_picture_of_it_words_and_how_far_it_is_are_painted(view: TheatreView) -> None:
    begins = seen(view)
    around = np.concatenate([begins[:150].ravel(), begins[350:450].ravel()])
    assert around.mean() > 15, "no black pane"
    assert around.std() > 10, "a picture, no plain ground"
    middle = begins[200:300, 80:420].sum(2)
    assert middle.max() > middle.mean() + 250, "words to be read"
    NeverDone.last.told("", 0.7)
    later = seen(view)
    assert np.abs(later - begins).max() > 60
    assert (np.abs(later - begins).sum(2) > 0)[250:300].sum() > 100, "the bar has grown"


def test_a_room_that_cannot_be_drawn_says_why_over_the_picture(view: TheatreView) -> None:
    told: list[str] = []
    view.told.connect(told.append)
    before = seen(view)
    NeverDone.last.failed(Fault("No OpenGL here."))
    assert "No OpenGL here." in told[0]
    after = seen(view)
    assert np.abs(after - before)[200:300].max() > 60
    assert np.concatenate([after[:150].ravel(), after[350:450].ravel()]).mean() > 15, "no black pane"


def test_who_stands_at_the_left_waits_before_the_room_as_it_is_from_there(view: TheatreView, reference: Anatomy, qtbot: QtBot) -> None:
    other = TheatreView(reference, "left", True)
    qtbot.addWidget(other)
    other.resize(SIZE, SIZE)
    other.show()
    here, there = (seen(each)[20:150] for each in (view, other))
    assert 4 * np.abs(here - there[:, ::-1]).mean() < np.abs(here - there).mean()


def test_the_room_is_begun_while_somebody_rests_on_its_tile_and_not_before(user: User) -> None:
    user.begin()
    theatre, tile = user.room.theatre, user.room.lightbox.tile
    assert tile.isVisible()
    QApplication.sendEvent(tile, QEvent(QEvent.Type.Enter))
    assert theatre._job is None, "passing over it"
    QApplication.sendEvent(tile, QHelpEvent(QEvent.Type.ToolTip, QPoint(20, 20), tile.mapToGlobal(QPoint(20, 20))))
    user.wait(lambda: theatre.scene is not None)
    assert tile.isVisible(), "nobody has opened it"
    assert not theatre.isVisible()


def test_a_room_that_was_opened_is_seen_small_as_it_is_now(user: User) -> None:
    user.begin()
    theatre, tile = user.room.theatre, user.room.lightbox.tile
    user.key(Qt.Key.Key_V)
    user.wait(lambda: theatre.is_drawn)
    user.key(Qt.Key.Key_V)
    assert theatre.small
    assert theatre.isVisible()
    assert not tile.isVisible()
    before = theatre._image
    user.key(Qt.Key.Key_2)
    user.wait(lambda: user.seen.carm.title == "lateral" and theatre._image is not before)

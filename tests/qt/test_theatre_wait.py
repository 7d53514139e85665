"""The view of the room before there is one. Oracles: pixels; whether anything was begun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy
from sim.qt.appearance import Appearance, put_on
from sim.qt.job import Fault
from sim.qt.panels import theatre_picture
from sim.qt.panels.shipped_picture import FOLDER
from sim.qt.panels.theatre_view import TheatreView
from sim.qt.panels.theatre_wait import paint_unseen
from sim.qt.words import phrase
from sim.session.commands import PlaceNeedle, TakeNeedle
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
    made.small = False
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
    other.small = False
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
    user.wait(lambda: theatre.is_drawn)
    assert theatre.small, "nobody has opened it"


def test_with_a_first_picture_the_small_room_is_made_by_itself_and_follows(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: until it was opened it was a picture of an empty room, with a needle 47 mm deep in the patient."""
    monkeypatch.setattr(theatre_picture, "BY_ITSELF_MS", 40)
    user.begin()
    theatre = user.room.theatre
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 4)
    assert theatre._job is None, "the first picture comes first"
    user.down(Qt.Key.Key_Space)
    user.wait(lambda: user.seen.live is not None)
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 4)
    assert theatre._job is None, "nor is it begun under the pedal"
    user.up(Qt.Key.Key_Space)
    user.wait(lambda: theatre.is_drawn)
    assert theatre.small
    before = theatre._image
    user.key(Qt.Key.Key_2)
    user.wait(lambda: user.seen.carm.title == "lateral" and theatre._image is not before)


def test_once_a_needle_stands_in_the_patient_no_picture_of_a_bare_back_is_shown(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: "Example picture, not live" still showed a back without a needle. Oracle: what is painted."""
    for wait in ("BY_ITSELF_MS", "NEEDLED_MS"):
        monkeypatch.setattr(theatre_picture, wait, 10**6)
    told: list[tuple[str, float | None]] = []
    monkeypatch.setattr(theatre_picture, "paint_unseen", lambda painter, area, said, done, mirrored: told.append((said, done)))
    user.begin()
    theatre = user.room.theatre
    theatre.grab()
    assert not told
    user.room.send(TakeNeedle(needle="18G Tuohy"))
    user.room.send(PlaceNeedle(right_mm=20.0, superior_mm=0.0))
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.placed)
    theatre.grab()
    assert told[-1] == (phrase("theatre_picture.opens"), None)
    monkeypatch.setattr(theatre_picture, "Job", NeverDone)
    theatre.prepare()
    theatre.grab()
    assert told[-1] == (phrase("theatre_picture.wait"), 0.0)


def test_once_a_needle_stands_in_the_patient_the_small_room_is_made_at_once(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: it stayed dim until somebody clicked it."""
    monkeypatch.setattr(theatre_picture, "BY_ITSELF_MS", 10**6)
    user.begin()
    theatre = user.room.theatre
    user.room.send(TakeNeedle(needle="18G Tuohy"))
    user.room.send(PlaceNeedle(right_mm=20.0, superior_mm=0.0))
    user.wait(lambda: theatre.is_drawn)
    assert theatre.small


@pytest.mark.parametrize(("pct", "wide"), [(100, 270), (200, 177), (200, 120)])
def test_where_a_needle_stands_the_small_one_is_dim_and_its_words_are_read_whole(qapp: QApplication, pct: int, wide: int) -> None:
    """Faults: a black tile; and at 200 % a word a line, the last under the tile's name. Oracle: pixels of what is painted."""
    put_on(qapp, Appearance(text_pct=pct))
    try:
        said = [QImage(wide, 240, QImage.Format.Format_RGB32) for _ in range(2)]
        for image, words in zip(said, ("", phrase("theatre_picture.opens")), strict=True):
            painter = QPainter(image)
            painter.setFont(qapp.font())
            paint_unseen(painter, QRectF(image.rect()), words, None, mirrored=False)
            painter.end()
        plain, lettered = (np.frombuffer(i.constBits(), np.uint8).reshape(240, wide, 4)[..., :3].astype(int) for i in said)
    finally:
        put_on(qapp, Appearance())
    edge = np.concatenate([plain[:50].ravel(), plain[190:].ravel()])
    assert 8 < edge.mean() < 90, "dim, and no black pane"
    assert edge.std() > 5, "a picture"
    bright = np.argwhere((lettered.min(2) > 150) & (np.abs(lettered - plain).sum(2) > 100))
    assert len(bright), "words"
    assert bright[:, 0].min() > 40
    assert bright[:, 0].max() < 195, "above the tile's name"
    assert bright[:, 1].min() > 2
    assert bright[:, 1].max() < wide - 3


def small_one(view: TheatreView) -> NDArray[Any]:
    view.small = True
    return seen(view)


def test_until_it_is_drawn_the_small_one_is_the_picture_undimmed_and_says_that_it_is_one(view: TheatreView) -> None:
    """Oracle: the picture's own pixels below its upper edge; there, words on a plate."""
    painted = small_one(view)
    whole = QImage(str(FOLDER / "theatre_still.jpg")).scaled(SIZE, SIZE).convertToFormat(QImage.Format.Format_RGB32)
    own = np.frombuffer(whole.constBits(), np.uint8).reshape(SIZE, SIZE, 4)[..., :3].astype(int)
    assert np.abs(painted - own)[60:].mean() < 6
    assert np.abs(painted - own)[:22].mean() > 20, "a plate"
    NeverDone.last.failed(Fault("No OpenGL here."))
    assert np.array_equal(seen(view), painted), "so it stays where none can be drawn"


def test_a_room_that_nobody_opened_fails_without_a_word(view: TheatreView) -> None:
    told: list[str] = []
    view.told.connect(told.append)
    view.small = True
    NeverDone.last.failed(Fault("No OpenGL here."))
    assert not told
    view.small = False
    assert "No OpenGL here." in view.said


@pytest.mark.parametrize("pct", [100, 200])
@pytest.mark.usefixtures("one_body")
def test_the_small_room_s_name_is_a_strip_over_its_lower_edge(user: User, qapp: QApplication, pct: int) -> None:
    """Oracle: geometry. Fault: at the usual size of text it took a sixth of the picture, at twice that half of it."""
    put_on(qapp, Appearance(text_pct=pct))
    try:
        user.begin()
        user.window.resize(1280, 720)
        box, theatre = user.room.lightbox, user.room.theatre
        user.wait(lambda: box.tile.geometry().bottom() == theatre.geometry().bottom())
        name = box.tile.geometry()
        assert (name.left(), name.right()) == (theatre.geometry().left(), theatre.geometry().right())
        assert name.height() <= theatre.height() * (0.11 if pct == 100 else 0.2)
        assert theatre.isVisible()
    finally:
        put_on(qapp, Appearance())


def test_a_room_that_was_opened_is_seen_small_as_it_is_now(user: User) -> None:
    user.begin()
    theatre = user.room.theatre
    user.key(Qt.Key.Key_V)
    user.wait(lambda: theatre.is_drawn)
    user.key(Qt.Key.Key_V)
    assert theatre.small
    assert theatre.isVisible()
    before = theatre._image
    user.key(Qt.Key.Key_2)
    user.wait(lambda: user.seen.carm.title == "lateral" and theatre._image is not before)

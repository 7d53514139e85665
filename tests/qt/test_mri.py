"""The MRI at the window: scrolled by wheel, slider and keys, brightened by dragging, each stack cut where the other is pointed at."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontInfo, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy
from scenarios.chart import PAGES
from sim.procedure.mr_image import MrScanner
from sim.procedure.slices import stack_of
from sim.qt.appearance import Appearance, put_on
from sim.qt.panels.chart_page import ChartPage
from sim.qt.panels.lettering import LEAST_LETTER, rule
from sim.qt.panels.mr_window import Window
from sim.qt.panels.mri_view import BETWEEN, BOTH_FROM, PLANES, MriView
from sim.qt.panels.side_letters import side_places, side_px
from sim.qt.panels.slice_view import LETTERED, SliceView
from sim.qt.slicer import Slicer, Wish
from tests.qt.conftest import User
from tests.qt.test_layout import resize

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


def opened(user: User, case: str = "l4_l5_disc") -> MriView:
    user.begin(case)
    user.room.ward.go_to("chart")
    chart = user.room.pages["chart"]
    assert isinstance(chart, ChartPage)
    chart.pages.setCurrentRow(PAGES.index("imaging"))
    assert chart.mri is not None
    mri = chart.mri
    user.wait(lambda: all(panel.view.shown for panel in mri.panels.values()))
    return mri


def test_the_first_slices_are_there_before_the_page_is_opened(user: User) -> None:
    """Fault: who opened the imaging met two black squares that said a slice was being made."""
    user.begin("l4_l5_disc")
    chart = user.room.pages["chart"]
    assert isinstance(chart, ChartPage)
    user.wait(lambda: chart.mri is not None and all(panel.view.shown for panel in chart.mri.panels.values()))
    assert not chart.mri.isVisible()
    assert user.seen.care.pages == set(), "nothing is read by it"


def drag(view: SliceView, button: Qt.MouseButton, start: QPointF, end: QPointF) -> None:
    """Sent straight to the picture: a pointer that is only simulated holds no button while it moves."""
    for kind, at, held in (
        (QEvent.Type.MouseButtonPress, start, button),
        (QEvent.Type.MouseMove, end, button),
        (QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton),
    ):
        pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        where = QPointF(view.mapToGlobal(at.toPoint()))
        QApplication.sendEvent(view, QMouseEvent(kind, at, where, pressed, held, Qt.KeyboardModifier.NoModifier))


def test_wheel_slider_and_keys_turn_the_slices_and_move_nothing_else(user: User) -> None:
    mri = opened(user)
    panel = mri.panels["axial"]
    view, first = panel.view, panel.view.value()
    before = user.room.controller.session.events[-1].kind
    user.wheel(view, 1)
    assert view.value() == first + 1
    user.focus(view)
    for key, step in (
        (Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1), (Qt.Key.Key_PageDown, 5), (Qt.Key.Key_PageUp, -5),
        (Qt.Key.Key_Right, -1), (Qt.Key.Key_Left, 1),
    ):  # fmt: skip
        at = view.value()
        user.bot.keyClick(view, key)
        assert view.value() == at + step, key
    user.bot.keyClick(view, Qt.Key.Key_Home)
    assert view.value() == 0
    user.bot.keyClick(view, Qt.Key.Key_End)
    assert view.value() == view.maximum() == panel.slide.value()
    panel.slide.setValue(12)
    assert view.value() == 12
    user.wait(lambda: mri._last["axial"].number == 12)
    step_now = user.seen.step
    user.wait(lambda: user.seen.step > step_now + 3)
    assert user.room.controller.session.events[-1].kind == before
    assert user.seen.carm.view.pose == user.room.controller.session.look().carm.view.pose


def test_the_picture_follows_the_slice_and_a_late_one_is_not_shown(user: User) -> None:
    mri = opened(user)
    view = mri.panels["axial"].view
    seen = [view._picture]
    for number in (3, 4, 5, 6, 7):
        view.setValue(number)
    user.wait(lambda: view._picture is not seen[0] and not mri.slicer._jobs and not mri.slicer._waiting)
    wish = mri._last["axial"]
    assert not view.is_draft
    assert wish.number == 7
    assert view._picture is mri.slicer._kept[wish]


def test_pointing_at_one_stack_takes_the_other_there(user: User) -> None:
    """Oracle: geometry: the place under the pointer lies in the other's slice."""
    mri = opened(user)
    sagittal, axial = mri.panels["sagittal"], mri.panels["axial"]
    place = mri.anatomy.landmark("L2-L3/window")
    user.click(sagittal.view, sagittal.view.to_widget(*sagittal.pose.pixel(place)))
    assert abs(axial.pose.off_mm(sagittal.pose.place(*sagittal.pose.pixel(place)))) < 3.0
    assert "L2-L3" in axial.view.title or "L2" in axial.view.title
    line = sagittal.view.line
    assert line is not None
    foramen = mri.anatomy.landmark("L4/foramen_left")
    mri.panels["axial"].view.setValue(axial.stack.nearest(foramen))
    user.click(axial.view, axial.view.to_widget(*axial.pose.pixel(foramen)))
    assert abs(sagittal.pose.off_mm(foramen)) < 3.0
    assert sagittal.view.line != line


def test_a_right_drag_brightens_and_a_double_click_takes_it_back(user: User) -> None:
    view = opened(user).panels["sagittal"].view
    middle = view.square().center()
    usual = view.window_now
    drag(view, Qt.MouseButton.RightButton, middle, middle + QPointF(60, -40))
    assert view.window_now.width > usual.width
    assert view.window_now.level < usual.level
    user.bot.mouseDClick(view, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, QPoint(50, 50))
    assert view.window_now == usual


def test_greys_follow_the_window() -> None:
    picture = np.array([[0.0, 0.25, 0.5, 1.0]], np.float16)
    assert Window(0.5, 1.0).greys(picture).tolist() == [[0, 63, 127, 255]]
    assert Window(0.5, 0.5).greys(picture).tolist() == [[0, 0, 127, 255]]
    assert Window(0.5, 0.1).moved(-1.0, 5.0) == Window(2.0, 0.05)


def test_sequences_are_those_of_the_day_and_key_slices_are_found_again(user: User) -> None:
    mri = opened(user, "discitis")
    sagittal, axial = mri.panels["sagittal"], mri.panels["axial"]
    assert [w for w, button in sagittal.buttons.items() if button.isVisible()] == ["T1", "T2"]
    user.click(sagittal.buttons["T1"])
    assert sagittal.view.title == "T1"
    _, later = mri.studies
    user.click(mri.days.buttons()[1])
    assert mri.study is later
    assert [w for w, button in sagittal.buttons.items() if button.isVisible()] == ["STIR"]
    assert axial.weighting is None
    assert not axial.view.shown
    assert "no images of this kind" in axial.view.note
    user.wait(lambda: sagittal.view.shown and mri._last["sagittal"].oedema == ("L4-L5",))
    (key,) = later.keys
    sagittal.view.setValue(0)
    user.click(mri.keys[key])
    assert sagittal.view.value() == sagittal.stack.nearest(mri.anatomy.landmark(key.at))


def test_level_names_can_be_taken_away(user: User) -> None:
    mri = opened(user)
    view = mri.panels["sagittal"].view
    assert {"L4", "L5", "S1"} <= set(view.names)
    user.click(mri.named, QPointF(8, mri.named.height() / 2))
    assert view.names == {}
    assert mri.panels["axial"].view.title == "T2"


def test_leaving_while_a_slice_is_made_harms_nothing(user: User) -> None:
    mri = opened(user)
    for number in range(10):
        mri.panels["sagittal"].view.setValue(number)
    user.window.back_to_cases()
    user.wait(lambda: user.window.room is None)
    user.bot.wait(300)


def test_a_narrow_page_shows_one_stack_and_a_way_to_the_other(user: User) -> None:
    """Fault: two of 148 pixels stood beside one another, their letters on one another. Oracle: geometry."""
    mri = opened(user)
    mri.setParent(None)
    mri.resize(BOTH_FROM - 1, 600)
    mri.show()
    sagittal, axial = mri.panels["sagittal"], mri.panels["axial"]
    assert (sagittal.isVisible(), axial.isVisible()) == (True, False)
    user.click(mri.turns["axial"])
    assert (sagittal.isVisible(), axial.isVisible()) == (False, True)
    mri.show_key(mri.study, next(key for key in mri.study.keys if key.plane == "sagittal"))
    assert (sagittal.isVisible(), axial.isVisible()) == (True, False)
    mri.resize(BOTH_FROM, 600)
    assert sagittal.isVisible()
    assert axial.isVisible()
    assert not mri.turns["axial"].isVisible()
    mri.close()


@pytest.mark.parametrize(("side", "small"), [(LETTERED - 10, True), (LETTERED + 60, False)])
def test_what_is_told_of_a_small_slice_stands_in_a_line_below_it(side: int, small: bool, user: User) -> None:
    """Fault: series, number, greys and scale lay over one another, and over letters. Oracle: geometry."""
    view = opened(user).panels["sagittal"].view
    user.wait(lambda: not view.is_draft)
    view.setMaximumHeight(side)
    view.resize(side, side)
    assert view.is_small == small
    assert view.square().bottom() <= side - (view.fontMetrics().height() if small else 0)
    assert view.line_said() == "T2   9 / 17   W 84  L 42"
    rows = [view.to_widget(*at).y() for at in view._names_with_room().values()]
    assert all(below - above >= view.name_px for above, below in pairwise(sorted(rows)))
    assert set(side_places(view.square(), view.sides)) == {"A", "P", "H", "F"}
    assert all(view.square().contains(place) for place in side_places(view.square(), view.sides).values())


def test_levels_of_a_small_slice_are_named_where_text_is_large(user: User) -> None:
    """Fault: the box "Level names" was ticked, and no level had a name. Oracle: geometry."""
    view = opened(user).panels["sagittal"].view
    view.setStyleSheet("font-size: 26px")
    view.setMaximumHeight(240)
    view.resize(240, 240)
    assert view.is_small
    rows = sorted(view.to_widget(*at).y() for at in view._names_with_room().values())
    assert len(rows) > 1
    assert LEAST_LETTER <= view.name_px <= min(below - above for above, below in pairwise(rows))


def test_the_letters_of_a_slice_s_sides_grow_with_the_text(user: User, qapp: QApplication) -> None:
    """Fault: they stayed at their usual size beside names and captions of twice that. Oracle: geometry."""
    view = opened(user).panels["sagittal"].view
    before = side_px(view.square())
    view.setMaximumHeight(320)
    put_on(qapp, Appearance(text_pct=200))
    view.resize(320, 320)
    assert 1.7 * before <= side_px(view.square()) <= 0.1 * view.square().width()
    assert all(view.square().contains(place) for place in side_places(view.square(), view.sides).values())
    put_on(qapp, Appearance())


def test_a_picture_begins_under_its_title(user: User) -> None:
    """Fault: an empty band lay between. Oracle: geometry."""
    mri = opened(user)
    for size in ((1280, 720), (1920, 1080)):
        resize(user, size)
        user.bot.wait(50)
        for panel in mri.panels.values():
            above = panel.view.mapTo(panel, QPoint(0, 0)).y() + panel.view.square().top()
            assert above <= panel.title.height() + 20


def test_of_a_slice_that_is_not_there_yet_a_draft_comes_first(qtbot: QtBot, reference: Anatomy) -> None:
    """Fault: black squares, "Making this slice ...", for some seconds. Oracle: what comes, of both planes, and how like it is."""
    owner, came = QObject(), list[tuple[Wish, NDArray[np.float16], bool]]()
    slicer = Slicer(MrScanner(reference), owner)
    slicer.made.connect(lambda wish, picture, is_draft: came.append((wish, picture, is_draft)))
    wishes = []
    for plane in PLANES:
        wishes.append(Wish(plane, "T2", (), 8))
        slicer.ask(wishes[-1], stack_of(reference, plane).poses[8])
    qtbot.waitUntil(lambda: len(came) == 4, timeout=60_000)
    assert [wish for wish, *_ in came] == [*wishes, *wishes]
    assert [is_draft for *_, is_draft in came] == [True, True, False, False]
    for (_, soft, _), (wish, sharp, _) in zip(came[:2], came[2:], strict=True):
        assert soft.shape == sharp.shape
        assert np.corrcoef(soft.astype(float).ravel(), sharp.astype(float).ravel())[0, 1] > 0.85
        assert slicer._kept[wish] is sharp
    slicer.ask(wishes[0], stack_of(reference, PLANES[0]).poses[8])
    assert len(came) == 5, "one that is kept comes at once, and alone"
    assert came[4][1] is came[2][1]
    assert not came[4][2]


def test_a_draft_of_a_slice_is_told_as_one_until_the_slice_is_there(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: a soft picture of few places was shown as if it were the slice. Oracle: what is written on it."""
    view = opened(user).panels["axial"].view
    user.wait(lambda: view.shown and not view.is_draft)
    picture, draws, written = view._picture, QPainter.drawText, set[str]()

    def heard(painter: QPainter, *rest: Any) -> object:
        written.update(said for said in rest if isinstance(said, str))
        return draws(painter, *rest)

    monkeypatch.setattr(QPainter, "drawText", heard)
    for is_draft in (True, False):
        view.show_picture(picture, is_draft)
        written.clear()
        view.grab()
        assert ("refining ..." in written) == is_draft


@pytest.mark.parametrize("high", [LETTERED - 20, LETTERED + 20])
def test_what_is_told_of_two_slices_is_told_in_letters_of_one_size(high: int, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: "T2" in letters of 26 pixels beside "T2, L4-L5" in letters of 18. Oracle: the letters that are set when each is drawn."""
    views = [panel.view for panel in opened(user).panels.values()]
    draws, found = QPainter.drawText, dict[SliceView, set[int]]()

    def heard(painter: QPainter, *rest: Any) -> object:
        if isinstance(rest[-1], str) and rest[-1] in told:
            found.setdefault(drawn, set()).add(QFontInfo(painter.font()).pixelSize())
        return draws(painter, *rest)

    for drawn in views:
        drawn.setStyleSheet("font-size: 26px")
        drawn.setMaximumHeight(high)
        drawn.resize(drawn.width(), high)
    told = {said for view in views for said in (view.title, view.line_said())}
    monkeypatch.setattr(QPainter, "drawText", heard)
    for drawn in views:
        drawn.grab()
    assert len(found) == 2
    assert len(set.union(*found.values())) == 1


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (2560, 1440)])
def test_the_imaging_is_headed_as_the_other_pages_are_and_leads_on(size: tuple[int, int], user: User) -> None:
    """Faults: it had no heading and no way to the next page, and an empty band under its slices. Oracle: geometry."""
    mri = opened(user)
    resize(user, size)
    chart = user.room.pages["chart"]
    assert isinstance(chart, ChartPage)
    head = chart.report.findChild(QLabel, "title")
    assert head is not None
    assert head.isVisible()
    assert head.text() == "Imaging"
    user.wait(lambda: chart.onward.isVisible() and not chart.report.scrolled.verticalScrollBar().maximum())
    for panel in mri.panels.values():
        side, wide = panel.view.square().width(), (mri.width() - BETWEEN) / 2
        assert side > 0.94 * wide or (side > 340 and side == panel.view.height()), "as large as the page is wide, or high"
        assert mri.how.mapTo(mri, QPoint()).y() - panel.geometry().bottom() < 12, "no empty strip below"
    assert chart.coming.onward.text() == "Read: History \u2192"
    user.click(chart.coming.onward)
    user.wait(lambda: "history" in user.seen.care.pages)
    assert not chart.onward.isVisible()


@pytest.mark.parametrize("under", ["white", "black", "lightgray"])
def test_a_scale_is_seen_on_fat_and_on_air(under: str) -> None:
    """Fault: its line lay on bright fat and was lost. Oracle: greys across the line, from its plate to its edge to itself."""
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    picture.fill(under)
    painter = QPainter(picture)
    rule(painter, QRectF(10, 10, 180, 80), 120, "5 cm")
    painter.end()
    greys = [picture.pixelColor(120, y).lightness() for y in range(78, 96)]
    assert max(greys) - min(greys) > 180
    plate = [picture.pixelColor(x, 84).lightness() for x in (80, 120, 180)]
    assert max(plate) < 120, "all of it lies on a plate"
    ends = [picture.pixelColor(x, 84).lightness() for x in (70, 189)]
    assert min(ends) > 180, "its ends are marked"

"""Each card of the column stands open or has its tab, whatever the window's size and however far the attempt has come. Oracle: geometry."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QApplication

from sim.qt.appearance import Appearance, put_on
from sim.qt.windows.column import Column
from sim.qt.windows.where_to_look import where_to_look
from sim.scoring.milestones import Standing
from sim.session.care_commands import Discharge
from sim.session.commands import AdvanceNeedle, AttachSyringe, PlaceNeedle, PressPlunger, ReleasePlunger, RemoveNeedle, TakeNeedle
from tests.qt.conftest import User
from tests.qt.test_layout import resize

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]
SIZES = ((1280, 720), (1366, 768), (1536, 864), (1600, 900), (1920, 1080), (2560, 1440))
CONTRAST = "iohexol 240"


def tabs_lie_apart(column: Column) -> bool:
    """None under another, all of them within the column."""
    places = [QRect(tab.mapTo(column, QPoint()), tab.size()) for tab in column.tabs.buttons if tab.isVisible()]
    return not any(a.intersects(b) for a, b in combinations(places, 2)) and all(column.rect().contains(place) for place in places)


def out_of_reach(column: Column) -> list[str]:
    """Codes of cards that neither stand open nor are shown by a click on their tab, or whose tab lies under another."""
    lost = [] if tabs_lie_apart(column) else ["tabs"]
    for tab, (code, page) in zip(column.tabs.buttons, column._pages.items(), strict=True):
        if tab.isVisible():
            tab.click()
        if not page.isVisible() or (page.parentWidget() is column) == tab.isVisible():
            lost.append(code)
    return lost


def steps_without_a_target(user: User, due: tuple[str, ...]) -> list[str]:
    """Of these steps of the guide those whose ring goes round neither their control, in sight, nor the tab that it lies behind."""
    room, lost = user.room, []
    for step in due:
        room.guide.show_standing(Standing(room.guide.steps, frozenset(), step))
        room.pointer.follow()
        meant = where_to_look(room, room.controller.session.world.technique, 0.0, True)
        assert meant is not None, step
        for code in ("needle", "patient"):  # on whichever page a hand has turned to since
            room.column.open(code)
            room.pointer.follow()
            tab = room.column.tab_of(meant)
            ringed = meant if meant.isVisible() else tab
            if ringed is None or not ringed.isVisible() or room.pointer.round is not ringed:
                lost.append(f"{step}, {code} open")
                continue
            around = QRect(room.pointer.mapTo(room, QPoint()), room.pointer.size())
            if not around.contains(QRect(ringed.mapTo(room, QPoint()), ringed.size()).center()):
                lost.append(f"{step}, {code} open: elsewhere")
    return lost


def needle_in_hand(user: User) -> None:
    user.room.send(TakeNeedle(needle=user.room.needle.choice.itemText(0)))
    user.wait(lambda: user.seen.needle)


def needle_in_the_body(user: User) -> None:
    user.room.send(PlaceNeedle(right_mm=3.0, superior_mm=0.0))
    user.room.send(AdvanceNeedle(mm=4.0))
    user.wait(lambda: user.seen.needle and user.seen.needle.depth_mm > 3)


def contrast_given(user: User) -> None:
    for command in (AttachSyringe(agent=CONTRAST), PressPlunger(rate_ml_s=1.0)):
        user.room.send(command)
    user.wait(lambda: user.seen.syringe.pressure_mmhg > 0)
    user.room.send(ReleasePlunger())


def gone_home(user: User) -> None:
    for command in (RemoveNeedle(), Discharge(driver=True, advice=())):
        user.room.send(command)
    user.wait(lambda: user.seen.care.discharged)


DUE = {
    needle_in_hand: ("target_seen", "needle_set"), needle_in_the_body: ("on_the_way", "depth_judged", "loss_felt"),
    contrast_given: ("contrast_proves", "contrast_named", "drug_given", "needle_out"), gone_home: (),
}  # fmt: skip
"""What brings an attempt on, and steps that are due then"""


def check(user: User) -> None:
    user.begin("l4_l5_disc")
    room = user.room
    room.ward.go_to("table")
    user.wait(lambda: tabs_lie_apart(room.column))  # once it is laid out
    lost = out_of_reach(room.column) + steps_without_a_target(user, ("target_seen", "needle_taken"))
    for comes_to, due in DUE.items():
        comes_to(user)
        user.bot.wait(20)
        lost += [f"{comes_to.__name__}: {one}" for one in out_of_reach(room.column) + steps_without_a_target(user, due)]
    assert lost == []


@pytest.mark.parametrize("size", SIZES)
def test_each_card_is_reached_and_each_step_has_its_control(size: tuple[int, int], user: User) -> None:
    resize(user, size)
    check(user)


def test_so_it_is_where_text_is_large(user: User, qapp: QApplication) -> None:
    resize(user, SIZES[0])
    put_on(qapp, Appearance(text_pct=200))
    check(user)
    put_on(qapp, Appearance())


class _LaysOut(QObject):
    """As the guide's ring round a tab does when that comes or goes: what the layout still owes the column comes in the midst of a move."""

    def __init__(self, column: Column, high: int) -> None:
        super().__init__(column)
        self._column, self._high = column, high

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self._column.height() != self._high:
            self._column.resize(self._column.width(), self._high)
        return False


def test_a_ring_round_a_tab_that_comes_or_goes_loses_no_card(user: User) -> None:
    """Fault: an attempt that was gone on with at 1920 x 1080 had no needle's panel and no tab of it, and the ring fell on another tab."""
    resize(user, (1920, 1080))
    user.begin("l4_l5_disc")
    room, column = user.room, user.room.column
    room.ward.go_to("table")
    user.wait(lambda: room.needle.parentWidget() is column and room.needle.height() == room.needle.sizeHint().height())
    tab = column.tab_of(room.needle)
    assert tab is not None
    whole = column.height()
    at_once = _LaysOut(column, whole)
    tab.installEventFilter(at_once)
    column.resize(column.width(), whole - 2 * room.needle.height())
    assert column.height() == whole
    user.wait(lambda: room.needle.isVisible() or tab.isVisible())
    user.bot.wait(50)
    assert out_of_reach(column) == []
    assert room.needle.parentWidget() is column

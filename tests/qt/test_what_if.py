"""What if, in the debriefing: asked at the moment that is shown, answered beside what it was, refused in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from meshes.tissues import EPIDURAL, INTRATHECAL
from sim.fluoroscopy.imager import Imager
from sim.qt.windows.debriefing import WIDTH, Debriefing
from sim.session.commands import AdvanceNeedle
from sim.session.world import World
from tests.sim.played import Played


@pytest.fixture
def page(qtbot: QtBot, played: Played, worlds: dict[str, World]) -> Iterator[Debriefing]:
    world = worlds["interlaminar_l4_l5"]
    made = Debriefing(world, played["interlaminar_l4_l5_careless"], Imager(world.anatomy))
    qtbot.addWidget(made)
    made.resize(1260, 680)
    made.show()
    qtbot.waitUntil(lambda: made.film.reel is not None, timeout=60_000)
    yield made
    made.closing()


@pytest.mark.display
def test_it_is_played_from_the_moment_that_is_shown(qtbot: QtBot, page: Debriefing) -> None:
    asked = page.what_if
    drug = next(event.step for event in page.recording.events if event.kind == "injection_started" and event.data["fluid"] == "drug")
    page.film.go_to(drug)
    qtbot.mouseClick(asked.buttons["no_drug"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not asked.table.isHidden(), timeout=60_000)
    assert asked.said.text() == f"No drug given, at 0:{drug // 32:02d}"
    cells = [[item.text() if (item := asked.table.item(row, k)) else "" for k in range(3)] for row in range(asked.table.rowCount())]
    lies = next(row for row in cells if row[0] == "Drug lies in")
    assert lies[2] == "nothing" != lies[1]
    assert any(row[0].startswith("no longer said: The drug was given into the thecal sac") for row in cells)


@pytest.mark.display
def test_where_there_is_nothing_to_change_it_says_so(qtbot: QtBot, page: Debriefing) -> None:
    page.film.go_to(0)
    page.what_if.ask("stop_short")
    qtbot.waitUntil(lambda: "had not been advanced" in page.what_if.said.text(), timeout=60_000)
    assert page.what_if.table.isHidden()


@pytest.mark.display
def test_only_the_last_question_is_answered(qtbot: QtBot, page: Debriefing) -> None:
    page.film.go_to(0)
    page.what_if.ask("half_speed")
    page.what_if.ask("no_drug")
    qtbot.waitUntil(lambda: not page.what_if.table.isHidden(), timeout=60_000)
    assert page.what_if.said.text().startswith("No drug given")
    assert page.what_if.minimumSizeHint().width() <= WIDTH


@pytest.mark.display
def test_the_two_ways_are_seen_side_by_side_from_the_moment_on(qtbot: QtBot, page: Debriefing) -> None:
    """Oracle: two millimetres are left out of the last push, so the tips stand two millimetres apart, on one line."""
    pushed = [step for step, command in page.recording.commands if isinstance(command, AdvanceNeedle)][-1]
    page.film.go_to(pushed + 1)
    page.what_if.ask("stop_short")
    ways = page.two_ways
    qtbot.waitUntil(lambda: page.pictures.currentWidget() is ways, timeout=60_000)
    was, would = ways.columns
    assert was.head.text() == "As it was"
    assert would.head.text().startswith("Stopped two millimetres earlier")
    assert ways.player.step == pushed + 1
    qtbot.waitUntil(lambda: would.body.needle is not None, timeout=60_000)
    assert was.body.needle is not None
    assert would.body.needle is not None
    assert np.linalg.norm(was.body.needle[-1] - would.body.needle[-1]) == pytest.approx(2.0, abs=0.2)
    assert would.body.way is was.body.needle
    assert was.body.way is None
    for column in ways.columns:
        qtbot.waitUntil(lambda column=column: column.monitor.shown is not None, timeout=60_000)
        assert column.monitor.shown is not None
        assert column.monitor.shown.picture is column.picture
    assert "deep; tissue: " in was.said.text()
    # turning one turns both
    qtbot.keyClick(was.body, Qt.Key.Key_Left)
    assert was.body.stand == would.body.stand
    # one clock for both
    ways.slider.setFocus()
    ways.slider.setValue(pushed + 100)
    assert ways.player.step == pushed + 100
    qtbot.mouseClick(ways.bar.play, Qt.MouseButton.LeftButton)
    assert ways.player.running
    qtbot.waitUntil(lambda: ways.player.step > pushed + 100, timeout=60_000)
    qtbot.mouseClick(ways.back, Qt.MouseButton.LeftButton)
    assert not ways.player.running
    assert page.pictures.currentWidget() is page.film
    qtbot.waitUntil(lambda: page.film.body.shown is not None, timeout=60_000)


@pytest.mark.display
def test_a_remark_leads_back_to_the_film(qtbot: QtBot, page: Debriefing) -> None:
    page.what_if.ask("no_drug")
    qtbot.waitUntil(lambda: page.pictures.currentWidget() is page.two_ways, timeout=60_000)
    page.remarks.itemClicked.emit(page.remarks.item(0))
    assert page.pictures.currentWidget() is page.film


@pytest.mark.display
def test_competent_hands_stand_beside_this_attempt_where_each_gave_the_drug(qtbot: QtBot, page: Debriefing) -> None:
    """Oracle: the recordings' own events; competent hands have it in the epidural space, this attempt in the sac."""
    last = page.last_time
    qtbot.mouseClick(last.others, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not last.others_table.isHidden(), timeout=60_000)
    heads = [item.text() for k in range(3) if (item := last.others_table.horizontalHeaderItem(k)) is not None]
    assert heads == ["", "This time", "Expert run"]
    cells = [[item.text() if (item := last.others_table.item(row, k)) else "" for k in range(3)] for row in range(2)]
    assert cells[0][:2] == ["Points", f"{page.score.total:.1f}"]
    assert float(cells[0][2]) > 90.0
    assert cells[1] == ["Passed", "no", "yes"]
    assert "The class is not shown" in last.said.text()
    qtbot.mouseClick(last.see, Qt.MouseButton.LeftButton)
    ways = page.two_ways
    assert page.pictures.currentWidget() is ways
    theirs, own = (column.frame(ways.player.step) for column in ways.columns)
    assert theirs.tip is not None
    assert own.tip is not None
    assert theirs.tip.tissue in EPIDURAL
    assert own.tip.tissue in INTRATHECAL
    assert own.step == next(e.step for e in page.recording.events if e.kind == "injection_started" and e.data["fluid"] == "drug")

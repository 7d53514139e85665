"""What if, in the debriefing: asked at the moment that is shown, answered beside what it was, refused in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sim.fluoroscopy.imager import Imager
from sim.qt.windows.debriefing import WIDTH, Debriefing
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
    qtbot.waitUntil(lambda: "had not been pushed" in page.what_if.said.text(), timeout=60_000)
    assert page.what_if.table.isHidden()


@pytest.mark.display
def test_only_the_last_question_is_answered(qtbot: QtBot, page: Debriefing) -> None:
    page.film.go_to(0)
    page.what_if.ask("half_speed")
    page.what_if.ask("no_drug")
    qtbot.waitUntil(lambda: not page.what_if.table.isHidden(), timeout=60_000)
    assert page.what_if.said.text().startswith("No drug given")
    assert page.what_if.minimumSizeHint().width() <= WIDTH

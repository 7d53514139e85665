"""This attempt beside the learner's last one, out of the gradebook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scenarios import files
from sim.exchange.gradebook.address import DATABASE, database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.filing import file_journals
from sim.exchange.gradebook.learners import learner_named
from sim.exchange.gradebook.tables import Measured
from sim.qt.windows.last_time import LastTime
from sim.records.recording import Recording, read
from sim.scoring.judged import Judging
from sim.scoring.rubric import judge
from sim.session.world import World
from tests.sim.exchange.gradebook.made_up import made_up
from tests.sim.played import Played
from tests.sim.records.changed import header, rewritten

pytestmark = pytest.mark.display


@pytest.fixture
def world(worlds: dict[str, World]) -> World:
    return worlds["interlaminar_l4_l5"]


def adas(played: Played, name: str, tmp_path: Path) -> Path:
    """A shipped script as Ada's attempt."""
    path = tmp_path / f"{name}.jsonl"
    path.write_bytes(played.path(name).read_bytes())
    return rewritten(path, header(learner="Ada", mode="practice", started="2026-11-27"))


def asked(qtbot: QtBot, world: World, recording: Recording) -> LastTime:
    view = LastTime(world, recording, judge(recording, files.rubric_of(world.scenario), world.scenario))
    qtbot.addWidget(view)
    view.ask()
    return view


def test_the_one_before_is_found_and_not_this_one(
    qtbot: QtBot, world: World, played: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are filed, this one last: as they are when the page is looked at."""
    monkeypatch.delenv(DATABASE, raising=False)
    first, now = (adas(played, f"interlaminar_l4_l5_{how}", tmp_path) for how in ("careless", "competent"))
    with Gradebook(database_url()) as book:
        list(file_journals(book, [first, now], judging=Judging(patient=world.anatomy)))
    view = asked(qtbot, world, read(now))
    qtbot.waitUntil(lambda: not view.table.isHidden(), timeout=60_000)
    heads = [item.text() for k in range(3) if (item := view.table.horizontalHeaderItem(k)) is not None]
    assert heads == ["", "Last: 2026-11-27", "This time"]
    cells = [[item.text() if (item := view.table.item(row, k)) else "" for k in range(3)] for row in range(view.table.rowCount())]
    assert ["Passed", "no", "yes"] in cells
    view.ask_others()
    assert view.table.isHidden(), "one table at a time"
    qtbot.waitUntil(lambda: not view.others_table.isHidden(), timeout=60_000)
    heads = [item.text() for k in range(5) if (item := view.others_table.horizontalHeaderItem(k)) is not None]
    assert heads == ["", "This time", "Last time", "Expert run"]
    view.ask()
    view.closing()
    first_one = asked(qtbot, world, read(first))
    qtbot.waitUntil(lambda: "no earlier attempt" in first_one.said.text(), timeout=60_000)


def test_where_there_is_none_one_sentence_says_so(
    qtbot: QtBot, world: World, played: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(DATABASE, raising=False)
    recording = read(adas(played, "interlaminar_l4_l5_careless", tmp_path))
    alone = asked(qtbot, world, recording)
    qtbot.waitUntil(lambda: "no earlier attempt" in alone.said.text(), timeout=60_000)
    assert "same body" in alone.about[alone.others], "what is offered is told before it is asked for"
    nobody = asked(qtbot, world, replace(recording, header=replace(recording.header, learner="")))
    qtbot.waitUntil(lambda: nobody.said.text().startswith("This attempt has no name"), timeout=60_000)
    assert nobody.about[nobody.button].startswith("This attempt has no name"), "and what cannot be had, with the reason"
    assert (nobody.button.isEnabled(), nobody.others.isEnabled()) == (False, True)


def test_the_class_stands_beside_it_once_it_is_large_enough(
    qtbot: QtBot, world: World, played: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Oracle: the totals that were put in; no name of theirs is anywhere on the page."""
    monkeypatch.delenv(DATABASE, raising=False)
    recording = read(adas(played, "interlaminar_l4_l5_competent", tmp_path))
    with Gradebook(database_url()) as book, book.session() as session:
        for number in range(5):
            row = made_up(learner_named(session, f"Secret {number}").id, world.scenario.name, number, 50.0 + 10.0 * number, number > 1)
            row.scenario_hash = recording.header.scenario_hash
            row.measures = [Measured(name="passes", value=float(number))]
            session.add(row)
    view = LastTime(world, recording, judge(recording, files.rubric_of(world.scenario), world.scenario))
    qtbot.addWidget(view)
    view.ask_others()
    qtbot.waitUntil(lambda: not view.others_table.isHidden(), timeout=60_000)
    table = view.others_table
    columns = range(table.columnCount())
    heads = [item.text() for k in columns if (item := table.horizontalHeaderItem(k)) is not None]
    assert heads == ["", "This time", "Expert run", "Class of 5"]
    cells = [[item.text() if (item := table.item(row, k)) else "" for k in columns] for row in range(table.rowCount())]
    assert cells[0][3] == "70 (60 to 80)"
    assert cells[1][3] == "60 %"
    assert "Secret" not in str(cells) + view.said.text()
    view.closing()

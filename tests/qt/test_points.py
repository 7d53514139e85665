"""How the total is made up, as the result page shows it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from scenarios import files
from sim.qt.app import dress
from sim.qt.panels.points_view import PointsView, rows
from sim.qt.windows.debriefing import WIDTH
from sim.scoring.rubric import judge
from sim.session.world import World
from tests.sim.played import Played


@pytest.mark.parametrize("script", ["l4_l5_disc_competent", "interlaminar_l4_l5_careless"])
def test_points_and_what_harm_took_add_up_to_the_total(qtbot: QtBot, script: str, played: Played, worlds: dict[str, World]) -> None:
    """Oracle: the total, worked out by the score itself; each figure is rounded to a tenth."""
    recording = played[script]
    case = worlds[recording.header.scenario].scenario
    score = judge(recording, files.rubric_of(case), case)
    found = rows(score)
    numbers = [(float(points.replace("\N{MINUS SIGN}", "-")), float(most.replace("\N{MINUS SIGN}", "-"))) for _, _, points, most in found]
    assert max(sum(points for points, _ in numbers), 0.0) == pytest.approx(score.total, abs=0.05 * len(found))
    assert sum(most for _, most in numbers if most > 0) == pytest.approx(100.0, abs=0.05 * len(score.marks))
    lost = [most - points if most > 0 else -points for points, most in numbers]
    assert all(a >= b - 0.11 for a, b in pairwise(lost)), "what cost points stood under thirty measures that cost none"
    view = PointsView(score, 70.0)
    qtbot.addWidget(view)
    assert view.table.rowCount() == len(score.marks) + len(score.losses) + len(score.economy)
    assert f"Now: {score.total:.1f}." in view.findChildren(QLabel)[0].text()


def in_the_column(bot: QtBot, played: Played, worlds: dict[str, World], height: int) -> PointsView:
    """Of a debriefing: as wide as that is, and so high; dressed as the program is, since rows are higher then."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dress(application)
    recording = played["interlaminar_l4_l5_careless"]
    case = worlds[recording.header.scenario].scenario
    view = PointsView(judge(recording, files.rubric_of(case), case), 70.0)
    bot.addWidget(view)
    view.resize(WIDTH - 20, height)
    view.show()
    return view


def test_the_points_are_in_sight_beside_the_pictures(qtbot: QtBot, played: Played, worlds: dict[str, World]) -> None:
    """Fault: in the column of a debriefing the two columns of points lay beyond its edge."""
    view = in_the_column(qtbot, played, worlds, 400)
    bar = view.table.horizontalScrollBar()
    qtbot.waitUntil(lambda: view.table.viewport().width() > 0)
    assert bar.maximum() == 0


def test_no_list_scrolls_within_a_list(qtbot: QtBot, played: Played, worlds: dict[str, World]) -> None:
    """Fault: the table scrolled in a page that scrolled, and three of its rows were seen."""
    view = in_the_column(qtbot, played, worlds, 200)
    qtbot.waitUntil(lambda: view.table.verticalScrollBar().maximum() == 0)
    assert view.table.height() > 200

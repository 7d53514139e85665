"""The film of an attempt at twice the size of text: its pictures keep their height, its lanes' names grow.

Oracle: the width of words in the font in which they are drawn, against the place that they have.
"""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from scenarios import files
from sim.fluoroscopy.imager import Imager
from sim.qt.panels import band_chart
from sim.qt.panels.near_lane import INSET, SAMPLE
from sim.qt.windows.film import Film
from sim.qt.words import languages
from sim.scoring.rubric import judge
from sim.session.world import World
from tests.qt.test_large_text import Dressed, dressed, shown
from tests.sim.played import Played

pytestmark = pytest.mark.display
__all__ = ["dressed"]


@pytest.mark.parametrize("language", languages())
def test_lanes_are_named_in_letters_of_the_size_that_is_chosen_and_the_film_s_key_has_one_line(
    language: str, dressed: Dressed, qtbot: QtBot, played: Played, worlds: dict[str, World]
) -> None:
    """Fault: names stayed at 16 pixels of 24, and the key took four lines from the pictures, which had 238 pixels."""
    dressed(language, 100)
    usual = band_chart.text_px()
    dressed(language, 200)
    assert band_chart.text_px() > 1.5 * usual
    world, recording = worlds["interlaminar_l4_l5"], played["interlaminar_l4_l5_careless"]
    film = Film(world, recording, Imager(world.anatomy), judge(recording, files.rubric_of(world.scenario), world.scenario))
    shown(qtbot, film, 640)
    qtbot.waitUntil(lambda: film.reel is not None, timeout=60_000)
    assert len(film.key.rows(film.key.width())) == 1
    font = QFont(film.bands.font())
    font.setPixelSize(band_chart.text_px())
    metrics = QFontMetrics(font)
    assert film.bands.high >= metrics.height()
    assert film.bands.near is not None
    for line in film.bands.near.lines:
        assert SAMPLE + INSET + metrics.horizontalAdvance(line.title) <= film.bands.axis.gutter - 10, line.title
    for lane in film.bands.lanes:
        assert metrics.horizontalAdvance(lane.title) <= film.bands.axis.gutter - 10, lane.title
    film.closing()

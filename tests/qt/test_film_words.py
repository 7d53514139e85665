"""What the film says beside and on its pictures of the patient."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from sim.qt.panels.part_key import KEY, LEFT, paint_key
from sim.qt.windows.film import Film
from sim.qt.windows.two_ways import tip_said
from sim.qt.words import languages
from tests.qt.test_film import film
from tests.qt.test_large_text import Dressed, dressed

__all__ = ["dressed", "film"]
SHALLOW = {"en": "The tip touches the skin.", "de": "Die Spitze berührt die Haut."}


@pytest.mark.display
@pytest.mark.parametrize("language", languages())
def test_a_tip_of_no_depth_touches_the_skin(language: str, film: Film, dressed: Dressed) -> None:
    """Fault: it lay 0.0 mm deep, in skin."""
    assert film.reel is not None
    frame = next(frame for step in range(film.reel.last) if (frame := film.reel.frame(step)).tip is not None)
    assert frame.tip is not None
    dressed(language, 100)
    on_it, in_it = (replace(frame, tip=replace(frame.tip, depth_mm=mm)) for mm in (0.04, 0.06))
    assert tip_said(on_it) == SHALLOW[language]
    assert "0" in tip_said(in_it)


def test_the_darkest_sign_is_seen_on_the_key_s_plate(qapp: QApplication) -> None:
    """Oracle: pixels round it."""
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_key(painter, (), 300, 1.0, [(3, "after 20 s")])
    painter.end()
    assert max(image.pixelColor(x, y).lightness() for x in range(LEFT - 3, LEFT + 2) for y in range(25, 50)) > 120


def test_contrast_stands_in_one_key_with_all_other_colours(qapp: QApplication) -> None:
    """Fault: its colours had a strip of their own at the foot of the picture."""
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    alone = paint_key(painter, KEY, 400, 1.0)
    both = paint_key(painter, KEY, 400, 1.0, [(0, "in the first 2 s"), (1, "from 2 to 5 s")])
    narrow = paint_key(painter, KEY, 200, 1.0, [(0, "in the first 2 s"), (1, "from 2 to 5 s")])
    painter.end()
    row = alone.height() / len(KEY)
    assert both.topLeft() == alone.topLeft() == narrow.topLeft()
    assert both.height() == pytest.approx(alone.height() + 3 * row)
    assert narrow.height() == pytest.approx(3 * row), "what contrast is stays told where parts have no room"
    assert narrow.right() < 200 - LEFT

"""What a monitor says before its first picture. Oracles: what is drawn, in which letters and where; the words' catalogues."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontInfo, QImage, QPainter
from PySide6.QtWidgets import QApplication

from sim.qt.appearance import Appearance, put_on
from sim.qt.panels.empty_monitor import BETWEEN, OF_PICTURE, paint_empty
from sim.qt.panels.lettering import LEAST_LETTER
from sim.qt.words import catalogue

pytestmark = pytest.mark.display


def painted(text: str, side: int, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, QRectF]]:
    """Text, height of its letters and where it lies, in the order in which it is drawn."""
    found: list[tuple[str, int, QRectF]] = []
    draws = QPainter.drawText

    def heard(painter: QPainter, area: QRectF, flags: int, said: str) -> object:
        found.append((said, QFontInfo(painter.font()).pixelSize(), painter.boundingRect(area, int(flags), said)))
        return draws(painter, area, flags, said)

    image = QImage(side, side, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setFont(QApplication.font())
    with monkeypatch.context() as patch:
        patch.setattr(QPainter, "drawText", heard)
        paint_empty(painter, QRectF(0, 0, side, side), text)
    painter.end()
    return found


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("pct", "side"), [(100, 548), (100, 1220), (200, 400), (200, 170), (100, 120)])
def test_all_of_it_is_read_in_every_size(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, language: str, pct: int, side: int) -> None:
    """Fault: two lines of small text in the middle of a black wall. Nothing is cut; where there is room it is read from a metre."""
    put_on(qapp, Appearance(text_pct=pct))
    text = catalogue(language)["monitor"]["empty_live"].format(key="Space")
    said = painted(text, side, monkeypatch)
    for _, high, area in said:
        assert QRectF(0, 0, side, side).contains(area)
        assert high >= LEAST_LETTER - 2
    for i, (_, _, one) in enumerate(said):
        assert not any(one.adjusted(1, 1, -1, -1).intersects(other) for _, _, other in said[i + 1 :])
    if side >= 400:
        assert [one for one, _, _ in said] == [part for line in text.split("\n") for part in line.split(BETWEEN)], (
            "a cap and its words each"
        )
        assert min(high for _, high, _ in said) >= min(round(side * OF_PICTURE), 36)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_reference_says_its_one_line(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    text = catalogue(language)["monitor"]["empty_reference"].format(key="K")
    (cap, _, _), (does, _, _) = painted(text, 400, monkeypatch)
    assert [cap, does] == text.split(BETWEEN)


def test_the_smallest_says_what_brings_the_first_image(monkeypatch: pytest.MonkeyPatch) -> None:
    text = catalogue("en")["monitor"]["empty_live"].format(key="Space")
    said = " ".join(one for one, _, _ in painted(text, 120, monkeypatch))
    assert said.split() == ["Space", "Hold", "for", "an", "X-ray", "image"]


@pytest.mark.parametrize("side", [120, 500])
def test_words_alone_are_told_whole(monkeypatch: pytest.MonkeyPatch, side: int) -> None:
    """Fault: of "Es war noch / kein Bild gemacht" the film said the first line."""
    (said, *_), *others = painted("one line\nand another", side, monkeypatch)
    assert said == "one line\nand another"
    assert not others

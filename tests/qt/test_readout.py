"""Depth and loss of resistance stand beside each other, no word of them cut, in every language."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sim.qt.appearance import Appearance, put_on
from sim.qt.panels.needle_card import NeedleCard
from sim.qt.windows.column import WIDTH
from sim.qt.words import WHOLE, catalogue, languages, phrase, speak

pytestmark = pytest.mark.display


@pytest.mark.parametrize("language", languages())
def test_no_word_of_the_loss_is_cut_and_none_makes_the_card_higher(language: str, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Oracle: the letters' own widths, in a card as wide as the column."""
    put_on(qapp, Appearance())
    speak(catalogue(language), catalogue(WHOLE))
    needle = NeedleCard(("18G Tuohy",))
    card = needle.readout
    for widget in (needle, card):
        qtbot.addWidget(widget)
    card.setFixedWidth(WIDTH)
    needle.deep.setText("53 mm")
    card.show()
    qtbot.waitExposed(card)
    quiet = card.sizeHint().height()
    needle.gave.setText(phrase("needle_card.loss", mm=53.0))
    qtbot.wait(30)
    letters = needle.gave.fontMetrics()
    assert all(letters.horizontalAdvance(word) <= needle.gave.width() for word in needle.gave.text().split())
    assert card.heightForWidth(WIDTH) < quiet + letters.height() / 2

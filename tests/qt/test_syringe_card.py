"""The three buttons of the plunger have room for word and picture, in every language, in the least window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sim.qt.appearance import Appearance, put_on
from sim.qt.panels.syringe_card import SyringeCard
from sim.qt.windows.column import WIDTH
from sim.qt.words import WHOLE, catalogue, languages, speak

pytestmark = pytest.mark.display


@pytest.mark.parametrize("language", languages())
def test_words_and_pictures_fit(language: str, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: in German the middle one lost its picture, since its neighbours had more room than they need."""
    put_on(qapp, Appearance())
    speak(catalogue(language), catalogue(WHOLE))
    card = SyringeCard()
    qtbot.addWidget(card)
    card.resize(WIDTH, card.sizeHint().height())
    card.show()
    qtbot.waitExposed(card)
    qtbot.wait(20)
    assert [button.text() for button in (card.trying, card.injecting, card.aspirate) if button.icon().isNull()] == []

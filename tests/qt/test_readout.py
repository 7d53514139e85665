"""Depth and loss of resistance stand beside each other, no word of them cut, in every language."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sim.qt.appearance import Appearance, put_on
from sim.qt.panels.last_push import LastPush
from sim.qt.panels.needle_card import NeedleCard
from sim.qt.windows.column import WIDTH
from sim.qt.words import WHOLE, catalogue, languages, phrase, speak
from sim.session.observation import NeedleSeen, Observation

pytestmark = pytest.mark.display


def moment(depth_mm: float | None, time_s: float) -> Observation:
    """With a needle so deep; None: with none."""
    needle = (
        None if depth_mm is None else NeedleSeen("18G Tuohy", 90.0, True, (0.0, -158.0, 10.0), depth_mm, 0.0, 0.0, 12.0, False, 2.0, False)
    )
    return cast(Observation, SimpleNamespace(needle=needle, notices=(), time_s=time_s))


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


@pytest.mark.parametrize(("pct", "told"), [(100, "0.5 mm further, from 47 mm"), (200, "+0.5 mm")])
def test_a_quarter_of_a_millimetre_is_answered(qtbot: QtBot, qapp: QApplication, silent: None, pct: int, told: str) -> None:
    """Fault: depth is told in whole millimetres, and after a quarter nothing on the screen was another."""
    put_on(qapp, Appearance(text_pct=pct))
    readout = NeedleCard(("18G Tuohy",)).readout
    qtbot.addWidget(readout)
    for depth, time_s in ((47.0, 1.0), (47.25, 9.0), (47.5, 10.0)):
        readout.observe(moment(depth, time_s))
    assert (readout.deep.text(), readout.felt.text().split(";")[0]) == ("48 mm", told)
    readout.observe(moment(47.5, 30.0))
    assert readout.felt.text().split(";")[0] == told, "until the next push"
    readout.observe(moment(46.5, 31.0))
    assert "1 mm" in readout.felt.text(), "which begins where the needle stood"


def test_a_needle_that_is_taken_out_forgets_its_push() -> None:
    push = LastPush()
    for depth, time_s in ((10.0, 1.0), (11.0, 1.5)):
        push.follow(moment(depth, time_s))
    assert push.mm == 1.0
    push.follow(moment(None, 2.0))
    push.follow(moment(3.0, 3.0))
    assert push.mm == 0.0

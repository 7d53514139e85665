"""Depth and loss of resistance stand beside each other, no word of them cut, in every language."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sim.qt.appearance import Appearance, put_on
from sim.qt.icons import EDGE, GAP, SIDE
from sim.qt.panels.force_trace import ForceTrace
from sim.qt.panels.last_push import REST_S, LastPush
from sim.qt.panels.needle_card import NeedleCard
from sim.qt.windows.column import WIDTH
from sim.qt.words import WHOLE, catalogue, languages, phrase, speak
from sim.session.events import Event
from sim.session.feel import Feel
from sim.session.observation import NeedleSeen, Observation

pytestmark = pytest.mark.display


def moment(depth_mm: float | None, time_s: float, ml_s: float = 0.0, *events: Event) -> Observation:
    """With a needle so deep; None: with none."""
    needle = (
        None if depth_mm is None else NeedleSeen("18G Tuohy", 90.0, True, (0.0, -158.0, 10.0), depth_mm, 0.0, 0.0, 12.0, False, 2.0, False)
    )
    syringe = SimpleNamespace(rate_ml_s=ml_s, left_ml=4.0, pressure_mmhg=102.0)
    return cast(Observation, SimpleNamespace(needle=needle, notices=events, time_s=time_s, syringe=syringe))


def needle_card(qtbot: QtBot) -> NeedleCard:
    """Its readout stands elsewhere in the room: both are closed with the test."""
    card = NeedleCard(("18G Tuohy",))
    for widget in (card, card.readout):
        qtbot.addWidget(widget)
    return card


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
    readout = needle_card(qtbot).readout
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


def test_the_bar_of_force_falls_when_the_hand_is_still(qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: five newtons stood there for a minute in which nobody pushed. Oracle: a second of the attempt's time."""
    put_on(qapp, Appearance())
    card = needle_card(qtbot)
    force = card.readout.force
    for depth, time_s in ((47.0, 1.0), (48.0, 9.0)):
        card.readout.observe(moment(depth, time_s))
    card.feel(Feel(needle_n=5.0))
    assert (force.bar_value, force.figure) == (5.0, "5 N")
    card.readout.observe(moment(48.0, 9.0 + REST_S + 0.1))
    assert (force.bar_value, force.figure) == (0.0, "last push 5 N")
    card.push(1.0)  # on bone nothing moves, and it is pushed all the same
    card.readout.observe(moment(48.0, 9.0 + REST_S + 0.2))
    assert (force.bar_value, force.figure) == (5.0, "5 N")


def test_a_line_too_short_to_be_one_is_not_drawn(qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: three millimetres deep a blue tick after the title read as a comma. Oracle: the pixels."""
    put_on(qapp, Appearance(text_pct=200))
    card = needle_card(qtbot)
    force = card.readout.force
    force.resize(310, force.sizeHint().height())
    force.set(1.0)
    nothing = force.grab().toImage()
    force.follow(2.0, 1.0)
    force.follow(2.4, 1.0)
    assert force.grab().toImage() == nothing


@pytest.mark.parametrize(("pct", "told"), [(100, "\u26a0 13 mm PAST THE\nLOSS OF RESISTANCE"), (200, "\u26a0 13 mm past the loss")])
def test_who_went_on_past_the_loss_reads_that_and_no_success(qtbot: QtBot, qapp: QApplication, silent: None, pct: int, told: str) -> None:
    put_on(qapp, Appearance(text_pct=pct))
    readout = needle_card(qtbot).readout
    readout.observe(moment(48.0, 1.0, 0.0, Event(0, "loss_of_resistance", {})))
    assert readout.gave.objectName().startswith("gave")
    readout.observe(moment(61.0, 9.0))
    assert readout.gave.text() == told
    assert readout.gave.objectName().startswith("gone_on")


def test_large_text_tells_beside_the_depth_what_goes_in(qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: with the needle's page in front neither volume nor pressure was seen while fluid went in."""
    put_on(qapp, Appearance(text_pct=200))
    readout = needle_card(qtbot).readout
    readout.resize(760, 90)
    readout.observe(moment(48.0, 1.0, 0.4))
    assert (readout.flowing.text(), readout.flowing.isHidden(), readout.force.isHidden()) == ("4.0 ml, 102 mmHg", False, True)
    readout.observe(moment(48.0, 2.0))
    assert (readout.flowing.isHidden(), readout.force.isHidden()) == (True, False)


@pytest.mark.parametrize("wide", [680, 640, 560])
@pytest.mark.parametrize("language", languages())
def test_what_goes_in_is_read_whole_beside_the_depth(language: str, wide: int, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: "5.8 ml, 101 mm" stood there for the pressure. Oracle: the letters' own widths."""
    put_on(qapp, Appearance(text_pct=200))
    speak(catalogue(language), catalogue(WHOLE))
    readout = needle_card(qtbot).readout
    readout.resize(wide, 90)
    readout.show()
    qtbot.waitExposed(readout)
    for seen in (moment(48.0, 1.0), moment(48.0, 2.0, 0.4)):
        readout.observe(seen)
        qtbot.wait(30)
    assert readout.width() == wide
    flowing = readout.flowing
    assert flowing.text().startswith(phrase("needle_card.flowing_shortest", left_ml=4.0))
    assert flowing.fontMetrics().horizontalAdvance(flowing.text()) <= flowing.width()


def test_the_loss_is_marked_where_it_was_felt(qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: the fall of the force was a pixel or two, and nothing said which. Oracle: where the line has that depth."""
    put_on(qapp, Appearance())
    readout = needle_card(qtbot).readout
    readout.observe(moment(48.0, 1.0, 0.0, Event(0, "loss_of_resistance", {})))
    assert readout.force.gave_mm == 48.0
    trace = ForceTrace("Force", "N", full=20.0, warm=9.0)
    qtbot.addWidget(trace)
    trace.resize(300, trace.sizeHint().height() + 60)
    for depth in range(30, 51):
        trace.follow(float(depth), 4.0 if depth < 48 else 1.0)
    plain = trace.grab().toImage()
    trace.mark(48.0)
    marked = trace.grab().toImage()
    changed = [x for x in range(marked.width()) if any(marked.pixel(x, y) != plain.pixel(x, y) for y in range(marked.height()))]
    at = trace.line()[-3].x()
    assert at - 8 <= min(changed) <= at <= max(changed) <= at + 8


def test_a_low_line_of_force_is_as_high_as_its_words_and_covers_none(qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: where the column is full the line was 13 pixels high between its title and its figure. Oracle: rectangles and words."""
    put_on(qapp, Appearance())
    card = needle_card(qtbot)
    force = card.readout.force
    force.resize(320, force.sizeHint().height())
    for mm in range(20, 50):
        force.follow(float(mm), 4.0 + mm % 3)
    line, words = force.line().boundingRect(), force.fontMetrics()
    for said in (force.title, force.widest):
        assert words.horizontalAdvance(said) < line.left(), said
    assert 2 * words.height() <= force.height() + 1, "both words have room above one another"
    area = force._area()
    assert area.height() > 0.8 * force.height()
    assert area.width() > 0.5 * force.width()
    assert force.rect().contains(area.toAlignedRect())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("wide", "alike"), [(-20, False), (120, True)])
def test_buttons_of_the_needle_are_alike_where_there_is_room(
    wide: int, alike: bool, language: str, qtbot: QtBot, qapp: QApplication, silent: None
) -> None:
    """Fault: steps in five widths over another row with four of its own. Oracle: pixels."""
    put_on(qapp, Appearance())
    speak(catalogue(language), catalogue(WHOLE))
    card = needle_card(qtbot)
    handled = (card.spin, card.stylet, card.drop, card.out)
    card.show()
    longest = max(button.fontMetrics().horizontalAdvance(button.text()) for button in handled)
    card.resize(len(handled) * (longest + SIDE + GAP + EDGE) + wide, 240)
    qtbot.waitExposed(card)
    QApplication.processEvents()
    steps = [button.width() for button in card.findChildren(QPushButton) if button.text()[1:] in ("10", "1", "0.25", "0,25")]
    assert len(steps) == 5
    assert max(steps) - min(steps) <= 1
    widths = [button.width() for button in handled]
    assert (max(widths) - min(widths) <= 1) == alike
    for button in handled:
        assert button.fontMetrics().horizontalAdvance(button.text()) <= button.width()

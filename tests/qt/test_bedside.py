"""Decision, preparation and the time after: what was read stands beside the form, clocks run, and what was done is kept in its order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLabel

from scenarios.chart import PAGES
from sim.qt.appearance import Appearance, put_on
from sim.qt.palette import px
from sim.qt.panels.after_page import AfterPage
from sim.qt.panels.checklist_page import ChecklistPage
from sim.qt.panels.decision_page import WIDEST, DecisionPage
from sim.qt.panels.done_card import DoneCard
from sim.qt.panels.known_card import FOLDED_BELOW
from sim.qt.panels.minute_dial import MinuteDial
from sim.qt.panels.roomy_words import USUAL
from sim.qt.windows.mode import MODES
from sim.qt.words import heading
from sim.records.store import unfinished
from sim.session import care_commands as c
from tests.qt.conftest import User
from tests.qt.test_layout import LEAST, resize

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]
KNOWN_LOW = 130
"""Pixels at the usual size of text, of what is known before a page is read at most: a title and four lines"""
UNREAD_HIGH = 75
"""Pixels at the usual size of text: a title and a line"""


@pytest.mark.parametrize("size", [(1920, 1080), (2560, 1440)])
def test_what_is_known_is_read_to_its_last_word(size: tuple[int, int], user: User) -> None:
    """Fault: of what was not asked the last line was lost. Oracle: Qt's measure of the words in the width that they have."""
    user.begin("l4_l5_disc")
    resize(user, size)
    for page in PAGES:
        user.room.send(c.OpenChart(page=page))
    user.wait(lambda: user.seen.care.pages == set(PAGES))
    decision = user.page("decision")
    user.bot.wait(300)
    told = decision.columns.beside.known.told
    assert told.heightForWidth(told.width()) <= told.height()


def test_where_text_is_large_what_is_known_is_a_card_of_its_own(user: User, qapp: QApplication) -> None:
    """Fault: the button to it stood under "Events during observation"."""
    user.begin("l4_l5_disc")
    put_on(qapp, Appearance(text_pct=200))
    after = user.page("afterwards")
    assert isinstance(after, AfterPage)
    user.wait(after.columns.beside.known.isVisible)
    assert not after.happened.turn.isVisible()
    put_on(qapp, Appearance())


def test_a_page_has_the_strip_under_it_until_something_was_said(user: User) -> None:
    """Fault: 38 pixels lay empty under each form. Oracle: geometry."""
    user.begin("l4_l5_disc")
    user.bot.wait(100)
    after = user.page("afterwards")
    user.bot.wait(100)
    ward = user.room.ward
    assert after.mapTo(ward, QPoint(0, after.height())).y() == ward.height()
    ward.say("Said", "refused")
    user.bot.wait(50)
    before = after.mapTo(ward, QPoint(0, after.height())).y()
    assert before < ward.height()
    ward.say("", "chart_opened")
    user.bot.wait(50)
    assert after.mapTo(ward, QPoint(0, after.height())).y() == before, "a line that spoke keeps its place"


@pytest.mark.parametrize(("page", "kind"), [("afterwards", "discharged"), ("afterwards", "examined"), ("preparation", "positioned")])
def test_what_a_form_lists_is_not_said_a_second_time_under_it(user: User, page: str, kind: str) -> None:
    """Fault: "Discharged" stood in the list, under the button, in the hint and in a strip at the foot, which the list had no room for."""
    user.begin("l4_l5_disc")
    ward, form = user.room.ward, user.page(page)
    for words, of in (("The needle is out", "needle_removed"), ("Done", kind)):
        if of == kind:
            ward.go_to(page)
        else:
            ward.go_to("table")
        ward.say(words, of)
        user.bot.wait(50)
    assert form.mapTo(ward, QPoint(0, form.height())).y() == ward.height()
    ward.say("Not now", "refused")
    user.bot.wait(50)
    assert form.mapTo(ward, QPoint(0, form.height())).y() < ward.height()


def test_beside_the_decision_stands_what_was_read_and_nothing_else(user: User) -> None:
    user.begin("discitis")
    decision = user.page("decision")
    assert isinstance(decision, DecisionPage)
    assert decision.beside is not None
    known = decision.beside.known.told
    user.wait(lambda: "0 of 7 pages read." in known.text())
    assert not any(heading(page) in known.text() for page in PAGES), "a row comes with its page"
    assert "CRP" not in known.text()
    user.room.send(c.OpenChart(page="laboratory"))
    user.room.send(c.Ask(about="infection"))
    user.wait(lambda: "CRP 84 (high)" in known.text())
    user.wait(lambda: "infection" not in known.text())
    assert "cancer" in known.text()
    assert "1 of 7 pages read." in known.text()


def test_the_antiseptic_s_clock_runs_from_the_last_coat_until_it_is_covered(user: User) -> None:
    """Oracle: the clock of the session, and the minutes that were said."""
    user.begin("l4_l5_disc")
    ready = user.page("preparation")
    assert isinstance(ready, ChecklistPage)
    assert ready.dial.minutes == 0.0
    before = user.seen.time_s
    user.click(ready.buttons["antiseptic"][0])
    user.wait(lambda: ready.dial.words == "since the antiseptic")
    began = user.seen.time_s  # at the latest: a busy machine tells late
    user.wait(lambda: user.seen.time_s > began + 1.0)
    now = user.seen.time_s
    assert (now - began) / 60.0 - 0.02 < ready.dial.minutes < (now - before) / 60.0 + 0.02
    ready.minutes.setValue(2.0)
    user.click(ready.buttons["dry"][0])
    user.wait(lambda: ready.dial.minutes > 2.0)
    user.click(ready.buttons["antiseptic"][0])  # wet again
    user.wait(lambda: ready.dial.minutes < 0.5)
    user.click(ready.buttons["dry"][0])
    user.click(ready.buttons["drape"][0])
    user.wait(lambda: ready.dial.words == "dried before draping")
    stands = ready.dial.minutes
    assert 2.0 < stands < 2.5
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 10)
    assert ready.dial.minutes == stands


def test_what_was_done_is_kept_in_its_order_with_its_time(user: User) -> None:
    user.begin("l4_l5_disc")
    ready = user.page("preparation")
    names = ("gloves", "mask", "monitors")
    for name in names:
        user.click(ready.buttons[name][0])
    user.wait(lambda: len(ready.done.lines) >= 3)
    user.wait(lambda: "monitors: done" in [words for _, words in ready.done.lines])
    told = [words for _, words in ready.done.lines]
    assert [words for words in told if words.endswith(": done")] == ["gloves: done", "mask: done", "monitors: done"]
    assert any(words.startswith("sterility broken") for words in told)  # gloves first, then the mask
    assert all(when.startswith("0:") for when, _ in ready.done.lines)
    assert "Gloves: done" in ready.done.list.toPlainText()


def test_level_and_side_stand_beside_the_consent_once_they_are_decided(user: User) -> None:
    user.begin("l4_l5_disc")
    ready = user.page("preparation")
    assert "no level" in ready.form.text()
    place, high = ready.columns.mapTo(user.window, QPoint(0, 0)), ready.form.height()
    made = c.Decide(decision="inject", reason="radicular_pain", level="L4", side="right", needle="18G Tuohy")
    user.room.send(made)
    user.wait(lambda: "L4, right" in ready.form.text())
    assert ready.form.isVisible()
    assert "No risks explained" in ready.form.text()
    user.room.send(c.Consent(risks=("stroke", "bleeding")))
    user.wait(lambda: "No risk" not in ready.form.text())
    assert (ready.columns.mapTo(user.window, QPoint(0, 0)), ready.form.height()) == (place, high), "nothing is pushed down by it"
    user.room.send(c.Decide(decision="refer", reason="axial_pain"))
    user.wait(lambda: "no level" in ready.form.text())


def test_half_an_hour_passes_on_the_clock_with_what_happens_in_it(user: User) -> None:
    user.begin("l4_l5_disc")
    user.room.send(c.Prepare(item="monitors"))
    user.room.send(c.Decide(decision="refer", reason="axial_pain"))
    after = user.page("afterwards")
    assert isinstance(after, AfterPage)
    user.wait(after.looks["legs"].isEnabled)
    assert after.happened.lines == []
    after.minutes.setValue(15.0)
    user.click(after.observe_button)
    user.wait(lambda: after.dial.minutes == 15.0)
    user.click(after.looks["legs"])
    user.wait(lambda: any("full power" in words for _, words in after.happened.lines))
    user.click(after.observe_button)
    user.wait(lambda: after.dial.minutes == 30.0)
    assert [when for when, _ in after.happened.lines] == ["15 min", "15 min", "30 min"]
    assert after.happened.lines[0][1].startswith("HR ")


def test_without_a_monitor_no_signs_are_written_down(user: User) -> None:
    user.begin("l4_l5_disc")
    user.room.send(c.Decide(decision="refer", reason="axial_pain"))
    after = user.page("afterwards")
    user.wait(after.looks["legs"].isEnabled)
    after.minutes.setValue(5.0)
    user.click(after.observe_button)
    user.wait(lambda: len(after.happened.lines) == 1)
    assert after.happened.lines[0][1] == "no monitors"


def test_a_dial_sweeps_over_minutes_that_were_skipped(user: User) -> None:
    dial = MinuteDial("Minutes", 30.0, 6)
    user.bot.addWidget(dial)
    dial.show_minutes(0.1)
    assert dial._drawn == 0.1
    dial.show_minutes(20.0, "so long")
    assert dial._drawn < 20.0
    user.wait(lambda: dial._drawn == 20.0)
    assert dial.accessibleDescription() == "20 minutes. so long"


@pytest.mark.parametrize("title", ["chart", "decision", "preparation", "afterwards"])
def test_every_page_of_the_ward_fits_the_least_screen(user: User, title: str) -> None:
    """Oracle: geometry: each button and field of the page lies in the window, at 1280 x 720 less the desktop's bars."""
    user.begin("l4_l5_disc")
    shown = user.page(title)
    user.window.resize(1280, 660)
    user.bot.wait(150)
    assert (user.window.width(), user.window.height()) == (1280, 660)
    lost = []
    for kind in (QAbstractButton, QComboBox, QAbstractSpinBox):
        for widget in shown.findChildren(kind):
            if widget.isVisible() and not user.window.rect().contains(QRect(widget.mapTo(user.window, QPoint(0, 0)), widget.size())):
                lost.append(widget.accessibleName() or getattr(widget, "text", lambda: "")())
    assert lost == []


def test_an_attempt_that_goes_on_knows_what_was_done_and_said_before(user: User) -> None:
    user.begin("l4_l5_disc")
    user.room.send(c.Prepare(item="mask"))
    user.room.send(c.Ask(about="allergies"))
    user.wait(lambda: "allergies" in user.seen.care.asked)
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 40)  # seconds later
    user.room.send(c.Prepare(item="gloves"))
    user.room.send(c.ObserveAfter(minutes=20.0))
    user.wait(lambda: user.seen.care.observed_min == 20.0)
    before = list(user.page("preparation").done.lines)
    assert [words for _, words in before] == ["mask: done", "gloves: done"]
    assert before[0][0] < before[1][0]
    user.window.back_to_cases()
    (kept,) = unfinished()
    user.window._resume(kept, MODES[0], None)
    user.wait(lambda: user.window.room is not None and user.window.room.seen is not None)
    ready, chart, after = (user.page(title) for title in ("preparation", "chart", "afterwards"))
    user.wait(lambda: ready.done.lines == before)
    assert "None that I know of" in chart.talk.talk.toPlainText()
    assert after.dial.minutes == 20.0
    assert after.happened.lines[-1][0] == "20 min"


@pytest.mark.parametrize("code", ["decision", "preparation"])
@pytest.mark.parametrize("size", [(1920, 1080), (2560, 1440)])
def test_a_large_page_shows_the_pictures_of_the_chart_as_large_as_it_has_room(code: str, size: tuple[int, int], user: User) -> None:
    """Fault: half of a large screen was empty, and the MRI was a stamp; unread, that half was a frame round a button. Oracle: geometry."""
    user.begin("l4_l5_disc")
    resize(user, size)
    columns = user.page(code).columns
    user.bot.wait(200)
    assert columns.beside is not None
    examination, imaging = columns.beside.seen
    for card in (examination, imaging):
        assert card.isVisible()
        assert card.go.isVisible()
        assert not card.picture.isVisible(), "nothing unread is shown"
        assert card.heights(card.width())[0] < px(UNREAD_HIGH), "it asks for a line, which says so and leads there"
    user.click(imaging.go)
    user.wait(lambda: user.seen.care.pages == {"imaging"})
    assert user.room.ward.code == "chart"
    user.page(code)
    user.wait(imaging.picture.isVisible)
    assert not examination.picture.isVisible()
    picture = imaging.picture
    assert min(picture.width(), picture.height()) > 0.24 * size[0]
    assert columns.verticalScrollBar().maximum() == columns.horizontalScrollBar().maximum() == 0
    form = [card for card in columns.cards if card.isVisible() and card not in (columns.beside.known, imaging)]
    widths = {card.width() for card in form}
    assert max(widths) <= px(WIDEST), "rows of a form are not drawn out"
    right = max(card.geometry().right() for card in columns.cards if card.isVisible())
    assert right > 0.95 * columns.width()


@pytest.mark.parametrize("code", ["decision", "preparation"])
def test_the_least_page_has_no_pictures_and_is_not_scrolled_for_any(code: str, user: User) -> None:
    user.begin("l4_l5_disc")
    resize(user, LEAST)
    columns = user.page(code).columns
    user.bot.wait(200)
    assert columns.beside is not None
    assert not any(card.isVisible() for card in columns.beside.seen)


def test_a_small_page_shows_what_was_read_where_nothing_is_scrolled_for_it(user: User) -> None:
    """Fault: a third of the page stood empty, and what had been seen was nowhere."""
    user.begin("l4_l5_disc")
    resize(user, (1280, 720))
    columns = user.page("afterwards").columns
    assert columns.beside is not None
    (examination,) = columns.beside.seen  # the slices give their room to events and advice
    user.bot.wait(100)
    assert not examination.isVisible()
    user.room.send(c.OpenChart(page="examination"))
    user.wait(examination.picture.isVisible)
    assert columns.verticalScrollBar().maximum() == columns.horizontalScrollBar().maximum() == 0
    resize(user, (1280, 660))
    user.bot.wait(100)
    assert columns.verticalScrollBar().maximum() == 0
    resize(user, (1366, 768))
    for code in ("preparation", "decision", "afterwards"):
        page = user.page(code).columns
        user.bot.wait(100)
        assert page.beside.known.isVisible() or not any(card.isVisible() for card in page.beside.seen), "words come before pictures"


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (2560, 1440)])
def test_a_form_keeps_its_columns_and_rows_whatever_was_read(size: tuple[int, int], user: User) -> None:
    """Fault: steps of the preparation went to another column, and their rows drew together, once the chart was read. Oracle: geometry."""
    user.begin("l4_l5_disc")
    resize(user, size)

    user.bot.wait(400)  # letters follow the window's size a moment later

    def places() -> dict[tuple[str, int], tuple[int, int, int]]:
        found = {}
        for code in ("decision", "preparation", "afterwards"):
            columns = user.page(code).columns
            user.bot.wait(100)
            others = (*columns.beside.cards, *columns.findChildren(DoneCard))
            form = [card for card in columns.cards if card not in others]
            found |= {(code, number): (card.x(), card.y(), card.width()) for number, card in enumerate(form)}
        return found

    unread = places()
    user.room.send(c.OpenChart(page="examination"))
    user.room.send(c.OpenChart(page="imaging"))
    user.wait(lambda: len(user.seen.care.pages) == 2)
    if size == (1280, 720):  # events have a list there that gives way
        unread = {key: place for key, place in unread.items() if key[0] != "afterwards"}
    read = places()
    assert {
        key: (unread[key], read[key]) for key in unread if max(abs(a - b) for a, b in zip(unread[key], read[key], strict=True)) > 2
    } == {}


@pytest.mark.parametrize("size", [LEAST, (1920, 1080)])
def test_rows_of_a_page_stand_at_one_pitch(size: tuple[int, int], user: User) -> None:
    """Fault: the risks stood 34 pixels apart beside the checks of the time-out at 21. Oracle: geometry."""
    user.begin("l4_l5_disc")
    resize(user, size)
    user.bot.wait(400)
    ready = user.page("preparation")
    user.bot.wait(100)
    steps = set()
    for boxes in (list(ready.risks.values()), list(ready.checks.values())):
        steps |= {below.y() - above.y() for above, below in pairwise(boxes)}
    assert max(steps) - min(steps) <= 1


def test_the_log_names_the_place_that_the_consent_form_names(user: User) -> None:
    """Fault: "Time-out: L4 right" stood beside "L4-L5, right"."""
    user.begin("l4_l5_disc")
    ready = user.page("preparation")
    assert isinstance(ready, ChecklistPage)
    user.room.send(c.Decide(
        decision="inject", reason="radicular_pain", level="L4", side="right", approach="lumbar_interlaminar", needle="18G Tuohy",
        steroid="methylprednisolone 80 mg", contrast_ml=2.0, drug_ml=4.0,
    ))  # fmt: skip
    user.room.send(c.TimeOut(level="L4", side="right", checked=()))
    user.wait(lambda: "time-out: L4-L5, right" in [words for _, words in ready.done.lines])
    assert "L4-L5, right" in ready.form.text()


def test_rows_of_what_is_known_come_as_pages_are_read_and_stand_apart_where_there_is_room(user: User) -> None:
    """Fault: seven rows of "unread" were spread over a column. Oracle: geometry."""
    user.begin("l4_l5_disc")
    resize(user, (1920, 1080))
    columns = user.page("decision").columns
    user.bot.wait(150)
    known = columns.beside.known
    assert known.height() < px(KNOWN_LOW)
    words = [page for page in PAGES if page not in ("examination", "imaging")]
    for page in words:
        user.room.send(c.OpenChart(page=page))
    user.wait(lambda: user.seen.care.pages == set(words))
    user.bot.wait(150)
    assert "cellpadding='2'" not in known.told.text()
    assert known.height() > px(KNOWN_LOW)
    resize(user, LEAST)
    user.bot.wait(150)
    assert known.told.minimumSizeHint().width() <= known.told.width()


def test_what_is_known_has_whole_lines_on_a_narrow_card(user: User) -> None:
    """Fault: beside the names of the pages its words broke after each. Oracle: the widths of card and page; it says all that it said."""
    user.begin("l4_l5_disc")
    resize(user, (1366, 768))
    columns = user.page("preparation").columns
    for page in PAGES:
        user.room.send(c.OpenChart(page=page))
    user.wait(lambda: user.seen.care.pages == set(PAGES))
    user.bot.wait(150)
    known = columns.beside.known
    assert known.isVisible()
    assert known.told.width() < px(FOLDED_BELOW)
    assert "<table" not in known.told.text()
    assert known.told._taken(known.told.width(), USUAL).height() <= known.told.height()
    assert all(heading(page) in known.told.text() for page in PAGES)
    assert "<table" in user.page("decision").columns.beside.known.told.text()


def test_what_was_found_is_told_once_and_the_clock_says_that_the_watch_is_over(user: User) -> None:
    """Fault: findings stood under the checks too, in lower case; and who had gone home was still "under observation"."""
    user.begin("l4_l5_disc")
    after = user.page("afterwards")
    user.room.send(c.Decide(decision="refer", reason="axial_pain"))
    user.wait(after.looks["bladder"].isEnabled)
    user.click(after.looks["bladder"])
    user.wait(lambda: "has passed urine" in after.happened.list.toPlainText())
    assert not [label.text() for label in after.findChildren(QLabel) if "passed urine" in label.text()]
    user.room.send(c.ObserveAfter(minutes=30.0))
    user.wait(lambda: after.dial.words == "under observation" and after.dial.minutes == 30.0)
    user.room.send(c.Discharge(driver=True, advice=()))
    user.wait(lambda: after.dial.words == "observed")

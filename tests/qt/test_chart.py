"""The chart as a record: nothing of an unread page is told, values have their ranges, the talk stays to be read."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontInfo, QPainter, QTextDocument
from PySide6.QtWidgets import QApplication, QListWidgetItem
from pytestqt.qtbot import QtBot

from scenarios import files
from scenarios.chart import PAGES, Allergic, Chart, Finding, Laboratory, Root
from scenarios.follow_ups import FOLLOW_UPS
from scenarios.reference_ranges import reference_ranges
from scenarios.words import catalogue, question
from sim.qt.appearance import Appearance, put_on
from sim.qt.palette import px, tint
from sim.qt.panels.body_map import AREAS, HALF, BodyMap, Seen, rounded
from sim.qt.panels.chart_page import PAGES_MOST, ChartPage
from sim.qt.panels.chart_text import digest, said
from sim.qt.panels.decision_page import DecisionPage
from sim.qt.panels.key_slice import KeySlice
from sim.qt.panels.page_tile import BAR, INDENT
from sim.qt.panels.stop_times import StopTimes
from sim.qt.panels.talk_card import APART, DONE
from sim.qt.panels.whole_rows import WholeRows
from sim.qt.words import WHOLE, heading, languages, phrase, speak
from sim.qt.words import catalogue as phrases
from sim.session.care_commands import FEELINGS, TOPICS, Ask, OpenChart
from tests.qt.conftest import User
from tests.qt.test_layout import LEAST, resize

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body", "qapp")]


def chart_of(case: str) -> Chart:
    chart = files.find_scenario(case).chart
    assert chart is not None
    return chart


def opened(user: User, case: str = "l4_l5_disc") -> ChartPage:
    user.begin(case)
    user.room.ward.go_to("chart")
    page = user.room.pages["chart"]
    assert isinstance(page, ChartPage)
    return page


def test_a_chart_opens_with_who_comes_and_tells_nothing_of_what_was_not_read(user: User) -> None:
    chart = opened(user)
    summary = chart.columns.summary
    assert summary.isVisible()
    assert {tile.state.text() for tile in summary.tiles.values()} == {"unread"}
    assert not any(digest(chart.chart, page)[1:] in tile.line.text() for page, tile in summary.tiles.items())
    assert summary.coming.left.text() == "7 of 7 pages are not read yet."
    assert user.seen.care.pages == set()
    user.click(chart.front)
    assert user.seen.care.pages == set()  # the summary is no page of the chart


def test_the_summary_grows_as_pages_are_read(user: User) -> None:
    """A tile tells of its page once that was read, and opens it; a button goes to the first that was not."""
    chart = opened(user)
    summary, pages = chart.columns.summary, chart.columns.pages
    resize(user, LEAST)
    assert summary.coming.onward.text() == "Read: History \u2192"
    user.click(summary.coming.onward)
    user.wait(lambda: user.seen.care.pages == {"history"})
    assert pages["history"].isVisible()
    user.click(chart.front)
    assert summary.coming.onward.text() == "Read: Examination \u2192"
    user.click(summary.tiles["examination"])
    user.wait(lambda: user.seen.care.pages == {"history", "examination"})
    picture = pages["examination"].picture
    assert picture is not None
    assert picture.isVisible()
    user.click(chart.front)
    assert summary.isVisible()
    assert "L5 right: sensation reduced, power 4/5" in summary.tiles["examination"].line.text()
    assert not summary.tiles["medication"].is_read
    for row in range(len(PAGES)):
        chart.pages.setCurrentRow(row)
    user.wait(lambda: user.seen.care.pages == set(PAGES))
    user.click(chart.front)
    assert summary.coming.left.text() == "Every page is read."
    assert summary.coming.onward.text() == "Ask: Pain \u2192"
    chart.pages.setCurrentRow(PAGES.index("examination"))  # the same page again is opened again
    assert pages["examination"].isVisible()


MARGIN = 20
"""Pixels: of a card's edge"""
TITLE_MOST, SIGN_MOST = 54, 30
"""Pixels at the usual size of text, of a tile's title and sign at most"""
FILLED = 0.45
"""Of a tile's height, that its words take at least as long as nothing is read"""


@pytest.mark.parametrize("size", [LEAST, (1366, 768), (1920, 1080), (2560, 1440)])
def test_tiles_of_an_unread_chart_fill_its_page_in_one_layout_and_the_next_is_framed(size: tuple[int, int], user: User) -> None:
    """Faults: eight low tiles stood over an empty page; on a large page they had another layout, with a huge sign in the middle.

    Oracle: geometry: the words fill the tiles because they are larger, and begin at the upper left in every window.
    """
    chart = opened(user)
    resize(user, size)
    user.bot.wait(150)
    columns, summary = chart.columns, chart.columns.summary
    tiles = [*summary.tiles.values(), summary.talk]
    assert len({tile.height() for tile in tiles}) == 1
    assert [tile.objectName() for tile in tiles] == ["leaf_next"] + ["leaf"] * 7
    assert summary.coming.onward.isVisible(), "one button leads on, in one place"
    for tile in tiles:
        assert tile.sign.x() == tile.line.x() < 2 * (BAR + INDENT)
        assert tile.sign.height() <= px(SIGN_MOST)
        assert tile.line.geometry().top() < px(TITLE_MOST), "words begin at the top"
        told = tile.decides if tile.decides.isVisible() else tile.line
        assert told.y() + told.heightForWidth(told.width()) < tile.height()
    longest = [tile.decides if tile.decides.isVisible() else tile.line for tile in tiles]
    assert max(told.y() + told.heightForWidth(told.width()) for told in longest) > FILLED * tiles[0].height()
    floor = columns.mapTo(chart, QPoint(0, columns.height())).y()
    ends = [tile.mapTo(chart, QPoint(0, tile.height())).y() for tile in tiles]
    assert 0 <= floor - max(ends) < MARGIN
    talk = chart.talk.mapTo(chart, QPoint(0, chart.talk.height())).y()
    assert floor - talk < MARGIN, "the talk is as high as the page before anything was said"
    assert len({columns.y(), chart.talk.mapTo(chart, QPoint(0, 0)).y(), chart.front.mapTo(chart, QPoint(0, 0)).y()}) == 1, (
        "all begin at one height"
    )
    right = max(tile.mapTo(columns, QPoint(tile.width(), 0)).x() for tile in tiles)
    assert right > 0.9 * columns.width()
    assert columns.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("size", [LEAST, (1920, 1080), (2560, 1440)])
def test_under_a_page_of_a_line_the_tiles_fill_what_is_left(size: tuple[int, int], user: User) -> None:
    """Fault: that no allergy is recorded stood on an empty page. Oracle: geometry."""
    chart = opened(user)
    resize(user, size)
    chart.read("allergies")
    user.wait(lambda: "allergies" in user.seen.care.pages)
    user.bot.wait(150)
    columns, summary = chart.columns, chart.columns.summary
    assert columns.pages["allergies"].width() > 0.9 * columns.width()
    shown = [tile for tile in (*summary.tiles.values(), summary.talk) if tile.isVisible()]
    assert 0 <= columns.height() - max(tile.mapTo(columns, QPoint(0, tile.height())).y() for tile in shown) < MARGIN
    assert max(tile.mapTo(columns, QPoint(tile.width(), 0)).x() for tile in shown) > 0.9 * columns.width()
    assert columns.verticalScrollBar().maximum() == 0


def test_tiles_that_have_room_for_it_tell_what_hangs_on_a_page_with_small_letters_too(user: User) -> None:
    """Fault: half of a tile was empty, and what it decides was left out, while lower tiles under another page told it.

    On a smaller window it would not have room under every page, and then stands under none.
    """
    chart = opened(user)
    resize(user, (1366, 768))
    told = {}
    for page in ("history", "medication", "allergies", "earlier injections", "laboratory"):
        chart.read(page)
        user.wait(lambda: len(user.seen.care.pages) == len(told) + 1)
        user.bot.wait(100)
        told[page] = chart.columns.summary.talk.decides.isVisible()
    assert all(told.values())


@pytest.mark.parametrize("size", [(1920, 1080), (2560, 1440)])
def test_tiles_under_a_page_are_of_one_size_and_tell_the_same_whichever_page_it_is(size: tuple[int, int], user: User) -> None:
    """Fault: letters changed, and what a page decides came and went, with each page that was opened. Oracle: what the tiles wear."""
    chart = opened(user)
    resize(user, size)
    worn = set()
    for number, page in enumerate(PAGES, 1):
        chart.read(page)
        user.wait(lambda number=number: len(user.seen.care.pages) == number)
        user.bot.wait(60)
        if chart.columns.isVisible():
            assert chart.columns.summary.isVisible()
            assert chart.columns.verticalScrollBar().maximum() == 0
            worn |= {tile.letters for tile in chart.columns.summary.tiles.values()}
    assert len(worn) == 1
    assert worn.pop().says_all


@pytest.mark.parametrize("size", [(1920, 1080), (2560, 1440)])
def test_a_high_page_is_filled_by_what_is_told_on_it(size: tuple[int, int], user: User) -> None:
    """Faults: tiles were blank over two thirds of their height, questions stood in the upper third of a column, and under an examination
    tiles took the height of its picture. Oracle: geometry."""
    chart = opened(user)
    resize(user, size)
    user.bot.wait(300)
    summary, asking = chart.columns.summary, list(chart.talk.asking.values())
    told = [tile.high(tile.width(), tile.letters) / tile.height() for tile in (*summary.tiles.values(), summary.talk)]
    assert sum(told) / len(told) > 0.55
    gaps = {b.y() - a.geometry().bottom() for a, b in pairwise(asking)}
    assert min(gaps) >= px(APART)
    assert chart.talk.height() > asking[-1].geometry().bottom()
    chart.read("examination")
    user.wait(lambda: "examination" in user.seen.care.pages)
    user.bot.wait(100)
    picture = chart.columns.pages["examination"].picture
    assert picture is not None
    assert picture.height() > 0.55 * chart.columns.height()
    assert not any(tile.isVisible() for tile in summary.tiles.values())
    assert summary.coming.onward.isVisible(), "the way on is there without them"


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (2560, 1440)])
def test_tiles_keep_their_places_whatever_was_read_and_one_button_leads_on(size: tuple[int, int], user: User) -> None:
    """Fault: with each page that was read the tiles took other places and widths, in five layouts, and what is next stood twice in blue.

    Oracle: geometry: columns and rows, and what wears the colour of the one way on.
    """
    chart = opened(user)
    resize(user, size)
    user.bot.wait(150)
    summary = chart.columns.summary
    tiles = [*summary.tiles.values(), summary.talk]

    def places() -> list[tuple[int, int]]:
        rows = sorted({tile.y() for tile in tiles})
        assert len({tile.width() for tile in tiles}) == 1
        return [(tile.x(), rows.index(tile.y())) for tile in tiles]

    first = places()
    assert len(set(first)) == len(tiles)
    for page in PAGES:
        chart.read(page)
        user.wait(lambda page=page: page in user.seen.care.pages)
        user.bot.wait(60)
        if not chart.columns.isVisible():
            continue
        assert chart.columns.pages[page].isVisible()
        assert places() == first, page
        assert [one for one, tile in summary.tiles.items() if tile.state.text() == "open above"] == [page]
        assert chart.columns.verticalScrollBar().maximum() == 0
        onward = summary.coming.onward
        assert onward.isVisible() == summary.isVisible()
        assert onward.width() >= onward.sizeHint().width(), "fault: its words were cut on both sides"
    user.click(chart.front)
    user.bot.wait(60)
    assert places() == first
    assert "open above" not in {tile.state.text() for tile in tiles}


@pytest.mark.parametrize("size", [(1920, 1080), (2560, 1440)])
def test_the_table_of_an_examination_is_not_squeezed_in_a_wide_window(size: tuple[int, int], user: User) -> None:
    """Fault: its cells were five lines high beside an empty column. Oracle: geometry."""
    chart = opened(user)
    resize(user, size)
    for page in PAGES:
        user.room.send(OpenChart(page=page))
    user.wait(lambda: user.seen.care.pages == set(PAGES))
    chart.read("examination")
    user.bot.wait(150)
    card = chart.columns.pages["examination"]
    rows = len(chart.chart.examination) + 2  # a head, and the signs below
    assert card.text.heightForWidth(card.text.width()) <= rows * (3 * card.text.fontMetrics().height() + 12)
    assert card.width() > 0.9 * chart.columns.width()
    assert chart.columns.summary.isVisible()
    assert chart.columns.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("size", [(1920, 1080), (2560, 1440)])
def test_the_body_stands_beside_the_findings_and_both_are_large_on_a_large_page(size: tuple[int, int], user: User) -> None:
    """Fault: the tiles took the room that the findings have a use for. Oracle: geometry."""
    chart = opened(user)
    resize(user, size)
    chart.read("examination")
    user.wait(lambda: "examination" in user.seen.care.pages)
    user.bot.wait(150)
    card, summary = chart.columns.pages["examination"], chart.columns.summary
    picture = card.picture
    assert picture is not None
    assert picture.x() > card.text.geometry().right()
    assert picture.height() > 0.8 * card.height()
    assert card.height() > 0.5 * chart.columns.height()
    needed = max(tile.high(tile.width(), tile.letters) for tile in summary.tiles.values())
    assert all(tile.height() < 2 * needed for tile in summary.tiles.values()), "what the page leaves, and no more"
    table = QTextDocument()
    table.setDefaultFont(card.text.font())
    table.setHtml(card.text.text())
    table.setTextWidth(1)
    assert table.size().width() <= card.text.width(), "no cell is cut"


def test_the_bar_of_the_open_tile_ends_with_its_corners_and_keeps_off_its_words(user: User) -> None:
    """Fault: it had notches at both corners, and its words stood four pixels from it. Oracle: pixels."""
    chart = opened(user)
    chart.read("history")
    user.wait(lambda: "history" in user.seen.care.pages)
    user.bot.wait(150)
    tile = chart.columns.summary.tiles["history"]
    seen = tile.grab().toImage()
    accent = tint("accent").rgb()
    assert all(seen.pixelColor(x, tile.height() // 2).rgb() == accent for x in range(1, BAR)), "it is a bar"
    assert seen.pixelColor(0, 0).rgb() != accent
    for y in (2, 3, 4):
        row = [seen.pixelColor(x, y).rgb() == accent for x in range(BAR)]
        assert row == sorted(row), "no gap between the corner and the bar"
    assert tile.line.x() >= BAR + INDENT


def test_only_who_may_be_pregnant_is_asked_about_it_on_every_page(user: User) -> None:
    """Fault: a man of forty was, and it stood as not asked beside his decision. Oracle: the patient."""
    chart = opened(user)
    assert "pregnancy" not in chart.talk.asking
    user.room.send(Ask(about="pain"))
    user.wait(lambda: "pain" in user.seen.care.asked)
    decision = user.page("decision")
    assert "pregnancy" not in decision.columns.beside.known.told.text().lower()
    assert "steroids" in decision.columns.beside.known.told.text().lower()
    for topic in chart.talk.asking:
        user.room.send(Ask(about=topic))
    user.wait(lambda: chart.columns.summary.talk.is_read)
    user.begin("pregnant")
    asks = user.room.pages["chart"]
    assert isinstance(asks, ChartPage)
    assert "pregnancy" in asks.talk.asking


def test_the_tile_of_the_talk_leads_to_what_was_not_asked(user: User) -> None:
    chart = opened(user)
    assert chart.columns.summary.talk.state.text() == "0 of 10 asked"
    user.click(chart.talk.asking["pain"])
    user.wait(lambda: chart.columns.summary.talk.state.text() == "1 of 10 asked")
    user.focus(chart.columns.summary.talk)
    user.click(chart.columns.summary.talk)
    user.wait(chart.talk.asking["blood thinners"].hasFocus)


def test_a_chart_that_was_read_leads_to_the_questions_until_all_are_asked(user: User) -> None:
    """Fault: with the last page the way on vanished, and nothing pointed to the talk."""
    chart = opened(user)
    resize(user, LEAST)
    onward = chart.columns.summary.coming.onward
    for page in PAGES:
        user.room.send(OpenChart(page=page))
    user.room.send(Ask(about="pain"))
    user.wait(lambda: onward.text() == "Ask: Blood thinners \u2192")
    user.focus(onward)
    user.click(onward)
    user.wait(chart.talk.asking["blood thinners"].hasFocus)
    for topic in chart.talk.asking:
        user.room.send(Ask(about=topic))
    user.wait(lambda: not onward.isVisible())


def test_a_question_stays_where_it_is_while_the_talk_grows(user: User) -> None:
    """Fault: an empty box stood over the questions. Oracle: geometry."""
    talk = opened(user).talk
    assert talk.talk.placeholderText()
    user.bot.wait(200)  # a page that was just opened settles first
    before = {topic: button.mapTo(user.window, QPoint(0, 0)) for topic, button in talk.asking.items()}
    user.click(talk.asking["blood thinners"])
    user.wait(lambda: bool(talk.talk.toPlainText()))
    assert {topic: button.mapTo(user.window, QPoint(0, 0)) for topic, button in talk.asking.items()} == before


def test_nothing_hidden_stands_on_a_page_or_in_the_summary() -> None:
    chart = chart_of("anticoagulated")
    told = " ".join(said(chart, page) + digest(chart, page) for page in PAGES)
    assert "apixaban" not in told
    assert "ramipril" in told


@pytest.mark.parametrize(
    ("values", "flags"),
    [
        ({"crp": 84.0, "hba1c": 5.0}, "CRP 84 (high)"),
        ({"platelets": 90.0}, "Platelets 90 (low)"),
        ({"inr": 1.0, "egfr": 90.0, "glucose": 5.0}, "all within normal limits"),
        ({}, "no results"),
    ],
)
def test_values_outside_the_normal_are_flagged_in_words(values: dict[str, float], flags: str) -> None:
    chart = chart_of("discitis").model_copy(update={"laboratory": Laboratory(**values)})
    assert digest(chart, "laboratory") == flags
    page = said(chart, "laboratory")
    assert page.count("high") + page.count("low") == ("high" in flags) + ("low" in flags)
    for name in values:
        assert reference_ranges()[name].title in page
        assert reference_ranges()[name].shown in page


def test_each_value_of_a_laboratory_has_its_range() -> None:
    assert set(reference_ranges()) == set(Laboratory.model_fields)


def test_what_authors_write_is_shown_as_written() -> None:
    chart = chart_of("l4_l5_disc").model_copy(update={"allergies": (Allergic(to="latex", reaction="<b>hives</b>"),)})
    assert "&lt;b&gt;hives" in said(chart, "allergies")


def test_medicines_stand_in_a_table_with_their_last_dose() -> None:
    page = said(chart_of("fracture"), "medication")
    assert "Last taken" in page
    assert "methotrexate" in page
    assert "3 days ago" in page


def test_every_topic_is_asked_in_words() -> None:
    assert set(catalogue()["questions"]) == {*TOPICS, *FEELINGS, *FOLLOW_UPS}


def test_the_talk_stays_with_question_answer_and_time(user: User) -> None:
    chart = opened(user)
    user.click(chart.talk.asking["allergies"])
    user.wait(lambda: "None that I know of" in chart.talk.talk.toPlainText())
    user.click(chart.talk.asking["pain"])
    user.wait(lambda: "7 out of ten" in chart.talk.talk.toPlainText())
    words = chart.talk.talk.toPlainText()
    assert words.index(question("allergies")) < words.index("None that I know of") < words.index(question("pain"))
    assert "0:0" in words
    assert chart.talk.asking["pain"].text().startswith("\u2713")
    told = len(chart.talk._told)
    step = user.seen.step
    user.wait(lambda: user.seen.step > step + 5)
    assert len(chart.talk._told) == told  # once


def test_an_answer_opens_a_question_that_goes_once_it_is_asked(user: User) -> None:
    talk = opened(user, "anticoagulated").talk
    assert not any(button.isVisible() for button in talk.further.values())
    user.click(talk.asking["blood thinners"])
    user.wait(lambda: [name for name, button in talk.further.items() if button.isVisible()] == ["how much thinner"])
    user.click(talk.further["how much thinner"])
    user.wait(lambda: "5 mg twice a day" in talk.talk.toPlainText())
    assert question("how much thinner") in talk.talk.toPlainText()
    assert not any(button.isVisible() for button in talk.further.values())


def test_areas_of_roots_lie_on_the_body_and_on_the_right_side() -> None:
    """Oracle: geometry, and who stands opposite sees the patient's right on his left, from behind on his right."""
    wide = max(x for x, _ in HALF)
    for roots in AREAS.values():
        for polygons in roots.values():
            for x, y in (corner for polygon in polygons for corner in polygon):
                assert 0 <= x <= wide
                assert 0 <= y <= max(y for _, y in HALF)
    right = Finding(root="L5", side="right", sensation="reduced")
    drawn = BodyMap([right])
    assert all(x <= 0 for polygon in drawn.areas(right, "front") for x, _ in polygon)
    assert all(x >= 0 for polygon in drawn.areas(right, "back") for x, _ in polygon)
    assert "L5 right: sensation reduced" in drawn.accessibleDescription()


def test_an_outline_is_bent_but_where_it_turns_sharply() -> None:
    """Fault: legs were straight from corner to corner. Oracle: which side of a straight line the outline runs on."""
    corners = [QPointF(0, 0), QPointF(10, 0), QPointF(13, 10), QPointF(10, 20), QPointF(0, 20)]
    path = rounded(corners)
    assert path.contains(QPointF(11.3, 3.75)), "bulges out of the line from (10, 0) to (13, 10)"
    assert path.boundingRect().top() == pytest.approx(0.0), "the edge at the waist stays straight"
    assert all(path.intersects(QRectF(at.x() - 0.1, at.y() - 0.1, 0.2, 0.2)) for at in corners)


@pytest.mark.parametrize("view", ["front", "back"])
def test_names_of_roots_stand_below_one_another_each_beside_its_area(view: Seen) -> None:
    """Fault: L4 and L5 lay over each other. Oracle: geometry."""
    roots: tuple[Root, ...] = ("L1", "L2", "L3", "L4", "L5", "S1", "S2")
    drawn = BodyMap([Finding(root=root, side=side, sensation="reduced") for root in roots for side in ("left", "right")])
    named = drawn.named(view, 9.0)
    assert {finding.root for finding, *_ in named} == set(AREAS[view])
    for side in (-1.0, 1.0):
        heights = [y for _, at, _, y in named if at == side]
        assert len(heights) == len(AREAS[view])
        assert all(below - above >= 9.0 for above, below in pairwise(heights))
    for finding, side, leave, y in named:
        (polygon,) = drawn.areas(finding, view)
        assert min(down for _, down in polygon) <= leave.y() <= max(down for _, down in polygon)
        assert side * leave.x() > 0
        assert y >= leave.y()


def test_a_wide_page_has_room_for_what_was_seen_and_for_nothing_else(user: User) -> None:
    """Beside the decision too; neither body nor slice before its page was opened, and none on a small screen."""
    chart = opened(user)
    decision = user.room.pages["decision"]
    assert isinstance(decision, DecisionPage)
    assert decision.beside is not None
    pages, pictures = chart.columns.pages, decision.beside.pictures
    resize(user, (2000, 1100))

    def seen() -> set[str]:
        return {page for page, card in pages.items() if card.isVisible()}

    assert seen() == set()
    assert not any(card.text.text() for card in pages.values()), "nothing unread is written anywhere"
    for page in ("examination", "history"):
        chart.pages.setCurrentRow(PAGES.index(page))
        user.wait(lambda page=page: page in user.seen.care.pages)
    user.wait(lambda: seen() == {"history"})
    assert user.seen.care.pages == {"examination", "history"}, "what stands beside it is not opened by that"
    user.room.ward.go_to("decision")
    user.wait(pictures["examination"].isVisible)
    assert not pictures["imaging"].isVisible()
    user.room.ward.go_to("chart")
    chart.pages.setCurrentRow(PAGES.index("imaging"))
    user.wait(lambda: "imaging" in user.seen.care.pages)
    assert chart.mri is not None
    assert chart.mri.isVisible()
    assert not chart.columns.isVisible(), "its pictures need the page"
    user.room.ward.go_to("decision")
    imaging = pictures["imaging"]
    assert isinstance(imaging, KeySlice)
    user.wait(lambda: imaging.shown)
    assert imaging.value() == chart.mri.panels["sagittal"].view.value(), "the one that shows the protrusion, as the chart opened it"
    resize(user, LEAST)
    user.wait(lambda: not imaging.isVisible())
    user.room.ward.go_to("chart")
    chart.pages.setCurrentRow(PAGES.index("history"))
    user.wait(lambda: seen() == {"history"})


def test_each_page_that_is_opened_is_recorded_once(user: User) -> None:
    chart = opened(user)
    resize(user, (2000, 1100))
    for page in ("history", "medication", "laboratory"):
        chart.pages.setCurrentRow(PAGES.index(page))
        user.wait(lambda page=page: page in user.seen.care.pages)
    user.click(chart.front)
    facts = [event.data for event in user.room.controller.session.events if event.kind == "chart_opened"]
    assert [fact["page"] for fact in facts] == ["history", "medication", "laboratory"]


def test_the_heads_of_numbers_stand_over_them(user: User) -> None:
    """Fault: a head stood in the middle or at the left of numbers that ended at the right. Oracle: the page itself."""
    laboratory = said(chart_of("sugar"), "laboratory")
    assert f"<th align=right>{phrase('chart_text.result')}</th>" in laboratory
    assert laboratory.count("<td align=right>") == laboratory.count("<tr>") - 1
    table = StopTimes(opened(user)).table
    assert table.horizontalHeader().defaultAlignment() & Qt.AlignmentFlag.AlignLeft
    items = [item for item in (table.item(0, k) for k in range(table.columnCount())) if item is not None]
    assert not any(item.textAlignment() & int(Qt.AlignmentFlag.AlignRight) for item in items)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("side", [250, 300, 420])
def test_both_views_of_the_body_have_their_words_in_one_size(
    side: int, language: str, qapp: object, monkeypatch: pytest.MonkeyPatch, silent: None
) -> None:
    """Fault: "R Von vorn L" was set larger than "L Von hinten R". Oracle: the letters that are set when each is drawn."""
    speak(phrases(language), phrases("en"))
    draws, found = QPainter.drawText, set[int]()
    titles = {phrase("body_map.front"), phrase("body_map.back"), "R", "L"}

    def heard(painter: QPainter, *rest: Any) -> object:
        if rest[-1] in titles:
            found.add(QFontInfo(painter.font()).pixelSize())
        return draws(painter, *rest)

    drawn = BodyMap([Finding(root="L5", side="right", sensation="reduced")])
    drawn.resize(max(side, 300), side)
    monkeypatch.setattr(QPainter, "drawText", heard)
    drawn.grab()
    assert len(found) == 1


@pytest.mark.parametrize("language", languages())
def test_a_ticked_title_of_a_page_keeps_its_line_where_text_is_large(language: str, qtbot: QtBot, qapp: QApplication, silent: None) -> None:
    """Fault: once read, "Earlier injections" took two lines, and "History" left the list. Oracle: heights."""
    put_on(qapp, Appearance(text_pct=200))
    speak(phrases(language), phrases(WHOLE))
    rows = WholeRows()
    qtbot.addWidget(rows)
    rows.setFixedWidth(PAGES_MOST)
    rows.resize(PAGES_MOST, 500)
    rows.show_rows([QListWidgetItem(f"{DONE}{heading(page)}") for page in PAGES])
    rows.show()
    qtbot.wait(30)
    assert len({rows.visualItemRect(rows.item(number)).height() for number in range(rows.count())}) == 1

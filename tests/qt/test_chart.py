"""The chart as a record: nothing of an unread page is told, values have their ranges, the talk stays to be read."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.chart import PAGES, Allergic, Chart, Finding, Laboratory
from scenarios.follow_ups import FOLLOW_UPS
from scenarios.reference_ranges import reference_ranges
from scenarios.words import catalogue, question
from sim.qt.panels.body_map import AREAS, HALF, BodyMap
from sim.qt.panels.chart_page import ChartPage
from sim.qt.panels.chart_text import digest, said
from sim.session.care_commands import FEELINGS, TOPICS
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


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
    assert chart.summary.isVisible()
    assert {line.text() for line in chart.summary.lines.values()} == {"Not read yet"}
    assert user.seen.care.pages == set()
    user.click(chart.front)
    assert user.seen.care.pages == set()  # the summary is no page of the chart


def test_the_summary_grows_as_pages_are_read(user: User) -> None:
    chart = opened(user)
    (opener,) = (b for b in chart.summary.findChildren(type(chart.front)) if b.text() == "Examination")
    user.click(opener)
    user.wait(lambda: user.seen.care.pages == {"examination"})
    assert not chart.summary.isVisible()
    assert chart.body.isVisible()
    user.click(chart.front)
    assert chart.summary.isVisible()
    assert "L5 right: sensation reduced, power 4/5" in chart.summary.lines["examination"].text()
    assert chart.summary.lines["medication"].text() == "Not read yet"
    chart.pages.setCurrentRow(PAGES.index("examination"))  # the same page again is opened again
    assert chart.text.isVisible()


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
        ({"inr": 1.0, "egfr": 90.0, "glucose": 5.0}, "nothing outside the normal"),
        ({}, "nothing was sent"),
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
    user.wait(lambda: "7 of ten" in chart.talk.talk.toPlainText())
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

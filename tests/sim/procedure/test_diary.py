"""What is told in the weeks afterwards. Oracle: the course's own pain, and the definitions."""

from __future__ import annotations

import pytest

from scenarios.words import catalogue, told_later
from sim.procedure.course import TIMES_H, Course
from sim.procedure.diary import contacts, diary
from sim.session.events import Event

MEANT, DECLINED = ([Event(10, "decided", {"decision": decision})] for decision in ("inject", "defer"))


def course(later: float, responds: bool = True, treated: bool = True, end: float | None = None) -> Course:
    """Seven of ten before; so much a week after, and at the end."""
    pain = tuple((t, 7.0 if t < 100 else later if t < 2000 or end is None else end) for t in TIMES_H)
    return Course(pain, None, treated, responds, 10.0, (), responds)


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        (course(2.0), ["early", "helped", "helped", "helped"]),
        (course(3.5), ["early", "helped", "helped", "helped"]),
        (course(3.6, responds=False), ["early", "not_helped", "not_helped", "not_helped"]),
        (course(2.0, end=6.0), ["early", "helped", "helped", "back"]),
        (course(7.0, responds=False, treated=False), ["nothing_given"]),
    ],
)
def test_each_contact_tells_how_it_went(found: Course, codes: list[str]) -> None:
    assert [entry.code for entry in diary(found, MEANT)] == codes


def test_who_is_well_on_the_third_day_does_not_ask_whether_that_is_all() -> None:
    pain = tuple((hours, 7.0 if hours < 72.0 else 1.5) for hours in TIMES_H)
    assert diary(Course(pain, None, True, True, 10.0, (), True), MEANT)[0].code == "early_helped"


def test_somebody_asks_when_the_course_has_a_number() -> None:
    assert {one.at_h for one in contacts()} <= set(TIMES_H)


def test_it_is_told_in_numbers_and_names_no_place() -> None:
    """Where it hurts stands in the case's own words: whoever took it from the examination told a leg's pain of somebody with two."""
    entry = diary(course(2.0), MEANT)[1]
    said, do = told_later(entry.contact, entry.code, entry.pain, entry.before)
    assert "The pain is 2 out of ten; before the injection it was 7." in said
    assert do == catalogue()["diary_do"]["helped"]


def test_the_patient_counts_in_whole_numbers() -> None:
    """ "The pain is 6.7 out of ten": nobody speaks so."""
    said, _ = told_later("visit", "not_helped", 6.5, 7.0)
    assert "The pain is still 7 out of ten; before the injection it was 7." in said


def test_who_declined_the_needle_is_told_to_go_on_with_what_was_decided_and_nobody_else() -> None:
    """Of an infected disc that somebody meant to inject it was said "go on with what was decided instead"."""
    found = course(7.0, responds=False, treated=False)
    assert [entry.code for entry in diary(found, DECLINED)] == ["untreated"]
    assert [entry.code for entry in diary(found, [])] == ["nothing_given"]
    assert [entry.code for entry in diary(found, [*DECLINED, *MEANT])] == ["nothing_given"]

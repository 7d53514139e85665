"""Papers: a log book adds up what was filed, a certificate is given for a finished course alone, and a stranger's words stay words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

import pytest

from scenarios import files
from scenarios.curriculum import curriculum
from scenarios.files import InputError
from sim.exchange.gradebook.rows import Filing
from sim.exchange.paper.certificate import certificate, certificate_sheet
from sim.exchange.paper.log_book import Later, log_book, sheet_of
from sim.exchange.paper.period import Period
from sim.exchange.paper.sheet import Sheet, printed
from sim.procedure.course import Trouble
from tests.sim.exchange.test_report import Page

WHOLE = curriculum("caudal")
COURSE = WHOLE.model_copy(update={"stages": WHOLE.stages[:2]})  # no case in two of its stages


def filed(case: str, seed: int, day: int = 1, total: float = 90.0, mode: str = "practice", copied: bool = False) -> Filing:
    """An attempt whose dose is ten times its seed; every other one went through the dura, and failed by it."""
    hurt = seed % 2 == 0
    measures = {"dose_area": 10.0 * seed, "fluoroscopy_time": float(seed), "dural_punctures": float(hurt)}
    remarks = (("dural_punctures", True, 3.0), ("passes", False, 4.0)) if hurt else ()
    when = date(2026, 11, day) if day else None
    passed = total >= 70 and not hurt
    return Filing(
        seed,
        "Ada",
        case,
        seed,
        mode,
        when,
        total,
        passed,
        4,
        60.0,
        "0.1.0",
        "replayed",
        f"{seed:064}",
        copied,
        "0.1.0",
        None,
        measures,
        remarks,
    )


def finished(mode: str = "exam") -> list[Filing]:
    """The whole course, by odd seeds, which are passed."""
    cases = [case for stage in COURSE.stages for case in stage.cases for _ in range(stage.in_a_row)]
    return [filed(case, 2 * n + 1, 1 + n, mode=mode) for n, case in enumerate(cases)]


def page_of(sheet: Sheet) -> Page:
    page = Page(sheet.html)
    assert page.open == [], "what opens must close"
    return page


def test_a_log_book_adds_up_what_hands_did_and_nothing_else() -> None:
    entries = [
        filed("caudal", 1, 3),
        filed("caudal", 2, 4),
        filed("sugar", 3, 5),
        filed("transforaminal_l5", 5, 2),
        filed("caudal", 7, 9, mode="script"),
        filed("caudal", 9, 9, copied=True),
    ]
    book = log_book("Ada", entries, {})
    caudal = files.technique("caudal").title
    places = {(one.approach, one.level): (one.cases, one.attempts, one.passed) for one in book.places}
    assert places[caudal, "S1"] == (2, 3, 2)
    assert sum(one.attempts for one in book.places) == len(book.attempts) == 4
    doses = [10.0, 20.0, 30.0, 50.0]
    burdens = {one.measure: (one.sum, one.median, one.count) for one in book.burdens}
    assert burdens["dose_area"] == (sum(doses), median(doses), 4)
    assert burdens["air_kerma"] == (0.0, 0.0, 0)
    assert [(one.code, one.attempts, one.sum) for one in book.harms] == [("dural_punctures", 1, 1.0)]
    assert [(one.code, one.attempts) for one in book.critical] == [("dural_punctures", 1)]
    assert book.stamps == (("replayed", "0.1.0", 4),)
    sheet = sheet_of(book)
    text = page_of(sheet).text
    assert sheet.day == date(2026, 11, 5)
    assert "From 2026-11-02 to 2026-11-05. Attempts: 4, passed: 3. Different cases: 3." in text
    assert "Dose-area product: 110 Gy·cm² in total, median 25 Gy·cm² over 4 attempts." in text
    assert "Air kerma: not measured." in text
    assert "Programme director, date" in text


def test_a_log_book_of_what_went_well_and_of_days_that_nobody_noted() -> None:
    sheet = sheet_of(log_book("Ada", [filed("caudal", 1, 0)], {}))
    assert sheet.day is None
    text = page_of(sheet).text
    assert "None of those counted here occurred." in text
    assert "Dates not recorded." in text


def test_a_case_that_is_gone_keeps_its_name() -> None:
    assert "never_heard_of" in page_of(sheet_of(log_book("Ada", [filed("never_heard_of", 1)], {}))).text


@pytest.mark.parametrize("entries", [[], [filed("caudal", 1, mode="script")]])
def test_of_nothing_there_is_no_log_book(entries: Sequence[Filing]) -> None:
    with pytest.raises(InputError, match="Ada has no finished attempt"):
        log_book("Ada", entries, {})


def trouble(name: str, after_h: float) -> Trouble:
    return Trouble(name, after_h, 24.0, "", "", "", "")


def test_what_followed_is_counted_by_attempts_and_what_nobody_knows_is_said() -> None:
    entries = [filed("caudal", seed, seed) for seed in (1, 3, 5, 7)]
    course = {1: (trouble("headache", 30.0), trouble("headache", 20.0)), 3: (trouble("headache", 40.0), trouble("infection", 240.0)), 5: ()}
    book = log_book("Ada", entries, course)
    assert book.later == (Later("headache", 2, 20.0), Later("infection", 1, 240.0))
    assert book.unknown == 1
    text = page_of(sheet_of(book)).text
    assert "after 20 hours" in text
    assert "after 10 days" in text
    assert "recording is not here: 1." in text
    assert "None followed" in page_of(sheet_of(log_book("Ada", entries[:1], {1: ()}))).text
    assert "None followed" not in page_of(sheet_of(log_book("Ada", entries[:1], {}))).text


def test_a_period_holds_both_its_days_and_nothing_without_one() -> None:
    entries = [filed("caudal", seed, seed) for seed in (1, 3, 5)] + [filed("caudal", 7, 0)]
    first, last = date(2026, 11, 3), date(2026, 11, 5)
    assert [one.seed for one in log_book("Ada", entries, {}, Period(first, last)).attempts] == [3, 5]
    assert [one.seed for one in log_book("Ada", entries, {}, Period(last=first)).attempts] == [1, 3]
    assert len(log_book("Ada", entries, {}).attempts) == 4
    assert "Asked for: 2026-11-03 to (open)." in page_of(sheet_of(log_book("Ada", entries, {}, Period(first)))).text
    with pytest.raises(InputError, match="has no finished attempt in these days"):
        log_book("Ada", entries, {}, Period(date(2027, 1, 1)))
    with pytest.raises(InputError, match="the period ends on 2026-11-03, before it begins on 2026-11-05"):
        Period(last, first)


def test_a_certificate_names_the_attempts_that_met_the_criterion() -> None:
    entries = [filed("caudal", 2, 1), *finished(), filed("caudal", 99, 30)]
    found = certificate("Ada", COURSE, entries)
    proof = [entry.fingerprint for _, rows in found.proof for entry in rows]
    assert proof == [entry.fingerprint for entry in finished()], "neither what failed before nor what came after"
    sheet = certificate_sheet(found)
    assert sheet.day == date(2026, 11, len(finished()))
    text = page_of(sheet).text
    assert "Ada has finished the course \u201cCaudal\u201d." in text
    assert all(mark[:16] in text for mark in proof)
    assert found.mark in text
    assert "not a licence" in text


def test_another_attempt_gives_a_certificate_another_mark() -> None:
    other = [*finished()[:-1], replace(finished()[-1], fingerprint="f" * 64)]
    assert certificate("Ada", COURSE, finished()).mark != certificate("Ada", COURSE, other).mark
    assert certificate("Ada", COURSE, finished()).mark != certificate("Bob", COURSE, finished()).mark


@pytest.mark.parametrize("entries", [[], finished()[:-1], finished("guided")])
def test_an_unfinished_course_has_no_certificate(entries: Sequence[Filing]) -> None:
    with pytest.raises(InputError, match="has not finished \u201cCaudal\u201d yet"):
        certificate("Ada", COURSE, entries)


def test_a_certificate_of_attempts_without_days_says_so() -> None:
    undated = [replace(finished()[0], started=None), *finished()[1:]]
    sheet = certificate_sheet(certificate("Ada", COURSE, undated))
    assert sheet.day is None
    assert "some of the attempts are undated" in page_of(sheet).text


def test_words_of_strangers_are_no_page() -> None:
    evil = "<script>1</script>"
    for sheet in (sheet_of(log_book(evil, finished(), {})), certificate_sheet(certificate(evil, COURSE, finished()))):
        page = page_of(sheet)
        assert "script" not in page.tags
        assert evil in page.text


def test_only_a_pdf_is_printed_and_only_where_something_prints(tmp_path: Path) -> None:
    sheet = Sheet("t", "<p>x</p>", None)
    with pytest.raises(InputError, match=r"should end in \.pdf"):
        printed(sheet, tmp_path / "a.docx", lambda *_: None)
    with pytest.raises(InputError, match="which is not installed"):
        printed(sheet, tmp_path / "a.pdf", None)
    made: list[Path] = []
    printed(sheet, tmp_path / "a.PDF", lambda _, path: made.append(path))
    assert made == [tmp_path / "a.PDF"]

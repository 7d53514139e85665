"""Exams: fixed beforehand, each case begun once, and sealed wherever attempts are told of, until they are released; on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from scenarios import files
from scenarios.exam import Exam, Question, exam
from scenarios.files import InputError
from sim.exchange.gradebook.cohort import cohort
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.curves import learning
from sim.exchange.gradebook.exams import Marked, begin_case, examinations, release, set_exam, withdraw
from sim.exchange.gradebook.filing import file_journals, fingerprint, journal_of
from sim.exchange.gradebook.learners import erase, learner_named, learners
from sim.exchange.gradebook.outbox import send
from sim.exchange.gradebook.peers import FEWEST, peers
from sim.exchange.gradebook.rows import attempts
from sim.exchange.gradebook.tables import FiledAttempt, Measured, Remarked
from sim.records.recording import read
from sim.records.store import Claim, unfinished
from sim.scoring.judged import Judging
from tests.sim.exchange.gradebook.made_up import made_up
from tests.sim.exchange.gradebook.versions import bring_to
from tests.sim.played import Played
from tests.sim.records.changed import header, rewritten

SPRING = Exam(
    format=1,
    name="spring",
    title="Spring",
    cases=(Question(case="caudal", seed=7), Question(case="sugar", seed=8)),
    learners=("Ada", "Bob"),
)
ATTEMPT = "anticoagulated_competent"


def sat(book: Gradebook, learner: str, case: str, seed: int, total: float, exam: str | None = "spring") -> None:
    with book.session() as session:
        row = made_up(learner_named(session, learner).id, case, seed, total, total >= 70, "exam")
        row.exam = exam
        row.measures = [Measured(name="passes", value=1.0)]
        row.remarks = [Remarked(number=0, measure="passes", critical=True, time_s=1.0)]
        session.add(row)


def test_an_exam_is_set_once_with_the_cases_as_they_are(book: Gradebook) -> None:
    set_exam(book, SPRING)
    (found,) = examinations(book)
    assert [one.case_hash for one in found.exam.cases] == [files.fingerprint(files.shipped(case)) for case in ("caudal", "sugar")]
    assert (found.is_released, found.entries) == (False, ())
    with pytest.raises(InputError, match="exam spring is set already"):
        set_exam(book, SPRING)
    with pytest.raises(InputError, match="nowhere"):
        set_exam(book, SPRING.model_copy(update={"name": "other", "cases": (Question(case="nowhere", seed=1),)}))
    assert [one.exam.name for one in examinations(book)] == ["spring"]


def test_each_case_is_begun_once_and_only_by_who_is_named(book: Gradebook) -> None:
    set_exam(book, SPRING)
    begin_case(book, "spring", "Ada", 0)
    with pytest.raises(InputError, match=r"case 1 of .Spring. was begun before"):
        begin_case(book, "spring", " Ada ", 0)
    with pytest.raises(InputError, match="is not for Cy now"):
        begin_case(book, "spring", "Cy", 0)
    with pytest.raises(InputError, match="exam 'summer' is not set here"):
        begin_case(book, "summer", "Ada", 0)
    begin_case(book, "spring", "Bob", 0)
    (found,) = examinations(book, "Ada")
    assert (found.of("Ada").begun, found.of("Ada").next, found.of("Ada").is_under_way) == ((True, False), 1, True)
    assert [one.learner for one in found.entries] == ["Ada"], "nobody else's"
    assert examinations(book, "Cy") == []


def test_a_case_that_was_changed_is_not_taken(book: Gradebook, monkeypatch: pytest.MonkeyPatch) -> None:
    set_exam(book, SPRING)
    monkeypatch.setattr(files, "fingerprint", lambda case: "another")
    with pytest.raises(InputError, match="the case caudal has changed since the exam was set"):
        begin_case(book, "spring", "Ada", 0)
    assert examinations(book, "Ada")[0].of("Ada").next == 0


def test_nothing_of_it_is_told_before_it_is_released(book: Gradebook) -> None:
    """Rows, curve, class, what is weak, how many passed, and the recording itself; then all of it."""
    set_exam(book, SPRING)
    begin_case(book, "spring", "Ada", 0)
    sat(book, "Ada", "caudal", 7, 55.0)
    sat(book, "Ada", "sugar", 3, 90.0, exam=None)
    (entry,) = examinations(book)[0].entries
    assert (entry.handed_in, entry.marks) == ((True, False), (None, None))
    assert [one.scenario for one in attempts(book, "Ada", whole=True)] == ["sugar"]
    assert [one.total for one in learning(book, "Ada", "passes").entries] == [90.0]
    assert {one.name: one.given for one in learning(book, "Ada", "passes").missed} == {"passes": 1}
    assert [(one.totals, one.cases) for one in cohort(book).members] == [((90.0,), 1)]
    assert {one.name: (one.given, one.remarked) for one in cohort(book).missed} == {"passes": (1, 1)}
    assert [(one.attempts, one.passed) for one in learners(book)] == [(1, 1)]
    with pytest.raises(InputError, match="part of an exam whose results are not released"):
        journal_of(book, 1)
    release(book, "spring")
    (after,) = examinations(book, "Ada")
    assert after.of("Ada").marks == (Marked(1, 55.0, False), None)
    assert [one.exam for one in attempts(book, "Ada")] == ["spring", None]
    assert [one.total for one in learning(book, "Ada", "passes").entries] == [55.0, 90.0]
    assert cohort(book).members[0].totals == (55.0, 90.0)
    assert {one.name: (one.given, one.remarked) for one in cohort(book).missed} == {"passes": (2, 2)}
    assert [(one.attempts, one.passed) for one in learners(book)] == [(2, 1)]
    with pytest.raises(InputError, match="is not for Ada now"):
        begin_case(book, "spring", "Ada", 1)
    with pytest.raises(InputError, match="exam 'summer' is not set here"):
        release(book, "summer")


def test_what_the_class_made_of_a_case_is_told_without_what_is_sealed(book: Gradebook) -> None:
    """The median of an exam that nobody may know the results of stood in every debriefing of the same case."""
    set_exam(book, SPRING.model_copy(update={"learners": ()}))
    for number in range(FEWEST):
        sat(book, f"Learner {number}", "caudal", 7, 55.0)
    assert peers(book, "caudal", "", "Cy") is None
    release(book, "spring")
    found = peers(book, "caudal", "", "Cy")
    assert found is not None
    assert (found.learners, found.values["total"].middle) == (FEWEST, 55.0)


def test_one_is_taken_back_as_long_as_nobody_has_begun_it(book: Gradebook) -> None:
    with pytest.raises(InputError, match="is not set here"):
        withdraw(book, "spring")
    set_exam(book, SPRING)
    withdraw(book, "spring", really=False)
    assert len(examinations(book)) == 1
    withdraw(book, "spring")
    assert examinations(book) == []
    set_exam(book, SPRING)
    begin_case(book, "spring", "Ada", 0)
    with pytest.raises(InputError, match="was begun by somebody"):
        withdraw(book, "spring")
    assert examinations(book)[0].of("Ada").begun[0]


def test_one_that_was_taken_beside_this_database_is_not_taken_back(book: Gradebook) -> None:
    set_exam(book, SPRING)
    sat(book, "Ada", "caudal", 7, 80.0)
    with pytest.raises(InputError, match="was begun by somebody"):
        withdraw(book, "spring")


def test_an_exam_of_another_database_stays_sealed_here(book: Gradebook) -> None:
    sat(book, "Ada", "caudal", 7, 55.0, exam="elsewhere")
    assert attempts(book) == []
    assert cohort(book).members == ()


def test_only_the_first_that_was_filed_of_a_case_counts(book: Gradebook) -> None:
    set_exam(book, SPRING)
    sat(book, "Ada", "caudal", 7, 55.0)
    with book.session() as session:
        again = made_up(1, "caudal", 7, 99.0, True, "exam")
        again.fingerprint, again.exam = "f" * 64, "spring"
        session.add(again)
    release(book, "spring")
    assert examinations(book)[0].of("Ada").marks[0] == Marked(1, 55.0, False)


def test_who_is_erased_leaves_no_sitting(book: Gradebook) -> None:
    set_exam(book, SPRING)
    begin_case(book, "spring", "Ada", 0)
    sat(book, "Ada", "caudal", 7, 55.0)
    assert erase(book, "Ada") == 1
    assert examinations(book)[0].entries == ()


def test_a_recording_says_of_which_exam_it_is_a_part(book: Gradebook, played: Played, tmp_path: Path) -> None:
    """And one that is no part of any keeps the fingerprint that it had before there were exams."""
    plain = played.path(ATTEMPT)
    path = tmp_path / "sat.jsonl"
    path.write_bytes(plain.read_bytes())
    rewritten(path, header(exam="spring", learner="Ada", mode="exam"))
    assert [one.outcome for one in file_journals(book, [path], judging=Judging(as_recorded=True))] == ["filed"]
    with book.session() as session:
        assert session.query(FiledAttempt.exam).scalar() == "spring"
    assert attempts(book) == []
    rewritten(path, header(exam="Spring !"))
    with pytest.raises(InputError, match="line 1: exam: is 'Spring !'"):
        read(path)
    old = tmp_path / "old.jsonl"
    old.write_bytes(plain.read_bytes())
    rewritten(old, lambda rows: rows[0].pop("exam"))
    assert fingerprint(read(old)) == fingerprint(read(plain))


def test_what_was_broken_off_is_handed_in_as_far_as_it_went(book: Gradebook, url: str, played: Played, own_home: Path) -> None:
    """Not while somebody is at it; and nobody goes on with it."""
    folder = own_home / "attempts"
    folder.mkdir(parents=True)
    path = folder / "00001_anticoagulated.jsonl"
    path.write_bytes(played.path(ATTEMPT).read_bytes())

    def cut(rows: list[dict[str, object]]) -> None:
        rows[0].update(exam="spring", learner="Ada", mode="exam")
        del rows[len(rows) // 2 :]

    rewritten(path, cut)
    assert not read(path).finished
    assert unfinished() == []
    claim = Claim(path)
    assert send(url, folder).filed == 0
    claim.release()
    assert send(url, folder).filed == 1
    with book.session() as session:
        filed = session.query(FiledAttempt).one()
        assert (filed.exam, filed.basis, filed.passed) == ("spring", "replayed", False)
    assert send(url, folder).filed == 0


def test_a_database_of_the_version_before_keeps_its_attempts(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        bring_to(connection, "0003")
        connection.execute(text("INSERT INTO learners (id, name) VALUES (7, 'Ada')"))
        connection.execute(
            text(
                "INSERT INTO attempts VALUES "
                "(1, 'f', 7, 'caudal', '', 1, 'exam', NULL, '', '', '', 'replayed', '', 80.0, TRUE, 4, 1.0, '', FALSE)"
            )
        )
    engine.dispose()
    with Gradebook(url) as book:
        assert [(one.learner, one.exam) for one in attempts(book)] == [("Ada", None)]
        set_exam(book, SPRING)


def test_a_file_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "spring.toml"
    whole = 'format = 1\nname = "spring"\ntitle = "Spring"\nminutes = 20\ncases = [\n  { case = "caudal", seed = 7 },\n]\n'
    path.write_text(whole, encoding="utf-8")
    assert exam(path).minutes == 20
    assert exam(path).is_for("anybody")
    path.write_text(whole.replace("seed = 7 },", 'seed = 7 },\n  { case = "caudal", seed = 7 },'), encoding="utf-8")
    with pytest.raises(InputError, match="'caudal' twice with the seed 7"):
        exam(path)
    path.write_text(whole.replace("seed = 7", "seed = 0"), encoding="utf-8")
    with pytest.raises(InputError, match="seed"):
        exam(path)

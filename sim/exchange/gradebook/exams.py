"""Exams in the gradebook: set, begun case by case, handed in, and released."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meshes.quoting import quoted
from scenarios import files, words
from scenarios.exam import Exam, Question
from scenarios.files import InputError
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.learners import learner_named
from sim.exchange.gradebook.tables import FiledAttempt, Learner, SetExam, Sitting
from sim.records.learner import proper_name
from sim.session.own_cases import case_named


@dataclass(frozen=True)
class Marked:
    """What came of a case of an exam; told only once the results are released."""

    attempt: int
    """Its number in the gradebook"""
    total: float
    passed: bool


@dataclass(frozen=True)
class Candidate:
    """How a learner stands in an exam, case by case."""

    learner: str
    begun: tuple[bool, ...]
    handed_in: tuple[bool, ...]
    marks: tuple[Marked | None, ...]
    """All None while the exam is sealed"""

    @property
    def next(self) -> int | None:
        """The first case that was not begun, counted from 0."""
        return self.begun.index(False) if False in self.begun else None

    @property
    def is_open(self) -> bool:
        """Whether something was begun that is not handed in."""
        return any(begun and not done for begun, done in zip(self.begun, self.handed_in, strict=True))

    @property
    def is_under_way(self) -> bool:
        """Begun, and not whole yet."""
        return any(self.begun) and not all(self.handed_in)


@dataclass(frozen=True)
class Examination:
    """An exam as it stands."""

    exam: Exam
    is_released: bool
    entries: tuple[Candidate, ...]
    """Of everybody who has begun it, by name"""

    def of(self, learner: str) -> Candidate:
        """Of who has not begun it too."""
        none = (False,) * len(self.exam.cases)
        return next((one for one in self.entries if one.learner == learner), Candidate(learner, none, none, (None,) * len(none)))


def set_exam(book: Gradebook, exam: Exam) -> None:
    """Fix it. Raises InputError where one of its name is set already, or a case is not known here."""
    cases = tuple(Question(case=one.case, seed=one.seed, case_hash=files.fingerprint(case_named(one.case))) for one in exam.cases)
    fixed = exam.model_copy(update={"cases": cases, "learners": tuple(proper_name(name) for name in exam.learners)})
    with book.session() as session:
        if session.get(SetExam, exam.name) is not None:
            raise InputError(words.exam("set_already", name=exam.name))
        session.add(SetExam(name=exam.name, paper=fixed.model_dump_json(), released=False))


def examinations(book: Gradebook, learner: str | None = None) -> list[Examination]:
    """All of them by name, or those that a learner may take, has begun, or took; with nobody else's entry then."""
    name = None if learner is None else proper_name(learner)
    with book.session() as session:
        entries = _entries(session, name)
        found = [_examination(row, entries[row.name]) for row in session.scalars(select(SetExam).order_by(SetExam.name))]
    return [one for one in found if name is None or one.entries or (one.exam.is_for(name) and not one.is_released)]


def _examination(row: SetExam, own: dict[str, dict[int, Marked | None]]) -> Examination:
    exam = Exam.model_validate_json(row.paper)
    numbers = range(len(exam.cases))
    entries = (
        Candidate(
            learner,
            tuple(number in done for number in numbers),
            tuple(done.get(number) is not None for number in numbers),
            tuple(done.get(number) if row.released else None for number in numbers),
        )
        for learner, done in sorted(own.items())
    )
    return Examination(exam, row.released, tuple(entries))


def _entries(session: Session, learner: str | None) -> dict[str, dict[str, dict[int, Marked | None]]]:
    """By exam, learner and number of the case: what was begun, and what came of it where it was handed in; the first that was filed."""
    found: dict[str, dict[str, dict[int, Marked | None]]] = defaultdict(lambda: defaultdict(dict))
    sat = select(Sitting.exam, Learner.name, Sitting.number).join(Learner, Sitting.learner_id == Learner.id)
    done = select(FiledAttempt, Learner.name).join(Learner, FiledAttempt.learner_id == Learner.id).where(FiledAttempt.exam.is_not(None))
    if learner is not None:
        sat, done = sat.where(Learner.name == learner), done.where(Learner.name == learner)
    for exam, name, number in session.execute(sat):
        found[exam][name][number] = None
    papers = {row.name: Exam.model_validate_json(row.paper) for row in session.scalars(select(SetExam))}
    for attempt, name in session.execute(done.order_by(FiledAttempt.id)):
        exam = attempt.exam or ""
        for number, one in enumerate(papers[exam].cases if exam in papers else ()):
            if (one.case, one.seed) == (attempt.scenario, attempt.seed) and found[exam][name].get(number) is None:
                found[exam][name][number] = Marked(attempt.id, attempt.total, attempt.passed)
    return found


def begin_case(book: Gradebook, name: str, learner: str, number: int) -> None:
    """Note that a learner begins a case of an exam, counted from 0. Raises InputError where that may not be: nobody begins one twice."""
    with book.session() as session:
        row = session.get(SetExam, name)
        if row is None:
            raise InputError(words.exam("unknown", name=quoted(name)))
        exam = Exam.model_validate_json(row.paper)
        if row.released or not exam.is_for(proper_name(learner)):
            raise InputError(words.exam("closed", title=exam.title, learner=learner))
        if files.fingerprint(case_named(exam.cases[number].case)) != exam.cases[number].case_hash:
            raise InputError(words.exam("changed", case=exam.cases[number].case))
        session.add(Sitting(exam=name, learner_id=learner_named(session, learner).id, number=number))
        try:
            session.flush()
        except IntegrityError:
            raise InputError(words.exam("begun", number=number + 1, title=exam.title)) from None


def release(book: Gradebook, name: str) -> None:
    """Tell what came of it, and shut it. Raises InputError for one that is not known."""
    with book.session() as session:
        row = session.get(SetExam, name)
        if row is None:
            raise InputError(words.exam("unknown", name=quoted(name)))
        row.released = True


def withdraw(book: Gradebook, name: str, really: bool = True) -> None:
    """As if it had never been set. Raises InputError for one that is not known, or that somebody has begun.

    Not ``really``: only find whether that may be.
    """
    with book.session() as session:
        row = session.get(SetExam, name, with_for_update=True)  # who begins it meanwhile waits, and finds it gone
        if row is None:
            raise InputError(words.exam("unknown", name=quoted(name)))
        begun = select(Sitting.learner_id).where(Sitting.exam == name).union_all(select(FiledAttempt.id).where(FiledAttempt.exam == name))
        if session.execute(begun.limit(1)).first() is not None:
            raise InputError(words.exam("has_begun", title=Exam.model_validate_json(row.paper).title))
        if really:
            session.delete(row)

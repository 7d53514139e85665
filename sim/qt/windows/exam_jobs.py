"""What pages ask of exams in the gradebook, beside the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scenarios.exam import Exam
from sim.exchange.gradebook.address import database_url, is_empty
from sim.qt.job import Fault, Job, Tell
from sim.qt.windows.requested import Paper
from sim.session.home import home

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.exams import Examination


def fetch_exams(learner: str, done: Callable[[list[Examination]], None], failed: Callable[[Fault], None]) -> Job:
    """Those of a learner. What they began and broke off is handed in first, as far as it went, which may take a while."""

    def work(tell: Tell) -> list[Examination]:
        url = database_url()
        if is_empty(url):
            return []
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.exams import examinations
        from sim.exchange.gradebook.outbox import send

        with Gradebook(url) as book:
            found = examinations(book, learner)
            if any(one.of(learner).is_open for one in found):
                tell("", 0.0)  # whoever does not want it any more says so here
                send(url, home() / "attempts")
                found = examinations(book, learner)
        return found

    return Job("exams", work, done, failed)


def fetch_all_exams(done: Callable[[list[Examination]], None], failed: Callable[[Fault], None]) -> Job:
    """Everybody's."""

    def work(_: Tell) -> list[Examination]:
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.exams import examinations

        with Gradebook(database_url()) as book:
            return examinations(book)

    return Job("all exams", work, done, failed)


def fix_exam(exam: Exam, done: Callable[[Exam], None], failed: Callable[[Fault], None]) -> Job:
    def work(_: Tell) -> Exam:
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.exams import set_exam

        with Gradebook(database_url()) as book:
            set_exam(book, exam)
        return exam

    return Job("set exam", work, done, failed)


def release_exam(exam: Exam, done: Callable[[Exam], None], failed: Callable[[Fault], None]) -> Job:
    def work(_: Tell) -> Exam:
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.exams import release

        with Gradebook(database_url()) as book:
            release(book, exam.name)
        return exam

    return Job("release exam", work, done, failed)


def withdraw_exam(exam: Exam, done: Callable[[Exam], None], failed: Callable[[Fault], None]) -> Job:
    def work(_: Tell) -> Exam:
        from sim.exchange.gradebook.connection import Gradebook
        from sim.exchange.gradebook.exams import withdraw

        with Gradebook(database_url()) as book:
            withdraw(book, exam.name)
        return exam

    return Job("withdraw exam", work, done, failed)


def sit(paper: Paper) -> None:
    """Note that a case of an exam is begun, in a job's thread. Raises InputError where it may not be."""
    from sim.exchange.gradebook.connection import Gradebook
    from sim.exchange.gradebook.exams import begin_case

    with Gradebook(database_url()) as book:
        begin_case(book, paper.exam.name, paper.learner, paper.number)

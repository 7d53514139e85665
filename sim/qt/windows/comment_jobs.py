"""What the debriefing asks of an attempt's comments in the gradebook, beside the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from sim.exchange.gradebook.address import database_url
from sim.qt.job import Fault, Job, Tell

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.comments import Comment
    from sim.exchange.gradebook.connection import Gradebook

    Come = Callable[[tuple[Comment, ...]], None]
    Failed = Callable[[Fault], None]


def fetch_comments(attempt: int, by_learner: bool, done: Come, failed: Failed) -> Job:
    """``by_learner``: who sees them is their learner; they are not new any more then."""
    return _job("comments", attempt, lambda _: None, done, failed, by_learner)


def add_comment(attempt: int, step: int, text: str, author: str, done: Come, failed: Failed) -> Job:
    def act(book: Gradebook) -> None:
        from sim.exchange.gradebook.comments import comment_on

        comment_on(book, attempt, step, text, author, date.today())

    return _job("comment", attempt, act, done, failed)


def change_comment(attempt: int, number: int, text: str, author: str, done: Come, failed: Failed) -> Job:
    def act(book: Gradebook) -> None:
        from sim.exchange.gradebook import comments

        comments.change_comment(book, number, text, author, date.today())

    return _job("change_comment", attempt, act, done, failed)


def take_back(attempt: int, number: int, author: str, done: Come, failed: Failed) -> Job:
    def act(book: Gradebook) -> None:
        from sim.exchange.gradebook import comments

        comments.take_back(book, number, author)

    return _job("take_back", attempt, act, done, failed)


def _job(name: str, attempt: int, act: Callable[[Gradebook], None], done: Come, failed: Failed, by_learner: bool = False) -> Job:
    """Do it, then tell all that is said of the attempt."""

    def work(_: Tell) -> tuple[Comment, ...]:
        from sim.exchange.gradebook.comments import comments
        from sim.exchange.gradebook.connection import Gradebook

        with Gradebook(database_url()) as book:
            act(book)
            return comments(book, attempt, by_learner)

    return Job(name, work, done, failed)

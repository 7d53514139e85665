"""Comments: what an instructor says of a moment of an attempt, and whether its learner has seen it.

Who may write is asked where somebody writes: on the class page and by the command, both behind the class page's PIN. An author is a word,
and whoever signs with it may change what it signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios import words
from scenarios.files import InputError
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.sealing import is_sealed, refuse_sealed
from sim.exchange.gradebook.tables import Commented, FiledAttempt, Learner
from sim.records.learner import LETTERS, proper_name
from sim.session.session import STEP_S

LONGEST = 1000
"""Letters of a comment"""


@dataclass(frozen=True)
class Comment:
    """What was said of one moment."""

    number: int
    step: int
    author: str
    """Empty where nobody signed"""
    text: str
    """In one paragraph"""
    written: date
    """The day on which it became what it is"""
    seen: bool
    """By the learner"""


def comments(book: Gradebook, attempt: int, by_learner: bool = False) -> tuple[Comment, ...]:
    """Of one attempt, in the order of its moments. Raises InputError for one that is not there, or is sealed.

    ``by_learner``: it is the learner who sees them; from now on they are not new any more.
    """
    with book.session() as session:
        _attempt(session, book, attempt)
        rows = session.scalars(select(Commented).where(Commented.attempt_id == attempt).order_by(Commented.step, Commented.id)).all()
        found = tuple(_told(row) for row in rows)
        if by_learner:
            for row in rows:
                row.seen = True
    return found


def _told(row: Commented) -> Comment:
    return Comment(row.id, row.step, row.author, row.text, row.written, row.seen)


def comment_on(book: Gradebook, attempt: int, step: int, text: str, author: str, today: date) -> Comment:
    """Say something of a moment. Raises InputError for an attempt as ``comments``, a moment after its end, and what is no comment."""
    said, signed = proper_text(text), proper_author(author)
    with book.session() as session:
        last = round(_attempt(session, book, attempt).seconds / STEP_S)
        if not 0 <= step <= last:
            raise InputError(words.comment("after_its_end", number=attempt, step=step, last=last))
        row = Commented(attempt_id=attempt, step=step, author=signed, text=said, written=today, seen=False)
        session.add(row)
        session.flush()
        return _told(row)


def change_comment(book: Gradebook, number: int, text: str, author: str, today: date) -> Comment:
    """Say it otherwise; it is new again then. Raises InputError for another's, for one that is gone, and for what is no comment."""
    said = proper_text(text)
    with book.session() as session:
        row = _own(session, number, author)
        row.text, row.written, row.seen = said, today, False
        return _told(row)


def take_back(book: Gradebook, number: int, author: str, really: bool = True) -> Comment:
    """As if it had never been said; what it was. Raises InputError for another's, and for one that is gone.

    Not ``really``: only find whether that may be.
    """
    with book.session() as session:
        row = _own(session, number, author)
        if really:
            session.delete(row)
        return _told(row)


def new_comments(book: Gradebook, learner: str) -> dict[int, int]:
    """How many the learner has not seen, by attempt; what is sealed is not told."""
    wanted = (
        select(Commented.attempt_id, func.count(Commented.id))
        .join(FiledAttempt, FiledAttempt.id == Commented.attempt_id)
        .join(Learner, FiledAttempt.learner_id == Learner.id)
        .where(Learner.name == proper_name(learner), Commented.seen.is_(False), ~is_sealed())
        .group_by(Commented.attempt_id)
    )
    with book.session() as session:
        return {row[0]: row[1] for row in session.execute(wanted)}


def proper_text(text: str) -> str:
    """A comment as it is kept: one paragraph. Raises InputError for what is none."""
    found = " ".join(text.split())
    if not found or len(found) > LONGEST or not found.isprintable():
        raise InputError(words.comment("should_be", most=LONGEST))
    return found


def proper_author(author: str) -> str:
    """A word as it is kept, or none. Raises InputError for what is no name."""
    found = " ".join(author.split())
    if len(found) > LETTERS or not found.isprintable():
        raise InputError(words.comment("author_should_be", most=LETTERS))
    return found


def _attempt(session: Session, book: Gradebook, number: int) -> FiledAttempt:
    row = session.get(FiledAttempt, number)
    if row is None:
        raise InputError(words.comment("no_attempt", number=number, name=book.name))
    refuse_sealed(session, number)
    return row


def _own(session: Session, number: int, author: str) -> Commented:
    row = session.get(Commented, number)
    if row is None:
        raise InputError(words.comment("gone", number=number))
    if row.author != proper_author(author):
        raise InputError(words.comment("another_s", number=number))
    return row

"""What is sealed: attempts of an exam whose results are not released. Whatever tells of attempts asks here and leaves them out.

It keeps them from every page and command, a recording on the disk too. It hides nothing from who can read the files: a recording holds
what was done as text, and names its exam in a line that can be taken out.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from scenarios import words
from scenarios.exam import Sealed
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.tables import FiledAttempt, SetExam


def is_sealed() -> ColumnElement[bool]:
    """Of an attempt. One of an exam that this database does not know is sealed too: nobody has released it here."""
    return FiledAttempt.exam.is_not(None) & FiledAttempt.exam.not_in(_released())


def refuse_sealed(session: Session, number: int) -> None:
    """Raises Sealed if this attempt is."""
    if session.scalar(select(FiledAttempt.id).where(FiledAttempt.id == number, is_sealed())) is not None:
        raise Sealed(words.exam("sealed", number=number))


def is_released(book: Gradebook, exam: str) -> bool:
    """Whether what came of an exam is told here."""
    with book.session() as session:
        return session.scalar(_released().where(SetExam.name == exam)) is not None


def _released() -> Select[str]:
    return select(SetExam.name).where(SetExam.released.is_(True))

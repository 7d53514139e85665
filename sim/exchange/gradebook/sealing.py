"""What is sealed: attempts of an exam whose results are not released. Whatever tells of attempts asks here and leaves them out.

It keeps them from every page and command. It does not keep from them who can read the files: a recording holds what was done, and whoever
has it can play it again.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from sim.exchange.gradebook.tables import FiledAttempt, SetExam


def is_sealed() -> ColumnElement[bool]:
    """Of an attempt. One of an exam that this database does not know is sealed too: nobody has released it here."""
    released = select(SetExam.name).where(SetExam.released.is_(True))
    return FiledAttempt.exam.is_not(None) & FiledAttempt.exam.not_in(released)

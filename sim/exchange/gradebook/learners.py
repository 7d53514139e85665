"""Learners: who they are, how often they tried, and all that they leave behind when they are erased."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meshes.quoting import quoted
from scenarios.files import InputError
from sim.exchange.gradebook.connection import Gradebook, insert_into
from sim.exchange.gradebook.sealing import is_sealed
from sim.exchange.gradebook.tables import FiledAttempt, Learner
from sim.records.learner import proper_name


@dataclass(frozen=True)
class Known:
    """A learner in the gradebook."""

    name: str
    attempts: int
    passed: int


def learner_named(session: Session, name: str) -> Learner:
    """The learner of that name, made if there is none yet; another program may make the same at the same time."""
    wanted = select(Learner).where(Learner.name == proper_name(name))
    there = session.scalar(wanted)
    if there is None:
        new = insert_into(session, Learner).values(name=proper_name(name))
        session.execute(new.on_conflict_do_nothing(index_elements=["name"]))
        there = session.scalars(wanted).one()
    return there


def learners(book: Gradebook) -> list[Known]:
    """All of them, by name; what is sealed is not counted."""
    of_learner = FiledAttempt.learner_id == Learner.id
    passed = func.coalesce(func.sum(func.cast(FiledAttempt.passed, FiledAttempt.rating.type)), 0)
    wanted = (
        select(Learner.name, func.count(FiledAttempt.id), passed)
        .outerjoin(FiledAttempt, of_learner & ~is_sealed())
        .group_by(Learner.id)
        .order_by(Learner.name)
    )
    with book.session() as session:
        return [Known(name, count, int(of)) for name, count, of in session.execute(wanted)]


def erase(book: Gradebook, name: str, really: bool = True) -> int:
    """Take a learner and every attempt away; how many attempts there were. Raises InputError for one who is not known.

    Not ``really``: only say how many there are.
    """
    with book.session() as session:
        there = session.scalar(select(Learner).where(Learner.name == proper_name(name)))
        if there is None:
            raise InputError(f"learner {quoted(name)} is not in {book.name}")
        count = session.scalar(select(func.count(FiledAttempt.id)).where(FiledAttempt.learner_id == there.id)) or 0
        if really:
            session.delete(there)
    return count

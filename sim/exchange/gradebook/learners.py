"""Learners: a name or a pseudonym, a PIN where one is wanted, and all that they leave behind when they are erased."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meshes.quoting import quoted
from scenarios.files import InputError
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.tables import NAME, FiledAttempt, Learner

JUST_ME = "me"
"""Who practises alone and wants to say no name."""
COST, BLOCK, LANES = 2**14, 8, 1
"""Of scrypt: what RFC 7914 gives for what a person waits for."""


@dataclass(frozen=True)
class Known:
    """A learner in the gradebook."""

    name: str
    attempts: int
    passed: int
    has_pin: bool


def proper_name(name: str) -> str:
    """A name as it is kept: without blanks at its ends or doubled. Raises InputError for what is none."""
    found = " ".join(name.split())
    if not found or len(found) > NAME or not found.isprintable():
        raise InputError(f"learner {quoted(name)}: should be a name of 1 to {NAME} letters that can be printed")
    return found


def learner_named(session: Session, name: str) -> Learner:
    """The learner of that name, made if there is none yet."""
    name = proper_name(name)
    there = session.scalar(select(Learner).where(Learner.name == name))
    if there is None:
        there = Learner(name=name)
        session.add(there)
        session.flush()
    return there


def learners(book: Gradebook) -> list[Known]:
    """All of them, by name."""
    passed = func.coalesce(func.sum(func.cast(FiledAttempt.passed, FiledAttempt.rating.type)), 0)
    wanted = select(Learner, func.count(FiledAttempt.id), passed).outerjoin(FiledAttempt).group_by(Learner.id).order_by(Learner.name)
    with book.session() as session:
        return [Known(learner.name, count, int(of), bool(learner.pin)) for learner, count, of in session.execute(wanted)]


def set_pin(book: Gradebook, name: str, pin: str) -> None:
    """Ask for this PIN from now on; for none if it is empty."""
    with book.session() as session:
        learner_named(session, name).pin = _salted(pin, secrets.token_bytes(16)) if pin else ""


def is_let_in(book: Gradebook, name: str, pin: str) -> bool:
    """Whether this PIN is the learner's; anything is for one who wants none or is not known yet."""
    with book.session() as session:
        kept = session.scalar(select(Learner.pin).where(Learner.name == proper_name(name))) or ""
    return not kept or hmac.compare_digest(kept, _salted(pin, bytes.fromhex(kept.partition(":")[0])))


def _salted(pin: str, salt: bytes) -> str:
    return f"{salt.hex()}:{hashlib.scrypt(pin.encode('utf-8'), salt=salt, n=COST, r=BLOCK, p=LANES).hex()}"


def erase(book: Gradebook, name: str) -> int:
    """Take a learner and every attempt away; how many attempts there were. Raises InputError for one who is not known."""
    with book.session() as session:
        there = session.scalar(select(Learner).where(Learner.name == proper_name(name)))
        if there is None:
            raise InputError(f"learner {quoted(name)} is not in {book.name}")
        count = session.scalar(select(func.count(FiledAttempt.id)).where(FiledAttempt.learner_id == there.id)) or 0
        session.delete(there)
    return count

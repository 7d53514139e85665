"""PINs of learners who share a machine, and of the class page. Salted and hashed slowly: who reads the database reads no PIN.

They keep colleagues from each other's curves, not an attacker from the database: the command line asks for none.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sqlalchemy import select

from meshes.quoting import quoted
from scenarios import words
from scenarios.files import InputError
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.learners import learner_named
from sim.exchange.gradebook.pin_form import FEWEST, MOST, is_pin
from sim.exchange.gradebook.tables import Learner, Lock
from sim.records.learner import proper_name

COST, BLOCK, LANES = 2**14, 8, 1
"""Of scrypt: 16 MiB and some fifty milliseconds a try"""
KIND = "scrypt"
CLASS = "class"
"""The lock of the class page"""


def hashed(pin: str, salt: bytes | None = None) -> str:
    """What is kept of a PIN. Raises InputError for what is none."""
    if not is_pin(pin):
        raise InputError(words.pin("should_be", fewest=FEWEST, most=MOST))
    salt = secrets.token_bytes(16) if salt is None else salt
    key = hashlib.scrypt(pin.encode(), salt=salt, n=COST, r=BLOCK, p=LANES)
    return f"{KIND}${COST}${BLOCK}${LANES}${salt.hex()}${key.hex()}"


def fits(pin: str, kept: str) -> bool:
    """By the costs with which it was kept. What is damaged fits nothing."""
    try:
        kind, cost, block, lanes, salt, key = kept.split("$")
        found = hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=int(cost), r=int(block), p=int(lanes))
        return kind == KIND and hmac.compare_digest(found, bytes.fromhex(key))
    except ValueError:
        return False


def set_pin(book: Gradebook, learner: str, pin: str) -> None:
    """An empty one takes it away. Raises InputError for what is none."""
    kept = hashed(pin) if pin else None
    with book.session() as session:
        learner_named(session, learner).pin = kept


def forget_pin(book: Gradebook, learner: str) -> bool:
    """Whether there was one. Raises InputError for a learner who is not known."""
    with book.session() as session:
        there = session.scalar(select(Learner).where(Learner.name == proper_name(learner)))
        if there is None:
            raise InputError(f"learner {quoted(learner)} is not in {book.name}")
        had, there.pin = there.pin is not None, None
    return had


def pin_of(book: Gradebook, learner: str) -> str | None:
    """As it is kept; None where the learner wants none, or is new."""
    with book.session() as session:
        return session.scalar(select(Learner.pin).where(Learner.name == proper_name(learner)))


def lock_class(book: Gradebook, pin: str) -> None:
    """An empty PIN takes the lock away. Raises InputError for what is none."""
    kept = hashed(pin) if pin else None
    with book.session() as session:
        there = session.get(Lock, CLASS)
        if there is not None:
            session.delete(there)
            session.flush()
        if kept is not None:
            session.add(Lock(name=CLASS, pin=kept))


def class_pin(book: Gradebook) -> str | None:
    """As it is kept; None where the class page is open."""
    with book.session() as session:
        return session.scalar(select(Lock.pin).where(Lock.name == CLASS))

"""The gradebook's tables. What is changed here needs a migration in ``migrations/versions``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from sim.records.learner import LETTERS

CODE, HASH, KEPT = 80, 64, 200
"""Longest of what the program itself names, a SHA-256, and a PIN as it is kept."""


class Base(DeclarativeBase):
    """Names of constraints are told, so that a migration can change them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Learner(Base):
    """Whoever practises: a name or a pseudonym, and nothing else of a person but the PIN that they may want."""

    __tablename__ = "learners"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LETTERS), unique=True)
    pin: Mapped[str | None] = mapped_column(String(KEPT))
    """As ``pins`` keeps it; None where no PIN is wanted"""
    attempts: Mapped[list[FiledAttempt]] = relationship(back_populates="learner", cascade="all, delete-orphan", passive_deletes=True)


class Lock(Base):
    """A page of the window that is opened by a PIN."""

    __tablename__ = "locks"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    pin: Mapped[str] = mapped_column(String(KEPT))


class SetExam(Base):
    """An exam: cases, seeds and mode, fixed before anybody takes it."""

    __tablename__ = "exams"
    name: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    paper: Mapped[str] = mapped_column(Text)
    """As JSON"""
    released: Mapped[bool]
    """Whether its results are told; nobody begins it any more then"""


class Sitting(Base):
    """A learner has begun a case of an exam: never twice."""

    __tablename__ = "sittings"
    exam: Mapped[str] = mapped_column(ForeignKey("exams.name", ondelete="CASCADE"), primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """Of the case in the exam, counted from 0"""


class FiledAttempt(Base):
    """A finished attempt as it was judged when it was filed."""

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(primary_key=True)
    """In the order in which they were filed"""
    fingerprint: Mapped[str] = mapped_column(String(HASH), unique=True)
    """Of what was done, on whom and in which case: the same attempt is filed once"""
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), index=True)
    scenario: Mapped[str] = mapped_column(String(CODE), index=True)
    scenario_hash: Mapped[str] = mapped_column(String(HASH))
    seed: Mapped[int] = mapped_column(BigInteger)
    mode: Mapped[str] = mapped_column(String(20))
    """The one with most help in which it was done"""
    started: Mapped[date | None]
    program: Mapped[str] = mapped_column(String(20))
    """Which made it"""
    patient: Mapped[str] = mapped_column(String(200))
    patient_hash: Mapped[str] = mapped_column(String(HASH))
    basis: Mapped[str] = mapped_column(String(20))
    """replayed, or as recorded: unproved"""
    proved_by: Mapped[str] = mapped_column(String(20))
    """The program that judged it"""
    total: Mapped[float]
    passed: Mapped[bool]
    rating: Mapped[int]
    seconds: Mapped[float]
    handwriting: Mapped[str] = mapped_column(String(HASH), index=True)
    """Of its commands and when they were given; empty where they are too few to tell"""
    copied: Mapped[bool]
    """Whether a person's attempt has the handwriting of one that was filed before: nobody does the same twice to the thirty-second of a
    second"""
    exam: Mapped[str | None] = mapped_column(String(CODE), index=True)
    """Of which it is a part. One that this database does not know, of an attempt that was made beside another, stays sealed"""
    learner: Mapped[Learner] = relationship(back_populates="attempts")
    measures: Mapped[list[Measured]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    remarks: Mapped[list[Remarked]] = relationship(cascade="all, delete-orphan", passive_deletes=True, order_by="Remarked.number")
    journal: Mapped[Journal] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    comments: Mapped[list[Commented]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class Measured(Base):
    """A measure that the attempt gave, in the unit of the catalogue."""

    __tablename__ = "measures"
    __table_args__ = (Index("ix_measures_name", "name", "attempt_id"),)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    value: Mapped[float]
    step: Mapped[int | None]


class Remarked(Base):
    """What was said of an attempt, by code: words belong to the program that shows it."""

    __tablename__ = "remarks"
    __table_args__ = (Index("ix_remarks_measure", "measure", "attempt_id", "critical"),)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(String(CODE))
    critical: Mapped[bool]
    time_s: Mapped[float]


class Commented(Base):
    """What an instructor said of a moment of an attempt."""

    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), index=True)
    step: Mapped[int]
    """Of the moment"""
    author: Mapped[str] = mapped_column(String(LETTERS))
    """As they sign; empty where they do not"""
    text: Mapped[str] = mapped_column(Text)
    written: Mapped[date]
    seen: Mapped[bool]
    """Whether the learner has had it before their eyes as it stands"""


class Journal(Base):
    """The recording itself, packed by zlib."""

    __tablename__ = "journals"
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)

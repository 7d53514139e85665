"""Filing attempts: each is played again, judged, and laid down with its measures, remarks and journal, once."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from meshes.quoting import quoted
from scenarios.files import InputError
from sim.exchange.gradebook.connection import Gradebook, insert_into
from sim.exchange.gradebook.learners import learner_named
from sim.exchange.gradebook.sealing import refuse_sealed
from sim.exchange.gradebook.tables import FiledAttempt, Journal, Measured, Remarked
from sim.records.copies import handwriting
from sim.records.header import MODES, PERSONS, VERSION
from sim.records.recording import Recording, read
from sim.records.store import held_by
from sim.scoring.judged import Judged, Judging
from sim.session.session import STEP_S

Fate = Literal["filed", "already filed", "not finished"]
PACKED_MOST = 64 * 2**20
"""A journal that is larger unpacked is refused on the way back: nothing that this program wrote is."""


@dataclass(frozen=True)
class Filed:
    """What became of a journal."""

    path: Path
    outcome: Fate
    note: str = ""
    """What there is to know about what the judgement rests on; empty where all is proved."""


def fingerprint(recording: Recording) -> str:
    """SHA-256 of what was done, when, on whom and in which case; that of two copies of one attempt is the same."""
    header = {**recording.header.__dict__, "learner": ""}  # who says later that it was another one has not done it twice
    if not header["exam"]:  # which those from before there were exams do not say
        del header["exam"]
    done = [[step, command.model_dump(mode="json")] for step, command in recording.commands]
    whole = json.dumps([header, done, recording.steps], sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode("ascii")).hexdigest()


def file_journals(book: Gradebook, paths: Iterable[Path], learner: str = "", judging: Judging | None = None) -> Iterator[Filed]:
    """File each journal under the learner that it names; under ``learner`` where it names none.

    Raises InputError, for the first that cannot be read or believed; what was filed before stays.
    """
    judging = judging or Judging()
    for path in paths:
        recording = read(path)
        if not (recording.finished or _is_handed_in(path, recording)):
            yield Filed(path, "not finished")
            continue
        mark, who = fingerprint(recording), recording.header.learner or learner
        if not who:
            raise InputError(f"{path}: line 1: learner: is empty; say whose attempt it is with --learner NAME")
        with book.session() as session:
            there = session.scalar(select(FiledAttempt.id).where(FiledAttempt.fingerprint == mark)) is not None
        if there:
            yield Filed(path, "already filed")
            continue
        judged = judging.judged(path, recording)
        with book.session() as session:
            new = _lay_down(session, path, judged, mark, who)
        yield Filed(path, "filed" if new else "already filed", judged.note)


def _is_handed_in(path: Path, recording: Recording) -> bool:
    """What was broken off in an exam counts as far as it went, once nobody is at it any more."""
    return bool(recording.header.exam) and not held_by(path)


def _lay_down(session: Session, path: Path, judged: Judged, mark: str, who: str) -> bool:
    """False if another program has filed the same meanwhile."""
    recording, score = judged.recording, judged.score
    made, header, written = recording.made_with, recording.header, handwriting(recording)
    row = {
        "fingerprint": mark,
        "learner_id": learner_named(session, who).id,
        "scenario": header.scenario,
        "scenario_hash": header.scenario_hash,
        "seed": header.seed,
        "mode": min(recording.modes, key=MODES.index),
        "started": date.fromisoformat(header.started) if header.started else None,
        "program": made.program,
        "patient": header.patient[: FiledAttempt.patient.type.length],
        "patient_hash": made.patient_hash,
        "basis": judged.basis,
        "proved_by": VERSION,
        "total": score.total,
        "passed": score.passed,
        "rating": score.rating,
        "seconds": recording.steps * STEP_S,
        "handwriting": written,
        "copied": bool(written) and header.mode in PERSONS and _is_known(session, written),
        "exam": header.exam or None,
    }
    put = insert_into(session, FiledAttempt).values(row).on_conflict_do_nothing(index_elements=["fingerprint"]).returning(FiledAttempt.id)
    number = session.scalar(put)
    if number is None:
        return False
    given = ((name, value) for name, value in score.measures.items() if value is not None)
    session.add_all(Measured(attempt_id=number, name=name, value=value.value, step=value.step) for name, value in given)
    session.add_all(
        Remarked(attempt_id=number, number=n, measure=remark.measure, critical=remark.critical, time_s=remark.time_s)
        for n, remark in enumerate(score.remarks)
    )
    session.add(Journal(attempt_id=number, packed=zlib.compress(path.read_bytes(), 9)))
    return True


def _is_known(session: Session, written: str) -> bool:
    return session.scalar(select(FiledAttempt.id).where(FiledAttempt.handwriting == written).limit(1)) is not None


def journal_of(book: Gradebook, number: int) -> bytes:
    """The recording of an attempt as it was filed. Raises InputError if there is none, or one of an exam that is sealed."""
    with book.session() as session:
        packed = session.scalar(select(Journal.packed).where(Journal.attempt_id == number))
        refuse_sealed(session, number)
    if packed is None:
        raise InputError(f"attempt {number} is not in {book.name}")
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, PACKED_MOST)
    except zlib.error:
        raise InputError(f"attempt {number} in {book.name}: its journal is damaged") from None
    if unpacking.unconsumed_tail:
        raise InputError(f"attempt {number} in {book.name}: its journal is larger than {quoted(PACKED_MOST)} bytes")
    return text

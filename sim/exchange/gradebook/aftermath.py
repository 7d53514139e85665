"""What followed on attempts in the weeks afterwards, as their debriefings tell it: it hangs on what was done and on the seed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from scenarios import files
from scenarios.files import InputError
from sim.exchange.gradebook.connection import Away, Gradebook
from sim.exchange.gradebook.filing import journal_of
from sim.exchange.gradebook.rows import Filing
from sim.procedure.course import Trouble, course
from sim.records.recording import read
from sim.session.own_cases import case_named


def aftermath(book: Gradebook, entries: Sequence[Filing]) -> dict[int, tuple[Trouble, ...]]:
    """By an attempt's number. One whose case is another by now, or whose recording cannot be read, is not there: nobody knows it."""
    found = {}
    for one in entries:
        try:
            troubles = _of(book, one)
        except Away:
            raise
        except InputError:
            continue
        if troubles is not None:
            found[one.number] = troubles
    return found


def _of(book: Gradebook, one: Filing) -> tuple[Trouble, ...] | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "attempt.jsonl"
        path.write_bytes(journal_of(book, one.number))
        recording = read(path)
    case = case_named(one.scenario)
    if not recording.coded or files.fingerprint(case) != recording.header.scenario_hash:
        return None
    return course(recording.events, case, recording.header.seed).troubles

"""The first line of a recording: what the attempt was made on, how, when, and by which program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meshes.quoting import quoted
from scenarios import files
from scenarios.base import PLAIN_NAME
from scenarios.files import InputError
from sim.records.learner import proper_name
from sim.session.session import Session

FORMAT = 2
SENTENCES = 1
"""The format whose events hold sentences, and whose first line does not say how and when: it is opened, listed and played again."""
VERSION = "0.1.0"
MOST_SEEDS = 10**18
"""What a generator of 64 bits takes, with some to spare."""
MOST_EARLIER = 10**6
SCRIPT, UNKNOWN = "script", "unknown"
MODES = ("guided", "practice", "exam", SCRIPT, UNKNOWN)
"""How much help there was at the start; hands that are no person's have a mode of their own, and old recordings do not say."""
PERSONS = tuple(mode for mode in MODES if mode not in (SCRIPT, UNKNOWN))
"""Modes in which a person works; scripts do the same again and may."""
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})?", re.ASCII)


@dataclass(frozen=True)
class Header:
    """What a recording was made on."""

    scenario: str
    scenario_hash: str
    patient: str
    patient_hash: str
    seed: int
    operator: str
    """user, or the script's or hands' name"""
    format: int = FORMAT
    program: str = VERSION
    mode: str = SCRIPT
    """At the start; a change is an event."""
    started: str = ""
    """The day, 2026-11-27; handed in by window or command line, empty where nobody said. No score hangs on it."""
    learner: str = ""
    """Name or pseudonym of who did it, empty where nobody said."""
    earlier: int = 0
    """How many attempts at the same case, body and seed lay in the user's home when it began: what came of them has been seen. Recordings
    from before there was this count say nothing of it, and it is 0."""
    exam: str = ""
    """Name of the exam of which it is a part; what came of it is told when that exam's results are released"""

    def is_like(self, other: Header) -> bool:
        """Whether the other met the same: case, body and seed."""
        return (self.scenario_hash, self.patient_hash, self.seed) == (other.scenario_hash, other.patient_hash, other.seed)


def header_of(
    session: Session, operator: str, mode: str = SCRIPT, started: str = "", earlier: int = 0, learner: str = "", exam: str = ""
) -> Header:
    world = session.world
    return Header(
        world.scenario.name,
        files.fingerprint(world.scenario),
        world.anatomy.name,
        world.anatomy.fingerprint(),
        session.seed,
        operator,
        mode=mode,
        started=started,
        earlier=earlier,
        learner=learner,
        exam=exam,
    )


def header_from(path: Path, row: dict[str, Any]) -> Header:
    """From the first line of a file. Raises InputError that names the field."""
    if row.get("tuohy") != "recording":
        raise InputError(f"{path}: line 1: not the header of a recording")
    if type(row.get("format")) is not int or row["format"] not in (SENTENCES, FORMAT):
        raise InputError(f"{path}: line 1: format: is {quoted(row.get('format'))}; this program reads {SENTENCES} and {FORMAT}")
    if row["format"] == SENTENCES:
        row = {**row, "mode": UNKNOWN, "started": ""}
    row = {"earlier": 0, "learner": "", "exam": "", **row}  # those of earlier versions do not say
    wanted = Header.__dataclass_fields__
    missing = [name for name in wanted if name not in row]
    if missing:
        raise InputError(f"{path}: line 1: {missing[0]}: missing")
    for name in wanted:
        if name not in ("seed", "format", "earlier") and not isinstance(row[name], str):
            raise InputError(f"{path}: line 1: {name}: is {quoted(row[name])}; should be text")
    if type(row["seed"]) is not int or not 0 <= row["seed"] < MOST_SEEDS:
        raise InputError(f"{path}: line 1: seed: is {quoted(row['seed'])}; should be a whole number from 0 to {MOST_SEEDS - 1}")
    if type(row["earlier"]) is not int or not 0 <= row["earlier"] <= MOST_EARLIER:
        raise InputError(f"{path}: line 1: earlier: is {quoted(row['earlier'])}; should be a whole number from 0 to {MOST_EARLIER}")
    if row["mode"] not in MODES:
        raise InputError(f"{path}: line 1: mode: is {quoted(row['mode'])}; should be one of {', '.join(MODES)}")
    if not DAY.fullmatch(row["started"]):
        raise InputError(f"{path}: line 1: started: is {quoted(row['started'])}; should be a day like 2026-11-27")
    if row["exam"] and not PLAIN_NAME.fullmatch(row["exam"]):
        raise InputError(f"{path}: line 1: exam: is {quoted(row['exam'])}; should be an exam's name")
    if row["learner"]:
        try:
            proper_name(row["learner"])
        except InputError as error:
            raise InputError(f"{path}: line 1: {error}") from None
    return Header(**{name: row[name] for name in wanted})

"""A recording: JSON Lines, appended as it happens, so that a crash loses at most the last second.

The first line is the header; then, in order, a line per command ({"step": n, "do": {...}}) and per event ({"step": n, "event": ...,
"data": ...}); {"step": n, "so_far": true} says how far the time has run where nothing else does; {"step": n, "end": true} closes it.
A recording without its end is an attempt that was broken off.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from meshes.quoting import MOST, cut, quoted
from scenarios import files
from scenarios.files import InputError
from sim.session import commands
from sim.session.commands import Command
from sim.session.events import Event
from sim.session.session import STEP_S, Session

FORMAT = 1
VERSION = "0.1.0"
LARGEST_BYTES = 200_000_000
MOST_SEEDS = 10**18
"""What a generator of 64 bits takes, with some to spare."""
MOST_STEPS = round(24 * 3600 / STEP_S)
"""A day: what claims to be longer is no attempt, and would take as long to play again."""


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


@dataclass(frozen=True)
class Recording:
    """One attempt, whole."""

    header: Header
    commands: tuple[tuple[int, Command], ...]
    events: tuple[Event, ...]
    steps: int
    """Length of the attempt."""
    ended: bool

    @property
    def finished(self) -> bool:
        """Whether the operator ended it."""
        return any(event.kind == "finished" for event in self.events)


def header_of(session: Session, operator: str) -> Header:
    world = session.world
    return Header(
        world.scenario.name, files.fingerprint(world.scenario), world.anatomy.name, world.anatomy.fingerprint(), session.seed, operator
    )


class Recorder:
    """Writes a session down while it runs; also keeps what it wrote."""

    def __init__(self, session: Session, operator: str, path: Path | None = None) -> None:
        self.session = session
        self.header = header_of(session, operator)
        self.path = path
        self._commands: list[tuple[int, Command]] = []
        self._written = 0
        self._last_step = 0
        self._file: TextIO | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("w", encoding="utf-8", newline="\n")
        self._line({"tuohy": "recording", **self.header.__dict__})

    def do(self, command: Command) -> None:
        """Pass a command on, and write it and what came of it down."""
        step = self.session.step_number
        self._commands.append((step, command))
        self._line({"step": step, "do": command.model_dump(mode="json")})
        self.session.do(command)
        self._catch_up()

    def after_step(self) -> None:
        """Write down what the last step brought."""
        self._catch_up()

    def flush(self) -> None:
        """Make sure that all so far is on disk, the time too."""
        if self._last_step < self.session.step_number:
            self._line({"step": self.session.step_number, "so_far": True})
        if self._file:
            self._file.flush()

    def close(self) -> Recording:
        """The end of an attempt."""
        self._catch_up()
        self._line({"step": self.session.step_number, "end": True})
        self.leave()
        return self.recording(ended=True)

    def leave(self) -> None:
        """Let the file go as it stands: an attempt without its end can be resumed."""
        self.flush()
        if self._file:
            self._file.close()
            self._file = None

    def recording(self, ended: bool = False) -> Recording:
        return Recording(self.header, tuple(self._commands), self.session.events, self.session.step_number, ended)

    def _catch_up(self) -> None:
        events = self.session.events
        for event in events[self._written :]:
            self._line(event.line())
        self._written = len(events)

    def _line(self, data: dict[str, Any]) -> None:
        self._last_step = data.get("step", 0)
        if self._file:
            self._file.write(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")


def read(path: Path) -> Recording:
    """A recording from its file; a broken last line, as a crash leaves it, is passed over."""
    lines = files.read_bytes(path, LARGEST_BYTES, "a recording (JSON Lines)").rstrip(b"\n").split(b"\n")
    if lines == [b""]:
        raise InputError(f"{path}: empty, should be a recording (JSON Lines)")
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            # line by line: a crash may cut in the middle of a letter
            row = json.loads(line.decode("utf-8"), parse_constant=_no_number)
        except (ValueError, RecursionError):
            if 1 < number == len(lines):
                break
            raise InputError(f"{path}: line {number}: not JSON, should be a line of a recording") from None
        if not isinstance(row, dict):
            raise InputError(f"{path}: line {number}: is {quoted(row)}; should be an object")
        rows.append(row)
    header = _header(path, rows[0])
    return _body(path, header, rows[1:])


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _header(path: Path, row: dict[str, Any]) -> Header:
    if row.get("tuohy") != "recording":
        raise InputError(f"{path}: line 1: not the header of a recording")
    if row.get("format") != FORMAT:
        raise InputError(f"{path}: line 1: format: is {quoted(row.get('format'))}; this program reads {FORMAT}")
    wanted = Header.__dataclass_fields__
    missing = [name for name in wanted if name not in row]
    if missing:
        raise InputError(f"{path}: line 1: {missing[0]}: missing")
    for name in wanted:
        if name not in ("seed", "format") and not isinstance(row[name], str):
            raise InputError(f"{path}: line 1: {name}: is {quoted(row[name])}; should be text")
    if type(row["seed"]) is not int or not 0 <= row["seed"] < MOST_SEEDS:
        raise InputError(f"{path}: line 1: seed: is {quoted(row['seed'])}; should be a whole number from 0 to {MOST_SEEDS - 1}")
    return Header(**{name: row[name] for name in wanted})


def _body(path: Path, header: Header, rows: Sequence[dict[str, Any]]) -> Recording:
    done: list[tuple[int, Command]] = []
    events: list[Event] = []
    last, ended = 0, False
    for number, row in enumerate(rows, 2):
        step = row.get("step")
        if type(step) is not int or not last <= step <= MOST_STEPS:
            raise InputError(f"{path}: line {number}: step: is {quoted(step)}; should be a whole number from {last} to {MOST_STEPS}")
        last = step
        if "do" in row:
            try:
                # as text, since in text the types are strict and a number in quotes is none
                done.append((step, commands.from_json(json.dumps(row["do"]))))
            except ValidationError as error:
                raise InputError(f"{path}: line {number}: {_explained(error)}") from None
            except RecursionError:
                raise InputError(f"{path}: line {number}: do: lists lie too deep in each other") from None
        elif "event" in row:
            kind, facts = row["event"], row.get("data", {})
            if not isinstance(kind, str) or not isinstance(facts, dict):
                raise InputError(f"{path}: line {number}: event: should have a name, and an object as its data")
            events.append(Event(step, kind, facts))
        elif row.get("end"):
            ended = True
        elif not row.get("so_far"):
            raise InputError(f"{path}: line {number}: neither a command nor an event")
    return Recording(header, tuple(done), tuple(events), last, ended)


def _explained(error: ValidationError) -> str:
    """The first fault of a command, in words."""
    fault = error.errors(include_url=False)[0]
    # behind the first place stands the command's name, which the line says itself
    place = ".".join(("do", *(cut(str(part), MOST) for part in fault["loc"][1:])))
    kind, message = fault["type"], fault["msg"].removeprefix("Input ")
    if kind == "union_tag_invalid":
        return f"do.do: is {quoted(fault['ctx']['tag'])}, which is not a command"
    if kind == "union_tag_not_found":
        return "do.do: missing"
    if kind in ("missing", "extra_forbidden"):
        return f"{place}: {'missing' if kind == 'missing' else 'not a known field'}"
    return f"{place}: is {quoted(fault['input'])}; {message}"

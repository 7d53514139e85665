"""A recording: JSON Lines, appended as it happens, so that a crash loses at most the last second.

The first line is the header; then, in order, a line per command ({"step": n, "do": {...}}) and per event ({"step": n, "event": ...,
"data": ...}); {"step": n, "end": true} closes it. A recording without its end is an attempt that was broken off.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from scenarios import files
from scenarios.files import InputError
from sim import commands
from sim.commands import Command
from sim.events import Event
from sim.session import Session

FORMAT = 1
VERSION = "0.1.0"


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
        """Make sure that all so far is on disk."""
        if self._file:
            self._file.flush()

    def close(self) -> Recording:
        """The end: of an attempt that was finished or left."""
        self._catch_up()
        self._line({"step": self.session.step_number, "end": True})
        if self._file:
            self._file.close()
            self._file = None
        return self.recording(ended=True)

    def recording(self, ended: bool = False) -> Recording:
        return Recording(self.header, tuple(self._commands), self.session.events, self.session.step_number, ended)

    def _catch_up(self) -> None:
        events = self.session.events
        for event in events[self._written :]:
            self._line(event.line())
        self._written = len(events)

    def _line(self, data: dict[str, Any]) -> None:
        if self._file:
            self._file.write(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")


def read(path: Path) -> Recording:
    """A recording from its file; a broken last line, as a crash leaves it, is passed over."""
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise InputError(f"{path}: not text (UTF-8), should be a recording (JSON Lines)") from None
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            if number >= len(lines) - 1:
                break
            raise InputError(f"{path}: line {number}: not JSON") from None
        if not isinstance(row, dict):
            raise InputError(f"{path}: line {number}: should be an object")
        rows.append(row)
    if not rows:
        raise InputError(f"{path}: empty")
    header = _header(path, rows[0])
    return _body(path, header, rows[1:])


def _header(path: Path, row: dict[str, Any]) -> Header:
    if row.get("tuohy") != "recording":
        raise InputError(f"{path}: line 1: not the header of a recording")
    if row.get("format") != FORMAT:
        raise InputError(f"{path}: line 1: format is {row.get('format')!r}, this program reads {FORMAT}")
    wanted = Header.__dataclass_fields__
    missing = [name for name in wanted if name not in row]
    if missing:
        raise InputError(f"{path}: line 1: {missing[0]}: missing")
    if not isinstance(row["seed"], int):
        raise InputError(f"{path}: line 1: seed: is {row['seed']!r}, should be a whole number")
    return Header(**{name: row[name] for name in wanted})


def _body(path: Path, header: Header, rows: Sequence[dict[str, Any]]) -> Recording:
    done: list[tuple[int, Command]] = []
    events: list[Event] = []
    last, ended = 0, False
    for number, row in enumerate(rows, 2):
        step = row.get("step")
        if not isinstance(step, int) or step < last:
            raise InputError(f"{path}: line {number}: step: is {step!r}, should be a whole number, not less than {last}")
        last = step
        if "do" in row:
            try:
                done.append((step, commands.from_json(row["do"])))
            except ValidationError as error:
                fault = error.errors(include_url=False)[0]
                raise InputError(f"{path}: line {number}: do.{'.'.join(map(str, fault['loc']))}: {fault['msg']}") from None
        elif "event" in row:
            events.append(Event(step, str(row["event"]), dict(row.get("data", {}))))
        elif row.get("end"):
            ended = True
        else:
            raise InputError(f"{path}: line {number}: neither a command nor an event")
    return Recording(header, tuple(done), tuple(events), last, ended)

"""A recording: JSON Lines, appended as it happens, so that a crash loses at most the last second.

The first line is the header; then, in order, a line per command ({"step": n, "do": {...}}) and per event ({"step": n, "event": ...,
"data": ...}); {"step": n, "so_far": true} says how far the time has run where nothing else does; {"step": n, "end": true, ...} closes it,
stamped with the program and the body that it was made with. A recording without its end is an attempt that was broken off.

Format 1 had neither stamp, mode nor day, and its events hold sentences: they are kept as they stand, for nobody to judge.
"""

from __future__ import annotations

import json
import os
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from meshes.quoting import MOST, cut, quoted
from meshes.writing import naming
from scenarios import files
from scenarios.files import InputError
from sim.records.header import SCRIPT, SENTENCES, VERSION, Header, header_from, header_of
from sim.session import commands
from sim.session.commands import Command, ShowView
from sim.session.event_fields import fault_of
from sim.session.events import Event
from sim.session.session import STEP_S, Session

LARGEST_BYTES = 200_000_000
BLANK = b" \t\r\0"
"""A power cut leaves zeros where a file had grown and its text was not there yet."""
MOST_STEPS = round(24 * 3600 / STEP_S)
"""A day: what claims to be longer is no attempt, and would take as long to play again."""


@dataclass(frozen=True)
class Stamp:
    """What an attempt ended with."""

    program: str
    patient_hash: str


@dataclass(frozen=True)
class Recording:
    """One attempt, whole."""

    header: Header
    commands: tuple[tuple[int, Command], ...]
    events: tuple[Event, ...]
    steps: int
    """Length of the attempt."""
    ended: bool
    stamp: Stamp | None = None

    @property
    def finished(self) -> bool:
        """Whether the operator ended it."""
        return any(event.kind == "finished" for event in self.events)

    @property
    def drug_step(self) -> int | None:
        """When a drug was first given, if one was."""
        return next((event.step for event in self.events if event.kind == "injection_started" and event.data["fluid"] == "drug"), None)

    @property
    def modes(self) -> tuple[str, ...]:
        """In which modes it was done, in their order.

        In an exam nobody steers the C-arm to where the target is: with that help it was practice, whatever it calls itself.
        """
        changed = (str(event.data["mode"]) for event in self.events if event.kind == "mode_set" and self.coded)
        found = (self.header.mode, *changed)
        helped = "exam" in found and any(isinstance(command, ShowView) and command.assisted for _, command in self.commands)
        return tuple(dict.fromkeys((*found, *(["practice"] if helped else []))))

    @property
    def mode(self) -> str:
        """The one in which it was done last."""
        changed = [str(event.data["mode"]) for event in self.events if event.kind == "mode_set" and self.coded]
        return changed[-1] if changed else self.header.mode

    @property
    def coded(self) -> bool:
        """Whether its events are codes, that can be judged."""
        return self.header.format != SENTENCES

    @property
    def made_with(self) -> Stamp:
        """Program and body: of its end, or while there is none of its start."""
        return self.stamp or Stamp(self.header.program, self.header.patient_hash)


class Recorder:
    """Writes a session down while it runs; also keeps what it wrote."""

    def __init__(
        self,
        session: Session,
        operator: str,
        path: Path | None = None,
        mode: str = SCRIPT,
        started: str = "",
        earlier: int = 0,
        learner: str = "",
        exam: str = "",
    ) -> None:
        """``mode``, ``started``, ``earlier``, ``learner`` and ``exam`` are the header's."""
        self.session = session
        self.header = header_of(session, operator, mode, started, earlier, learner, exam)
        self.path = path
        self._commands: list[tuple[int, Command]] = []
        self._written = 0
        self._last_step = 0
        self._file: TextIO | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            # a patient may be called after a file, whose name need not be text: in JSON such a letter is written so
            self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
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
        """Hand all so far to the system, the time too: what it has no program can lose. Raises OSError with the file's name."""
        if self._last_step < self.session.step_number:
            self._line({"step": self.session.step_number, "so_far": True})
        if self._file and self.path:
            with naming(self.path):
                self._file.flush()

    def settle(self) -> None:
        """The same, and see it on the disk, so that a power cut cannot take it either."""
        self.flush()
        if self._file and self.path:
            with naming(self.path):
                os.fsync(self._file.fileno())

    def close(self) -> Recording:
        """The end of an attempt."""
        stamp = Stamp(VERSION, self.header.patient_hash)
        try:
            self._catch_up()
            self._line({"step": self.session.step_number, "end": True, **stamp.__dict__})
        finally:
            self.leave()
        return replace(self.recording(ended=True), stamp=stamp)

    def leave(self) -> None:
        """Let the file go as it stands: an attempt without its end can be resumed."""
        file, path = self._file, self.path
        if file is None or path is None:
            return
        try:
            self.settle()
        finally:
            self._file = None
            with naming(path):
                file.close()

    def recording(self, ended: bool = False) -> Recording:
        return Recording(self.header, tuple(self._commands), self.session.events, self.session.step_number, ended)

    def _catch_up(self) -> None:
        for event in self.session.events_from(self._written):
            self._line(event.line())
            self._written += 1

    def _line(self, data: dict[str, Any]) -> None:
        self._last_step = data.get("step", 0)
        if self._file and self.path:
            with naming(self.path):
                self._file.write(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")


def read(path: Path) -> Recording:
    """A recording from its file; a broken last line, as a crash leaves it, is passed over, whatever blank follows it."""
    # some editors put a mark in front, which is no part of the text
    text = files.read_bytes(path, LARGEST_BYTES, "a recording (JSON Lines)").removeprefix(BOM_UTF8)
    lines = [(number, line) for number, line in enumerate(text.split(b"\n"), 1) if line.strip(BLANK)]
    if not lines:
        raise InputError(f"{path}: empty, should be a recording (JSON Lines)")
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, line in lines:
        try:
            # line by line: a crash may cut in the middle of a letter
            row = json.loads(line.decode("utf-8"), parse_constant=_no_number)
        except (ValueError, RecursionError):
            if rows and number == lines[-1][0]:
                break
            raise InputError(f"{path}: line {number}: not JSON, should be a line of a recording") from None
        if not isinstance(row, dict):
            raise InputError(f"{path}: line {number}: is {quoted(row)}; should be an object")
        rows.append((number, row))
    return _body(path, header_from(path, rows[0][1]), rows[1:])


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _body(path: Path, header: Header, rows: Sequence[tuple[int, dict[str, Any]]]) -> Recording:
    done: list[tuple[int, Command]] = []
    events: list[Event] = []
    last, ended, stamp = 0, False, None
    for number, row in rows:
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
            events.append(_event(path, number, header, row))
        elif row.get("end"):
            ended, stamp = True, _stamp(path, number, header, row)
        elif not row.get("so_far"):
            raise InputError(f"{path}: line {number}: neither a command nor an event")
    return Recording(header, tuple(done), tuple(events), last, ended, stamp)


def _event(path: Path, number: int, header: Header, row: dict[str, Any]) -> Event:
    kind, facts = row["event"], row.get("data", {})
    if not isinstance(kind, str) or not isinstance(facts, dict):
        raise InputError(f"{path}: line {number}: event: should have a name, and an object as its data")
    if header.format != SENTENCES and (fault := fault_of(kind, facts)):
        raise InputError(f"{path}: line {number}: {fault}")
    return Event(row["step"], kind, facts)


def _stamp(path: Path, number: int, header: Header, row: dict[str, Any]) -> Stamp | None:
    if header.format == SENTENCES:
        return None
    for name in Stamp.__dataclass_fields__:
        if not isinstance(row.get(name), str):
            raise InputError(f"{path}: line {number}: {name}: {f'is {quoted(row[name])}; should be text' if name in row else 'missing'}")
    return Stamp(row["program"], row["patient_hash"])


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

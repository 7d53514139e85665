"""A case as its author writes it: the text, and changes of single values that leave every other line, comment and order as it was."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Array, InlineTable, Item, String, StringType, Table, Trivia

from scenarios import files
from scenarios.files import InputError
from sim.qt.words import phrase

Place = tuple[str | int, ...]
"""The way to a value through tables and lists, counted from 0."""
MOST_STEPS = 500
EMPTY = "format = 1\n"
QUOTES = '"""'
NAMED, MADE = ("patient", "anatomy"), ("patient", "body")
INSTEAD: Mapping[Place, Place] = {NAMED: MADE, MADE: NAMED}
"""What a case has one of alone: whoever gives the one takes the other out, in one change"""


class Manuscript:
    """The text of one case, with all its states since it was opened. InputError for a text that is no TOML."""

    def __init__(self, text: str = EMPTY, path: Path | None = None) -> None:
        self.path = path
        self._saved = text
        self._states, self._at = [text], 0
        self._read = text, tables_of(text)

    @property
    def text(self) -> str:
        return self._states[self._at]

    @property
    def data(self) -> dict[str, Any]:
        """What the text says; not to be changed."""
        if self._read[0] != self.text:
            self._read = (self.text, tables_of(self.text))
        return self._read[1]

    @property
    def saved(self) -> str:
        return self._saved

    @property
    def dirty(self) -> bool:
        return self.text != self._saved

    @property
    def can_undo(self) -> bool:
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        return self._at < len(self._states) - 1

    def undo(self) -> None:
        self._at -= self.can_undo

    def redo(self) -> None:
        self._at += self.can_redo

    def rewrite(self, text: str) -> None:
        """The whole text anew. Raises InputError for what is no TOML, and changes nothing then."""
        tables_of(text)
        if text != self.text:
            self._states = [*self._states[: self._at + 1], text][-MOST_STEPS:]
            self._at = len(self._states) - 1

    def write(self, place: Place, value: Any) -> None:
        """One value, or with None what stands there taken out; tables on the way are made. What it stands instead of goes with it."""
        document = tomlkit.parse(self.text)
        if value is not None and place in INSTEAD and value_at(self.data, INSTEAD[place]) is not None:
            _put(document, INSTEAD[place], None)
        _put(document, place, value)
        self.rewrite(document.as_string())

    def move(self, place: Place, by: int) -> None:
        """A row of a list up or down."""
        rows = list(value_at(self.data, place[:-1]) or ())
        assert isinstance(place[-1], int)
        rows.insert(place[-1] + by, rows.pop(place[-1]))
        self.write(place[:-1], rows)

    def save(self, path: Path, written: str) -> None:
        """That this text lies in this file now."""
        self.path, self._saved = path, written


def _put(document: TOMLDocument, place: Place, value: Any) -> None:
    """One value, or with None what stands there taken out."""
    parent: Any = document
    for part, following in pairwise(place):
        parent = _step(parent, part, following)
    last = place[-1]
    if value is None:
        if isinstance(last, int) or last in parent:
            del parent[last]
    elif isinstance(parent, InlineTable) and last not in parent:
        above: Any = document
        for part in place[:-2]:
            above = above[part]
        above[place[-2]] = _row({**dict(parent.items()), last: _item(value, None, inside=True)})
    elif isinstance(parent, list) and last == len(parent):
        _add(parent, value)
    else:
        there = parent[last] if isinstance(last, int) or last in parent else None
        parent[last] = _item(value, there, inside=isinstance(parent, InlineTable | Array))


def tables_of(text: str) -> dict[str, Any]:
    """What a text says. Raises InputError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(phrase("studio.not_toml", why=" ".join(str(error).split()))) from None
    except (ValueError, RecursionError):
        raise InputError(phrase("studio.unreadable_toml")) from None


def opened_case(path: Path) -> Manuscript:
    """A file to be gone on with; a shipped case is one to begin from, and is saved elsewhere. Raises InputError."""
    files.read_toml(path)
    text = path.read_text(encoding="utf-8-sig")
    return Manuscript(text, None if path in files.library().values() else path)


def value_at(data: Any, place: Place) -> Any:
    """What stands there; None where nothing does, or where the way does not lead."""
    for part in place:
        if isinstance(part, str):
            data = data.get(part) if isinstance(data, Mapping) else None
        else:
            data = data[part] if isinstance(data, list) and part < len(data) else None
    return data


def _step(parent: Any, part: str | int, following: str | int) -> Any:
    """What lies there on the way to a value; made if it is not, or is nothing that can hold one."""
    there = parent[part] if isinstance(part, int) or part in parent else None
    if isinstance(there, Mapping if isinstance(following, str) else list):
        return there
    made: Item = tomlkit.array().multiline(True) if isinstance(following, int) else _table(parent)
    parent[part] = made
    return parent[part]


def _table(parent: Any) -> Table | InlineTable:
    return tomlkit.inline_table() if isinstance(parent, InlineTable | Array) else tomlkit.table()


def _add(rows: Any, value: Any) -> None:
    """A row at the end of a list, written as the list is."""
    if isinstance(rows, AoT):
        rows.append(_item(value, None, inside=False))
        return
    rows.append(_item(value, None, inside=True))


def _item(value: Any, there: Any, inside: bool) -> Item:
    """A value as an author would write it where ``there`` stood: text over several lines stays so, a list of tables has a line each."""
    if isinstance(value, Mapping) and inside:
        return _row({name: _item(part, None, inside=True) for name, part in value.items()})
    if isinstance(value, Mapping):
        table = tomlkit.table()
        for name, part in value.items():
            table[name] = _item(part, None, inside=True)
        return table
    if isinstance(value, Sequence) and not isinstance(value, str):
        rows = tomlkit.array().multiline(not inside and any(isinstance(row, Mapping) for row in value))
        for row in value:
            rows.append(_item(row, None, inside=True))
        return rows
    if isinstance(value, str):
        lines = not inside and ("\n" in value or (isinstance(there, String) and there.as_string().startswith(QUOTES)))
        return _lines(value) if lines else tomlkit.string(value)
    made: Item = tomlkit.item(value)
    return made


def _row(parts: Mapping[Any, Item]) -> Item:
    """A table in one line, with a blank inside its braces as the shipped cases have it."""
    told = ", ".join(f"{tomlkit.key(name).as_string()} = {part.as_string().strip()}" for name, part in parts.items())
    made: Item = tomlkit.parse("row = {" + (f" {told} " if told else "") + "}")["row"]
    return made


def _lines(value: str) -> String:
    """Text that begins on the line after its quotes."""
    plain = tomlkit.string(value, multiline=True)
    inside = plain.as_string()[len(QUOTES) : -len(QUOTES)].replace("\r\n", "\\r\n")  # as a file reads it, it would lose its return
    return String(StringType.MLB, plain, inside if inside.startswith("\n") else f"\n{inside}", Trivia())

"""Tables of numbers with their sources, as CSV: lines that start with ``#`` are remarks, a field's unit is in its name.

Every row is checked against a model when it is read, so that a slip of the hand is one sentence with file, line and column, and not a
number that is quietly wrong.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

SHOWN = 40
"""So much of a wrong field is repeated."""


class Row(BaseModel):
    """A row of a table. A column with a default may be empty; fields are text, so numbers and ``yes``/``no`` are read from it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


R = TypeVar("R", bound=Row)


class TableError(ValueError):
    """A table that cannot be read; the message says where and why."""


def read(path: Path, row: type[R]) -> tuple[R, ...]:
    """The rows of a table in UTF-8, each on one line, the first that is no remark being the names of the columns.

    Raises ``TableError`` for a row that is not as the model says, for columns that the model lacks or that come twice, and for a table
    without columns; ``OSError`` for a file that cannot be opened.
    """
    columns: list[str] = []
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#") or not line.strip():
                continue
            where = f"{path.name}, line {number}"
            fields = _fields(line, where)
            if columns:
                found.append(_row(columns, fields, row, where))
            else:
                columns = fields
                if len(set(columns)) < len(columns):
                    raise TableError(f"{where}: a column comes twice")
    if not columns:
        raise TableError(f"{path.name}: no line with the names of the columns")
    return tuple(found)


def _fields(line: str, where: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise TableError(f"{where}: {error}") from None


def _row(columns: list[str], fields: list[str], row: type[R], where: str) -> R:
    if len(fields) != len(columns):
        raise TableError(f"{where}: {len(fields)} fields for {len(columns)} columns")
    known = row.model_fields
    given = {name: text for name, text in zip(columns, fields, strict=True) if text or name not in known or known[name].is_required()}
    try:
        return row.model_validate(given)
    except ValidationError as error:
        raise TableError(f"{where}, {_first(error)}") from None


def _first(error: ValidationError) -> str:
    """Column, reason and what stood there, of the first fault."""
    fault = error.errors(include_url=False)[0]
    column = fault["loc"][0] if fault["loc"] else "row"
    stood = fault["input"] if isinstance(fault["input"], str) else None
    shown = "" if stood is None else f": {stood[:SHOWN]!r}{'...' if len(stood) > SHOWN else ''}"
    reason = fault["msg"] if len(fault["msg"]) <= 3 * SHOWN else f"{fault['msg'][: 3 * SHOWN]}..."
    return f"{column}: {reason}{shown}"

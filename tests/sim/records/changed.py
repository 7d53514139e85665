"""Recordings changed by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Rows = list[dict[str, Any]]


def rewritten(path: Path, change: Callable[[Rows], object]) -> Path:
    """The file with its rows changed."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(rows)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def header(**fields: Any) -> Callable[[Rows], object]:
    """A change of the first line."""
    return lambda rows: rows[0].update(fields)

"""The gradebook as files that other programs read: CSV, Parquet, and statements of the Experience API (xAPI)."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from meshes.quoting import quoted
from meshes.writing import whole_file, write_whole
from scenarios.files import InputError
from scenarios.rubric import measures
from sim.exchange.gradebook.rows import Filing
from sim.session.clock import clock
from sim.session.own_cases import case_title
from sim.session.session import STEP_S

FIELDS = (
    "number",
    "learner",
    "scenario",
    "seed",
    "mode",
    "started",
    "total",
    "passed",
    "rating",
    "seconds",
    "program",
    "basis",
    "copied",
    "exam",
)
VERBS = "http://adlnet.gov/expapi/verbs/"
SIMULATION = "http://adlnet.gov/expapi/activities/simulation"
OWN = "urn:tuohy:"
SPACE = uuid.UUID("6a0d2d5e-7a0a-4c0b-9a53-2f0c6f9f1c1e")
"""Under which statements have their numbers: the same attempt's are the same, so that a store takes them once."""


def leave(rows: Sequence[Filing], path: Path) -> None:
    """Write them, as the file's ending says. Raises InputError for another ending, and OSError."""
    writes = WAYS.get(path.suffix.lower())
    if writes is None:
        raise InputError(f"{path}: ends in {quoted(path.suffix)}; should end in {', '.join(WAYS)}")
    writes(rows, path)


def _columns() -> dict[str, str]:
    """Of each measure its column, which ends in its unit."""
    return {name: f"{name}_{m.unit}" if m.unit and not name.endswith(f"_{m.unit}") else name for name, m in measures().items()}


def _flat(row: Filing) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in FIELDS}
    kept["started"] = row.started.isoformat() if row.started else None
    kept["comments"] = "\n".join(
        f"{clock(step * STEP_S)} {author}: {text}" if author else f"{clock(step * STEP_S)} {text}" for step, author, text in row.comments
    )
    return {**kept, **{column: row.measures.get(name) for name, column in _columns().items()}}


def _as_csv(rows: Sequence[Filing], path: Path) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, [*FIELDS, "comments", *_columns().values()], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**_flat(row), "learner": _plain(row.learner)} for row in rows)
    write_whole(path, text.getvalue())


def _plain(name: str) -> str:
    """A name that a spreadsheet takes for no formula."""
    return f"'{name}" if name[:1] in "=+-@" else name


def _as_parquet(rows: Sequence[Filing], path: Path) -> None:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise InputError('Parquet needs the package pyarrow: pip install "tuohy[research]"') from None
    kinds = {
        "number": pa.int64(),
        "seed": pa.int64(),
        "rating": pa.int64(),
        "passed": pa.bool_(),
        "copied": pa.bool_(),
        "total": pa.float64(),
        "seconds": pa.float64(),
    }
    schema = pa.schema(
        [(name, kinds.get(name, pa.string())) for name in (*FIELDS, "comments")] + [(name, pa.float64()) for name in _columns().values()]
    )
    sink = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist([_flat(row) for row in rows], schema), sink)
    with whole_file(path) as half:
        half.write_bytes(sink.getvalue())


def _as_statements(rows: Sequence[Filing], path: Path) -> None:
    write_whole(path, json.dumps([statement for row in rows for statement in statements(row)], indent=1) + "\n")


def statements(row: Filing) -> list[dict[str, Any]]:
    """What an attempt says to a learning record store: that it was completed, what it scored, and whether it was passed (xAPI 1.0.3).

    What instructors said of it follows, each comment on what was completed.
    """
    done = [_statement(row, verb) for verb in ("completed", "scored", "passed" if row.passed else "failed")]
    return done + [_commented(row, *comment) for comment in row.comments]


def _number(row: Filing, what: str) -> str:
    return str(uuid.uuid5(SPACE, f"{row.fingerprint} {what}"))


def _commented(row: Filing, step: int, author: str, text: str) -> dict[str, Any]:
    return {
        "id": _number(row, f"commented {step} {author} {text}"),
        "actor": {"objectType": "Agent", "account": {"homePage": f"{OWN}instructors", "name": author or "instructor"}},
        "verb": {"id": f"{VERBS}commented", "display": {"en": "commented"}},
        "object": {"objectType": "StatementRef", "id": _number(row, "completed")},
        "result": {"response": text, "extensions": {f"{OWN}step": step}},
        "context": _context(row),
        "version": "1.0.3",
    }


def _context(row: Filing) -> dict[str, Any]:
    return {
        "registration": str(uuid.uuid5(SPACE, row.fingerprint)),
        "platform": f"Tuohy {row.program}",
        "extensions": {f"{OWN}mode": row.mode, f"{OWN}seed": row.seed, f"{OWN}judged": row.basis},
    }


def _statement(row: Filing, verb: str) -> dict[str, Any]:
    said = {
        "id": _number(row, verb),
        "actor": {"objectType": "Agent", "account": {"homePage": f"{OWN}learners", "name": row.learner}},
        "verb": {"id": VERBS + verb, "display": {"en": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"{OWN}cases:{row.scenario}",
            "definition": {"type": SIMULATION, "name": {"en": case_title(row.scenario)}},
        },
        "result": {
            "score": {"scaled": round(row.total / 100, 4), "raw": row.total, "min": 0, "max": 100},
            "success": row.passed,
            "completion": True,
            "duration": f"PT{row.seconds:.2f}S",
        },
        "context": _context(row),
        "version": "1.0.3",
    }
    if row.started is not None:  # the day is known, and no more
        said["timestamp"] = f"{row.started.isoformat()}T00:00:00Z"
    return said


WAYS: dict[str, Callable[[Sequence[Filing], Path], None]] = {".csv": _as_csv, ".parquet": _as_parquet, ".json": _as_statements}
"""By a file's ending"""

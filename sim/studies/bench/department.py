"""How long the first page, a learner's and the class's take until they are painted, of ten thousand made-up attempts of 200 learners."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import date, timedelta
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sqlalchemy import insert

from scenarios import files
from scenarios.files import InputError
from scenarios.rubric import measures
from sim.exchange.gradebook.connection import Gradebook, shown
from sim.exchange.gradebook.learners import learners
from sim.exchange.gradebook.strengths import graded
from sim.exchange.gradebook.tables import FiledAttempt, Journal, Learner, Measured, Remarked
from sim.studies.bench.figures import Figures, spread, told_by

SERVER = "TUOHY_BENCH_DATABASE"
"""Environment variable that names an empty PostgreSQL database by its URL, to be measured beside the file."""
LEARNERS, EACH = 200, 50
SOMEBODY = "Learner 100"
TODAY = date(2026, 11, 28)


def page_times() -> Figures:
    """On a file; and on a server where one is named."""
    with TemporaryDirectory() as folder:
        figures = _measured("sqlite", f"sqlite:///{folder}/book.sqlite")
    url = os.environ.get(SERVER)
    return figures | (_measured("postgresql", url) if url else {"class_postgresql": f"no server: {SERVER} is not set"})


def _measured(kind: str, url: str) -> Figures:
    """From asking for a page to its being painted; the program's very first page, from its being painted to its records, is told apart."""
    filled(url)
    with TemporaryDirectory() as own:  # no settings and names of this user's
        found = told_by("sim.qt.bench.record_pages", SOMEBODY, TUOHY_DATABASE=url, TUOHY_HOME=own, QT_QPA_PLATFORM="offscreen")
    figures = {f"{name}_{kind}_s": spread(seconds[1:]) for name, seconds in found.items()}
    return {f"first_page_cold_{kind}_s": spread(found["first_page"][:1]), **figures}


def filled(url: str, each: int = EACH) -> None:
    """Make up learners who get better, and cases of unlike difficulty, in an empty database. Raises InputError if it is not empty."""
    chance, cases = np.random.default_rng(20), list(files.library())
    hardness = dict(zip(cases, chance.normal(0, 12, len(cases)), strict=True))
    with Gradebook(url) as book:
        if learners(book):
            raise InputError(f"database {shown(url)}: holds learners; made-up ones go into an empty one only")
        with book.session() as session:
            session.execute(insert(Learner), [{"id": n, "name": f"Learner {n:03}"} for n in range(1, LEARNERS + 1)])
            talent = chance.normal(62, 8, LEARNERS)
            rows = [_attempt(n, k, talent[n - 1], cases, hardness, chance) for k in range(each) for n in range(1, LEARNERS + 1)]
            for number, row in enumerate(rows, 1):
                row["id"] = number
            session.execute(insert(FiledAttempt), rows)
            session.execute(insert(Journal), [{"attempt_id": row["id"], "packed": b""} for row in rows])
            session.connection().execute(insert(Measured), list(_values(rows, chance)))
            session.connection().execute(insert(Remarked), list(_remarks(rows, chance)))


def _attempt(learner: int, k: int, talent: float, cases: list[str], hard: dict[str, float], chance: np.random.Generator) -> dict[str, Any]:
    case = str(chance.choice(cases))
    total = float(np.clip(talent + 0.6 * k - hard[case] + chance.normal(0, 9), 0, 100).round(1))
    return {
        "fingerprint": hashlib.sha256(f"{learner} {k}".encode()).hexdigest(),
        "learner_id": learner,
        "scenario": case,
        "scenario_hash": "",
        "seed": 1000 * learner + k,
        "mode": ("guided", "practice", "exam")[min(k // 15, 2)],
        "started": TODAY - timedelta(days=2 * (EACH - k)),
        "program": "0.1.0",
        "patient": "reference",
        "patient_hash": "",
        "basis": "replayed",
        "proved_by": "0.1.0",
        "total": total,
        "passed": total >= 70,
        "rating": 1 + int(min(total, 99) // 20),
        "seconds": round(chance.uniform(200, 900), 1),
        "handwriting": "",
        "copied": False,
    }


def _values(rows: list[dict[str, Any]], chance: np.random.Generator) -> Iterator[dict[str, Any]]:
    names = list(measures())
    for row in rows:
        for name, value in zip(names, chance.gamma(2.0, 5.0, len(names)).round(3).tolist(), strict=True):
            yield {"attempt_id": row["id"], "name": name, "value": value, "step": None}


def _remarks(rows: list[dict[str, Any]], chance: np.random.Generator) -> Iterator[dict[str, Any]]:
    names = sorted(graded())
    for row in rows:
        count = int((100 - row["total"]) // 8)
        for number, name in enumerate(chance.choice(names, count, replace=False).tolist()):
            yield {"attempt_id": row["id"], "number": number, "measure": name, "critical": number == 0 and not row["passed"], "time_s": 1.0}

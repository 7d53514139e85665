"""Attempts that nobody made, as rows of the gradebook."""

from __future__ import annotations

import hashlib
from datetime import date

from sim.exchange.gradebook.tables import FiledAttempt

DAY = date.today()


def made_up(learner: int, case: str, seed: int, total: float = 91.0, passed: bool = True, mode: str = "practice") -> FiledAttempt:
    """One of a learner by number, with no journal and no measures."""
    mark = hashlib.sha256(f"{learner} {case} {seed} {mode}".encode()).hexdigest()
    return FiledAttempt(
        fingerprint=mark,
        learner_id=learner,
        scenario=case,
        scenario_hash="",
        seed=seed,
        mode=mode,
        started=DAY,
        program="0.1.0",
        patient="reference",
        patient_hash="",
        basis="replayed",
        proved_by="0.1.0",
        total=total,
        passed=passed,
        rating=4 if passed else 2,
        seconds=300.0,
        handwriting="",
        copied=False,
    )

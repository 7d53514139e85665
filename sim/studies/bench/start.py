"""From the start of a process to the first X-ray on the screen, as on every day and with nothing compiled yet; and from Begin to it, where
somebody read about the case before."""

from __future__ import annotations

import os
import time
from tempfile import TemporaryDirectory

from sim.studies.bench.figures import Figures, spread, told_by

RUNS, COLD_RUNS = 4, 2
"""Of the first the first does not count: it fills what the others find."""


def started() -> Figures:
    cold = []
    for _ in range(COLD_RUNS):
        with TemporaryDirectory() as empty:
            cold.append(_seconds(NUMBA_CACHE_DIR=empty))
    usual = [_seconds() for _ in range(RUNS)][1:]
    return {"start_s": spread(usual), "start_cold_s": spread(cold), "begin_read_s": spread([_seconds("read") for _ in range(RUNS)])}


def _seconds(*read: str, **environment: str) -> float:
    unseen = {} if any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")) else {"QT_QPA_PLATFORM": "offscreen"}
    with TemporaryDirectory() as home:  # no attempt of this user's is touched
        started_at = time.time()
        told = told_by("sim.qt.bench.first_picture", *read, TUOHY_HOME=home, **unseen, **environment)
    return float(told["painted"] - (told["began"] if read else started_at))

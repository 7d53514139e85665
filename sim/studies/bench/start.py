"""From the start of a process to the first X-ray on the screen, as on every day and with nothing compiled yet; and from Begin to it, where
somebody read about the case before. And the window's memory then: with a patient who is there, and with one who had to be built."""

from __future__ import annotations

import os
import time
from tempfile import TemporaryDirectory

from sim.studies.bench.figures import Figures, spread, told_by

RUNS, COLD_RUNS, BUILT_RUNS = 4, 2, 2
"""Of the first the first does not count: it fills what the others find."""


def started() -> Figures:
    cold = []
    for _ in range(COLD_RUNS):
        with TemporaryDirectory() as empty:
            cold.append(_start(NUMBA_CACHE_DIR=empty)["start_s"])
    usual = [_start() for _ in range(RUNS)][1:]
    return {
        "start_s": spread([one["start_s"] for one in usual]),
        "start_cold_s": spread(cold),
        "begin_read_s": spread([_start("read")["begin_s"] for _ in range(RUNS)]),
        "window_mb": spread([one["resident_mb"] for one in usual]),
        "window_builds_mb": spread([_start("drawn")["resident_mb"] for _ in range(BUILT_RUNS)]),
    }


def _start(*how: str, **environment: str) -> dict[str, float]:
    unseen = {} if any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")) else {"QT_QPA_PLATFORM": "offscreen"}
    with TemporaryDirectory() as home:  # no attempt of this user's is touched
        started_at = time.time()
        told = told_by("sim.qt.bench.first_picture", *how, TUOHY_HOME=home, **unseen, **environment)
    painted = told["painted"]
    return {"start_s": painted - started_at, "begin_s": painted - told["began"], "resident_mb": told["resident_mb"]}

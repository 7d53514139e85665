"""A figure with its spread, and what a process of its own tells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

Figures = dict[str, Any]


def spread(values: list[float]) -> dict[str, float]:
    return {"median": float(np.median(values)), "min": float(min(values)), "max": float(max(values)), "runs": float(len(values))}


def times(work: Callable[[], object], runs: int, warm: int = 0) -> list[float]:
    """Seconds of each of so many runs; the first ``warm`` ones do not count."""
    for _ in range(warm):
        work()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def told_by(module: str, *arguments: str, **environment: str) -> Any:
    """What a module, run as a program, prints as JSON in its last line. Raises CalledProcessError; its error output is let through."""
    done = _run(module, arguments, environment, errors=None)
    done.check_returncode()
    return json.loads(done.stdout.splitlines()[-1])


def told_or_why(module: str, *arguments: str) -> Any:
    """The same of one that may lack what it needs; then the last line of what it said, as text."""
    done = _run(module, arguments, {}, errors=subprocess.PIPE)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"it ended with {done.returncode} and said nothing"]
        return said[-1]
    return json.loads(done.stdout.splitlines()[-1])


def _run(module: str, arguments: tuple[str, ...], environment: dict[str, str], errors: int | None) -> subprocess.CompletedProcess[str]:
    # the folders that this process finds modules in: the program may run from anywhere
    paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ | paths | environment, check=False)

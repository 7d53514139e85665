"""Work for workers. In a module of its own, that a new process has soon read."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def doubled(number: int) -> int:
    return 2 * number


def dies_once(number: int, folder: Path) -> int:
    """The first that comes to job 2 is killed by the system, as one is that takes too much memory."""
    mark = folder / "died"
    if number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def always_dies(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fails(number: int) -> int:
    if number == 1:
        raise ValueError("job 1")
    return number

"""A fixed piece of work, as a picture's is: numbers fetched from all over memory. What slows it is the machine, not the program."""

from __future__ import annotations

import time

import numpy as np

NUMBERS, FETCHED = 4_000_000, 1_500_000
"""Of 4 bytes: more than lie in a processor's own memory, less than would be seen in the program's"""
_FROM = np.arange(NUMBERS, dtype=np.float32)
_WHERE = (np.arange(FETCHED, dtype=np.uint32) * np.uint32(2654435761) % np.uint32(NUMBERS)).astype(np.intp)


def yard_ms() -> float:
    """CPU time of it."""
    start = time.thread_time()
    np.sqrt(_FROM[_WHERE] + 1.0).sum()
    return 1e3 * (time.thread_time() - start)

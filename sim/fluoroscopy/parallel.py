"""Rows of a picture shared between threads; what comes out does not depend on how many there are."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from meshes.sharing import threads

STRIPES = 8
"""A picture's rows are handed out in this many pieces, so that a busy piece does not keep one thread waiting."""
FEW = 256
"""No more rows than this are not shared: what scripted hands look at takes more time to hand out than is saved."""


@cache
def _pool(count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count, thread_name_prefix="rows")


def over_rows(work: Callable[[int, int], None], rows: int) -> None:
    """Call ``work(first, last)`` for stripes that cover 0..rows. Each pixel must be worked out by its own stripe alone."""
    if rows <= FEW or threads() == 1:
        work(0, rows)
        return
    edges = [rows * i // STRIPES for i in range(STRIPES + 1)]
    for _ in _pool(threads()).map(work, edges[:-1], edges[1:]):
        pass

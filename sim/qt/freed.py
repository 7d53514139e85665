"""Memory that was freed goes back to the system: glibc keeps it, and takes more beside it with each attempt. Other C libraries do not."""

from __future__ import annotations

import ctypes
import gc
import linecache
import sys
from functools import cache

MMAP_THRESHOLD, TRIM_THRESHOLD, ARENA_MAX = -3, -1, -8
"""How glibc's malloc.h numbers what can be chosen."""
LARGE_BYTES, LOOSE_BYTES, ARENAS = 2**23, 2**26, 2
"""From the first on a piece of memory is the system's own, and goes back when it is freed. As usual that bound rises with what is freed,
up to 32 MB, so that volumes come to lie among small pieces. Below it lie pictures: from 1 MB on each would take a quarter longer. The
second is what may lie free at the end, for the next picture. Each of up to 8 arenas a processor would keep gaps of its own."""

DRAWN_OUT_MS = 1500
"""After a page has gone: what still draws for it beside the window ends with the picture at which it is, and holds its body until then."""


@cache
def _malloc() -> ctypes.CDLL | None:
    """The C library, where it is glibc."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


def economise() -> None:
    """For a program with a window: hours long, with pictures of some MB made and dropped all the time in several threads."""
    malloc = _malloc()
    if malloc is not None:
        malloc.mallopt(MMAP_THRESHOLD, LARGE_BYTES)
        malloc.mallopt(TRIM_THRESHOLD, LOOSE_BYTES)
        malloc.mallopt(ARENA_MAX, ARENAS)


def give_back() -> None:
    """Free what nobody holds any more, and hand it over: a page and its parts hold each other, until Python looks for such rings.

    The sources of all modules that were loaded meanwhile go too: Qt has them read line by line, and nobody asks for them again.
    """
    linecache.clearcache()
    gc.collect()
    malloc = _malloc()
    if malloc is not None:
        malloc.malloc_trim(0)

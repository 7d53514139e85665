"""Loading the window's modules without a pause."""

from __future__ import annotations

import gc
import linecache
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unsearched() -> Iterator[None]:
    """While this lasts nobody looks for what is no longer needed: what a program loads stays until its end, and going through it again and
    again takes an eighth of the loading's processor time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@contextmanager
def undisturbed() -> Iterator[None]:
    """The same for the program's own loading; what is there at the end is left out of every later search too.

    The core is loaded first: it brings what is large and knows no Qt. Qt reads the source of each module that is loaded after it, to find
    out whether that uses it: of a thousand modules that is a tenth of the loading's processor time. What it has read goes, 20 MB and more.
    """
    with unsearched():
        import sim.session.session  # noqa: F401

        yield
        linecache.clearcache()
        gc.freeze()

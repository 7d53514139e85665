"""Loading the window's modules without a pause."""

from __future__ import annotations

import gc
import linecache
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

CORE = "sim.session.session"
"""It brings what is large and knows no Qt. Qt reads the source of each module that is loaded after it, to find out whether that uses it:
of a thousand modules that is a tenth of the loading's processor time."""


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

    The core is loaded first, before Qt is; and the sources that Qt has read go, 20 MB and more of them.
    """
    with unsearched():
        import_module(CORE)
        yield
        linecache.clearcache()
        gc.freeze()

"""Loading the window's modules without a pause."""

from __future__ import annotations

import gc
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
    """The same for the program's own loading; what is there at the end is left out of every later search too."""
    with unsearched():
        yield
        gc.freeze()

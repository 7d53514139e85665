"""What holds itself in rings is looked for by the window's own thread, between two events.

Python looks for it in whatever thread happens to make an object, at whatever moment. Widgets lie in such rings (a page and its parts hold
each other): one that is freed in a thread that draws a body, or while Qt goes through all widgets to dress them, ends the program.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

EVERY_MS = 100
"""How often it is asked whether so much has been made that a search is due: by Python's own counts and limits."""


@contextmanager
def swept() -> Iterator[None]:
    """While this lasts, in the thread that calls; its events have to be worked for it."""
    timer = QTimer(interval=EVERY_MS)
    timer.timeout.connect(sweep)
    before = gc.isenabled()
    gc.disable()
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        if before:
            gc.enable()


def sweep() -> None:
    """Search the oldest generation that is due, and all that are younger."""
    due = [age for age, (made, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if made > limit]
    if due:
        gc.collect(due[-1])

"""Loading the window's modules without a pause."""

from __future__ import annotations

import gc
import linecache
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


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


def databases_beside() -> Thread | None:
    """Load what works with databases beside the windows, in a thread of its own: the first page asks for the gradebook at once.

    Nothing comes of it but modules, which no window loads; who asks for them meanwhile waits for them, as for any that another thread
    loads. None where there is nothing to load: no database yet, or settings that name none, which whoever opens it says.
    """
    from scenarios.files import InputError
    from sim.exchange.gradebook.address import database_url, is_empty

    try:
        url = database_url()
    except InputError:
        return None
    if is_empty(url):
        return None
    thread = Thread(target=_load_databases, args=(url,), name="databases", daemon=True)
    thread.start()
    return thread


def _load_databases(url: str) -> None:
    from scenarios.files import InputError
    from sim.exchange.gradebook.connection import load_driver

    with suppress(InputError):  # whoever opens it says why it can be none
        load_driver(url)

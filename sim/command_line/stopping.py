"""The system's words to stop: they end a command as Ctrl+C does, so that what it holds is let go and what is half is taken away."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl+C, a polite kill, a terminal that is gone."""


class ToldToStop(KeyboardInterrupt):
    """Whoever can leave something whole when it is interrupted hears all signals alike."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number
        """The exit code, as shells tell it."""


def heeded() -> tuple[int, ...]:
    """The signals that are to stop this program. One that is ignored stays so: nohup asks for that."""
    return tuple(number for number in STOPS if signal.getsignal(number) != signal.SIG_IGN)


@contextmanager
def by_signals() -> Iterator[None]:
    """While this lasts a signal to stop raises ToldToStop. Only the first: what is half is being taken away then.

    Python hands signals to the main thread alone; in another one this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in heeded()}

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise ToldToStop(number)

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

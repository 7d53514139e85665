"""A window that is waited for and pictured."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

LONGEST_S = 300.0


def until(done: Callable[[], object]) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + LONGEST_S
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to it")
        QApplication.processEvents()
        time.sleep(0.005)


def settle(seconds: float) -> None:
    """Let what is on its way come in."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() > end)


class Album:
    """Numbered pictures in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._count = folder, 0

    def keep(self, widget: QWidget, name: str, seconds: float = 1.0) -> None:
        """As it is after so long."""
        settle(seconds)
        self._count += 1
        path = self._folder / f"{self._count:02}_{name}.png"
        widget.grab().save(str(path))
        print(path, flush=True)

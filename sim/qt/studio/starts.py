"""What a new case begins from: nothing, or another case, told by what is to be done in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from scenarios import files, words
from scenarios.files import InputError
from sim.qt.grown import grow
from sim.qt.panels.case_cards import asked_of
from sim.qt.panels.fields import Choice
from sim.qt.studio.manuscript import EMPTY
from sim.qt.words import phrase
from sim.session.own_cases import own_cases

WIDE, LISTED = 150, 620


class Starts(Choice):
    """Says its own name again once something is chosen."""

    wanted = Signal(object)
    """A file, or a text"""

    def __init__(self) -> None:
        super().__init__(phrase("studio.begin_from"))
        grow(self, most_width=WIDE)
        self.view().setMinimumWidth(LISTED)
        self.addItem(phrase("studio.new_from"), None)
        self.addItem(phrase("studio.nothing"), EMPTY)
        for name, path in (*files.library().items(), *own_cases().items()):
            self.addItem(_told(name, path), path)
        self.activated.connect(lambda _: self._choose())

    def _choose(self) -> None:
        chosen = self.currentData()
        self.setCurrentIndex(0)
        if chosen is not None:
            self.wanted.emit(chosen)


def _told(name: str, path: Path) -> str:
    """Most titles are a patient's words."""
    try:
        case = files.scenario(path)
    except InputError:  # it can be opened, and mended
        return name
    return f"{words.told(case.title)} ({asked_of(case)})"

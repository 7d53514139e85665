"""The department's library: what is new there comes on the first page, what is wrong with it is said there; and where it lies."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from scenarios import words
from scenarios.files import InputError
from sim.exchange.package.library_folder import Taken, choose_library, library, take_over
from sim.qt.job import Fault, Job, Tell, fault_of
from sim.qt.windows.apology import say
from sim.qt.windows.chooser import Chooser
from sim.qt.windows.library_dialog import LibraryDialog
from sim.session.attempt_commands import ModeName


class LibraryDoor(QObject):
    """Looks when the window opens, and when another folder is chosen."""

    def __init__(self, window: QWidget, menu: QMenu, chooser: Chooser, mode: Callable[[], ModeName | None]) -> None:
        """In an exam it stays as it is."""
        super().__init__(window)
        self._window, self._chooser = window, chooser
        self._job: Job | None = None
        self.action = QAction(words.library("menu"), menu)
        self.action.triggered.connect(lambda: self.ask())
        menu.insertAction(menu.actions()[-1], self.action)  # the last one quits
        menu.aboutToShow.connect(lambda: self.action.setEnabled(mode() != "exam"))
        chooser.library.wanted.connect(self.ask)
        self.look()

    @property
    def looked(self) -> bool:
        """Whether what was asked for has come."""
        return self._job is None

    def look(self) -> None:
        """Beside the window: a drive may let one wait."""
        self.stop()
        self._job = Job("library", _looked, self._taken, self._failed)

    def ask(self) -> None:
        """Which folder it is."""
        dialog = LibraryDialog(self._window)
        if not dialog.exec():
            return
        try:
            choose_library(dialog.folder)
        except (InputError, OSError) as error:
            say(self._window, fault_of(error))
            return
        self.look()

    def _failed(self, fault: Fault) -> None:
        self._job = None
        self._chooser.library.say(fault.words)

    def _taken(self, found: Taken) -> None:
        """What stands chosen on the first page stays so."""
        self._job = None
        self._chooser.library.say("" if found.standing == "there" else words.library(found.standing, folder=found.folder))
        if found.cases:
            self._chooser.read_again(self._chooser.cases[max(self._chooser.list.currentRow(), 0)].name)
        if found.refused:
            say(self._window, Fault("\n".join(found.refused)))

    def stop(self) -> None:
        """Nothing comes to a window that is gone."""
        if self._job is not None:
            self._job.abandon()
            self._job = None


def _looked(_: Tell) -> Taken:
    folder = library()
    return Taken((), ()) if folder is None else take_over(folder)

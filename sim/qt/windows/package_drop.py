"""Packages of cases: dropped on the window or chosen by the menu; installed beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from scenarios import words
from sim.exchange.package.installing import Installed, install
from sim.exchange.package.manifest import SUFFIX
from sim.qt.job import Fault, Job, Tell
from sim.qt.windows.apology import say
from sim.qt.words import phrase


class PackageDrop(QObject):
    """Hears what is dropped on a window."""

    def __init__(self, window: QWidget, show: Callable[[str], None], is_shut: Callable[[], bool]) -> None:
        """``show`` is told the name of a case that was installed; nothing is while ``is_shut``, in an exam."""
        super().__init__(window)
        self._window, self._show, self._is_shut = window, show, is_shut
        self._job: Job | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        path = _package_in(event)
        if path is None:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.take(path)
        return True

    def ask(self) -> None:
        """By the menu."""
        name, _ = QFileDialog.getOpenFileName(self._window, phrase("package_drop.ask"), "", phrase("package_drop.filter", suffix=SUFFIX))
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Install it; one of the same name is replaced only where that is meant."""
        if self._is_shut():
            say(self._window, Fault(words.exam("no_packages")))
            return
        self._begin(path, False)

    def _begin(self, path: Path, replace: bool) -> None:
        def work(_: Tell) -> Installed:
            return install(path, replace)

        self.stop()
        self._job = Job("package", work, self._came, lambda fault: self._refused(path, replace, fault))

    def _came(self, done: Installed) -> None:
        self._job = None
        self._show(done.case.name)

    def _refused(self, path: Path, replace: bool, fault: Fault) -> None:
        self._job = None
        if replace or "installed already" not in fault.words:
            say(self._window, fault)
            return
        asked = phrase("package_drop.replace", name=path.name)
        if QMessageBox.question(self._window, "Tuohy", asked) == QMessageBox.StandardButton.Yes:
            self._begin(path, True)

    def stop(self) -> None:
        """Nothing comes to a window that is gone."""
        if self._job is not None:
            self._job.abandon()
            self._job = None


def _package_in(event: QDropEvent) -> Path | None:
    """The one package among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix == SUFFIX else None

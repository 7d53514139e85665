"""Packages opened by a double click: told to this user's desktop, or taken back, as the command ``associate`` does it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from sim.exchange.package.manifest import SUFFIX
from sim.qt.job import Fault, Job, Tell
from sim.qt.windows.apology import say
from sim.qt.words import phrase

if TYPE_CHECKING:
    from sim.exchange import association


class DoubleClick(QObject):
    """Asks which is meant: what a desktop knows already it does not say."""

    def __init__(self, window: QWidget, menu: QMenu) -> None:
        super().__init__(window)
        self._window = window
        self._job: Job | None = None
        self.action = QAction(phrase("double_click.menu"), menu)
        self.action.triggered.connect(lambda: self.ask())
        menu.insertAction(menu.actions()[-1], self.action)  # the last one quits

    def ask(self) -> None:
        icon, buttons, roles = QMessageBox.Icon.Question, QMessageBox.StandardButton, QMessageBox.ButtonRole
        box = QMessageBox(icon, "Tuohy", phrase("double_click.asked", suffix=SUFFIX), buttons.Cancel, self._window)
        opens = box.addButton(phrase("double_click.opens"), roles.AcceptRole)
        not_so = box.addButton(phrase("double_click.not_so"), roles.ActionRole)
        box.exec()
        if box.clickedButton() in (opens, not_so):
            self.tell(box.clickedButton() is opens)
        box.deleteLater()

    def tell(self, opens: bool) -> None:
        """Beside the window: a desktop's own tools take their time."""

        def work(_: Tell) -> association.Told:
            from sim.exchange.association import associate, dissociate  # seldom wanted

            return associate() if opens else dissociate()

        self.stop()
        self._job = Job("double click", work, partial(self._said, opens), self._failed)

    def _said(self, opens: bool, told: association.Told) -> None:
        self._job = None
        said = phrase("double_click.told" if opens else "double_click.forgotten", suffix=SUFFIX)
        if told.missing:
            said = f"{said} {phrase('double_click.later', programs=', '.join(told.missing))}"
        QMessageBox.information(self._window, "Tuohy", said)

    def _failed(self, fault: Fault) -> None:
        self._job = None
        say(self._window, fault)

    def stop(self) -> None:
        """Nothing comes to a window that is gone."""
        if self._job is not None:
            self._job.abandon()
            self._job = None

"""Whose spine it is: the case's own patient, one of the user's, or one that is made now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from sim.qt.windows.patient_dialog import PatientDialog
from sim.qt.words import phrase
from sim.session.patients import own_patients


class PatientChoice(QPushButton):
    """A button with a menu."""

    def __init__(self) -> None:
        super().__init__()
        self.folder: Path | None = None
        """Of the patient; None for the case's own"""
        self._picked: Path | None = None
        self.may_bring: Callable[[], bool] = lambda: True
        """Whether somebody may be brought in now"""
        self.setToolTip(phrase("patient_choice.about"))
        self.whose = QMenu(self)
        self.whose.aboutToShow.connect(self._offer)
        self.setMenu(self.whose)
        self._choose(None)

    def came_with(self, folder: Path | None) -> None:
        """The patient that came with a case is chosen for that case alone; else whoever was picked."""
        self._choose(folder or self._picked)

    def _offer(self) -> None:
        self.whose.clear()
        self.whose.addAction(phrase("patient_choice.of_case"), lambda: self._pick(None))
        for name, folder in own_patients().items():
            self.whose.addAction(name, partial(self._pick, folder))
        self.whose.addSeparator()
        self.whose.addAction(phrase("patient_choice.make_patient"), self._make)
        self.whose.addAction(phrase("bring.menu"), self._bring).setEnabled(self.may_bring())
        self.whose.addAction(phrase("patient_choice.folder"), self._pick_folder)

    def _make(self) -> None:
        dialog = PatientDialog(self)
        if dialog.exec():
            self._pick(dialog.made)

    def _bring(self) -> None:
        from sim.qt.studio.bring_dialog import BringDialog  # it shows bodies, which takes long to load

        dialog = BringDialog(self)
        if dialog.exec() and dialog.brought is not None:
            self._pick(dialog.brought.folder)
        dialog.deleteLater()

    def _pick_folder(self) -> None:
        picked = QFileDialog.getExistingDirectory(self, phrase("patient_choice.folder_title"))
        if picked:
            self._pick(Path(picked))

    def _pick(self, folder: Path | None) -> None:
        self._picked = folder
        self._choose(folder)

    def _choose(self, folder: Path | None) -> None:
        self.folder = folder
        self.setText(phrase("patient_choice.chosen", whose=folder.name if folder else phrase("patient_choice.own")))

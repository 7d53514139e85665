"""Where the department's library lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from scenarios import words
from scenarios.files import InputError
from sim.exchange.package.library_folder import LIBRARY, is_given_by_environment, library, standing
from sim.qt.grown import grow

WIDE = 520


class LibraryDialog(QDialog):
    """Nothing typed: no library. A folder that is away can be chosen all the same: its drive may come."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.library("title"))
        about, self.said = QLabel(words.library("about")), QLabel()
        for label in (about, self.said):
            label.setWordWrap(True)
        self.said.setObjectName("alarm")
        self.path, self.browse = QLineEdit(), QPushButton(words.library("browse"))
        grow(self.path, least_width=WIDE)
        self.path.setAccessibleName(words.library("folder"))
        self.path.setPlaceholderText(words.library("none"))
        self.path.setClearButtonEnabled(True)
        self.path.textChanged.connect(lambda _: self._say())
        self.browse.clicked.connect(self._browse)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        row, box = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        box.addWidget(about)
        box.addLayout(row)
        box.addWidget(self.said)
        box.addWidget(self.buttons)
        self._show_kept()

    @property
    def folder(self) -> Path | None:
        typed = self.path.text().strip()
        return Path(typed) if typed else None

    def _show_kept(self) -> None:
        try:
            kept = library()
        except InputError as error:  # settings that cannot be read are not written over
            self._shut(str(error))
            return
        self.path.setText("" if kept is None else str(kept))
        if is_given_by_environment():
            self._shut(words.library("by environment", variable=LIBRARY))

    def _shut(self, why: str) -> None:
        for widget in (self.path, self.browse, self.buttons.button(QDialogButtonBox.StandardButton.Ok)):
            widget.setEnabled(False)
        self.said.setText(why)

    def _say(self) -> None:
        met = "there" if self.folder is None else standing(self.folder)
        self.said.setText("" if met == "there" else words.library(met, folder=self.folder))

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, words.library("title"), self.path.text())
        if chosen:
            self.path.setText(chosen)

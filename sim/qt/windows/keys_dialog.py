"""The table of all keys, to read and to change."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scenarios.files import InputError
from sim.qt.actions import ACTIONS, clashes, keep_keys, keys
from sim.qt.job import fault_of
from sim.qt.keyed import name_anew
from sim.qt.words import phrase


class KeysDialog(QDialog):
    """Shows the keys; saved changes hold at once."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setWindowTitle(phrase("keys_dialog.title"))
        self.resize(620, 640)
        chosen = keys()
        self.table = QTableWidget(len(ACTIONS), 2)
        self.table.setAccessibleName(phrase("keys_dialog.title"))
        self.table.setHorizontalHeaderLabels([phrase("keys_dialog.act"), phrase("keys_dialog.key")])
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.edits: dict[str, QKeySequenceEdit] = {}
        for row, action in enumerate(ACTIONS):
            self.table.setItem(row, 0, QTableWidgetItem(action.title))
            edit = QKeySequenceEdit(QKeySequence(chosen[action.name]))
            edit.setMaximumSequenceLength(1)
            self.edits[action.name] = edit
            self.table.setCellWidget(row, 1, edit)
        self.fault = QLabel("")
        self.fault.setObjectName("message")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.RestoreDefaults
        )
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).clicked.connect(self._defaults)
        box = QVBoxLayout(self)
        box.addWidget(self.table)
        box.addWidget(self.fault)
        box.addWidget(buttons)

    def _chosen(self) -> dict[str, str]:
        return {name: edit.keySequence().toString() for name, edit in self.edits.items()}

    def _save(self) -> None:
        twice = clashes(self._chosen())
        if twice:
            titles = {action.name: action.title for action in ACTIONS}
            self.fault.setText(phrase("keys_dialog.clash", one=titles[twice[0][0]], other=titles[twice[0][1]]))
            return
        try:
            keep_keys(self._chosen())
        except (InputError, OSError) as error:
            self.fault.setText(phrase("keys_dialog.not_kept", why=fault_of(error).words))
            return
        name_anew(self._window)
        self.accept()

    def _defaults(self) -> None:
        for action in ACTIONS:
            self.edits[action.name].setKeySequence(QKeySequence(action.key))

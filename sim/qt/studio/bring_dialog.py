"""Somebody's spine becomes a patient: the files of its surfaces, which is which bone, how they lie, and what was made of them.

What the command ``import`` does and asks for, by the same code.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from meshes.reading.levels import SUFFIXES, surfaces_in
from meshes.reading.posture import UNITS_MM, Stated
from meshes.reading.refusal import ImportRefused
from meshes.space import AXES_BY_NAME
from scenarios.base import PATIENTS_NAME
from scenarios.files import InputError
from sim.qt.grown import grow
from sim.qt.job import Fault, Job, fault_of
from sim.qt.job_dialog import JobDialog
from sim.qt.palette import px
from sim.qt.panels.fields import Choice
from sim.qt.panels.work_bar import WorkBar
from sim.qt.studio.bone_rows import BoneRows
from sim.qt.studio.brought_view import BroughtView
from sim.qt.words import phrase
from sim.session.newcomers import Brought, Looked, Newcomer, brought_beside, looked_at_beside
from sim.session.patients import new_folder, own_patients

WIDE, HIGH = 860, 600
USUAL, LARGE_PX = 100, 150
"""With so large a text what is stated of the files stands under them, not beside."""
PAUSE_MS = 300
"""So long nothing is chosen before the files are read: who chooses one after another wants one reading (guess)"""
LYING = {"unit": tuple(UNITS_MM), "anterior": tuple(AXES_BY_NAME), "superior": tuple(AXES_BY_NAME)}
"""What may be stated of the files, or is recognised"""


class BringDialog(JobDialog):
    """Works beside the window; stopped, it leaves nothing behind. ``brought`` is who is there afterwards."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(phrase("bring.title"))
        self.setAcceptDrops(True)
        self.brought: Brought | None = None
        self._looking: Job | None = None
        self._usual_name = ""
        self.bones, self.there, self.pace = BoneRows(), BroughtView(), WorkBar()
        self.folder, self.files = QPushButton(phrase("bring.folder")), QPushButton(phrase("bring.files"))
        self.name = QLineEdit()
        self.lying = {name: Choice(phrase(f"bring.{name}")) for name in LYING}
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_on = self.buttons.addButton(phrase("bring.begin"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.leave = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay()
        self._connect()
        self._weigh()

    # --- what stands there ------------------------------------------------------------------------------------------------

    def _lay(self) -> None:
        self.form = QWidget()
        about = QLabel(phrase("bring.about", suffixes=", ".join(SUFFIXES)))
        about.setWordWrap(True)
        ways = QBoxLayout.Direction
        columns = QBoxLayout(ways.TopToBottom if px(USUAL) >= LARGE_PX else ways.LeftToRight)
        choose, inside, outer = QHBoxLayout(), QVBoxLayout(self.form), QVBoxLayout(self)
        choose.addWidget(self.folder)
        choose.addWidget(self.files)
        choose.addStretch(1)
        columns.setSpacing(24)
        columns.addWidget(self.bones, 3)
        columns.addWidget(self._stated(), 2, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(about)
        inside.addLayout(choose)
        inside.addLayout(columns)
        inside.addStretch(1)
        self.pages = QStackedWidget()
        for page in (self.form, self.there):
            area = QScrollArea()
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setWidget(page)
            self.pages.addWidget(area)
        outer.addWidget(self.pages, 1)
        for widget in (self.fault, self.pace, self.buttons):
            outer.addWidget(widget)
        room = self.screen().availableGeometry()
        self.resize(min(px(WIDE), room.width()), min(px(HIGH), room.height()))

    def _stated(self) -> QWidget:
        stated = QWidget()
        rows = QFormLayout(stated)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        rows.addRow(phrase("bring.name"), self.name)
        self.name.setAcceptDrops(False)  # a folder that is dropped on it is no name
        grow(self.name, least_width=200)
        for name, choices in LYING.items():
            choice = self.lying[name]
            choice.addItem(phrase("bring.recognised"), None)
            for one in choices:
                choice.addItem(one, one)
            choice.setToolTip(phrase(f"bring.{name}_about"))
            rows.addRow(phrase(f"bring.{name}"), choice)
        return stated

    def _connect(self) -> None:
        self.folder.clicked.connect(self._choose_folder)
        self.files.clicked.connect(self._choose_files)
        self.bones.changed.connect(self._look_soon)
        for choice in self.lying.values():
            choice.activated.connect(lambda _: self._look_soon())
        self.name.textChanged.connect(lambda _: self._weigh())
        self._pause.timeout.connect(self._look)
        self.buttons.accepted.connect(self._go_on)
        self.buttons.rejected.connect(self.reject)

    # --- files ------------------------------------------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, phrase("bring.folder"))
        if chosen:
            self.take([Path(chosen)])

    def _choose_files(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileNames(self, phrase("bring.files"), "", phrase("bring.kinds", patterns=patterns))
        if chosen:
            self.take([Path(one) for one in chosen])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.form.isEnabled() and self.brought is None and _paths_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(_paths_in(event))

    def take(self, sources: Sequence[Path]) -> None:
        """In place of what was there: files, and folders of them. Where there are no surfaces all stays as it was."""
        self.fault.clear()
        try:
            named = surfaces_in(sources)
        except (ImportRefused, OSError) as error:
            self.fault.setText(fault_of(error).words)
            return
        self.bones.show_files(named)
        folder = sources[0] if sources[0].is_dir() else sources[0].parent
        if self.name.text() == self._usual_name and PATIENTS_NAME.fullmatch(folder.name):
            self._usual_name = folder.name
            self.name.setText(folder.name)
        self._look_soon()

    def _look_soon(self) -> None:
        """What was read before is no longer what stands there."""
        self._stop_looking()
        self.fault.clear()
        for choice in self.lying.values():
            choice.setItemText(0, phrase("bring.recognised"))
        self._weigh()
        self._pause.start()

    def _look(self) -> None:
        newcomer = self._newcomer()
        if newcomer.files:
            self.pace.begin()
            self._looking = Job("surfaces", lambda tell: looked_at_beside(newcomer, tell), self._looked, self._not_looked, self.pace.tell)

    def _looked(self, found: Looked) -> None:
        self._stop_looking()
        self.bones.show_faults(found.faults)
        self.fault.setText(found.why)
        if found.lying is not None:
            for name, choice in self.lying.items():
                choice.setItemText(0, phrase("bring.recognised_as", what=getattr(found.lying, name)))
        self._weigh()

    def _not_looked(self, fault: Fault) -> None:
        self._stop_looking()
        self._tell(fault)

    def _stop_looking(self) -> None:
        self._pause.stop()
        if self._looking is not None:
            self._looking.abandon()
            self._looking = None
            self.pace.end()

    def _newcomer(self) -> Newcomer:
        stated = Stated(**{name: choice.currentData() for name, choice in self.lying.items()})
        return Newcomer(self.name.text().strip(), self.bones.files, stated)

    def _weigh(self) -> None:
        """Whether there is all that is needed; what is missing stands at its bone."""
        named = bool(self.name.text().strip())
        self.go_on.setEnabled(self.bones.is_whole and named)
        self.go_on.setToolTip("" if named else phrase("bring.no_name"))

    # --- bringing in ------------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self.brought is not None:
            self.accept()
            return
        newcomer = self._newcomer()
        replace = newcomer.name in own_patients()
        try:
            new_folder(newcomer.name, replace)
        except InputError as error:
            self.fault.setText(str(error))
            return
        if replace and not self._may_replace(newcomer.name):
            return
        self._stop_looking()
        self.fault.clear()
        self._set_busy(True)
        self._job = Job("bringing in", lambda tell: brought_beside(newcomer, replace, tell), self._came, self._refused, self.pace.tell)

    def _may_replace(self, name: str) -> bool:
        asked = QMessageBox.question(self, phrase("bring.title"), phrase("bring.replace", name=name))
        return asked == QMessageBox.StandardButton.Yes

    def _set_busy(self, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self.go_on.setEnabled(not busy)
        if busy:
            self.pace.begin()
        else:
            self._job = None
            self.pace.end()

    def _came(self, brought: Brought) -> None:
        self._set_busy(False)
        self.brought = brought
        self.there.show_patient(brought)
        self.pages.setCurrentIndex(1)
        self.go_on.setText(phrase("bring.use"))
        self.leave.setText(phrase("bring.keep_only"))
        self.go_on.setFocus()

    def _refused(self, fault: Fault) -> None:
        self._set_busy(False)
        self._weigh()
        self._tell(fault)
        if not fault.words:
            self.fault.setText(phrase("bring.stopped"))

    def done(self, result: int) -> None:
        """Nothing comes to a dialog that is gone."""
        self._stop_looking()
        self.there.body.closing()
        super().done(result)


def _paths_in(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]

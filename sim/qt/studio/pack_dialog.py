"""What goes into a package: what lies with the case by itself, and pictures that are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scenarios import files
from scenarios.files import InputError
from sim.exchange.package.manifest import MOST_PICTURE
from sim.exchange.package.packing import picture_in, pictures_beside, place_of_picture, scripts_beside
from sim.qt.grown import LINE, grow
from sim.qt.words import phrase
from sim.session.own_cases import patient_of_case
from sim.session.patients import own_name

WIDE = 460
ROWS_SHOWN = 6
PATH = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Inside:
    """What goes in without being asked for."""

    scripts: int
    patient: str
    """Empty where nobody has to"""
    pictures: tuple[Path, ...]


def inside_of(case: Path) -> Inside:
    """Of a saved case. Raises InputError for one that cannot be read."""
    found = files.scenario(case)
    came_with = patient_of_case(found)
    patient = own_name(found.patient) or (came_with.name if came_with is not None else "")
    return Inside(len(scripts_beside(found.name, case)), patient, tuple(pictures_beside(case)))


class PackDialog(QDialog):
    """Pictures that lie beside the case stand in the list too, and stay there."""

    def __init__(self, inside: Inside, chosen: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(phrase("studio.pack_case"))
        self._inside = inside
        told = [phrase("studio.inside_case"), phrase("studio.inside_scripts", count=inside.scripts)]
        told += [phrase("studio.inside_patient", name=inside.patient)] if inside.patient else []
        about, self.said, label = QLabel(", ".join(told)), QLabel(), QLabel(phrase("studio.pictures"))
        about.setWordWrap(True)
        self.said.setObjectName("alarm")
        self.said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(phrase("studio.pictures"))
        label.setBuddy(self.list)
        grow(self.list, height=LINE * ROWS_SHOWN + 16, least_width=WIDE)
        self.add, self.remove = QPushButton(phrase("studio.picture_add")), QPushButton(phrase("studio.row_remove"))
        self.add.clicked.connect(self._choose)
        self.remove.clicked.connect(self._remove)
        self.list.currentItemChanged.connect(lambda now, _: self.remove.setEnabled(now is not None and now.data(PATH) is not None))
        self.remove.setEnabled(False)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_on = self.buttons.addButton(phrase("studio.pack"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        row, box = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        for widget in (about, label, self.list):
            box.addWidget(widget)
        box.addLayout(row)
        box.addWidget(self.said)
        box.addWidget(self.buttons)
        for path in inside.pictures:
            self._show(path, stays=True)
        self.take(chosen)

    @property
    def chosen(self) -> list[Path]:
        """Beside those that go in by themselves."""
        rows = (self.list.item(i).data(PATH) for i in range(self.list.count()))
        return [Path(path) for path in rows if path is not None]

    def take(self, paths: Sequence[Path]) -> None:
        """As many of them as can go in; of the last other one it is said why not."""
        self.said.clear()
        taken = {place_of_picture(other) for other in (*self._inside.pictures, *self.chosen)}
        for path in paths:
            try:
                place, _ = picture_in(path)
            except (OSError, InputError):
                self.said.setText(phrase("studio.no_picture", name=path.name, most=MOST_PICTURE // 2**20))
                continue
            if place in taken:
                self.said.setText(phrase("studio.picture_twice", name=path.name))
            else:
                taken.add(place)
                self._show(path)

    def _show(self, path: Path, stays: bool = False) -> None:
        item = QListWidgetItem(phrase("studio.picture_beside", name=path.name) if stays else path.name)
        item.setToolTip(str(path))
        item.setData(PATH, None if stays else str(path))
        self.list.addItem(item)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, phrase("studio.picture_add"), "", phrase("studio.picture_files"))
        self.take([Path(one) for one in chosen])

    def _remove(self) -> None:
        self.list.takeItem(self.list.currentRow())

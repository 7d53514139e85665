"""Which file is which bone: a row for each bone, with what is wrong with it in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from meshes.reading.levels import BONES, WANTED
from sim.qt.palette import styled
from sim.qt.panels.fields import Choice
from sim.qt.studio.value_words import shortened
from sim.qt.words import heading, phrase

NAMED, MOST_NAMES = 6, 300
"""So many files that are no bone are named; characters of a line of names"""


class BoneRows(QWidget):
    """A file is taken for the bone that it is named for; whoever knows better says so."""

    changed = Signal()
    """Another file is taken for a bone"""

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, Choice] = {}
        self.blames: dict[str, QLabel] = {}
        self._named: dict[Path, str | None] = {}
        self._faults: Mapping[str, str] = {}
        self.unused = QLabel()
        self.unused.setObjectName("note")
        self.unused.setWordWrap(True)
        rows = QFormLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        for bone in BONES:
            self.choices[bone], self.blames[bone] = choice, blame = Choice(heading(bone)), QLabel()
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(22)
            choice.addItem(phrase("bring.no_file"), None)
            choice.activated.connect(lambda _: self._chosen())
            blame.setObjectName("blame")
            blame.setWordWrap(True)
            cell = QWidget()
            inside = QVBoxLayout(cell)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(1)
            inside.addWidget(choice)
            inside.addWidget(blame)
            label = QLabel(heading(bone))
            label.setBuddy(choice)
            rows.addRow(label, cell)
        rows.addRow(self.unused)
        self._say()

    def show_files(self, named: Mapping[Path, str | None]) -> None:
        """Every file that there is, with the bone that it is named for; where several are named for one, somebody has to choose."""
        self._named, self._faults = dict(named), {}
        meant = Counter(named.values())
        for bone, choice in self.choices.items():
            with QSignalBlocker(choice):
                while choice.count() > 1:
                    choice.removeItem(1)
                for path in named:
                    choice.addItem(path.name, str(path))
                    if named[path] == bone and meant[bone] == 1:
                        choice.setCurrentIndex(choice.count() - 1)
        self._say()

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """By bone, what came of reading its file."""
        self._faults = faults
        self._say()

    @property
    def files(self) -> dict[str, Path]:
        """By bone, those that are chosen."""
        return {bone: Path(choice.currentData()) for bone, choice in self.choices.items() if choice.currentData() is not None}

    @property
    def is_whole(self) -> bool:
        """Whether there is a file of each bone that is needed, none is taken for two, and nothing is known against any."""
        taken = self.files
        return all(bone in taken for bone in WANTED) and len(set(taken.values())) == len(taken) and not self._faults

    def sentences(self) -> dict[str, str]:
        """By bone, what is wrong or may be left as it is; empty where all is well, and before any file is there."""
        taken = self.files
        times = Counter(taken.values())
        return {bone: self._sentence(bone, taken.get(bone), times) if self._named else "" for bone in BONES}

    def _sentence(self, bone: str, path: Path | None, times: Counter[Path]) -> str:
        if path is not None:
            return phrase("bring.twice", name=path.name) if times[path] > 1 else self._faults.get(bone, "")
        several = [one.name for one, meant in self._named.items() if meant == bone]
        if len(several) > 1:
            return phrase("bring.several", names=shortened(", ".join(several), MOST_NAMES))
        return phrase("bring.missing") if bone in WANTED else phrase("bring.may_be_left_out")

    def _chosen(self) -> None:
        self._faults = {}
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        for bone, said in self.sentences().items():
            self.blames[bone].setText(said)
            styled(self.blames[bone], "blame" if bone in WANTED or self.choices[bone].currentIndex() > 0 else "note")
            self.blames[bone].setVisible(bool(said))
            self.choices[bone].setAccessibleDescription(said)
        left = [path.name for path in self._named if path not in self.files.values()]
        names = ", ".join(left[:NAMED]) + (" ..." if left[NAMED:] else "")
        self.unused.setText(phrase("bring.unused", count=len(left), names=shortened(names, MOST_NAMES)) if left else "")

"""Pictures that came with a case, beside what it tells."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from sim.exchange.package.packing import pictures_beside
from sim.qt.palette import px
from sim.session.own_cases import own_cases

MOST, SIDE = 3, 220
"""So many stand in a row, each in a square of so many pixels at the usual size of text."""


class CasePictures(QWidget):
    """A row of them; nothing where a case has none."""

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 8, 0, 0)
        self.row.addStretch(1)
        self.labels: list[QLabel] = []

    def show_of(self, case: str) -> None:
        """Those in the folder of this case, if it is one of the user's own. What cannot be read is left out."""
        while self.labels:
            self.labels.pop().deleteLater()
        file = own_cases().get(case)
        for path in pictures_beside(file)[:MOST] if file is not None else []:
            seen = fitted(path, px(SIDE))
            if not seen.isNull():
                label = QLabel()
                label.setPixmap(seen)
                label.setAlignment(Qt.AlignmentFlag.AlignTop)
                label.setAccessibleName(path.stem)
                label.setToolTip(path.stem)
                self.row.insertWidget(len(self.labels), label)
                self.labels.append(label)


def fitted(path: Path, side: int) -> QPixmap:
    """The picture, in a square of so many pixels; it is read at that size, whatever size it claims. Null if it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        return QPixmap()
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())

"""Pictures that came with a case, beside what it tells."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QLabel

from sim.exchange.package.packing import pictures_beside
from sim.qt.palette import px
from sim.qt.panels.card import Card
from sim.session.own_cases import own_cases

MOST, SIDE = 3, 220
"""So many are shown, each in a square of so many pixels at the usual size of text."""


class CasePicture(Card):
    """One of them; hidden where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.label = QLabel()
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.box.addWidget(self.label)
        self.hide()

    def show_file(self, path: Path | None) -> None:
        """What cannot be read is left out."""
        seen = QPixmap() if path is None else fitted(path, px(SIDE))
        self.label.setPixmap(seen)
        self.label.setAccessibleName("" if path is None else path.stem)
        self.label.setToolTip("" if path is None else path.stem)
        self.setVisible(not seen.isNull())


def pictures_of_case(case: str) -> list[Path]:
    """Those in the folder of this case, if it is one of the user's own."""
    file = own_cases().get(case)
    return list(pictures_beside(file)[:MOST]) if file is not None else []


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

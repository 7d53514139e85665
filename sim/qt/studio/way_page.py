"""The ideal way, drawn over the case's AP and lateral X-ray."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sim.qt.darkroom import as_image
from sim.qt.job import Fault, Job
from sim.qt.palette import tint
from sim.qt.studio.manuscript import Manuscript
from sim.qt.studio.shot_view import ShotView
from sim.qt.words import phrase

if TYPE_CHECKING:
    from sim.qt.studio.way_shots import WayShot

TITLES = ("AP", "lateral")
WIDE, RING = 3.0, 9.0
"""Pixels of the picture: the line, and the ring's radius"""


class WayPage(QWidget):
    """Drawn when it is asked for: competent hands work for some seconds."""

    def __init__(self, written: Callable[[], Manuscript]) -> None:
        super().__init__()
        self._written = written
        self._job: Job | None = None
        self.shown: list[WayShot] = []
        self.draw, self.said = QPushButton(phrase("studio.way_draw")), QLabel(phrase("studio.way_about"))
        self.said.setObjectName("note")
        self.said.setWordWrap(True)
        self.views = [ShotView(title) for title in TITLES]
        row, box = QHBoxLayout(), QVBoxLayout(self)
        for view in self.views:
            row.addWidget(view, 1)
        box.setContentsMargins(0, 4, 0, 0)
        box.addWidget(self.draw)
        box.addWidget(self.said)
        box.addLayout(row, 1)
        self.draw.clicked.connect(self._draw)

    def _draw(self) -> None:
        from sim.qt.studio.way_shots import draw_way

        self.closing()
        self.draw.setEnabled(False)
        self._job = draw_way(self._written(), self._come, self._fail, self._hear)

    def _hear(self, stage: str, _: float) -> None:
        self.said.setText(phrase("studio.way_working", stage=stage))

    def _come(self, found: list[WayShot]) -> None:
        self.shown = found
        self.draw.setEnabled(True)
        self.said.setText(phrase("studio.way_about"))
        for view, shot in zip(self.views, found, strict=True):
            view.show_shot(drawn(shot))

    def _fail(self, fault: Fault) -> None:
        self.draw.setEnabled(True)
        self.said.setText(fault.words)

    def forget(self) -> None:
        """Another case stands there."""
        self.closing()
        self.shown = []
        self.draw.setEnabled(True)
        self.said.setText(phrase("studio.way_about"))
        for view in self.views:
            view.show_shot(QPixmap())

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        if self._job is not None:
            self._job.abandon()
            self._job = None


def drawn(shot: WayShot) -> QPixmap:
    """The X-ray with the way over it: dotted, and a ring at the tip, on a dark edge that shows on bone too."""
    found = QPixmap.fromImage(as_image(shot.greys))
    points = [QPointF(float(u), float(v)) for u, v in shot.way]
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width, style in ((tint("screen"), WIDE + 2, Qt.PenStyle.SolidLine), (tint("screen_way"), WIDE, Qt.PenStyle.DotLine)):
        pen = QPen(colour, width)
        pen.setStyle(style)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawEllipse(points[-1], RING, RING)
    painter.end()
    return found

"""A radiograph with what a term means drawn round in it; while there is none, words on the ground that is there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenarios import words
from sim.qt.illustration import Illustration
from sim.qt.palette import tint


class IllustrationView(QWidget):
    """Shows one, or says that it is being made."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: Illustration | None = None
        self.note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(400, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 240)

    def show_picture(self, picture: Illustration) -> None:
        self.shown = picture
        self.setAccessibleName(words.glossary("picture", title=words.told(picture.title)))
        self.update()

    def say(self, note: str) -> None:
        """There is no picture, and this is why."""
        self.shown, self.note = None, note
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        side = float(min(self.width(), self.height()))
        square = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        if self.shown is None:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.note)
            return
        rows, columns = self.shown.greys.shape
        image = QImage(self.shown.greys.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8)
        painter.drawImage(square, image)
        scale = side / columns
        painter.setPen(QPen(tint("screen_mark"), 2.0))
        for points, closed in self.shown.lines:
            places = QPolygonF([square.topLeft() + QPointF(x + 0.5, y + 0.5) * scale for x, y in points.tolist()])
            painter.drawPolygon(places) if closed else painter.drawPolyline(places)

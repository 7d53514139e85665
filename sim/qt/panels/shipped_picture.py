"""A picture that comes with the program, from ``assets/pictures``, laid over an area."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from sim.qt.palette import tint

FOLDER = Path(__file__).parents[3] / "assets" / "pictures"


@cache
def _picture(name: str, mirrored: bool) -> QImage:
    """Read when it is first shown."""
    picture = QImage(str(FOLDER / f"{name}.jpg"))
    return picture.transformed(QTransform.fromScale(-1.0, 1.0)) if mirrored else picture


def paint_shipped(painter: QPainter, area: QRectF, name: str, veil: int, mirrored: bool = False) -> None:
    """As much of it, round its middle, as the area is wide and high; darkened by so much of 255: nobody takes it for what is so now."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    picture = _picture(name, mirrored)
    share = min(picture.width() / area.width(), picture.height() / area.height())
    shown = QRectF(0.0, 0.0, area.width() * share, area.height() * share)
    shown.moveCenter(QRectF(picture.rect()).center())
    painter.drawImage(area, picture, shown)
    over = tint("screen")
    over.setAlpha(veil)
    painter.fillRect(area, over)

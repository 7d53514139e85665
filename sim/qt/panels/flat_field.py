"""How a box that drops down or counts is drawn: flat, as what is typed into is, its arrows as large as the text.

The style's own have a gradient and two edges, beside fields and buttons that have neither, and arrows that no text makes larger.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QStyle, QStyleOption, QStyleOptionSpinBox, QStylePainter, QWidget

from sim.qt.palette import Theme, px, tint

WIDE, FROM_EDGE = 9, 5
"""Pixels of an arrow at the usual size of text, and between it and the edge of the box"""
STEP_WIDE = 7
"""Pixels of an arrow that counts"""
ROUND = 5.0
"""Pixels of a corner, as a button's in assets/styles/tuohy.qss"""
LETTERS, FRAME = 16, 10
"""Pixels of a button's height, its letters and what lies round them: a box beside it is as high. Qt makes a number's just as high as its
digits, which cuts the feet of letters off."""


def high_enough(hint: QSize) -> QSize:
    """A size that a box asks for, and as high as the button beside it at least."""
    return hint.expandedTo(QSize(0, px(LETTERS) + FRAME))


def arrow_of(place: QRect) -> QRectF:
    """Where it lies in what the style leaves for it."""
    wide = min(px(WIDE), place.width() - FROM_EDGE - 1)
    return QRectF(place.right() - FROM_EDGE - wide, place.center().y() - wide / 4, wide, wide / 2)


def paint_down(painter: QPainter, place: QRect, ink: QColor) -> None:
    _stroke(painter, arrow_of(place), ink)


def paint_frame(painter: QPainter, option: QStyleOption, theme: Theme | None = None) -> None:
    """The ground and the edge, as a field's that is typed into; in the theme that is worn, or in this one."""
    state, flag = option.state, QStyle.StateFlag
    enabled = bool(state & flag.State_Enabled)
    ground = "off_ground" if not enabled else "button" if state & flag.State_MouseOver else "field"
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tint("focus" if enabled and state & flag.State_HasFocus else "edge", theme), 1.0))
    painter.setBrush(tint(ground, theme))
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)


def paint_counting(box: QWidget, option: QStyleOptionSpinBox) -> None:
    """One with an arrow up and one down; at its end, or where nothing can be done, an arrow is faint."""
    painter, whole, control = QStylePainter(box), QStyle.ComplexControl.CC_SpinBox, QStyle.SubControl
    paint_frame(painter, option)
    steps = QAbstractSpinBox.StepEnabledFlag
    for part, step, up in (
        (control.SC_SpinBoxUp, option.stepEnabled & steps.StepUpEnabled, True),
        (control.SC_SpinBoxDown, option.stepEnabled & steps.StepDownEnabled, False),
    ):
        place = box.style().subControlRect(whole, option, part, box)
        group = QPalette.ColorGroup.Current if step else QPalette.ColorGroup.Disabled
        wide = min(px(STEP_WIDE), place.width() - 4)
        middle = QRectF(place).center()
        area = QRectF(middle.x() - wide / 2, middle.y() - wide / 4, wide, wide / 2)
        _stroke(painter, area, option.palette.color(group, QPalette.ColorRole.ButtonText), up)
    painter.end()


def _stroke(painter: QPainter, area: QRectF, ink: QColor, up: bool = False) -> None:
    base, tip = (area.bottom(), area.top()) if up else (area.top(), area.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, max(area.width() / 6, 1.2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline([QPointF(area.left(), base), QPointF(area.center().x(), tip), QPointF(area.right(), base)])

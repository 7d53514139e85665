"""A small bar along the foot of a row of a list: how much of something, beside the words that say it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from sim.qt.palette import tint

SHARE_ROLE = Qt.ItemDataRole.UserRole
"""Of a row: 0 to 1; a row without has no bar"""
BAR, ASIDE, OFF_EDGE = 3.0, 8.0, 2.0
"""Pixels: its height, and what it keeps from the sides and the foot of its row"""


class ShareBar(QStyledItemDelegate):
    """Draws it below what any row says."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        share = index.data(SHARE_ROLE)
        if share is None:
            return
        row = QRectF(option.rect)
        place = QRectF(row.left() + ASIDE, row.bottom() - OFF_EDGE - BAR, row.width() - 2 * ASIDE, BAR)
        painter.fillRect(place, tint("track"))
        place.setWidth(place.width() * float(share))
        painter.fillRect(place, tint("accent"))

"""Printing a sheet into a PDF file. The same sheet gives the same file: it bears its own day, and no number drawn by chance."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUuid
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from meshes.writing import whole_file
from scenarios import words
from sim.exchange.paper.sheet import Sheet
from sim.qt.desktop import has_display
from sim.qt.palette import LIGHT

DOTS = 96
"""Per inch: of what a pixel of HTML is; letters and pictures keep all their detail"""
MARGIN_MM = 16.0
FOOT = 28
"""Dots below the text, for the line that stands on each page"""
GREY = QColor(LIGHT.muted)
UNKNOWN = date(2000, 1, 1)
_DATED = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}([^)]*)\)")
_DATED_ABOUT = re.compile(rb'(xmp:(?:Create|Modify|Metadata)Date=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([^"]*)"')


def print_pdf(sheet: Sheet, path: Path) -> None:
    """From any thread. Without a window, Qt is asked for its fonts alone. Raises OSError."""
    if QGuiApplication.instance() is None:
        if not has_display():
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication([]))
    with whole_file(path) as half:
        half.write_bytes(drawn(sheet))


_kept: list[QGuiApplication] = []
"""Qt's application, which must outlive all that is drawn"""


def drawn(sheet: Sheet) -> bytes:
    """The file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS)
    writer.setTitle(sheet.title)
    writer.setCreator("Tuohy")
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), sheet.html.encode()))
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(*[MARGIN_MM] * 4), QPageLayout.Unit.Millimeter
        )
    )
    _paint(sheet, writer)
    return _dated(bytes(buffer.data().data()), sheet)


def _paint(sheet: Sheet, writer: QPdfWriter) -> None:
    width, height = writer.width(), writer.height() - FOOT
    text = QTextDocument()
    text.setUseDesignMetrics(True)  # letters stand where the font says, on every screen
    text.setDefaultFont(QFont("DejaVu Sans", 10))
    text.documentLayout().setPaintDevice(writer)
    text.setDocumentMargin(0)
    text.setHtml(sheet.html)
    text.setPageSize(QSizeF(width, height))
    painter = QPainter(writer)
    for page in range(text.pageCount()):
        if page:
            writer.newPage()
        painter.save()
        painter.translate(0, -page * height)
        text.drawContents(painter, QRectF(0, page * height, width, height))
        painter.restore()
        painter.setPen(GREY)
        painter.setFont(QFont("DejaVu Sans", 8))
        foot = QRectF(0, height + 6, width, FOOT - 6)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words.paper("foot"))
        number = words.paper("page", page=page + 1, of=text.pageCount())
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, number)
    painter.end()


def _dated(file: bytes, sheet: Sheet) -> bytes:
    """Qt writes when it drew; the day of what is printed takes its place, sign for sign, so that nothing else is moved."""
    day = sheet.day or UNKNOWN
    file = _DATED.sub(rb"\g<1>%b000000\g<2>)" % day.strftime("%Y%m%d").encode("ascii"), file)
    return _DATED_ABOUT.sub(rb'\g<1>%bT00:00:00\g<2>"' % day.isoformat().encode("ascii"), file)

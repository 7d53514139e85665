"""Words of a page that is read: as large as their room lets them be."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QTextDocument, QTextOption
from PySide6.QtWidgets import QWidget

from sim.qt.palette import px

LETTERS = {"long_large": 16, "long_roomy": 14, "long": 13}
"""What words may wear, the largest first: pixels at the usual size of text, as in the style sheet"""


def taken(worn_by: QWidget, html: str, letters: str, width: int) -> QSize:
    """Pixels that words take in so many of width."""
    worn_by.ensurePolished()
    words, font = QTextDocument(), QFont(worn_by.font())
    font.setPixelSize(px(LETTERS[letters]))
    words.setDefaultFont(font)
    whole = words.defaultTextOption()
    whole.setWrapMode(QTextOption.WrapMode.WordWrap)  # as a label wraps: a document of its own breaks words anywhere
    words.setDefaultTextOption(whole)
    words.setDocumentMargin(0)
    words.setHtml(html)
    words.setTextWidth(width)
    return QSize(ceil(words.size().width()), ceil(words.size().height()))

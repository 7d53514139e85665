"""Words of a page that is read: as large as their room lets them be."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QTextDocument, QTextOption
from PySide6.QtWidgets import QWidget

from sim.qt.palette import px

LETTERS = {"long_largest": 20, "long_large": 16, "long_roomy": 14, "long": 13}
"""What words may wear, the largest first: pixels at the usual size of text, as in the style sheet"""


def taken(worn_by: QWidget, html: str, letters: str, width: int) -> QSize:
    """Pixels that words take in so many of width."""
    worn_by.ensurePolished()
    font = QFont(worn_by.font())
    font.setPixelSize(px(LETTERS[letters]))
    return QSize(*measured(html, font.toString(), width, breaks_words=False))


@lru_cache(maxsize=1000)
def measured(html: str, font: str, width: int, breaks_words: bool = True) -> tuple[int, int]:
    """Pixels across and down that words take in so many of width, in letters that ``QFont.toString`` tells.

    A page asks for it again with each move of its edge, of words that stay the same.

    breaks_words : anywhere, as a document of its own does; else between words alone, as a label wraps
    """
    words, worn = QTextDocument(), QFont()
    worn.fromString(font)
    words.setDefaultFont(worn)
    if not breaks_words:
        whole = words.defaultTextOption()
        whole.setWrapMode(QTextOption.WrapMode.WordWrap)
        words.setDefaultTextOption(whole)
    words.setDocumentMargin(0)
    words.setHtml(html)
    words.setTextWidth(width)
    size = words.size()
    return ceil(size.width()), ceil(size.height())

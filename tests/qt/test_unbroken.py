"""What is read as one stays on one line. Oracle: the lines that Qt makes of it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument, QTextOption

from sim.qt.unbroken import unbroken

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("qapp")]


def lines(words: str) -> list[str]:
    """As narrow as they can be."""
    page = QTextDocument()
    whole_words = QTextOption()
    whole_words.setWrapMode(QTextOption.WrapMode.WordWrap)
    page.setDefaultTextOption(whole_words)
    page.setPlainText(words)
    page.setTextWidth(1)
    page.size()
    layout = page.firstBlock().layout()
    found = [layout.lineAt(row) for row in range(layout.lineCount())]
    return [words[one.textStart() : one.textStart() + one.textLength()].strip() for one in found]


def test_a_number_keeps_its_unit_and_a_level_its_vertebrae() -> None:
    """Fault: "80 / mg" and "L4- / L5" stood on two lines."""
    shown = unbroken("methylprednisolone 80 mg at L4-L5 right, 50 % in 8 weeks")
    kept = [line.replace("\u00a0", " ").replace("\u2011", "-") for line in shown.split(" ")]
    assert kept == ["methylprednisolone", "80 mg", "at", "L4-L5", "right,", "50 %", "in", "8", "weeks"]
    assert len(lines("L4-L5 at 80 mg")) > 3
    assert len(lines(unbroken("L4-L5 at 80 mg"))) == 3

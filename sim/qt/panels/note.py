"""Something said beside what matters, in lines."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel


def note(said: str) -> QLabel:
    """In muted letters."""
    label = QLabel(said)
    label.setObjectName("note")
    label.setWordWrap(True)
    return label

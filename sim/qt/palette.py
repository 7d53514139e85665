"""The colours of a dark room."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

COLOURS = {
    QPalette.ColorRole.Window: "#15181b",
    QPalette.ColorRole.WindowText: "#d6dde3",
    QPalette.ColorRole.Base: "#14171a",
    QPalette.ColorRole.AlternateBase: "#1d2226",
    QPalette.ColorRole.Text: "#d6dde3",
    QPalette.ColorRole.PlaceholderText: "#8fa6b5",
    QPalette.ColorRole.Button: "#2a3138",
    QPalette.ColorRole.ButtonText: "#d6dde3",
    QPalette.ColorRole.BrightText: "#ff7b72",
    QPalette.ColorRole.Highlight: "#2f5d7c",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.ToolTipBase: "#262c32",
    QPalette.ColorRole.ToolTipText: "#d6dde3",
    QPalette.ColorRole.Link: "#58c7e8",
}


def dark() -> QPalette:
    """A palette that leaves the eye adapted to the X-ray."""
    palette = QPalette()
    for role, colour in COLOURS.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#86929b"))
    return palette


def styled(widget: QWidget, name: str) -> None:
    """Give a widget another look of the style sheet, which is by name."""
    if widget.objectName() != name:
        widget.setObjectName(name)
        widget.style().unpolish(widget)
        widget.style().polish(widget)

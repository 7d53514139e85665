"""Beside one another, and where text is large below one another: there a line would be cut."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout

from sim.qt.grown import is_large


class LineOrRows(QBoxLayout):
    """Whoever lays it out turns it when another size of text is chosen."""

    def __init__(self) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self.turn()

    def turn(self) -> None:
        self.setDirection(QBoxLayout.Direction.TopToBottom if is_large() else QBoxLayout.Direction.LeftToRight)

"""Beside one another, and where text is large below one another: there a line would be cut."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout

from sim.qt.palette import px

USUAL, LARGE_PX = 100, 140
"""From where a length of USUAL pixels has grown to so much, text is large"""


class LineOrRows(QBoxLayout):
    """Whoever lays it out turns it when another size of text is chosen."""

    def __init__(self) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self.turn()

    def turn(self) -> None:
        large = px(USUAL) >= LARGE_PX
        self.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)

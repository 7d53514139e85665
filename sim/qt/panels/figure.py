"""A figure of a console under its name: the place of each stays where it is, whatever it comes to."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sim.qt.grown import grow
from sim.qt.palette import styled

APART = 6
"""Pixels free behind a name, besides those between two figures: two short names are not read as one"""
NOTHING = "\N{EN DASH}"
"""Where there is nothing to tell yet."""


class Figure(QWidget):
    """A name in small letters over a value with its unit, if it has one.

    name : what stands over it
    about : what a pointer is told of it, and what a screen reader calls it
    width : pixels at the usual size of text, for the longest value
    look : of the value, by name of the style sheet
    """

    def __init__(self, name: str, about: str, width: int, look: str = "") -> None:
        super().__init__()
        self.name = name
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        named, self.value = QLabel(name), QLabel(NOTHING)
        named.setObjectName("note")
        named.setContentsMargins(0, 0, APART, 0)
        self.value.setAccessibleName(about)
        self.setToolTip(about)
        self.look(look)
        for label in (named, self.value):
            box.addWidget(label)
        grow(self, least_width=width)

    def say(self, words: str) -> None:
        """Nothing is a dash."""
        words = words or NOTHING
        if words != self.value.text():
            self.value.setText(words)

    def look(self, name: str) -> None:
        styled(self.value, name)

"""Texts that name a key, as it is bound now: said anew when the user binds another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from sim.qt.actions import keys
from sim.qt.words import phrase


def native(key: str) -> str:
    """A key as it is printed on the keyboards of this language."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def key_of(act: str) -> str:
    """The key that does this act now, as it is printed."""
    return native(keys()[act]) or phrase("keyed.none")


class _Said(QObject):
    """One text of a widget. Its child: it lives as long."""

    def __init__(self, widget: QWidget, say: Callable[[str], object], words: Callable[[], str]) -> None:
        super().__init__(widget)
        self._say, self._words = say, words
        self.name()

    def name(self) -> None:
        self._say(self._words())


def keyed(widget: QWidget, say: Callable[[str], object], words: Callable[[], str]) -> None:
    """``say`` these words of the widget now, and whenever keys are bound anew."""
    _Said(widget, say, words)


def name_anew(root: QWidget) -> None:
    """Keys were bound anew: whatever names one under this widget names the new one."""
    for said in root.findChildren(_Said):
        said.name()

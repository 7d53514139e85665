"""One value of a form: what it is given with, what is wrong with it, and what a reader of another language has in its place."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from scenarios.citing import plain
from scenarios.words import told
from sim.qt.studio.blanks import Blank
from sim.qt.studio.complaints import Complaints
from sim.qt.studio.editors import editor_of
from sim.qt.studio.manuscript import Place
from sim.qt.studio.value_words import about
from sim.qt.unbroken import unbroken
from sim.qt.words import field_label, phrase


class Desk(Protocol):
    """Where what is filled in goes."""

    def write(self, place: Place, value: Any) -> None:
        """One value."""

    def shift(self, place: Place, by: int) -> None:
        """A row of a list."""


class Blame(QLabel):
    """What is wrong with a field, under it. What is mended leaves its room until the form is left: no field moves away under a hand."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("blame")
        self.setWordWrap(True)
        self.hide()

    def tell(self, said: str) -> None:
        was_seen = self.isVisible()
        self.setMinimumHeight(self.height() if was_seen and not said else 0)
        self.setText(said)
        self.setVisible(bool(said) or was_seen)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self.text():
            self.setMinimumHeight(0)
            self.hide()


class Leaf(QWidget):
    """One value, and what is wrong with it."""

    def __init__(self, blank: Blank, place: Place, desk: Desk) -> None:
        super().__init__()
        self.place = place
        self.editor, self.read, self.blame = editor_of(blank), QLabel(), Blame()
        self.read.setObjectName("note")
        self.read.setWordWrap(True)
        self.read.hide()
        self.editor.inside.setToolTip(about(blank))
        self.editor.inside.setAccessibleName(field_label(blank.name))
        self.editor.given.connect(lambda value: desk.write(place, value))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        for part in (self.editor, self.read, self.blame):
            box.addWidget(part)

    def show_value(self, value: Any) -> None:
        """A text that the catalogues translate, or that cites, with what a resident reads in its place; a list shows no codes."""
        self.editor.show_value(value)
        is_text = isinstance(value, str) and not isinstance(self.editor.inside, QComboBox)
        there = told(value) if is_text else ""
        said = " ".join(plain(there).split())
        is_other = is_text and bool(said) and said != " ".join(value.split())
        code = "read_as" if there == value else "translated"
        self.read.setText(phrase(f"studio.{code}", said=unbroken(said)) if is_other else "")
        self.read.setVisible(is_other)

    def complain(self, of: Complaints) -> None:
        self.blame.tell(of.within(self.place))

    def reach(self, place: Place) -> QWidget:
        """What a fault of that place is mended with."""
        return self.editor.inside

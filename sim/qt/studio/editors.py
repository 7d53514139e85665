"""What one value is given with: each tells what was given, None for nothing, and can be shown another value without telling it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget

from sim.qt.grown import grow
from sim.qt.panels.fields import Choice
from sim.qt.studio.blanks import Blank
from sim.qt.studio.bring_dialog import BringDialog
from sim.qt.studio.value_words import choice_words, number_words, usual_words
from sim.qt.words import phrase

PAUSE_MS = 900
"""So long nobody types, and what stands there is taken for meant."""
PROSE_LINES, SPARE = 4, 8
"""Of a text's field at least, and pixels below the last of them"""
FIGURE, CHOICE, CHOICES = 120, 320, 520
"""Pixels at the usual size of text, of a number's field and, at most, of one that is chosen, and of several or of a patient: not as wide as
a sentence"""
_BETWEEN = re.compile(r"\n\s*\n")
"""Two paragraphs"""


class Editor(QWidget):
    """One value."""

    given = Signal(object)

    def __init__(self, inside: QWidget, widest: int | None = None) -> None:
        super().__init__()
        self.inside = inside
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(inside, 1)
        if widest is not None:
            grow(inside, most_width=widest)
            self.row.addStretch()
        self.setFocusProxy(inside)

    def show_value(self, value: Any) -> None:
        """What the text says; nothing is told of it."""
        raise NotImplementedError


class LineEditor(Editor):
    """A word, a line or a number. What is no number stays as it was typed, for the file's words to refuse."""

    def __init__(self, blank: Blank) -> None:
        self.line = QLineEdit()
        super().__init__(self.line, FIGURE if blank.kind in ("whole", "number") else None)
        self._kind, self._shown = blank.kind, ""
        self.line.setPlaceholderText(usual_words(blank))
        self.line.editingFinished.connect(self._tell)

    def show_value(self, value: Any) -> None:
        self._shown = _typed(value)
        if self.line.text() != self._shown:
            self.line.setText(self._shown)
            self.line.setCursorPosition(0)  # what is longer than the line is read from its beginning

    def _tell(self) -> None:
        text = self.line.text()
        if text != self._shown:
            self._shown = text
            self.given.emit(self._meant(text))

    def _meant(self, text: str) -> str | int | float | None:
        if not text.strip():
            return None
        try:
            if self._kind == "whole":
                return int(text)
            return float(text.replace(",", ".")) if self._kind == "number" else text
        except ValueError:
            return text


class _Paper(QPlainTextEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class ProseEditor(Editor):
    """A few lines; meant when the focus goes, or when nobody typed for a while."""

    def __init__(self, blank: Blank) -> None:
        self.paper = _Paper()
        super().__init__(self.paper)
        self._shown: str | None = None
        self.paper.setTabChangesFocus(True)
        self.paper.setPlaceholderText(usual_words(blank))
        self.paper.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the form has one
        self.paper.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.paper.textChanged.connect(self._pause.start)
        self.paper.left.connect(self._tell)

    def show_value(self, value: Any) -> None:
        self._shown = None if value is None else str(value)
        with QSignalBlocker(self.paper):
            if _flowed(self.paper.toPlainText()) != self._bare:
                self.paper.setPlainText(self._bare)

    def _fit(self) -> None:
        """As high as what stands in it."""
        document, block, high = self.paper.document(), self.paper.document().firstBlock(), 0.0
        while block.isValid():
            high += self.paper.blockBoundingRect(block).height()
            block = block.next()
        least = PROSE_LINES * QFontMetricsF(document.defaultFont()).lineSpacing()
        frame = self.paper.contentsMargins()
        self.paper.setFixedHeight(ceil(max(high, least) + 2 * document.documentMargin()) + frame.top() + frame.bottom() + SPARE)

    @property
    def _bare(self) -> str:
        """Without the breaks that a file's own width asks for."""
        return _flowed(self._shown or "")

    def _tell(self) -> None:
        self._pause.stop()
        text = self.paper.toPlainText()
        if _flowed(text) == self._bare:
            return
        ended = "\n" in text or (self._shown or "").endswith("\n")
        self._shown = f"{text}\n" if ended else text
        self.given.emit(self._shown if text.strip() else None)


class ChoiceEditor(Editor):
    """One of several; what a file says beside them is shown too."""

    def __init__(self, blank: Blank, widest: int = CHOICE) -> None:
        self.choice = Choice()
        super().__init__(self.choice, widest)
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(14)
        self.choice.addItem(_unsaid(blank), None)
        for one in blank.choices:
            self.choice.addItem(choice_words(blank.name, one), one)
        self.choice.activated.connect(lambda _: self.given.emit(self.choice.currentData()))

    def show_value(self, value: Any) -> None:
        at = next((i for i in range(self.choice.count()) if self.choice.itemData(i) == value), -1)
        if at < 0:
            self.choice.addItem(str(value), value)
            at = self.choice.count() - 1
        self.choice.setCurrentIndex(at)


class PatientEditor(ChoiceEditor):
    """One of the patients that there are when somebody looks, each as it was named, or one who is brought in now."""

    def __init__(self, blank: Blank) -> None:
        super().__init__(blank, CHOICES)  # what stands where none is chosen is a sentence
        assert blank.fresh is not None
        self._blank, self._fresh, self._value = blank, blank.fresh, None
        self.choice.setItemText(0, phrase("studio.unless_made", usual=usual_words(blank)))
        self.bring = QPushButton(phrase("bring.menu"))
        self.bring.setToolTip(phrase("bring.menu_about"))
        self.bring.clicked.connect(self._bring)
        self.row.insertWidget(1, self.bring)

    def _bring(self) -> None:
        dialog = BringDialog(self)
        if dialog.exec() and dialog.brought is not None:
            self.given.emit(dialog.brought.name)
        dialog.deleteLater()

    def show_value(self, value: Any) -> None:
        self._value = value
        super().show_value(value)

    def showEvent(self, event: QShowEvent) -> None:
        names = list(self._fresh())
        while self.choice.count() > 1:
            self.choice.removeItem(1)
        for name in names:
            self.choice.addItem(choice_words(self._blank.name, name), name)
        self.show_value(self._value)
        super().showEvent(event)


class TicksMenu(QMenu):
    """Stays open while ticks are set, by mouse as by the space bar."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is None:
            super().mouseReleaseEvent(event)
        else:
            action.trigger()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None:
            action.trigger()
        else:
            super().keyPressEvent(event)


class _Several(Choice):
    """Looks as a box with one choice does; opens ticks instead of a list."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self.addItem("")
        self.menu = TicksMenu(self)

    def showPopup(self) -> None:
        self.menu.setMinimumWidth(self.width())
        self.menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class SeveralEditor(Editor):
    """As many of several as one likes, in the order in which they were chosen."""

    def __init__(self, blank: Blank) -> None:
        self.box = _Several()
        super().__init__(self.box, CHOICES)
        self._blank = blank
        self._chosen: list[Any] = []
        self.menu = self.box.menu
        for one in blank.choices:
            action = self.menu.addAction(choice_words(blank.name, one))
            action.setCheckable(True)
            action.setData(one)
        self.menu.triggered.connect(lambda action: self._turn(action.data()))
        self.show_value(None)

    def show_value(self, value: Any) -> None:
        rows: Sequence[Any] = value if isinstance(value, list) else []
        self._chosen = list(rows)
        for action in self.menu.actions():
            action.setChecked(action.data() in self._chosen)
        said = "; ".join(choice_words(self._blank.name, one) for one in self._chosen)  # names have commas in them
        self.box.setItemText(0, said or phrase("studio.none_chosen"))

    def _turn(self, one: Any) -> None:
        chosen = [other for other in self._chosen if other != one] if one in self._chosen else [*self._chosen, one]
        self.given.emit(chosen or None)


class TickEditor(Editor):
    """Yes or no; what is as usual need not be said, and what a file says is kept."""

    def __init__(self, blank: Blank) -> None:
        self.box = QCheckBox(phrase("studio.yes"))
        super().__init__(self.box)
        self._usual = blank.usual == "yes"
        self.box.clicked.connect(lambda on: self.given.emit(None if on == self._usual else on))

    def show_value(self, value: Any) -> None:
        self.box.setChecked(value if isinstance(value, bool) else self._usual)


def editor_of(blank: Blank) -> Editor:
    """By the kind of a blank that holds one value."""
    if blank.kind == "prose":
        return ProseEditor(blank)
    if blank.kind == "tick":
        return TickEditor(blank)
    if blank.kind == "several":
        return SeveralEditor(blank)
    if blank.fresh is not None:
        return PatientEditor(blank)
    return ChoiceEditor(blank) if blank.kind == "one" else LineEditor(blank)


def _typed(value: Any) -> str:
    """As it would be typed."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_words(value)
    return "" if value is None else str(value)


def _flowed(text: str) -> str:
    """Each paragraph in one line; an empty line stands between two."""
    return "\n\n".join(" ".join(part.split()) for part in _BETWEEN.split(text.strip()))


def _unsaid(blank: Blank) -> str:
    """What stands where nothing is chosen yet."""
    if blank.needed:
        return phrase("studio.choose")
    return phrase("studio.usual", usual=usual_words(blank)) if blank.usual else phrase("studio.not_given")

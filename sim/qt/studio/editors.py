"""What one value is given with: each tells what was given, None for nothing, and can be shown another value without telling it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QToolButton, QWidget

from scenarios.chart import Reason
from sim.qt.grown import LINE, grow
from sim.qt.panels.fields import Choice
from sim.qt.studio.blanks import Blank
from sim.qt.studio.bring_dialog import BringDialog
from sim.qt.words import phrase, term

PAUSE_MS = 900
"""So long nobody types, and what stands there is taken for meant."""
PROSE_LINES = 4


class Editor(QWidget):
    """One value."""

    given = Signal(object)

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.inside = inside
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(inside, 1)
        self.setFocusProxy(inside)

    def show_value(self, value: Any) -> None:
        """What the text says; nothing is told of it."""
        raise NotImplementedError


class LineEditor(Editor):
    """A word, a line or a number. What is no number stays as it was typed, for the file's words to refuse."""

    def __init__(self, blank: Blank) -> None:
        self.line = QLineEdit()
        super().__init__(self.line)
        self._kind, self._shown = blank.kind, ""
        self.line.setPlaceholderText(term(blank.usual))
        self.line.editingFinished.connect(self._tell)

    def show_value(self, value: Any) -> None:
        self._shown = "" if value is None else str(value)
        if self.line.text() != self._shown:
            self.line.setText(self._shown)

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
        self.paper.setPlaceholderText(term(blank.usual))
        grow(self.paper, height=LINE * PROSE_LINES + 14)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.paper.textChanged.connect(self._pause.start)
        self.paper.left.connect(self._tell)

    def show_value(self, value: Any) -> None:
        self._shown = None if value is None else str(value)
        with QSignalBlocker(self.paper):
            if self.paper.toPlainText() != self._bare:
                self.paper.setPlainText(self._bare)

    @property
    def _bare(self) -> str:
        """Without the end of its last line, which is the file's."""
        return (self._shown or "").removesuffix("\n")

    def _tell(self) -> None:
        self._pause.stop()
        text = self.paper.toPlainText()
        if text == self._bare:
            return
        ended = "\n" in text or (self._shown or "").endswith("\n")
        self._shown = f"{text}\n" if ended else text
        self.given.emit(self._shown if text.strip() else None)


class ChoiceEditor(Editor):
    """One of several; what a file says beside them is shown too."""

    def __init__(self, blank: Blank) -> None:
        self.choice = Choice()
        super().__init__(self.choice)
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(14)
        self.choice.addItem(_unsaid(blank), None)
        for one in blank.choices:
            self.choice.addItem(_worded(blank, one), one)
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
        super().__init__(blank)
        assert blank.fresh is not None
        self._fresh, self._value = blank.fresh, None
        self.choice.setItemText(0, phrase("studio.unless_made", usual=blank.usual))
        self.bring = QPushButton(phrase("bring.menu"))
        self.bring.setToolTip(phrase("bring.menu_about"))
        self.bring.clicked.connect(self._bring)
        self.row.addWidget(self.bring)

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
            self.choice.addItem(name, name)
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


class SeveralEditor(Editor):
    """As many of several as one likes, in the order in which they were chosen."""

    def __init__(self, blank: Blank) -> None:
        self.button = QToolButton()
        super().__init__(self.button)
        self._blank = blank
        self._chosen: list[Any] = []
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setSizePolicy(self.button.sizePolicy().Policy.Ignored, self.button.sizePolicy().Policy.Fixed)
        self.menu = TicksMenu(self.button)
        self.button.setMenu(self.menu)
        for one in blank.choices:
            action = self.menu.addAction(_worded(blank, one))
            action.setCheckable(True)
            action.setData(one)
        self.menu.triggered.connect(lambda action: self._turn(action.data()))
        self.show_value(None)

    def show_value(self, value: Any) -> None:
        rows: Sequence[Any] = value if isinstance(value, list) else []
        self._chosen = list(rows)
        for action in self.menu.actions():
            action.setChecked(action.data() in self._chosen)
        self.button.setText(", ".join(_worded(self._blank, one) for one in self._chosen) or phrase("studio.none_chosen"))

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


def _unsaid(blank: Blank) -> str:
    """What stands where nothing is chosen yet."""
    if blank.needed:
        return phrase("studio.choose")
    return phrase("studio.usual", usual=term(blank.usual)) if blank.usual else phrase("studio.not_given")


def _worded(blank: Blank, one: str | int) -> str:
    """What can be chosen, as a word."""
    return phrase(f"reason.{one}") if blank.name == "reasons" and one in get_args(Reason) else term(str(one))

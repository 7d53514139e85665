"""Controls that know they stand beside two hands at work. ``name`` is for a screen reader, where no label of a form says it.

One that is left open holds no answer until somebody gives one: what a form happens to hold would be accepted unread. A wheel turns one only
while it has the focus; at the table Return, Escape and a closed list give it back; point and comma mean the same in every locale.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPaintEvent, QPalette, QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionSpinBox,
    QStylePainter,
    QToolTip,
)

from sim.qt.palette import Theme, unset
from sim.qt.panels.at_hands import DONE, focus_back
from sim.qt.panels.flat_field import high_enough, paint_counting, paint_down, paint_frame
from sim.qt.words import phrase

MINUS = "\N{MINUS SIGN}"
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_BEGUN = re.compile(r"[+-]?\d*[.,]?\d*")


class Number(QDoubleSpinBox):
    """A number with a fraction."""

    meant = Signal()
    """Another number was given and confirmed: by Return, or by going elsewhere"""
    answered = Signal()
    """Another number stands there"""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._before: float | None = None
        self._least: float | None = None
        """Of an answer; None: it is never open"""
        self.valueChanged.connect(lambda _: self.answered.emit())
        self.editingFinished.connect(self._finished)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGroupSeparatorShown(False)

    def sizeHint(self) -> QSize:
        return high_enough(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return high_enough(super().minimumSizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        paint_counting(self, option)

    def leave_open(self, words: str) -> None:
        """With these words in place of a number: a step below the least one."""
        self._least = self.minimum()
        self.setMinimum(self._least - self.singleStep())
        self.setSpecialValueText(words)
        self.setValue(self.minimum())
        self.answered.connect(lambda: unset(self, self.is_open))
        unset(self, self.is_open)

    @property
    def is_open(self) -> bool:
        return self._least is not None and self.value() < self._least

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._before = self.value()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._refuse()
        super().focusOutEvent(event)

    def _refuse(self) -> None:
        """A number out of range is none: Qt would take what of its digits lies within, 18 of 180."""
        bare, least = self._bare(self.lineEdit().text()), self.minimum() if self._least is None else self._least
        if not _NUMBER.fullmatch(bare) or least <= float(bare.replace(",", ".")) <= self.maximum():
            return
        self.setValue(self._before if self._before is not None else self.minimum())
        most = f"{self.textFromValue(self.maximum())}{self.suffix()}"
        self._show_value()
        said = phrase("fields.range", least=self.textFromValue(least), most=most)
        QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), said, self)

    def _show_value(self) -> None:
        nothing = self.specialValueText() if self.value() == self.minimum() else ""
        self.lineEdit().setText(nothing or self.prefix() + self.textFromValue(self.value()) + self.suffix())

    def _finished(self) -> None:
        """Qt says so on Return and once more when the focus goes, changed or not."""
        if self.value() != self._before:
            self._before = self.value()
            self.meant.emit()

    def asked(self, shown: float) -> float:
        """What is asked for, where ``shown`` is what is: the box rounds, and what was not touched stays as it is."""
        return shown if self.value() == round(shown, self.decimals()) else self.value()

    def _bare(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip().replace(MINUS, "-")

    def textFromValue(self, value: float) -> str:
        """With a true minus, as wide as a plus; both that and a hyphen can be typed."""
        return super().textFromValue(value).replace("-", MINUS)

    def valueFromText(self, text: str) -> float:
        """As typed, with a point or a comma; what is no number yet leaves the value as it is."""
        bare = self._bare(text)
        if text and text == self.specialValueText():
            return self.minimum()
        return float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        bare = self._bare(text)
        if (text and text == self.specialValueText()) or (
            _NUMBER.fullmatch(bare) and self.minimum() <= float(bare.replace(",", ".")) <= self.maximum()
        ):
            state = QValidator.State.Acceptable
        elif _BEGUN.fullmatch(bare):
            state = QValidator.State.Intermediate
        else:
            state = QValidator.State.Invalid
        return state, text, position

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # what was typed is not meant
            self.setValue(self.value())
            self._show_value()
        elif event.key() in DONE:
            self._refuse()
        super().keyPressEvent(event)
        if event.key() in DONE:
            focus_back(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Whole(QSpinBox):
    """A whole number."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGroupSeparatorShown(False)

    def sizeHint(self) -> QSize:
        return high_enough(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return high_enough(super().minimumSizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        paint_counting(self, option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in DONE:
            focus_back(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


BESIDE_ROW, FROM_EDGE = 30, 1
"""Pixels: margins of a row, and a scroll bar; and from a closed box's edge to its word"""


class Choice(QComboBox):
    """One of a list."""

    answered = Signal()
    """Another row is chosen"""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.short = ""
        """Stands in the closed box where its first row, which has no room, would stand"""
        self.theme: Theme | None = None
        """Another than the one that is worn"""
        self.setAccessibleName(name)
        self.currentIndexChanged.connect(lambda _: self.answered.emit())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return high_enough(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return high_enough(super().minimumSizeHint())

    def leave_open(self, words: str) -> None:
        """With these words where a row would stand; to be said once the rows are in."""
        self.setPlaceholderText(words)
        self.setCurrentIndex(-1)

    @property
    def is_open(self) -> bool:
        """Where there is nothing to choose from, nothing is open."""
        return self.currentIndex() < 0 and self.count() > 0

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """What has no room ends in dots: Qt cuts it in the middle of a letter."""
        super().initStyleOption(option)
        said, room = option.currentText, self._room(option)
        if self.short and self.currentIndex() == 0 and self.fontMetrics().horizontalAdvance(said) > room:
            said = self.short
        option.currentText = self.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stands there while nothing is chosen has no more room than a row has."""
        painter, option, whole = QStylePainter(self), QStyleOptionComboBox(), QStyle.ComplexControl.CC_ComboBox
        self.initStyleOption(option)
        if self.currentIndex() < 0 and self.placeholderText():
            option.palette.setColor(QPalette.ColorRole.ButtonText, option.palette.color(QPalette.ColorRole.PlaceholderText))
            option.currentText = self.fontMetrics().elidedText(self.placeholderText(), Qt.TextElideMode.ElideRight, self._room(option))
        paint_frame(painter, option, self.theme)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        place = self.style().subControlRect(whole, option, QStyle.SubControl.SC_ComboBoxArrow, self)
        paint_down(painter, place, option.palette.color(QPalette.ColorRole.ButtonText))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """What ends in dots is told whole, over whatever else its tip says."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            option = QStyleOptionComboBox()
            self.initStyleOption(option)
            said = self.currentText() or self.placeholderText()
            if self.fontMetrics().horizontalAdvance(said) > self._room(option):
                QToolTip.showText(event.globalPos(), "\n".join(dict.fromkeys(filter(None, (said, self.toolTip())))), self)
                return True
        return super().event(event)

    def _room(self, option: QStyleOptionComboBox) -> int:
        whole, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(whole, option, part, self).width() - 2 * FROM_EDGE

    def showPopup(self) -> None:
        """The list is as wide as what stands in it, however narrow the closed box is."""
        widest = max((self.fontMetrics().horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=0)
        self.view().setMinimumWidth(max(self.view().minimumWidth(), widest + BESIDE_ROW))
        super().showPopup()

    def hidePopup(self) -> None:
        super().hidePopup()
        focus_back(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in DONE:
            focus_back(self)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Slide(QSlider):
    """A slider from left to right."""

    def __init__(self, name: str = "") -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sliderReleased.connect(lambda: focus_back(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in DONE:
            focus_back(self)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

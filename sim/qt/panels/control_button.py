"""Which control of a device does something: pressed, it waits for the control to be moved; Delete takes it away, Escape leaves it so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton

from sim.qt.devices.controls import Kind, kind_of, title_of
from sim.qt.panels.figure import NOTHING
from sim.qt.words import phrase

TAKEN_AWAY = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ControlButton(QPushButton):
    """``control`` is its code; empty for none. Another kind's controls it does not hear."""

    changed = Signal()

    def __init__(self, kind: Kind, control: str, does: str) -> None:
        super().__init__()
        self._kind, self.control = kind, control
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(phrase(f"control_button.{kind}", does=does))
        self.setToolTip(phrase("control_button.about"))
        self.toggled.connect(lambda _: self._say())
        self._say()

    def set(self, control: str) -> None:
        self.control = control
        self.setChecked(False)
        self._say()
        self.changed.emit()

    def hear(self, control: str) -> None:
        """Of any device; it counts while this waits."""
        if self.isChecked() and kind_of(control) == self._kind:
            self.set(control)

    def _say(self) -> None:
        self.setText(phrase("control_button.waits") if self.isChecked() else title_of(self.control) or NOTHING)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setChecked(False)
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Escape would shut the dialog."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape and self.isChecked():
            self.setChecked(False)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in TAKEN_AWAY:
            self.set("")
        else:
            super().keyPressEvent(event)

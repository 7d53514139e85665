"""Where a PIN is typed: not to be read over a shoulder."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from sim.exchange.gradebook.pin_form import MOST

WIDE = 110


class PinField(QLineEdit):
    """Empty again once it was taken."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(MOST)
        self.setPlaceholderText("PIN")
        self.setAccessibleName("PIN")
        self.setFixedWidth(WIDE)

    def taken(self) -> str:
        typed = self.text()
        self.clear()
        return typed

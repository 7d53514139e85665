"""Whatever a user's hands and feet send to the room: keys, gamepads and pedals; and the page on which they are bound."""

from __future__ import annotations

from collections.abc import Callable, Set

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from sim.qt.actions import ACTIONS, keys
from sim.qt.devices.attendant import Attendant
from sim.qt.keyboard import Keyboard
from sim.qt.windows.keys_dialog import KeysDialog


class Inputs:
    """Of one window. ``listening`` says which acts and motions there are now."""

    def __init__(
        self, window: QWidget, act: Callable[[str, bool], None], move: Callable[[str, float], None], listening: Callable[[], Set[str]]
    ) -> None:
        self._window = window
        self.keyboard = Keyboard(window, act, listening)
        self.devices = Attendant(window, act, move, listening)
        self._read()

    def let_go(self) -> None:
        """Whatever is held ends now."""
        self.keyboard.let_go()
        self.devices.helm.let_go()

    def show_page(self) -> None:
        """What does what, to read and to change."""
        self.let_go()
        self.devices.begin()
        if KeysDialog(self._window, self.devices).exec():
            self._read()

    def _read(self) -> None:
        chosen = keys()
        self.keyboard.assign({QKeySequence(chosen[action.name]).toString(): action for action in ACTIONS if chosen[action.name]})
        self.devices.read()

"""Whatever a user's hands and feet send to the room: keys, gamepads and pedals; and the page on which they are bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from scenarios.words import exam
from sim.qt.actions import ACTIONS, keys
from sim.qt.devices.attendant import Attendant
from sim.qt.keyboard import Keyboard
from sim.qt.windows.keys_dialog import KeysDialog
from sim.qt.windows.room import Room
from sim.qt.words import phrase


class Inputs:
    """Of one window. ``listening`` says which acts and motions there are now, ``room`` what they go to, if anything."""

    def __init__(
        self,
        window: QWidget,
        act: Callable[[str, bool], None],
        move: Callable[[str, float], None],
        listening: Callable[[], Set[str]],
        room: Callable[[], Room | None],
    ) -> None:
        self._window, self._room = window, room
        self.keyboard = Keyboard(window, act, listening)
        self.devices = Attendant(window, act, move, listening)
        self._read()

    def let_go(self) -> None:
        """Whatever is held ends now."""
        self.keyboard.let_go()
        self.devices.helm.let_go()

    def show_page(self) -> None:
        """What does what, to read and to change."""
        with self.aside() as said:
            self.devices.begin()
            if KeysDialog(self._window, self.devices, said).exec():
                self._read()

    @contextmanager
    def aside(self) -> Iterator[str]:
        """While something is read over the table what is held ends, and time stands as in the user's own pause; an exam has none.

        What is said of it: nothing where no time passes.
        """
        self.let_go()
        room = self._room()
        if room is None or room.controller.exam:
            yield exam("no_pause") if room is not None else ""
            return
        held = not room.paused
        if held:
            room.pause()
        try:
            yield phrase("inputs.aside")
        finally:
            if held:
                room.pause()

    def _read(self) -> None:
        chosen = keys()
        self.keyboard.assign({QKeySequence(chosen[action.name]).toString(): action for action in ACTIONS if chosen[action.name]})
        self.devices.read()

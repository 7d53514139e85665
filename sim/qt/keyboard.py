"""Keys into acts: what is held, where a key lies if its letter is not there, and who else may want the key.

A key is known by what it writes; where the layout has no such letter (Russian, Greek) or hides it behind Shift (the digits of a French
one), by its place on a keyboard as the table of acts means it. What is held ends when its key goes up, or when the focus does.

Tab leads from control to control. At the table Space is the pedal's wherever the focus is, so that Return presses the button that has it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Set

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from sim.qt.actions import Action
from sim.qt.panels.at_hands import is_at_hands
from sim.qt.pulse import Pulse

RELEASED_MS = 60
"""A release that a press follows sooner is none: remote desktops send a held key so."""
RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ALONG = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
"""Keys by which one moves along tabs"""
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier

# The places of a PC keyboard's keys, by row (IBM's scan codes of set 1), and what the table of acts calls them.
_ROWS = ((2, "1234567890-="), (16, "QWERTYUIOP[]"), (30, "ASDFGHJKL;'`"), (43, "\\ZXCVBNM,./"))
PLACES: dict[int, str] = {first + i: letter for first, row in _ROWS for i, letter in enumerate(row)}
XKB_AHEAD = 8
"""X11 and Wayland count scan codes from here."""
MAC_PLACES: dict[int, str] = dict(
    zip(
        (18, 19, 20, 21, 23, 22, 26, 28, 25, 29, 27, 24, 12, 13, 14, 15, 17, 16, 32, 34, 31, 35, 33, 30, 0, 1, 2, 3, 5, 4, 38, 40, 37, 41,
         39, 50, 42, 6, 7, 8, 9, 11, 45, 46, 43, 47, 44),
        "".join(row for _, row in _ROWS),
        strict=True,
    )
)  # fmt: skip
"""The same by macOS's virtual key codes."""


def place_of(event: QKeyEvent, platform: str = sys.platform) -> str:
    """What is printed where this key lies, on the keyboard that the table of acts means; empty if it is none of the places."""
    if platform == "darwin":
        return MAC_PLACES.get(event.nativeVirtualKey(), "") if event.nativeScanCode() or event.nativeVirtualKey() else ""
    code = event.nativeScanCode()
    return PLACES.get(code - XKB_AHEAD if platform.startswith("linux") else code, "")


def names_of(event: QKeyEvent) -> list[str]:
    """The key as a table may write it, the likeliest first: as it is, without the keypad, by its place, without Shift."""
    modifiers = event.modifiers() & ~KEYPAD
    others = modifiers & ~SHIFT
    found = [QKeySequence(event.key() | modifiers.value).toString()]
    place = place_of(event)
    if place:
        found.append(QKeySequence(f"{_prefix(modifiers)}{place}").toString())
    if modifiers & SHIFT:  # a layout may want Shift for it, and who holds it means the key all the same
        found.append(QKeySequence(event.key() | others.value).toString())
        if place:
            found.append(QKeySequence(f"{_prefix(others)}{place}").toString())
    return [name for i, name in enumerate(found) if name and name not in found[:i]]


def _prefix(modifiers: Qt.KeyboardModifier) -> str:
    pairs = (
        (Qt.KeyboardModifier.ControlModifier, "Ctrl+"),
        (Qt.KeyboardModifier.AltModifier, "Alt+"),
        (SHIFT, "Shift+"),
        (Qt.KeyboardModifier.MetaModifier, "Meta+"),
    )
    return "".join(word for bit, word in pairs if modifiers & bit)


def taken_by_control(widget: QWidget | None) -> bool:
    """Whether the control that has the focus uses keys itself: it is typed into, or moves in its list."""
    typed = QLineEdit | QAbstractSpinBox | QTextEdit | QPlainTextEdit | QComboBox | QAbstractSlider | QAbstractItemView | QMenu
    return isinstance(widget, typed)


def _is_tab(widget: QWidget | None) -> bool:
    """Of a bar, or a button of which one at a time is down."""
    return isinstance(widget, QTabBar) or (isinstance(widget, QAbstractButton) and widget.group() is not None)


class Keyboard(QObject):
    """Watches all keys of the program. ``listening`` says which acts they do now; with none of them they are the controls' own."""

    def __init__(self, parent: QObject, act: Callable[[str, bool], None], listening: Callable[[], Set[str]]) -> None:
        super().__init__(parent)
        self._act, self._listening = act, listening
        self._pulse = Pulse(self)
        self._by_key: Mapping[str, Action] = {}
        self._held: dict[str, int] = {}
        """Names of the acts that are held, and the place or key that holds each."""
        self._going: dict[str, QTimer] = {}
        """Acts whose key went up just now: over, if it does not come down again."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.installEventFilter(self)
        application.focusChanged.connect(self._focus_changed)

    def assign(self, by_key: Mapping[str, Action]) -> None:
        """Which key does what, by the key's portable name."""
        self.let_go()
        self._by_key = by_key

    def let_go(self) -> None:
        """Whatever is held ends now."""
        for name in tuple(self._held):
            self._end(name)

    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        """A field or a list takes the keys; a button that is clicked does not, and what a finger holds goes on under it. Where a button
        has shut under the hand Qt goes on to the next control, which would open its list to the key for X-rays.
        """
        if not isinstance(now, QAbstractButton):
            self.let_go()
        if before is None or now is None or not isValid(before):
            return
        if not before.isEnabled() and is_at_hands(before):
            now.clearFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys belong to the hands where no control takes them; a window that goes takes what is held with it."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            # each key comes once more for every widget on its way up: the first one has the focus
            return self._key(event)
        if kind in (QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate):
            self.let_go()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        listening, focus = self._listening(), QApplication.focusWidget()
        if listening and event.key() in RETURN and not event.modifiers() & ~KEYPAD and isinstance(focus, QAbstractButton):
            # Qt's own key for a press where Space is somebody else's
            meant = QKeyEvent(event.type(), Qt.Key.Key_Select, Qt.KeyboardModifier.NoModifier, "", event.isAutoRepeat())
            return QApplication.sendEvent(focus, meant)
        if event.type() == QEvent.Type.KeyRelease:
            return self._up(event)
        if not listening or taken_by_control(focus) or (_is_tab(focus) and event.key() in ALONG):
            return False
        if self._pulse.stood_still():
            return True  # pressed while nothing moved on the screen: meant for another moment
        action = next((self._by_key[name] for name in names_of(event) if name in self._by_key), None)
        if action is None or action.name not in listening:
            return False
        if not action.held:
            self._act(action.name, True)
        elif not event.isAutoRepeat():
            self._down(action.name, _identity(event))
        return True

    def _down(self, name: str, key: int) -> None:
        timer = self._going.pop(name, None)
        if timer is not None:  # it never went up
            timer.stop()
            return
        if name not in self._held:
            self._held[name] = key
            self._act(name, True)

    def _up(self, event: QKeyEvent) -> bool:
        """A held key may come up with other modifiers, and whoever has the focus by then."""
        key = _identity(event)
        names = [name for name, by in self._held.items() if by == key]
        if event.isAutoRepeat():
            return bool(names)
        for name in names:
            if name not in self._going:
                timer = QTimer(self)
                timer.setSingleShot(True)
                timer.timeout.connect(lambda name=name: self._end(name))
                timer.start(RELEASED_MS)
                self._going[name] = timer
        return bool(names)

    def _end(self, name: str) -> None:
        timer = self._going.pop(name, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
        if self._held.pop(name, None) is not None:
            self._act(name, False)


def _identity(event: QKeyEvent) -> int:
    """The same for a key's press and its release."""
    return event.nativeScanCode() or int(event.key())

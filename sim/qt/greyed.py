"""Controls that can do nothing now: a key for them is answered with why, a button is grey."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from sim.qt.keyboard import taken_by_control


def alive(yes: bool, *widgets: QWidget) -> None:
    """Let them be used, or grey them. The focus goes on from a grey one to what takes no key from the hands, not into a field."""
    for widget in widgets:
        if not yes and widget.hasFocus():
            _go_on_from(widget)
        widget.setEnabled(yes)


def asleep(yes: bool, keys_go_to: QWidget, *cards: QWidget) -> None:
    """Grey whole cards while time stands still, or let each control on them be as it was. The focus of one goes to where keys are heard."""
    now = QApplication.focusWidget()
    if yes and now is not None and any(card is now or card.isAncestorOf(now) for card in cards):
        keys_go_to.setFocus()
    for card in cards:
        card.setEnabled(not yes)


def _go_on_from(widget: QWidget) -> None:
    following = widget.nextInFocusChain()
    while following is not None and following is not widget:
        reached = following.isVisible() and following.isEnabled() and bool(following.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if reached and not taken_by_control(following):
            following.setFocus()
            return
        following = following.nextInFocusChain()
    widget.clearFocus()

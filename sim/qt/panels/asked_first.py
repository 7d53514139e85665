"""A button that waits for its answers: what a form happens to hold is nobody's answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QPushButton

from sim.qt.grown import LINE, grow, is_large, wears_anew
from sim.qt.panels.fields import Choice, Number
from sim.qt.words import phrase


class StillLeft(QLabel):
    """Under a button that waits: for what. Its line stays when nothing is left; where text is large the tip alone tells it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("note")
        self.setWordWrap(True)
        grow(self, least_height=LINE)  # nothing moves when all is answered
        self.setHidden(is_large())

    def tell(self, left: Sequence[str]) -> None:
        self.setText(said_left(left))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if wears_anew(event):
            self.setHidden(is_large())


def said_left(left: Sequence[str]) -> str:
    """What is to be answered first, by its names; nothing where all is."""
    return phrase("asked_first.left", left=", ".join(left)) if left else ""


def waits_for(button: QPushButton, answers: tuple[Choice | Number, ...], about: str = "", line: StillLeft | None = None) -> None:
    """Until all of them are given it cannot be pressed, and its tip, and the ``line``, say which are not; then the tip is ``about``."""
    weigh = _weighing(button, answers, about, line)
    for answer in answers:
        answer.answered.connect(weigh)
    weigh()


def amount_asked(of: str, least: float, most: float) -> Number:
    """An amount of the checklist, in steps of a half, that nobody has given yet."""
    field = Number(phrase(f"checklist_page.{of}"))
    field.setRange(least, most)
    field.setDecimals(1)
    field.setSingleStep(0.5)
    field.setSuffix(phrase(f"checklist_page.{of}_unit"))
    field.leave_open(phrase(f"checklist_page.ask_{of}"))
    return field


def _weighing(button: QPushButton, answers: tuple[Choice | Number, ...], about: str, line: StillLeft | None) -> Callable[[], None]:
    def weigh() -> None:
        left = [answer.accessibleName() for answer in answers if answer.is_open]
        button.setEnabled(not left)
        button.setToolTip(said_left(left) or about)
        if line is not None:
            line.tell(left)

    return weigh

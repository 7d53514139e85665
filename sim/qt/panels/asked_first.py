"""A button that waits for its answers: what a form happens to hold is nobody's answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from sim.qt.panels.fields import Choice, Number
from sim.qt.words import phrase


def waits_for(button: QPushButton, answers: tuple[Choice | Number, ...], about: str = "") -> None:
    """Until all of them are given it cannot be pressed, and its tip says which are not; then the tip is ``about``."""
    weigh = _weighing(button, answers, about)
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


def _weighing(button: QPushButton, answers: tuple[Choice | Number, ...], about: str) -> Callable[[], None]:
    def weigh() -> None:
        left = [answer.accessibleName() for answer in answers if answer.is_open]
        button.setEnabled(not left)
        button.setToolTip(phrase("asked_first.left", left=", ".join(left)) if left else about)

    return weigh

"""Whoever closes the window with a needle in the patient is told what becomes of the attempt, and can stay."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox

from sim.qt.words import phrase
from sim.session import commands as c
from tests.qt.conftest import User

pytestmark = [pytest.mark.display, pytest.mark.usefixtures("one_body")]


def test_with_the_needle_in_it_is_asked_whether_to_close(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: nothing was said; that the attempt is kept was known only after the next start."""
    asked: list[str] = []

    def stay(_: object, title: str, text: str, *__: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", stay)
    user.begin()
    room = user.room
    user.room.send(c.TakeNeedle(needle="18G Tuohy"))
    user.room.send(c.PlaceNeedle(right_mm=3.0, superior_mm=0.0))
    user.wait(lambda: user.seen.needle is not None and user.seen.needle.placed)
    user.window.quit()
    assert asked == [phrase("closing.needle_in")]
    assert user.window.isVisible()
    assert user.window.room is room


def test_without_a_needle_nothing_is_asked(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMessageBox, "question", lambda *_: pytest.fail("asked"))
    user.begin()
    user.window.quit()
    assert not user.window.isVisible()

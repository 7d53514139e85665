"""How a lean is read and typed. Oracle: the words, and the number that is meant."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sim.qt.panels.lean_field import LEAN_DEG, LeanField

pytestmark = pytest.mark.display


@pytest.fixture
def field(qtbot: QtBot) -> LeanField:
    made = LeanField("where it leans", "right", "left", "across")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("value", "read"), [(-11.0, "left 11\u00b0"), (11.0, "right 11\u00b0"), (0.0, "across 0\u00b0"), (-0.3, "across 0\u00b0")]
)
def test_a_lean_is_read_by_its_side(field: LeanField, value: float, read: str) -> None:
    """Fault: a tip that pointed to the left stood there as a negative number to the right, and a zero to no side."""
    field.setValue(value)
    assert field.text() == read


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8", 8.0),
        ("-8", -8.0),
        ("\u22128", -8.0),
        ("left 8", -8.0),
        ("right 8\u00b0", 8.0),
        ("left", 20.0),
        ("across 8", 8.0),
        ("across -8", -8.0),
    ],
)
def test_it_is_typed_with_a_sign_or_its_word(field: LeanField, typed: str, meant: float) -> None:
    field.setValue(20.0)
    assert field.valueFromText(typed) == meant


def test_digits_are_changed_where_they_stand(qtbot: QtBot, field: LeanField) -> None:
    field.setValue(-11.0)
    field.setFocus()
    field.lineEdit().setSelection(len("left "), 2)
    qtbot.keyClicks(field, "25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == -25.0
    field.selectAll()
    qtbot.keyClicks(field, "-7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.text()) == (-7.0, "left 7\u00b0")
    field.stepBy(-1)
    assert field.text() == "left 9\u00b0"
    field.setValue(-LEAN_DEG)
    assert field.text() == "left 60\u00b0"

"""What names a key names the one that is bound: another after the user bound another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QKeySequence

from scenarios.views import VIEWS
from sim.qt.actions import keep_keys, keys
from sim.qt.keyed import key_of, native
from sim.qt.windows import inputs
from sim.qt.windows.keys_dialog import KeysDialog
from sim.qt.windows.room import Room
from sim.qt.words import phrase
from tests.qt.conftest import User

pytestmark = pytest.mark.display
VIEW = next(iter(VIEWS))
NAMED: dict[str, Callable[[Room], str]] = {
    "pedal": lambda room: room.carm.pedal.text(),
    f"view_{VIEW}": lambda room: room.carm.views[VIEW].toolTip(),
    "loop": lambda room: room.images.play.toolTip(),
    "stylet": lambda room: room.needle.stylet.toolTip(),
    "place": lambda room: room.needle.place.toolTip(),
    "try": lambda room: room.syringe.trying.toolTip(),
    "inject": lambda room: room.syringe.injecting.toolTip(),
    "finish": lambda room: room.console.finish.toolTip(),
    "theatre": lambda room: room.lightbox.tile.text(),
    "skin": lambda room: room.theatre.bar.glass.toolTip(),
    "keep": lambda room: room.reference._empty(),
}
"""Act -> a text of the room that names its key."""


def other_keys() -> dict[str, str]:
    return {name: f"Ctrl+Alt+{letter}" for name, letter in zip(NAMED, "ABCDEFGHIJK", strict=True)}


def test_the_room_names_the_keys_that_were_bound_before_it_was_entered(user: User, one_body: None) -> None:
    keep_keys(keys() | other_keys())
    user.begin()
    assert [name for name, text in NAMED.items() if native(other_keys()[name]) not in text(user.room)] == []
    assert native(other_keys()["pedal"]) in user.room.message.text()


def test_keys_bound_in_the_room_are_named_at_once(user: User, one_body: None, monkeypatch: pytest.MonkeyPatch) -> None:
    user.begin()
    assert [name for name, text in NAMED.items() if native(keys()[name]) not in text(user.room)] == []

    class Binds(KeysDialog):
        def exec(self) -> int:
            for name, key in other_keys().items():
                self.edits[name].setKeySequence(QKeySequence(key))
            self._save()
            return self.result()

    monkeypatch.setattr(inputs, "KeysDialog", Binds)
    user.window.inputs.show_page()
    assert [name for name, text in NAMED.items() if native(other_keys()[name]) not in text(user.room)] == []


def test_an_act_without_a_key_says_so(own_home: object) -> None:
    keep_keys(keys() | {"pedal": ""})
    assert key_of("pedal") == phrase("keyed.none")

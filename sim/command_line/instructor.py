"""Who may do what the class page does: whoever knows its PIN."""

from __future__ import annotations

from getpass import getpass

from scenarios import words
from scenarios.files import InputError
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.pins import class_pin, fits


def ask_instructor(book: Gradebook) -> None:
    """For the PIN of the class page, where it is locked. Raises InputError for another."""
    kept = class_pin(book)
    if kept is not None and not fits(getpass(words.exam("pin_asked")), kept):
        raise InputError(words.exam("pin_wrong"))

"""What a learner may be called: a name or a pseudonym, and nothing else of a person is kept."""

from __future__ import annotations

from meshes.quoting import quoted
from scenarios.files import InputError

LETTERS = 60
"""Of the longest name."""
JUST_ME = "me"
"""Who practises alone and says no name."""


def proper_name(name: str) -> str:
    """A name as it is kept: without blanks at its ends or doubled. Raises InputError for what is none."""
    found = " ".join(name.split())
    if not found or len(found) > LETTERS or not found.isprintable():
        raise InputError(f"learner {quoted(name)}: should be a name of 1 to {LETTERS} letters that can be printed")
    return found

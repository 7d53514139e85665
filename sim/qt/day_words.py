"""A day as the language of the window writes it."""

from __future__ import annotations

from datetime import date

from sim.qt.words import phrase


def day_words(day: date | None) -> str:
    """Nothing where it is not known."""
    return phrase("day.written", day=day) if day is not None else ""

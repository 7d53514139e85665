"""Somebody's values as a line of an error shows them: short, with their true length."""

from __future__ import annotations

MOST = 60
"""Characters of a value that are shown: enough to find it again, and a line stays a line."""
MOST_PATH = 500
"""The same of what was given on the command line: a path is read to its end."""


def quoted(value: object) -> str:
    """A value as Python writes it, cut where it is long."""
    if isinstance(value, str):
        return repr(value) if len(value) <= MOST else f"{value[: MOST - 3]!r}... ({len(value)} characters)"
    try:
        return cut(repr(value), MOST)
    except (ValueError, RecursionError):  # a number of thousands of digits, lists within lists
        return "a value too long to show"


def cut(text: str, most: int) -> str:
    """A text of ``most`` characters or less as it is; of a longer one its beginning and its length."""
    return text if len(text) <= most else f"{text[: most - 3]}... ({len(text)} characters)"

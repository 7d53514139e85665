"""Words that are read as one stay on one line: a number with its unit, and the two vertebrae of a level."""

from __future__ import annotations

import re

UNIT = re.compile(r"(?<=\d) (?=(?:mg|ml|mm|cm|%|min|kVp)(?!\w))")
LEVEL = re.compile(r"(?<=[TLS]\d)-(?=[LS]\d)")
BRACKET = re.compile(r" (?=[^()]{1,9}\))")
NO_BREAK_SPACE, NO_BREAK_HYPHEN = "\N{NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}"


def unbroken(words: str) -> str:
    """For what is shown: what is recorded or compared keeps the plain signs."""
    return LEVEL.sub(NO_BREAK_HYPHEN, UNIT.sub(NO_BREAK_SPACE, words))


def bracket_whole(words: str) -> str:
    """What stands in a short bracket, as ``(0 to 1)``, goes on a line of its own rather than be broken."""
    return BRACKET.sub(NO_BREAK_SPACE, words)

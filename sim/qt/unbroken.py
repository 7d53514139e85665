"""Words that are read as one stay on one line: a number with its unit, and the two vertebrae of a level."""

from __future__ import annotations

import re

UNIT = re.compile(r"(?<=\d) (?=(?:mg|ml|mm|cm|%|min|kVp)(?!\w))")
LEVEL = re.compile(r"(?<=[TLS]\d)-(?=[LS]\d)")
NO_BREAK_SPACE, NO_BREAK_HYPHEN = "\N{NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}"


def unbroken(words: str) -> str:
    """For what is shown: what is recorded or compared keeps the plain signs."""
    return LEVEL.sub(NO_BREAK_HYPHEN, UNIT.sub(NO_BREAK_SPACE, words))

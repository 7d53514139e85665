"""Citations in texts that people read: keys of ``docs/sources.csv`` in brackets, as [@zarzur_1992; @lewis_2000]."""

from __future__ import annotations

import re

_KEYS = re.compile(r" ?\[@\w+(?:; ?@\w+)*\]")


def plain(text: str) -> str:
    """The text without its keys: what somebody reads at the table."""
    return _KEYS.sub("", text)

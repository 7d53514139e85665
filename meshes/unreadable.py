"""What a reader of surfaces ends in when a file is not what it says, and how that is told in a line."""

from __future__ import annotations

import struct

from meshes.quoting import MOST, cut

UNREADABLE = (
    ValueError, LookupError, TypeError, AttributeError, NameError, ArithmeticError, AssertionError, MemoryError, NotImplementedError,
    RecursionError, struct.error,
)  # fmt: skip
"""Of trimesh, which looks at little before it uses it; each of them has been seen or follows from what a field can hold."""


def why(error: Exception) -> str:
    """The reader's own words, as short as a line bears."""
    return cut(" ".join(str(error).split()), 2 * MOST) or type(error).__name__

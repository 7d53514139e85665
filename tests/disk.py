"""A disk that is full: the system takes so many bytes of a file and no more, whoever writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def full_after(count: int) -> Iterator[None]:
    """No file grows beyond so many bytes while this lasts; writing then fails as on a full disk, with "File too large" for words."""
    if sys.platform == "win32":
        pytest.skip("files are not limited so on this system")
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

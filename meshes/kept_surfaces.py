"""The surfaces of a body that lies in a file: read when somebody first asks for one.

What reads them takes a tenth of a program's start, and only what is drawn in three dimensions needs any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import trimesh


class KeptSurfaces(Mapping[str, "trimesh.Trimesh"]):
    """By name. Whoever asks first hears of a file that cannot be read, as ``read`` says it."""

    def __init__(self, path: Path, read: Callable[[Path], Mapping[str, trimesh.Trimesh]]) -> None:
        self._path, self._reader = path, read

    @cached_property
    def _found(self) -> Mapping[str, trimesh.Trimesh]:
        return self._reader(self._path)

    def __getitem__(self, name: str) -> trimesh.Trimesh:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

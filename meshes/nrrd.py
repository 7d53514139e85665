"""Volumes on disk, compressed, as 3D Slicer opens them. A disk that is full is told, under whatever name the file goes."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray

from meshes.plain_names import plain_name
from meshes.space import Grid

SOME_BYTES = 10_000_000
"""More than a volume takes: what a full disk cannot hold."""


def write(grid: Grid, values: NDArray[Any], path: Path, extra: dict[str, str]) -> None:
    """A volume with its grid and some more words. Raises OSError."""
    image = sitk.GetImageFromArray(np.ascontiguousarray(values.transpose(2, 1, 0)))
    image.SetSpacing((grid.spacing,) * 3)
    # the file says left-posterior-superior, as ITK does; ours is right-anterior-superior
    image.SetOrigin((-grid.origin[0], -grid.origin[1], grid.origin[2]))
    image.SetDirection((-1, 0, 0, 0, -1, 0, 0, 0, 1))
    for key, value in extra.items():
        image.SetMetaData(key, value)
    try:
        with plain_name(path) as plain:
            sitk.WriteImage(image, str(plain), useCompression=True)
        whole = _stands(path, values.nbytes)
    except RuntimeError:
        whole = False
    if not whole:  # the library does not say why, nor always that; the disk does when it is asked for more
        path.write_bytes(bytes(SOME_BYTES))
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))


def read(path: Path) -> Any:
    """The volume as an image of SimpleITK's. Raises RuntimeError if it is damaged."""
    with plain_name(path) as plain:
        return sitk.ReadImage(str(plain), imageIO="NrrdImageIO")


def _stands(path: Path, count: int) -> bool:
    """Whether the file ends as one of so many bytes does when it is compressed: with their number."""
    with path.open("rb") as file:
        file.seek(-4, os.SEEK_END)
        return int.from_bytes(file.read(), "little") == count % 2**32

"""Volumes on disk, compressed, as 3D Slicer opens them.

Written and read here: SimpleITK, which reads all else that a NRRD may be, takes 90 MB once it is loaded, and says of a full disk neither
why nor always that.
"""

from __future__ import annotations

import zlib
from math import prod
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from meshes.compiled import compiled
from meshes.plain_names import plain_name
from meshes.space import Grid

AS_WRITTEN = {
    "type": "unsigned char",
    "dimension": "3",
    "space": "left-posterior-superior",
    "kinds": "domain domain domain",
    "encoding": "gzip",
}
PLACED = ("sizes", "space directions", "space origin")
"""The header's fields in a file of ours: those that always say the same, and those that say where the volume lies."""
MOST_BYTES = 2**31
"""Of a volume; who claims more is not believed here."""
TILE = 64
GZIP = 16 + zlib.MAX_WBITS


class Volume(NamedTuple):
    """As a file holds it: left-posterior-superior, as ITK does."""

    values: NDArray[Any]
    """[z, y, x]"""
    spacing: tuple[float, ...]
    """mm along x, y and z"""
    direction: tuple[float, ...]
    """The matrix whose columns are the axes, row by row."""
    origin: tuple[float, ...]
    """The first voxel's middle, mm."""


def write(grid: Grid, values: NDArray[np.uint8], path: Path, extra: dict[str, str]) -> None:
    """A volume with its grid and some more words. Raises OSError.

    Packed by runs alone: labels and bone are mostly that, and it takes a third of the time, to no more bytes.
    """
    packing = zlib.compressobj(6, zlib.DEFLATED, GZIP, strategy=zlib.Z_RLE)
    with path.open("wb") as file:
        file.write(_head(grid, extra).encode("ascii"))
        for z in range(0, values.shape[2], TILE):
            file.write(packing.compress(np.ascontiguousarray(values[:, :, z : z + TILE].T).data))
        file.write(packing.flush())


def _head(grid: Grid, extra: dict[str, str]) -> str:
    """The file says left-posterior-superior, as ITK does; ours is right-anterior-superior."""
    x, y, z = grid.origin
    step = f"{grid.spacing:.17g}"
    said = AS_WRITTEN | {
        "sizes": " ".join(str(n) for n in grid.shape),
        "space directions": f"(-{step},0,0) (0,-{step},0) (0,0,{step})",
        "space origin": f"({-x:.17g},{-y:.17g},{z:.17g})",
    }
    lines = ["NRRD0004", *(f"{key}: {value}" for key, value in said.items()), *(f"{key}:={value}" for key, value in extra.items())]
    return "\n".join(lines) + "\n\n"


def read(path: Path) -> Volume:
    """The volume. Raises OSError, or RuntimeError if it is damaged."""
    data = path.read_bytes()
    return _plainly(data) or _by_itk(path)


def _plainly(data: bytes) -> Volume | None:
    """A volume as it is written here; None of anything else, also of what is damaged."""
    head, _, rest = data.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    said = dict(line.split(": ", 1) for line in lines[1:] if ": " in line and ":=" not in line and not line.startswith("#"))
    if not lines[0].startswith("NRRD000") or said.keys() != {*AS_WRITTEN, *PLACED} or not AS_WRITTEN.items() <= said.items():
        return None
    try:
        size = [int(n) for n in said["sizes"].split()]
        axes = np.array([_numbers(axis) for axis in said["space directions"].split()])
        origin = _numbers(said["space origin"])
        count = prod(size)
        if len(size) != 3 or min(size) < 1 or count > MOST_BYTES or axes.shape != (3, 3) or len(origin) != 3:
            return None
        unpacking = zlib.decompressobj(GZIP)
        values = np.frombuffer(unpacking.decompress(rest, count + 1), np.uint8)
    except (ValueError, zlib.error):
        return None
    spacing = np.sqrt((axes * axes).sum(1))
    if len(values) != count or not unpacking.eof or not spacing.all():
        return None
    direction = (axes / spacing[:, None]).T.ravel()
    return Volume(values.reshape(size[::-1]), tuple(spacing.tolist()), tuple(direction.tolist()), origin)


def _numbers(bracketed: str) -> tuple[float, ...]:
    """Of ``(1,2,3)``."""
    return tuple(float(n) for n in bracketed.strip("()").split(","))


def _by_itk(path: Path) -> Volume:
    import SimpleITK as sitk

    with plain_name(path) as plain:
        image = sitk.ReadImage(str(plain), imageIO="NrrdImageIO")
    return Volume(sitk.GetArrayFromImage(image), image.GetSpacing(), image.GetDirection(), image.GetOrigin())


def turned(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """[z, y, x] to [x, y, z].

    Where all is 0 it takes no memory, which in a bone's box is two thirds: so pages have to come from the system one by one, and not as
    numpy asks for them, by the two megabytes; and private, as of shared ones those that are only read count too.
    """
    shape = values.shape[::-1]
    found = np.frombuffer(mmap(-1, max(values.size, 1), access=ACCESS_COPY), np.uint8, values.size).reshape(shape)
    _turn(values, found)
    return found


@compiled
def _turn(values: NDArray[Any], found: NDArray[Any]) -> None:
    """Tile by tile, so that neither side is read or written across the whole memory: four times numpy's speed. ``found`` is 0 before."""
    nz, ny, nx = values.shape
    for y in range(ny):
        for z0 in range(0, nz, TILE):
            for x0 in range(0, nx, TILE):
                for x in range(x0, min(x0 + TILE, nx)):
                    for z in range(z0, min(z0 + TILE, nz)):
                        if values[z, y, x] != 0:
                            found[x, y, z] = values[z, y, x]

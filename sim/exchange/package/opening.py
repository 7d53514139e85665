"""A stranger's package into memory: judged by what it declares before anything is unpacked, and unpacked no further than it declares."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from meshes.quoting import MOST, cut
from scenarios import files
from scenarios.files import InputError
from sim.exchange.package.manifest import MANIFEST, MOST_BYTES, MOST_FILES, MOST_MANIFEST, MOST_SQUEEZED, SOME, Manifest

END = b"PK\x05\x06"
END_BYTES, LONGEST_COMMENT = 22, 2**16
MOST_DIRECTORY = 1000 * MOST_FILES
"""Bytes of a zip's own list of its files."""
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,  # encrypted
    NotImplementedError,  # a way of packing that is not known
    RecursionError,
)
"""What damaged or forged files bring about in the libraries that read them."""


@dataclass(frozen=True)
class Package:
    """All of it, and as whole as its manifest says."""

    manifest: Manifest
    contents: dict[str, bytes]
    """By path, without the manifest itself"""

    def of(self, kind: str) -> dict[str, bytes]:
        """Files of one kind by path."""
        return {file.path: self.contents[file.path] for file in self.manifest.files if file.kind == kind}


def opened(path: Path) -> Package:
    """Raises InputError, in one sentence, for whatever is no package of this program's."""
    if not path.is_file():
        raise InputError(f"{path}: no such file, or no ordinary one")
    with _explained(path):
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(f"{path}: larger than {MOST_BYTES // 2**20} MB, no package")
        _short_directory(path, size)
        with zipfile.ZipFile(path) as archive:
            return _read(path, archive, size)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except InputError:
        raise
    except FAULTS as error:
        raise InputError(f"{path}: no package that can be read ({cut(' '.join(str(error).split()), MOST)})") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from None


def _short_directory(path: Path, size: int) -> None:
    """Before the library reads its list of files, which may have millions of entries."""
    with path.open("rb") as file:
        file.seek(max(size - END_BYTES - LONGEST_COMMENT, 0))
        tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < END_BYTES:
        raise InputError(f"{path}: no package: it has no list of files, as a zip has")
    entries, length = struct.unpack_from("<HI", tail, at + 10)
    if entries > MOST_FILES + 1 or length > MOST_DIRECTORY:
        raise InputError(f"{path}: declares {entries} files in a list of {length} bytes; a package has {MOST_FILES} at the most")


def _read(path: Path, archive: zipfile.ZipFile, size: int) -> Package:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or len(names) > MOST_FILES + 1:
        raise InputError(f"{path}: declares files twice, or more than {MOST_FILES}")
    if MANIFEST not in names:
        raise InputError(f"{path}: no package: {MANIFEST} is missing")
    declared = sum(entry.file_size for entry in entries)
    if declared > min(MOST_BYTES + MOST_MANIFEST, SOME + MOST_SQUEEZED * size):
        raise InputError(f"{path}: declares {declared} bytes in a file of {size}; that is no case")
    if any(entry.compress_type not in WAYS or entry.flag_bits & 1 for entry in entries):
        raise InputError(f"{path}: is encrypted, or packed in a way that packages are not")
    text = _unpacked(path, archive, MANIFEST, MOST_MANIFEST)
    data = json.loads(text.decode("utf-8"))
    if not isinstance(data, dict):
        raise InputError(f"{path}: {MANIFEST}: is no table")
    manifest = files.validated(Path(f"{path}: {MANIFEST}"), Manifest, data)
    stranger = next((name for name in names if name != MANIFEST and name not in {file.path for file in manifest.files}), None)
    if stranger is not None:
        raise InputError(f"{path}: holds {cut(repr(stranger), MOST)}, of which its manifest does not know")
    contents = {}
    for file in manifest.files:
        if file.path not in names:
            raise InputError(f"{path}: lacks {file.path}, which its manifest names")
        found = _unpacked(path, archive, file.path, file.bytes)
        if len(found) != file.bytes or hashlib.sha256(found).hexdigest() != file.sha256:
            raise InputError(f"{path}: {file.path} is not as its manifest says: damaged, or changed by somebody")
        contents[file.path] = found
    return Package(manifest, contents)


def _unpacked(path: Path, archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise InputError(f"{path}: {name} is larger than the {most} bytes that it may have")
    return found

"""What a package holds, and what it may hold: paths of known shapes, and bounds on sizes."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from meshes.quoting import quoted
from scenarios.base import AsRow, Frozen, Name, Text
from scenarios.files import LARGEST_BYTES

SUFFIX, MANIFEST = ".tuohy", "manifest.json"
MOST_FILES, MOST_BYTES, MOST_MANIFEST = 200, 128 * 2**20, 200_000
"""Of a package: entries, bytes unpacked, bytes of its manifest. A patient has some 12 MB."""
MOST_PICTURE = 10 * 2**20
PICTURES = {".jpg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}
"""By its ending how a picture begins."""
MOST_SQUEEZED = 100
"""What is packed so many times smaller than it is is no case (text gives 3 to 10)."""
SOME = 2**20
"""Bytes that are never too much, however small they were packed."""
PLACES = re.compile(
    r"(?P<case>[a-z0-9_]{1,60}\.toml)|(?P<script>scripts/[a-z0-9_]{1,80}\.toml)|(?P<patient>patient/[a-z0-9][a-z0-9_.]{0,60})"
    r"|(?P<picture>pictures/[a-z0-9][a-z0-9_-]{0,60}\.(?:jpg|png))",
    re.ASCII,
)
"""The only paths there are. None of them leads out of a folder, on any system."""
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""What some systems take for no file, whatever its ending."""


class Packed(Frozen):
    """A file of the package."""

    path: Annotated[str, Field(max_length=100)]
    bytes: Annotated[int, Field(ge=0, le=MOST_BYTES)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

    @property
    def kind(self) -> str:
        """case, script, patient or picture"""
        found = PLACES.fullmatch(self.path)
        return str(found.lastgroup) if found else ""

    @field_validator("path")
    @classmethod
    def _in_its_place(cls, path: str) -> str:
        if not PLACES.fullmatch(path) or path.rpartition("/")[2].split(".")[0] in DEVICES or ".." in path or path.endswith("."):
            raise ValueError(f"{quoted(path)} is no place in a package; there are NAME.toml, scripts/, patient/ and pictures/")
        return path

    @model_validator(mode="after")
    def _of_a_size(self) -> Packed:
        most = {"case": LARGEST_BYTES, "script": LARGEST_BYTES, "picture": MOST_PICTURE}.get(self.kind, MOST_BYTES)
        if self.bytes > most:
            raise ValueError(f"{quoted(self.path)} has {self.bytes} bytes; a {self.kind} has {most} at the most")
        return self


class Manifest(Frozen):
    """The first file of a package."""

    format: Literal[1]
    program: Annotated[str, Field(max_length=20)]
    """Which made it"""
    case: Name
    title: Text
    patient: Annotated[str, Field(max_length=60)] = ""
    """Name of the patient in it; empty if there is none"""
    files: Annotated[tuple[Packed, ...], AsRow, Field(min_length=1, max_length=MOST_FILES)]

    @model_validator(mode="after")
    def _whole(self) -> Manifest:
        paths = [file.path for file in self.files]
        if len(set(paths)) < len(paths):
            raise ValueError("files: one stands there twice")
        if [file.path for file in self.files if file.kind == "case"] != [f"{self.case}.toml"]:
            raise ValueError(f"files: should hold one case, {self.case}.toml")
        if bool(self.patient) != any(file.kind == "patient" for file in self.files):
            raise ValueError("patient: should be the name of the patient whose files are in patient/")
        if sum(file.bytes for file in self.files) > MOST_BYTES:
            raise ValueError(f"files: have more than {MOST_BYTES} bytes together")
        return self

"""Packages opened by a double click: what the desktop is told of them, in this user's own folders alone, and how it is taken back."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from sim.exchange.association import bundle, freedesktop, registry

MAIN = Path(__file__).parents[3] / "main.py"
"""Beside the packages, in a checkout as in an installed wheel"""


@dataclass(frozen=True)
class Told:
    """What a desktop knows now, or does not know any more."""

    places: tuple[str, ...]
    """Files or keys that were written, or taken away"""
    missing: tuple[str, ...] = ()
    """Programs that would have told it at once, and are not installed"""


def associate() -> Told:
    """A double click on a package opens it with this very program from now on. Raises OSError."""
    if sys.platform == "win32":
        return Told(registry.write(registry.user_classes(), opener()))
    if sys.platform == "darwin":
        return Told(bundle.write(opener()))
    return Told(freedesktop.write(opener()), freedesktop.refresh())


def dissociate() -> Told:
    """As if it had never been told. Raises OSError."""
    if sys.platform == "win32":
        return Told(registry.remove(registry.user_classes()))
    if sys.platform == "darwin":
        return Told(bundle.remove())
    return Told(freedesktop.remove(), freedesktop.refresh())


def opener() -> tuple[str, ...]:
    """What runs this program, to which a package's path is added; on Windows without a console."""
    python = Path(sys.executable)
    windowed = python.with_name("pythonw.exe")
    return str(windowed if windowed.is_file() else python), str(MAIN)

"""Windows: the classes of this user in the registry, ``HKEY_CURRENT_USER\\Software\\Classes``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Protocol

from sim.exchange.package.manifest import SUFFIX

ROOT, CLASS = r"Software\Classes", "Tuohy.Case"
KEYS = (SUFFIX, CLASS, rf"{CLASS}\shell", rf"{CLASS}\shell\open", rf"{CLASS}\shell\open\command")
"""All that is ever written, each before what lies in it"""
CHANGED = 0x08000000
"""SHCNE_ASSOCCHANGED: the desktop reads anew which program opens what"""


class Classes(Protocol):
    """The part of the registry that is the user's own."""

    def value(self, key: str) -> str | None:
        """The value without a name."""

    def set_value(self, key: str, value: str) -> None: ...

    def delete(self, key: str) -> None:
        """A key in which there is no other; nothing where there is none."""


def write(classes: Classes, opener: Sequence[str]) -> tuple[str, ...]:
    """The keys, as they are called."""
    values = {SUFFIX: CLASS, CLASS: "Tuohy case", KEYS[-1]: f'{subprocess.list2cmdline(opener)} "%1"'}
    for key, value in values.items():
        classes.set_value(key, value)
    return tuple(rf"HKEY_CURRENT_USER\{ROOT}\{key}" for key in values)


def remove(classes: Classes) -> tuple[str, ...]:
    """Those that were there; a suffix that another program has taken meanwhile stays with it."""
    there = [key for key in KEYS if classes.value(key) is not None and (key != SUFFIX or classes.value(key) == CLASS)]
    for key in reversed(KEYS):
        if key != SUFFIX or key in there:
            classes.delete(key)
    return tuple(rf"HKEY_CURRENT_USER\{ROOT}\{key}" for key in there)


def user_classes() -> Classes:
    """The real ones. Raises OSError on any other system."""
    if sys.platform != "win32":
        raise OSError("there is no registry here")
    import ctypes
    import winreg

    class Real:
        def value(self, key: str) -> str | None:
            try:
                return winreg.QueryValue(winreg.HKEY_CURRENT_USER, rf"{ROOT}\{key}") or None
            except FileNotFoundError:
                return None

        def set_value(self, key: str, value: str) -> None:
            winreg.SetValue(winreg.HKEY_CURRENT_USER, rf"{ROOT}\{key}", winreg.REG_SZ, value)
            ctypes.windll.shell32.SHChangeNotify(CHANGED, 0, None, None)

        def delete(self, key: str) -> None:
            try:
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, rf"{ROOT}\{key}")
            except FileNotFoundError:
                return
            ctypes.windll.shell32.SHChangeNotify(CHANGED, 0, None, None)

    return Real()

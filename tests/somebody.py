"""Programs run by another user than root: root may write everywhere, and a test of what cannot be written would pass falsely."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT

NOBODY = 54321
"""A user with no rights, no account and so no home."""
PATIENCE_S = 600.0
"""Machines are shared: this ends a test that hangs, it measures nothing."""


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def dropped() -> dict[str, Any]:
    """What subprocess needs to run something as nobody; nothing where this user is not root anyhow."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if is_root() else {}


@cache
def interpreter() -> str:
    """A Python of this version that nobody may run, with this one's packages; the test is skipped if there is none."""
    if not hasattr(os, "geteuid"):
        pytest.skip("rights are told otherwise on this system")
    here = f"python3.{sys.version_info.minor}"
    for python in (sys.executable, shutil.which(here, path="/usr/local/bin:/usr/bin")):
        if python is None:
            continue
        try:
            done = subprocess.run(
                [python, "-c", "import numba, PySide6"], env=environment(), cwd="/", capture_output=True, check=False, **dropped()
            )
        except PermissionError:
            continue
        if done.returncode == 0:
            return python
    pytest.skip(f"root runs the tests, and another user may not run {sys.executable} nor read its packages")


def environment(**more: str) -> dict[str, str]:
    """As little as a program is given on a bare system: no home."""
    bare = {name: os.environ[name] for name in ("PATH", "DISPLAY", "LD_LIBRARY_PATH") if name in os.environ}
    packages = f"{PROJECT}{os.pathsep}{sysconfig.get_path('purelib')}"
    return bare | {"PYTHONPATH": packages, "PYTHONDONTWRITEBYTECODE": "1"} | more


def by_somebody(*arguments: str, folder: Path, **environs: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments in a folder, as a user who is not root."""
    return subprocess.run(
        [interpreter(), *arguments],
        cwd=folder,
        env=environment(**environs),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        **dropped(),
    )


@contextmanager
def folder_of_somebody() -> Iterator[Path]:
    """A folder that user owns. Not within pytest's own, which are shut to others."""
    folder = Path(tempfile.mkdtemp(prefix="tuohy-test-"))
    try:
        if is_root():
            os.chown(folder, NOBODY, NOBODY)
        yield folder
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False)
        shutil.rmtree(folder)

"""A copy of the project in which something may be made wrong, and what its tests say of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PARTS = ("assets", "docs", "meshes", "scenarios", "sim", "tests")
LOOSE = ("main.py", "pyproject.toml", "README.md", "CHANGELOG.md", "Makefile", "requirements.lock")


def copied(folder: Path) -> Path:
    """The project in an empty folder; times are kept, so that what numba compiled still counts."""
    for part in PARTS:
        shutil.copytree(PROJECT / part, folder / part)
    for name in LOOSE:
        shutil.copy2(PROJECT / name, folder / name)
    return folder


def passes(folder: Path, tests: Sequence[str], limit_s: float) -> bool:
    """Whether these tests all pass there, and within ``limit_s``. Raises RuntimeError if they could not be run."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=limit_s)
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in (0, 1, 2, 4):  # 4: what is changed cannot even be imported
        raise RuntimeError(f"pytest could not run {' '.join(tests)}: {done.stdout}{done.stderr}")
    return done.returncode == 0

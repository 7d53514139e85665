"""What the tests of bodies share: the reference man's measures, bones and canal, and things that are made once for all workers."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from meshes import morphometry
from meshes.building import Made
from meshes.morphometry import Dimensions
from meshes.skeleton import Skeleton
from meshes.soundness import made_canal
from meshes.spine import canal as canals
from meshes.spine.canal import Canal
from meshes.stacking import from_tables


@pytest.fixture(scope="session")
def person() -> Dimensions:
    return morphometry.reference()


@pytest.fixture(scope="session")
def mean_man(person: Dimensions) -> Dimensions:
    """The reference man without a shape of his own: the tables' mean, his left the mirror of his right."""
    levels = {level: replace(own, tropism_deg=0.0, lean_deg=0.0, turn_deg=0.0) for level, own in person.levels.items()}
    return replace(person, own=None, levels=levels)


@pytest.fixture(scope="session")
def mean_skeleton(mean_man: Dimensions) -> Skeleton:
    """Shared: not to be changed."""
    return from_tables(mean_man)


@pytest.fixture(scope="session")
def even(person: Dimensions) -> Made:
    """The reference man's own shape with both sides alike: his canal and what is in it."""
    man = morphometry.reference(asymmetry=0.0)
    return made_canal(from_tables(man), man)


@pytest.fixture(scope="session")
def skeleton(person: Dimensions) -> Skeleton:
    """The reference man's bones as shapes. Shared: not to be changed."""
    return from_tables(person)


@pytest.fixture(scope="session")
def canal(skeleton: Skeleton, person: Dimensions) -> Canal:
    return canals.find(skeleton, person)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """``once(name, make)``: a folder that ``make`` fills, made by the first worker that asks while the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # each worker's folder lies in the run's

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder = shared / name
        # a lock that every platform has, that blocks without asking a clock, and that a crash sets free
        with closing(sqlite3.connect(shared / f"{name}.lock", timeout=900, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            done = shared / f"{name}.done"
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # what a failed worker may have left
                folder.mkdir()
                make(folder)
                done.touch()
            lock.execute("COMMIT")
        return folder

    return made

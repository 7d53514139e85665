"""Loading without a pause: what is not needed any more is looked for again afterwards, whatever became of the loading."""

from __future__ import annotations

import gc
import os
import subprocess
import sys

import pytest

from sim.qt.loading import undisturbed


@pytest.fixture(autouse=True)
def searched(freed_here: None) -> None:
    """As Python begins."""
    gc.enable()


def test_nothing_is_searched_while_loading_and_everything_new_afterwards() -> None:
    try:
        with undisturbed():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_a_loading_that_fails_leaves_the_search_on() -> None:
    try:
        with pytest.raises(ImportError, match="no such part"), undisturbed():
            raise ImportError("no such part")
        assert gc.isenabled()
    finally:
        gc.unfreeze()


def test_the_core_is_there_before_qt() -> None:
    """Oracle: a process of its own, told what it has loaded."""
    told = "import sys; from sim.qt.loading import undisturbed\nwith undisturbed(): print([n in sys.modules for n in ('numba', 'PySide6')])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "[True, False]\n"


def test_no_source_that_qt_has_read_is_kept() -> None:
    """Oracle: a process of its own, told whose lines Python holds."""
    told = (
        "import linecache; from sim.qt.loading import undisturbed; from sim.qt.freed import give_back\n"
        "with undisturbed(): import PySide6.QtCore, sim.qt.keyboard\n"
        "print(len(linecache.cache)); import tomlkit; print(len(linecache.cache) > 0); give_back(); print(len(linecache.cache))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "True", "0"]


@pytest.mark.parametrize(
    ("url", "loaded"),
    [
        ("postgresql+psycopg://teacher@127.0.0.1:1/nobody_listens", "['psycopg', 'sqlalchemy']"),
        ("sqlite:///nowhere/none.sqlite", "[]"),
        ("no url", "['sqlalchemy']"),
    ],
    ids=["a server, not reached", "a file that is not there yet", "no database"],
)
def test_what_works_with_a_database_is_loaded_beside_the_window_where_there_is_one(url: str, loaded: str) -> None:
    """Oracle: a process of its own, told what it has loaded. Whoever opens the database says what is wrong with it."""
    told = (
        "import sys; from sim.qt.loading import databases_beside\n"
        "loading = databases_beside(); loading and loading.join(); print(sorted({'psycopg', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, env=os.environ | {"TUOHY_DATABASE": url}
    )
    assert (done.stdout.strip(), done.stderr) == (loaded, "")

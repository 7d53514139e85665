"""Widgets that hold each other are freed in the window's thread alone, and between two events."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sim.qt.sweeping import swept
from tests.conftest import PROJECT

MANY = 100_000
"""Objects, after which Python would have searched for rings by itself."""


class Ring:
    """Holds itself, and says in which thread it went."""

    def __init__(self, widget: QWidget, freed_in: list[int]) -> None:
        self.itself, self.widget = self, widget
        weakref.finalize(self, lambda: freed_in.append(threading.get_ident()))


def test_rings_are_found_by_the_windows_thread(qtbot: QtBot) -> None:
    """Oracle: the thread in which each went; without the sweep a worker that makes many objects frees them."""
    freed_in: list[int] = []
    made: list[list[int]] = []
    with swept():
        Ring(QWidget(), freed_in)
        worker = threading.Thread(target=lambda: made.extend([number] for number in range(MANY)))
        worker.start()
        worker.join()
        assert freed_in == []
        qtbot.waitUntil(lambda: bool(freed_in))
    assert freed_in == [threading.get_ident()]


def test_python_searches_again_afterwards() -> None:
    gc.enable()
    with swept():
        assert not gc.isenabled()
    assert gc.isenabled()


class Busy(QWidget):
    """Makes many objects whenever it is dressed."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.made = [[number] for number in range(MANY)]


def test_no_widget_goes_while_all_are_dressed(qtbot: QtBot) -> None:
    """A change of the text's size ended the program: the list that Qt goes through held a widget that a search had freed meanwhile."""
    freed_in: list[int] = []
    busy = Busy()
    qtbot.addWidget(busy)
    with swept():
        Ring(QWidget(), freed_in)
        palette = QPalette(QApplication.palette())
        palette.setColor(QPalette.ColorRole.Window, "red")
        busy.setPalette(palette)
        assert len(busy.made) == MANY
        assert freed_in == []
        qtbot.waitUntil(lambda: bool(freed_in))


@pytest.mark.display
def test_no_item_of_a_layout_is_held_that_qt_has_freed(tmp_path: Path) -> None:
    """Buttons laid anew into a layout that had held them: what came to lie at their items' places was freed twice, tests later."""
    home = {"TUOHY_HOME": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-m", "tests.qt.layout_items"], cwd=PROJECT, env={**os.environ, **home}, capture_output=True, text=True, check=True
    )
    assert told.stdout.split()[-1] == "0"

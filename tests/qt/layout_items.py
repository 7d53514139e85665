"""A program of its own: prints of how many items of layouts PySide still holds what Qt has freed, once a room stands in every size of text.

An item freed so leaves its address to whatever Qt makes next: a widget there is taken for the item, and ends the program when it goes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from PySide6.QtWidgets import QApplication, QLayout, QSpacerItem, QWidget, QWidgetItem
from shiboken6 import Shiboken

from scenarios import files
from sim.qt.app import LAST_WORDS_S, dress
from sim.qt.appearance import TEXT_PCT, changed
from sim.qt.job import abandon_all
from sim.qt.windows.main_window import MainWindow
from sim.qt.windows.mode import MODES

PATIENCE_S, REST_S = 60.0, 0.3


def address(thing: object) -> int:
    found: int = Shiboken.getCppPointer(thing)[0]
    return found


def laid_out(layout: QLayout) -> Iterator[int]:
    """The addresses of its items, and of those within."""
    for number in range(layout.count()):
        item = layout.itemAt(number)
        yield address(item)
        within = item.layout()
        if within is not None:
            yield from laid_out(within)


def main() -> None:
    application = QApplication([])
    dress(application)

    def rest() -> None:
        until = time.perf_counter() + REST_S
        while time.perf_counter() < until:
            application.processEvents()

    window = MainWindow()
    window.show()
    window.begin(files.find_scenario("interlaminar_l4_l5"), MODES[0], seed=1)
    until = time.perf_counter() + PATIENCE_S
    while (window.room is None or window.room.seen is None) and time.perf_counter() < until:
        rest()
    assert window.room is not None
    for text_pct in (*TEXT_PCT, 100):
        changed(application, text_pct=text_pct)
        rest()
    for act in ("monitors", "theatre_apart"):
        for _ in ("out", "back"):
            window.room.act(act)
            rest()
    held = {address(one) for one in Shiboken.getAllValidWrappers() if type(one) in (QWidgetItem, QSpacerItem)}
    assert held
    layouts = [one.layout() for one in QApplication.allWidgets() if isinstance(one, QWidget)]
    there = {at for layout in layouts if isinstance(layout, QLayout) and Shiboken.isValid(layout) for at in laid_out(layout)}
    print(len(held - there))
    sys.stdout.flush()
    window.close()
    abandon_all(LAST_WORDS_S)  # as the program does: no thread is left to speak to what is gone


if __name__ == "__main__":
    main()

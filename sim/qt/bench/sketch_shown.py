"""A program: seconds from a choice in the studio's form to the sketch of the changed body on the screen, in the real window.

The first time comes first: then what draws bodies is loaded and compiled too. Each later choice comes while the whole body of the one
before is being made, as a teacher clicks who tries grades.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from scenarios import files
from sim.qt.app import dress
from sim.qt.job import abandon_all
from sim.qt.studio.case_tabs import PATIENT
from sim.qt.sweeping import swept
from sim.qt.windows.main_window import MainWindow
from sim.session.home import BODIES, HOME

CASE, GRADE = "closed_foramen", (PATIENT, "body", "variants", 0, "grade")
GRADES = (1, 3, 2, 1, 3, 2)
UNDER_WAY_S = 4.0
"""Between two choices (guess: a look at the sketch)"""
SLEEP_S, LAST_WORDS_S = 0.002, 3.0


def main() -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # whoever measures has a draft of their own
        os.environ[HOME] = folder
        os.environ.pop(BODIES, None)  # nor is any of these bodies made already
        print(json.dumps(_measured()))


def _measured() -> dict[str, list[float]]:
    application = QApplication([])
    with swept():
        dress(application)
        window = MainWindow()
        window.chooser.stop_asking()
        window.show()
        page = window.studio.open()
        assert page is not None
        page.open_file(files.library()[CASE])

        def turn(until: Callable[[], bool]) -> None:
            while not until():
                application.processEvents()
                time.sleep(SLEEP_S)

        def is_drawn(asked: int) -> bool:
            """Whether the picture in three dimensions is of this question, or a later one."""
            view = page.body.view
            return view is not None and view.shown is not None and view.shown.ticket >= asked

        found: dict[str, list[float]] = {"xray": [], "solid": []}

        def change(does: Callable[[], object]) -> None:
            before, began = page.body.shown, time.perf_counter()
            does()
            turn(lambda: page.body.shown is not before and not page.body.is_whole)
            window.repaint()
            found["xray"].append(time.perf_counter() - began)
            assert page.body.view is not None
            turn(partial(is_drawn, page.body.view.room.asked))
            window.repaint()
            found["solid"].append(time.perf_counter() - began)
            rested = time.perf_counter()
            turn(lambda: time.perf_counter() - rested > UNDER_WAY_S)

        change(lambda: page.tabs.setCurrentIndex(list(page.tabs.forms).index(PATIENT)))
        for grade in GRADES:
            change(partial(page.write, GRADE, grade))
        window.close()
        abandon_all(LAST_WORDS_S)
        return found


if __name__ == "__main__":
    main()

"""A program: seconds from asking for the first page, a learner's and the class's to each one painted, with the database of the environment.

Its argument is the learner. In each list the first time comes first: of the first page as who starts the program meets it, from its being
painted to the records standing in it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from sim.qt.loading import databases_beside, undisturbed

RUNS = 5
SLEEP_S = 0.002
LAST_WORDS_S = 3.0


def main(learner: str) -> None:
    with undisturbed():  # as the program itself loads
        databases_beside()
        from PySide6.QtWidgets import QApplication

        from sim.qt.app import dress
        from sim.qt.chosen_names import remember
        from sim.qt.job import abandon_all
        from sim.qt.sweeping import swept
        from sim.qt.windows.class_page import ClassPage
        from sim.qt.windows.curve_page import CurvePage
        from sim.qt.windows.main_window import MainWindow

    remember(learner)
    application = QApplication([])
    with swept():
        dress(application)
        window = MainWindow()
        window.show()
        window.repaint()

        def seconds(ask: Callable[[], object], has_come: Callable[[], bool]) -> float:
            began = time.perf_counter()
            ask()
            while not has_come():
                application.processEvents()
                time.sleep(SLEEP_S)
            window.repaint()
            return time.perf_counter() - began

        def first() -> float:
            window.back_to_cases()
            return seconds(window.chooser.ask_transcript, lambda: window.chooser.is_told)

        def own() -> float:
            return seconds(window.gradebook.open_curve, lambda: isinstance(window.records, CurvePage) and window.records.found is not None)

        def everybody() -> float:
            return seconds(window.gradebook.open_class, lambda: isinstance(window.records, ClassPage) and window.records.found is not None)

        met = seconds(lambda: None, lambda: window.chooser.is_told)
        print(json.dumps({"first_page": [met, *_often(first)], "learning_curve": _often(own), "class_page": _often(everybody)}))
        window.close()
        abandon_all(LAST_WORDS_S)


def _often(once: Callable[[], float]) -> list[float]:
    return [once() for _ in range(RUNS + 1)]


if __name__ == "__main__":
    main(sys.argv[1])

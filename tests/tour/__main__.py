"""Pictures of every page for eyes to judge: python -m tests.tour FOLDER (with a display, or under xvfb-run -s "-screen 0 1280x720x24")

The window fills the screen. A competent attempt is played in the guided mode, with a picture at each of its steps; then its debriefing,
page by page, and the pages of learners, of the class and of the studio.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from scenarios import files
from sim.operators.script import ScriptHands
from sim.qt import palette
from sim.qt.app import LAST_WORDS_S, dress
from sim.qt.appearance import TEXT_PCT, Appearance, keep_appearance
from sim.qt.chosen_names import remember
from sim.qt.job import abandon_all
from sim.qt.sweeping import swept
from sim.qt.windows.class_page import ClassPage
from sim.qt.windows.main_window import MainWindow
from sim.qt.windows.mode import MODES
from sim.qt.words import WHOLE, languages
from sim.session.commands import Finish
from sim.studies.bench.department import SOMEBODY, filled
from tests.soak.driver import Hurry
from tests.tour.at_window import Album, settle, until
from tests.tour.attempt import before_it, played

CASE, WRITTEN, EACH, SPEED = "l4_l5_disc", "l4_l5_disc", 12, 3.0
"""Played; open in the studio; attempts of each made-up learner; and how much faster than the clock the attempt goes"""


def first_pages(window: MainWindow, album: Album) -> None:
    chooser = window.chooser
    until(lambda: chooser.is_told)
    album.keep(window, "cases", 6.0)
    for kind in range(1, chooser.kinds.count()):
        chooser.kinds.setCurrentIndex(kind)
        album.keep(window, f"cases_{kind}")
    chooser.kinds.setCurrentIndex(0)


def attempt(window: MainWindow, album: Album) -> None:
    case, guided = files.find_scenario(CASE), next(mode for mode in MODES if mode.name == "guided")
    with Hurry(SPEED) as hurry:
        window.begin(case, guided, seed=1)
        until(lambda: window.room is not None and window.room.seen is not None)
        room = window.room
        assert room is not None
        before_it(room, album)
        played(room, album, ScriptHands(files.script(files.scripts()[f"{CASE}_competent"]), case.target), hurry)
        room.ward.go_to("afterwards")
        album.keep(window, "afterwards")
        room.send(Finish())
        until(lambda: window.debriefing is not None)


def debriefing(window: MainWindow, album: Album) -> None:
    page = window.debriefing
    assert page is not None
    until(lambda: page.film.reel is not None)
    settle(4.0)
    for part in range(page.tabs.pages.count()):
        if page.tabs.pages.isTabVisible(part):
            page.tabs.pages.setCurrentIndex(part)
            album.keep(window, f"debriefing_{part}")
    for share in (0.5, 0.8):
        page.film.go_to(round(share * page.recording.steps))
        album.keep(window, f"film_{share:.0%}".rstrip("%"), 3.0)
    window.back_to_cases()


def records(window: MainWindow, album: Album) -> None:
    window.gradebook.open_class()
    until(lambda: isinstance(window.records, ClassPage) and window.records.found is not None)
    page = window.records
    assert isinstance(page, ClassPage)
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        album.keep(window, f"class_{tab}")
    window.gradebook.open_curve()
    album.keep(window, "curve", 2.5)
    window.back_to_cases()


def studio(window: MainWindow, album: Album) -> None:
    page = window.studio.open()
    assert page is not None
    page.open_file(files.library()[WRITTEN])
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        album.keep(window, f"studio_{tab}", 1.5)
    window.back_to_cases()


def dialogs(window: MainWindow, album: Album) -> None:
    for name, show in (("glossary", window.help_menu.show_glossary), ("keys", window.inputs.show_page)):
        _of_dialog(album, name, show)


def _of_dialog(album: Album, name: str, show: Callable[[], object]) -> None:
    """Which is modal: its picture is taken from within its own loop."""

    def pictured() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        album.keep(dialog, name, 3.0)
        dialog.reject()

    QTimer.singleShot(500, pictured)
    show()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.tour", description="pictures of every page")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", choices=tuple(palette.THEMES), default=next(iter(palette.THEMES)))
    parser.add_argument("--language", choices=languages(), default=WHOLE)
    parser.add_argument("--text", type=int, choices=TEXT_PCT, default=TEXT_PCT[0], help="per cent; 0: as the window is")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["TUOHY_HOME"], os.environ["TUOHY_DATABASE"] = home, f"sqlite:///{home}/made_up.sqlite"
        filled(os.environ["TUOHY_DATABASE"], EACH)
        remember(SOMEBODY)
        keep_appearance(Appearance(options.theme, options.text, language=options.language))
        application, album = QApplication([]), Album(options.folder)
        with swept():
            dress(application)
            window = MainWindow()
            window.setGeometry(application.primaryScreen().availableGeometry())
            window.show()
            for part in (first_pages, attempt, debriefing, records, studio, dialogs):
                part(window, album)
            window.close()
            abandon_all(LAST_WORDS_S)


if __name__ == "__main__":
    main()

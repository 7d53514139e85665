"""Opening the windows; without a display, playing the default case to a report instead."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.command_line.stopping import heeded
from sim.qt.desktop import has_display
from sim.qt.loading import databases_beside, undisturbed

if TYPE_CHECKING:  # Qt is loaded only where there is a display: its libraries may be absent elsewhere
    from PySide6.QtWidgets import QApplication, QWidget

    from sim.qt.windows.main_window import MainWindow

DEFAULT_SCRIPT = "interlaminar_l4_l5_competent"
LAST_WORDS_S = 3.0
"""So long a thread that still works may take to notice that nobody listens."""
REPORT = Path("out") / "default_case.html"
PICTURES = Path("out") / "default_case"


def open_studio(case: Path | None) -> int:
    """The window with the studio in it; returns the exit code. Raises InputError for a case that cannot be read, or no display."""
    from scenarios.files import InputError, read_toml

    if case is not None:
        read_toml(case)
    if not has_display():
        raise InputError("studio: there is no display here, and the studio is a page of the window")

    def into_studio(window: MainWindow) -> None:
        window.studio.open() if case is None else window.studio.open_file(case)

    return _run(into_studio)


def open_package(path: Path) -> int:
    """The window, which installs it, as a desktop asks for on a double click; without a display it is installed all the same."""
    if not has_display():
        from sim.command_line.entry import run

        return run(["install", str(path)])
    return _run(lambda window: window.packages.take(path))


def open_windows() -> int:
    """Run the program; returns its exit code."""
    if not has_display():
        from sim.command_line.entry import run

        print("There is no display here, so the windows stay shut; the default case is played to a report instead.")
        return run(["replay", DEFAULT_SCRIPT, "--report", str(REPORT), "--images", str(PICTURES)])
    return _run(lambda _: None)


def _run(first: Callable[[MainWindow], None]) -> int:
    """Until the window is shut; what is done first is done when it is shown."""
    with undisturbed():
        databases_beside()
        from sim.qt.application import Application
        from sim.qt.job import abandon_all
        from sim.qt.sweeping import swept
        from sim.qt.windows.main_window import MainWindow

    application = Application(sys.argv)
    application.setApplicationName("Tuohy")
    application.setDesktopFileName("tuohy")
    with swept():
        dress(application)
        window = MainWindow()
        application.opened.connect(window.packages.take)
        with closed_by_signals(application, window):
            window.show()
            window.foresight.look_at(window.chooser)
            first(window)
            code = application.exec()
        abandon_all(LAST_WORDS_S)
    return code


@contextmanager
def closed_by_signals(application: QApplication, window: QWidget) -> Iterator[None]:
    """While this lasts a signal to stop closes the window as its user would: what is under way stays on disk.

    Python hears of a signal only when it runs, and while nobody touches the window Qt runs alone: a byte through a socket wakes it.
    """
    from PySide6.QtCore import QSocketNotifier

    hears, tells = socket.socketpair()
    for end in (hears, tells):
        end.setblocking(False)
    notifier = QSocketNotifier(hears.fileno(), QSocketNotifier.Type.Read)

    def stop() -> None:
        number = hears.recv(1)[0]
        window.close()
        application.exit(128 + number)

    notifier.activated.connect(stop)
    before = {number: signal.signal(number, lambda *_: None) for number in heeded()}
    woken = signal.set_wakeup_fd(tells.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(woken)
        for number, handler in before.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        hears.close()
        tells.close()


def dress(application: QApplication) -> None:
    """As this user chose; who chose nothing goes with the desktop, also when that turns from dark to light."""
    from sim.qt.appearance import kept_appearance, put_on, speak_to

    application.setStyle("Fusion")
    speak_to(application, kept_appearance())
    put_on(application, kept_appearance())
    application.styleHints().colorSchemeChanged.connect(lambda: put_on(application, kept_appearance()))

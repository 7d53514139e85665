"""The program as it is started: with a display, without one, with one that leads nowhere; and stopped by a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

import main
from sim.command_line import entry
from sim.qt import app, desktop
from sim.qt.app import closed_by_signals
from tests.conftest import PROJECT
from tests.qt.conftest import User
from tests.somebody import PATIENCE_S

linux = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="windows are always there")

NOWHERE = {
    "no X server of that number": {"DISPLAY": ":4711"},
    "no such name": {"DISPLAY": "nonsense"},
    "empty": {"DISPLAY": "", "WAYLAND_DISPLAY": ""},
    "no Wayland": {"WAYLAND_DISPLAY": "wayland-4711"},
    "neither": {"DISPLAY": ":4711", "WAYLAND_DISPLAY": "wayland-4711"},
    "no room for Wayland": {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nonexistent"},
    "none": {},
}


@linux
@pytest.mark.parametrize("name", NOWHERE)
def test_a_display_that_leads_nowhere_is_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(each, raising=False)
    for each, value in NOWHERE[name].items():
        monkeypatch.setenv(each, value)
    assert not desktop.has_display()


@linux
def test_one_that_leads_nowhere_does_not_stand_before_one_that_answers(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-4711")
    assert desktop.has_display()
    assert "WAYLAND_DISPLAY" not in os.environ


@linux
@pytest.mark.parametrize("name", ["no X server of that number", "no Wayland"])
def test_the_program_plays_to_a_report_then(name: str, tmp_path: Path) -> None:
    """The whole program, but for the replay itself. Fault: Qt ended it with a core file."""
    replayed = "sim.command_line.entry.run = lambda arguments: print(arguments[0]) or 7"
    program = f"import sys, main, sim.command_line.entry; sys.argv = ['tuohy']; {replayed}; sys.exit(main.main())"
    environs = (
        {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        | NOWHERE[name]
        | {"XDG_RUNTIME_DIR": str(tmp_path)}
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, env=environs, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (7, "")
    assert done.stdout.splitlines()[1:] == ["replay"]


def test_a_file_that_is_opened_while_it_runs_is_told() -> None:
    """So a Mac hands over what was clicked twice. In a program of its own: there is one application in each."""
    program = """
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from sim.qt.application import Application
application = Application([])
application.opened.connect(print)
application.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile("/a b.tuohy")))
"""
    environs = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, env=environs, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(Path("/a b.tuohy"))


def test_a_package_alone_opens_the_window_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a desktop asks for on a double click; where there is no display it is installed without one."""
    opened: list[Path] = []
    monkeypatch.setattr(app, "_run", lambda first: first(SimpleNamespace(packages=SimpleNamespace(take=opened.append))) or 5)
    monkeypatch.setattr(sys, "argv", ["tuohy", "my case.tuohy"])
    monkeypatch.setattr(app, "has_display", lambda: True)
    assert (main.main(), opened) == (5, [Path("my case.tuohy")])
    monkeypatch.setattr(app, "has_display", lambda: False)
    monkeypatch.setattr(entry, "run", lambda arguments: 7 if arguments == ["install", "my case.tuohy"] else 1)
    assert main.main() == 7


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_closes_the_window_at_the_chooser(number: signal.Signals, user: User, qapp: QApplication) -> None:
    """Nobody touches it meanwhile. Fault: Ctrl+C did nothing."""
    assert left_by(number, user, qapp) == 128 + number
    assert not user.window.isVisible()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_signal_in_an_attempt_leaves_it_on_disk(user: User, qapp: QApplication, own_home: Path) -> None:
    """Behind a dialog too."""
    user.begin()
    controller = user.room.controller
    QTimer.singleShot(0, lambda: QMessageBox.about(user.window, "About", "A dialog"))
    assert left_by(signal.SIGTERM, user, qapp) == 128 + signal.SIGTERM
    assert not controller._thread.is_alive()
    assert b'"end"' not in controller.path.read_bytes()


def left_by(number: signal.Signals, user: User, application: QApplication) -> int:
    """The exit code of the window's loop after a signal came from another process while Qt ran alone."""
    before = signal.signal(number, signal.default_int_handler)
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(lambda: application.exit(1))
    late.start(round(1000 * PATIENCE_S))
    # the word that the last window is closed would come after this loop's end, and stop every later loop of these tests before it begins
    application.setQuitOnLastWindowClosed(False)
    try:
        with closed_by_signals(application, user.window):
            sender = subprocess.Popen([sys.executable, "-c", f"import os; os.kill({os.getpid()}, {int(number)})"])
            code = application.exec()
            sender.wait()
    finally:
        application.setQuitOnLastWindowClosed(True)
        signal.signal(number, before)
    return code

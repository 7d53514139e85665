"""Homes in which nothing can be kept, as a user finds them who is not root: the window comes, says so, and waits for nobody."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.session.home import HOME
from tests.somebody import by_somebody, folder_of_somebody, is_root

PROGRAM = """
import json, os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from meshes.person import Person
from scenarios import files
from sim.qt.windows.keys_dialog import KeysDialog
from sim.qt.windows import main_window
from sim.qt.windows.main_window import MainWindow
from sim.qt.windows.mode import MODES
from sim.session import patients
from sim.session.world import World

application = QApplication([])
world = World.of(files.find_scenario("caudal"))
World.of = lambda *_: world
main_window.Imager = lambda _: None  # no attempt begins that would take a picture
shipped = patients.shipped_patient("reference")
patients.built = lambda *_: shipped
told = {}
for name, home in json.loads(sys.argv[1]).items():
    os.environ.pop("TUOHY_HOME", None)
    if home:
        os.environ["TUOHY_HOME"] = home
    window = MainWindow()
    window.show()
    said = []
    QMessageBox.warning = lambda *words: (said.append(words[2]), application.quit())
    late = QTimer(singleShot=True)
    late.timeout.connect(application.quit)
    late.start(300_000)
    window.begin(files.find_scenario("caudal"), MODES[0], seed=1)
    application.exec()
    dialog = KeysDialog(window, window.inputs.devices)
    dialog._save()
    told[name] = {
        "said": said,
        "at_the_cases": window.pages.currentWidget() is window.chooser,
        "keys": dialog.fault.text(),
        "body": patients.patient_of(Person(sex="male", seed=4)).name,
    }
    window.close()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def homes() -> Iterator[dict[str, Path | None]]:
    with folder_of_somebody() as folder:
        found = {name: folder / name for name in ("read_only", "another's", "shut")}
        for home in found.values():
            home.mkdir()
        found["read_only"].chmod(0o555)
        found["shut"].chmod(0o000)
        if not is_root():  # then nothing of another user's can be made here: the root of the system is his
            found["another's"] = Path("/")
        yield found | {"none": None}
        for home in found.values():
            if home.parent == folder:
                home.chmod(0o755)


@pytest.fixture(scope="module")
def told(homes: dict[str, Path | None], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program said in each of them; the same process has them all, for each new one compiles anew."""
    if "DISPLAY" not in os.environ:
        pytest.skip("no X server for another user's window")
    with folder_of_somebody() as folder:
        asked = json.dumps({name: str(home) if home else "" for name, home in homes.items()})
        done = by_somebody("-c", PROGRAM, asked, folder=folder, QT_QPA_PLATFORM="offscreen")
        assert list(folder.iterdir()) == []
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", ["read_only", "another's", "shut", "none"])
def test_the_window_says_that_nothing_can_be_kept(name: str, told: dict[str, Any], homes: dict[str, Path | None]) -> None:
    """Faults: Loading for ever, or a traceback before there was a window."""
    place = str(homes[name] or HOME)
    assert told[name]["at_the_cases"]
    (said,) = told[name]["said"]
    assert place in said
    assert place in told[name]["keys"]


@pytest.mark.parametrize("name", ["read_only", "another's", "shut", "none"])
def test_a_body_is_built_for_this_once(name: str, told: dict[str, Any]) -> None:
    assert told[name]["body"] == "reference"

"""The README's pictures: python docs/make_pictures.py (with a display of 1600 x 1000 at least, or under xvfb-run)

The table in the middle of a competent attempt, broken off while contrast is given, and the room about it; the debriefing of a
careless one; a chart's MRI; the first page and the class's, of made-up learners; the studio; four views.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).parent.parent))

from scenarios import files
from scenarios.schema import Scenario
from sim.fluoroscopy.carm import FIELDS_MM, View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.views import named_pose
from sim.operators.script import ScriptHands
from sim.qt.app import dress
from sim.qt.chosen_names import remember
from sim.qt.panels.chart_page import ChartPage
from sim.qt.studio.manuscript import Place
from sim.qt.sweeping import swept
from sim.qt.windows.class_page import ClassPage
from sim.qt.windows.main_window import MainWindow
from sim.qt.windows.mode import MODES, Mode
from sim.qt.windows.room import Room
from sim.records.recording import Recorder
from sim.records.store import Kept, unfinished
from sim.session.observation import Observation
from sim.session.patients import shipped_patient
from sim.session.session import Session
from sim.session.world import World
from sim.studies.bench.department import SOMEBODY, filled
from sim.studies.rehearsal import perform
from tests.tour.at_window import settle, until

HERE = Path(__file__).parent.parent / "assets" / "pictures"
CASE, READ, QUALITY = "interlaminar_l4_l5", "l4_l5_disc", 82
SIZE, IMAGING, STILL = (1440, 810), 2, 640
"""Of the window; the row of the chart's list; and the side of the tile's picture in pixels."""
EACH = 12
"""Attempts of each made-up learner"""
WRITTEN: tuple[tuple[Place, Any], ...] = (
    (("name",), "right_l5_stenosis"),
    (("title",), "Right L5 foraminal stenosis"),
    (("patient", "name"), "Mrs Reed"),
    (("patient", "age"), 70),
    (("patient", "sex"), "female"),
    (("patient", "complaint"), "Six months of pain down the right leg to the big toe, worse on standing."),
    (("patient", "body", "stature_mm"), 1650.0),
    (("patient", "body", "bmi"), 33.0),
    (("patient", "body", "variants"), [{"kind": "foraminal_stenosis", "interspace": "L5-S1", "side": "right", "grade": 2}]),
)
"""Of the case in the studio"""
GIVEN_ML = 1.8
"""Of contrast, when the room is pictured."""
VIEWS, TAKEN, SHOWN = (("AP", "L4"), ("lateral", "L4"), ("oblique", "L4"), ("clo", "L5")), 1184, 600


def broken_off(world: World, path: Path) -> None:
    """A competent attempt, left in the middle of its contrast."""
    hands = ScriptHands(files.script(files.scripts()[f"{CASE}_competent"]), world.scenario.target)
    session = Session(world, 1)
    recorder = Recorder(session, "user", path)
    seen: Observation = session.look()
    work = hands.work(seen, world.screen)
    orders = next(work)
    while True:
        for command in [] if isinstance(orders, int) else orders:
            recorder.do(command)
        seen = session.step()
        recorder.after_step()
        flow = session.truth().flow.deposits.get("epidural")
        if flow is not None and flow.amount.sum() > GIVEN_ML:
            break
        orders = work.send(seen)
    recorder.flush()
    recorder.leave()


def kept(window: MainWindow, name: str) -> None:
    picture = window.grab().toImage()
    picture.convertToFormat(picture.Format.Format_RGB888).save(str(HERE / f"{name}.jpg"), quality=QUALITY)
    print(f"{name}.jpg: {(HERE / f'{name}.jpg').stat().st_size // 1024} kB")


def still(room: Room) -> None:
    """The room in 3D alone: what its tile shows until somebody opens it."""
    room.theatre.bar.hide()
    picture = room.theatre.grab().toImage().scaled(STILL, STILL)
    picture.convertToFormat(picture.Format.Format_RGB888).save(str(HERE / "theatre_still.jpg"), quality=QUALITY)
    room.theatre.bar.show()


def four_views() -> None:
    """AP, lateral, ipsilateral and contralateral oblique of the reference patient."""
    anatomy = shipped_patient("reference")
    imager, found = Imager(anatomy), []
    for n, (kind, level) in enumerate(VIEWS, 1):
        view = View(named_pose(anatomy, kind, level, "right"), FIELDS_MM[1])
        exposure = Exposure(n, n, view, automatic(thickness(anatomy, view)), OPEN, None, None)
        found.append(np.asarray(Image.fromarray(imager.greys(exposure, TAKEN)).resize((SHOWN, SHOWN))))
    Image.fromarray(np.block([found[:2], found[2:]])).save(HERE / "views.jpg", quality=QUALITY)


def begun(window: MainWindow, case: Scenario, mode: Mode, unended: Kept | None = None) -> Room:
    window.begin(case, mode, unended)
    until(lambda: window.room is not None and window.room.seen is not None)
    settle(4.0)
    assert window.room is not None
    return window.room


def at_the_table(window: MainWindow, case: Scenario, mode: Mode) -> None:
    """The pictures and the instruments; the room in three dimensions; what comes of a careless attempt."""
    room = begun(window, case, mode, unfinished()[0])
    room.act("theatre")
    until(lambda: room.theatre.is_drawn)
    settle(6.0)
    kept(window, "theatre")
    room.act("theatre")
    settle(3.0)
    kept(window, "room")
    careless = ScriptHands(files.script(files.scripts()[f"{CASE}_careless"]), case.target)
    room.controller.ended.emit(perform(careless, Session(World.of(case), 1)))  # as if that had been the attempt
    settle(12.0)
    kept(window, "debriefing")
    window.back_to_cases()


def empty_room(window: MainWindow, case: Scenario, mode: Mode) -> None:
    """Before anything is done in it: the tile is no picture of any one attempt."""
    room = begun(window, case, mode)
    room.act("theatre")
    until(lambda: room.theatre.is_drawn)
    settle(6.0)
    still(room)
    window.back_to_cases()


def mri(window: MainWindow, mode: Mode) -> None:
    """The page of a chart on which the MRI is read."""
    room = begun(window, files.find_scenario(READ), mode)
    page = room.pages["chart"]
    assert isinstance(page, ChartPage)
    page.pages.setCurrentRow(IMAGING)
    settle(6.0)
    kept(window, "mri")
    window.back_to_cases()


def department(window: MainWindow) -> None:
    """The first page and the class's, of made-up learners."""
    until(lambda: window.chooser.is_told)
    settle(2.0)
    kept(window, "cases")
    window.gradebook.open_class()
    until(lambda: isinstance(window.records, ClassPage) and window.records.found is not None)
    settle(2.0)
    kept(window, "class")
    window.back_to_cases()


def studio(window: MainWindow) -> None:
    """A case while it is written, and the body that it asks for."""
    page = window.studio.open()
    assert page is not None
    page.open_file(files.library()[READ])
    for place, value in WRITTEN:
        page.write(place, value)
    page.tabs.setCurrentIndex(list(page.tabs.forms).index("patient"))
    until(lambda: page.body.is_whole)
    settle(2.0)
    kept(window, "studio")


def main() -> None:
    four_views()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TUOHY_HOME"], os.environ["TUOHY_DATABASE"] = folder, f"sqlite:///{folder}/made_up.sqlite"
        filled(os.environ["TUOHY_DATABASE"], EACH)
        remember(SOMEBODY)
        world = World.of(files.find_scenario(CASE))
        broken_off(world, Path(folder) / "attempts" / f"00001_{CASE}.jsonl")
        application = QApplication([])
        with swept():
            dress(application)
            window = MainWindow()
            window.resize(*SIZE)
            window.show()
            department(window)
            guided = next(mode for mode in MODES if mode.name == "guided")
            at_the_table(window, world.scenario, guided)
            empty_room(window, world.scenario, guided)
            mri(window, guided)
            studio(window)
            window.close()


if __name__ == "__main__":
    main()

"""What the first start compiles is compiled before the room opens, and told."""

from __future__ import annotations

import json
import subprocess
import sys

from sim.qt.windows import first_look
from sim.session.world import World
from tests.conftest import PROJECT

PROGRAM = """
import json
from meshes.compiled import KeptCode
from scenarios import files
from sim.fluoroscopy.picture import opened
from sim.qt.windows.first_look import ready
from sim.session.commands import PressPedal
from sim.session.session import Session

asked = []
load = KeptCode.load_overload
KeptCode.load_overload = lambda self, *of: asked.append(self._impl.filename_base) or load(self, *of)
made = ready(files.find_scenario("interlaminar_l4_l5"), None, None, lambda stage, share: None)
session = Session(made.world, 1)
session.do(PressPedal())
exposures = []
while len(exposures) < 2:
    picture = session.step().live
    if picture is not None and opened(picture) not in exposures:
        exposures.append(opened(picture))
asked.clear()
for exposure in exposures:
    made.imager.greys(exposure)
print(json.dumps(asked))
"""


def test_pictures_find_all_their_code_made() -> None:
    """In a process of its own. Fault: a first start held the first picture for seconds, after the pedal was pressed and wordlessly."""
    said = subprocess.run([sys.executable, "-c", PROGRAM], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert json.loads(said.stdout) == []


def test_the_same_body_keeps_its_pictures(interlaminar: World) -> None:
    case, told = interlaminar.scenario, list[str]()
    made = first_look.ready(case, None, None, lambda stage, _: told.append(stage))
    again = first_look.ready(case, None, made, lambda stage, _: told.append(stage))
    assert again.imager is made.imager
    assert again.world is not made.world
    assert set(told) <= {"Preparing for this computer (first time only)"}

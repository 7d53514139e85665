"""How fast and how large on this machine: each figure a median with its spread. Compare figures of one run, as ratios."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from meshes.anatomy import Anatomy
from meshes.voxels import threads
from scenarios import files
from scenarios.equipment import needles
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.detector import Shot, developed, exposed, lagged
from sim.fluoroscopy.display import shown
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.shadows import Iodine, Steel
from sim.fluoroscopy.views import named_pose
from sim.operators.reference import reference_hands
from sim.physics.flow import CONTRAST, Flow
from sim.physics.needle import Needle
from sim.session.patients import SHIPPED, reference_built, shipped_patient
from sim.session.session import STEP_S, Session
from sim.session.world import World
from sim.studies.memory import peak_mb
from sim.studies.rehearsal import perform
from sim.studies.slowest import in_new_process, usual

Figures = dict[str, Any]
STEPS_A_PICTURE = 4
"""At eight pictures a second."""
STEPS_AT_ML = (1, 3, 5, 10)
START = (
    "import time; t = time.perf_counter()\n"
    "from scenarios import files\nfrom sim.session.world import World\n"
    "from sim.session.session import Session\nfrom sim.fluoroscopy.imager import Imager\n"
    "from sim.fluoroscopy.picture import opened\nfrom sim.session.commands import PressPedal\n"
    "session = Session(World.of(files.find_scenario('interlaminar_l4_l5')), 1)\n"
    "session.do(PressPedal())\nseen = session.step()\n"
    "Imager(session.world.anatomy).greys(opened(seen.live))\nprint(time.perf_counter() - t)"
)

PATIENT = (
    "import tracemalloc\nfrom sim.session.patients import shipped_patient\nshipped_patient('reference')\n"
    "tracemalloc.start()\npatient = shipped_patient('reference')\nprint(tracemalloc.get_traced_memory()[1] / 1e6)"
)
"""The most that is held while a patient is read; what the program itself takes is there before."""

RACE = (
    "import json, sys\nfrom sim.fluoroscopy.carm import View\nfrom sim.fluoroscopy.views import named_pose\n"
    "from sim.session.patients import shipped_patient\nfrom sim.exchange.peer import race\npatient = shipped_patient('reference')\n"
    "print(json.dumps(race(patient, View(named_pose(patient, 'AP', 'L4')), int(sys.argv[1]))))"
)

FIRST_PRESS = (
    "import time\nfrom scenarios import files\nfrom sim.physics.flow import CONTRAST\nfrom sim.session.world import World\n"
    "from sim.session.session import STEP_S, Session\nsession = Session(World.of(files.find_scenario('interlaminar_l4_l5')), 1)\n"
    "session.make_ready().result()\nflow, place = session.truth().flow, session.world.target\n"
    "tissue = int(session.world.anatomy.tissue_at(place)[0])\nt = time.perf_counter()\ndeposit = flow.deposit_for(place, tissue)\n"
    "flow.inject(deposit, CONTRAST, 0.5 * STEP_S, STEP_S)\ndeposit.iodine_mg\nprint(time.perf_counter() - t)"
)
"""The first press of the plunger in a session whose needle has travelled: as long as it took to make the lattice ready."""

ALIKE = (
    "import json, sys\nfrom sim.fluoroscopy.carm import Pose, View\nfrom sim.fluoroscopy.views import named_pose\n"
    "from sim.session.patients import shipped_patient\nfrom sim.exchange.peer import agreement\npatient = shipped_patient('reference')\n"
    "ap, orbit = named_pose(patient, 'AP', 'L4'), float(sys.argv[1])\n"
    "pose = Pose(orbit, ap.tilt_deg if abs(orbit) < 45 else 0.0, ap.centre)\n"
    "print(json.dumps(agreement(patient, View(pose), 512)))"
)
ORBITS = {"ap": 0, "lateral": 90, "oblique_25": 25, "contralateral_50": -50}
"""Degrees at which both programs' pictures are held against each other; AP and oblique along the upper end-plate of L4."""

STEER = (
    "import json, time\nimport numpy as np\nfrom PySide6.QtWidgets import QApplication\n"
    "from sim.fluoroscopy.carm import Pose, View\nfrom sim.fluoroscopy.collimator import OPEN\n"
    "from sim.fluoroscopy.dose import automatic, thickness\nfrom sim.fluoroscopy.exposure import Exposure\n"
    "from sim.fluoroscopy.views import named_pose\nfrom sim.fluoroscopy.imager import Imager\n"
    "from sim.fluoroscopy.picture import pictured\n"
    "from sim.session.patients import shipped_patient\nfrom sim.qt.darkroom import Darkroom\nfrom sim.qt.panels.monitor import Monitor\n"
    "patient, app = shipped_patient('reference'), QApplication([])\nmiddle = named_pose(patient, 'AP', 'L4').centre\n"
    "views = [View(Pose(orbit, 5.0, middle)) for orbit in np.linspace(-45.0, 90.0, 68).tolist()]\n"
    "turns = iter([Exposure(n, n, view, automatic(thickness(patient, view)), OPEN, None, None) for n, view in enumerate(views, 1)])\n"
    "monitor, room, times = Monitor('live'), Darkroom(Imager(patient)), []\nmonitor.resize(900, 900)\nmonitor.show()\n"
    "def more():\n    turn = next(turns, None)\n    room.ask('live', pictured(turn, '', {}, ())) if turn else app.quit()\n"
    "def show(name, made):\n    more()\n    monitor.show_print(made)\n    monitor.repaint()\n    times.append(time.perf_counter())\n"
    "room.made.connect(show)\nmore()\napp.exec()\nroom.close()\nprint(json.dumps((1 / np.diff(times[5:])).tolist()))"
)
"""An orbit through 135 degrees in steps of 2, from the darkroom to the painted monitor; the first pictures warm up. No window is seen."""


def measure(anatomy: Anatomy, progress: Callable[[str], None] | None = None) -> Figures:
    """All figures of the design's section 9."""
    say = progress or (lambda what: None)
    figures: Figures = {"machine": machine()}
    say("start")
    figures["start_s"] = _spread([_started() for _ in range(4)][1:])
    say("patient")
    figures["patient_load_s"] = _spread(_times(lambda: shipped_patient("reference"), 5))
    figures["patient_memory_mb"] = _spread([_told(PATIENT) for _ in range(3)])
    figures["patient_file_mb"] = _spread([sum(path.stat().st_size for path in (SHIPPED / "reference").iterdir()) / 1e6])
    figures["patient_build_s"] = _spread(_times(reference_built, 3))
    say("pictures")
    figures |= _pictures(anatomy)
    say("steering")
    figures["steer_per_s"] = _spread(_steered())
    say("the same surfaces by gVirtualXRay")
    figures |= _beside_gvxr()
    say("needle and contrast")
    figures |= _needle(anatomy)
    figures |= _contrast(anatomy)
    figures["first_press_ms"] = _spread([1e3 * _told(FIRST_PRESS) for _ in range(4)][1:])
    say("attempts")
    figures["attempts_per_core_s"] = _spread(_attempts(anatomy))
    say("the slowest command")
    figures |= _slowest()
    figures["peak_rss_mb"] = _spread([peak_mb()])
    return figures


def machine() -> str:
    processor = platform.processor() or platform.machine()
    return f"{platform.platform()}, {processor}, {os.cpu_count()} processors, {threads()} threads, Python {platform.python_version()}"


def _spread(values: list[float]) -> dict[str, float]:
    return {"median": float(np.median(values)), "min": float(min(values)), "max": float(max(values)), "runs": float(len(values))}


def _steered() -> list[float]:
    """Pictures a second while the C-arm turns, each from the one before it."""
    done = subprocess.run(
        [sys.executable, "-c", STEER], capture_output=True, text=True, check=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    )
    rates: list[float] = json.loads(done.stdout.splitlines()[-1])
    return rates


def _times(work: Callable[[], object], runs: int, warm: int = 0) -> list[float]:
    for _ in range(warm):
        work()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def _started() -> float:
    """From nothing but an interpreter to the first picture."""
    return _told(START)


def _slowest() -> Figures:
    """With what is compiled on disk, as on every day but the first; and with none of it. A new process each time."""
    warm = [in_new_process() for _ in range(4)][1:]
    cold = []
    for _ in range(3):
        with TemporaryDirectory() as empty:
            cold.append(in_new_process(empty))
    return {
        "slowest_command_ms": _spread([1e3 * seconds for seconds, _ in warm]),
        "slowest_command": usual([kind for _, kind in warm]),
        "slowest_command_cold_s": _spread([seconds for seconds, _ in cold]),
        "slowest_command_cold": usual([kind for _, kind in cold]),
    }


def _told(program: str) -> float:
    """The last number that a new process prints."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def _pictures(anatomy: Anatomy) -> Figures:
    imager = Imager(anatomy)
    middle = named_pose(anatomy, "AP", "L4").centre
    poses = iter(Pose(orbit, 5.0, middle) for orbit in np.linspace(-60.0, 90.0, 60))
    figures: Figures = {}

    def new_pose(size: int) -> None:
        imager.fluoroscope.background(View(next(poses)), 80.0, size)

    for size in (512, 1024):
        figures[f"xray_{size}_ms"] = _spread([1e3 * s for s in _times(partial(new_pose, size), 11, warm=2)])
    view = View(named_pose(anatomy, "AP", "L4"))
    technique = automatic(thickness(anatomy, view))
    flow = Flow(anatomy, 1)
    target = anatomy.landmark("L4-L5/window")
    deposit = flow.deposit_for(target, int(anatomy.tissue_at(target)[0]))
    assert deposit is not None
    for _ in range(192):
        flow.inject(deposit, CONTRAST, 0.5 * STEP_S, STEP_S)
    some = deposit.amount[CONTRAST] > 1e-7
    contrast = Iodine(deposit.space.places[some], (deposit.amount[CONTRAST][some] * 240).astype(np.float32), deposit.space.cell_mm)
    shift = iter(np.linspace(0, 3, 100))
    signal = imager.fluoroscope.linear(view, technique.kvp, 1024)

    def live() -> None:
        nonlocal signal
        nodes = np.linspace(target + [12.0, -60.0, -20.0 - next(shift)], target, 12)
        signal = imager.fluoroscope.linear(view, technique.kvp, 1024, Steel(nodes, 0.635, 0.42), contrast)

    figures["live_1024_ms"] = _spread([1e3 * s for s in _times(live, 21, warm=2)])
    shot = Shot(1, view.field_mm, technique.thickness_mm, technique.detector_ugy)
    earlier = exposed(signal, shot)
    mask = developed(earlier, shot)

    def display() -> None:
        """All of it: lag of two pulses before, a mask to be taken away."""
        shown(developed(lagged([exposed(signal, shot), earlier, earlier]), shot), shot, mask=mask)

    through = _times(display, 21, warm=2)
    figures["display_1024_ms"] = _spread([1e3 * (a + b) for a, b in zip(_times(live, 21), through, strict=True)])
    return figures


def _beside_gvxr() -> Figures:
    """How many times faster than gVirtualXRay on the same surfaces, in turn, and how alike; in processes of their own."""
    figures: Figures = {}
    for size in (512, 1024):
        done = subprocess.run([sys.executable, "-c", RACE, str(size)], capture_output=True, text=True)
        if done.returncode:
            said = done.stderr.strip().splitlines() or [f"it ended with {done.returncode} and said nothing"]
            return {"gvxr": f"gVirtualXRay did not run: {said[-1]}"}
        ms = json.loads(done.stdout.splitlines()[-1])
        figures[f"gvxr_{size}_ms"] = _spread(ms["gvxr"])
        figures[f"gvxr_{size}_ratio"] = _spread([theirs / ours for theirs, ours in zip(ms["gvxr"], ms["ours"], strict=True)])
    for name, orbit in ORBITS.items():
        done = subprocess.run([sys.executable, "-c", ALIKE, str(orbit)], capture_output=True, text=True, check=True)
        for what, value in json.loads(done.stdout.splitlines()[-1]).items():
            figures[f"gvxr_{name}_{what}"] = _spread([value])
    return figures


def _needle(anatomy: Anatomy) -> Figures:
    world = World.of(files.find_scenario("interlaminar_l4_l5"), anatomy)
    hands = reference_hands(world.scenario)
    session = Session(world, 1)
    perform(hands, session)
    state = session.truth()
    entry = next(e for e in state.events if e.kind == "pass_begun").data
    needle = Needle(needles()["18G Tuohy"])
    needle.place(np.array(entry["entry"]), np.array(entry["direction"]), world.body)
    seconds = _times(lambda: needle.advance(0.5, world.body), 100)
    return {"needle_step_us": _spread([1e6 * s for s in seconds])}


def _contrast(anatomy: Anatomy) -> Figures:
    flow = Flow(anatomy, 1)
    target = anatomy.landmark("L4-L5/window")
    deposit = flow.deposit_for(target, int(anatomy.tissue_at(target)[0]))
    assert deposit is not None
    solved = []
    for k in range(1, 13):
        source, place = deposit.source, target + np.array([0.0, 0.0, 2.4 * k])
        (seconds,) = _times(lambda at=place: deposit.aim(at), 1)  # type: ignore[misc]
        if deposit.source != source:  # else nothing was solved
            solved.append(1e3 * seconds)
    figures: Figures = {"contrast_solve_ms": _spread(solved)}
    given_ml = 0.0

    def between_pictures() -> None:
        nonlocal given_ml
        for _ in range(STEPS_A_PICTURE):
            flow.inject(deposit, CONTRAST, 0.5 * STEP_S, STEP_S)
            given_ml += 0.5 * STEP_S
        assert deposit.iodine_mg.any()

    for ml in STEPS_AT_ML:
        while given_ml < ml - 0.25:
            between_pictures()
        figures[f"contrast_step_at_{ml}_ml_ms"] = _spread([1e3 * s / STEPS_A_PICTURE for s in _times(between_pictures, 8)])
    return figures


def _attempts(anatomy: Anatomy) -> list[float]:
    """Scripted attempts a second of one core's time, each in a session of its own seed."""
    case, rates = files.find_scenario("interlaminar_l4_l5"), []
    world = World.of(case, anatomy)
    for seed in range(9):
        start = time.process_time()
        perform(reference_hands(case), Session(world, seed))
        rates.append(1.0 / (time.process_time() - start))
    return rates[1:]

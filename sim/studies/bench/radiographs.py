"""X-ray pictures: at a new pose, of the same with needle and contrast moved, and all that the display does."""

from __future__ import annotations

from functools import partial

import numpy as np

from meshes.anatomy import Anatomy
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.detector import Shot, developed, exposed, lagged
from sim.fluoroscopy.display import shown
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.shadows import Iodine, Steel
from sim.fluoroscopy.views import named_pose
from sim.physics.flow import CONTRAST, Flow
from sim.session.session import STEP_S
from sim.studies.bench.figures import Figures, spread, times
from sim.studies.bench.fluids import IODINE_MG_ML, RATE_ML_S

STEPS = 192
"""So long contrast ran in before: about ten ml."""


def picture_times(anatomy: Anatomy) -> Figures:
    imager = Imager(anatomy)
    middle = named_pose(anatomy, "AP", "L4").centre
    poses = iter(Pose(orbit, 5.0, middle) for orbit in np.linspace(-60.0, 90.0, 60))
    figures: Figures = {}

    def new_pose(size: int) -> None:
        imager.fluoroscope.background(View(next(poses)), 80.0, size)

    for size in (512, 1024):
        figures[f"xray_{size}_ms"] = spread([1e3 * s for s in times(partial(new_pose, size), 11, warm=2)])
    view = View(named_pose(anatomy, "AP", "L4"))
    technique = automatic(thickness(anatomy, view))
    target = anatomy.landmark("L4-L5/window")
    contrast = _spread_out(anatomy, target)
    shift = iter(np.linspace(0, 3, 100))
    signal = imager.fluoroscope.linear(view, technique.kvp, 1024)

    def live() -> None:
        nonlocal signal
        nodes = np.linspace(target + [12.0, -60.0, -20.0 - next(shift)], target, 12)
        signal = imager.fluoroscope.linear(view, technique.kvp, 1024, Steel(nodes, 0.635, 0.42), contrast)

    figures["live_1024_ms"] = spread([1e3 * s for s in times(live, 21, warm=2)])
    shot = Shot(1, view.field_mm, technique.thickness_mm, technique.detector_ugy)
    earlier = exposed(signal, shot)
    mask = developed(earlier, shot)

    def display() -> None:
        """All of it: lag of two pulses before, a mask to be taken away."""
        shown(developed(lagged([exposed(signal, shot), earlier, earlier]), shot), shot, mask=mask)

    through = times(display, 21, warm=2)
    figures["display_1024_ms"] = spread([1e3 * (a + b) for a, b in zip(times(live, 21), through, strict=True)])
    return figures


def _spread_out(anatomy: Anatomy, target: np.ndarray) -> Iodine:
    """Contrast that was given at a window."""
    flow = Flow(anatomy, 1)
    deposit = flow.deposit_for(target, int(anatomy.tissue_at(target)[0]))
    assert deposit is not None
    for _ in range(STEPS):
        flow.inject(deposit, CONTRAST, RATE_ML_S * STEP_S, STEP_S, IODINE_MG_ML)
    iodine_mg = deposit.iodine_mg
    some = iodine_mg > 1e-7
    return Iodine(deposit.space.places[some], iodine_mg[some].astype(np.float32), deposit.space.cell_mm)

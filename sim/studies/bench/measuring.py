"""All figures of one machine, each a median with its spread. Compare figures of one run, as ratios."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable

from meshes.anatomy import Anatomy, load
from meshes.sharing import threads
from sim.session.patients import SHIPPED, reference_built
from sim.studies.bench.attempts import attempt_rates
from sim.studies.bench.department import page_times
from sim.studies.bench.figures import Figures, spread, times, told_by, told_or_why
from sim.studies.bench.fluids import contrast, needle_step
from sim.studies.bench.memory import peak_mb
from sim.studies.bench.radiographs import picture_times
from sim.studies.bench.slowest import slowest_command
from sim.studies.bench.start import started

ORBITS = {"ap": 0, "lateral": 90, "oblique_25": 25, "contralateral_50": -50}
"""Degrees at which both programs' pictures are held against each other; AP and oblique along the upper end-plate of L4."""


def measure(anatomy: Anatomy, progress: Callable[[str], None] | None = None) -> Figures:
    """All figures of the design's section 9."""
    parts: tuple[tuple[str, Callable[[], Figures]], ...] = (
        ("start", started),
        ("patient", _patient),
        ("pictures", lambda: picture_times(anatomy)),
        ("steering", lambda: {"steer_per_s": spread(told_by("sim.qt.bench.steering", QT_QPA_PLATFORM="offscreen"))}),
        ("the room in three dimensions", _theatre),
        ("a debriefing", _debriefing),
        ("the studio's sketch", _sketch),
        ("the same surfaces by gVirtualXRay", _beside_gvxr),
        ("needle and contrast", lambda: {**needle_step(anatomy), **contrast(anatomy), **_first_press()}),
        ("attempts", lambda: {"attempts_per_core_s": spread(attempt_rates(anatomy))}),
        ("agents", _agents),
        ("a department's records", page_times),
        ("the slowest command", slowest_command),
        ("memory", lambda: {"peak_rss_mb": spread([peak_mb()])}),
    )
    figures: Figures = {"machine": machine()}
    for number, (what, part) in enumerate(parts, 1):
        if progress is not None:
            progress(f"{number} of {len(parts)}: {what}")
        figures |= part()
    return figures


def machine() -> str:
    processor = platform.processor() or platform.machine()
    return f"{platform.platform()}, {processor}, {os.cpu_count()} processors, {threads()} threads, Python {platform.python_version()}"


def _patient() -> Figures:
    return {
        "patient_load_s": spread(times(lambda: load(SHIPPED / "reference"), 5)),
        "patient_memory_mb": spread([told_by("sim.studies.bench.patient_held") for _ in range(3)]),
        "patient_file_mb": spread([sum(path.stat().st_size for path in (SHIPPED / "reference").iterdir()) / 1e6]),
        "patient_build_s": spread(times(reference_built, 3)),
    }


def _first_press() -> Figures:
    """The first one brings in what is compiled, and does not count."""
    return {"first_press_ms": spread([1e3 * told_by("sim.studies.bench.first_press") for _ in range(4)][1:])}


def _theatre() -> Figures:
    """Pictures a second of 900 x 700; without OpenGL there are none."""
    found = told_or_why("sim.qt.bench.theatre_turning")
    if isinstance(found, str):
        return {"theatre": f"the room was not drawn: {found}"}
    return {f"theatre_{what}_per_s": spread(rates) for what, rates in found.items()}


def _debriefing() -> Figures:
    """The longest that the window's thread is held up while it is shown, dragged through, played and turned, ms."""
    found = told_or_why("sim.qt.bench.debriefing_waits")
    if isinstance(found, str):
        return {"debriefing": f"no debriefing was shown: {found}"}
    return {f"debriefing_{what}_wait_ms": spread([ms]) for what, ms in found.items()}


def _sketch() -> Figures:
    """Seconds from a choice in the studio to the changed body on the screen: its X-rays, and in three dimensions."""
    found = told_or_why("sim.qt.bench.sketch_shown")
    if isinstance(found, str):
        return {"sketch": f"no sketch was shown: {found}"}
    figures = {f"sketch_first_{what}_s": spread(seconds[:1]) for what, seconds in found.items()}
    return figures | {f"sketch_{what}_s": spread(seconds[1:]) for what, seconds in found.items()}


def _agents() -> Figures:
    found = told_or_why("sim.exchange.agents.pace")
    return (
        {"agents": f"the agents did not run: {found}"} if isinstance(found, str) else {name: spread(rates) for name, rates in found.items()}
    )


def _beside_gvxr() -> Figures:
    """How many times faster than gVirtualXRay on the same surfaces, in turn, and how alike."""
    figures: Figures = {}
    for size in (512, 1024):
        ms = told_or_why("sim.studies.bench.race", str(size))
        if isinstance(ms, str):
            return {"gvxr": f"gVirtualXRay did not run: {ms}"}
        figures[f"gvxr_{size}_ms"] = spread(ms["gvxr"])
        figures[f"gvxr_{size}_ratio"] = spread([theirs / ours for theirs, ours in zip(ms["gvxr"], ms["ours"], strict=True)])
    for name, orbit in ORBITS.items():
        for what, value in told_by("sim.studies.bench.alike", str(orbit)).items():
            figures[f"gvxr_{name}_{what}"] = spread([value])
    return figures

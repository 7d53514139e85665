"""What an MRI of a case has: which sequences in which planes, and the slices that its report points to."""

from __future__ import annotations

from dataclasses import dataclass

from meshes.anatomy import Anatomy
from scenarios.chart import Chart, Oedematous, Slice
from sim.procedure.disc_water import bones_of
from sim.procedure.signals import WEIGHTINGS, Weighting
from sim.procedure.slices import SlicePlane

ROUTINE: tuple[Weighting, ...] = ("T2", "T1")
"""What a whole examination has in both planes."""


@dataclass(frozen=True)
class MrStudy:
    """One examination."""

    name: str
    oedema: tuple[Oedematous, ...]
    series: tuple[tuple[SlicePlane, Weighting], ...]
    keys: tuple[Slice, ...]
    """Slices of the chart, each at a landmark that this patient has."""

    def weightings(self, plane: SlicePlane) -> tuple[Weighting, ...]:
        return tuple(weighting for lies, weighting in self.series if lies == plane)


def studies(chart: Chart, anatomy: Anatomy) -> tuple[MrStudy, ...]:
    """One for each state of the marrow that the chart's slices tell of: what was not there six weeks ago was seen another day.

    A chart whose slices are all of fluid alone had a short examination, which shows these and nothing else.
    """
    if len(bones_of(anatomy)) < 2:
        return ()
    found: dict[tuple[Oedematous, ...], list[Slice]] = {}
    for cut in chart.slices:
        if cut.at in anatomy.landmarks:
            found.setdefault(cut.oedema, []).append(cut)
    return tuple(_study(oedema, tuple(keys)) for oedema, keys in found.items())


def _study(oedema: tuple[Oedematous, ...], keys: tuple[Slice, ...]) -> MrStudy:
    shown: set[tuple[SlicePlane, Weighting]] = {(key.plane, key.sequence) for key in keys}
    if any(key.sequence == "T2" for key in keys):
        shown |= {(plane, weighting) for plane in ("sagittal", "axial") for weighting in ROUTINE}
    order = ("T2", *(one for one in WEIGHTINGS if one != "T2"))
    series = sorted(shown, key=lambda one: (one[0] == "axial", order.index(one[1])))
    days = {key.says.rpartition(", ")[2] for key in keys}
    return MrStudy(days.pop().capitalize() if len(days) == 1 else "MRI", oedema, tuple(series), keys)

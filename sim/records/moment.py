"""How things stood at one moment of an attempt, with what the X-ray hid: for the debriefing."""

from __future__ import annotations

from dataclasses import dataclass

from meshes.tissues import title
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.shadows import Steel
from sim.records.recording import Recording
from sim.records.replay import replay
from sim.session.session import Session
from sim.session.stations.carm import contrast_in, view_of
from sim.session.world import World


@dataclass(frozen=True)
class Moment:
    """A picture that could have been taken then, and the truth in words."""

    step: int
    title: str
    exposure: Exposure
    truth: str


def moment_at(recording: Recording, world: World, step: int) -> Moment:
    """Play the recording up to a step and look."""
    session = Session(world, recording.header.seed)
    replay(recording, session, until=step + 1)
    state = session.truth()
    needle, view = state.needle, view_of(state)
    steel = None
    said = "No needle on the patient."
    if needle is not None and needle.placed:
        steel = Steel(needle.shaft(), needle.kind.outer_mm / 2, 0.0 if needle.stylet else needle.kind.inner_mm / 2)
        said = f"The tip lies {needle.depth_mm:.1f} mm deep, in {title(needle.lies_in)}."
    exposure = Exposure(1, step, view, automatic(thickness(world.anatomy, view)), OPEN, steel, contrast_in(state))
    return Moment(step, state.carm.title, exposure, said)

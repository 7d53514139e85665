"""A case in its patient, as a window wants it: a body that has to be built is built by a process of its own.

What builds bodies leaves some 200 MB behind that nobody needs again, and keeps a window's thread waiting for the interpreter.
"""

from __future__ import annotations

from meshes.anatomy import Anatomy
from meshes.telling import Progress
from scenarios.schema import Scenario
from sim.session.body_maker import made_beside
from sim.session.world import World


def case_world(case: Scenario, patient: Anatomy | None, progress: Progress) -> World:
    """As ``World.of``, and raises what that does; what ``progress`` raises ends the building."""
    person = case.patient.person
    if patient is None and person is not None:
        made_beside(person, progress)
    return World.of(case, patient, progress)

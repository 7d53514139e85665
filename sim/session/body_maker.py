"""A body made by a process of its own, which ends when nobody wants that body any more.

As a program: makes the person whom its standard input tells, or without one the reference man, lying so.
"""

from __future__ import annotations

import json
import signal
import sys

from meshes.anatomy import Anatomy
from meshes.morphometry import Lying
from meshes.person import Person
from meshes.telling import Progress
from sim.session.errand import at_work, done_beside
from sim.session.patients import is_made, is_shipped, patient_of

MODULE = "sim.session.body_maker"


def patient_beside(person: Person, progress: Progress) -> Anatomy:
    """As ``patient_of``, which also says what is wrong with a body that cannot be."""
    made_beside(person, progress)
    return patient_of(person, progress)


def made_beside(person: Person, progress: Progress) -> None:
    """What ``patient_of`` would build, so that it need but be read: what builds stays in the memory of who builds."""
    if not is_made(person):
        _have_made(person, "pillow", progress)


def flat_made_beside(anatomy: Anatomy, person: Person | None, progress: Progress) -> None:
    """What ``without_pillow`` would build, so that it need but be read."""
    if (person is not None or is_shipped(anatomy)) and not is_made(person, "flat"):
        _have_made(person, "flat", progress)


def _have_made(person: Person | None, lying: Lying, progress: Progress) -> None:
    """It lies with the other bodies then, unless its making failed."""
    done_beside(MODULE, json.dumps([None if person is None else person.model_dump_json(), lying]), progress)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # what is half written is taken away
    at_work(_make)


def _make(told: str, progress: Progress) -> None:
    who, lying = json.loads(told)
    patient_of(None if who is None else Person.model_validate_json(who), progress, lying)


if __name__ == "__main__":
    main()

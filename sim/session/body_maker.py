"""A body made by a process of its own, which ends when nobody wants that body any more.

As a program: makes the person whom its standard input tells.
"""

from __future__ import annotations

import signal
import sys

from meshes.anatomy import Anatomy
from meshes.person import Person
from meshes.voxels import Progress
from sim.session.errand import at_work, done_beside
from sim.session.patients import is_made, patient_of

MODULE = "sim.session.body_maker"


def patient_beside(person: Person, progress: Progress) -> Anatomy:
    """As ``patient_of``, which also says what is wrong with a body that cannot be."""
    if not is_made(person):
        _have_made(person, progress)
    return patient_of(person, progress)


def _have_made(person: Person, progress: Progress) -> None:
    """It lies with the other bodies then, unless its making failed."""
    done_beside(MODULE, person.model_dump_json(), progress)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # what is half written is taken away
    at_work(_make)


def _make(told: str, progress: Progress) -> None:
    patient_of(Person.model_validate_json(told), progress)


if __name__ == "__main__":
    main()

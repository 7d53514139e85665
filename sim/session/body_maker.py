"""A body made by a process of its own, which lets the window breathe, and ends when nobody wants that body any more.

As a program: makes the person whom its standard input tells, and says how far it is, a JSON line each.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO

from meshes.anatomy import Anatomy
from meshes.person import Person
from meshes.voxels import Progress
from sim.session.patients import is_made, patient_of

MODULE = "sim.session.body_maker"
NICER = 5
"""So much it gives way to windows, who wait for nobody (guess)"""
LOOK_S = 0.05
"""So often it is asked whether it is still wanted; making itself says a word every two seconds only"""


def patient_beside(person: Person, progress: Progress) -> Anatomy:
    """As ``patient_of``, which also says what is wrong with a body that cannot be."""
    if not is_made(person):
        _have_made(person, progress)
    return patient_of(person, progress)


def _have_made(person: Person, progress: Progress) -> None:
    """It lies with the other bodies then, unless its making failed."""
    paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    lower = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)  # on Windows; elsewhere it sees to that itself
    command = [sys.executable, "-P", "-m", MODULE]
    pipe, nobody = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nobody, text=True, env=os.environ | paths, creationflags=lower) as maker:
        assert maker.stdin is not None
        assert maker.stdout is not None
        maker.stdin.write(person.model_dump_json())
        maker.stdin.close()
        said: SimpleQueue[str] = SimpleQueue()
        listening = Thread(target=_hear, args=(maker.stdout, said), daemon=True)
        listening.start()
        stage, share = "", 0.0
        try:
            while listening.is_alive():
                with suppress(Empty):
                    stage, share = json.loads(said.get(timeout=LOOK_S))
                progress(stage, share)
        finally:
            maker.terminate()


def _hear(told: IO[str], said: SimpleQueue[str]) -> None:
    for line in told:
        said.put(line)


def main() -> None:
    if sys.platform != "win32":
        os.nice(NICER)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # what is half written is taken away
    patient_of(Person.model_validate_json(sys.stdin.read()), _say)


def _say(stage: str, share: float) -> None:
    """By one write: threads that make a body together say so at once."""
    sys.stdout.write(json.dumps([stage, share]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

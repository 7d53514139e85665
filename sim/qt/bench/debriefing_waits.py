"""A program: how long the window's thread is held up in a debriefing, ms: the longest wait in each of the things done there.

A competent attempt is shown, dragged through, played, and its patient turned, each with the machine's other threads at their work. What
loads once, like VTK, counts in the first. No window need be seen.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from scenarios import files
from sim.operators.reference import reference_hands
from sim.qt.windows.debriefing import Debriefing
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform

CASE, SEED = "interlaminar_l4_l5", 1
BEAT_MS, LONG_S = 4, 3.0
"""Between two looks at the clock; and so long each thing is done"""


def main() -> None:
    application, world = QApplication([]), World.of(files.find_scenario(CASE))
    recording = perform(reference_hands(world.scenario), Session(world, SEED))
    page = Debriefing(world, recording, world.imager())
    page.resize(1280, 700)
    last, longest = [time.perf_counter()], [0.0]

    def beat() -> None:
        now = time.perf_counter()
        longest[0] = max(longest[0], 1e3 * (now - last[0]) - BEAT_MS)
        last[0] = now

    heart = QTimer(interval=BEAT_MS)
    heart.timeout.connect(beat)
    heart.start()

    def wait(does: Callable[[float], object], until: Callable[[float], bool]) -> float:
        """The longest wait while this is done again and again, told the share of the time that is past."""
        begun = last[0] = time.perf_counter()
        longest[0] = 0.0
        while not until(past := time.perf_counter() - begun):
            does(past / LONG_S)
            application.processEvents()
            time.sleep(1e-3)
        return longest[0]

    film = page.film

    def for_long(past: float) -> bool:
        return past > LONG_S

    found = {"shown": wait(lambda _: page.show(), lambda _: film.reel is not None and film.body.shown is not None)}
    found["dragged"] = wait(lambda share: film.scrub(round(share * recording.steps)), for_long)
    film.scrub(recording.steps // 2)
    film.toggle()
    found["played"] = wait(lambda _: None, for_long)
    film.player.stop()
    found["turned"] = wait(lambda _: film.body.look(film.body.stand.turned(2.0, 0.0)), for_long)
    page.closing()
    print(json.dumps(found))


if __name__ == "__main__":
    main()

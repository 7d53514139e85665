"""``make acts``: plays every act, says what the score makes of it that it should not, and writes the page."""

from __future__ import annotations

import sys
from functools import cache

from scenarios import files
from sim.session.patients import shipped_patient
from sim.session.world import World
from sim.studies.acts.playing import ACTS, competent, done
from tests.acts.page import PAGE, page


def main() -> int:
    body = shipped_patient("reference")
    world_of = cache(lambda name: World.of(files.scenario(files.library()[name]), body))
    beside = {act.script: act for act in ACTS.values()}
    scores = {script: competent(act, world_of) for script, act in beside.items()}
    found, faulty = [], 0
    for act in ACTS.values():
        one = done(act, world_of, scores[act.script])
        found.append(one)
        faulty += bool(one.faults)
        print(f"{'; '.join(one.faults) or 'as it should'}: {act.what}", flush=True)
    PAGE.write_text(page(found), encoding="utf-8")
    print(f"{len(found)} acts, {faulty} of them not as they should be; {PAGE}")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())

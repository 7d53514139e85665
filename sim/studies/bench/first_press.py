"""A program: seconds that the first press of the plunger takes where the lattice was made ready while the needle travelled."""

from __future__ import annotations

import time

from scenarios import files
from sim.physics.flow import CONTRAST
from sim.session.session import STEP_S, Session
from sim.session.world import World
from sim.studies.bench.fluids import IODINE_MG_ML, RATE_ML_S


def main() -> None:
    session = Session(World.of(files.find_scenario("interlaminar_l4_l5")), 1)
    session.make_ready().result()
    flow, place = session.truth().flow, session.world.target
    tissue = int(session.world.anatomy.tissue_at(place)[0])
    start = time.perf_counter()
    deposit = flow.deposit_for(place, tissue)
    assert deposit is not None
    flow.inject(deposit, CONTRAST, RATE_ML_S * STEP_S, STEP_S, IODINE_MG_ML)
    assert deposit.iodine_mg.any()
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()

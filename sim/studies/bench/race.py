"""A program: ms of AP pictures so many pixels wide, gVirtualXRay's and ours in turn."""

from __future__ import annotations

import json
import sys

from sim.exchange.peer import race
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.views import named_pose
from sim.session.patients import shipped_patient


def main(size: int) -> None:
    patient = shipped_patient("reference")
    print(json.dumps(race(patient, View(named_pose(patient, "AP", "L4")), size)))


if __name__ == "__main__":
    main(int(sys.argv[1]))

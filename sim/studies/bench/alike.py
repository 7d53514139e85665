"""A program: how alike gVirtualXRay's picture and ours are at an orbit of so many degrees."""

from __future__ import annotations

import json
import sys

from sim.exchange.peer import agreement
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.views import named_pose
from sim.session.patients import shipped_patient

SIDEWAYS_DEG = 45.0
"""From there on the end-plate's tilt no longer squares it."""


def main(orbit_deg: float) -> None:
    patient = shipped_patient("reference")
    ap = named_pose(patient, "AP", "L4")
    pose = Pose(orbit_deg, ap.tilt_deg if abs(orbit_deg) < SIDEWAYS_DEG else 0.0, ap.centre)
    print(json.dumps(agreement(patient, View(pose), 512)))


if __name__ == "__main__":
    main(float(sys.argv[1]))

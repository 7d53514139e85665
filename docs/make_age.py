"""docs/age.jpg: one woman at 30 and at 80, AP and lateral: python docs/make_age.py"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent))

from meshes.building import build
from meshes.person import Person
from meshes.population import dimensions
from meshes.stacking import from_tables
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import Programme, automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.views import named_pose

OUT = Path(__file__).parent / "age.jpg"
SEED, AGES, FIELD_MM, CELL, QUALITY = 38, (30.0, 80.0), 220.0, 420, 80
"""Somebody who at 80 has a narrow disc with gas and white end-plates at L4-L5, lips, and calcium before them."""


def main() -> None:
    rows = []
    for age in AGES:
        who = dimensions(Person(sex="female", seed=SEED, age=age, bmi=23.0))
        anatomy = build(from_tables(who), who, "somebody", "Made for the documentation.")
        imager = Imager(anatomy)
        row = []
        for name in ("AP", "lateral"):
            view = View(named_pose(anatomy, name, "L4"), FIELD_MM)
            exposure = Exposure(1, 0, view, automatic(thickness(anatomy, view), Programme(), view.field_mm), OPEN, None, None)
            row.append(np.asarray(Image.fromarray(imager.greys(exposure, 2 * CELL)).resize((CELL, CELL), Image.Resampling.LANCZOS)))
        rows.append(np.hstack(row))
    Image.fromarray(np.vstack(rows)).save(OUT, quality=QUALITY)


if __name__ == "__main__":
    main()

"""The pictures of docs/contrast.md: python docs/make_contrast.py [--cache DIR] [NAME ...]

Every pattern that contrast makes, in AP and lateral, at the moment it is read; vessels again a little later. The patients with a scar and a
stenosis are built into the cache, a minute the first time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parent.parent))

from meshes.anatomy import Anatomy, save
from meshes.building import build
from meshes.person import Person
from meshes.population import dimensions
from meshes.stacking import from_tables
from meshes.tissues import Tissue
from sim.fluoroscopy.carm import FIELDS_MM, View
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.detector import ALL_STAGES
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.shadows import Iodine
from sim.fluoroscopy.views import named_pose
from sim.physics.flow import CONTRAST, Deposit, Flow
from sim.session.patients import patient_from, shipped_patient

HERE = Path(__file__).parent / "contrast"
CELL, TAKEN, QUALITY = 380, 900, 80
STEP_S, MG_ML = 1 / 32, 240.0
LEAST_MG = 2e-5
PEOPLE: dict[str, dict] = {
    "scar": {"sex": "male", "seed": 2, "age": 58.0, "variants": [{"kind": "laminectomy", "level": "L4"}]},
    "artery": {"sex": "male", "seed": 74, "bmi": 24.0, "age": 60.0},
    "stenosis": {"sex": "female", "seed": 5, "age": 74.0, "variants": [{"kind": "central_stenosis", "interspace": "L4-L5", "grade": 3}]},
}  # fmt: skip


@dataclass(frozen=True)
class Given:
    """One injection to be pictured."""

    title: str
    tissue: Tissue
    near: str
    ml: float
    rate_ml_s: float
    level: str = "L5"
    seed: int = 1
    off_mm: tuple[float, float, float] = (0.0, 0.0, 0.0)
    waits_s: tuple[float, ...] = (0.0,)
    """When it is pictured, after the end of the injection."""
    patient: str = "reference"


GIVEN = {
    "dorsal": Given("dorsal epidural, 5 ml at L4-L5", Tissue.DORSAL_FAT, "L4-L5/window_right", 5.0, 0.5),
    "dorsal_other": Given("the same in another person's fat", Tissue.DORSAL_FAT, "L4-L5/window_right", 5.0, 0.5, seed=6),
    "ventral": Given("ventral epidural, 1.5 ml", Tissue.VENTRAL_FAT, "L4/posterior_wall", 1.5, 0.3, off_mm=(6.0, -4.0, -8.0)),
    "neurogram": Given("neurogram of L4, 1 ml", Tissue.FORAMINAL_FAT, "L4/ganglion_left", 1.0, 0.3, off_mm=(-4.0, -2.0, -3.0)),
    "intrathecal": Given(
        "intrathecal, 3 ml; then after a minute", Tissue.CSF, "L3-L4/window", 3.0, 0.3, "L4", off_mm=(0.0, 7.0, 0.0), waits_s=(0.0, 60.0),
    ),
    "subdural": Given("subdural, 2 ml", Tissue.DURA, "L4-L5/window", 2.0, 0.3, "L4"),
    "venous": Given("a vein, 1.5 ml; then after 2 s", Tissue.EPIDURAL_VEIN, "L4/posterior_wall", 1.5, 0.75, waits_s=(0.0, 2.0)),
    "arterial": Given(
        "the great artery, 0.5 ml; then after 1 s", Tissue.ARTERY, "L2/foramen_left", 0.5, 0.75, "L2",
        waits_s=(0.0, 1.0), patient="artery",
    ),
    "intradiscal": Given("intradiscal, 1 ml", Tissue.NUCLEUS, "L5/superior_endplate", 1.0, 0.1),
    "facet": Given("the facet joint, 0.8 ml", Tissue.FACET_JOINT, "L5/superior_facet_right", 0.8, 0.1),
    "retrodural": Given("retrodural, 2 ml", Tissue.INTERSPINOUS, "L4-L5/flavum", 2.0, 0.3, off_mm=(0.0, -2.0, 0.0)),
    "interspinous": Given("interspinous ligament, 0.7 ml", Tissue.INTERSPINOUS, "L4-L5/flavum", 0.7, 0.1, off_mm=(0.0, -14.0, 2.0)),
    "muscle": Given("muscle, 2 ml", Tissue.MUSCLE, "L4-L5/lower_lamina_edge", 2.0, 0.2, off_mm=(16.0, -12.0, 0.0)),
    "sacral": Given("sacral canal, 10 ml", Tissue.SACRAL_FAT, "sacral_canal/target", 10.0, 1.0, "S1"),
    "scar": Given("stopped by scar, 5 ml", Tissue.DORSAL_FAT, "L5-S1/window_right", 5.0, 0.5, patient="scar"),
    "stenosis": Given("stopped by severe stenosis, 5 ml from below", Tissue.DORSAL_FAT, "L5-S1/window_right", 5.0, 0.5, patient="stenosis"),
}  # fmt: skip


def patient(name: str, cache: Path) -> Anatomy:
    """The shipped patient, or one of PEOPLE, made once."""
    if name == "reference":
        return shipped_patient(name)
    folder = cache / name
    if not folder.is_dir():
        who = dimensions(Person.model_validate(PEOPLE[name]))
        save(build(from_tables(who), who, name, "made for the documentation"), folder)
    return patient_from(folder)


def spot(anatomy: Anatomy, given: Given) -> NDArray:
    """The voxel of the tissue that is nearest to where it is asked for."""
    places = anatomy.fine.grid.centre(np.argwhere(anatomy.fine.values == given.tissue))
    wanted = anatomy.landmark(given.near) + np.array(given.off_mm)
    return np.asarray(places[np.argmin(((places - wanted) ** 2).sum(1))])


def injected(anatomy: Anatomy, given: Given) -> tuple[Flow, Deposit]:
    """All of it given, and nothing waited for."""
    place = spot(anatomy, given)
    # a seed in which the bevel lies in no small vein
    for seed in range(given.seed, given.seed + 20):
        flow = Flow(anatomy, seed)
        compartment = flow.compartment_at(place, given.tissue)
        if compartment is not None and (compartment.name == "venous") == (given.tissue == Tissue.EPIDURAL_VEIN):
            break
    deposit = flow.deposit_for(place, given.tissue)
    assert deposit is not None, given.title
    steps = round(given.ml / given.rate_ml_s / STEP_S)
    for _ in range(steps):
        flow.inject(deposit, CONTRAST, given.ml / steps, STEP_S, MG_ML)
    return flow, deposit


def taken(imager: Imager, anatomy: Anatomy, view_name: str, level: str, deposit: Deposit, frame: int) -> NDArray[np.uint8]:
    """A picture, made smaller."""
    view = View(named_pose(anatomy, view_name, level, "right"), FIELDS_MM[1])
    some = deposit.iodine_mg > LEAST_MG
    contrast = Iodine(deposit.space.places[some], deposit.iodine_mg[some].astype(np.float32), deposit.space.cell_mm)
    exposure = Exposure(frame, frame, view, automatic(thickness(anatomy, view)), Collimator(), None, contrast if some.any() else None)
    return np.asarray(Image.fromarray(imager.greys(exposure, TAKEN, ALL_STAGES)).resize((CELL, CELL), Image.Resampling.LANCZOS))


def sheet(name: str, cache: Path) -> Path:
    """One row: AP and lateral, and both again for each later moment."""
    given = GIVEN[name]
    anatomy = patient(given.patient, cache)
    imager = Imager(anatomy)
    flow, deposit = injected(anatomy, given)
    cells, waited = [], 0.0
    for wait in given.waits_s:
        for _ in range(round((wait - waited) / STEP_S)):
            flow.rest(STEP_S)
        waited = wait
        cells += [taken(imager, anatomy, view, given.level, deposit, 1 + len(cells)) for view in ("AP", "lateral")]
    picture = Image.fromarray(np.concatenate(cells, axis=1))
    ImageDraw.Draw(picture).text((8, CELL - 18), given.title, fill=255)
    HERE.mkdir(exist_ok=True)
    path = HERE / f"{name}.jpg"
    picture.save(path, quality=QUALITY)
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="which patterns; all if none is named")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "tuohy_contrast")
    options = parser.parse_args()
    for wanted in options.names or GIVEN:
        print(sheet(wanted, options.cache))

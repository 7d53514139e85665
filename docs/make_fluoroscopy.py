"""The pictures of docs/fluoroscopy.md: python docs/make_fluoroscopy.py [--cache DIR] [--beside DIR_OF_DRR_PNGS]

Contact sheets of the reference patient and three others (built into the cache, a minute the first time), the stages of the image chain one
by one, subtraction. With --beside, real radiographs are laid beside ours in the cache folder, to be looked at and not kept.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parent.parent))

from meshes.anatomy import Anatomy, save
from meshes.building import build
from meshes.person import Person
from meshes.population import dimensions
from meshes.space import Side
from meshes.stacking import from_tables
from meshes.tissues import EPIDURAL
from scenarios.views import VIEWS
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import OPEN, Collimator
from sim.fluoroscopy.detector import ALL_STAGES, NO_STAGES, Stages
from sim.fluoroscopy.dose import Programme, automatic, thickness
from sim.fluoroscopy.exposure import Exposure, Mask
from sim.fluoroscopy.imager import Imager
from sim.fluoroscopy.receptor import INTENSIFIER
from sim.fluoroscopy.shadows import Iodine, Steel
from sim.fluoroscopy.views import named_pose
from sim.physics.flow import CONTRAST, Flow
from sim.session.patients import patient_from, shipped_patient

HERE = Path(__file__).parent
CELL, TAKEN, QUALITY = 300, 768, 72
"""Pixels of a cell, of a picture before it is made smaller, and of the file's compression."""
SIDE: Side = "right"
MG_ML, RATE_ML_S, STEP_S = 240.0, 0.25, 1 / 32
"""Iohexol 240, given slowly."""
PEOPLE = {
    "obese": {"sex": "female", "seed": 3, "bmi": 42.0, "age": 52.0},
    "elderly": {
        "sex": "female", "seed": 7, "age": 84.0, "bmi": 22.0,
        "variants": [
            {"kind": "compression_fracture", "level": "L1", "grade": 2},
            {"kind": "disc_height_loss", "interspace": "L4-L5", "grade": 2},
            {"kind": "osteophytes", "interspace": "L3-L4", "grade": 2},
        ],
    },
    "scoliotic": {
        "sex": "female", "seed": 11, "age": 66.0, "bmi": 26.0,
        "variants": [{"kind": "scoliosis", "side": "left", "cobb_deg": 22.0, "apex": "L2"}],
    },
}  # fmt: skip
PLACES = {
    "AP": ("L5", "L4-L5/window_right", 4.0), "lateral": ("L5", "L4-L5/window_right", 4.0), "clo": ("L5", "L4-L5/window_right", 4.0),
    "oblique": ("L4", "L4/foramen_right", 1.0), "s1": ("S1", "sacrum/foramen_S1_canal_right", 1.0),
    "caudal": ("S1", "sacral_canal/s4", 6.0),
}  # fmt: skip
"""View -> level squared, where the tip lies, ml given."""


def patient(name: str, cache: Path) -> Anatomy:
    """One of PEOPLE, made once."""
    folder = cache / name
    if not folder.is_dir():
        who = dimensions(Person.model_validate(PEOPLE[name]))
        save(build(from_tables(who), who, name, "made for the documentation"), folder)
    return patient_from(folder)


def needle_to(anatomy: Anatomy, view: View, name: str, tip: NDArray) -> Steel:
    """As the technique would bring it: down the beam for the obliques of a foramen, up the canal for a caudal, else paramedian."""
    if name in ("oblique", "s1"):
        back = view.beam
    elif name == "caudal":
        back = -anatomy.landmark("sacral_canal/direction")
    else:
        back = np.array([0.13, -0.95, -0.28])
    wide = 0.36 if name in ("oblique", "s1", "caudal") else 0.635
    return Steel(np.array([tip + 88.0 * back / np.linalg.norm(back), tip]), wide, 0.0)


def contrast_at(anatomy: Anatomy, tip: NDArray, ml: float) -> Iodine | None:
    """So much contrast as it has spread from the tip; None where nothing can be given."""
    flow = Flow(anatomy, 1)
    deposit = flow.deposit_for(tip, int(anatomy.tissue_at(tip)[0]))
    if deposit is None:
        return None
    for _ in range(round(ml / RATE_ML_S / STEP_S)):
        flow.inject(deposit, CONTRAST, RATE_ML_S * STEP_S, STEP_S)
    some = deposit.amount[CONTRAST] > 1e-7
    return Iodine(deposit.space.places[some], (deposit.amount[CONTRAST][some] * MG_ML).astype(np.float32), deposit.space.cell_mm)


def epidural(anatomy: Anatomy, tip: NDArray) -> NDArray:
    """The nearest place to the tip that takes fluid."""
    steps = np.stack(np.meshgrid(*(np.arange(-6.0, 6.1, 0.6),) * 3, indexing="ij"), -1).reshape(-1, 3)
    tissue = anatomy.tissue_at(tip + steps)
    good = steps[np.isin(tissue, [int(t) for t in EPIDURAL])]
    return np.asarray(tip + good[np.argmin((good**2).sum(1))]) if len(good) else tip


def taken(
    view: View, thick: float, needle: Steel | None = None, contrast: Iodine | None = None, first: int = 1, **more: object
) -> Exposure:
    """The third pulse of a run that begins with this number, with the lag of the two before."""
    technique = automatic(thick, Programme(), view.field_mm)
    pulses = [Exposure(first + n, n, view, technique, OPEN, needle, contrast, **more) for n in range(3)]  # type: ignore[arg-type]
    return replace(pulses[2], before=(pulses[1], pulses[0]))


def small(greys: NDArray[np.uint8], label: str = "") -> Image.Image:
    picture = Image.fromarray(greys).resize((CELL, CELL), Image.Resampling.LANCZOS)
    if label:
        ImageDraw.Draw(picture).text((6, 4), label, fill=255, stroke_width=2, stroke_fill=0)
    return picture


def sheet(rows: list[list[Image.Image]], path: Path) -> None:
    whole = Image.new("L", (CELL * max(len(row) for row in rows), CELL * len(rows)))
    for i, row in enumerate(rows):
        for j, picture in enumerate(row):
            whole.paste(picture, (j * CELL, i * CELL))
    whole.save(path, quality=QUALITY, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1024} kB")


def contact(name: str, anatomy: Anatomy, out: Path) -> None:
    """Six views: plain, with a needle, with contrast."""
    imager = Imager(anatomy)
    plain, needled, filled = [], [], []
    given: dict[str, Iodine | None] = {}
    for kind in VIEWS:
        level, place, ml = PLACES[kind]
        tip = epidural(anatomy, anatomy.landmark(place))
        view = View(named_pose(anatomy, kind, level, SIDE, place), 220.0)
        thick = thickness(anatomy, view)
        needle = needle_to(anatomy, view, kind, tip)
        if place not in given:
            given[place] = contrast_at(anatomy, tip, ml)
        imager.fluoroscope.background(view, automatic(thick, Programme(), view.field_mm).kvp, TAKEN)
        title = f"{VIEWS[kind].title} {view.pose.orbit_deg:+.0f}/{view.pose.tilt_deg:+.0f}"
        plain.append(small(imager.greys(taken(view, thick), TAKEN), title))
        needled.append(small(imager.greys(taken(view, thick, needle), TAKEN), "needle"))
        filled.append(small(imager.greys(taken(view, thick, needle, given[place]), TAKEN), f"{ml:g} ml of 240"))
    sheet([plain, needled, filled], out / f"views_{name}.jpg")


def stages(anatomy: Anatomy, out: Path) -> None:
    """The chain put together stage by stage."""
    view = View(named_pose(anatomy, "AP", "L5", SIDE, "L4-L5/window_right"), 220.0)
    thick, imager = thickness(anatomy, view), Imager(anatomy)
    needle = needle_to(anatomy, view, "AP", anatomy.landmark("L4-L5/window_right"))
    exposure = taken(view, thick, needle)
    so_far, cells = NO_STAGES, [small(imager.greys(exposure, TAKEN, NO_STAGES), "logarithm and window")]
    for stage in (f.name for f in fields(Stages) if f.name not in ("inverted", "vignetting")):
        so_far = replace(so_far, **{stage: True})
        cells.append(small(imager.greys(exposure, TAKEN, so_far), f"+ {stage}"))
    round_one = taken(view, thick, needle, receptor=INTENSIFIER)
    cells.append(small(imager.greys(round_one, TAKEN), "image intensifier"))
    narrow = {"collimator": Collimator(0.45, 0.8)}
    blades = replace(exposure, before=tuple(replace(b, **narrow) for b in exposure.before), **narrow)
    cells.append(small(imager.greys(blades, TAKEN), "blades"))
    low, boost = (
        replace(exposure, technique=automatic(thick, Programme(8, "pulsed", mode), view.field_mm), before=()) for mode in ("low", "boost")
    )
    cells += [small(imager.greys(e, TAKEN), label) for e, label in ((low, "one pulse, low dose"), (boost, "one pulse, boost"))]
    sheet([cells[i : i + 5] for i in range(0, len(cells), 5)], out / "chain.jpg")


def subtraction(anatomy: Anatomy, out: Path) -> None:
    """Live, subtracted, with breathing, slid to fit, roadmap."""
    view = View(named_pose(anatomy, "AP", "L5", SIDE, "L4-L5/window_right"), 220.0)
    thick, imager = thickness(anatomy, view), Imager(anatomy)
    tip = epidural(anatomy, anatomy.landmark("L4-L5/window_right"))
    needle, contrast = needle_to(anatomy, view, "AP", tip), contrast_at(anatomy, tip, 4.0)
    mask = Mask(taken(view, thick, needle, first=11))
    live = taken(view, thick, needle, contrast)
    moved = taken(view, thick, needle, contrast, moved_mm=(0.0, 1.2))
    road = Mask(taken(view, thick, None, contrast, first=11), roadmap=True)
    pictures = (
        (live, "live"), (replace(live, subtracted=mask), "subtracted"), (replace(moved, subtracted=mask), "the patient breathed"),
        (replace(moved, subtracted=replace(mask, shift_mm=(0.0, 1.2))), "pixel shift"),
        (replace(taken(view, thick, needle), subtracted=road), "roadmap"),
    )  # fmt: skip
    sheet([[small(imager.greys(exposure, TAKEN), label) for exposure, label in pictures]], out / "subtraction.jpg")


def beside(anatomy: Anatomy, folder: Path, out: Path) -> None:
    """Real radiographs beside ours, in the cache."""
    imager, cells = Imager(anatomy), []
    for kind, file in (("AP", "drr_AP.png"), ("lateral", "drr_LAT.png")):
        with Image.open(folder / file) as real:
            cells.append(real.convert("L").resize((CELL, CELL)))
        view = View(named_pose(anatomy, kind, "L4", SIDE))
        greys = imager.greys(taken(view, thickness(anatomy, view)), TAKEN, replace(ALL_STAGES, equalise=False))
        cells.append(small(greys))
    sheet([cells], out / "beside_real.jpg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "fluoroscopy_people")
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--only", choices=["reference", *PEOPLE, "chain", "subtraction"], action="append")
    options = parser.parse_args()
    out = HERE / "fluoroscopy"
    out.mkdir(exist_ok=True)
    wanted = options.only or ["reference", *PEOPLE, "chain", "subtraction"]
    own = options.cache / "reference"  # one that stands there is taken instead of the shipped one
    reference = patient_from(own) if own.is_dir() else shipped_patient("reference")
    for name in wanted:
        if name in PEOPLE:
            contact(name, patient(name, options.cache), out)
        elif name == "reference":
            contact(name, reference, out)
        else:
            {"chain": stages, "subtraction": subtraction}[name](reference, out)
    if options.beside:
        beside(reference, options.beside, options.cache)


if __name__ == "__main__":
    main()

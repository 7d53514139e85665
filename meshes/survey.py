"""The population against the literature: many people drawn, made in made and measured, ours beside theirs; and is each of them sound?

    python -m meshes.survey --count 500 --workers 2 --out docs

writes ``anatomy_people.csv``, a row for each person, ``anatomy_variants.csv``, a row for each variant at each grade, and
``anatomy_survey.csv``, a row for each published figure.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress

from meshes import tables
from meshes.building import Made
from meshes.morphometry import LUMBAR, Dimensions, interspace
from meshes.nerve_figures import nerve_figures
from meshes.outlines import window_height
from meshes.person import Person
from meshes.population import dimensions
from meshes.skeleton import Skeleton
from meshes.soundness import VariantFound, every_variant, faults, made_canal, of_variant
from meshes.space import dot, length, side_sign
from meshes.spine import canal as canals
from meshes.spine import covering
from meshes.stacking import from_tables
from meshes.tissues import Tissue
from meshes.workers import ALONE, Crew, WorkersLost, in_order, spread

BMI_CLASSES = {"normal": (18.5, 25.0), "over": (25.0, 30.0), "obese": (30.0, 60.0)}


@dataclass(frozen=True)
class Measured:
    """One person's figures by name; mm, mm2, or 0 and 1."""

    seed: int
    sex: str
    bmi: float
    figures: dict[str, float] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def measured(seed: int) -> Measured:
    """The person of a seed; even seeds are men."""
    person = Person(sex="female" if seed % 2 else "male", seed=seed)
    d = dimensions(person)
    skeleton = from_tables(d)
    made = made_canal(skeleton, d)
    found = _canal(skeleton, made, d) | _sacrum(skeleton, made, d) | nerve_figures(skeleton, made) | _great_artery(made, d)
    return Measured(seed, d.sex, d.bmi, found, tuple(faults(skeleton, made)))


def _canal(skeleton: Skeleton, made: Made, d: Dimensions) -> dict[str, float]:
    """Windows, ligament, fat, sac and skin at each interspace; the bony canal at each level."""
    canal, thecal = made.canal, made.sac
    trunk = covering.trunk(skeleton, canal, d)
    found: dict[str, float] = {}
    for level in LUMBAR:
        m = skeleton[level].landmarks
        top, bottom = canals.interlaminar_span(canal, skeleton, level)
        window = made.anatomy.outlines.get(f"{interspace(level)}/interlaminar_window")
        found[f"interlaminar height {interspace(level)}"] = window_height(window) if window else 0.0
        middle = top + 0.5 * (bottom - top)
        inner, outer = canal.dorsal_wall(middle, 0.0), canal.dorsal_wall(middle, 0.0, inner=False)
        place = canal.at(middle, 0.0, inner)
        depth = float(place[1] - np.interp(place[2], trunk.z, trunk.back))
        found[f"skin to epidural {interspace(level)}"] = depth
        for name, (low, high) in BMI_CLASSES.items():
            if low <= d.bmi < high:
                found[f"skin to epidural {interspace(level)}, {name} weight"] = depth
        if level not in d.flavum_gaps:
            found[f"flavum {interspace(level)}"] = outer - inner
        # the deepest fat behind the dura within the window
        depths = []
        for s in np.arange(top, max(bottom, top + 1.0), 1.0):  # a closed window has its upper edge
            i = canal.row(s)
            depths.append(canal.dorsal_wall(float(s), 0.0) - float(thecal.shift[i] + thecal.half_depth[i]))
        found[f"dorsal epidural depth {interspace(level)}"] = max(depths)
        i = canal.row(canal.station((m["canal_front"] + m["canal_back"]) / 2))
        found[f"sac area {level}"] = float(thecal.area[i])
        found[f"canal area {level}"] = _area(canal, i)
        found[f"flavum gap {interspace(level)}"] = float(level in d.flavum_gaps)
    return found


def _area(canal: canals.Canal, row: NDArray[np.intp]) -> float:
    """mm2 of the bony canal cut across at one of its curve's points."""
    u, v = canals.directions()
    x, y = canal.outer[row] * u, canal.outer[row] * v
    return float(abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()) / 2)


def _sacrum(skeleton: Skeleton, made: Made, d: Dimensions) -> dict[str, float]:
    """Hiatus, the sac's end, the conus."""
    m = skeleton["sacrum"].landmarks
    hiatus = float(length(m["hiatus_apex"] - m["hiatus_floor"]))
    share = d.values["sac_tip_fraction_s2"]
    l1 = skeleton["L1"].landmarks
    tall = float(length(l1["superior_back"] - l1["inferior_back"]))
    conus = d.values["conus_below_l1"]
    return {
        "hiatus apex to sac tip": float(length(m["hiatus_apex"] - made.canal.at(made.sac.tip))),
        "hiatus depth": hiatus,
        "hiatus under 3 mm": float(hiatus < 3.0),
        "sac ends at mid-S2": float(1 / 3 <= share < 2 / 3),
        "sac ends below S2": float(share > 1.0),
        "conus at upper L1": float(0.0 <= conus < tall / 3),
        "conus at L1-L2 or below": float(conus >= tall),
        "conus below L2": float(conus >= 2 * tall + d.levels["L1"].disc_height),
        f"conus below the top of L1, {d.sex}": conus,
    }


def _great_artery(made: Made, d: Dimensions) -> dict[str, float]:
    """Where the great radiculomedullary artery enters, if within what is built: looked up among the labels in its foramen."""
    found = {"great artery at L1 or below": float(d.great_artery is not None)}
    if d.great_artery is None:
        return found
    level, side = d.great_artery
    found["great artery on the left"] = float(side == "left")
    labels, middle = made.anatomy.fine, made.anatomy.landmark(f"{level}/foramen_centre_{side}")
    places = labels.grid.centre(np.argwhere(labels.values == Tissue.ARTERY))
    away = places - middle
    away = away[(np.abs(away[:, 0]) < 4.0) & (np.sqrt(dot(away, away)) < 14.0) & (side_sign(side) * places[:, 0] > 0)]
    if len(away):
        front = made.anatomy.landmark(f"{level}/foramen_anterosuperior_{side}") - middle
        found["great artery in the upper front quadrant"] = float(away[:, 2].mean() > 0 and away[:, 1].mean() * np.sign(front[1]) > 0)
        found["great artery in the upper half"] = float(away[:, 2].mean() > 0)
    return found


PUBLISHED = tables.read("published", tables.Published)


def survey(count: int, crew: Crew = ALONE, tell: Callable[[], None] = lambda: None) -> list[Measured]:
    """People of the seeds 0 to count - 1, in their order; who works changes nothing but the time."""
    found: list[Measured] = []
    for one in in_order(spread(measured, [(seed,) for seed in range(count)], crew)):
        found.append(one)
        tell()
    return found


def variants(crew: Crew = ALONE) -> list[VariantFound]:
    """Every variant at every grade, in made."""
    return list(in_order(spread(of_variant, [(asked,) for asked in every_variant()], crew)))


def beside(people: Sequence[Measured]) -> list[dict[str, str]]:
    """A row for each published figure: ours and theirs; blank where nobody of the sample has it."""
    rows = []
    for published in PUBLISHED:
        values = np.array([p.figures[published.figure] for p in people if published.figure in p.figures])
        rows.append(
            {
                "figure": published.figure,
                "ours": f"{values.mean():.3g}" if len(values) else "",
                "our_sd": f"{values.std(ddof=1):.3g}" if len(values) > 1 else "",
                "our_n": str(len(values)),
                "theirs": f"{published.mean:g}",
                "their_sd": "" if published.sd is None else f"{published.sd:g}",
                "their_n": "" if published.n is None else str(published.n),
                "source": published.source,
            }
        )
    return rows


def as_rows(people: Sequence[Measured]) -> list[dict[str, str]]:
    """A row for each person: who it is, what is wrong with him, his figures."""
    names = sorted({name for p in people for name in p.figures})
    return [
        {"seed": str(p.seed), "sex": p.sex, "bmi": f"{p.bmi:g}", "faults": "; ".join(p.faults)}
        | {name: f"{p.figures[name]:.4g}" if name in p.figures else "" for name in names}
        for p in people
    ]


def bmi_slope(people: Sequence[Measured], place: str = "L3-L4") -> float:
    """mm of depth gained per kg/m2 (Lee 2004: 1.4)."""
    bmi = np.array([p.bmi for p in people])
    depth = np.array([p.figures[f"skin to epidural {place}"] for p in people])
    return float(np.polyfit(bmi, depth, 1)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--workers", type=int, default=1, help="processes on this machine")
    parser.add_argument("--cluster", help="the workers of a Dask scheduler, as tcp://10.0.0.1:8786, instead")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    crew = Crew(options.workers, options.cluster)
    try:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("survey", total=options.count)
            people = survey(options.count, crew, lambda: bar.advance(task))
    except WorkersLost as lost:
        sys.exit(f"survey: {lost}")
    rows = beside(people)
    for row in rows:
        print("  ".join(f"{value:<28}" if name == "figure" else f"{value:>7}" for name, value in row.items() if name != "source"))
    print(f"depth per BMI at L3-L4: {bmi_slope(people):.2f} mm (Lee 2004: 1.4)")
    for p in people:
        for fault in p.faults:
            print(f"seed {p.seed}: {fault}")
    if options.out:
        _write(options.out / "anatomy_survey.csv", rows)
        _write(options.out / "anatomy_people.csv", as_rows(people))
        _write(options.out / "anatomy_variants.csv", [one.row() for one in variants(crew)])


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    from meshes.survey import main  # by its name: what is made here goes to other processes and comes back

    main()

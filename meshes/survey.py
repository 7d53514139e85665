"""The population against the literature: many people drawn, their bones, canal and skin made and measured, ours beside theirs.

    python -m meshes.survey --count 500 --workers 2 --out docs/anatomy_survey.csv

No lattice is drawn: what is measured is where the shapes themselves lie.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from meshes.morphometry import LUMBAR, interspace
from meshes.person import Person
from meshes.population import dimensions
from meshes.space import length
from meshes.spine import canal as canals
from meshes.spine import covering, sac
from meshes.stacking import from_tables


@dataclass(frozen=True)
class Measured:
    """One person's figures by name; mm, or 0 and 1."""

    seed: int
    sex: str
    bmi: float
    figures: dict[str, float] = field(default_factory=dict)


def measured(seed: int) -> Measured:
    """The person of a seed; even seeds are men."""
    person = Person(sex="female" if seed % 2 else "male", seed=seed)
    d = dimensions(person)
    skeleton = from_tables(d)
    canal = canals.find(skeleton, d)
    thecal = sac.sac(canal, skeleton, d)
    trunk = covering.trunk(skeleton, canal, d)
    found: dict[str, float] = {}
    for level in LUMBAR:
        m = skeleton[level].landmarks
        top, bottom = canals.interlaminar_span(canal, skeleton, level)
        found[f"interlaminar height {interspace(level)}"] = bottom - top
        middle = top + 0.5 * (bottom - top)
        inner, outer = canal.dorsal_wall(middle, 0.0), canal.dorsal_wall(middle, 0.0, inner=False)
        place = canal.at(middle, 0.0, inner)
        found[f"skin to epidural {interspace(level)}"] = float(place[1] - np.interp(place[2], trunk.z, trunk.back))
        if level not in d.flavum_gaps:
            found[f"flavum {interspace(level)}"] = outer - inner
        # the deepest fat behind the dura within the window
        depths = []
        for s in np.arange(top, bottom, 1.0):
            i = int(round(s))
            depths.append(canal.dorsal_wall(float(s), 0.0) - float(thecal.shift[i] + thecal.half_depth[i]))
        found[f"dorsal epidural depth {interspace(level)}"] = max(depths)
        i = int(round(canal.station((m["canal_front"] + m["canal_back"]) / 2)))
        found[f"sac area {level}"] = float(np.pi * thecal.half_width[i] * thecal.half_depth[i])
        found[f"flavum gap {interspace(level)}"] = float(level in d.flavum_gaps)
    m = skeleton["sacrum"].landmarks
    tip = canal.at(thecal.tip)
    found["hiatus apex to sac tip"] = float(length(m["hiatus_apex"] - tip))
    found["hiatus depth"] = float(length(m["hiatus_apex"] - m["hiatus_floor"]))
    found["hiatus under 3 mm"] = float(found["hiatus depth"] < 3.0)
    found["conus below L1"] = d.values["conus_below_l1"]
    found["great artery at L1 or below"] = float(d.great_artery is not None)
    return Measured(seed, d.sex, d.bmi, found)


@dataclass(frozen=True)
class Published:
    """What a source says of a figure."""

    figure: str
    mean: float
    sd: float | None
    source: str


PUBLISHED = (
    Published("skin to epidural L3-L4", 52.2, 11.6, "Kim 2023, n = 386, prone; spread Lee 2004"),
    Published("skin to epidural L4-L5", 52.1, 10.8, "Kim 2023; spread Lee 2004"),
    Published("skin to epidural L5-S1", 47.9, None, "Kim 2023"),
    Published("dorsal epidural depth L2-L3", 5.5, None, "fact sheet 2.2: 5-6"),
    Published("dorsal epidural depth L4-L5", 5.0, None, "fact sheet 2.2: 4-6"),
    Published("dorsal epidural depth L5-S1", 3.0, None, "fact sheet 2.2: 2-4"),
    Published("hiatus apex to sac tip", 62.8, 9.4, "Park 2016, n = 200"),
    Published("hiatus depth", 5.4, 1.8, "Nastoulis 2023; Aggarwal 2009"),
    Published("hiatus under 3 mm", 0.088, None, "Aggarwal 2009"),
    Published("flavum L2-L3", 3.19, 0.27, "Khasawneh 2023, n = 350"),
    Published("flavum L3-L4", 3.38, 0.11, "Khasawneh 2023"),
    Published("flavum L4-L5", 3.71, 0.29, "Khasawneh 2023"),
    Published("flavum L5-S1", 3.64, 0.21, "Khasawneh 2023"),
    Published("flavum gap L1-L2", 0.222, None, "Lirk 2004"),
    Published("flavum gap L4-L5", 0.093, None, "Lirk 2004"),
    Published("interlaminar height L1-L2", 14.9, None, "cadaver, neutral (Barrow)"),
    Published("interlaminar height L5-S1", 12.2, None, "cadaver, neutral (Barrow)"),
    Published("sac area L1", 200.0, None, "fact sheet 2.3 [known-lo]"),
    Published("sac area L5", 130.0, None, "fact sheet 2.3 [known-lo], S1"),
    Published("great artery at L1 or below", 0.17, None, "Murthy 2010, by the table great_artery"),
)


def survey(count: int, workers: int = 1, tell: Callable[[int], None] = lambda done: None) -> list[Measured]:
    """People of the seeds 0 to count - 1, in their order; the workers change nothing but the time."""
    found: list[Measured] = []
    if workers <= 1:
        for seed in range(count):
            found.append(measured(seed))
            tell(len(found))
        return found
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for one in pool.map(measured, range(count), chunksize=4):
            found.append(one)
            tell(len(found))
    return found


def beside(people: Sequence[Measured]) -> list[dict[str, str]]:
    """A row for each published figure: ours and theirs."""
    rows = []
    for published in PUBLISHED:
        values = np.array([p.figures[published.figure] for p in people if published.figure in p.figures])
        rows.append(
            {
                "figure": published.figure,
                "ours": f"{values.mean():.3g}",
                "our_sd": f"{values.std(ddof=1):.3g}",
                "theirs": f"{published.mean:g}",
                "their_sd": "" if published.sd is None else f"{published.sd:g}",
                "source": published.source,
            }
        )
    return rows


def bmi_slope(people: Sequence[Measured], place: str = "L3-L4") -> float:
    """mm of depth gained per kg/m2 (Lee 2004: 1.4)."""
    bmi = np.array([p.bmi for p in people])
    depth = np.array([p.figures[f"skin to epidural {place}"] for p in people])
    return float(np.polyfit(bmi, depth, 1)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    people = survey(options.count, options.workers, lambda done: print(f"\r{done} of {options.count}", end="", flush=True))
    print()
    rows = beside(people)
    for row in rows:
        print("  ".join(f"{value:<28}" if name == "figure" else f"{value:>7}" for name, value in row.items() if name != "source"))
    print(f"depth per BMI at L3-L4: {bmi_slope(people):.2f} mm (Lee 2004: 1.4)")
    if options.out:
        with options.out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()

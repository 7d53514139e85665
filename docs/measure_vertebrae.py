"""Vertebrae of many people measured as real ones are: python docs/measure_vertebrae.py FOLDER_OF_THE_TOOL --count 60 --workers 2

Writes docs/anatomy_vertebrae.csv: a row for the reference man's L1 to L5 (seed blank) and for those of each person, mm. The tool is
``measure_vertebra.py``, which measures any closed surface; it is not part of the project.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import trimesh

sys.path.insert(0, str(Path(__file__).parent.parent))

from docs.measure_shapes import own_shape
from meshes.morphometry import LUMBAR, Dimensions, reference
from meshes.person import Person
from meshes.population import dimensions
from meshes.space import Grid
from meshes.surfaces import closed_surface
from meshes.voxels import sample

OUT = Path(__file__).parent / "anatomy_vertebrae.csv"
SPACING_MM = 0.8
FIGURES = ("upEP_w", "upEP_d", "canal_w", "canal_d", "canal_area", "pedL", "pedR", "pedL_H", "h_ant", "h_post", "TPspan")
"""Of all that the tool prints."""

Row = dict[str, str]


@cache
def tool(folder: Path) -> Callable[[trimesh.Trimesh], tuple[dict[str, float], trimesh.Trimesh]]:
    spec = importlib.util.spec_from_file_location("measure_vertebra", folder / "measure_vertebra.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.measure  # type: ignore[no-any-return]


def surface(person: Dimensions, level: str) -> trimesh.Trimesh:
    """Somebody's vertebra alone, in its own frame."""
    shape = own_shape(person, level)
    grid = Grid.covering(np.array(shape.box.lo) - 2, np.array(shape.box.hi) + 2, SPACING_MM)
    return closed_surface(sample(shape, grid, reach=3.0), grid)


def person_of(seed: int | None) -> Dimensions:
    """The reference man, or the person of a seed: even seeds are men."""
    return reference() if seed is None else dimensions(Person(sex="female" if seed % 2 else "male", seed=seed))


def measured(seed: int | None, level: str, folder: Path) -> Row:
    """One vertebra's row."""
    person = person_of(seed)
    found = tool(folder)(surface(person, level))[0]
    return {"seed": "" if seed is None else str(seed), "sex": person.sex, "level": level} | {name: f"{found[name]:g}" for name in FIGURES}


def _one(job: tuple[int | None, str], folder: Path) -> Row:
    return measured(*job, folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    jobs = [(seed, level) for seed in (None, *range(options.count)) for level in LUMBAR]
    with (
        ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as pool,
        options.out.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.DictWriter(file, ["seed", "sex", "level", *FIGURES], lineterminator="\n")
        writer.writeheader()
        for done, row in enumerate(pool.map(partial(_one, folder=options.folder), jobs), start=1):
            writer.writerow(row)
            file.flush()
            print(f"\r{done} of {len(jobs)}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

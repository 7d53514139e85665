"""docs/fluoroscopy/cost.png: what a whole picture at a new pose costs. python docs/make_fluoroscopy_cost.py

Over resolution, over how much bone there is (and how large the box round it), and over threads. Times but the last are of the processor,
so that others on the machine do not count. Prints how many samples were taken and how many bytes of bricks were read.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from meshes.anatomy import Anatomy
from meshes.mineral import FULL
from meshes.space import Grid
from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.fluoroscope import Fluoroscope
from sim.fluoroscopy.projector import BRICK, Bricks, picture
from sim.fluoroscopy.views import named_pose
from sim.session.patients import shipped_patient

OUT = Path(__file__).parent / "fluoroscopy" / "cost.png"
SIZES, SHARES, THREADS = (128, 256, 384, 512, 768, 1024, 1536), (0.25, 0.5, 0.75, 1.0), (1, 2)
RUNS, KVP = 20, 80.0


def best_ms(work: Callable[[View], object], anatomy: Anatomy, clock: Callable[[], float]) -> float:
    """The least of some new poses, the first one to warm up."""
    middle = named_pose(anatomy, "AP", "L4").centre
    times = []
    for run in range(RUNS + 1):
        view = View(Pose(20.0 + 0.1 * run, 5.0, middle))
        start = clock()
        work(view)
        times.append(1e3 * (clock() - start))
    return min(times[1:])


def in_box(anatomy: Anatomy, share: float, wider: float) -> Bricks:
    """The lower part of the spine's lattice, in a box so many times as wide and deep."""
    density = anatomy.bone[0]
    nx, ny, nz = density.values.shape
    more = (round((wider - 1) * nx / 2), round((wider - 1) * ny / 2))
    values = density.values.copy()
    values[:, :, round(share * nz) :] = 0
    origin = np.asarray(density.grid.origin) - density.grid.spacing * np.array([*more, 0])
    padded = np.pad(values, [(more[0],) * 2, (more[1],) * 2, (0, 0)])
    return Bricks.of(Grid(tuple(origin.tolist()), density.grid.spacing, padded.shape), padded, 1 / FULL)


def samples(bricks: Bricks, view: View, size: int) -> float:
    """How many samples a picture takes: a picture of bricks that are 1 all over, in voxels."""
    whole = np.broadcast_to(np.array([0, BRICK], np.int32), bricks.span.shape)
    solid = replace(bricks, even=np.ones_like(bricks.even), span=np.ascontiguousarray(whole), scale=1.0 / bricks.grid.spacing)
    return float(solid.paths(view, bricks.shown_at(view, size)).sum(dtype=float))


def main() -> None:
    anatomy = shipped_patient("reference")
    tube = Fluoroscope(anatomy)

    def whole(size: int) -> Callable[[View], object]:
        return lambda view: tube.background(view, KVP, size)

    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    os.environ["TUOHY_THREADS"] = "1"
    left.plot(SIZES, [best_ms(whole(size), anatomy, time.process_time) for size in SIZES], "o-", color="k")
    left.set(xlabel="pixels across", ylabel="processor ms", title="resolution", ylim=0)
    for wider, style in ((1.0, "o-k"), (2.0, "x:r")):
        held = [in_box(anatomy, share, wider) for share in SHARES]
        took = [best_ms(lambda view, b=b: picture([b], view, 512), anatomy, time.process_time) for b in held]  # type: ignore[misc]
        filled = [np.count_nonzero(b.voxels[:, :BRICK, :BRICK, :BRICK]) * b.grid.voxel_ml for b in held]
        middle.plot(filled, took, style, label="box as it is" if wider == 1 else "box twice as wide and deep")
    middle.set(xlabel="ml of bone", title="volume: the spine at 512", ylim=0, xlim=0)
    middle.legend()
    for size, style in ((512, "o-k"), (1024, "s-r")):
        took = []
        for count in THREADS:
            os.environ["TUOHY_THREADS"] = str(count)
            took.append(best_ms(whole(size), anatomy, time.perf_counter))
        right.plot(THREADS, took, style, label=f"{size} pixels")
    right.set(xlabel="threads", ylabel="ms on the clock", title="threads", xticks=THREADS, ylim=0)
    right.legend()
    figure.savefig(OUT, dpi=90)
    view = View(Pose(20.0, 5.0, named_pose(anatomy, "AP", "L4").centre))
    lattices = [*tube.bone, tube.soft]
    for size in (512, 1024):
        taken = sum(samples(bricks, view, size) for bricks in lattices) / 1e6
        print(f"{size}: {taken:.0f} million samples, {sum(b.voxels.nbytes for b in lattices) / 1e6:.0f} MB of bricks")


if __name__ == "__main__":
    main()

"""How every patient is made: the same bytes again, on any number of threads; watched, and stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from meshes import building
from meshes.anatomy import Labels
from meshes.building import build
from meshes.drawing import FINE_MM, stamp
from meshes.morphometry import Dimensions
from meshes.skeleton import Skeleton
from meshes.space import Grid
from meshes.surfaces import closed_surface, thinned_surface
from meshes.tissues import Tissue
from sim.session import patients

SHIPPED = patients.SHIPPED / "reference"
PROJECT = patients.SHIPPED.parent.parent
FILES = ("bone0.nrrd", "bone1.nrrd", "bone2.nrrd", "coarse.seg.nrrd", "fine.seg.nrrd", "patient.json", "surfaces.glb")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("threads", [pytest.param("1", marks=pytest.mark.long), "2"])
def test_build_makes_the_shipped_patient_again_byte_for_byte(threads: str, name: str, once: Callable[..., Path]) -> None:
    """Oracle: the shipped files."""

    def make(folder: Path) -> None:
        environment = {**os.environ, "TUOHY_THREADS": threads}
        subprocess.run(
            [sys.executable, "main.py", "build", "--out", str(folder), "--json"],
            cwd=PROJECT,
            env=environment,
            check=True,
            capture_output=True,
        )

    built = once(f"built_on_{threads}", make)
    assert {p.name for p in built.iterdir()} == set(FILES)
    assert (built / name).read_bytes() == (SHIPPED / name).read_bytes(), "run `main.py build` again if this change is meant"


class Cancelled(Exception):
    pass


def test_whoever_watches_a_build_hears_its_stages_and_may_stop_it(skeleton: Skeleton, person: Dimensions) -> None:
    heard: list[tuple[str, float]] = []

    def watch(stage: str, share: float) -> None:
        heard.append((stage, share))
        if share > 0.31:
            raise Cancelled

    with pytest.raises(Cancelled):
        build(skeleton, person, "stopped", "nowhere", progress=watch)
    stages = list(dict.fromkeys(stage for stage, _ in heard))
    assert stages == ["finding the canal", "drawing the tissues"]
    shares = [share for _, share in heard]
    assert 0.0 <= shares[0] <= shares[-1] <= 1.0


# --- parts of it --------------------------------------------------------------------------------------------------------


def test_sealing_leaves_no_fluid_beside_anything_but_dura() -> None:
    """Oracle: brute force over a ball of fluid with no wall: what touched fat becomes dura, the rest stays."""
    x, y, z = np.meshgrid(*[np.arange(-9, 10)] * 3, indexing="ij")
    labels = np.full(x.shape, Tissue.DORSAL_FAT, np.uint8)
    ball = x * x + y * y + z * z < 49
    labels[ball] = Tissue.CSF
    building.seal(labels)
    fluid = np.argwhere(labels == Tissue.CSF)
    for step in np.vstack([np.eye(3, dtype=int), -np.eye(3, dtype=int)]):
        assert set(labels[tuple((fluid + step).T)].tolist()) <= {Tissue.CSF, Tissue.DURA}
    np.testing.assert_array_equal(np.isin(labels, [Tissue.CSF, Tissue.DURA]), ball)
    assert len(fluid) > 500


def test_sealing_keeps_a_wall_that_is_already_there() -> None:
    labels = np.full((9, 9, 9), Tissue.DORSAL_FAT, np.uint8)
    labels[2:7, 2:7, 2:7] = Tissue.DURA
    labels[3:6, 3:6, 3:6] = Tissue.CSF
    before = labels.copy()
    building.seal(labels)
    np.testing.assert_array_equal(labels, before)


def test_stamping_draws_bone_and_leaves_the_rest() -> None:
    """Oracle: each voxel of the coarse lattice asked of the fine field by hand."""
    onto, fine = Grid((-4.0, -6.0, -8.0), 2.0, (7, 8, 9)), Grid((-3.0, -3.0, -3.0), 0.5, (13, 13, 13))
    x, y, z = np.meshgrid(*fine.axes(), indexing="ij")
    distance = (np.sqrt(x * x + y * y + z * z) - 2.7).astype(np.float32)
    labels = np.full(onto.shape, Tissue.FAT, np.uint8)
    stamp(Labels(onto, labels), fine, distance, distance > -1.0)
    for index in np.ndindex(onto.shape):
        away = float(np.linalg.norm(onto.centre(index)))
        expected = Tissue.FAT if away >= 2.7 else Tissue.CORTICAL if away > 1.7 else Tissue.CANCELLOUS
        assert labels[index] == expected, index


def test_a_thinned_surface_is_the_same_surface_drawn_coarser() -> None:
    """Oracle: the volume of the ball, 4/3 pi r^3; chords of 1.2 mm cut off h^2 / 2 r^2, 1 %."""
    grid = Grid((-12.0, -12.0, -12.0), 0.6, (41, 41, 41))
    x, y, z = np.meshgrid(*grid.axes(), indexing="ij")
    field = (np.sqrt(x * x + y * y + z * z) - 9.0).astype(np.float32)
    thin, full = thinned_surface(field, grid, 2), closed_surface(field, grid)
    assert len(thin.faces) < 0.35 * len(full.faces)
    assert thin.is_watertight
    assert thin.volume == pytest.approx(4 / 3 * np.pi * 9**3, rel=0.012)


def test_the_fine_lattice_holds_every_vertebra_and_the_canal(skeleton: Skeleton) -> None:
    grid = building._fine_grid(skeleton, FINE_MM)
    assert grid.spacing == FINE_MM
    for name in ("L1", "L5", "sacrum"):
        for key, point in skeleton[name].landmarks.items():
            assert abs(point[0]) > building.FINE_HALF_WIDTH_MM or grid.holds(point), (name, key)

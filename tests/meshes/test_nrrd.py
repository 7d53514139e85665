"""Volumes are read as SimpleITK reads them, ours without it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from meshes import nrrd
from meshes.space import Grid
from sim.session import patients

SHIPPED = sorted((patients.SHIPPED / "reference").glob("*.nrrd"))

HUGE = Path("/sys/kernel/mm/transparent_hugepage/enabled")
"""How this system hands out memory."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    values = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    nrrd.write(Grid((1.5, -2.25, 1 / 3), 0.7, values.shape), values, tmp_path / "it.nrrd", {"Segment0_Name": "Fat: much"})
    return tmp_path / "it.nrrd"


def same(path: Path) -> None:
    """Oracle: SimpleITK."""
    found, image = nrrd.read(path), sitk.ReadImage(str(path), imageIO="NrrdImageIO")
    np.testing.assert_array_equal(found.values, sitk.GetArrayFromImage(image))
    assert found[1:] == (image.GetSpacing(), image.GetDirection(), image.GetOrigin())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_is_shipped_is_read_to_the_last_digit_as_simpleitk_reads_it(path: Path) -> None:
    same(path)


def test_what_was_just_written_is_too(file: Path) -> None:
    same(file)


@pytest.mark.parametrize("kind", [sitk.sitkUInt8, sitk.sitkFloat32])
def test_what_others_write_is_read_all_the_same(kind: int, file: Path) -> None:
    sitk.WriteImage(sitk.Cast(sitk.ReadImage(str(file)), kind), str(file))  # not compressed
    same(file)


def test_a_body_is_loaded_without_simpleitk() -> None:
    """Oracle: a process of its own, told what it has loaded."""
    told = "import sys; from sim.session.patients import shipped_patient; shipped_patient('reference'); print('SimpleITK' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-20],
        lambda data: data.replace(b"sizes: 2 3 4", b"sizes: 2 3 9"),
        lambda data: data.replace(b"sizes: 2 3 4", b"sizes: 20000 30000 40000"),
        lambda data: data.replace(b"sizes: 2 3 4", b"sizes: 2 3 x"),
    ],
    ids=["cut", "too short", "absurd", "no number"],
)
def test_what_is_damaged_is_refused(damage: Callable[[bytes], bytes], file: Path) -> None:
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(RuntimeError):
        nrrd.read(file)


@pytest.mark.skipif(not HUGE.is_file() or "[always]" in HUGE.read_text(), reason="pages come one by one only where the system lets them")
def test_what_is_empty_takes_no_memory() -> None:
    """Oracle: the pages that the system counts as this process's."""
    values = np.zeros((64, 1024, 1024), np.uint8)
    values[5, 6, 7] = 1
    before = own_mb()
    found = nrrd.turned(values)
    assert found[7, 6, 5] == found.sum() == 1
    assert own_mb() - before < 16


def own_mb() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) / 1e3 for line in lines if line.startswith("Rss:"))

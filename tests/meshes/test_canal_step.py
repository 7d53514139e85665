"""A station is millimetres, and no place in a table: a canal whose points are twice as dense is the same canal."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from meshes import survey
from meshes.morphometry import Dimensions
from meshes.shapes import Points
from meshes.skeleton import Skeleton
from meshes.spine import canal as canals
from meshes.spine import cauda, epidural, nerves
from meshes.spine import sac as thecal

Found = tuple[dict[str, float], NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]
ABOVE_L3, S2 = 190.0, 330.0
"""Stations between which strands are looked at, mm."""


def found(skeleton: Skeleton, person: Dimensions, step_mm: float) -> Found:
    """The survey's figures of the canal, and at places that do not depend on the step how near a strand, the cord and the dura are, mm."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (canals, thecal, cauda):
            patch.setattr(module, "STEP_MM", step_mm)
        canal = canals.find(skeleton, person)
        sac = thecal.sac(canal, skeleton, person)
        roots = nerves.nerves(sac, skeleton, person)
        figures = survey._canal(skeleton, SimpleNamespace(canal=canal, sac=sac, anatomy=SimpleNamespace(outlines={})), person)  # type: ignore[arg-type]
        ways = [(u, v) for u in (-5.0, -2.0, 1.0, 4.0) for v in (-5.0, -2.0, 1.0, 4.0)]
        low = np.array([canal.at(s, u, v) for s in np.arange(ABOVE_L3, S2, 3.0) for u, v in ways])
        high = np.array([canal.at(s, u, v) for s in np.arange(20.0, 90.0, 3.0) for u, v in ways])
        strands = cauda.equina(sac, skeleton, person, roots)(Points.of(low))
        cord = cauda.cord(sac, skeleton, person)(Points.of(high))
        compartments = epidural.canal_fat(canal, sac, skeleton, 1)[0](Points.of(low))
        return figures, strands, cord, sac.outside(Points.of(low)), compartments


@pytest.fixture(scope="module")
def whole(skeleton: Skeleton, person: Dimensions) -> Found:
    return found(skeleton, person, 1.0)


@pytest.fixture(scope="module")
def half(skeleton: Skeleton, person: Dimensions) -> Found:
    return found(skeleton, person, 0.5)


def test_the_survey_finds_the_same_in_a_canal_of_twice_as_many_points(whole: Found, half: Found) -> None:
    """Oracle: the canal of a point each millimetre; walls are smoothed from point to point, so fat differs by some tenths."""
    assert whole[0].keys() == half[0].keys()
    for name, value in whole[0].items():
        assert half[0][name] == pytest.approx(value, rel=0.05, abs=0.8), name


@pytest.mark.parametrize(("which", "name"), [(1, "strands"), (2, "cord"), (3, "dura")])
def test_what_floats_in_the_fluid_lies_where_it_lay(whole: Found, half: Found, which: int, name: str) -> None:
    away = np.abs(np.asarray(whole[which], float) - np.asarray(half[which], float))
    near = np.abs(np.asarray(whole[which], float)) < 4.0
    assert near.sum() > 50
    assert np.percentile(away[near], 95) < 0.4, name


def test_fat_belongs_to_the_same_compartment(whole: Found, half: Found) -> None:
    """But for a place in thirty, near a border between two."""
    assert len(set(whole[4])) > 2
    assert (whole[4] != half[4]).mean() < 0.03

"""The chart's cuts in greys. Oracle: the order of signals in T2 without fat suppression, as every atlas of the spine has it."""

from __future__ import annotations

import numpy as np

from meshes.anatomy import Anatomy
from meshes.tissues import CANAL_FAT, Tissue
from sim.procedure.slices import DARK, GREYS, mri_like


def test_tissues_are_as_bright_as_t2_orders_them() -> None:
    order = [Tissue.CSF, Tissue.FAT, Tissue.NUCLEUS, Tissue.MUSCLE, Tissue.CORTICAL, Tissue.ARTERY]
    greys = [GREYS[tissue] for tissue in order]
    assert greys == sorted(greys, reverse=True)
    assert len(set(greys)) == len(greys)
    assert GREYS[Tissue.ANNULUS] < GREYS[Tissue.NUCLEUS]
    assert GREYS[Tissue.ROOT] < GREYS[Tissue.CSF]


def test_fat_is_fat_wherever_it_lies() -> None:
    assert {GREYS[tissue] for tissue in (*CANAL_FAT, Tissue.FORAMINAL_FAT)} == {GREYS[Tissue.FAT]}


def test_a_cut_shows_the_tissue_that_is_there(reference: Anatomy) -> None:
    """Fat and cortex through an interspace; nothing but the table's greys, dark, and black beyond the body."""
    place = reference.landmark("L4-L5/flavum")
    for plane in ("axial", "sagittal"):
        greys = mri_like(reference, plane, place)
        assert greys.shape[0] == greys.shape[1]
        assert greys.dtype == np.uint8
        assert {int(g) for g in np.unique(greys)} <= {*GREYS.values(), DARK, 0}
        assert (greys == GREYS[Tissue.FAT]).any()
        assert (greys == GREYS[Tissue.CORTICAL]).any()

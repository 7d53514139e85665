"""The chart's cuts in greys. Oracle: the order of signals in T2 without fat suppression, as every atlas of the spine has it."""

from __future__ import annotations

import numpy as np

from meshes.anatomy import Anatomy
from meshes.tissues import CANAL_FAT, Tissue
from sim.procedure.slices import DARK, GREYS, OEDEMA_GREYS, STEP_MM, STIR_GREYS, mri_like


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


def test_suppressed_fat_is_dark_and_fluid_stays_bright() -> None:
    for tissue in (Tissue.FAT, *CANAL_FAT, Tissue.CANCELLOUS):
        assert STIR_GREYS[tissue] < 0.5 * GREYS[tissue]
    assert STIR_GREYS[Tissue.CSF] == GREYS[Tissue.CSF]
    assert OEDEMA_GREYS["STIR"] > 3 * STIR_GREYS[Tissue.CANCELLOUS]
    assert GREYS[Tissue.CANCELLOUS] < OEDEMA_GREYS["T2"] < GREYS[Tissue.FAT]


def test_a_body_full_of_water_is_bright_and_its_neighbours_are_not(reference: Anatomy) -> None:
    """Oracle: a body of 27 mm by 35, nearly all of it marrow; nothing of it behind the canal or in another vertebra."""
    place = reference.landmark("L2/superior_endplate")
    plain, wet = (mri_like(reference, "sagittal", place, "STIR", oedema) for oedema in ((), ("L2",)))
    changed = np.argwhere(plain != wet)
    assert {int(g) for g in wet[plain != wet]} == {OEDEMA_GREYS["STIR"]}
    assert {int(g) for g in plain[plain != wet]} == {STIR_GREYS[Tissue.CANCELLOUS]}
    assert 600.0 < len(changed) * STEP_MM**2 < 1000.0
    tall, deep = (changed.max(0) - changed.min(0)) * STEP_MM
    assert tall < 30.0
    assert deep < 37.0


def test_an_inflamed_disc_is_bright_with_its_end_plates(reference: Anatomy) -> None:
    """Oracle: the disc, and 9 mm of marrow over and under it."""
    place = reference.landmark("L4-L5/window")
    plain, wet = (mri_like(reference, "sagittal", place, "STIR", oedema) for oedema in ((), ("L4-L5",)))
    before = {int(g) for g in plain[plain != wet]}
    assert before == {STIR_GREYS[tissue] for tissue in (Tissue.CANCELLOUS, Tissue.NUCLEUS, Tissue.ANNULUS)}
    rows = np.argwhere(plain != wet)[:, 0]
    assert 22.0 < (rows.max() - rows.min()) * STEP_MM < 38.0

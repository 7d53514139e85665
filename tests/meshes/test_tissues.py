"""The labels: patient files depend on their numbers, readers on their names."""

from __future__ import annotations

from itertools import combinations

import SimpleITK as sitk

from meshes import tissues
from meshes.tissues import BONE, CANAL_FAT, COLOURS, DISC, EPIDURAL, INTRATHECAL, NERVE, TITLES, VESSEL, Tissue, title
from sim.session import patients


def test_no_tissue_was_renumbered_since_the_patient_was_shipped() -> None:
    """Oracle: the names and values written in the shipped file."""
    reader = sitk.ImageFileReader()
    reader.SetFileName(str(patients.SHIPPED / "reference" / "fine.seg.nrrd"))
    reader.ReadImageInformation()
    shipped = {
        reader.GetMetaData(key): int(reader.GetMetaData(key.removesuffix("_ID") + "_LabelValue"))
        for key in reader.GetMetaDataKeys()
        if key.endswith("_ID")
    }
    assert len(shipped) > 20
    assert {name: int(Tissue[name]) for name in shipped} == shipped


def test_every_label_fits_a_byte_and_air_is_nothing() -> None:
    assert Tissue.AIR == 0
    assert all(0 <= t <= 255 for t in Tissue)


def test_every_tissue_but_air_has_a_colour_of_its_own() -> None:
    assert set(COLOURS) == set(Tissue) - {Tissue.AIR}
    assert len(set(COLOURS.values())) == len(COLOURS)
    assert all(0.0 <= c <= 1.0 for colour in COLOURS.values() for c in colour)


def test_no_two_tissues_share_a_title() -> None:
    titles = [title(t) for t in Tissue]
    assert len(set(titles)) == len(titles)
    assert title(Tissue.FLAVUM) == "ligamentum flavum" == TITLES[Tissue.FLAVUM]
    assert title(Tissue.MUSCLE) == "muscle"


def test_the_groups_do_not_overlap() -> None:
    groups = (EPIDURAL, BONE, INTRATHECAL, NERVE, VESSEL, DISC)
    for one, other in combinations(groups, 2):
        assert not one & other
    assert CANAL_FAT < EPIDURAL
    assert Tissue.FORAMINAL_FAT not in CANAL_FAT


def test_every_epidural_compartment_that_has_fat_in_its_name_is_epidural() -> None:
    assert {t for t in Tissue if t.name.endswith("_FAT")} - {Tissue.MUSCLE_FAT} == EPIDURAL - {Tissue.PLICA}, (
        "the dorsomedian band is in the space, and no fat"
    )
    assert tissues.Tissue.FAT not in EPIDURAL

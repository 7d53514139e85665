"""Is everything there that the design lists, and as much of it as a person has?

Volumes are of the fine labels, L1 to coccyx. Where a closed form or a publication gives no number, the bracket is stated with its sum.
"""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.morphometry import LUMBAR, Dimensions
from meshes.tissues import BONE, CANAL_FAT, DISC, INTRATHECAL, VESSEL, Tissue
from tests.meshes.looking import canal_planes, is_of, seen, station

LISTED = (
    Tissue.SKIN, Tissue.FAT, Tissue.MUSCLE, Tissue.FASCIA, Tissue.CORTICAL, Tissue.CANCELLOUS, Tissue.ANNULUS, Tissue.NUCLEUS,
    Tissue.SUPRASPINOUS, Tissue.INTERSPINOUS, Tissue.FLAVUM, Tissue.SACROCOCCYGEAL, Tissue.FACET_JOINT, Tissue.DORSAL_FAT,
    Tissue.LATERAL_FAT, Tissue.VENTRAL_FAT, Tissue.FORAMINAL_FAT, Tissue.SACRAL_FAT, Tissue.DURA, Tissue.CSF, Tissue.CAUDA,
    Tissue.ROOT, Tissue.GANGLION, Tissue.EPIDURAL_VEIN, Tissue.ARTERY, Tissue.PLICA, Tissue.RETRODURAL, Tissue.CORD,
    Tissue.INTERSPINOUS_CLEFT, Tissue.FACET_CAPSULE,
)  # fmt: skip
"""Design, section 4; the great radiculomedullary artery enters above L1 (92 % at T8-L1)."""


@pytest.fixture(scope="module")
def millilitres(reference: Anatomy) -> dict[Tissue, float]:
    counts = np.bincount(reference.fine.values.ravel(), minlength=256)
    return {t: float(counts[t]) * reference.fine.grid.voxel_ml for t in Tissue}


@pytest.mark.parametrize("tissue", LISTED, ids=lambda t: t.name)
def test_every_tissue_of_the_design_is_there(tissue: Tissue, millilitres: dict[Tissue, float]) -> None:
    assert millilitres[tissue] > 0.2, "more than a crumb"


def test_nothing_is_labelled_that_is_not_a_tissue(reference: Anatomy) -> None:
    for labels in (reference.fine, reference.coarse):
        assert set(np.unique(labels.values).tolist()) <= {int(t) for t in Tissue}


def test_the_trunk_outside_the_canal_is_drawn_whole(reference: Anatomy) -> None:
    """Oracle: a prone trunk cut 30 mm above L1 and 105 mm below the hiatus weighs (here: holds) 20 to 30 litres at BMI 25:
    about 0.33 m x 0.21 m x 0.37 m, less its rounding."""
    inside = reference.coarse.values != Tissue.AIR
    litres = inside.sum() * reference.coarse.grid.voxel_ml / 1000
    height = reference.coarse.grid.spacing * inside.any(axis=(0, 1)).sum() / 1000
    assert 0.33 * 0.21 * height * 0.8 < litres / 1000 < 0.34 * 0.24 * height
    assert {Tissue.SKIN, Tissue.FAT, Tissue.MUSCLE, Tissue.FASCIA, Tissue.VISCERA, Tissue.GAS} <= set(
        np.unique(reference.coarse.values).tolist()
    )


def test_five_discs_hold_what_their_end_plates_and_heights_make(millilitres: dict[Tissue, float], person: Dimensions) -> None:
    """Oracle: the end-plate areas of 87 CT, 15.5 and 14.9 cm2 (Clouthier 2023), times Shin's heights at their middle; a disc is higher in
    its hollow middle than over its area, so up to a quarter less and not more."""
    product = sum(15.2 * person.levels[level].disc_height / 10 for level in LUMBAR)
    found = sum(millilitres[t] for t in DISC)
    assert 0.70 * product < found < product


def test_the_nucleus_is_a_third_to_a_half_of_the_disc(millilitres: dict[Tissue, float]) -> None:
    """Oracle: 40 % of its area, and the hollow end-plates give it the higher part."""
    assert 0.33 < millilitres[Tissue.NUCLEUS] / sum(millilitres[t] for t in DISC) < 0.5


def test_the_fluid_is_within_the_published_spread(millilitres: dict[Tissue, float], reference: Anatomy) -> None:
    """Oracle: Hogan 1996: 49.9 (12.1) ml from T11-12 to the sac's end. The two vertebrae above L1 (about 70 mm of 186 mm2 less a cord of
    9 x 7 mm) are not drawn: 9.6 ml are added. Within 2 sds."""
    missing = 70 * (186 - np.pi / 4 * 9.4 * 7.5) / 1000
    found = sum(millilitres[t] for t in INTRATHECAL) + millilitres[Tissue.DURA] / 2 + missing
    assert 49.9 - 2 * 12.1 < found < 49.9 + 2 * 12.1


@pytest.mark.parametrize(("level", "published"), [("L1", 200.0), ("L2", 182.5), ("L3", 165.0), ("L4", 147.5), ("L5", 130.0)])
def test_the_sac_s_section_shrinks_as_published(level: str, published: float, reference: Anatomy, person: Dimensions) -> None:
    """Oracle: 200 mm2 at L1 to 130 at L5 ([@sac_known]), by line between, and the sleeves of its two roots, cut at a slant; within 12 %."""
    m = reference.landmarks
    i = station(reference, (m[f"{level}/canal_front"] + m[f"{level}/canal_back"]) / 2)
    steps = np.arange(-14.0, 14.0, 0.25)
    labels = seen(reference, reference.canal[i], np.array([[1.0, 0, 0], canal_planes(reference)[i]]), steps, steps)
    area = is_of(labels, INTRATHECAL | {Tissue.DURA}).sum() * 0.25**2
    sleeve = np.pi * (person.nerves[level].root / 2) ** 2 / np.cos(np.radians(person.roots[level].pedicle_angle_deg))
    assert area == pytest.approx(published + 2 * sleeve, rel=0.12)


def test_epidural_fat_is_a_part_of_the_canal_and_not_the_most_of_it(millilitres: dict[Tissue, float], reference: Anatomy) -> None:
    """Oracle: epidural fat up to 40 % of the canal's section is normal (Borre, [@borre_fat]), over the lumbar canal."""
    lumbar = sum(millilitres[t] for t in (Tissue.DORSAL_FAT, Tissue.LATERAL_FAT, Tissue.VENTRAL_FAT))
    sac = sum(millilitres[t] for t in INTRATHECAL) + millilitres[Tissue.DURA]
    assert 0.15 < lumbar / (lumbar + sac) < 0.40


def test_each_compartment_of_the_fat_has_its_place(millilitres: dict[Tissue, float]) -> None:
    """Together they are what an epidural injection fills: of the order of 20-30 ml in the lumbar and sacral canal."""
    canal = [millilitres[t] for t in CANAL_FAT - {Tissue.PLICA}]
    assert 15.0 < sum(canal) < 35.0
    assert min(canal) > 0.07 * sum(canal)


def test_the_dorsal_fat_is_a_wedge_in_each_window(millilitres: dict[Tissue, float], person: Dimensions) -> None:
    """Oracle: a wedge between each two laminae, as deep as the person's, 9 to 18 mm wide at the sac, 14 to 24 mm high: half of the product;
    and the dorsomedian band is a sheet of it, a voxel of that width."""
    depth = sum(person.levels[level].dorsal_fat for level in ("T12", *LUMBAR))
    found = millilitres[Tissue.DORSAL_FAT] + millilitres[Tissue.PLICA]
    assert depth * 9 * 14 / 2000 < found < depth * 18 * 24 / 2000
    assert 0.6 / 18 < millilitres[Tissue.PLICA] / found < 2 * 0.6 / 9


def test_the_flavum_is_what_its_sheets_make(millilitres: dict[Tissue, float], person: Dimensions) -> None:
    """Oracle: five pairs of sheets, 23-27 mm high (window 12-15, 8-11 mm behind the lamina above, 2 mm over the lower), 15-20 mm round the
    back of the canal, 3.2-3.7 mm thick: 5 x 25 x 17 x 3.4 = 7.2 ml, a third less to a third more."""
    thick = np.mean([person.levels[level].flavum for level in LUMBAR])
    assert millilitres[Tissue.FLAVUM] == pytest.approx(5 * 25 * 17 * thick / 1000, rel=0.34)


def test_eighteen_ganglia_hold_what_their_measures_make(millilitres: dict[Tissue, float], person: Dimensions) -> None:
    """Oracle: Silav 2016. Between an ellipsoid (pi / 6 w^2 l) and a cylinder (pi / 4 w^2 l) of those widths and lengths."""
    lumbar = [(person.nerves[v].ganglion_width, person.nerves[v].ganglion_length) for v in LUMBAR]
    sum_of = 2 * sum(w * w * length for w, length in lumbar) / 1000
    sacral = millilitres[Tissue.GANGLION] - np.pi / 6 * sum_of
    assert np.pi / 6 * sum_of < millilitres[Tissue.GANGLION]
    assert sacral < 1.3, "four smaller pairs, not more than the lumbar ones"


def test_vessels_are_thin(millilitres: dict[Tissue, float]) -> None:
    assert sum(millilitres[t] for t in VESSEL - {Tissue.AORTA, Tissue.CAVA}) < 8.0


def test_bone_is_a_shell_round_spongiosa(millilitres: dict[Tissue, float], reference: Anatomy) -> None:
    """A vertebra is mostly spongiosa: cortical bone is a fifth to a third of it. Oracle: shell of a voxel and more over the area of the
    surfaces."""
    share = millilitres[Tissue.CORTICAL] / sum(millilitres[t] for t in BONE)
    assert 0.18 < share < 0.35
    names = (*LUMBAR, "sacrum")
    shells = sum(reference.surfaces[n].area for n in names) * 0.6 / 1000
    assert millilitres[Tissue.CORTICAL] > 0.8 * shells

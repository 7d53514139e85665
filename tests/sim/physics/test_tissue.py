"""The table of what tissues do, against published numbers."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.tissues import BONE, EPIDURAL, Tissue
from sim.physics.tissue import TissueTable, tissue_table

TABLE = tissue_table()


@pytest.mark.parametrize(
    ("tissue", "peak_n", "deep_mm"),
    [
        (Tissue.SKIN, 6.0, 2),
        (Tissue.SUPRASPINOUS, 4.3, 10),
        (Tissue.INTERSPINOUS, 7.5, 17),
        (Tissue.FLAVUM, 12.1, 45),
        (Tissue.DURA, 3.0, 0),
    ],
)
def test_entering_takes_the_force_of_the_sheet(tissue: Tissue, peak_n: float, deep_mm: float) -> None:
    """Oracle: [@davidor_nisky], peaks at the hub of an 18G Tuohy: the tip's part, with 0.05 N/mm that rub down to the layer; 12 %."""
    assert TABLE.cutting_n[tissue] + TABLE.pop_n[tissue] + 0.05 * deep_mm == pytest.approx(peak_n, rel=0.12)


def test_fat_and_the_epidural_space_take_little() -> None:
    """Oracle: [@davidor_nisky]: fat falls to 2.0 N, the epidural space is 0; cruising in muscle takes no more than the 2 N of 5.1."""
    assert TABLE.cutting_n[Tissue.FAT] <= 2.0
    assert max(TABLE.cutting_n[t] for t in EPIDURAL) < 1.0
    assert TABLE.cutting_n[Tissue.DORSAL_FAT] < 0.05 * TABLE.cutting_n[Tissue.FLAVUM]


@pytest.mark.parametrize(
    ("tissue", "low", "high"),
    [
        (Tissue.FAT, 50, 100),
        (Tissue.MUSCLE, 150, 250),
        (Tissue.INTERSPINOUS, 250, 350),
        (Tissue.FLAVUM, 400, 500),
        (Tissue.DORSAL_FAT, 7.7 - 3.9, 7.7 + 3.9),
        (Tissue.CSF, 7, 18),
    ],
)
def test_the_plunger_meets_the_pressure_of_the_sheet(tissue: Tissue, low: float, high: float) -> None:
    """Oracle: [@pressure_build] by tissue; the lumbar epidural space rests at 7.7 +- 3.9 mmHg, CSF prone at 7-15 and up to 3 more
    [@csf_pressure]."""
    assert low <= TABLE.resistance_mmhg[tissue] <= high


def test_the_flavum_is_what_wee_measured() -> None:
    """Oracle: [@wee_2017]: 376-461 mmHg at loss of resistance in vivo (Wee 2017), porcine peak 470-500 (Vaughan 2012)."""
    assert 376 <= TABLE.resistance_mmhg[Tissue.FLAVUM] <= 500


def test_pressure_orders_the_tissues_of_a_midline_way() -> None:
    """Oracle: [@pressure_build]: epidural < fat < muscle < interspinous < flavum; no space where fluid belongs holds like a ligament."""
    way = (Tissue.DORSAL_FAT, Tissue.FAT, Tissue.MUSCLE, Tissue.INTERSPINOUS, Tissue.FLAVUM)
    assert np.all(np.diff([TABLE.resistance_mmhg[t] for t in way]) > 0)
    assert max(TABLE.resistance_mmhg[t] for t in EPIDURAL) < 20


def test_friction_is_that_of_the_sheet() -> None:
    """Oracle: [@shaft_friction]: 0.05-0.10 N/mm in skin and muscle for 18-20G."""
    for tissue in (Tissue.SKIN, Tissue.MUSCLE):
        assert 0.05 <= TABLE.friction_n_mm[tissue] <= 0.10


@pytest.mark.parametrize(
    ("tissue", "factor"),
    [(Tissue.FAT, 0.7), (Tissue.MUSCLE, 1.0), (Tissue.FLAVUM, 1.2), (Tissue.INTERSPINOUS, 1.2), (Tissue.SUPRASPINOUS, 1.2)],
)
def test_steering_depends_on_tissue_as_the_sheet_says(tissue: Tissue, factor: float) -> None:
    """Oracle: [@steering_known]: fat 0.7, muscle 1.0, ligament 1.2."""
    assert TABLE.curve[tissue] == factor


def test_sectors_of_the_space_conduct_as_the_sheet_says() -> None:
    """Oracle: [@permeability_build]: dorsal : lateral : ventral = 1 : 0.4 : 0.25."""
    k = TABLE.permeability
    assert k[Tissue.LATERAL_FAT] / k[Tissue.DORSAL_FAT] == pytest.approx(0.4)
    assert k[Tissue.VENTRAL_FAT] / k[Tissue.DORSAL_FAT] == pytest.approx(0.25)


@pytest.mark.parametrize("tissue", [*BONE, Tissue.DURA, Tissue.ROOT, Tissue.GANGLION, Tissue.SKIN])
def test_what_is_tight_lets_no_fluid_in(tissue: Tissue) -> None:
    """Oracle: anatomy: bone, dura and nerve take no fluid and conduct none."""
    assert TABLE.permeability[tissue] == 0
    assert TABLE.porosity[tissue] == 0


def test_every_number_is_possible() -> None:
    """Oracle: nothing pushes by itself, and no pore is larger than the tissue."""
    for name in TissueTable.__dataclass_fields__:
        column = getattr(TABLE, name)
        assert column.shape == (256,)
        assert np.isfinite(column).all()
        assert (column >= 0).all()
        assert not column[[i for i in range(256) if i not in set(Tissue)]].any()
    assert (TABLE.porosity <= 1).all()
    # what conducts must be able to hold, or fluid would pass through without a place to be
    assert ((TABLE.permeability == 0) | (TABLE.porosity > 0)).all()


def test_nobody_can_change_the_table() -> None:
    """Oracle: it is shared by all sessions."""
    with pytest.raises(ValueError, match="read-only"):
        TABLE.curve[Tissue.FAT] = 2.0

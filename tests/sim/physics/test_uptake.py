"""Chances that belong to a place: how often a bevel lies in a small vein, how often aspiration says so, and what lies behind the flavum."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.table import read
from meshes.tissues import Tissue
from sim.physics.flow import Flow
from sim.physics.ground import BEHIND_FLAVUM_MM
from sim.physics.tissue import TABLES
from sim.physics.uptake import PLACE_MM, Chance, aspiration_shows, chance_at, lies_in_small_vein, zone_of
from tests.sim.physics.made import block, layered, patient

PLACES = np.random.Generator(np.random.PCG64(3)).uniform(-200, 200, (4000, 3))


@pytest.mark.parametrize(("compartment", "share"), [("venous", 0.447), ("intrathecal", 0.9), (None, 0.0), ("epidural", 0.0)])
def test_aspiration_shows_as_often_as_it_does(compartment: str | None, share: float) -> None:
    """Oracle: [@furman_2000]: blood is seen in 44.7 % of what lies in a vessel; three standard errors of 4000 places."""
    shown = np.mean([aspiration_shows(compartment, place, 5) for place in PLACES])
    assert shown == pytest.approx(share, abs=3 * 0.5 / 4000**0.5)
    assert shown == 0 or share > 0


@pytest.mark.parametrize(
    ("tissue", "zone"), [(Tissue.DORSAL_FAT, "dorsal"), (Tissue.FORAMINAL_FAT, "lumbar foramen"), (Tissue.SACRAL_FAT, "sacral canal")]
)
def test_small_veins_are_as_dense_as_the_table_says(tissue: Tissue, zone: str) -> None:
    """Oracle: the table; three standard errors of 4000 places."""
    chance = next(row.chance for row in read(TABLES / "uptake.csv", Chance) if row.zone == zone)
    body = patient(block(tissue, 3.0))
    found = np.mean([lies_in_small_vein(body, place, tissue, 5) for place in PLACES])
    assert found == pytest.approx(chance, abs=3 * (chance / 4000) ** 0.5)


@pytest.mark.parametrize(
    ("landmark", "zone"),
    [
        ("L1/foramen_centre_left", "lumbar foramen"),
        ("L5/foramen_centre_right", "lumbar foramen"),
        ("sacrum/foramen_S1_dorsal_right", "sacral foramen"),
        ("sacrum/foramen_S1_canal_left", "sacral foramen"),
        ("sacrum/foramen_S2_junction_right", "sacral foramen"),
    ],
)
def test_a_foramen_is_told_by_where_it_is(reference: Anatomy, landmark: str, zone: str) -> None:
    """Oracle: the names of the landmarks; the first dorsal foramen lies as high as the upper end-plate of S1, and is sacral."""
    for aside in np.eye(3) * 3.0:
        assert zone_of(reference, reference.landmark(landmark) + aside, Tissue.FORAMINAL_FAT) == zone


def test_a_place_keeps_its_answer_and_persons_differ() -> None:
    """Oracle: equality within a place, none between questions, persons and places."""
    place = np.array([1.0, 2.0, 3.0])
    assert chance_at(7, "a", place) == chance_at(7, "a", place + 0.3 * PLACE_MM)
    others = {chance_at(7, "b", place), chance_at(8, "a", place), chance_at(7, "a", place + PLACE_MM)}
    assert chance_at(7, "a", place) not in others
    assert len(others) == 3


def test_the_retrodural_space_lies_close_behind_the_flavum() -> None:
    """Oracle: by hand: 8 mm of interspinous ligament before the flavum; only its last 2.4 mm open the retrodural space."""
    body = patient(layered((Tissue.INTERSPINOUS, 8.0), (Tissue.FLAVUM, 3.0), (Tissue.DORSAL_FAT, 5.0)))
    flow = Flow(body, 1)
    for depth, name in ((2.0, "interspinous"), (7.5, "retrodural")):
        compartment = flow.compartment_at(np.array([0.0, depth, 0.0]), Tissue.INTERSPINOUS)
        assert compartment is not None
        assert compartment.name == name


def test_at_the_end_of_the_lattice_too_it_lies_there_and_nowhere_else() -> None:
    """The body is smaller than the ball round the bevel. Oracle: by hand: the last 3 mm of the 8 before the flavum."""
    body = patient(layered((Tissue.INTERSPINOUS, 8.0), (Tissue.FLAVUM, 3.0), (Tissue.DORSAL_FAT, 5.0)))
    deposit = Flow(body, 1).deposit_for(np.array([0.0, 7.5, 0.0]), Tissue.INTERSPINOUS)
    assert deposit is not None
    behind = deposit.space.places[:, 1]
    assert 8.0 - BEHIND_FLAVUM_MM <= behind.min() < behind.max() <= 8.0


def test_contrast_in_a_small_vein_is_venous(reference: Anatomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: anatomy: the internal plexus takes it, and drains into the vertebrae's own veins and the cava: nothing but veins."""
    monkeypatch.setattr("sim.physics.flow.lies_in_small_vein", lambda *_: True)
    flow = Flow(reference, 1)
    deposit = flow.deposit_for(reference.landmark("L5/foramen_left"), Tissue.FORAMINAL_FAT)
    assert deposit is not None
    assert deposit.name == "venous"
    assert deposit.space.tissue[deposit.source] == Tissue.EPIDURAL_VEIN
    assert set(deposit.space.tissue.tolist()) <= {Tissue.EPIDURAL_VEIN, Tissue.BASIVERTEBRAL_VEIN, Tissue.CAVA}

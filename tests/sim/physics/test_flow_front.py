"""How far a front is, against closed forms: from a point, in a sheet, in a body with a direction; whatever the step and the cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from meshes.anatomy import Anatomy, Labels
from meshes.tissues import Tissue
from sim.physics import weave
from sim.physics.flow import CONTRAST, DRUG, Deposit
from sim.physics.flow_space import cut_out
from sim.physics.tissue import tissue_table
from tests.sim.physics.made import AXIS, EVEN, block, painted, patient, space_of

POROSITY = float(tissue_table().porosity[Tissue.MUSCLE])


@pytest.fixture(autouse=True)
def even(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weave, "texture", lambda: EVEN)


def filled(labels: Labels, tissue: Tissue, ml: float, steps: int = 20, canal: NDArray | None = None) -> Deposit:
    """So much contrast in the middle of these labels."""
    body: Anatomy = patient(labels, canal=canal)
    deposit = Deposit(space_of(tissue), cut_out(body, space_of(tissue), 0))
    assert deposit.aim(np.full(3, 0.1))
    for _ in range(steps):
        deposit.inject(CONTRAST, ml / steps, 1 / 32)
    return deposit


def radii(deposit: Deposit, *axes: int) -> NDArray[np.float64]:
    """Along each axis, from its second moment: of a full ellipsoid in d dimensions that is sqrt(d + 2) times the root mean square."""
    amount = deposit.amount[CONTRAST]
    away = deposit.space.places - deposit.space.places[deposit.source]
    square = (amount[:, None] * away.astype(float) ** 2).sum(0) / amount.sum()
    # a cell's own extent is not the front's
    return np.sqrt((len(axes) + 2) * (square[list(axes)] - deposit.space.cell_mm**2 / 12))


@pytest.mark.parametrize("ml", [0.5, 1.0, 2.0])
def test_from_a_point(ml: float) -> None:
    """Oracle: piston flow in closed form, r = (3 V / 4 pi phi)^(1/3); 3 %."""
    expected = (3 * ml * 1000 / (4 * np.pi * POROSITY)) ** (1 / 3)
    np.testing.assert_allclose(radii(filled(block(Tissue.MUSCLE, 20.0), Tissue.MUSCLE, ml), 0, 1, 2), expected, rtol=0.03)


@pytest.mark.parametrize("ml", [0.1, 0.25])
def test_in_a_sheet(ml: float) -> None:
    """Oracle: a sheet between two plates, r = (V / pi phi t)^(1/2); 3 %."""
    thick = 2.0
    labels = painted(block(Tissue.CORTICAL, 20.0), Tissue.MUSCLE, lambda x, y, z: (np.abs(y) < thick / 2) & (x + z < 1e9))
    expected = np.sqrt(ml * 1000 / (np.pi * POROSITY * thick))
    np.testing.assert_allclose(radii(filled(labels, Tissue.MUSCLE, ml), 0, 2), expected, rtol=0.03)


@pytest.mark.parametrize("ratio", [2.0, 4.0])
def test_in_a_body_with_a_direction(ratio: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: stretched by the square root of its permeabilities the body has no direction: across a = r / q^(1/6), along b = a q^(1/2)
    for q = k along / k across; 3 %."""
    monkeypatch.setattr(weave, "texture", lambda: replace(EVEN, along=np.full(256, ratio)))
    deposit = filled(block(Tissue.MUSCLE, 20.0), Tissue.MUSCLE, 1.0)
    ball = (3 * 1000 / (4 * np.pi * POROSITY)) ** (1 / 3)
    across = ball / ratio ** (1 / 6)
    np.testing.assert_allclose(radii(deposit, 0, 1, 2), [across, across, across * ratio**0.5], rtol=0.03)


@pytest.mark.parametrize("steps", [1, 7, 400])
def test_the_number_of_steps_changes_nothing(steps: int) -> None:
    """Oracle: volume alone decides: the same in every cell as in 20 steps, to rounding."""
    labels = block(Tissue.MUSCLE, 12.0)
    one, other = (filled(labels, Tissue.MUSCLE, 0.5, n) for n in (20, steps))
    np.testing.assert_allclose(other.amount[CONTRAST], one.amount[CONTRAST], rtol=1e-9, atol=1e-12)


def test_the_front_is_sharp() -> None:
    """Oracle: piston flow: of all fluid less than a fifth lies in cells that are not full, at nine cells' radius."""
    deposit = filled(block(Tissue.MUSCLE, 20.0), Tissue.MUSCLE, 1.0)
    amount = deposit.amount[CONTRAST]
    assert amount[amount < 0.99 * deposit.space.capacity].sum() < 0.2


def test_what_follows_stirs_what_was_there_alike_in_any_steps() -> None:
    """Oracle: of a full cell that V passes through, exp(-V / capacity) of the content stays: in one push as in many, 2 %."""
    stays = []
    for steps in (1, 64):
        deposit = filled(block(Tissue.MUSCLE, 10.0), Tissue.MUSCLE, 0.3)
        cell = float(deposit.space.capacity[deposit.source])
        for _ in range(steps):
            deposit.inject(DRUG, 1.5 * cell / steps, 1 / 32)
        stays.append(deposit.amount[CONTRAST, deposit.source] / cell)
    np.testing.assert_allclose(stays, np.exp(-1.5), rtol=0.02)


@pytest.mark.parametrize("spacing", [0.4, 0.8, 1.0])
def test_the_size_of_the_cells_changes_little(spacing: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: lobules, channels and direction are asked by place: cells of 0.8 to 2 mm reach as far as 1.2 mm ones; 5 %, over persons."""
    monkeypatch.undo()
    ways: dict[float, list[NDArray]] = {0.6: [], spacing: []}
    for mm, found in ways.items():
        for seed in range(4):
            body = patient(block(Tissue.LATERAL_FAT, 24.0, mm))
            kind = space_of(Tissue.LATERAL_FAT)
            deposit = Deposit(kind, cut_out(body, kind, seed))
            assert deposit.aim(np.zeros(3))
            deposit.inject(CONTRAST, 5.0, 1.0)
            found.append(radii(deposit, 0, 1, 2))
    np.testing.assert_allclose(np.mean(ways[spacing], 0), np.mean(ways[0.6], 0), rtol=0.05)
    assert len(AXIS) > 48

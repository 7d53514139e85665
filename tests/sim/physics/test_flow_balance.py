"""Every microlitre accounted for, at every step, wherever it is put."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from meshes.anatomy import Anatomy, Labels
from meshes.space import Grid
from meshes.tissues import Tissue
from sim.physics.flow import CONTRAST, DRUG, IODINE, PLAIN, Deposit, Flow, compartment_of
from tests.sim.physics.made import block, patient

STEP_S = 1 / 32
"""The session's own step."""
PLACES = {
    "epidural": (Tissue.DORSAL_FAT, "L4-L5/window", 3.0, 0.5),
    "foramen": (Tissue.FORAMINAL_FAT, "L5/foramen_left", 2.0, 0.5),
    "sacral canal": (Tissue.SACRAL_FAT, "sacral_canal/target", 5.0, 1.0),
    "muscle": (Tissue.MUSCLE, "L4-L5/lower_lamina_edge", 0.5, 0.05),
    "vein": (Tissue.EPIDURAL_VEIN, "L3/posterior_wall", 0.5, 0.25),
    "artery": (Tissue.ARTERY, "L2/foramen_left", 0.3, 0.2),
    "intrathecal": (Tissue.CSF, "L4-L5/window", 2.0, 0.5),
    "disc": (Tissue.NUCLEUS, "L5/superior_endplate", 0.5, 0.1),
}
"""Tissue, the landmark near which, ml, ml/s."""
FULL = 1 + 1e-3
"""A cell is full at 1; the pressure's own residual, 1e-6 of the rate, may press a little more in over a hundred steps."""


def spot(anatomy: Anatomy, tissue: Tissue, landmark: str) -> NDArray:
    """The voxel of a tissue that is nearest to a landmark."""
    places = anatomy.fine.grid.centre(np.argwhere(anatomy.fine.values == tissue))
    return places[np.argmin(((places - anatomy.landmark(landmark)) ** 2).sum(1))]


@pytest.mark.parametrize("fluids", [(CONTRAST,), (CONTRAST, DRUG), (CONTRAST, DRUG, CONTRAST)])
@pytest.mark.parametrize("place", ["epidural", "muscle", "vein", "intrathecal"])
def test_it_does_not_matter_who_looks_when(reference: Anatomy, place: str, fluids: tuple[int, ...]) -> None:
    """Oracle: looking is no act: the same to the last bit, whether somebody looks at each step, now and then, or at the end."""
    tissue, landmark, _, _ = PLACES[place]
    at, lies = spot(reference, tissue, landmark), []
    for every in (1, 5, 1000):
        flow = Flow(reference, 4)
        deposit = flow.deposit_for(at, tissue)
        assert deposit is not None
        for step in range(20 * len(fluids)):
            flow.inject(deposit, fluids[step // 20], 0.004, STEP_S, 240.0)
            if step % every == 0:
                assert deposit.amount.any()
        lies.append((deposit.load.copy(), deposit.gone.copy()))
    for load, gone in lies[1:]:
        np.testing.assert_array_equal(load, lies[0][0])
        np.testing.assert_allclose(gone, lies[0][1], rtol=1e-12, atol=1e-18)


def test_a_fluid_alone_lies_where_its_pushes_one_by_one_would_bring_it(reference: Anatomy) -> None:
    """Oracle: the plain way, each push carried through every cell and stirred; nothing but rounding, 1e-9 of what a cell holds."""
    at, lies = spot(reference, Tissue.DORSAL_FAT, "L4-L5/window"), []
    for stirred in (False, True):
        flow = Flow(reference, 4)
        deposit = flow.deposit_for(at, Tissue.DORSAL_FAT)
        assert deposit is not None
        deposit._stirred = stirred
        for shift in (0.0, 4.0):  # from two places
            assert deposit.aim(at + [0.0, 0.0, shift])
            for _ in range(32):
                flow.inject(deposit, CONTRAST, 0.5 * STEP_S, STEP_S, 240.0)
        assert_balanced(flow)
        lies.append(deposit.load.copy())
    np.testing.assert_allclose(lies[0], lies[1], rtol=1e-9, atol=1e-12)


def test_what_was_made_ready_is_what_would_have_been_made(reference: Anatomy) -> None:
    """Oracle: the same place in a flow for which nothing was made ready."""
    at, lies = spot(reference, Tissue.DORSAL_FAT, "L4-L5/window"), []
    for ready in (False, True):
        flow = Flow(reference, 4)
        if ready:
            assert not flow.make_ready().result().amount.any()
            assert not flow.deposits
        deposit = flow.deposit_for(at, Tissue.DORSAL_FAT)
        assert deposit is not None
        flow.inject(deposit, CONTRAST, 0.5, STEP_S, 240.0)
        lies.append((deposit.resistance, deposit.load.copy()))
    assert lies[0][0] == lies[1][0]
    np.testing.assert_array_equal(lies[0][1], lies[1][1])


def assert_balanced(flow: Flow) -> None:
    """Given = held + left, of each species, to 1e-9; nothing negative, nothing fuller than full."""
    np.testing.assert_allclose(flow.held() + flow.left(), flow.given, rtol=1e-9, atol=1e-15)
    assert (flow.left() >= 0).all()
    for deposit in flow.deposits.values():
        assert deposit.amount.min() >= 0
        assert (deposit.amount.sum(0) / deposit.space.capacity).max() <= FULL


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_lost_or_made(reference: Anatomy, place: str) -> None:
    """Oracle: conservation: what was given lies in the lattice or left it, at every step of injecting and of 3 s of rest after."""
    tissue, landmark, ml, rate = PLACES[place]
    flow = Flow(reference, 3)
    deposit = flow.deposit_for(spot(reference, tissue, landmark), tissue)
    assert deposit is not None
    steps = round(ml / rate / STEP_S)
    for _ in range(steps):
        flow.inject(deposit, CONTRAST, ml / steps, STEP_S)
        flow.rest(STEP_S, deposit)
        assert_balanced(flow)
    assert flow.given[CONTRAST] == pytest.approx(ml, rel=1e-12)
    assert deposit.name == compartment_of(tissue)
    assert flow.into.keys() == {deposit.name}
    for _ in range(96):
        flow.rest(STEP_S)
        assert_balanced(flow)


@settings(derandomize=True, deadline=None, max_examples=20)
@given(st.integers(0, 10**6), st.lists(st.tuples(st.sampled_from([CONTRAST, DRUG]), st.floats(1e-4, 0.05)), min_size=1, max_size=15))
def test_nothing_is_lost_in_any_space(seed: int, pushes: list[tuple[int, float]]) -> None:
    """Oracle: conservation, for labels thrown at random and pushes of any size into the best-filled cell's place.

    A push may be fifty times what a cell holds: the step is implicit and must not mind.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    tissues = np.array([Tissue.DORSAL_FAT, Tissue.LATERAL_FAT, Tissue.FORAMINAL_FAT, Tissue.MUSCLE], np.uint8)
    grid = Grid((-3.0, -3.0, -3.0), 0.6, (10, 12, 10))
    flow = Flow(patient(Labels(grid, rng.choice(tissues, grid.shape, p=[0.4, 0.2, 0.3, 0.1]))), seed)
    deposit = flow.deposit_for(np.zeros(3), Tissue.DORSAL_FAT)
    assert deposit is not None
    for species, ml in pushes:
        flow.inject(deposit, species, ml, STEP_S)
        assert_balanced(flow)
    assert flow.given[CONTRAST] == pytest.approx(sum(ml for s, ml in pushes if s == CONTRAST))


def test_several_places_are_one_sum(reference: Anatomy) -> None:
    """Oracle: conservation over all deposits together, contrast here and drug there, each counted where it went."""
    flow = Flow(reference, 5)
    for species, place, ml in ((CONTRAST, "epidural", 0.5), (DRUG, "epidural", 0.7), (CONTRAST, "intrathecal", 0.4), (DRUG, "vein", 0.2)):
        tissue, landmark, _, _ = PLACES[place]
        deposit = flow.deposit_for(spot(reference, tissue, landmark), tissue)
        assert deposit is not None
        for _ in range(16):
            flow.inject(deposit, species, ml / 16, STEP_S)
            flow.rest(STEP_S, deposit)
            assert_balanced(flow)
    np.testing.assert_allclose(flow.given, [0.9, 0.9, 0.0], rtol=1e-12)
    np.testing.assert_allclose(flow.into["epidural"], [0.5, 0.7, 0.0], rtol=1e-12)
    np.testing.assert_allclose(flow.into["intrathecal"], [0.4, 0.0, 0.0], rtol=1e-12)
    np.testing.assert_allclose(flow.into["venous"], [0.0, 0.2, 0.0], rtol=1e-12)


def test_drug_after_contrast_is_counted_apart(reference: Anatomy) -> None:
    """Oracle: two species, one flow: the drug pushes the contrast on, and neither turns into the other.

    Where the drug went in there is drug and hardly contrast; the contrast lies farther out on the mean.
    """
    flow = Flow(reference, 2)
    place = spot(reference, Tissue.DORSAL_FAT, "L4-L5/window")
    deposit = flow.deposit_for(place, Tissue.DORSAL_FAT)
    assert deposit is not None
    for species in (CONTRAST, DRUG):
        for _ in range(64):
            flow.inject(deposit, species, 1.0 / 64, STEP_S)
    assert_balanced(flow)
    amount, source = deposit.amount, deposit.source
    assert amount[DRUG, source] > 20 * amount[CONTRAST, source]
    r = np.linalg.norm(deposit.space.places - place, axis=1)
    mean = (amount[:2] * r).sum(1) / amount[:2].sum(1)
    assert mean[CONTRAST] > mean[DRUG] + 3


def test_the_drug_goes_the_contrast_s_way(reference: Anatomy) -> None:
    """Oracle: one flow: given alone from the same place, contrast and drug lie the same, bit by bit."""
    place = spot(reference, Tissue.DORSAL_FAT, "L4-L5/window")
    lying = []
    for species in (CONTRAST, DRUG):
        flow = Flow(reference, 2)
        deposit = flow.deposit_for(place, Tissue.DORSAL_FAT)
        assert deposit is not None
        for _ in range(32):
            flow.inject(deposit, species, 0.5 / 32, STEP_S)
        lying.append(deposit.amount[species])
    np.testing.assert_array_equal(lying[0], lying[1])


def test_two_fluids_never_share_a_place_that_holds_one() -> None:
    """Oracle: a pore holds its volume: contrast that sinks in CSF finds no room where drug fills it, and the other way round."""
    flow = Flow(patient(block(Tissue.CSF, 8.0)), 0)
    deposit = flow.deposit_for(np.full(3, 0.1), Tissue.CSF)
    assert deposit is not None
    front = deposit.space.places[:, 1] > 0
    deposit.amount[CONTRAST] = np.where(front, 0.0, deposit.space.capacity)
    deposit.amount[DRUG] = np.where(front, deposit.space.capacity, 0.0)
    before = deposit.amount.sum(1)
    for _ in range(32):
        flow.rest(STEP_S)
        assert (deposit.amount.sum(0) / deposit.space.capacity).max() <= 1 + 1e-9
    np.testing.assert_allclose(deposit.amount.sum(1), before, rtol=1e-12)


def in_single_cells(deposit: Deposit, fluid: int, ml: float) -> NDArray:
    """One push, cell by cell, in plain Python: each cell hands on what it cannot hold, by the fluxes' shares."""
    amount = deposit.amount[fluid].copy()
    amount[deposit.source] += ml
    assert deposit.order is not None
    assert deposit.shares is not None
    for n in deposit.order:
        moving = amount[n] - deposit.space.capacity[n]
        if moving <= 0 or not deposit.shares[n].any():
            continue
        amount[n] -= moving
        for d in range(6):
            if deposit.shares[n, d] > 0:
                amount[deposit.space.neighbour[n, d]] += moving * deposit.shares[n, d]
    return amount


def test_a_push_fills_and_spills(reference: Anatomy) -> None:
    """Oracle: the same step written out plainly; rounding only."""
    flow = Flow(reference, 7)
    deposit = flow.deposit_for(spot(reference, Tissue.DORSAL_FAT, "L4-L5/window"), Tissue.DORSAL_FAT)
    assert deposit is not None
    assert deposit.aim(deposit.space.places[deposit.source])
    for _ in range(6):
        expected = in_single_cells(deposit, CONTRAST, 0.02)
        flow.inject(deposit, CONTRAST, 0.02, STEP_S)
        np.testing.assert_allclose(deposit.amount[CONTRAST], expected, rtol=1e-9, atol=1e-15)


def test_the_fluxes_are_those_of_the_pressure(reference: Anatomy) -> None:
    """Oracle: Darcy: in shares that make one, only downwards; carried along them from the source, 1 ml/s leaves through the outlets."""
    flow = Flow(reference, 7)
    deposit = flow.deposit_for(spot(reference, Tissue.DORSAL_FAT, "L4-L5/window"), Tissue.DORSAL_FAT)
    assert deposit is not None
    assert deposit.order is not None
    assert deposit.shares is not None
    flowing = deposit.shares.any(1)
    np.testing.assert_allclose(deposit.shares[flowing].sum(1), 1.0, rtol=1e-12)
    place = np.empty(len(deposit.order), int)
    place[deposit.order] = np.arange(len(deposit.order))
    for d in range(6):
        here = np.flatnonzero(deposit.shares[:, d] > 0)
        assert (place[deposit.space.neighbour[here, d]] > place[here]).all()
    passing, out = np.zeros(len(place)), 0.0
    passing[deposit.source] = 1.0
    for n in deposit.order:
        out += passing[n] * deposit.shares[n, 6]
        for d in range(6):
            if deposit.shares[n, d] > 0:
                passing[deposit.space.neighbour[n, d]] += passing[n] * deposit.shares[n, d]
    assert out == pytest.approx(1.0, abs=1e-4)


def test_iodine_goes_with_its_contrast(reference: Anatomy) -> None:
    """Oracle: 0.4 ml of 180 and 0.6 ml of 300 mg/ml are 252 mg, where contrast is or gone; each cell between the two strengths."""
    flow = Flow(reference, 2)
    deposit = flow.deposit_for(spot(reference, Tissue.DORSAL_FAT, "L4-L5/window"), Tissue.DORSAL_FAT)
    assert deposit is not None
    for strength, ml in ((180.0, 0.4), (300.0, 0.6)):
        for _ in range(64):
            flow.inject(deposit, CONTRAST, ml / 64, STEP_S, strength)
    for fluid in (DRUG, PLAIN):
        for _ in range(32):
            flow.inject(deposit, fluid, 0.25 / 32, STEP_S)
    assert deposit.load[IODINE].sum() + deposit.gone[IODINE] == pytest.approx(252.0, rel=1e-12)
    some = deposit.amount[CONTRAST] > 1e-9
    strength = deposit.iodine_mg[some] / deposit.amount[CONTRAST][some]
    assert 180 - 1e-6 <= strength.min() < 220
    assert 280 < strength.max() <= 300 + 1e-6
    assert not deposit.iodine_mg[~some & (deposit.amount[CONTRAST] == 0)].any()


def test_beside_the_fine_lattice_a_fluid_goes_in_as_it_does_within(reference: Anatomy) -> None:
    """The plunger was blocked there. Oracle: the same muscle a few centimetres nearer; all is held or has left, round the mouth."""
    assert not reference.fine.grid.holds([70.0, -30.0, 48.0])
    firm = []
    for right in (45.0, 70.0):
        at = np.array([right, -30.0, 48.0])
        flow = Flow(reference, 1)
        deposit = flow.deposit_for(at, int(reference.tissue_at(at)[0]))
        assert deposit is not None
        for _ in range(100):
            flow.inject(deposit, CONTRAST, 0.01, STEP_S, 240.0)
        assert flow.held()[CONTRAST] + flow.left()[CONTRAST] == pytest.approx(1.0, rel=1e-9)
        held = deposit.amount[CONTRAST]
        middle = (deposit.space.places * held[:, None]).sum(0) / held.sum()
        assert float(np.sqrt(((middle - at) ** 2).sum())) < 6.0
        firm.append(deposit.resistance)
    assert 0.5 < firm[1] / firm[0] < 2.0

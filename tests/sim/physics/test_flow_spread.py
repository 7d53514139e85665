"""Where fluid goes: closed forms in an even block, and the ways of each compartment in the shipped patient."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from meshes.anatomy import Anatomy
from meshes.tissues import BONE, EPIDURAL, Tissue
from sim.physics import weave
from sim.physics.compartments import compartments
from sim.physics.flow import CONTRAST, Deposit, Flow, compartment_of
from sim.physics.tissue import tissue_table
from tests.sim.physics.made import EVEN, block, patient
from tests.sim.physics.test_flow_balance import PLACES, STEP_S, spot

CSF = compartments()["intrathecal"]
MIXES, SINKS = float(CSF.mixing_mm2_s or 0), float(CSF.settling_mm_s or 0)
SEEN = 0.1
"""A cell filled so far shows."""


def injected(anatomy: Anatomy, place: NDArray, tissue: Tissue, ml: float, rate: float, seed: int = 3) -> tuple[Flow, Deposit]:
    flow = Flow(anatomy, seed)
    deposit = flow.deposit_for(place, tissue)
    assert deposit is not None
    steps = round(ml / rate / STEP_S)
    for _ in range(steps):
        flow.inject(deposit, CONTRAST, ml / steps, STEP_S)
        flow.rest(STEP_S, deposit)
    return flow, deposit


def filling(deposit: Deposit) -> NDArray[np.float64]:
    return deposit.amount.sum(0) / deposit.space.capacity


# --- an even block ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def even(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weave, "texture", lambda: EVEN)


@pytest.mark.parametrize("ml", [0.5, 1.0])
def test_in_even_muscle_fluid_makes_a_ball(ml: float, even: None) -> None:
    """Oracle: closed form r = (3 V / 4 pi phi)^(1/3): piston flow. 4 % for the radius of what is more than half full, cells being 1 mm.

    And it is round: the same root mean square along x, y and z, sqrt(1/5) r, to 10 %, since an upwind front is a cell or two wide.
    """
    porosity = tissue_table().porosity[Tissue.MUSCLE]
    radius = (3 * ml * 1000 / (4 * np.pi * porosity)) ** (1 / 3)
    _, deposit = injected(patient(block(Tissue.MUSCLE, 28.0)), np.full(3, 0.1), Tissue.MUSCLE, ml, 0.5)
    full = filling(deposit) > 0.5
    assert (3 * full.sum() * deposit.space.cell_mm**3 / (4 * np.pi)) ** (1 / 3) == pytest.approx(radius, rel=0.04)
    away = deposit.space.places - deposit.space.places[deposit.source]
    amount = deposit.amount[CONTRAST]
    spread = np.sqrt((amount[:, None] * away**2).sum(0) / amount.sum())
    np.testing.assert_allclose(spread, radius / np.sqrt(5), rtol=0.10)
    np.testing.assert_allclose(spread, spread.mean(), rtol=1e-6)


def test_twice_the_fluid_reaches_a_quarter_farther(even: None) -> None:
    """Oracle: the cube root of two, 1.26; 2 %."""
    radii = []
    for ml in (0.5, 1.0):
        _, deposit = injected(patient(block(Tissue.MUSCLE, 28.0)), np.full(3, 0.1), Tissue.MUSCLE, ml, 0.5)
        radii.append(np.cbrt((filling(deposit) > 0.5).sum()))
    assert radii[1] / radii[0] == pytest.approx(2 ** (1 / 3), rel=0.02)


@pytest.mark.parametrize("rate", [0.1, 2.0])
def test_how_fast_it_is_given_does_not_change_where_it_lies(rate: float, even: None) -> None:
    """Oracle: quasi-static Darcy flow: volume alone decides. Against 0.5 ml/s, 2 % of the filled radius, for steps of other lengths."""
    sizes = []
    for r in (rate, 0.5):
        _, deposit = injected(patient(block(Tissue.MUSCLE, 28.0)), np.full(3, 0.1), Tissue.MUSCLE, 0.5, r)
        sizes.append(np.cbrt((filling(deposit) > 0.5).sum()))
    assert sizes[0] == pytest.approx(sizes[1], rel=0.02)


def test_csf_spreads_its_load_by_diffusion_and_lets_it_sink(even: None) -> None:
    """Oracle: Einstein: the variance along each axis across the drift grows by 2 D t, the mean sinks by v t, as the table has them.

    A tiny load, so that no cell is full and nothing meets a wall within 3 s; 1 % for explicit steps.
    """
    flow = Flow(patient(block(Tissue.CSF, 30.0, 0.6)), 0)
    deposit = flow.deposit_for(np.full(3, 0.1), Tissue.CSF)
    assert deposit is not None
    deposit.amount[CONTRAST, deposit.source] = 1e-7
    start = deposit.space.places[deposit.source].astype(float)
    for _ in range(96):
        flow.rest(STEP_S)
    amount = deposit.amount[CONTRAST]
    assert amount.sum() == pytest.approx(1e-7, rel=1e-12)
    away = deposit.space.places - start
    mean = (amount[:, None] * away).sum(0) / amount.sum()
    variance = (amount[:, None] * (away - mean) ** 2).sum(0) / amount.sum()
    np.testing.assert_allclose(variance[[0, 2]], 2 * MIXES * 3.0, rtol=0.01)
    np.testing.assert_allclose(mean, [0.0, SINKS * 3.0, 0.0], atol=0.05)


# --- muscle, vessels, sac, disc --------------------------------------------------------------------------------------------


def test_in_muscle_it_stays_a_blob(reference: Anatomy) -> None:
    """Oracle: [@patterns_known]: streaks and a blob: 90 % within twice the radius of an even ball of this volume, all in the cut."""
    tissue, landmark, _, _ = PLACES["muscle"]
    place = spot(reference, tissue, landmark)
    flow, deposit = injected(reference, place, tissue, 0.5, 0.1)
    r = np.linalg.norm(deposit.space.places - place, axis=1)
    even_ball = (3 * 0.5 * 1000 / (4 * np.pi * tissue_table().porosity[tissue])) ** (1 / 3)
    amount = deposit.amount[CONTRAST]
    assert amount[r < 2 * even_ball].sum() > 0.9 * 0.5
    assert r.max() < (deposit.compartment.ball_mm or 0.0) + deposit.space.cell_mm
    assert flow.left()[CONTRAST] < 0.01
    before = amount.copy()
    for _ in range(160):
        flow.rest(STEP_S)
    np.testing.assert_array_equal(deposit.amount[CONTRAST], before)


def test_a_second_injection_nearby_joins_the_first(reference: Anatomy) -> None:
    """Oracle: one ball of soft tissue for places a few mm apart, another one elsewhere."""
    tissue, landmark, _, _ = PLACES["muscle"]
    place = spot(reference, tissue, landmark)
    flow = Flow(reference, 0)
    first = flow.deposit_for(place, tissue)
    assert flow.deposit_for(place - [0.0, 3.0, 0.0], tissue) is first
    far = spot(reference, tissue, "L2-L3/lower_lamina_edge")
    second = flow.deposit_for(far, tissue)
    assert second is not None
    assert second is not first


def test_every_disc_takes_its_own(reference: Anatomy) -> None:
    """Oracle: anatomy: a disc punctured after another one at another level takes contrast, and it stays at that level."""
    flow = Flow(reference, 0)
    for level in ("L5", "L3"):
        place = spot(reference, Tissue.NUCLEUS, f"{level}/superior_endplate")
        deposit = flow.deposit_for(place, Tissue.NUCLEUS)
        assert deposit is not None
        assert np.linalg.norm(deposit.space.places[deposit.source] - place) < 2.5
        for _ in range(16):
            flow.inject(deposit, CONTRAST, 0.2 / 16, STEP_S)
        shown = deposit.space.places[filling(deposit) > SEEN]
        assert np.abs(shown[:, 2] - place[2]).max() < 15


def test_a_vein_washes_clean_in_seconds(reference: Anatomy) -> None:
    """Oracle: [@patterns_known]: venous contrast washes out in 1-3 s: half gone within 1, nearly all within 3.

    In closed form what is left after n steps is (tau / (tau + dt))^n, tau = 1 s.
    """
    tissue, landmark, _, _ = PLACES["vein"]
    flow, deposit = injected(reference, spot(reference, tissue, landmark), tissue, 0.3, 0.3)
    held = deposit.amount[CONTRAST].sum()
    assert held > 0.001
    for n in range(1, 97):
        flow.rest(STEP_S)
        assert deposit.amount[CONTRAST].sum() == pytest.approx(held * (1 / (1 + STEP_S)) ** n, rel=1e-9)
        if n == 32:
            assert deposit.amount[CONTRAST].sum() < 0.5 * held
    assert deposit.amount[CONTRAST].sum() < 0.07 * held


def test_an_artery_only_flashes(reference: Anatomy) -> None:
    """Oracle: [@patterns_known]: under a second: less than a twentieth is left after one."""
    tissue, landmark, _, _ = PLACES["artery"]
    flow, deposit = injected(reference, spot(reference, tissue, landmark), tissue, 0.2, 0.2)
    held = deposit.amount[CONTRAST].sum()
    for _ in range(32):
        flow.rest(STEP_S)
    assert 0 < deposit.amount[CONTRAST].sum() < 0.05 * held


def test_csf_carries_far_symmetrically_and_layers_to_the_front(reference: Anatomy) -> None:
    """Oracle: [@patterns_known]: intrathecal contrast is central and symmetric, spreads long from a small volume, and sinks to the front.

    How much: sinking at v against mixing at D leaves exp(v d / D) between back and front d apart once it has settled, which over the
    50 mm that are looked at takes (50 mm)^2 / (pi^2 D) = 42 s; within a factor of two, since it also spreads along the curved sac and
    the roots are in its way. Front and back are told from the canal's middle at the same height.
    """
    tissue, landmark, _, _ = PLACES["intrathecal"]
    place = spot(reference, tissue, landmark)
    flow, deposit = injected(reference, place, tissue, 2.0, 0.5)
    for _ in range(round(50.0**2 / (np.pi**2 * MIXES) / STEP_S)):
        flow.rest(STEP_S)
    amount, places = deposit.amount[CONTRAST], deposit.space.places.astype(float)
    assert amount.sum() + flow.left()[CONTRAST] == pytest.approx(2.0, rel=1e-9)
    assert abs((amount * places[:, 0]).sum() / amount.sum()) < 1.0
    assert np.ptp(places[filling(deposit) > 0.05][:, 2]) > 40
    forward = places[:, 1] - reference.canal[cKDTree(reference.canal).query(places)[1], 1]
    near = (np.abs(places[:, 2] - place[2]) < 25) & (deposit.space.tissue == Tissue.CSF)
    front, back = near & (forward > 3), near & (forward < -3)
    apart = forward[front].mean() - forward[back].mean()
    ratio = filling(deposit)[front].mean() / filling(deposit)[back].mean()
    assert abs(np.log(ratio / np.exp(SINKS / MIXES * apart))) < np.log(2)


# --- the epidural space ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def epidurograms(reference: Anatomy) -> list[Deposit]:
    """5 ml from a right paramedian L4-L5 needle, in four persons' fat."""
    place = reference.landmark("L4-L5/window_right")
    assert reference.tissue_at(place)[0] == Tissue.DORSAL_FAT
    return [injected(reference, place, Tissue.DORSAL_FAT, 5.0, 0.5, seed)[1] for seed in range(4)]


def reach(anatomy: Anatomy, deposit: Deposit) -> tuple[float, float]:
    """Levels up and down the canal that contrast shows, from the injection; a level is the mean distance of lumbar end-plates."""
    heights = [anatomy.landmark(f"L{n}/superior_endplate")[2] for n in range(1, 6)]
    level_mm = float(-np.mean(np.diff(heights)))
    canal = np.isin(deposit.space.tissue, [t for t in EPIDURAL if t != Tissue.FORAMINAL_FAT])
    shown = deposit.space.places[(filling(deposit) > SEEN) & canal]
    station = cKDTree(anatomy.canal).query(shown)[1]
    _, start = cKDTree(anatomy.canal).query(deposit.space.places[deposit.source])
    return (start - station.min()) / level_mm, (station.max() - start) / level_mm


def test_it_travels_along_the_canal(reference: Anatomy, epidurograms: list[Deposit]) -> None:
    """Oracle: [@pain_physician_2004]: 5 ml pass 1.28 levels cephalad and 0.88 caudad, whole ones, so that its ends lie up to one farther.

    And it keeps to the canal: three times longer than wide, but for the foramina.
    """
    up, down = np.mean([reach(reference, deposit) for deposit in epidurograms], axis=0)
    assert 1.28 <= up <= 2.28
    assert 0.88 <= down <= 1.88
    for deposit in epidurograms:
        canal = deposit.space.tissue != Tissue.FORAMINAL_FAT
        shown = deposit.space.places[(filling(deposit) > SEEN) & canal]
        assert np.ptp(shown[:, 2]) > 3 * np.ptp(shown[:, 0])


def test_more_lies_behind_the_sac_than_in_front(epidurograms: list[Deposit]) -> None:
    """Oracle: [@pain_physician_2004]: an interlaminar 5 ml is dorsal in 100 %, ventral in 36 %."""
    for deposit in epidurograms:
        dorsal, ventral = (deposit.amount[CONTRAST][deposit.space.tissue == t].sum() for t in (Tissue.DORSAL_FAT, Tissue.VENTRAL_FAT))
        assert dorsal > 1.0
        assert dorsal > 3 * ventral


def test_it_reaches_the_foramina(reference: Anatomy, epidurograms: list[Deposit]) -> None:
    """Oracle: [@pain_physician_2004]: foramina take up to 40 % of a volume; 46 % of people show some at 2 ml: two of four or more at 5."""
    foraminal = [d.amount[CONTRAST][d.space.tissue == Tissue.FORAMINAL_FAT].sum() + d.left[CONTRAST] for d in epidurograms]
    assert max(foraminal) < 0.4 * 5
    assert sum(ml > 0.02 * 5 for ml in foraminal) >= 2
    near = reference.landmark("L5/foramen_right")
    shown = np.concatenate([d.space.places[(filling(d) > SEEN) & (d.space.tissue == Tissue.FORAMINAL_FAT)] for d in epidurograms])
    assert np.linalg.norm(shown - near, axis=1).min() < 8


def test_nobody_s_spread_is_another_s(reference: Anatomy, epidurograms: list[Deposit]) -> None:
    """Oracle: different fat, different spread: more than a tenth of the volume lies elsewhere; the same seed, bit by bit the same."""
    for i, one in enumerate(epidurograms):
        for other in epidurograms[:i]:
            assert np.abs(one.amount - other.amount).sum() > 2 * 0.1 * 5
    place = reference.landmark("L4-L5/window_right")
    again = injected(reference, place, Tissue.DORSAL_FAT, 5.0, 0.5, 0)[1]
    np.testing.assert_array_equal(again.amount, epidurograms[0].amount)
    np.testing.assert_array_equal(again.left, epidurograms[0].left)


def test_from_the_foramen_it_goes_in_beside_the_pedicle(reference: Anatomy) -> None:
    """Oracle: [@patterns_known; @jeong_2017]: 2 ml through a foramen lie mostly on the side of the needle, some of it in the canal."""
    place = spot(reference, Tissue.FORAMINAL_FAT, "L5/foramen_left")
    _, deposit = injected(reference, place, Tissue.FORAMINAL_FAT, 2.0, 0.5)
    amount = deposit.amount[CONTRAST]
    assert amount[deposit.space.places[:, 0] < 0].sum() > 0.7 * amount.sum()
    assert amount[deposit.space.tissue == Tissue.LATERAL_FAT].sum() > 0.02


def test_a_caudal_injection_rises_in_the_sacral_canal(reference: Anatomy) -> None:
    """Oracle: [@pain_physician_2004]: 10 ml reach S1 in 70 %, some as far as L5 (12 %): from S4 well past S2, the sac's tip."""
    place = spot(reference, Tissue.SACRAL_FAT, "sacral_canal/target")
    _, deposit = injected(reference, place, Tissue.SACRAL_FAT, 10.0, 1.0)
    shown = deposit.space.places[filling(deposit) > SEEN]
    assert shown[:, 2].max() > reference.landmark("sac/tip")[2]
    assert shown[:, 2].max() > reference.landmark("sacral_canal/s3")[2] + 20


# --- where nothing goes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tissue", [*BONE, Tissue.ROOT, Tissue.GANGLION, Tissue.SKIN, Tissue.AIR, Tissue.FLAVUM])
def test_tight_tissue_takes_nothing(reference: Anatomy, tissue: Tissue) -> None:
    """Oracle: what has no compartment blocks the plunger."""
    assert compartment_of(tissue) is None
    assert Flow(reference, 0).deposit_for(reference.landmark("L4/pedicle_left"), tissue) is None


@pytest.mark.parametrize(
    ("tissue", "name"),
    [
        (Tissue.SACRAL_FAT, "epidural"),
        (Tissue.FORAMINAL_FAT, "epidural"),
        (Tissue.CAUDA, "intrathecal"),
        (Tissue.EPIDURAL_VEIN, "venous"),
        (Tissue.ARTERY, "arterial"),
        (Tissue.ANNULUS, "disc"),
        (Tissue.DURA, "subdural"),
        (Tissue.FACET_JOINT, "facet"),
        (Tissue.INTERSPINOUS, "interspinous"),
        (Tissue.MUSCLE, "soft tissue"),
    ],
)
def test_each_tissue_belongs_to_its_compartment(tissue: Tissue, name: str) -> None:
    """Oracle: [@patterns_known]'s patterns, by tissue."""
    assert compartment_of(tissue) == name

"""Pores as cells: volumes, conductances, walls and ways out, against the labels they were cut from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshes.anatomy import Anatomy, Labels
from meshes.space import Grid
from meshes.tissues import CANAL_FAT, EPIDURAL, INTRATHECAL, Tissue
from sim.physics import weave
from sim.physics.compartments import compartments
from sim.physics.flow_space import HIATUS_MM, FlowSpace, cut_out
from sim.physics.lattice import LEAK_MM, NOWHERE, OPEN_END_MM
from sim.physics.permeability import in_canal, in_front, membranes
from sim.physics.tissue import tissue_table
from tests.sim.physics.made import AXIS, EVEN, block, painted, patient, space_of

TABLE = tissue_table()


@pytest.fixture
def even(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fat and muscle without lobules: what is written in the table holds everywhere."""
    monkeypatch.setattr(weave, "texture", lambda: EVEN)


@pytest.fixture(scope="module")
def epidural(reference: Anatomy) -> FlowSpace:
    return cut_out(reference, compartments()["epidural"], 3)


@pytest.mark.parametrize("name", ["epidural", "intrathecal", "venous"])
def test_a_body_s_ground_is_kept_and_knows_nothing_of_seeds(reference: Anatomy, name: str) -> None:
    """Oracle: the same body as if it had just come in: all of it worked out for this seed alone."""
    others = [cut_out(reference, compartments()[name], seed) for seed in (1, 2)]
    kept, fresh = cut_out(reference, compartments()[name], 5), cut_out(replace(reference), compartments()[name], 5)
    assert kept.ground is others[0].ground is others[1].ground is not fresh.ground
    for part in ("capacity", "conductance", "outlet", "neighbour", "places", "tissue"):
        np.testing.assert_array_equal(getattr(kept, part), getattr(fresh, part))
    assert (others[0].capacity != others[1].capacity).any() or name == "venous"


def assert_mutual(space: FlowSpace) -> None:
    """What is my neighbour has me as its neighbour on the other side, over the same conductance; nothing conducts backwards."""
    for d in range(6):
        here = np.flatnonzero(space.neighbour[:, d] >= 0)
        there = space.neighbour[here, d]
        np.testing.assert_array_equal(space.neighbour[there, d ^ 1], here)
        np.testing.assert_allclose(space.conductance[there, d ^ 1], space.conductance[here, d], rtol=1e-12)
        assert (space.conductance[here, d] > 0).all()
        assert not space.conductance[space.neighbour[:, d] < 0, d].any()
        step = np.zeros(3)
        step[d // 2] = space.cell_mm * (1 if d % 2 else -1)
        np.testing.assert_allclose(space.places[there] - space.places[here], np.broadcast_to(step, (len(here), 3)), atol=1e-3)
    assert (space.outlet >= 0).all()
    assert (space.capacity > 0).all()


# --- volumes ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tissues", [EPIDURAL, INTRATHECAL, frozenset({Tissue.EPIDURAL_VEIN})], ids=["epidural", "intrathecal", "veins"])
def test_cells_hold_what_the_voxels_hold(reference: Anatomy, tissues: frozenset[Tissue], even: None) -> None:
    """Oracle: voxels counted, times their volume, times the tissue's room for fluid."""
    voxel_ml = reference.fine.grid.spacing**3 / 1000
    expected = sum(np.count_nonzero(reference.fine.values == t) * voxel_ml * (TABLE.porosity[t] + TABLE.gives[t]) for t in tissues)
    assert cut_out(reference, space_of(*tissues), 0).capacity.sum() == pytest.approx(expected, rel=1e-9)


def test_cells_lie_over_their_voxels(reference: Anatomy, epidural: FlowSpace) -> None:
    """Oracle: within half a cell of every cell's middle there is a voxel of its tissue in the anatomy."""
    rng = np.random.Generator(np.random.PCG64(4))
    for n in rng.integers(0, len(epidural.places), 200):
        corners = np.array(np.meshgrid(*[(-0.25, 0.25)] * 3)).reshape(3, -1).T * epidural.cell_mm
        around = reference.tissue_at(epidural.places[n] + corners)
        counts = {t: int((around == t).sum()) for t in EPIDURAL}
        assert counts[Tissue(int(epidural.tissue[n]))] == max(counts.values()) > 0


def test_the_shipped_space_is_sound(epidural: FlowSpace) -> None:
    """Oracle: conductances are mutual."""
    assert_mutual(epidural)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_any_space_is_sound(seed: int) -> None:
    """Oracle: conductances are mutual and volumes add up, for labels thrown at random into an odd lattice."""
    rng = np.random.Generator(np.random.PCG64(seed))
    tissues = [Tissue.DORSAL_FAT, Tissue.VENTRAL_FAT, Tissue.FORAMINAL_FAT, Tissue.FLAVUM, Tissue.MUSCLE, Tissue.CORTICAL]
    grid = Grid((-3.0, -3.0, -3.0), 0.6, (9, 11, 10))
    labels = rng.choice(np.array(tissues, np.uint8), grid.shape)
    space = cut_out(patient(Labels(grid, labels)), compartments()["epidural"], seed)
    assert_mutual(space)
    expected = sum((labels == t).sum() * 0.6**3 / 1000 * (TABLE.porosity[t] + TABLE.gives[t]) for t in EPIDURAL)
    # lobules take up to 60 % of the pores of where they are
    assert 0.4 * expected <= space.capacity.sum() <= expected * (1 + 1e-9)


# --- conductances ----------------------------------------------------------------------------------------------------------


def test_two_cells_conduct_as_a_prism(even: None) -> None:
    """Oracle: Darcy: k A / L in ml/s and mmHg: k h2 / h / 1000 between the middles of two cubes of h = 1 mm."""
    space = cut_out(patient(block(Tissue.MUSCLE, 6.0)), space_of(Tissue.MUSCLE), 0)
    inner = (np.abs(space.places) < 4).all(1)
    np.testing.assert_allclose(space.conductance[inner], TABLE.permeability[Tissue.MUSCLE] * space.cell_mm / 1000, rtol=1e-9)


def test_cells_of_two_tissues_conduct_in_series(even: None) -> None:
    """Oracle: two resistances of half a cell each: the harmonic mean of the permeabilities."""
    labels = painted(block(Tissue.FORAMINAL_FAT, 6.0), Tissue.MUSCLE, lambda x, y, z: x > 0)
    space = cut_out(patient(labels, canal=AXIS + 500.0), space_of(Tissue.FORAMINAL_FAT, Tissue.MUSCLE), 0)
    border = (np.abs(space.places[:, 0] + 0.5) < 0.1) & (np.abs(space.places[:, 1:]) < 4).all(1)
    # FORAMINAL_FAT conducts better along the canal, which lies far off and along z: across it is the table's
    k1, k2 = TABLE.permeability[[Tissue.FORAMINAL_FAT, Tissue.MUSCLE]]
    assert border.sum() > 20
    np.testing.assert_allclose(space.conductance[border, 1], 2 * k1 * k2 / (k1 + k2) * space.cell_mm / 1000, rtol=1e-9)


def test_epidural_fat_conducts_better_along_the_canal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: as many times as the table says, in a straight canal along z; lobules and channels put out."""
    along = weave.texture().along
    monkeypatch.setattr(weave, "texture", lambda: replace(EVEN, along=along))
    space = cut_out(patient(block(Tissue.VENTRAL_FAT, 6.0)), space_of(Tissue.VENTRAL_FAT), 0)
    inner = (np.abs(space.places) < 4).all(1)
    across, lengthwise = space.conductance[inner][:, :4], space.conductance[inner][:, 4:]
    assert along[Tissue.VENTRAL_FAT] > 1
    assert lengthwise.mean() / across.mean() == pytest.approx(along[Tissue.VENTRAL_FAT], rel=1e-6)


@pytest.mark.parametrize("at", [4, 5])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_wall_one_voxel_thin_holds(axis: int, at: int, even: None) -> None:
    """Oracle: no path leads from one side of a plane of flavum to the other, whether it fills the first or the second half of a cell."""
    labels = block(Tissue.LATERAL_FAT, 3.0)
    index: list = [slice(None)] * 3
    index[axis] = at
    labels.values[tuple(index)] = Tissue.FLAVUM
    space = cut_out(patient(labels), compartments()["epidural"], 0)
    border = labels.grid.lo[axis] + 0.5 * at
    sides = space.places[:, axis] > border
    assert sides.any()
    assert not sides.all()
    for n, d in zip(*np.nonzero(space.neighbour >= 0), strict=True):
        assert sides[space.neighbour[n, d]] == sides[n]


@pytest.mark.parametrize("at", [4, 5])
def test_a_sheet_one_voxel_thin_conducts(at: int, even: None) -> None:
    """Oracle: a sheet of fat between two plates of flavum conducts within itself through half a cell's face: k h (h / 2) / h / 1000."""
    labels = block(Tissue.FLAVUM, 3.0)
    labels.values[:, at, :] = Tissue.DORSAL_FAT
    space = cut_out(patient(labels, canal=AXIS + [0.0, -500.0, 0.0]), space_of(Tissue.DORSAL_FAT), 0)
    assert len(space.capacity) == 36
    inner = (np.abs(space.places[:, [0, 2]]) < 2).all(1)
    np.testing.assert_allclose(space.conductance[inner][:, [0, 1]], TABLE.permeability[Tissue.DORSAL_FAT] * 0.5 / 1000, rtol=1e-9)
    assert not space.conductance[:, 2:4].any()


# --- ways out --------------------------------------------------------------------------------------------------------------


def test_the_canal_is_walled_and_the_foramina_leak(reference: Anatomy, epidural: FlowSpace) -> None:
    """Oracle: anatomy: ligaments and periosteum close the canal: only the foramina's fat, cells beside a vein, the head's end and the
    membrane over the hiatus lose fluid; and all that is no closed pocket a little to its own small veins, by its room."""
    small_veins = compartments()["epidural"].plexus_leak * epidural.capacity
    assert ((epidural.outlet == 0) | (epidural.outlet >= small_veins * (1 - 1e-9))).all()
    leaking = epidural.outlet > small_veins * (1 + 1e-9)
    assert (leaking & (epidural.tissue == Tissue.FORAMINAL_FAT)).any()
    assert set(CANAL_FAT) < set(EPIDURAL)
    length = float(np.sqrt((np.diff(reference.canal, axis=0) ** 2).sum(1)).sum())
    above = epidural.places[:, 2] > reference.fine.grid.hi[2] - epidural.cell_mm
    ends = above | (epidural.at.s < 2 * epidural.cell_mm) | (epidural.at.s > length - HIATUS_MM)
    assert (leaking & ends & (epidural.tissue != Tissue.FORAMINAL_FAT)).any()
    wall = np.flatnonzero(leaking & ~ends & (epidural.tissue != Tissue.FORAMINAL_FAT))
    for n in wall[::40]:
        voxels = np.array([-1.25, -0.75, -0.25, 0.25, 0.75, 1.25]) * reference.fine.grid.spacing
        steps = np.array(np.meshgrid(voxels, voxels, voxels)).reshape(3, -1).T
        around = set(reference.tissue_at(epidural.places[n] + 1.01 * steps))
        # a cell of mixed fat may count as the canal's and leak by its foraminal voxels
        assert around & {Tissue.FORAMINAL_FAT, Tissue.EPIDURAL_VEIN}


def test_foramina_leak_by_the_area_they_border_with(even: None) -> None:
    """Oracle: the table's transmissibility times the shared area, for a membrane that is even and of one median; more in the young."""
    labels = painted(block(Tissue.FORAMINAL_FAT, 3.0), Tissue.MUSCLE, lambda x, y, z: x > 0)
    row = membranes()["foraminal outlet"]
    outlets = []
    for age in (50.0, 80.0):
        person = replace(patient(labels), person={"age": age})
        space = cut_out(person, compartments()["epidural"], 0)
        border = (space.places[:, 0] > -1) & (np.abs(space.places[:, 1:]) < 2).all(1)
        outlets.append(space.outlet[border] - compartments()["epidural"].plexus_leak * space.capacity[border])
    spread = np.log(outlets[0] / (row.through * 1.0 / 1000))
    assert np.abs(spread).max() < 4 * (row.by_person + row.by_place)
    np.testing.assert_allclose(np.log(outlets[1] / outlets[0]), 30 * row.by_year, rtol=1e-9)


def test_foraminal_fat_leaks_into_muscle_as_stated(even: None) -> None:
    """Oracle: Darcy over the stated length, at the tighter of the two permeabilities, through the voxel faces that they share."""
    labels = painted(block(Tissue.FORAMINAL_FAT, 3.0), Tissue.MUSCLE, lambda x, y, z: x > 0)
    space = cut_out(patient(labels), space_of(Tissue.FORAMINAL_FAT), 0)
    border = (space.places[:, 0] > -1) & (np.abs(space.places[:, 1:]) < 2).all(1)
    expected = TABLE.permeability[Tissue.MUSCLE] * space.cell_mm**2 / 1000 / LEAK_MM
    np.testing.assert_allclose(space.outlet[border], expected, rtol=1e-9)


def test_a_space_goes_on_beyond_the_lattice(even: None) -> None:
    """Oracle: Darcy over the stated length of a space that the volume cuts off."""
    space = cut_out(patient(block(Tissue.EPIDURAL_VEIN, 3.0)), space_of(Tissue.EPIDURAL_VEIN), 0)
    face = (space.places[:, 0] > 2) & (np.abs(space.places[:, 1:]) < 2).all(1)
    inner = (np.abs(space.places) < 2).all(1)
    np.testing.assert_allclose(
        space.outlet[face], TABLE.permeability[Tissue.EPIDURAL_VEIN] * space.cell_mm**2 / 1000 / OPEN_END_MM, rtol=1e-9
    )
    assert not space.outlet[inner].any()


def test_the_sac_is_tight_and_open_to_the_head(reference: Anatomy) -> None:
    """Oracle: anatomy: dura lets nothing through; CSF goes on above the canal that is modelled, and nowhere else."""
    space = cut_out(reference, compartments()["intrathecal"], 0)
    out = space.outlet > 0
    assert out.any()
    above = space.places[:, 2] > reference.fine.grid.hi[2] - space.cell_mm
    assert (above | (space.at.s <= space.cell_mm))[out].all()


# --- balls -----------------------------------------------------------------------------------------------------------------


def test_a_ball_is_cut_round_a_place(reference: Anatomy) -> None:
    """Oracle: cells nearer than the radius, all of them, and the same cells as in any other box: the lattice of cells is one."""
    around = reference.landmark("L4-L5/lower_lamina_edge") - [4.0, 12.0, 0.0]
    ball = cut_out(reference, space_of(Tissue.MUSCLE, Tissue.FAT, ball_mm=12.0), 5, around)
    larger = cut_out(reference, space_of(Tissue.MUSCLE, Tissue.FAT, ball_mm=20.0), 5, around + [1.3, -0.7, 2.1])
    assert np.linalg.norm(ball.places - around, axis=1).max() < 12.0
    where = {tuple(np.round(p, 2)): n for n, p in enumerate(larger.places.tolist())}
    matching = [where[tuple(np.round(p, 2))] for p in ball.places.tolist()]
    np.testing.assert_allclose(larger.capacity[matching], ball.capacity, rtol=1e-12)
    assert np.count_nonzero(np.linalg.norm(larger.places - around, axis=1) < 12.0 - 1e-3) == len(ball.places)


def test_the_ball_s_rim_is_a_way_out(even: None) -> None:
    """Oracle: what flows beyond the ball leaves it over one cell's length; the inside does not leak."""
    space = cut_out(patient(block(Tissue.MUSCLE, 12.0)), space_of(Tissue.MUSCLE, ball_mm=8.0), 0, np.zeros(3))
    r = np.linalg.norm(space.places, axis=1)
    assert not space.outlet[r < 6.5].any()
    assert space.outlet[r > 7.5].all()
    faces = (space.neighbour < 0).sum(1)
    np.testing.assert_allclose(space.outlet, faces * TABLE.permeability[Tissue.MUSCLE] * space.cell_mm / 1000, rtol=1e-9)


# --- looking up ------------------------------------------------------------------------------------------------------------


def test_a_place_is_in_its_cell_or_in_the_nearest(epidural: FlowSpace) -> None:
    """Oracle: the nearest cell's middle by looking at all, up to 3 mm; beyond that there is none."""
    rng = np.random.Generator(np.random.PCG64(6))
    kinds = set()
    for _ in range(300):
        place = epidural.places[rng.integers(len(epidural.places))] + rng.normal(0, 2.5, 3)
        gaps = np.abs(epidural.places - place.astype(np.float32))
        found = epidural.cell_at(place)
        within = np.flatnonzero((gaps < epidural.cell_mm / 2 - 1e-3).all(1))
        distance = np.linalg.norm(gaps, axis=1)
        if len(within):
            assert found == within[0]
            kinds.add("inside")
        elif distance.min() > 3.0 + 1e-3:
            assert found == NOWHERE
            kinds.add("far")
        elif distance.min() < 3.0 - 1e-3:
            assert distance[found] == pytest.approx(distance.min(), abs=epidural.cell_mm)
            kinds.add("near")
    assert kinds == {"inside", "near", "far"}


def test_nothing_is_found_where_there_is_no_such_tissue() -> None:
    """Oracle: no voxel, no cell."""
    space = cut_out(patient(block(Tissue.CORTICAL, 3.0)), compartments()["epidural"], 0)
    assert len(space.capacity) == 0
    assert space.cell_at(np.zeros(3)) == NOWHERE


# --- patchiness ------------------------------------------------------------------------------------------------------------


def test_the_same_seed_is_the_same_fat(reference: Anatomy, epidural: FlowSpace) -> None:
    """Oracle: equality, and no equality for another seed."""
    np.testing.assert_array_equal(cut_out(reference, compartments()["epidural"], 3).conductance, epidural.conductance)
    other = cut_out(reference, compartments()["epidural"], 4)
    np.testing.assert_array_equal(other.places, epidural.places)
    assert not np.allclose(other.conductance, epidural.conductance, rtol=0.1)


def test_partitions_hinder_crossing_as_an_area_not_as_cells(even: None) -> None:
    """Oracle: a membrane in series with half a cell on each side: 1 / (1 / c + 1 / (T A)); T is the same whatever the cells' size."""
    through = []
    for spacing in (0.5, 0.75):
        space = cut_out(patient(block(Tissue.DORSAL_FAT, 6.0, spacing), canal=AXIS + [0.0, 20.0, 0.0]), compartments()["epidural"], 0)
        inner = (np.abs(space.places) < 3.5).all(1)
        middle = inner & (space.places[:, 0] < 0) & (space.places[:, 0] > -space.cell_mm)
        beside = inner & (np.abs(space.places[:, 0]) > space.cell_mm)
        k = TABLE.permeability[Tissue.DORSAL_FAT] * space.cell_mm / 1000
        np.testing.assert_allclose(space.conductance[beside][:, :2], k, rtol=1e-9)
        np.testing.assert_allclose(space.conductance[middle][:, 2:4], k, rtol=1e-9)
        c = space.conductance[middle, 1]
        assert c.max() < 0.5 * k
        through.append(np.exp(np.log(1 / (1 / c - 1 / k) / (space.cell_mm**2 / 1000)).mean()))
    # the places at which the membrane's own noise is asked differ a little
    assert through[0] == pytest.approx(through[1], rel=0.05)


def test_the_dura_s_contact_parts_the_fat_behind_from_that_beside(even: None) -> None:
    """Oracle: two half cells and the table's membrane in series, the membrane's own noise within four times its spreads."""
    labels = painted(block(Tissue.LATERAL_FAT, 6.0), Tissue.DORSAL_FAT, lambda x, y, z: x > 0)
    space = cut_out(patient(labels, canal=AXIS - [20.0, 0.0, 0.0]), compartments()["epidural"], 0)
    inner = (np.abs(space.places) < 3.5).all(1)
    border = inner & (space.places[:, 0] < 0) & (space.places[:, 0] > -space.cell_mm)
    halves = [TABLE.permeability[t] * space.cell_mm / 1000 for t in (Tissue.LATERAL_FAT, Tissue.DORSAL_FAT)]
    alone = 2 / (1 / halves[0] + 1 / halves[1])
    row = membranes()["dural contact"]
    through = 1 / (1 / space.conductance[border, 1] - 1 / alone) / (space.cell_mm**2 / 1000)
    assert np.abs(np.log(through / row.through)).max() < 4 * (row.by_person + row.by_place)


def test_in_front_of_the_sac_is_told_as_far_as_there_is_a_sac() -> None:
    """Oracle: by hand: a straight canal, its back at -y; places in front, beside and behind, above and below the sac's end."""
    places = np.array([[0.0, 4.0, 0.0], [6.0, 4.0, 0.0], [0.0, -4.0, 0.0], [0.0, 4.0, -40.0]], np.float32)
    at = in_canal(AXIS, places)
    sac_ends = 80.0  # mm along the canal: at z = -20
    sacral = np.full(4, Tissue.SACRAL_FAT, np.uint8)
    np.testing.assert_array_equal(in_front(at, sacral, sac_ends), [True, False, False, False])
    assert in_front(at, np.full(4, Tissue.VENTRAL_FAT, np.uint8), sac_ends).all()
    assert not in_front(at, np.full(4, Tissue.LATERAL_FAT, np.uint8), sac_ends).any()

"""What hangs on the bones, organ by organ, as shapes: sac, nerves, discs, sacral foramina."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from meshes.anatomy import Anatomy
from meshes.building import Made
from meshes.morphometry import LUMBAR, VERTEBRAE, Dimensions
from meshes.shapes import Points
from meshes.skeleton import Skeleton
from meshes.space import Grid
from meshes.spine import nerves as nervous
from meshes.spine import sac as thecal
from meshes.spine.canal import STEP_MM, Canal
from meshes.spine.disc import NUCLEUS_SHARE, disc
from meshes.spine.nerves import Nerve
from meshes.spine.sac import Sac
from meshes.spine.sacrum import foramina, sacrum
from meshes.tissues import INTRATHECAL, Tissue


@pytest.fixture(scope="module")
def sac(canal: Canal, skeleton: Skeleton, person: Dimensions) -> Sac:
    return thecal.sac(canal, skeleton, person)


@pytest.fixture(scope="module")
def roots(sac: Sac, skeleton: Skeleton, person: Dimensions) -> tuple[Nerve, ...]:
    return nervous.nerves(sac, skeleton, person)


# --- the sac ------------------------------------------------------------------------------------------------------------


def test_the_sac_holds_as_much_as_its_sections(sac: Sac, roots: tuple[Nerve, ...], reference: Anatomy) -> None:
    """Oracle: the integral of its sections, summed from their outlines, down to the tip; against the count of the shipped labels.
    Where a wall flattens it, it holds less: 6 %; about the roots' sleeves there may be up to their length times their section more."""
    v = np.linspace(-1, 1, 2001)
    shares = 2 * np.sqrt(1 - v * v) * (1 - sac.narrow[:, None] * np.maximum(v, 0))
    sections = sac.half_width * sac.half_depth * shares.sum(1) * (v[1] - v[0])
    np.testing.assert_allclose(sac.area, sections, rtol=1e-3)
    # down to its tip, from where the labels begin
    until = slice(int(np.argmax(sac.canal.centre[:, 2] < reference.fine.grid.hi[2])), int(sac.tip / STEP_MM))
    expected = float(sections[until].sum()) * STEP_MM
    counted = np.isin(reference.fine.values, [*INTRATHECAL, Tissue.DURA]).sum() * reference.fine.grid.voxel_ml * 1000
    sleeves = sum(np.linalg.norm(np.diff(n.path[:3], axis=0), axis=1).sum() + 8.0 for n in roots if n.has_sleeve) * np.pi * 2.4**2
    assert 0.94 * expected < counted < 1.01 * expected + sleeves


def test_the_sac_ends_in_the_middle_of_s2(sac: Sac, canal: Canal, skeleton: Skeleton) -> None:
    """Oracle: mid-S2 is the mode (29.8 % of 141, [@sac_end_2014]); S2 reaches from half-way to S1 to half-way to S3."""
    m = skeleton["sacrum"].landmarks
    s1, s2, s3 = (canal.station((m[f"canal_s{i}_front"] + m[f"canal_s{i}_back"]) / 2) for i in (1, 2, 3))
    assert sac.tip == pytest.approx((s1 + 2 * s2 + s3) / 4, abs=1e-6)
    assert sac.half_width[int(sac.tip) - 8] > 1.0
    assert sac.half_width[int(sac.tip) + 2] == 0.0


@pytest.mark.parametrize("level", LUMBAR)
def test_the_sac_is_no_larger_than_the_person_s(level: str, sac: Sac, canal: Canal, skeleton: Skeleton, person: Dimensions) -> None:
    """Oracle: the table ([@sac_known]); a tight canal makes it smaller by up to a fifth, squeezed to an egg it is 1.5 mm deeper."""
    m = skeleton[level].landmarks
    i = int(round(canal.station((m["canal_front"] + m["canal_back"]) / 2)))
    own = person.nerves[level]
    assert 0.8 * own.sac_depth < 2 * sac.half_depth[i] < own.sac_depth + 1.5
    assert 0.8 * own.sac_width < 2 * sac.half_width[i] < own.sac_width + 1.0


def test_the_fluid_lies_a_dura_s_thickness_within(sac: Sac, person: Dimensions) -> None:
    """Oracle: the field of the sac less the table's thickness."""
    p = Points.of(np.random.default_rng(0).uniform([-12, -60, -20], [12, 20, 165], (4000, 3)))
    thick = person.values["dura_thickness"]
    np.testing.assert_allclose(sac.fluid(thick)(p), sac.dura()(p) + thick, atol=1e-4)


# --- nerves -------------------------------------------------------------------------------------------------------------


def test_there_is_a_nerve_for_each_level_and_side(roots: tuple[Nerve, ...]) -> None:
    assert {(n.level, n.side) for n in roots} == {(v, s) for v in (*VERTEBRAE, "S1", "S2", "S3", "S4") for s in ("left", "right")}
    assert len(roots) == 22


def test_left_nerves_run_left_and_of_a_symmetrical_man_mirror_the_right(even: Made) -> None:
    by_name = {(n.level, n.side): n for n in even.nerves}
    for (level, side), nerve in by_name.items():
        if side == "left":
            assert nerve.path[-1][0] < 0
            np.testing.assert_allclose(nerve.path * [-1, 1, 1], by_name[level, "right"].path, atol=0.3)


def test_each_nerve_leaves_the_sac_and_goes_down_and_out(roots: tuple[Nerve, ...], sac: Sac) -> None:
    for nerve in roots:
        assert abs(float(sac.outside(Points.of(nerve.path[:1]))[0])) < 1.5, "it starts on the dura"
        assert (np.diff(nerve.path[:, 2]) < 0.5).all()
        assert abs(nerve.path[-1][0]) > abs(nerve.path[0][0]) + 5.0


@pytest.mark.parametrize("level", LUMBAR)
def test_a_lumbar_nerve_passes_under_its_own_pedicle(level: str, roots: tuple[Nerve, ...], skeleton: Skeleton) -> None:
    for nerve in roots:
        if nerve.level != level:
            continue
        under = skeleton.landmark(level, f"pedicle_bottom_{nerve.side}")
        assert nerve.under[2] + nerve.radius < under[2], "the pedicle stands clear above it"
        assert under[2] - nerve.under[2] < 9.0


@pytest.mark.parametrize("level", LUMBAR)
def test_a_ganglion_is_as_long_and_as_wide_as_measured(level: str, roots: tuple[Nerve, ...], person: Dimensions) -> None:
    """Oracle: Silav 2016: length and width; it lies on its nerve."""
    own = person.nerves[level]
    for nerve in (n for n in roots if n.level == level):
        assert np.linalg.norm(nerve.ganglion[1] - nerve.ganglion[0]) == pytest.approx(own.ganglion_length)
        assert 2 * nerve.ganglion_radius == pytest.approx(own.ganglion_width)
        assert 2 * nerve.radius == pytest.approx(own.root)
        assert (nerve.root()(Points.of(nerve.ganglion)) < 0).all()


def test_each_sacral_nerve_leaves_through_its_own_ventral_foramen(roots: tuple[Nerve, ...], skeleton: Skeleton) -> None:
    m = skeleton["sacrum"].landmarks
    for nerve in roots:
        if nerve.level in ("S1", "S2", "S3", "S4"):
            mouth = m[f"foramen_{nerve.level}_ventral_{nerve.side}"]
            assert np.linalg.norm(nerve.path - mouth, axis=1).min() < 1e-6


# --- discs --------------------------------------------------------------------------------------------------------------


def test_a_disc_lies_between_its_end_plates_with_the_nucleus_inside(skeleton: Skeleton) -> None:
    for above, below in pairwise((*LUMBAR, "sacrum")):
        whole, nucleus = disc(skeleton[above], skeleton[below])
        middle = (skeleton.landmark(above, "inferior_endplate") + skeleton.landmark(below, "superior_endplate")) / 2
        assert whole(Points.of(middle[None]))[0] < 0
        p = Points.of(np.random.default_rng(0).uniform(whole.box.lo, whole.box.hi, (50_000, 3)))
        inside = nucleus(p) < 0
        assert inside.any()
        assert (whole(p)[inside] < 0).all()


def test_the_nucleus_has_its_share_of_the_disc_s_area(skeleton: Skeleton) -> None:
    """Oracle: NUCLEUS_SHARE squared, about 40 % of the area."""
    whole, nucleus = disc(skeleton["L3"], skeleton["L4"])
    middle = (skeleton.landmark("L3", "inferior_endplate") + skeleton.landmark("L4", "superior_endplate")) / 2
    x, y = np.meshgrid(np.arange(-35, 35, 0.25), np.arange(-30, 30, 0.25))
    rise = skeleton.landmark("L4", "superior_front") - skeleton.landmark("L4", "superior_back")
    other = skeleton.landmark("L3", "inferior_front") - skeleton.landmark("L3", "inferior_back")
    front = rise / np.linalg.norm(rise) + other / np.linalg.norm(other)
    front /= np.linalg.norm(front)
    p = Points.of(middle + x.ravel()[:, None] * [1.0, 0, 0] + y.ravel()[:, None] * front)
    assert np.count_nonzero(nucleus(p) < 0) / np.count_nonzero(whole(p) < 0) == pytest.approx(NUCLEUS_SHARE**2, rel=0.02)


# --- the sacrum ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["S1", "S2", "S3", "S4"])
def test_each_sacral_foramen_is_open_from_the_canal_to_both_mouths(level: str) -> None:
    """Oracle: every 0.2 mm along its axis asked of the bone."""
    bone, foramen = sacrum(), next(f for f in foramina() if f.level == level)
    for sign in (1, -1):
        for a, b in ((foramen.canal, foramen.junction), (foramen.junction, foramen.ventral), (foramen.junction, foramen.dorsal)):
            t = np.linspace(0, 1, int(np.linalg.norm(b - a) / 0.2))[:, None]
            assert (bone(Points.of((a + t * (b - a)) * [sign, 1, 1])) > 0).all()


def test_the_first_dorsal_foramen_lies_where_ct_finds_it() -> None:
    """Oracle: Kim 2023, CT, n = 632: 23.5 (2.8) mm from the midline, 8.5 (1.6) mm wide; Saluja 2018: 10.4 high."""
    first = next(f for f in foramina() if f.level == "S1")
    assert first.dorsal[0] == pytest.approx(23.5, abs=0.5 * 2.8)
    assert 2 * first.dorsal_across == pytest.approx(8.5, abs=1.6)
    assert 2 * first.dorsal_high == pytest.approx(10.4, abs=1.0)


def test_the_hiatus_is_open_behind_and_the_canal_above_it_is_not() -> None:
    """Oracle: rays from the canal's axis straight back through the bone."""
    bone = sacrum()
    grid = Grid.covering([0, -60, -120], [0, -20, -30], 0.5)
    assert grid.shape[0] == 1
    for z, y, roofed in ((-64.0, -33.5, True), (-86.0, -34.5, True), (-108.0, -32.0, False)):
        back = np.arange(y, y - 20.0, -0.2)
        hit = bone(Points.of(np.column_stack([0 * back, back, np.full_like(back, z)]))) < 0
        assert hit.any() == roofed, z

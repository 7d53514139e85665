"""The MRI of a chart. Oracles: the order of signals that every atlas has, geometry, and the labels themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from meshes.anatomy import Anatomy, Labels
from meshes.space import ANTERIOR, RIGHT, SUPERIOR, Grid
from meshes.tissues import CANAL_FAT, Tissue
from scenarios import files
from scenarios.chart import Oedematous
from sim.procedure.disc_water import interspaces
from sim.procedure.mr_image import LOOSE, MrScanner
from sim.procedure.mr_series import MrStudy, studies
from sim.procedure.mr_voxels import _left_of_vein
from sim.procedure.signals import WATER, WEIGHTINGS, Weighting, brightness, nucleus, signals
from sim.procedure.slices import EVERY_MM, THICK_MM, SlicePlane, SlicePose, SliceStack, level_marks, level_names, shown_by, stack_of


@pytest.fixture(scope="module")
def scanner(reference: Anatomy) -> MrScanner:
    return MrScanner(reference)


def cut_at(anatomy: Anatomy, plane: SlicePlane, landmark: str) -> SlicePose:
    stack = stack_of(anatomy, plane)
    return stack.poses[stack.nearest(anatomy.landmark(landmark))]


def tissues(anatomy: Anatomy, pose: SlicePose) -> NDArray[np.uint8]:
    return anatomy.tissue_at(pose.points()).reshape(pose.pixels, pose.pixels)


# --- signals


def test_each_tissue_has_a_signal_in_each_sequence() -> None:
    assert set(signals()) == {tissue.name for tissue in Tissue} | {WATER}
    assert all(0 <= brightness(name, weighting) <= 1 for name in signals() for weighting in WEIGHTINGS)


@pytest.mark.parametrize(
    ("weighting", "order"),
    [
        ("T2", ["CSF", "NUCLEUS", "FAT", "CANCELLOUS", "MUSCLE", "ANNULUS", "CORTICAL"]),
        ("T1", ["FAT", "CANCELLOUS", "NUCLEUS", "MUSCLE", "CSF", "CORTICAL"]),
        ("STIR", ["CSF", WATER, "NUCLEUS", "MUSCLE", "CANCELLOUS", "FAT", "CORTICAL"]),
    ],
)
def test_tissues_are_as_bright_as_an_atlas_has_them(weighting: Weighting, order: list[str]) -> None:
    shown = [brightness(name, weighting) for name in order]
    assert shown == sorted(shown, reverse=True)
    assert len(set(shown)) == len(shown)


def test_fast_blood_cortex_and_ligament_are_dark_in_all() -> None:
    for weighting in WEIGHTINGS:
        for dark in ("AORTA", "CAVA", "ARTERY", "CORTICAL", "SUPRASPINOUS", "DURA", "FLAVUM"):
            assert brightness(dark, weighting) < 0.6 * brightness("FAT" if weighting != "STIR" else "CSF", weighting)


def test_fat_is_fat_wherever_it_lies() -> None:
    for weighting in WEIGHTINGS:
        usual = brightness("FAT", weighting)
        for tissue in (*CANAL_FAT, Tissue.FORAMINAL_FAT):
            if tissue is not Tissue.PLICA:
                assert brightness(tissue.name, weighting) == pytest.approx(usual, abs=0.1)


def test_a_worn_disc_is_darker_and_never_as_dark_as_its_ring() -> None:
    bright = [nucleus("T2", water) for water in (0.0, 0.3, 0.6, 1.0)]
    assert bright == sorted(bright)
    assert bright[0] > brightness("ANNULUS", "T2")
    assert bright[-1] == pytest.approx(brightness("NUCLEUS", "T2"))


def test_a_low_disc_a_bulging_one_and_an_old_one_hold_less_water(reference: Anatomy) -> None:
    young = {disc.name: disc.water for disc in interspaces(reference)}
    old = interspaces(replace(reference, person={**reference.person, "age": 75.0}))
    assert all(disc.water < young[disc.name] for disc in old)
    low = dict(reference.landmarks)
    low["L4/inferior_endplate"] = low["L4/inferior_endplate"] - 4.0 * SUPERIOR
    worn = {disc.name: disc.water for disc in interspaces(replace(reference, landmarks=low))}
    assert worn["L4-L5"] < young["L4-L5"] - 0.3
    assert worn["L3-L4"] == young["L3-L4"]
    values = reference.fine.values.copy()
    grid = reference.fine.grid
    back = reference.landmark("L5/superior_back")
    values[grid.box_index(back + (-5, -6, 2), back + (5, 0, 9))] = Tissue.ANNULUS
    bulging = {disc.name: disc.water for disc in interspaces(replace(reference, fine=Labels(grid, values)))}
    assert bulging["L4-L5"] < 0.5 * young["L4-L5"], "one that reaches 5 mm into the canal is dark, as worn ones are"


# --- geometry


@pytest.mark.parametrize("plane", ["sagittal", "axial"])
def test_slices_lie_as_far_apart_as_is_usual_and_look_as_a_radiologist_does(reference: Anatomy, plane: SlicePlane) -> None:
    stack = stack_of(reference, plane)
    steps = np.diff([pose.middle for pose in stack.poses], axis=0)
    assert THICK_MM < EVERY_MM
    if plane == "sagittal":
        assert np.linalg.norm(steps, axis=1) == pytest.approx(EVERY_MM)
    for pose in stack.poses:
        if plane == "sagittal":
            assert (pose.across, pose.down) == (pytest.approx(-ANTERIOR), pytest.approx(-SUPERIOR))
        else:
            assert pose.across @ RIGHT < -0.9  # the patient's right on the picture's left
            assert pose.down @ ANTERIOR < -0.6
        assert 0.6 <= pose.pixel_mm <= 0.8
    assert stack.poses[0].middle[0] > stack.poses[-1].middle[0] or plane == "axial"


def test_pixels_and_places_are_each_other_s_way_back(reference: Anatomy) -> None:
    pose = cut_at(reference, "axial", "L5-S1/window")
    assert pose.pixel(pose.place(37.0, 201.0)) == pytest.approx((37.0, 201.0))
    assert pose.off_mm(pose.place(37.0, 201.0)) == pytest.approx(0.0, abs=1e-9)
    points = pose.points().reshape(pose.pixels, pose.pixels, 3)
    assert points[201, 37] == pytest.approx(pose.place(37.0, 201.0))


def test_the_line_where_the_other_is_cut_lies_in_both(reference: Anatomy) -> None:
    sagittal, axial = (cut_at(reference, plane, "L4-L5/window") for plane in ("sagittal", "axial"))
    for one, other in ((sagittal, axial), (axial, sagittal)):
        line = one.crossing(other)
        assert line is not None
        for end in line:
            assert other.off_mm(one.place(*end)) == pytest.approx(0.0, abs=1e-6)
    assert sagittal.crossing(sagittal) is None


def test_a_disc_is_cut_in_one_picture_though_it_leans(reference: Anatomy) -> None:
    """Oracle: the labels: a slice along the L5-S1 disc shows far more of it than a level cut does."""
    disc = next(one for one in interspaces(reference) if one.name == "L5-S1")
    stack = stack_of(reference, "axial")
    pose = stack.poses[stack.nearest(disc.middle)]
    assert pose.normal @ disc.up == pytest.approx(1.0, abs=0.02)
    level = SlicePose(disc.middle, -RIGHT, -ANTERIOR, pose.pixels, pose.pixel_mm)
    areas = [float(np.isin(tissues(reference, one), (Tissue.NUCLEUS, Tissue.ANNULUS)).sum()) * one.pixel_mm**2 for one in (pose, level)]
    assert areas[0] > 1.3 * areas[1]


def test_levels_are_named_where_they_are(reference: Anatomy) -> None:
    assert {"L1", "L4", "L5", "S1"} <= set(level_marks(reference))
    for name, height in level_marks(reference).items():
        bone = "sacrum" if name == "S1" else name
        assert height[2] < reference.landmark(f"{bone}/superior_front")[2]
    stack = stack_of(reference, "axial")
    named = level_names(reference, stack)
    for disc in interspaces(reference):
        assert named[stack.nearest(disc.middle)] == disc.name
    assert {"L1", "L2", "L3", "L4", "L5", "S1"} <= set(named)


# --- pictures


@pytest.mark.parametrize("plane", ["sagittal", "axial"])
def test_a_cut_shows_the_tissue_that_is_there(reference: Anatomy, scanner: MrScanner, plane: SlicePlane) -> None:
    """Oracle: the labels: in T2 fluid over fat over muscle over cortex, in T1 fat over marrow over fluid."""
    pose = cut_at(reference, plane, "L4-L5/window")
    found = tissues(reference, pose)
    t2, t1 = (scanner.picture(pose, weighting) for weighting in ("T2", "T1"))

    def mean(picture: NDArray[np.float32], tissue: Tissue) -> float:
        return float(np.median(picture[found == tissue]))

    assert mean(t2, Tissue.CSF) > mean(t2, Tissue.CANCELLOUS) > mean(t2, Tissue.AIR)
    assert mean(t2, Tissue.FAT) > 2 * mean(t2, Tissue.MUSCLE)
    assert mean(t1, Tissue.FAT) > mean(t1, Tissue.MUSCLE) > mean(t1, Tissue.CSF)
    assert mean(t1, Tissue.CANCELLOUS) > 2 * mean(t1, Tissue.CSF)
    assert (t1 >= 0).all()


def test_a_voxel_is_the_mean_of_what_lies_in_it(reference: Anatomy, scanner: MrScanner) -> None:
    """Oracle: a membrane thinner than a voxel is neither its own grey nor its neighbours': cortex is brighter than the table has it."""
    pose = cut_at(reference, "axial", "L4-L5/window")
    found, picture = tissues(reference, pose), scanner.picture(pose, "T1")
    thin = picture[found == Tissue.DURA]
    assert len(np.unique(np.round(thin, 2))) > 10
    assert float(np.median(picture[found == Tissue.CORTICAL])) > 1.5 * brightness("CORTICAL", "T1")


@pytest.mark.parametrize("weighting", ["T1", "T2"])
def test_a_muscle_has_leaves_of_fat_and_a_rim_of_it_and_no_black_line(reference: Anatomy, scanner: MrScanner, weighting: Weighting) -> None:
    """Fault: muscles were even ovals with black outlines. Oracle: the labels; an old patient's are fatter."""
    pose = cut_at(reference, "axial", "L4-L5/window")
    found, picture = tissues(reference, pose), scanner.picture(pose, weighting)
    muscle, rim = picture[found == Tissue.MUSCLE], picture[found == Tissue.FASCIA]
    assert float(np.median(rim)) > float(np.median(muscle)), "a border is brighter than what it bounds"
    usual = brightness("MUSCLE", weighting)
    assert 0.015 < float((muscle > 1.6 * usual).mean()) < 0.35
    old = MrScanner(replace(reference, person={**reference.person, "age": 80.0})).picture(pose, weighting)
    assert float(old[found == Tissue.MUSCLE].mean()) > 1.03 * float(muscle.mean())


def test_a_muscle_s_border_is_ragged_and_bone_s_is_not(reference: Anatomy, scanner: MrScanner) -> None:
    """Oracle: the labels: what strays lies within a few millimetres of a border, and no bone or canal moves."""
    pose = cut_at(reference, "axial", "L4-L5/window")
    x, y, z = (np.ascontiguousarray(pose.points()[:, k], np.float32) for k in range(3))
    off = np.linalg.norm(scanner._strays(x, y, z), axis=0)
    assert 0.5 < float(np.median(off)) < 3.0
    assert float(off.max()) < 7.0
    assert not {Tissue.CORTICAL, Tissue.CANCELLOUS, Tissue.CSF, Tissue.ROOT, Tissue.FLAVUM} & set(LOOSE)


def test_the_same_slice_is_the_same_picture_and_another_has_other_noise(reference: Anatomy, scanner: MrScanner) -> None:
    stack = stack_of(reference, "axial")
    once, again = (MrScanner(reference).picture(stack.poses[20], "T2") for _ in range(2))
    assert np.array_equal(once, again)
    beside = scanner.picture(stack.poses[21], "T2")
    apart = ndimage.binary_erosion(tissues(reference, stack.poses[20]) == Tissue.AIR, iterations=3)  # a voxel takes of its neighbours
    air = (once < 0.08) & (beside < 0.08) & apart
    assert air.sum() > 2000
    assert abs(float(np.corrcoef(once[air], beside[air])[0, 1])) < 0.05


def test_a_disc_s_middle_is_a_lens_that_fades_and_a_worn_one_is_dimmer(reference: Anatomy) -> None:
    """Fault: discs were bright boxes with square dark ends. Oracle: brightness along the disc, and up at its end."""
    disc = next(one for one in interspaces(reference) if one.name == "L3-L4")
    pose = cut_at(reference, "sagittal", "L3-L4/window")

    def along(scanner: MrScanner, up_mm: float = 0.0) -> NDArray[np.float32]:
        picture = scanner.picture(pose, "T2")
        places = [disc.middle + at * disc.forward + up_mm * disc.up for at in np.arange(0.0, disc.half[0] - 2.0, 0.8)]
        at = np.array([pose.pixel(place) for place in places])
        return np.asarray(ndimage.map_coordinates(picture, at[:, ::-1].T, order=1), np.float32)

    fresh = along(MrScanner(reference))
    top, ring = float(fresh[:4].mean()), float(fresh[-3:].mean())
    assert top > 2.0 * ring
    assert float(np.abs(np.diff(fresh)).max()) < 0.3 * (top - ring), "no step"
    inner, outer = (int((along(MrScanner(reference), up) > (top + ring) / 2).sum()) for up in (0.0, 0.6 * disc.half[1]))
    assert outer < inner, "a lens is lower at its end"
    old = along(MrScanner(replace(reference, person={**reference.person, "age": 75.0})))
    assert float(old[:4].mean()) < 0.9 * top


def test_veins_fade_into_the_marrow_and_the_wall_of_a_bowel_is_uneven(reference: Anatomy, scanner: MrScanner) -> None:
    """Fault: the veins were ruled bars, and the gas a perfect circle with a grey rim. Oracles: the labels, and a circle."""
    pose = cut_at(reference, "sagittal", "L4-L5/window")
    found, picture = tissues(reference, pose), scanner.picture(pose, "T2")
    (wall, forward), walls = scanner._walls[2], scanner._walls
    left = [_left_of_vein(*(wall + deep * forward), walls, 0.0) for deep in (0.0, 4.0, 8.0, 14.0)]
    assert left == sorted(left, reverse=True)
    assert (left[0], left[-1]) == (pytest.approx(1.0, abs=0.05), pytest.approx(0.1, abs=0.1))
    vein = found == Tissue.BASIVERTEBRAL_VEIN
    assert float(np.median(picture[vein])) < 0.6 * brightness("BASIVERTEBRAL_VEIN", "T2")
    gas = found == Tissue.GAS
    rows, columns = np.nonzero(ndimage.binary_dilation(gas, iterations=8))
    dark = np.zeros_like(gas)
    dark[rows, columns] = picture[rows, columns] < 0.1
    edge = np.argwhere(dark & ~ndimage.binary_erosion(dark))
    radius = np.linalg.norm(edge - edge.mean(0), axis=1) * pose.pixel_mm
    truth = np.argwhere(gas & ~ndimage.binary_erosion(gas))
    even = np.linalg.norm(truth - truth.mean(0), axis=1) * pose.pixel_mm
    assert float(radius.std()) > float(even.std()) + 0.4


def test_beside_an_axial_slice_the_sagittal_one_shows_what_bulges(reference: Anatomy) -> None:
    """Fault: the stack opened in the midline, beside a paracentral protrusion. Oracle: the place where disc was put into the canal."""
    chart = files.find_scenario("l4_l5_disc").chart
    assert chart is not None
    axial, midline = chart.slices
    assert shown_by(reference, axial, "sagittal") == pytest.approx(reference.landmark(axial.at)), "nothing bulges in this body"
    values, grid = reference.fine.values.copy(), reference.fine.grid
    back = reference.landmark("L5/superior_back")
    values[grid.box_index(back + (4, -6, 2), back + (9, 0, 9))] = Tissue.ANNULUS
    bulging = replace(reference, fine=Labels(grid, values))
    assert 3.0 < shown_by(bulging, axial, "sagittal")[0] - back[0] < 10.0
    assert shown_by(bulging, midline, "sagittal") == pytest.approx(reference.landmark(midline.at))
    assert shown_by(bulging, axial, "axial") == pytest.approx(reference.landmark(axial.at))


def test_air_holds_the_noise_of_a_magnitude(reference: Anatomy, scanner: MrScanner) -> None:
    """Oracle: where there is no signal the noise is a Rayleigh's: mean over standard deviation is 1.91."""
    pose = cut_at(reference, "sagittal", "L4-L5/window")
    air = scanner.picture(pose, "T2")[tissues(reference, pose) == Tissue.AIR]
    quiet = air[air < 0.1]
    assert float(quiet.mean() / quiet.std()) == pytest.approx(1.91, abs=0.15)


def test_the_belly_is_switched_off_in_front_of_the_spine_alone(reference: Anatomy, scanner: MrScanner) -> None:
    pose = cut_at(reference, "sagittal", "L4-L5/window")
    plain, banded = scanner.picture(pose, "T2"), scanner.picture(pose, "T2", band=True)
    found = tissues(reference, pose)
    front = reference.landmark("L4/superior_front")[1]
    belly = (found == Tissue.VISCERA) & (pose.points()[:, 1].reshape(found.shape) > front + 60.0)
    assert float(banded[belly].mean()) < 0.4 * float(plain[belly].mean())
    assert float(banded[found == Tissue.CSF].mean()) == pytest.approx(float(plain[found == Tissue.CSF].mean()), rel=0.02)


def changed(scanner: MrScanner, pose: SlicePose, weighting: Weighting, oedema: tuple[Oedematous, ...]) -> NDArray[np.bool_]:
    """Where the water shows: the noise is the same in both."""
    plain, wet = scanner.picture(pose, weighting), scanner.picture(pose, weighting, oedema)
    return np.asarray(np.abs(wet - plain) > 0.15)


def test_a_body_full_of_water_is_bright_and_its_neighbours_are_not(reference: Anatomy, scanner: MrScanner) -> None:
    """Oracle: a body of 27 mm by 35, nearly all of it marrow; nothing of it behind the canal or in another vertebra. Dark in T1."""
    pose = cut_at(reference, "sagittal", "L2/superior_endplate")
    found = changed(scanner, pose, "STIR", ("L2",))
    where = np.argwhere(found)
    assert 600.0 < len(where) * pose.pixel_mm**2 < 1000.0
    tall, deep = (where.max(0) - where.min(0)) * pose.pixel_mm
    assert tall < 31.0
    assert deep < 38.0
    dry, wet = (scanner.picture(pose, "T1", oedema) for oedema in ((), ("L2",)))
    assert float(wet[found].mean()) < 0.6 * float(dry[found].mean())


def test_an_inflamed_disc_is_bright_with_its_end_plates(reference: Anatomy, scanner: MrScanner) -> None:
    """Oracle: the disc, and 9 mm of marrow over and under it."""
    pose = cut_at(reference, "sagittal", "L4-L5/window")
    rows = np.argwhere(changed(scanner, pose, "STIR", ("L4-L5",)))[:, 0]
    assert 22.0 < (rows.max() - rows.min()) * pose.pixel_mm < 40.0


# --- what a case has


def of(case: str, reference: Anatomy) -> tuple[MrStudy, ...]:
    chart = files.find_scenario(case).chart
    assert chart is not None
    return studies(chart, reference)


def test_a_case_has_both_planes_in_t2_and_t1_and_stir_where_the_chart_says_so(reference: Anatomy) -> None:
    (whole,) = of("l4_l5_disc", reference)
    assert whole.series == (("sagittal", "T2"), ("sagittal", "T1"), ("axial", "T2"), ("axial", "T1"))
    (fresh,) = of("fracture", reference)
    assert fresh.weightings("sagittal") == ("T2", "T1", "STIR")
    assert fresh.oedema == ("L2",)
    assert of("pregnant", reference) == ()


def test_what_was_seen_another_day_is_another_study(reference: Anatomy) -> None:
    """The disc that glows now did not six weeks ago; the short examination has no axial slices."""
    before, now = of("discitis", reference)
    assert (before.name, before.oedema) == ("Six weeks ago", ())
    assert (now.name, now.oedema, now.series) == ("Five days ago", ("L4-L5",), (("sagittal", "STIR"),))


def test_each_slice_of_each_chart_lies_in_its_stack(reference: Anatomy) -> None:
    """What a report points to is in the pictures: within half a step of a slice, and in its frame."""
    stacks: dict[SlicePlane, SliceStack] = {plane: stack_of(reference, plane) for plane in get_args(SlicePlane)}
    for name in files.library():
        chart = files.find_scenario(name).chart
        for key in chart.slices if chart is not None else ():
            place = reference.landmark(key.at)
            pose = stacks[key.plane].poses[stacks[key.plane].nearest(place)]
            assert abs(pose.off_mm(place)) <= EVERY_MM / 2 + 0.3, (name, key.at)
            assert all(0 < at < pose.pixels for at in pose.pixel(place)), (name, key.at)


def test_an_edge_that_runs_aslant_beyond_the_fine_voxels_shows_no_steps_and_is_as_sharp(reference: Anatomy) -> None:
    """Fault: muscles had stairs at their sides, and where these were blurred they jutted out at the end of the fine voxels. Oracle: an edge
    that is nearly a column lies in each row where the line that made it does, and what is grey is no wider than half a large voxel.
    """
    grid, shape = reference.coarse.grid, reference.coarse.values.shape
    x, y = (float(grid.lo[k]) + grid.spacing * (np.arange(shape[k]) + 0.5) for k in (0, 1))
    firm = np.broadcast_to((x[:, None] < 0.2 * y + 5.0)[..., None], shape)  # the borders of muscles stray
    far = Labels(Grid((1e4, 1e4, 1e4), 0.6, (2, 2, 2)), np.zeros((2, 2, 2), np.uint8))
    coarse = Labels(grid, np.where(firm, np.uint8(Tissue.CORTICAL), np.uint8(Tissue.RETRODURAL)))
    pose = cut_at(reference, "axial", "L4/superior_front")
    shown = MrScanner(replace(reference, fine=far, coarse=coarse)).picture(pose, "T1")[60:200]
    places = pose.points().reshape(pose.pixels, pose.pixels, 3)[60:200]
    off = (places[..., 0] - 0.2 * places[..., 1] - 5.0) / np.hypot(1.0, 0.2)
    fat, dark = (float(np.median(shown[(off > a) & (off < b)])) for a, b in ((6, 20), (-20, -6)))
    grey, near = (shown - dark) / (fat - dark), np.abs(off) < 5.0
    line = np.clip(off / pose.pixel_mm + 0.5, 0, 1)
    strays = ((np.clip(2 * grey - 0.5, 0, 1) - line) * near).sum(1) * pose.pixel_mm
    assert strays.std() < 0.5, "mm: 0.56 where each place takes the voxel that it lies in"
    assert np.median(((grey > 0.2) & (grey < 0.8) & near).sum(1)) * pose.pixel_mm < 0.5 * grid.spacing

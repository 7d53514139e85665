"""The whole chain from an exposure to greys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from meshes.anatomy import Anatomy
from scenarios.equipment import needles
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.detector import Stages
from sim.fluoroscopy.display import displayed
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import SIZE, Imager, save_png
from sim.fluoroscopy.shadows import HUB_MM, HUB_RADIUS_MM, Iodine, Steel, iodine_paths
from sim.fluoroscopy.views import named_pose
from sim.physics.needle import Needle
from sim.session.commands import AttachSyringe, PressPedal, PressPlunger, ReleasePlunger
from sim.session.session import Session
from sim.session.stations.carm import contrast_in
from sim.session.world import World

SMALL = 256


@pytest.fixture(scope="module")
def imager(reference: Anatomy) -> Imager:
    return Imager(reference)


@pytest.fixture(scope="module")
def exposure(reference: Anatomy) -> Exposure:
    view = View(named_pose(reference, "AP", "L5"), 220.0)
    target = reference.landmark("L4-L5/window_right")
    needle = Steel(np.array([target + [20.0, -80.0, -10.0], target]), 0.635, 0.0)
    places = (target + np.arange(12)[:, None] * [0.5, 0.0, 1.2]).astype(np.float32)
    return Exposure(
        4, 100, view, automatic(thickness(reference, view)), Collimator(0.8, 0.9), needle, Iodine(places, np.full(12, 2.0, np.float32), 1.2)
    )


def test_the_same_exposure_is_the_same_picture(imager: Imager, exposure: Exposure) -> None:
    """Oracle: equality, bit by bit, with another picture made between."""
    first = imager.greys(exposure, SMALL)
    imager.greys(replace(exposure, frame=9, needle=None), SMALL)
    np.testing.assert_array_equal(imager.greys(exposure, SMALL), first)


def test_another_machine_makes_the_same_picture(reference: Anatomy, imager: Imager, exposure: Exposure) -> None:
    """Oracle: equality: nothing of a picture depends on what was pictured before."""
    np.testing.assert_array_equal(Imager(reference).greys(exposure, SMALL), imager.greys(exposure, SMALL))


def test_another_frame_differs_by_its_noise_alone(imager: Imager, exposure: Exposure) -> None:
    """Oracle: the linear picture is the same bit by bit; the greys are not, but are without the noise."""
    later = replace(exposure, frame=5)
    np.testing.assert_array_equal(imager.linear(exposure, SMALL), imager.linear(later, SMALL))
    assert (imager.greys(exposure, SMALL) != imager.greys(later, SMALL)).mean() > 0.3
    quiet = Stages(noise=False)
    np.testing.assert_array_equal(imager.greys(exposure, SMALL, quiet), imager.greys(later, SMALL, quiet))


def test_greys_are_the_linear_picture_through_the_detector(imager: Imager, exposure: Exposure) -> None:
    """Oracle: the chain put together by hand from its two halves."""
    by_hand = displayed(imager.linear(exposure, SMALL), exposure.shot, Stages(equalise=False))
    np.testing.assert_array_equal(imager.greys(exposure, SMALL, Stages(equalise=False)), by_hand)


def test_needle_and_contrast_are_dark(imager: Imager, exposure: Exposure) -> None:
    """Oracle: nothing foreign makes a pixel brighter, and beside the two nothing changes."""
    both, bare = imager.linear(exposure, SIZE), imager.linear(replace(exposure, needle=None, contrast=None), SIZE)
    assert (both <= bare * (1 + 1e-6)).all()
    assert 0.0005 < (both < 0.98 * bare).mean() < 0.05
    assert (both == bare).mean() > 0.8


def test_a_needle_across_the_beam_takes_what_the_sheet_says(reference: Anatomy, imager: Imager, exposure: Exposure) -> None:
    """Oracle: [@elam_2002]: an 18G with its stylet takes 70 % across its centre at 60 keV; 84 kVp behind 20 cm are 58. 5 points."""
    target = reference.landmark("L4-L5/window_right")
    lying = Steel(np.array([target - [30.0, 0.0, 0.0], target + [30.0, 0.0, 0.0]]), 0.635, 0.0)
    with_needle, bare = (imager.linear(replace(exposure, needle=n, contrast=None), SIZE) for n in (lying, None))
    column, row = exposure.view.pixel(exposure.view.project(target), SIZE)
    part = np.s_[round(float(row)) - 4 : round(float(row)) + 5, round(float(column)) - 80 : round(float(column)) + 80]
    assert np.median((1 - with_needle / bare)[part].max(0)) == pytest.approx(0.70, abs=0.05)


def test_pictures_come_in_any_size(imager: Imager, exposure: Exposure) -> None:
    """Oracle: a coarse picture is a fine one seen from farther: block means agree to 2 % of signal for nine pixels in ten."""
    bare = replace(exposure, needle=None, contrast=None)
    fine, coarse = imager.linear(bare, 512), imager.linear(bare, 128)
    means = fine.reshape(128, 4, 128, 4).mean(axis=(1, 3))
    assert (np.abs(coarse / means - 1) < 0.02).mean() > 0.9


def test_a_saved_picture_is_the_picture(imager: Imager, exposure: Exposure, tmp_path: Path) -> None:
    """Oracle: read back by Pillow; folders are made."""
    greys = imager.greys(exposure, SMALL)
    save_png(greys, tmp_path / "deep" / "down" / "picture.png")
    with Image.open(tmp_path / "deep" / "down" / "picture.png") as image:
        assert image.mode == "L"
        np.testing.assert_array_equal(np.asarray(image), greys)


@pytest.mark.parametrize("bore_mm", [0.0, 0.42])
def test_a_monitor_shows_the_hub_behind_the_shaft(bore_mm: float, reference: Anatomy, imager: Imager) -> None:
    """Fault: a needle whose hub lay in the field ended blunt. Oracle: geometry, and Beer-Lambert through plastic; elsewhere nothing
    changes, nor what is kept, exported or read by hands."""
    target, view = reference.landmark("L4-L5/window_right"), View(named_pose(reference, "AP", "L5"), 220.0)
    nodes = np.array([target + [30.0, -40.0, -20.0], target])
    shot = Exposure(1, 0, view, automatic(thickness(reference, view)), Collimator(), Steel(nodes, 0.635, bore_mm), None)
    bare, shown = imager.linear(shot, SIZE), imager.linear(shot, SIZE, hub=True)
    rows, columns = np.nonzero(shown < 0.99 * bare)
    behind = nodes[0] + HUB_MM * (nodes[0] - nodes[1]) / np.linalg.norm(nodes[0] - nodes[1])
    places = view.pixel(view.project(np.array([nodes[0], behind])), SIZE)
    per_mm = SIZE / view.field_mm
    for axis, found in enumerate((columns, rows)):
        low, high = sorted(places[:, axis])
        assert found.min() > low - 2.2 * HUB_RADIUS_MM * per_mm
        assert found.max() < high + 2.2 * HUB_RADIUS_MM * per_mm
    assert len(rows) > 20 * 3 * per_mm
    assert 0.6 < (shown / bare).min() < 0.95, "faint"
    quiet = Stages(noise=False)
    greys = imager.greys(shot, SMALL, quiet)
    imager.greys(shot, SMALL, quiet, softened=True)
    np.testing.assert_array_equal(imager.greys(shot, SMALL, quiet), greys)


@pytest.mark.parametrize("view", ["lateral", "clo"])
def test_what_lies_thin_at_the_edge_of_the_back_is_not_burnt_out_on_a_monitor(view: str, reference: Anatomy, imager: Imager) -> None:
    """Fault: skin, fat and bowel gas of an oblique or lateral picture were one plain with the bare beam. Oracle: the noiseless signal."""
    seen = View(named_pose(reference, view, "L5", "right"))
    shot = Exposure(1, 0, seen, automatic(thickness(reference, seen)), Collimator(), None, None)
    quiet = Stages(noise=False)
    kept, shown = (imager.greys(shot, SMALL, quiet, softened=soft).astype(int) for soft in (False, True))
    signal = imager.linear(shot, SMALL)
    burnt_out = kept == 255
    thick, thin = np.quantile(signal[burnt_out], (0.02, 0.98))
    assert np.median(shown[burnt_out & (signal >= thin)]) - np.median(shown[burnt_out & (signal <= thick)]) > 6
    inverted = replace(quiet, inverted=True)
    np.testing.assert_array_equal(imager.greys(shot, SMALL, inverted, softened=True), 255 - kept)
    assert 200 < np.quantile(shown, 0.99) < 225, "light grey: it does not dazzle"
    body = kept < 0.6 * 255
    np.testing.assert_array_equal(shown[body], kept[body])
    at = np.argsort(kept, axis=None)
    assert (np.diff(shown.ravel()[at])[np.diff(kept.ravel()[at]) > 0] >= 0).all(), "no grey loses its place among the others"


@pytest.mark.parametrize("ml", [0.5, 2.0])
def test_injected_iodine_is_in_the_picture(interlaminar: World, reference: Anatomy, ml: float) -> None:
    """Oracle: mass: ml times 240 mg/ml, less what left the space, is what the cells hold and what the picture shows.

    0.1 % to the cells (those under 1e-7 ml are not drawn). 3 % to the picture: one magnification for a cloud up to 20 mm deep at 640.
    """
    session = Session(interlaminar, 1)
    state = session.truth()
    target = reference.landmark("L4-L5/window_right")
    state.needle = Needle(needles()["18G Tuohy"])
    state.needle.place(target - [0.0, 0.5, 0.0], np.array([0.0, 1.0, 0.0]), interlaminar.body)
    session.do(AttachSyringe(agent="iohexol 240"))
    session.do(PressPedal())
    session.do(PressPlunger(rate_ml_s=ml / 2))
    for _ in range(64):
        session.step()
    session.do(ReleasePlunger())
    assert state.fluids["iohexol 240"] == pytest.approx(6.0 - ml, abs=1e-9)
    contrast = contrast_in(state)
    assert contrast is not None
    held = (ml - state.flow.left()[0]) * 240.0
    assert float(contrast.mg.sum(dtype=float)) == pytest.approx(held, rel=1e-3)
    view = View(replace(session.look().carm.view.pose, centre=tuple(contrast.places.mean(0))), 300.0)
    _, image = iodine_paths(view, contrast, 1024)
    area_cm2 = (300.0 / 1024 / view.magnification) ** 2 / 100
    assert image.sum(dtype=float) * area_cm2 == pytest.approx(held, rel=0.03)

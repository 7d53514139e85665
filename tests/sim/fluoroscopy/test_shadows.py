"""Needle and contrast as they are added to a picture."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.fluoroscopy.carm import Pose, View
from sim.fluoroscopy.shadows import Iodine, Steel, Window, iodine_paths, shadow_of, steel_paths
from tests.sim.fluoroscopy.plain import CENTRE, frame, rays

SIZE, FIELD_MM = 512, 150.0
OUTER, BORE = 0.635, 0.42
"""Radii of an 18G needle, mm ([@iso_9626]: 1.27 and 0.84 across)."""


def whole(window: Window, part: NDArray, size: int = SIZE) -> NDArray[np.float32]:
    """The part in its place in the picture."""
    image = np.zeros((size, size), np.float32)
    image[window.slices()] = part
    return image


def steel_by_steps(source: NDArray, direction: NDArray, a: NDArray, b: NDArray, outer: float, bore: float) -> float:
    """mm of steel on a ray, counted in steps of 2 um about its nearest approach to a tube: no formula for a chord in it."""
    axis = (b - a) / np.linalg.norm(b - a)
    middle = float(((a + b) / 2 - source) @ direction)
    reach = float(np.linalg.norm(b - a)) / 2 + 2 * outer
    points = source + np.arange(middle - reach, middle + reach, 0.002)[:, None] * direction
    along = (points - a) @ axis
    off = np.linalg.norm((points - a) - along[:, None] * axis, axis=1)
    return 0.002 * np.count_nonzero((along >= 0) & (along <= np.linalg.norm(b - a)) & (off < outer) & (off >= bore))


LYING = {
    "across the beam": ((-20.0, 0.0, 0.0), (20.0, 0.0, 0.0)),
    "leaning": ((-12.0, -30.0, -8.0), (9.0, 14.0, 11.0)),
    "nearly down the beam": ((3.0, -40.0, 1.0), (1.0, 30.0, -1.0)),
}


@pytest.mark.parametrize("bore", [0.0, BORE], ids=["stylet in", "hollow"])
@pytest.mark.parametrize("lying", LYING)
@pytest.mark.parametrize(("orbit", "tilt"), [(0.0, 0.0), (25.0, 12.0), (-50.0, 0.0)])
def test_a_needle_weighs_as_counted_in_steps(lying: str, bore: float, orbit: float, tilt: float) -> None:
    """Oracle: plain steps of 2 um along 120 rays through and beside the shadow; 0.01 mm or 0.2 %, for the steps' ends."""
    a, b = (np.array(CENTRE) + p for p in LYING[lying])
    view = View(Pose(orbit, tilt, CENTRE), FIELD_MM)
    image = whole(*steel_paths(view, Steel(np.array([a, b]), OUTER, bore), SIZE))
    source, directions = rays(orbit, tilt, FIELD_MM, SIZE)
    rng = np.random.Generator(np.random.PCG64(2))
    inside = np.argwhere(image > 0)
    chosen = inside[rng.integers(0, len(inside), 100)]
    near = chosen[:20] + rng.integers(-6, 7, (20, 2))
    counted = [steel_by_steps(source, directions[i, j], a, b, OUTER, bore) for i, j in (*chosen, *near)]
    got = [image[i, j] for i, j in (*chosen, *near)]
    np.testing.assert_allclose(got, counted, rtol=0.002, atol=0.01)


def test_across_the_beam_the_shadow_is_the_chord_of_a_circle() -> None:
    """Oracle: closed form: a ray that passes the axis at d crosses 2 sqrt(R2 - d2), less 2 sqrt(r2 - d2) of the bore.

    A needle along z through the isocentre: the ray to u on the detector passes it at 640 u / sqrt(1000^2 + u^2), and leans by the row's v.
    """
    a, b = np.array(CENTRE) - [0, 0, 30.0], np.array(CENTRE) + [0, 0, 30.0]
    view = View(Pose(0.0, 0.0, CENTRE), 20.0)
    place = (np.arange(SIZE) + 0.5) * 20.0 / SIZE - 10.0
    off = np.abs(640 * place / np.sqrt(1000.0**2 + place**2))
    for bore in (0.0, BORE):
        image = whole(*steel_paths(view, Steel(np.array([a, b]), OUTER, bore), SIZE))
        chord = 2 * np.sqrt(np.maximum(OUTER**2 - off**2, 0)) - 2 * np.sqrt(np.maximum(bore**2 - off**2, 0))
        lean = np.sqrt(1 + place**2 / (1000.0**2))
        np.testing.assert_allclose(image, chord[None, :] * lean[:, None], atol=2e-4)


def test_out_with_the_stylet_the_middle_is_lighter_than_the_rim() -> None:
    """Oracle: closed form: through the centre 2R with the stylet and 2(R - r) without; along the bore's edge 2 sqrt(R2 - r2).

    That edge is a cusp, which pixels of 0.025 mm meet to 5 %.
    """
    a, b = np.array(CENTRE) - [0, 0, 30.0], np.array(CENTRE) + [0, 0, 30.0]
    view = View(Pose(0.0, 0.0, CENTRE), 20.0)
    solid, hollow = (whole(*steel_paths(view, Steel(np.array([a, b]), OUTER, bore), SIZE))[SIZE // 2] for bore in (0.0, BORE))
    assert solid.max() == pytest.approx(2 * OUTER, rel=0.002)
    assert hollow[SIZE // 2] == pytest.approx(2 * (OUTER - BORE), rel=0.01)
    assert hollow.max() == pytest.approx(2 * np.sqrt(OUTER**2 - BORE**2), rel=0.05)


def test_a_needle_has_its_steel_and_no_more() -> None:
    """Oracle: pi (R2 - r2) L of steel, over the area that a pixel has at the needle; 1 % for pixels a third of a radius wide."""
    a, b = np.array(CENTRE) - [20.0, 0, 0], np.array(CENTRE) + [20.0, 0, 0]
    view = View(Pose(0.0, 8.0, CENTRE), 100.0)
    for bore in (0.0, BORE):
        _, part = steel_paths(view, Steel(np.array([a, b]), OUTER, bore), 768)
        area = (100.0 / 768 * 0.64) ** 2
        assert part.sum(dtype=float) * area == pytest.approx(np.pi * (OUTER**2 - bore**2) * 40.0, rel=0.01)


def test_a_bent_shaft_has_the_steel_of_its_length() -> None:
    """Oracle: pi R2 L for an arc of 60 mm at R = 380 mm in 2 mm pieces; 1 % for the wedges between them and the pixels."""
    angle = np.arange(0, 60.1, 2.0) / 380.0
    nodes = np.array(CENTRE) + np.stack([380 * (1 - np.cos(angle)), np.zeros_like(angle), 380 * np.sin(angle) - 30], -1)
    _, part = steel_paths(View(Pose(0.0, 0.0, CENTRE), 100.0), Steel(nodes, 0.36, 0.0), 768)
    assert part.sum(dtype=float) * (100.0 / 768 * 0.64) ** 2 == pytest.approx(np.pi * 0.36**2 * 60.0, rel=0.01)


def test_the_window_holds_all_of_the_shadow() -> None:
    """Oracle: rays over the whole picture that pass the needle's axis nearer than its radius: none of them is outside the window."""
    a, b = np.array(CENTRE) + [-60.0, -80.0, 40.0], np.array(CENTRE) + [10.0, 20.0, -5.0]
    for orbit, tilt in ((0.0, 0.0), (90.0, 0.0), (40.0, -20.0)):
        view = View(Pose(orbit, tilt, CENTRE), FIELD_MM)
        window = shadow_of(view, np.array([a, b]), OUTER, 128)
        source, directions = rays(orbit, tilt, FIELD_MM, 128)
        axis = (b - a) / np.linalg.norm(b - a)
        across = np.cross(directions, axis)
        off = np.abs((across * (a - source)).sum(-1)) / np.linalg.norm(across, axis=-1)
        # where along the needle the ray comes nearest
        rest = directions - (directions @ axis)[..., None] * axis
        t = ((a - source) * rest).sum(-1) / (rest * rest).sum(-1)
        along = (source + t[..., None] * directions - a) @ axis
        hit = (off < OUTER) & (along > 0) & (along < np.linalg.norm(b - a))
        assert hit.any()
        assert hit[window.slices()].sum() == hit.sum()


@pytest.mark.parametrize("shift", [0.0, 400.0])
def test_what_lies_outside_the_field_has_no_shadow(shift: float) -> None:
    """Oracle: a field of 150 mm shows 48 mm either way at the isocentre."""
    a, b = np.array(CENTRE) + [shift, 0, -5], np.array(CENTRE) + [shift, 0, 5]
    window, part = steel_paths(View(Pose(0.0, 0.0, CENTRE), FIELD_MM), Steel(np.array([a, b]), OUTER, 0.0), SIZE)
    assert window.empty == (shift > 0)
    assert bool(part.any()) == (shift == 0)


def test_no_needle_and_no_contrast_have_no_window() -> None:
    """Oracle: nothing."""
    view = View(Pose(0.0, 0.0, CENTRE), FIELD_MM)
    assert shadow_of(view, np.zeros((0, 3)), 1.0, SIZE).empty
    window, part = iodine_paths(view, Iodine(np.zeros((0, 3), np.float32), np.zeros(0, np.float32), 1.2), SIZE)
    assert window.empty
    assert part.size == 0


# --- contrast --------------------------------------------------------------------------------------------------------------


def lump(spread: float, seed: int = 4) -> Iodine:
    rng = np.random.Generator(np.random.PCG64(seed))
    places = np.array(CENTRE) + rng.uniform(-spread, spread, (400, 3))
    return Iodine(places.astype(np.float32), rng.uniform(0.05, 1.0, 400).astype(np.float32), 1.2)


@pytest.mark.parametrize(("size", "bound"), [(1024, 0.001), (512, 0.001), (256, 0.005)])
@pytest.mark.parametrize(("orbit", "tilt"), [(0.0, 0.0), (90.0, 0.0), (-50.0, 10.0)])
def test_all_the_iodine_is_in_the_picture(orbit: float, tilt: float, size: int, bound: float) -> None:
    """Oracle: mass: every cell's mg, over the area that a pixel has at the cell's own distance from the tube.

    Exact but for hills summed at pixel centres: 0.1 % where a hill is 4 pixels wide and more, 0.5 % at two.
    """
    contrast = lump(0.0)
    image = whole(*iodine_paths(View(Pose(orbit, tilt, CENTRE), FIELD_MM), contrast, size), size)
    area_cm2 = (FIELD_MM / size * 0.64) ** 2 / 100
    assert image.sum(dtype=float) * area_cm2 == pytest.approx(float(contrast.mg.sum()), rel=bound)


def test_a_cloud_of_contrast_keeps_its_mass() -> None:
    """Oracle: the same for cells up to 20 mm nearer and farther: each magnified by its own distance, known by projecting it."""
    contrast, view = lump(20.0), View(Pose(30.0, -10.0, CENTRE), FIELD_MM)
    beam, _, _ = frame(30.0, -10.0)
    depth = 640 + (contrast.places - np.array(CENTRE)) @ beam
    image = whole(*iodine_paths(view, contrast, 1024), 1024)
    at_detector = float((contrast.mg * (1000 / depth) ** 2).sum())
    assert image.sum(dtype=float) * (FIELD_MM / 1024) ** 2 / 100 == pytest.approx(at_detector, rel=0.001)


def test_a_sheet_of_contrast_is_as_dense_as_it_is() -> None:
    """Oracle: a plate of cells 1.2 mm apart with m mg each weighs m / 0.0144 mg/cm2 all over; 4 % for the hills that make it up."""
    x, z = np.meshgrid(np.arange(-18, 18.1, 1.2), np.arange(-18, 18.1, 1.2))
    places = np.array(CENTRE) + np.stack([x.ravel(), np.zeros(x.size), z.ravel()], -1)
    contrast = Iodine(places.astype(np.float32), np.full(x.size, 0.3, np.float32), 1.2)
    image = whole(*iodine_paths(View(Pose(0.0, 0.0, CENTRE), FIELD_MM), contrast, 1024), 1024)
    inner = image[400:624, 400:624]
    assert inner.mean(dtype=float) == pytest.approx(0.3 / 0.0144, rel=0.001)
    np.testing.assert_allclose(inner, 0.3 / 0.0144, rtol=0.04)


def test_contrast_is_seen_where_it_is() -> None:
    """Oracle: the centre of a cell's shadow is its projection, to a tenth of a pixel."""
    view = View(Pose(-20.0, 15.0, CENTRE), FIELD_MM)
    place = np.array(CENTRE) + [12.0, -8.0, 19.0]
    image = whole(*iodine_paths(view, Iodine(place[None].astype(np.float32), np.ones(1, np.float32), 1.2), SIZE)).astype(float)
    i, j = np.indices(image.shape)
    column, row = view.pixel(view.project(place), SIZE)
    assert (image * j).sum() / image.sum() == pytest.approx(float(column), abs=0.1)
    assert (image * i).sum() / image.sum() == pytest.approx(float(row), abs=0.1)

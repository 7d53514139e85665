"""What is only looked at in the debriefing's body. Oracles: places of cells and corners; angles between faces; pixels."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from meshes.anatomy import Anatomy
from sim.qt.glass.glass_looks import GLASS, SIGNS
from sim.qt.glass.glass_scene import GlassScene
from sim.qt.glass.glassroom import Glassroom
from sim.qt.glass.shot import Shot
from sim.qt.glass.signs import APART_MM, signs_on
from sim.qt.glass.softened import bodies_of, skin_at
from sim.qt.glass.standpoint import BEHIND, Standpoint
from sim.qt.panels.body_marks import before_the_eye, levels_of
from sim.qt.panels.body_view import BodyView
from sim.qt.panels.contrast_signs import APART, HALF, paint_signs
from sim.qt.theatre.cloud import _body as cloud_of
from sim.qt.theatre.cloud import dense
from sim.qt.theatre.eased import eased
from sim.qt.theatre.entry_ring import MEETS_MM, entry_ring
from sim.qt.theatre.looks import CONTRAST
from sim.qt.theatre.polydata import colours_of, darkening, places_of, smooth
from sim.qt.theatre.solids import Solid, box, tube
from sim.records.contrast_layers import Layer
from sim.session.iodine import GlassContrast

CELL_MM = 1.2


EYES = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no long": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no middle": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no short": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Which cones an eye has, and what it makes of linear light"""
XYZ = np.array([(0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)])


def lab(colour: tuple[int, int, int], eye: str) -> NDArray[np.float64]:
    """In CIELAB under daylight."""
    share = np.array(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt((XYZ @ np.clip(np.array(EYES[eye]) @ linear, 0, 1)) / (0.9505, 1.0, 1.089))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def normals(solid: Solid) -> NDArray[np.float64]:
    """Of its faces, unit."""
    a, b, c = (solid.vertices[solid.faces[:, i]] for i in range(3))
    found = np.cross(b - a, c - a)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1), 1e-12)[:, None])


def bends(solid: Solid) -> float:
    """The mean angle between two faces that meet, degrees."""
    faces, of_face = solid.faces, normals(solid)
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    order = np.lexsort(edges.T)
    edges, owner = edges[order], np.tile(np.arange(len(faces)), 3)[order]
    same = (edges[1:] == edges[:-1]).all(1)
    ends = (of_face[owner[1:][same]] * of_face[owner[:-1][same]]).sum(1).clip(-1, 1)
    return float(np.degrees(np.arccos(ends)).mean())


def layer(number: int = 0) -> Layer:
    """A bar of cells along z."""
    at = np.array([(x, y, z) for x in range(4) for y in range(3) for z in range(20)], np.float32)
    return Layer(number, at * np.float32(CELL_MM), CELL_MM)


def body_of(one: Layer) -> Solid:
    (whole,) = bodies_of([one])
    return whole


@pytest.mark.parametrize("name", ["hips", "nerves", "L4"])
def test_a_surface_that_is_looked_at_has_no_facets_and_stays_where_it_is(reference: Anatomy, name: str) -> None:
    """Fault: an ilium of facets, roots of beads."""
    mesh = reference.surfaces[name]
    before = Solid(np.asarray(mesh.vertices, float), np.asarray(mesh.faces, np.int64))
    after = eased(before)
    assert bends(after) < 0.97 * bends(before)
    assert np.array_equal(after.faces, before.faces)
    moved = (after.vertices - before.vertices)[before.faces].mean(1)
    assert np.percentile(np.abs((moved * normals(before)).sum(1)), 95) < 0.6, "mm off its face"


def test_a_made_thing_keeps_its_edges() -> None:
    cube = box((40.0, 40.0, 40.0), (0.0, 0.0, 0.0))
    assert eased(cube) is cube


def test_contrast_is_one_smooth_body_round_its_cells() -> None:
    """Fault: a lattice of triangles and squares."""
    one = layer()
    body = body_of(one)
    assert np.abs(body.vertices.min(0) - one.places.min(0)).max() < CELL_MM
    assert np.abs(body.vertices.max(0) - one.places.max(0)).max() < CELL_MM
    alone = body_of(Layer(0, np.array([[5.0, 6.0, 7.0]], np.float32), CELL_MM))
    assert np.allclose(alone.vertices.mean(0), (5.0, 6.0, 7.0), atol=0.05), "one cell alone is seen too"


def test_contrast_has_no_facets_and_no_splinters() -> None:
    """Fault: steps of its cells, and loose triangles beside it where a cell or two had contrast later."""
    one = layer()
    assert bends(body_of(one)) < 6.0
    beside = np.array([(30.0, 0.0, 0.0), (31.2, 0.0, 0.0)], np.float32)
    crumbs = Layer(0, np.concatenate([one.places, beside]), CELL_MM)
    assert body_of(crumbs).vertices[:, 0].max() < one.places[:, 0].max() + CELL_MM
    assert np.allclose(body_of(Layer(0, beside, CELL_MM)).vertices.mean(0), beside.mean(0), atol=0.05), "crumbs alone are seen"


def test_a_film_of_contrast_is_paler_than_much_of_it() -> None:
    """Fault: islands and thin edges were as dense as the middle. Oracle: cells laid by hand, a block, a film and an island."""

    def cells(x: int, y: int, z: int) -> NDArray[np.float32]:
        return (CELL_MM * np.stack(np.meshgrid(*(np.arange(n) for n in (x, y, z)), indexing="ij"), -1).reshape(-1, 3)).astype(np.float32)

    block, film, island = cells(15, 12, 15), cells(15, 1, 15), cells(3, 2, 3)
    top, middle = (CELL_MM * np.array([[7.0, y, 7.0]]) for y in (11.5, 0.5))
    much, little = (float(dense(at, GlassContrast(one, CELL_MM))[0]) for at, one in ((top, block), (middle, film)))
    assert much > 0.9
    assert little < 0.5
    assert dense(CELL_MM * np.array([[1.0, 1.5, 1.0]]), GlassContrast(island, CELL_MM))[0] < 0.4
    both = GlassContrast(np.concatenate([block, film - np.float32(40.0)]), CELL_MM)
    drawn = colours_of(cloud_of(both, lambda what, share: None)["contrast"])
    assert np.abs(drawn.astype(int) - CONTRAST).sum(1).min() < 6
    assert drawn[:, 1].max() > CONTRAST[1] + 60


def test_a_vessel_is_lost_in_the_dark_where_it_ends() -> None:
    """Fault: aorta and cava ended as blunt stumps, as bright as all of them."""
    along = tube(np.linspace((0.0, 0.0, -60.0), (0.0, 0.0, 240.0), 61), 9.0)
    made = darkening(smooth(along), GLASS["veins"].colour)
    z, bright = places_of(made)[:, 2], colours_of(made).max(1)
    assert bright[np.abs(z - 90.0) < 60.0].min() == max(GLASS["veins"].colour)
    assert max(bright[z < -58.0].max(), bright[z > 238.0].max()) < 0.2 * max(GLASS["veins"].colour)


@pytest.mark.parametrize("eye", EYES)
def test_contrast_is_told_from_nerves_vessels_and_sac(eye: str) -> None:
    """Fault: the first two seconds were as yellow as a nerve. Oracle: what an eye sees that lacks cones (Machado and others, 2009), in
    the distances of CIELAB."""
    for sign, name in product(SIGNS, ("nerves", "arteries", "veins", "sac")):
        apart = np.linalg.norm(lab(sign.colour, eye) - lab(GLASS[name].colour, eye))
        assert apart > (25.0 if eye == "all" else 10.0), (sign.text, name, apart)


def test_signs_stand_apart_on_the_surface_that_is_seen() -> None:
    """Faults: they floated beside the contrast, or on its far side; and contrast of one time had them too. Oracle: the drawn bodies."""
    low, high = layer(0), layer(2)
    above = Layer(2, high.places + np.float32(20 * CELL_MM) * np.array([0, 0, 1], np.float32), CELL_MM)
    bodies, eye = dict(zip((0, 2), bodies_of([low, above]), strict=True)), np.array([10.0, -300.0, 40.0])
    found = dict(signs_on(bodies, eye))
    assert signs_on({0: bodies[0]}, eye) == ()
    whole = np.concatenate([body.vertices for body in bodies.values()])
    for number, at in found.items():
        corners = {tuple(place) for place in bodies[number].vertices[np.unique(bodies[number].faces)].tolist()}
        assert len(at)
        assert {tuple(place) for place in at.tolist()} <= corners
        assert len(np.unique(np.floor(at / APART_MM), axis=0)) == len(at)
        for place in at:
            ahead = (place - eye) / np.linalg.norm(place - eye)
            way = whole - eye
            beside = np.linalg.norm(way - (way @ ahead)[:, None] * ahead, axis=1) < 1.0
            assert (way @ ahead)[beside].min() > np.linalg.norm(place - eye) - 2.0, "something lies before it"


def test_a_sign_is_smaller_than_the_text(qapp: QApplication) -> None:
    """Fault: they were as large as handles, and hid thin strands. Oracle: pixels."""
    image = QImage(60, 60, QImage.Format.Format_RGB888)
    image.fill(0)
    painter = QPainter(image)
    painter.setFont(QFont(painter.font().family(), 12))
    letters = painter.font()
    paint_signs(painter, [(1, np.array([(30.0, 0.0, 30.0)]))], 1.0, lambda place: (float(place[0]), float(place[2])), [])
    assert painter.font() == letters
    painter.end()
    lit = [(x, y) for x in range(60) for y in range(60) if image.pixelColor(x, y).red() > 100]
    assert lit
    assert max(x for x, _ in lit) - min(x for x, _ in lit) < 9
    assert np.mean(lit, axis=0) == pytest.approx((30.0, 30.0), abs=2.5)


def test_signs_lie_over_no_other_and_over_nothing_that_is_written(qapp: QApplication) -> None:
    """Fault: as solids they were stubs and spikes on the body they told of."""
    image = QImage(200, 200, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    places = np.array([(x, 0.0, z) for x in range(0, 200, 7) for z in range(0, 200, 7)], float)
    key = QRectF(0, 0, 90, 90)
    drawn = paint_signs(painter, [(0, places), (1, places)], 1.0, lambda place: (float(place[0]), float(place[2])), [key])
    painter.end()
    assert len(drawn) > 10
    assert min((a - b).manhattanLength() for a, b in combinations(drawn, 2)) >= APART * HALF
    assert not any(key.contains(at) for at in drawn)


def test_layers_are_parts_of_one_surface() -> None:
    """Fault: each was a body of its own, and they came through one another in flakes. Oracle: the surface of all cells as one layer."""
    low, high = layer(0), layer(2)
    above = Layer(2, high.places + np.float32(20 * CELL_MM) * np.array([0, 0, 1], np.float32), CELL_MM)
    both = bodies_of([low, above])
    whole = body_of(Layer(0, np.concatenate([low.places, above.places]), CELL_MM))
    assert sum(len(solid.faces) for solid in both) == len(whole.faces)
    edge = 19.5 * CELL_MM
    assert both[0].vertices[both[0].faces].mean(1)[:, 2].max() < edge + 3 * CELL_MM
    assert both[1].vertices[both[1].faces].mean(1)[:, 2].min() > edge - 3 * CELL_MM


def test_the_skin_is_shown_round_a_tip_that_is_hardly_in_it(reference: Anatomy) -> None:
    mesh = reference.surfaces["skin"]
    skin = Solid(np.asarray(mesh.vertices, float), np.asarray(mesh.faces, np.int64))
    tip = skin.vertices[np.argmin(np.linalg.norm(skin.vertices - (0.0, -200.0, 30.0), axis=1))]
    shown = skin_at(skin, tip, GLASS["patch"].colour)
    assert shown is not None
    assert shown.GetNumberOfPolys() < len(skin.faces) / 4
    assert skin_at(skin, tip + (0.0, 2 * MEETS_MM, 0.0), GLASS["patch"].colour) is None


@pytest.mark.display
def test_each_layer_of_contrast_is_a_part_and_goes_again() -> None:
    scene = GlassScene()
    stand = Standpoint.of(np.zeros(3), BEHIND)
    scene.picture(Shot(stand, 80, 80, layers=(layer(0), layer(2))), moving=False)
    seen = {name for name, part in scene.parts.items() if part.GetVisibility()}
    assert {"layer_0", "layer_2"} == seen
    assert scene.parts["layer_2"].GetProperty().GetColor() == pytest.approx([c / 255 for c in SIGNS[2].colour])
    scene.picture(Shot(stand, 80, 80), moving=False)
    assert not any(part.GetVisibility() for part in scene.parts.values())
    scene.close()


def test_a_place_is_seen_where_its_pixel_is() -> None:
    """Oracle: what is looked at lies in the middle; a place to the right of it, right; one above it, above."""
    stand = Standpoint.of(np.zeros(3), np.array([0.0, -300.0, 0.0]))
    assert stand.pixel(np.zeros(3), 200, 100) == pytest.approx((100, 50))
    right, above = stand.pixel(np.array([20.0, 0.0, 0.0]), 200, 100), stand.pixel(np.array([0.0, 0.0, 20.0]), 200, 100)
    assert right[0] > 110
    assert right[1] == pytest.approx(50)
    assert above[1] < 40
    assert above[0] == pytest.approx(100)


@pytest.mark.display
def test_vertebrae_are_named_where_they_are(reference: Anatomy, qtbot: QtBot) -> None:
    levels = levels_of(reference)
    assert list(levels) == ["L1", "L2", "L3", "L4", "L5", "S1"]
    for level in ("L3", "L4", "L5"):
        low, high = reference.surfaces[level].bounds
        assert np.all(levels[level] > low)
        assert np.all(levels[level] < high)
    heights = [place[2] for place in levels.values()]
    assert heights == sorted(heights, reverse=True)
    room = Glassroom(lambda: {"L4": box((40.0, 40.0, 40.0), (0.0, 0.0, 0.0))})
    view = BodyView(room, middle=levels["L4"])
    view.resize(300, 300)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: view.shown is not None and view.shown.fine, timeout=60_000)
    plain = view.grab().toImage()
    view.anatomy = reference
    named = view.grab().toImage()
    at = QPointF(*view.stand.pixel(before_the_eye(reference, view.stand.place)["L4"], view.width(), view.height())).toPoint()
    near = [(x, y) for x in range(at.x() - 14, at.x() + 15) for y in range(at.y() - 14, at.y() + 15)]
    changed = [place for place in near if plain.pixel(*place) != named.pixel(*place)]
    assert len(changed) > 30
    assert np.abs(np.mean(changed, axis=0) - (at.x(), at.y())).max() < 4
    room.close()


def test_a_ring_lies_in_the_skin_where_a_needle_goes_in(reference: Anatomy) -> None:
    """Fault: a shallow needle ended in nothing. Oracle: the distances of the ring from the skin and from the shaft."""
    mesh = reference.surfaces["skin"]
    skin = Solid(np.asarray(mesh.vertices, float), np.asarray(mesh.faces, np.int64))
    entry = skin.vertices[np.argmin(np.linalg.norm(skin.vertices - (0.0, -200.0, 30.0), axis=1))]
    for inside_mm in (0.0, 40.0):
        shaft = np.array([entry - (0.0, 90.0 - inside_mm, 0.0), entry + (0.0, inside_mm, 0.0)])
        ring = entry_ring(skin, shaft)
        assert ring is not None
        assert np.linalg.norm(ring.vertices.mean(0) - entry) < 4.0
        assert max(np.linalg.norm(skin.vertices - place, axis=1).min() for place in ring.vertices) < 6.0
    assert entry_ring(skin, np.array([[0.0, -500.0, 0.0], [0.0, -400.0, 0.0]])) is None


@pytest.mark.display
def test_bone_between_the_eye_and_a_tip_clears_and_comes_back() -> None:
    """Fault: the wing of the hip near the eye hid what lay behind it. Oracle: pixels of a red ball behind a plate of bone."""
    scene = GlassScene()
    scene.show_body({"hips": box((60.0, 4.0, 60.0), (0.0, -40.0, 0.0)), "arteries": box((20.0, 20.0, 20.0), (0.0, 0.0, 0.0))})
    stand = Standpoint.of(np.zeros(3), np.array([0.0, -300.0, 0.0]))
    needle = np.array([[80.0, 0.0, 0.0], [10.0, 0.0, 0.0]])

    def red(shaft: NDArray[np.float64] | None) -> int:
        middle = scene.picture(Shot(stand, 80, 80, through=True, needle=shaft), moving=False)[36:44, 36:44].astype(int)
        return int((middle[..., 0] - middle[..., 2]).mean())

    hidden = red(None)
    assert red(needle) > 1.3 * hidden
    assert red(None) == hidden
    scene.close()

"""The patient as glass as VTK draws it, into a picture of its own. Needs VTK: import it when something is drawn.

Everything here belongs to the one thread that made it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import trimesh
from numpy.typing import NDArray
from vtkmodules import vtkRenderingOpenGL2 as _opengl  # noqa: F401  which makes render windows of vtkRenderWindow
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow

from meshes.anatomy import Anatomy
from meshes.space import SUPERIOR, Vector, length, unit
from sim.qt.glass import keyhole
from sim.qt.glass.glass_looks import BONE, GLASS, SEEN_THROUGH, SIGNS, VEILS, WIDE_MM
from sim.qt.glass.shot import Shot
from sim.qt.glass.signs import signs_on
from sim.qt.glass.softened import bodies_of, dotted, skin_at
from sim.qt.glass.standpoint import OPENING_DEG
from sim.qt.palette import tint
from sim.qt.theatre.coarser import coarse, fewer
from sim.qt.theatre.eased import eased
from sim.qt.theatre.entry_ring import entry_ring
from sim.qt.theatre.instruments import MARK_EACH_MM, bare_hub
from sim.qt.theatre.polydata import fading, pixels_of, places_of, smooth, tinted
from sim.qt.theatre.soft_parts import soft_parts
from sim.qt.theatre.solids import Solid, together, tube, turned
from sim.qt.theatre.veils import nearest_first, veiled
from sim.records.contrast_layers import Layer

DRAWN_EASED = ("arteries", "veins", "muscle")
"""They come so: once more, and a thin vessel is a blade"""
NOTHING = (None,) * 4
AMBIENT = 0.18
"""What is turned away from the eye is no hole"""
CELL_MM, MOVING = 2.0, 0.2
"""Of what is drawn while something moves: the cells it is made from, and the share of a part's triangles"""
CLEAR = ("sac", "discs")
"""Seen through bone that is glass: drawn before it"""
NEEDLE_MM, DOT_MM = 0.7, 4.0
"""The needle's radius, drawn a little thicker than it is; and from dot to dot of the way beside it"""
BAND_MM, BAND_OFF_MM = 2.4, 0.15
"""How long a mark on the shaft is, and how far it stands off it, to be drawn before it"""


def solids_of(surfaces: Mapping[str, trimesh.Trimesh]) -> dict[str, Solid]:
    return {name: Solid(np.asarray(mesh.vertices, float), np.asarray(mesh.faces, np.int64)) for name, mesh in surfaces.items()}


def insides(anatomy: Anatomy) -> dict[str, Solid]:
    """All of a patient that can be shown, by name. Takes half a second."""
    return solids_of(anatomy.surfaces) | soft_parts(anatomy)


class GlassScene:
    """Draws shots."""

    def __init__(self) -> None:
        self.window, self.renderer, self.parts = vtkRenderWindow(), vtkRenderer(), dict[str, vtkActor]()
        self.window.SetOffScreenRendering(1)
        self.window.SetMultiSamples(0)  # drawn by software they cost as much as all else
        self.renderer.SetUseOIT(False)
        ground = tint("scene")
        self.renderer.SetBackground(ground.redF(), ground.greenF(), ground.blueF())
        self.window.AddRenderer(self.renderer)
        self._fine: dict[str, vtkPolyData] = {}
        self._few: dict[str, vtkPolyData] = {}
        """Of each part of the body, at rest and while something moves"""
        self._skin: Solid | None = None
        self._bodies: dict[int, Solid] = {}
        """Of contrast, by the numbers of its layers"""
        self._shown: Shot | None = None
        self._cleared: tuple[object, ...] = NOTHING
        """For which eye, which needle and which parts bone stands cleared, and whether it is glass"""

    def show_body(self, solids: Mapping[str, Solid]) -> None:
        """These in place of all others."""
        for name in self._fine.keys() - solids.keys():
            self.renderer.RemoveActor(self.parts.pop(name))
        self._skin = solids.get("skin")
        self._fine = {name: smooth(solid if name in DRAWN_EASED else eased(solid)) for name, solid in solids.items()}
        for name in self._fine.keys() & set(VEILS):
            self._fine[name] = fading(self._fine[name], GLASS[name].colour)
        inner = {name: solid for name, solid in solids.items() if name not in VEILS}
        cut = {name: solid if name in DRAWN_EASED else coarse(solid, CELL_MM) for name, solid in inner.items()}  # a vessel is too thin
        few = {name: fewer(cut[name], round(MOVING * len(solid.faces))) for name, solid in inner.items()}
        self._few = {name: smooth(solid) for name, solid in few.items()}
        for name in solids:
            self._put(name, self._fine[name])
        self._shown, self._cleared = None, NOTHING

    def _put(self, name: str, data: vtkPolyData) -> vtkActor:
        """A part by its name, instead of the one before."""
        actor = self.parts.get(name)
        if actor is None:
            actor = self.parts[name] = vtkActor()
            look, prop, mapper = GLASS.get(name, BONE), actor.GetProperty(), vtkPolyDataMapper()
            actor.SetMapper(mapper)
            mapper.SetScalarVisibility(name in VEILS)
            prop.SetColor(*(c / 255 for c in look.colour))
            prop.SetOpacity(look.opacity)
            prop.SetSpecular(look.shine)
            prop.SetSpecularPower(24.0)
            prop.SetAmbient(AMBIENT)
            prop.SetBackfaceCulling(look.opacity < 1.0)
            self.renderer.AddActor(actor)
        actor.GetMapper().SetInputData(data)
        actor.SetVisibility(True)
        return actor

    def _show(self, name: str, solid: Solid | None) -> None:
        if solid is not None:
            self._put(name, smooth(solid))
        elif name in self.parts:
            self.parts[name].SetVisibility(False)

    def stand(self, shot: Shot) -> None:
        """Put there what a shot shows, as far as it is not there yet."""
        before, self._shown = self._shown, shot
        if before is None or shot.through != before.through:
            for name in self._fine.keys() - GLASS.keys():
                prop = self.parts[name].GetProperty()
                prop.SetOpacity(SEEN_THROUGH if shot.through else 1.0)
                prop.SetBackfaceCulling(shot.through)
        if before is None or shot.needle is not before.needle:
            self._show("needle", None if shot.needle is None else tube(shot.needle, NEEDLE_MM))
            self._show("bands", None if shot.needle is None else _bands(shot.needle))
            self._show("hub", None if shot.needle is None else bare_hub(shot.needle[0], unit(shot.needle[0] - shot.needle[1])))
            self._show_skin(shot.needle)
        if before is None or shot.way is not before.way:
            self._show("way", None if shot.way is None else _dotted(shot.way))
        if before is None or shot.layers is not before.layers:
            self._show_layers(shot.layers)
        camera = self.renderer.GetActiveCamera()
        camera.SetPosition(*shot.stand.place)
        camera.SetFocalPoint(*shot.stand.at)
        camera.SetViewUp(*SUPERIOR)
        camera.SetViewAngle(OPENING_DEG)
        self.renderer.ResetCameraClippingRange()

    def _show_skin(self, needle: NDArray[np.float64] | None) -> None:
        """Round the tip of a needle that is hardly in it; and a ring where any goes in, which does not come from nowhere."""
        self._show("entry", None if needle is None or self._skin is None else entry_ring(self._skin, needle))
        patch = None if needle is None or self._skin is None else skin_at(self._skin, needle[-1], GLASS["patch"].colour)
        if patch is not None:
            self._put("patch", patch).GetMapper().SetScalarVisibility(True)
        elif "patch" in self.parts:
            self.parts["patch"].SetVisibility(False)

    def _show_layers(self, layers: tuple[Layer, ...]) -> None:
        bodies = dict(zip((layer.number for layer in layers), bodies_of(layers), strict=True)) if layers else {}
        self._bodies = bodies
        for number, sign in enumerate(SIGNS):
            name = f"layer_{number}"
            self._show(name, bodies.get(number))
            if number in bodies:
                self.parts[name].GetProperty().SetColor(*(c / 255 for c in sign.colour))

    def picture(self, shot: Shot, moving: bool, shift_px: tuple[float, float] = (0.0, 0.0)) -> NDArray[np.uint8]:
        """(height, width, 3), row 0 on top; shifted by part of a pixel: several of those make one without steps."""
        self.stand(shot)
        self._clear(shot, self._few if moving else self._fine)
        for name in self._fine.keys() & set(VEILS):
            self.parts[name].SetVisibility(not moving)
        if tuple(self.window.GetSize()) != (shot.width, shot.height):
            self.window.SetSize(shot.width, shot.height)
        self.renderer.GetActiveCamera().SetWindowCenter(2 * shift_px[0] / shot.width, 2 * shift_px[1] / shot.height)
        return pixels_of(self.window)

    def signs(self) -> tuple[tuple[int, NDArray[np.float64]], ...]:
        """Of the layers of contrast that are drawn, by their numbers: where their signs stand for the eye, (n, 3) mm each."""
        return () if self._shown is None else signs_on(self._bodies, self._shown.stand.place)

    def _clear(self, shot: Shot, drawn: dict[str, vtkPolyData]) -> None:
        """Put there every part as it is drawn now: without what bone there is between the eye and a needle's tip; of what is clear the
        foremost layer alone."""
        stamp = (shot.stand, shot.needle if shot.through else None, drawn, shot.through)
        if all(one is other for one, other in zip(stamp, self._cleared, strict=True)):
            return
        self._cleared = stamp
        eye, needle = shot.stand.place, stamp[1]
        middle = np.asarray(shot.stand.at)
        for name in self._few:
            data, mapper = drawn[name], self.parts[name].GetMapper()
            is_bone = name not in GLASS
            if is_bone and needle is not None:
                beside = WIDE_MM.get(name)
                hole = (needle[-1], keyhole.WIDE_MM) if beside is None else (middle, beside)
                dense = keyhole.density(places_of(data), eye, hole[0], 1.0, hole[1])
                data = tinted(data, np.column_stack([np.broadcast_to(BONE.colour, (len(dense), 3)), 255 * dense]).astype(np.uint8))
            mapper.SetInputData(nearest_first(data, eye) if is_bone and shot.through else data)
            if is_bone:
                mapper.SetScalarVisibility(needle is not None)
        for name in self._fine.keys() & set(VEILS):
            if drawn is self._fine:
                self.parts[name].GetMapper().SetInputData(veiled(drawn[name], eye))
        self._order(eye)

    def _order(self, eye: Vector) -> None:
        """What is clear is drawn in this order: what is seen through bone, bone from the nearest on, and veils over all."""

        def rank(name: str) -> tuple[int, float]:
            place = np.reshape(self._fine[name].GetBounds(), (3, 2)).mean(1)
            over = 1 + VEILS.index(name) if name in VEILS else -1 if name in CLEAR else 0
            return over, float(length(place - eye))

        for name in sorted(self._fine, key=rank):
            self.renderer.RemoveActor(self.parts[name])
            self.renderer.AddActor(self.parts[name])

    def close(self) -> None:
        self.window.Finalize()


def _bands(shaft: NDArray[np.float64]) -> Solid | None:
    """The marks on a shaft, (n, 3) mm from hub to tip: each ten millimetres from the tip on, along its bend. None on a short one."""
    from_tip, wide = shaft[::-1], NEEDLE_MM + BAND_OFF_MM
    along = np.concatenate([[0.0], np.cumsum(length(np.diff(from_tip, axis=0)))])
    made = []
    for at in np.arange(MARK_EACH_MM, along[-1], MARK_EACH_MM):
        place, before = (np.array([np.interp(mm, along, from_tip[:, axis]) for axis in range(3)]) for mm in (at, at - BAND_MM))
        made.append(turned([(-BAND_MM / 2, wide), (BAND_MM / 2, wide)], place, unit(place - before), 8))
    return together(*made) if made else None


def _dotted(way: NDArray[np.float64]) -> Solid:
    """A ball every few millimetres, one of them at the tip: (n, 3) mm from hub to tip."""
    along = np.concatenate([[0.0], np.cumsum(length(np.diff(way, axis=0)))])
    at = np.arange(along[-1], 0.0, -DOT_MM)
    dots = np.stack([np.interp(at, along, way[:, axis]) for axis in range(3)], -1)
    return dotted(dots, DOT_MM / 4)

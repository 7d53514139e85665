"""The room as VTK draws it, into a picture of its own: no window of VTK's stands in ours. Needs VTK: import it when it is to be drawn."""

from __future__ import annotations

from collections.abc import Set

import numpy as np
from numpy.typing import NDArray
from vtkmodules import vtkRenderingOpenGL2 as _opengl  # noqa: F401  which makes render windows of vtkRenderWindow
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkRenderingCore import vtkActor, vtkRenderer, vtkRenderWindow

from meshes.space import POSTERIOR, Vector
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import Collimator
from sim.qt.hands_seen import HandsSeen
from sim.qt.theatre import gantry, instruments
from sim.qt.theatre.actor import actor_of, dim, light_at
from sim.qt.theatre.beam_light import beam_light
from sim.qt.theatre.both_hands import BothHands
from sim.qt.theatre.cast import Cast
from sim.qt.theatre.cloud import CloudParts
from sim.qt.theatre.cutaway import Cutaway, mixed
from sim.qt.theatre.entry_ring import entry_ring
from sim.qt.theatre.eye import OPENING_DEG, Eye
from sim.qt.theatre.flank import Flank
from sim.qt.theatre.furniture import films
from sim.qt.theatre.instruments import Grasp, Joined
from sim.qt.theatre.lamps import lamps
from sim.qt.theatre.laser import cross
from sim.qt.theatre.looks import CLOTH, GLASS_SKIN, HAZE, LOOKS, hub_colour
from sim.qt.theatre.opened import Opened
from sim.qt.theatre.polydata import edged, film, pixels_of, places_of, texture
from sim.qt.theatre.solids import Solid, tube

HANDS_SEEN_MM = 1100.0
"""The eye's distance up to which hands are seen"""
ARM, BASE = ("tube", "tube_band", "focus_mark", "arc", "belt", "cable"), ("cabinet", "cabinet_band", "console", "castors", "shadow")
HEAD = ("detector", "bumper", "panel", "marks", "bag_band", "bag")
CLOUD, CLOUD_PLACES = frozenset(("contrast",)), 500
"""Contrast, and by about how many of its corners bone before it is found"""
IN_FRONT_OF_DARK = ((0.055, 0.066, 0.075), (0.115, 0.135, 0.15))


class TheatreScene:
    """Actors by name, and an eye. ``side``: where the operator stands, +1 at the patient's right."""

    def __init__(self, cast: Cast, side: int) -> None:
        self.cast, self.side = cast, side
        self.window, self.renderer, self.parts = vtkRenderWindow(), vtkRenderer(), dict[str, vtkActor]()
        self.window.SetOffScreenRendering(1)
        self.window.SetMultiSamples(0)
        self.renderer.SetUseOIT(False)  # sorting what is clear, pixel by pixel, takes software half the time of a picture
        self.window.AddRenderer(self.renderer)
        self._view: View | None = None
        self._films = films(cast.stage.table[0], side)
        self.glass = 0.0
        self._tip: Vector | None = None
        """Of a needle that is in the patient"""
        self._eye, self._opened, self._cutaway = Eye.standing(side), Opened(cast), Cutaway()
        self._flank = Flank()
        self._cloud: NDArray[np.float64] | None = None
        """Where contrast lies, (k, 3) mm"""
        self._clouded: Set[str] = frozenset()
        self._light()
        drawn = cast.steady | cast.turning
        for name in sorted(drawn, key=lambda name: name != "sac"):  # clear: skin and muscle lie over it
            self._put(name, drawn[name])
        self.hands = BothHands(cast, side, self.parts)
        self.see_through(0.0)

    def _light(self) -> None:
        self.renderer.GradientBackgroundOn()
        self.renderer.SetAutomaticLightCreation(False)
        for face in (self._cutaway.face, self._flank.face):
            self.renderer.AddActor(face.actor)
        for lamp in lamps(self.side):
            self.renderer.AddLight(lamp)

    # --- what stands in it ------------------------------------------------------------------------------------------------

    def _put(self, name: str, data: vtkPolyData) -> vtkActor:
        """A part by its name, instead of the one before."""
        actor = self.parts.get(name)
        if actor is None:
            actor = self.parts[name] = actor_of(name)
            self.renderer.AddActor(actor)
        actor.GetMapper().SetInputData(data)
        actor.SetVisibility(True)
        return actor

    def _show(self, made: dict[str, Solid | None]) -> None:
        """Put these parts there, or away where there is none."""
        for name, solid in made.items():
            if solid is not None:
                self._put(name, edged(solid))
            elif name in self.parts:
                self.parts[name].SetVisibility(False)

    def stand(self, view: View) -> None:
        """The C-arm as the pose says."""
        self._view = view
        held = gantry.carriage_frame(view, self.side)
        stands = gantry.cabinet_frame(held, self.cast.stage.table[0] + gantry.FLOOR_MM)
        frames = dict.fromkeys((*HEAD, *ARM), gantry.frame_of(view)) | dict.fromkeys(BASE, stands)
        frames |= {"carriage": held, "column": gantry.column_frame(held)}
        self._set(frames)

    def _set(self, frames: dict[str, NDArray[np.float64]]) -> None:
        """Parts by name to their places, (4, 4) each."""
        for name, frame in frames.items():
            matrix = vtkMatrix4x4()
            matrix.DeepCopy(frame.ravel().tolist())
            self.parts[name].SetUserMatrix(matrix)

    def show_beam(self, view: View, blades: Collimator, on: bool) -> None:
        """Who lets it run has the hands out of it, unless they move the needle there."""
        if on:
            self._put("cone", beam_light(gantry.cone(view, blades)))
        elif "cone" in self.parts:
            self.parts["cone"].SetVisibility(False)
        self.hands.beam = (view, blades) if on else None
        self.hands.show()

    def show_laser(self, middle: tuple[float, float, float] | None, view: View) -> None:
        """The cross that the detector throws on skin and cloth, mm."""
        self._show({"laser": None if middle is None else cross(np.array(middle), view, self.cast.stage.relief)})

    def show_needle(self, held: Grasp | None, joined: Joined | None) -> None:
        """What is outside the skin; through glass the rest too, as the hand knows it."""
        needle: dict[str, Solid | None] = dict.fromkeys(("shaft", "rings", "hub", "notch", "entry"))
        if held is not None:
            needle = {
                "shaft": instruments.shaft(held, self.glass > 0),
                "rings": instruments.rings(held),
                "hub": instruments.hub(held),
                "notch": instruments.notch(held),
                "entry": entry_ring(self.cast.stage.skin, np.stack([held.hub, held.tip])) if self.glass > 0 else None,
            }
        syringe: dict[str, Solid | None] = dict.fromkeys(("barrel", "scale", "fluid", "plunger", "line"))
        if joined is not None:
            syringe = {
                "barrel": instruments.barrel(joined),
                "scale": instruments.scale(joined, self.side),
                "fluid": instruments.fluid(joined),
                "plunger": instruments.plunger(joined),
                "line": None if joined.line is None else tube(joined.line, 1.1, 6),
            }
        self._show(needle | syringe)
        self._tip = held.tip if held is not None and held.inside_mm > 0 else None
        if held is not None:
            self.parts["hub"].GetProperty().SetColor(*(c / 255 for c in hub_colour(held.gauge, self.glass > 0)))
        self.hands.hold(held, joined)

    def show_hands(self, way: HandsSeen) -> None:
        """As somebody wants to see them."""
        self.hands.way = way
        self.hands.show()

    def act(self, hands: frozenset[str]) -> None:
        """Which of them do something now."""
        self.hands.acting = hands
        self.hands.show()

    def show_film(self, name: str, greys: NDArray[np.uint8]) -> None:
        """A monitor's picture, (rows, columns), on its screen over there: ``live`` or ``reference``."""
        if name not in self.parts:
            self._put(name, film(self._films[name]))
            self._dim()
        self.parts[name].SetTexture(texture(greys))

    def show_contrast(self, drawn: CloudParts) -> None:
        """Under glass; none takes it away."""
        for name, data in drawn.items():
            self._put(name, data)
        self._clouded = drawn.keys()
        places = places_of(drawn["contrast"]) if drawn else None
        self._cloud = None if places is None else places[:: max(1, len(places) // CLOUD_PLACES)]
        self._show_cloud()

    def _show_cloud(self) -> None:
        for name in CLOUD & self.parts.keys():
            self.parts[name].SetVisibility(name in self._clouded and self.glass > 0)

    def see_through(self, glass: float) -> None:
        """Skin to glass, 0 to 1: the cloth goes first, then the skin clears over what is inside."""
        self.glass = glass
        for name in (*CLOTH, "back"):
            self.parts[name].SetVisibility(glass == 0)
        self.hands.before_glass = glass > 0
        self.hands.show()
        for name in ("skin", *self.cast.stage.inside):
            if name in self.parts:
                self.parts[name].SetVisibility(glass > 0)
        self._show_cloud()
        self._dim()
        if "skin" in self.parts:
            skin = self.parts["skin"].GetProperty()
            skin.SetOpacity(1.0 - (1.0 - GLASS_SKIN) * glass)
        if "muscle" in self.parts:
            self.parts["muscle"].GetProperty().SetOpacity(LOOKS["muscle"].opacity * (1.0 - HAZE * glass))

    def _dim(self) -> None:
        """Room and machines stand behind what glass shows."""
        left = light_at(self.glass)
        low, high = ([left * part for part in colour] for colour in IN_FRONT_OF_DARK)
        self.renderer.SetBackground(*low)
        self.renderer.SetBackground2(*high)
        body = {"skin", *self.cast.stage.inside}
        dim(
            ((name, part) for name, part in self.parts.items() if name in {*self.cast.steady, *self.cast.turning, *self._films} - body),
            self.glass,
        )

    # --- drawing ----------------------------------------------------------------------------------------------------------

    def look(self, eye: Eye) -> None:
        self._eye, self.hands.is_far = eye, eye.away_mm > HANDS_SEEN_MM
        self.hands.show()
        camera = self.renderer.GetActiveCamera()
        camera.SetPosition(*eye.place)
        camera.SetFocalPoint(*eye.looks_at)
        camera.SetViewUp(*POSTERIOR)
        camera.SetViewAngle(OPENING_DEG)
        self.renderer.ResetCameraClippingRange()
        before = self._view is not None and gantry.hides(self._view, eye.place, np.asarray(eye.looks_at))
        for name in HEAD:  # who stands there would move the head
            self.parts[name].SetVisibility(not before)
        self._flank.clear(self.parts, eye, self.glass)

    def picture(self, width: int, height: int, moving: bool, shift_px: tuple[float, float] = (0.0, 0.0)) -> NDArray[np.uint8]:
        """(height, width, 3), row 0 on top; shifted by part of a pixel: several of those make one without steps."""
        for name, data in self.cast.moving.items():
            self.parts[name].GetMapper().SetInputData(data if moving else self.cast.steady[name])
        self._open(moving)
        self._flank.clear(self.parts, self._eye, self.glass)
        for name in self.cast.stage.inside.keys() - self.cast.moving.keys():
            self.parts[name].SetVisibility(self.glass > 0 and not moving)
        if tuple(self.window.GetSize()) != (width, height):
            self.window.SetSize(width, height)
        self.renderer.GetActiveCamera().SetWindowCenter(2 * shift_px[0] / width, 2 * shift_px[1] / height)
        whole = pixels_of(self.window)
        if self.glass == 0 or "bone" not in self.parts:
            return whole
        share = self._cutaway.opened(self._eye, self.glass, (width, height), self._tip, self._cloud)
        if share is None:
            return whole
        sacrum = (self.parts["sacrum"], self._flank.face.actor) if "sacrum" in self.parts else ()
        with self._cutaway.cut(self.parts["bone"], *sacrum):
            return mixed(whole, pixels_of(self.window), share)

    def _open(self, moving: bool) -> None:
        """Under glass, as the eye looks."""
        if self.glass > 0:
            for name, data in self._opened.seen(moving, self._eye.place).items():
                self._put(name, data)

    def triangles(self) -> int:
        """How many are drawn as it stands."""
        drawn = (a for a in self.parts.values() if a.GetVisibility())
        return sum(int(a.GetMapper().GetInput().GetNumberOfPolys()) for a in drawn)

    def close(self) -> None:
        self.window.Finalize()

"""The two monitors and the darkroom that makes their pictures."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from meshes.anatomy import Outline
from meshes.morphometry import Lying
from scenarios.equipment import agent
from sim.fluoroscopy.picture import Picture
from sim.qt.darkroom import Darkroom, Print
from sim.qt.panels.monitor import Monitor
from sim.session.observation import NeedleSeen, Observation


class Screens(QObject):
    """Has made what was observed, and shows it when it is ready."""

    def __init__(self, darkroom: Darkroom, live: Monitor, reference: Monitor, answer: Mapping[str, Outline]) -> None:
        """``answer``: what is drawn once a drill that asks where it runs has been answered."""
        super().__init__(live)  # goes with its monitors: a picture that is still on its way comes to nobody
        self._answer = answer
        self.outlines: dict[Lying, dict[str, Outline]] = {}
        """What is drawn round in pictures of a patient who lies so, where he has not lain in one way all the time"""
        self._darkroom = darkroom
        self._monitors = {"live": live, "reference": reference}
        self._pictures: dict[str, Picture | None] = {"live": None, "reference": None}
        self._frame = 0
        self._stood: tuple[float, ...] = ()
        """Of the newest picture its number, and how the needle stood when it came"""
        darkroom.made.connect(self._develop)

    def observe(self, seen: Observation) -> None:
        if any(event.kind == "depth_said" for event in seen.notices):
            for monitor in self._monitors.values():
                monitor.told = self._answer
                monitor.update()
        self._make_way(seen)
        live = self._monitors["live"]
        if live.beam_on != seen.carm.beam_on:
            live.beam_on = seen.carm.beam_on
            live.update()
        live.follow_blades()  # they may have moved since its picture was taken
        stands = _stands(seen.needle)
        if seen.live is not None and seen.live.frame > self._frame:
            self._frame, self._stood = seen.live.frame, stands
        elsewhere = seen.live is not None and seen.live.view.pose != seen.carm.view.pose
        if live.elsewhere != elsewhere:
            live.elsewhere = elsewhere
            live.update()
        if live.outdated != (stands != self._stood):
            live.outdated = not live.outdated
            live.update()
        for name, picture in (("live", seen.live), ("reference", seen.reference)):
            if picture is not self._pictures[name]:
                self._pictures[name] = picture
                if picture is not None:
                    self._darkroom.ask(name, picture)
                else:  # nothing was there to swap with
                    self._monitors[name].clear()

    def _make_way(self, seen: Observation) -> None:
        """What is drawn round does not lie over contrast, until the next needle."""
        for event in seen.notices:
            if event.kind == "needle_taken" or (event.kind == "injection_started" and agent(str(event.data["agent"])).iodine_mg_ml > 0):
                for monitor in self._monitors.values():
                    monitor.faint = event.kind != "needle_taken"
                    monitor.update()

    def _develop(self, monitor: str, made: Print) -> None:
        shown, lies = self._monitors[monitor], made.picture.lies
        if lies in self.outlines and shown.outlines:  # where none may be seen, there is none
            shown.outlines = self.outlines[lies]
        shown.show_print(made)

    def show_sights(self, yes: bool) -> None:
        for monitor in self._monitors.values():
            monitor.sights_on = yes
            monitor.update()

    def show_pause(self, yes: bool) -> None:
        for monitor in self._monitors.values():
            monitor.paused = yes
            monitor.update()

    def switch_stage(self, stage: str, on: bool) -> None:
        """Leave a stage of the image chain out, or let it run again: to see what it does."""
        self._darkroom.switch(stage, on)
        for name, picture in self._pictures.items():
            if picture is not None:
                self._darkroom.ask(name, picture)


def _stands(needle: NeedleSeen | None) -> tuple[float, ...]:
    """What of the needle changes its shadow; empty while none is set."""
    if needle is None or not needle.placed:
        return ()
    return (*(needle.entry_mm or ()), needle.depth_mm, needle.lateral_deg, needle.cephalad_deg)

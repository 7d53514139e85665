"""The patient laid anew: the body that he is then is made beside the window, and shown once he lies so."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from sim.qt.controller import Controller
from sim.qt.job import Fault, Job
from sim.qt.panels.checklist_page import ChecklistPage
from sim.qt.panels.theatre_view import TheatreView
from sim.qt.screens import Screens
from sim.qt.windows.ward import WardPage
from sim.qt.words import phrase
from sim.session.body_maker import flat_made_beside
from sim.session.lying import lying_of
from sim.session.observation import Observation
from sim.session.world import World


class LaidAnew(QObject):
    """Begins when another pillow is only looked at: until it is put there, the body is often made."""

    said = Signal(str)

    def __init__(self, world: World, pages: Mapping[str, WardPage], controller: Controller, theatre: TheatreView, screens: Screens) -> None:
        super().__init__()
        self._world, self._lies, self._theatre, self._screens = world, world.lies, theatre, screens
        self.words = ""
        """What is said while the attempt waits for the body; empty while it does not"""
        self._ahead: Job | None = None
        self._ahead_share = 0.0
        page = pages.get("preparation")
        if isinstance(page, ChecklistPage):
            page.pillow.answered.connect(lambda: self._foresee(lying_of("prone", page.pillow.currentData()) == "flat"))
        controller.laying.connect(self._tell)

    def _foresee(self, flat: bool) -> None:
        if flat and self._ahead is None:
            anatomy, person = self._world.anatomy, self._world.person
            self._ahead = Job("lying", lambda tell: flat_made_beside(anatomy, person, tell), _nothing, Fault.trace_out, self._hear)

    def _hear(self, stage: str, share: float) -> None:
        self._ahead_share = share

    def _tell(self, share: float) -> None:
        """Whoever waits for what was begun ahead knows of no share of its own."""
        self.words = phrase("laid_anew.under_way", percent=round(100 * max(share, self._ahead_share)))
        self.said.emit(self.words)

    def observe(self, seen: Observation) -> None:
        if self.words:
            self.words = ""
            self.said.emit("")
        if seen.care.lies != self._lies:
            self._lies = seen.care.lies
            lain = self._world.lain(self._lies)
            self._screens.outlines = {world.lies: world.outlines for world in (self._world, lain)}
            self._theatre.lie(lain.anatomy)

    def closing(self) -> None:
        if self._ahead is not None:
            self._ahead.stop()
            self._ahead.abandon()


def _nothing(_: None) -> None:
    """It lies on the disk, for whoever lays the patient so."""

"""The room: two monitors, the patient beside them, the instruments, the line of time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from scenarios.equipment import agents
from scenarios.words import notice
from sim.fluoroscopy.picture import Picture
from sim.qt.busy import Busy
from sim.qt.controller import Controller
from sim.qt.darkroom import Darkroom, Print
from sim.qt.panels.body_view import BodyView
from sim.qt.panels.card import scrolled
from sim.qt.panels.carm_card import CArmCard
from sim.qt.panels.case_panel import CasePanel
from sim.qt.panels.images_card import ImagesCard
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.needle_card import NeedleCard
from sim.qt.panels.reading_card import DrawUpCard, ReadingCard
from sim.qt.panels.syringe_card import SyringeCard
from sim.qt.panels.timeline import Timeline
from sim.qt.tone import Tone
from sim.qt.windows.acts import instrument_acts
from sim.qt.windows.mode import Mode
from sim.qt.windows.ward import Ward, pages_of
from sim.session import commands as c
from sim.session.attempt_commands import Aid, Pause, ShowAid
from sim.session.feel import Sense, feel_of
from sim.session.observation import Observation
from sim.session.world import World


class Room(QWidget):
    """One attempt on the screen. Shows Observations, sends Commands."""

    keys_wanted = Signal()
    fullscreen_wanted = Signal()
    hands_off = Signal()
    """Whatever is held is to be let go: the page was turned, or time stands still"""

    def __init__(self, world: World, controller: Controller, darkroom: Darkroom, mode: Mode) -> None:
        super().__init__()
        self.setObjectName("room")
        self.controller, self.darkroom, self.mode = controller, darkroom, mode
        self.seen: Observation | None = None
        self.paused = False
        self._aids: set[Aid] = set()
        """What is shown that no real room has."""
        self._pictures: dict[str, Picture | None] = {"live": None, "reference": None}
        tray = world.scenario.tray
        kinds = {fluid.agent: agents()[fluid.agent].kind for fluid in tray.fluids}
        self.case = CasePanel(
            world.scenario,
            world.technique,
            {name for name, kind in kinds.items() if kind == "contrast"},
            {name for name, kind in kinds.items() if kind == "drug"},
            mode.hints,
        )
        self.live, self.reference = Monitor("live"), Monitor("reference")
        for monitor in (self.live, self.reference):
            monitor.outlines = world.outlines if mode.may_show_sights else {}
        self.carm, self.images = CArmCard(mode.assist), ImagesCard()
        self.needle, self.syringe = NeedleCard(tray.needles), SyringeCard()
        self.reading, self.draw_up = ReadingCard(), DrawUpCard(tray)
        self.pages = pages_of(world)
        self.body = BodyView(world.anatomy) if mode.body else None
        self.timeline = Timeline(world.scenario.chart)
        self.message = QLabel("Hold Space for fluoroscopy. F1 shows every key.")
        self.message.setObjectName("message")
        self.tone = Tone()
        self.senses: list[Sense] = [self.needle, self.syringe, self.tone]
        """What lets the hands feel; a force-feedback device is one more."""
        self._lay_out()
        self._connect()
        self._note("hints", mode.hints)
        self.show_sights(mode.sights)

    def _lay_out(self) -> None:
        monitors = QSplitter()
        monitors.addWidget(self.live)
        # the 3D view takes the reference's place when it is asked for
        self.second = QStackedWidget()
        self.second.addWidget(self.reference)
        if self.body is not None:
            self.second.addWidget(self.body)
        monitors.addWidget(self.second)
        for i in range(monitors.count()):
            monitors.setStretchFactor(i, 1)
        monitors.setSizes([1000] * monitors.count())  # equal, whatever each would like
        cards = QWidget()
        cards.setObjectName("room")
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 6, 0)
        for card in (self.carm, self.needle, self.syringe, self.draw_up, self.reading, self.images):
            column.addWidget(card)
        column.addStretch(1)
        middle = QVBoxLayout()
        middle.addWidget(monitors, 1)
        middle.addWidget(self.timeline)
        line = QHBoxLayout()
        line.addWidget(self.message, 1)
        self.finish = QPushButton("Finish")
        self.finish.setToolTip("End the attempt and see the score (Ctrl+Return)")
        line.addWidget(self.finish)
        table = QWidget()
        table.setObjectName("room")
        row = QHBoxLayout(table)
        row.setContentsMargins(8, 8, 8, 8)
        row.addWidget(scrolled(self.case, 232))
        row.addLayout(middle, 1)
        row.addWidget(scrolled(cards, 326))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.ward = Ward(self.pages, table)
        outer.addWidget(self.ward, 1)
        line.setContentsMargins(12, 0, 12, 8)
        outer.addLayout(line)

    def _connect(self) -> None:
        for card in (self.carm, self.images, self.needle, self.syringe, self.draw_up, self.reading):
            card.ordered.connect(self.send)
        for page in (self.case.patient, *self.pages.values()):
            page.ordered.connect(self.send)
        self.live.scrolled.connect(self.needle.push)
        self.reference.scrolled.connect(self.needle.push)
        self.live.picked.connect(self._picked)
        self.needle.placing.connect(self._placing)
        self.syringe.sounding.connect(self._sound)
        self.finish.clicked.connect(lambda: self.send(c.Finish()))
        self.controller.observed.connect(self.observe)
        self.controller.dropped.connect(self._too_late)
        self.ward.currentChanged.connect(lambda _: self.hands_off.emit())
        self.busy = Busy(self, lambda: self.controller.working_s() > SLOW_S or self.darkroom.working_s() > SLOW_S)
        self.darkroom.made.connect(self._develop)

    def send(self, command: c.Command) -> None:
        """Give a command on what is seen now. Paused is paused: then nothing is done but to let go."""
        if self.paused and command not in LETTING_GO:
            self.message.setText(NOT_PAUSED)
            return
        self.controller.send(command)

    def _too_late(self) -> None:
        self.message.setText("Too late: that waited for a slow moment, and was given on another picture. Nothing was done.")

    # --- showing ----------------------------------------------------------------------------------------------------------

    def observe(self, seen: Observation) -> None:
        self.seen = seen
        for part in (self.case, self.carm, self.images, self.needle, self.syringe, self.reading, self.timeline, *self.pages.values()):
            part.observe(seen)
        felt = feel_of(seen)
        for sense in self.senses:
            sense.feel(felt)
        if self.body is not None:
            self.body.observe(seen)
        if self.live.beam_on != seen.carm.beam_on:
            self.live.beam_on = seen.carm.beam_on
            self.live.update()
        for name, picture in (("live", seen.live), ("reference", seen.reference)):
            if picture is not self._pictures[name]:
                self._pictures[name] = picture
                if picture is not None:
                    self.darkroom.ask(name, picture)
                else:  # nothing was there to swap with
                    (self.live if name == "live" else self.reference).clear()
        for event in seen.notices:
            said = notice(event.kind, event.data, self.timeline.chart)
            if said:
                self.message.setText(said[0].upper() + said[1:])

    def _develop(self, monitor: str, made: Print) -> None:
        (self.live if monitor == "live" else self.reference).show_print(made)

    def _sound(self, yes: bool) -> None:
        self.tone.switch(yes)
        if yes and self.tone.silent:
            self.message.setText(f"Nothing will be heard: {self.tone.silent}.")

    def _placing(self, yes: bool) -> None:
        self.live.placing = yes
        self.live.update()
        if yes:
            self.message.setText("Click in the live image where the needle should stand; it points along the beam.")

    def _picked(self, u: float, v: float) -> None:
        if self.live.placing:
            shown, seen = self.live.shown, self.seen
            if shown is None or seen is None or shown.picture.view != seen.carm.view:
                self.message.setText("The C-arm has moved since this picture: take a new one, then set the needle.")
                return
            self.send(c.PlaceOnBeam(u_mm=u, v_mm=v))
            self.needle.place.setChecked(False)

    def show_sights(self, yes: bool) -> None:
        yes = yes and self.mode.may_show_sights
        for monitor in (self.live, self.reference):
            monitor.sights_on = yes
            monitor.update()
        self._note("landmarks", yes)

    def _note(self, aid: Aid, shown: bool) -> None:
        """What is shown or taken away stands in the recording, in a pause too."""
        if shown != (aid in self._aids):
            self._aids ^= {aid}
            self.controller.send(ShowAid(aid=aid, shown=shown))

    def switch_stage(self, stage: str, on: bool) -> None:
        """Leave a stage of the image chain out, or let it run again: to see what it does."""
        self.darkroom.switch(stage, on)
        self._remake()

    def _remake(self) -> None:
        for name, picture in self._pictures.items():
            if picture is not None:
                self.darkroom.ask(name, picture)

    # --- keys -------------------------------------------------------------------------------------------------------------

    def act(self, name: str, down: bool = True) -> None:
        """Do the action of this name; held ones are told when their key goes up."""
        held: dict[str, tuple[c.Command, c.Command]] = {
            "pedal": (c.PressPedal(), c.ReleasePedal()),
            "try": (c.TryPlunger(pressing=True), c.TryPlunger(pressing=False)),
        }
        if name in held:
            self.send(held[name][0 if down else 1])
        elif name == "spin":
            self.needle.spin.setChecked(down)
        elif name == "inject":
            self.syringe.press() if down else self.send(c.ReleasePlunger())
        elif down:
            self._once(name)

    def _once(self, name: str) -> None:
        if name.startswith("view_") and name != "view_back":
            self.carm.show_view(name.removeprefix("view_"))
            return
        own: dict[str, Callable[[], object]] = {
            "sights": lambda: self.show_sights(not self.live.sights_on),
            "invert": self._invert,
            "body": self._toggle_body,
            "skin": self._toggle_skin,
            "pause": self._pause,
            "keys": self.keys_wanted.emit,
            "fullscreen": self.fullscreen_wanted.emit,
        }
        (own | instrument_acts(self.send, self.carm, self.images, self.needle, self.syringe))[name]()

    def _invert(self) -> None:
        self.switch_stage("inverted", not self.darkroom.stages.inverted)

    def _toggle_body(self) -> None:
        if self.body is not None:
            self.second.setCurrentWidget(self.reference if self.second.currentWidget() is self.body else self.body)
            self._note("body", self.second.currentWidget() is self.body)
            if self.seen is not None:
                self.body.observe(self.seen)

    def _toggle_skin(self) -> None:
        if self.body is not None:
            self.body.toggle_through()

    def _pause(self) -> None:
        self.hands_off.emit()
        self.paused = not self.paused
        self.controller.send(Pause(paused=self.paused))
        self.controller.pause(self.paused)
        for monitor in (self.live, self.reference):
            monitor.paused = self.paused
            monitor.update()
        self.message.setText(PAUSED if self.paused else "Going on.")

    def closing(self) -> None:
        """Leave the attempt as it stands."""
        self.busy.end()
        self.controller.leave()
        self.tone.close()
        self.darkroom.close()
        if self.body is not None:
            self.body.closing()


PAUSED = "Paused. Press Pause to go on."
NOT_PAUSED = "Paused: nothing was done. Press Pause to go on."
LETTING_GO = (c.ReleasePedal(), c.ReleasePlunger(), c.TryPlunger(pressing=False))
SLOW_S = 0.25
"""Work that takes longer is shown by the cursor."""

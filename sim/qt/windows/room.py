"""The room: the pictures, the instruments beside them, the line of time; over every page the console and the guide."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scenarios.equipment import agent
from scenarios.words import exam
from sim.qt.busy import Busy
from sim.qt.controller import Controller
from sim.qt.darkroom import Darkroom
from sim.qt.keyed import key_of
from sim.qt.panels.carm_card import CArmCard
from sim.qt.panels.case_panel import CasePanel
from sim.qt.panels.console import ASKED, Console, Left
from sim.qt.panels.drill_card import DrillCard
from sim.qt.panels.guide_bar import GuideBar
from sim.qt.panels.images_card import ImagesCard
from sim.qt.panels.lamp_strip import LampStrip, lies_there
from sim.qt.panels.lightbox import Lightbox
from sim.qt.panels.monitor import Monitor
from sim.qt.panels.needle_card import NeedleCard
from sim.qt.panels.reading_card import DrawUpCard, ReadingCard, contrast_page
from sim.qt.panels.syringe_card import SyringeCard, usual_drug
from sim.qt.panels.theatre_view import TheatreView
from sim.qt.panels.timeline import Timeline
from sim.qt.room_sounds import heard
from sim.qt.screens import Screens
from sim.qt.theatre.instruments import Grasp
from sim.qt.tone import Tone
from sim.qt.windows.acts import do_act
from sim.qt.windows.arrangement import Arrangement
from sim.qt.windows.at_table import Table
from sim.qt.windows.column import Column, drill_column, first_words
from sim.qt.windows.heading import Heading
from sim.qt.windows.laid_anew import LaidAnew
from sim.qt.windows.mode import Mode
from sim.qt.windows.notices import Notices
from sim.qt.windows.out_of_hand import has_gone, rest, why_not
from sim.qt.windows.ward import AFTERWARDS, TABLE, Ward, pages_of
from sim.qt.windows.way_on import PAGE_AT, done_of, held_back, left_of
from sim.qt.windows.where_to_look import Pointer
from sim.qt.words import phrase
from sim.scoring.milestones import Standing
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
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.controller, self.darkroom = controller, darkroom
        self.mode = mode = mode.within(world.scenario.drill)
        self.seen: Observation | None = None
        self.paused = self._treated = False
        self._aids: set[Aid] = set()
        """What is shown that no real room has."""
        tray, drill = world.scenario.tray, world.scenario.drill
        self.case, self.console = CasePanel(world.scenario), Console(world.scenario)
        self.guide = GuideBar(world.scenario, world.technique)
        self.live, self.reference = Monitor("live"), Monitor("reference")
        for monitor in (self.live, self.reference):
            monitor.patient = lies_there(world.scenario)
            monitor.outlines = world.outlines if mode.may_show_sights else {}
        self.wall = LampStrip(world.scenario)
        self.screens = Screens(darkroom, self.live, self.reference, world.depth_line)
        self.carm, self.images = CArmCard(mode.assist and world.scenario.drill is None), ImagesCard()
        decides = "choice" in world.scenario.exercise
        usual = "" if decides or not mode.hints else usual_drug(world.technique)
        self.needle, self.syringe = NeedleCard(tray.needles), SyringeCard({f.agent: f.ml for f in tray.fluids}, usual, warns=mode.hints)
        self.reading, self.draw_up = ReadingCard(), DrawUpCard(tray)
        self.drill = None if drill is None else DrillCard(world.scenario, drill, world.technique)
        self.pages = pages_of(world)
        self.theatre = TheatreView(world.anatomy, "left" if decides else world.scenario.target.side, mode.glass)
        self.timeline, self.tone = Timeline(world.scenario.chart, ready=self.syringe.ready), Tone()
        self.tone.hear_room(heard())
        self.senses: list[Sense] = [self.needle, self.syringe, self.tone]
        """What lets the hands feel; a force-feedback device is one more."""
        cards = (self.carm, self.images, self.needle, self.syringe, self.reading)
        own = self._own = () if self.drill is None else (self.drill,)
        self.laid_anew = LaidAnew(world, self.pages, controller, self.theatre, self.screens)
        self._watching = (self.console, self.wall, self.case, *cards, *own, self.timeline, self.screens, self.theatre, *self.pages.values())
        """All that shows an Observation."""
        turning, pedal = self.needle.turning, self.carm.pedal
        self._handled = (self.carm, self.carm.settings, pedal, self.needle, turning, self.syringe, self.draw_up, self.case, *own)
        """All with which something is done to the patient"""
        self._lay_out()
        self._connect()
        self._note("hints", mode.hints)
        self.show_sights(mode.sights)
        self.pointer = Pointer(self, self, world.technique)

    def _lay_out(self) -> None:
        self.lightbox = Lightbox(self.live, self.reference, self.theatre, self.wall)
        contrast = contrast_page(self, self.reading, self.draw_up)
        pages: dict[str, QWidget] = {"carm": self.carm, "beam": self.carm.settings, "needle": self.needle, "contrast": contrast}
        pages |= {"pictures": self.images, "patient": self.case}
        if self.drill is not None:
            contrast.hide()
            self.column = drill_column(self.drill, self.carm, self.images, self.needle, self.syringe)
        else:
            pinned: dict[str, QWidget] = {"depth": self.needle.readout, "syringe": self.syringe}
            self.column = Column(pages, ("carm", "needle", "beam", "pictures"), pinned, self.carm.pedal)
        self.message = self.column.message
        self.notices = Notices(self.say, self.message.text, self.timeline.chart, self.mode.hints, self.syringe.ready)
        table = Table(self.lightbox, self.timeline, self.column)
        self.arrangement = Arrangement(self.lightbox, self.column, table, cards=self.drill is None)
        self.ward = Ward(self.pages, table)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.console)
        self.guide.setVisible(self.mode.hints and self.drill is None)
        outer.addWidget(Heading(self.ward.bar, self.guide))
        outer.addWidget(self.ward, 1)
        self.console.end_comes_last(self)
        self._turned()

    def _connect(self) -> None:
        for card in (self.carm, self.images, self.needle, self.syringe, self.draw_up, self.reading, *self._own):
            card.ordered.connect(self.send)
        for page in (self.case.patient, *self.pages.values()):
            page.ordered.connect(self.send)
        self.images.inverting.connect(self.invert)
        self.theatre.cleared.connect(lambda yes: self._note("body", yes))
        self.theatre.told.connect(self.say)
        self.darkroom.made.connect(self.theatre.show_film)
        self.theatre.leaned.connect(self.needle.aim)
        self.theatre.placed.connect(self._set)
        self.live.scrolled.connect(self.needle.push)
        self.reference.scrolled.connect(self.needle.push)
        self.live.picked.connect(self._picked)
        self.live.moves = True
        self.live.panned.connect(lambda right, up: self.carm.shift(-right, -up))
        self.live.tools.shutters = self.carm
        self.live.bladed.connect(self.carm.set_blade)
        self.live.tools.hub = self._hub
        self.live.leaned.connect(self.needle.aim)
        self.needle.placing.connect(self._placing)
        self.syringe.sounding.connect(self._sound)
        self.console.finished.connect(lambda: self.send(c.Finish()))
        self.console.warned.connect(self.say)
        self.console.lapsed.connect(lambda: self.say("") if self.column.kind == ASKED else None)
        self.console.onward.connect(lambda: self.ward.go_to(self.ward.following))
        self.controller.observed.connect(self.observe)
        self.controller.guided.connect(self._guided)
        self.controller.felt_before.connect(self.needle.force.recall)
        self.laid_anew.said.connect(self.say)
        self.controller.dropped.connect(self._too_late)
        self.controller.contrast_shown.connect(self.theatre.show_contrast)
        self.ward.turned.connect(self._turned)
        for part in (self.lightbox, self.column):
            part.parted.connect(self.hands_off.emit)
        self.busy = Busy(self, lambda: self.controller.working_s() > SLOW_S or self.darkroom.working_s() > SLOW_S)

    def send(self, command: c.Command) -> None:
        """Give a command on what is seen now, or say why it is not done."""
        why = why_not(command, self.paused, self.seen, self.laid_anew.words)
        self.say(why) if why else self.controller.send(command)

    def say(self, words: str, kind: str = "") -> None:
        """Beside needle and plunger, and at the foot of the other pages."""
        self.column.say(words, kind)
        self.ward.say(words, kind)

    def _turned(self) -> None:
        """Another page of the ward: what is held is let go."""
        self.hands_off.emit()
        if self.ward.code == TABLE and self.ward.said_away and not has_gone(self.seen):
            self.say("" if self.seen and self.seen.live else first_words())
        self.console.show_beam(self.ward.code in (TABLE, AFTERWARDS))
        self._way_on()

    def _too_late(self) -> None:
        self.say(phrase("room.too_late"))

    def _way_on(self) -> None:
        """Where to go from this page, and whether all is done."""
        left: Left = left_of(self.seen, self.pages, self._treated) if self.seen is not None else "drug"
        self.ward.mark_done(done_of(self.ward.codes, self.seen, self._treated and ("drug_given" in self.guide.done or not self.mode.hints)))
        self.console.offer(self.ward.leads_to, bool(left) and self.ward.code in self.ward.done, held_back(self))
        self.console.show_left(left)

    def _guided(self, standing: Standing) -> None:
        """The instruments of the next step come to the hand."""
        if self.drill is None and standing.present != self.guide.present and standing.present in PAGE_AT:
            self.column.open(*PAGE_AT[standing.present])
        self.guide.show_standing(standing)
        self.pointer.follow()  # else the hint of this step begins with the deed of the one before
        self._way_on()

    # --- showing ----------------------------------------------------------------------------------------------------------

    def observe(self, seen: Observation) -> None:
        if seen.carm.beam_on and (self.seen is None or self.seen.live is None):
            self.column.say("")  # how to begin is known now
        self.seen = seen
        self.laid_anew.observe(seen)
        self.pointer.follow()
        for part in self._watching:
            part.observe(seen)
        self.tone.room.observe(seen)
        felt = feel_of(seen)
        for sense in self.senses:
            sense.feel(felt)
        self._treated |= any(one.kind == "injection_ended" and agent(str(one.data["agent"])).kind == "drug" for one in seen.notices)
        self.notices.observe(seen)
        if seen.notices:
            self._way_on()
            self._rest()

    def _sound(self, yes: bool) -> None:
        self.tone.switch(yes)
        if yes and self.tone.silent:
            self.say(phrase("room.nothing_heard", why=self.tone.silent))

    def _placing(self, yes: bool) -> None:
        self.live.placing = self.theatre.placing = yes
        self.live.update()
        if yes:
            self.say(phrase("room.placing"))

    def _hub(self) -> tuple[int, Grasp] | None:
        grasp = None if self.seen is None else Grasp.of(self.seen.needle)
        return None if grasp is None or self.seen is None else (self.seen.step, grasp)

    def _picked(self, u: float, v: float) -> None:
        if self.live.placing:
            shown, seen = self.live.shown, self.seen
            if shown is None or seen is None or shown.picture.view != seen.carm.view:
                self.say(phrase("room.moved"))
                return
            self._set(u, v)

    def _set(self, u: float, v: float) -> None:
        """On the skin where this ray leaves it, along the ray."""
        self.send(c.PlaceOnBeam(u_mm=u, v_mm=v))
        self.needle.place.setChecked(False)

    def show_sights(self, yes: bool) -> None:
        yes = yes and self.mode.may_show_sights
        self.screens.show_sights(yes)
        self._note("landmarks", yes)

    def _note(self, aid: Aid, shown: bool) -> None:
        """What is shown or taken away stands in the recording, in a pause too."""
        if shown != (aid in self._aids):
            self._aids ^= {aid}
            self.controller.send(ShowAid(aid=aid, shown=shown))

    # --- acts -------------------------------------------------------------------------------------------------------------

    def act(self, name: str, down: bool = True) -> None:
        """Do the action of this name; held ones are told when their key goes up."""
        do_act(self, name, down)

    def invert(self) -> None:
        self.screens.switch_stage("inverted", not self.darkroom.stages.inverted)

    def pause(self) -> None:
        if self.controller.exam:
            self.say(exam("no_pause"))
            return
        self.hands_off.emit()
        self.paused = not self.paused
        self._rest()
        self.controller.send(Pause(paused=self.paused))
        self.controller.pause(self.paused)
        self.screens.show_pause(self.paused)
        self.say(phrase("room.paused", key=key_of("pause")) if self.paused else "")

    def _rest(self) -> None:
        rest(self, self.column.say, self.paused, self.seen, self._handled, (self.images, self.reading, self.console.finish))

    def closing(self) -> None:
        """Leave the attempt as it stands."""
        self.busy.end()
        self.laid_anew.closing()
        self.controller.leave()
        self.tone.close()
        self.darkroom.close()
        self.arrangement.closing()
        self.theatre.closing()


SLOW_S = 0.25
"""Work that takes longer is shown by the cursor."""

"""The one main window: choosing, the room, the debriefing."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from scenarios.files import InputError
from scenarios.schema import Scenario
from sim.qt.focus_ring import FocusRings
from sim.qt.freed import DRAWN_OUT_MS, economise, give_back
from sim.qt.job import Fault, Job, Tell, fault_of
from sim.qt.studio.door import StudioDoor
from sim.qt.windows.acts import acts_on, acts_shut, acts_within_reach, do_motion
from sim.qt.windows.apology import say, stopped
from sim.qt.windows.chooser import Chooser
from sim.qt.windows.class_page import ClassPage
from sim.qt.windows.closing import AskedToClose
from sim.qt.windows.curve_page import CurvePage
from sim.qt.windows.debriefing import Debriefing, WayBack
from sim.qt.windows.double_click import DoubleClick
from sim.qt.windows.entering import room_of
from sim.qt.windows.exam_door import ExamDoor, may_leave
from sim.qt.windows.exam_page import ExamPage
from sim.qt.windows.foresight import Foresight
from sim.qt.windows.from_gradebook import Again
from sim.qt.windows.going_on import enter
from sim.qt.windows.help_menu import HelpMenu
from sim.qt.windows.inputs import Inputs
from sim.qt.windows.library_door import LibraryDoor
from sim.qt.windows.menus import ChainMenu, ViewMenu, add_acts
from sim.qt.windows.mode import Mode
from sim.qt.windows.package_drop import PackageDrop
from sim.qt.windows.placing import ScrolledPages, Suited, fit
from sim.qt.windows.records_door import RecordsDoor
from sim.qt.windows.requested import Asked, Ready, drawn_seed
from sim.qt.windows.room import Room
from sim.qt.windows.to_gradebook import file_waiting
from sim.qt.windows.tool_strip import ToolStrip
from sim.qt.windows.waiting import Waiting
from sim.qt.words import phrase
from sim.records.recording import Recording
from sim.records.store import Kept
from sim.session.attempt_commands import ModeName
from sim.session.own_cases import case_named

if TYPE_CHECKING:
    from sim.qt.studio.studio_page import StudioPage


class MainWindow(AskedToClose):
    """Holds the pages, one at a time, and hands keys to the room. A page that is left takes its work with it."""

    def __init__(self) -> None:
        economise()
        super().__init__()
        self.setWindowTitle("Tuohy")
        fit(self)
        Suited(self)
        self.pages = QStackedWidget()
        self.setCentralWidget(ScrolledPages(self.pages))
        self.chooser = Chooser()
        self.pages.addWidget(self.chooser)
        self.room: Room | None = None
        self._rooms = 0
        """How many there were; the last is the one that is shown, if any is."""
        self.debriefing: Debriefing | None = None
        self.records: CurvePage | ClassPage | StudioPage | ExamPage | None = None
        self._loading: Job | None = None
        self._filings: list[Job] = []
        self.foresight = Foresight(self)
        self.inputs = Inputs(self, self._act, self._move, self._listening, lambda: self.room)
        self.rings = FocusRings(self)
        self.packages = PackageDrop(self, self._show_installed, lambda: self._mode_and_exams() == "exam")
        self._menu()
        self.chooser.chosen.connect(lambda case, mode, folder, seed: self.begin(case, mode, folder=folder, seed=seed))
        self.chooser.resumed.connect(self._resume)

    def _menu(self) -> None:
        bar = self.menuBar()
        attempt, self.help_menu = bar.addMenu(phrase("main_window.attempt")), HelpMenu(self, self.inputs)
        self.gradebook = RecordsDoor(self, self, self.chooser, self._mode)
        acts = add_acts(
            attempt,
            (phrase("main_window.cases"), self.back_to_cases),
            (phrase("main_window.curve"), self.gradebook.open_curve),
            (phrase("main_window.class"), self.gradebook.open_class),
            (phrase("main_window.open_package"), self.packages.ask),
            (phrase("main_window.quit"), self.quit),
        )
        attempt.aboutToShow.connect(lambda: acts[2].setEnabled(self._mode() != "exam"))
        self.library = LibraryDoor(self, attempt, self.chooser, self._mode_and_exams)
        self.double_click = DoubleClick(self, attempt)
        self.studio = StudioDoor(self, attempt, self.chooser, self.open_page, self._load, self._mode_and_exams)
        self.exams = ExamDoor(self.chooser, self.open_page, self._load, self.gradebook.see_again)
        self.view_menu = ViewMenu(self, self._act, lambda: None if self.room is None else self.room.arrangement)
        self.chain = ChainMenu(self, self._switch_stage)
        for menu in (self.view_menu, self.chain, self.help_menu):
            bar.addMenu(menu)
        self.strip = ToolStrip()
        self.strip.asked.connect(lambda name: self._act(name, True))
        bar.setNativeMenuBar(False)  # a desktop's own bar has no place for icons
        bar.setCornerWidget(self.strip)

    def _switch_stage(self, stage: str, on: bool) -> None:
        if self.room is not None:
            self.room.screens.switch_stage(stage, on)

    # --- pages ------------------------------------------------------------------------------------------------------------

    def _resume(self, kept: Kept, mode: Mode, folder: Path | None) -> None:
        try:
            case = case_named(kept.recording.header.scenario)
        except InputError as error:
            self._apologise(fault_of(error))
            return
        self.begin(case, mode, kept, folder)

    def begin(self, case: Scenario, mode: Mode, kept: Kept | None = None, folder: Path | None = None, seed: int | None = None) -> None:
        """Load the case beside the window, in its own patient or in the one of a folder, then enter the room.

        Without a seed a new one is drawn: another attempt meets other veins and another spread. What was broken off keeps its own.
        """
        seed = seed if kept is None else kept.recording.header.seed
        self._load(Asked(case, mode, drawn_seed() if seed is None else seed, folder, kept))

    def _load(self, asked: Asked) -> None:
        waiting = Waiting(asked.case.title)
        waiting.cancelled.connect(self.studio.open if asked.trial else self.back_to_cases)
        self.wait_for(waiting, lambda tell: self.foresight.load(asked, partial(self._enter, asked), self._apologise, tell))

    def _enter(self, asked: Asked, ready: Ready) -> None:
        self.room = room_of(asked, ready, "" if asked.trial else self.chooser.learner.taken())
        self.foresight.ready, controller, darkroom = ready, self.room.controller, self.room.darkroom
        for action in self.chain.actions():  # every attempt begins with the whole chain
            action.setChecked(True)
        self.room.keys_wanted.connect(self.inputs.show_page)
        self.room.fullscreen_wanted.connect(self._toggle_fullscreen)
        self.room.hands_off.connect(self.inputs.let_go)
        # what comes of a room that was left comes to nobody. Counted: who names it in a signal of its own controller keeps both for ever
        self._rooms = number = self._rooms + 1
        controller.ended.connect(lambda recording: self._judge(asked, ready, recording) if self._is_in(number) else None)
        for worker in (controller, darkroom):
            worker.failed.connect(lambda error: self._broken(error) if self._is_in(number) else None)
        self.setWindowTitle(asked.title)
        for told in (controller.observed, self.room.lightbox.enlarged):
            told.connect(lambda _: self._show_acts())
        self.inputs.devices.begin()
        enter(self.room, self.pages.currentWidget(), asked.kept, self._turn_to)
        controller.start()

    def _mode(self) -> ModeName | None:
        """Of the attempt that is under way."""
        return self.room.mode.name if self.room is not None else None

    def _mode_and_exams(self) -> ModeName | None:
        """Between two cases of an exam too what cases are made of stays shut."""
        return "exam" if self.exams.is_under_way else self._mode()

    def _is_in(self, number: int) -> bool:
        """Whether the room of this number is the one that is shown."""
        return self.room is not None and self._rooms == number

    def _judge(self, asked: Asked, ready: Ready, recording: Recording) -> None:
        self._leave_page()
        if asked.paper is not None:
            self.exams.handed_in(asked.paper)
            return
        back = self.studio.way_back(asked, recording) or WayBack(self.back_to_cases, phrase("debriefing.other_case"))
        self.debriefing = Debriefing(ready.world, recording, ready.imager, back)
        self.debriefing.leave.connect(back.go)
        page = ref(self.debriefing)  # a job lives longer than the page that it tells
        self._filings = [*(job for job in self._filings if job.under_way), file_waiting(lambda words: self._say_filed(page(), words))]
        self.debriefing.again.connect(lambda: self._load(asked.anew(drawn_seed())))
        self.debriefing.same.connect(lambda: self._load(asked.anew(asked.seed)))
        self._turn_to(self.debriefing)

    def _say_filed(self, page: Debriefing | None, words: str) -> None:
        """On the page of that attempt, if it is still there; the first page asks again how its learner stands."""
        if page is not None and page is self.debriefing:
            page.say_filed(words)
        self.chooser.ask_transcript()

    def _show_installed(self, case: str) -> None:
        self.back_to_cases()
        self.chooser.read_again(case)

    def open_page(self, page: CurvePage | ClassPage | StudioPage | ExamPage) -> None:
        """One of those beside an attempt; it leads back to the cases."""
        self._leave_page()
        self.records = page
        page.leave.connect(self.back_to_cases)
        self._turn_to(page)

    def wait_for(self, waiting: Waiting, begin: Callable[[Tell], Job]) -> None:
        """Until what is begun comes, or is not wanted any more."""
        self._leave_page()
        self._turn_to(waiting)
        self._loading = begin(waiting.tell)

    def debrief_again(self, found: Again, back: WayBack) -> None:
        """An attempt out of the gradebook."""
        self._leave_page()
        self.debriefing = Debriefing(found.ready.world, found.recording, found.ready.imager, back, found)
        self.debriefing.leave.connect(back.go)
        self._turn_to(self.debriefing)

    def back_to_cases(self) -> None:
        """To the list; an attempt that is under way stays on disk and can be resumed, unless it is of an exam."""
        if self.room is not None and self.room.controller.exam and not may_leave(self):
            return
        self._leave_page()
        self.chooser.refresh()
        self._turn_to(self.chooser)
        self.setWindowTitle("Tuohy")

    def _turn_to(self, page: QWidget) -> None:
        """Show a page; what is left behind is gone, but for the chooser."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        old = self.pages.currentWidget()
        self.pages.setCurrentWidget(page)
        self.strip.setVisible(page is self.room)
        if old is not None and old is not page and old is not self.chooser:
            self.pages.removeWidget(old)
            if not isinstance(old, Waiting):  # which holds nothing, and is followed by hands at work
                old.destroyed.connect(lambda: QTimer.singleShot(DRAWN_OUT_MS, give_back))
            old.deleteLater()

    def _leave_page(self) -> None:
        """Whatever works for the page that is shown is let go: nothing of it comes to the next one."""
        self.inputs.let_go()
        if self._loading is not None:
            self._loading.abandon()
            self._loading = None
        if self.room is not None:
            self.room.closing()
            self.room = None
        for page in (self.debriefing, self.records):
            if page is not None:
                page.closing()
        self.debriefing = self.records = None

    def _apologise(self, fault: Fault) -> None:
        """Nothing came of it: back to the cases, and why."""
        self.back_to_cases()
        say(self, fault)

    def _broken(self, error: Exception) -> None:
        """Something failed inside an attempt: say so, and where what was done is kept, if it is."""
        path = self.room.controller.kept_in if self.room is not None else None
        self._apologise(stopped(fault_of(error), path))

    # --- hands -------------------------------------------------------------------------------------------------------------

    def _act(self, name: str, down: bool) -> None:
        if self.room is not None:
            self.room.act(name, down)
            self._show_acts()

    def _move(self, motion: str, by: float) -> None:
        if self.room is not None:
            do_motion(self.room, motion, by)

    def _show_acts(self) -> None:
        """On the strip: what is on now."""
        if self.room is not None:
            self.strip.show_acts(acts_on(self.room), acts_shut(self.room))

    def _listening(self) -> Set[str]:
        """In the room, with no dialog, menu or list before it, keys and devices are the hands'."""
        covered = QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None
        return frozenset() if self.room is None or covered or self.room is not self.pages.currentWidget() else acts_within_reach(self.room)

    def _toggle_fullscreen(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost: the recording is on disk up to now."""
        self.inputs.let_go()
        if self.stays(event):
            return
        self._leave_page()
        for job in self._filings:  # what is being filed is filed; nobody is told
            job.abandon()
        self.chooser.stop_asking()
        self.foresight.stop()
        self.exams.stop()
        self.inputs.devices.end()
        self.packages.stop()
        self.library.stop()
        self.double_click.stop()
        event.accept()

"""The one main window: choosing, the room, the debriefing."""

from __future__ import annotations

import threading
from dataclasses import fields
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMessageBox,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from scenarios import files
from scenarios.files import InputError
from scenarios.schema import Scenario
from sim.fluoroscopy.detector import Stages
from sim.fluoroscopy.imager import Imager
from sim.qt.actions import ACTIONS, keys
from sim.qt.controller import Controller
from sim.qt.darkroom import Darkroom
from sim.qt.windows.chooser import Chooser
from sim.qt.windows.debriefing import Debriefing
from sim.qt.windows.keys_dialog import KeysDialog
from sim.qt.windows.mode import Mode
from sim.qt.windows.room import Room
from sim.records.recording import Recording, header_of
from sim.records.store import Kept, new_path
from sim.session.patients import patient_from
from sim.session.session import Session
from sim.session.world import World

ABOUT = """<h3>Tuohy</h3>
<p>Teaches the fluoroscopy-guided spinal epidural steroid injection.</p>
<p><b>Not a medical device.</b> It is for teaching and for nothing else; no patient's care may rest on it. Clinical rules in it carry their
source and are for teaching; verify locally.</p><p>MIT licence.</p>"""


class MainWindow(QMainWindow):
    """Holds the pages and hands keys to the room."""

    _loaded = Signal(object, object)
    """World, Imager"""
    _refused = Signal(str)
    _progressed = Signal(str, float)
    """Of a body that is being built"""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Tuohy")
        self.resize(1560, 920)
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self.chooser = Chooser()
        self.pages.addWidget(self.chooser)
        self.room: Room | None = None
        self.debriefing: Debriefing | None = None
        self._imager: Imager | None = None
        self._world: World | None = None
        self._next: tuple[Mode, Kept | None] | None = None
        self._waiting = QLabel(), QProgressBar()
        self._held: set[str] = set()
        self._read_keys()
        self._menu()
        self.chooser.chosen.connect(lambda case, mode, folder: self.begin(case, mode, folder=folder))
        self.chooser.resumed.connect(self._resume)
        self._loaded.connect(self._enter)
        self._refused.connect(self._apologise)
        self._progressed.connect(self._show_progress)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def _menu(self) -> None:
        bar = self.menuBar()
        attempt, help_menu = bar.addMenu("&Attempt"), bar.addMenu("&Help")
        for menu, word, does in (
            (attempt, "&Cases", self.back_to_cases),
            (attempt, "&Quit", self.close),
            (help_menu, "&Keys", self.show_keys),
            (help_menu, "&About", lambda: QMessageBox.about(self, "About Tuohy", ABOUT)),
        ):
            action = QAction(word, self)
            action.triggered.connect(lambda _=False, act=does: act())
            menu.addAction(action)

        chain = QMenu("&Image chain", self)
        chain.setToolTipsVisible(True)
        for stage in (f.name for f in fields(Stages) if f.name != "inverted"):
            action = QAction(stage.replace("_", " ").capitalize(), self)
            action.setCheckable(True)
            action.setChecked(True)
            action.setToolTip("Leave this stage out, to see what it does")
            action.toggled.connect(lambda on, name=stage: self._switch_stage(name, on))
            chain.addAction(action)
        self.chain = chain
        bar.insertMenu(help_menu.menuAction(), chain)

    def _switch_stage(self, stage: str, on: bool) -> None:
        if self.room is not None:
            self.room.switch_stage(stage, on)

    # --- pages ------------------------------------------------------------------------------------------------------------

    def _resume(self, kept: Kept, mode: Mode, folder: Path | None) -> None:
        try:
            case = files.find_scenario(kept.recording.header.scenario)
        except InputError as error:
            self._apologise(str(error))
            return
        self.begin(case, mode, kept, folder)

    def begin(self, case: Scenario, mode: Mode, kept: Kept | None = None, folder: Path | None = None) -> None:
        """Load the case beside the window, in its own patient or in the one of a folder, then enter the room."""
        self._next = (mode, kept)
        waiting = QWidget()
        box = QVBoxLayout(waiting)
        box.addStretch(1)
        word = QLabel(f"Loading: {case.title}")
        word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QProgressBar()
        bar.setRange(0, 0)
        box.addWidget(word)
        box.addWidget(bar)
        box.addStretch(1)
        self._turn_to(waiting)
        self._waiting = word, bar
        before = self._world, self._imager

        def work() -> None:
            try:
                world = World.of(case, patient_from(folder) if folder else None, self._progressed.emit)
            except InputError as error:
                self._refused.emit(str(error))
                return
            # the same patient again needs no new lattices
            same = before[0] is not None and before[0].anatomy.fingerprint() == world.anatomy.fingerprint()
            self._loaded.emit(world, before[1] if same and before[1] is not None else Imager(world.anatomy))

        threading.Thread(target=work, name="loading", daemon=True).start()

    def _show_progress(self, stage: str, share: float) -> None:
        word, bar = self._waiting
        word.setText(f"Making this patient (once): {stage}")
        bar.setRange(0, 100)
        bar.setValue(round(100 * share))

    def _enter(self, world: World, imager: Imager) -> None:
        assert self._next is not None
        mode, kept = self._next
        self._world, self._imager = world, imager
        seed = kept.recording.header.seed if kept else 1
        session = Session(world, seed)
        if kept is not None:
            now, then = header_of(session, "user"), kept.recording.header
            if now.scenario_hash != then.scenario_hash:
                self._apologise("The case has changed since this attempt was broken off; it can only be begun anew.")
                return
            if now.patient_hash != then.patient_hash:
                self._apologise(f"This attempt was made on the patient {then.patient!r}: choose that patient's folder, then go on.")
                return
        controller = Controller(session, new_path(world.scenario.name), kept)
        self.room = Room(world, controller, Darkroom(imager), mode)
        for action in self.chain.actions():  # every attempt begins with the whole chain
            action.setChecked(True)
        self.room.keys_wanted.connect(self.show_keys)
        self.room.fullscreen_wanted.connect(self._toggle_fullscreen)
        controller.ended.connect(lambda recording: self._judge(recording))
        controller.failed.connect(self._broken)
        self._turn_to(self.room)
        controller.start()

    def _judge(self, recording: Recording) -> None:
        assert self._world is not None
        assert self._imager is not None
        assert self._next is not None
        world, imager, mode = self._world, self._imager, self._next[0]
        self._close_room()
        self.debriefing = Debriefing(world, recording, imager)
        self.debriefing.leave.connect(self.back_to_cases)
        self.debriefing.again.connect(
            lambda: self.begin(world.scenario, mode, folder=self.chooser.folder) if mode else self.back_to_cases()
        )
        self._turn_to(self.debriefing)

    def back_to_cases(self) -> None:
        """To the list; an attempt that is under way stays on disk and can be resumed."""
        self._close_room()
        self.chooser.refresh()
        self._turn_to(self.chooser)

    def _turn_to(self, page: QWidget) -> None:
        """Show a page; what is left behind is closed, but for the chooser."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        old = self.pages.currentWidget()
        self.pages.setCurrentWidget(page)
        if old is not None and old is not page and old is not self.chooser:
            if isinstance(old, Debriefing):
                old.closing()
                self.debriefing = None if self.debriefing is old else self.debriefing
            self.pages.removeWidget(old)
            old.deleteLater()

    def _close_room(self) -> None:
        if self.room is not None:
            self.room.closing()
            self.room = None

    def _apologise(self, why: str) -> None:
        self.back_to_cases()
        QMessageBox.warning(self, "Tuohy", why)

    def _broken(self, trace: str) -> None:
        """Something failed inside: say so, keep what there is."""
        path = self.room.controller.path if self.room is not None else Path()
        self.back_to_cases()
        box = QMessageBox(QMessageBox.Icon.Critical, "Tuohy", f"The attempt had to stop. What was done is kept in {path}.")
        box.setDetailedText(trace)
        box.exec()

    # --- keys -------------------------------------------------------------------------------------------------------------

    def _read_keys(self) -> None:
        chosen = keys()
        self._by_key = {QKeySequence(chosen[action.name]).toString(): action for action in ACTIONS if chosen[action.name]}

    def show_keys(self) -> None:
        if KeysDialog(self).exec():
            self._read_keys()

    def _toggle_fullscreen(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys belong to the room, wherever the focus is; but not while something is typed, nor in a dialog."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if self._is_for_the_room():
                return self._key(event)
        elif event.type() == QEvent.Type.ApplicationDeactivate and self.room is not None:
            for name in tuple(self._held):  # nothing stays pressed behind another window
                self.room.act(name, down=False)
            self._held.clear()
        return super().eventFilter(watched, event)

    def _is_for_the_room(self) -> bool:
        if self.room is None or QApplication.activeModalWidget() is not None:
            return False
        focus = QApplication.focusWidget()
        typing = isinstance(focus, QLineEdit | QAbstractSpinBox) or (isinstance(focus, QComboBox) and focus.view().isVisible())
        return not typing

    def _key(self, event: QKeyEvent) -> bool:
        assert self.room is not None
        action = self._by_key.get(QKeySequence(event.keyCombination()).toString())
        down = event.type() == QEvent.Type.KeyPress
        if action is None and not down:  # a held key may come up with other modifiers
            bare = QKeySequence(event.key()).toString()
            action = next((a for key, a in self._by_key.items() if a.name in self._held and key.split("+")[-1] == bare), None)
        if action is None:
            return False
        if action.held:
            if not event.isAutoRepeat():
                (self._held.add if down else self._held.discard)(action.name)
                self.room.act(action.name, down)
        elif down:
            self.room.act(action.name)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost: the recording is on disk up to now."""
        self._close_room()
        if self.debriefing is not None:
            self.debriefing.closing()
        event.accept()

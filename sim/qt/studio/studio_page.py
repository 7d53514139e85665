"""The page on which a teacher writes a case: form and text, what is wrong with it, and what it is put to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton, QVBoxLayout, QWidget

from meshes.quoting import quoted
from meshes.writing import write_whole
from scenarios import files
from scenarios.base import PLAIN_NAME
from scenarios.faults import faults_in
from scenarios.files import InputError
from scenarios.words import told
from sim.exchange.package.manifest import SUFFIX
from sim.qt.job import Job, fault_of
from sim.qt.palette import styled
from sim.qt.studio import draft
from sim.qt.studio.body_preview import BodyPreview
from sim.qt.studio.case_tabs import CaseTabs
from sim.qt.studio.complaints import Complaints
from sim.qt.studio.fault_list import FaultList
from sim.qt.studio.manuscript import Manuscript, Place, opened_case
from sim.qt.studio.pack_dialog import PackDialog, inside_of
from sim.qt.studio.side_tabs import SideTabs
from sim.qt.studio.starts import Starts
from sim.qt.studio.studio_layout import SaidLine, StudioLayout
from sim.qt.studio.trial_panel import TrialPanel
from sim.qt.studio.trials import pack_file
from sim.qt.words import phrase
from sim.session.home import home
from sim.session.own_cases import CASES, own_cases
from sim.studies.checking import nobody_called_so

LOOK_MS, SAVE_KEY = 150, "Ctrl+S"


class StudioPage(QWidget):
    """One manuscript at a time."""

    leave = Signal()
    entered = Signal(str)
    """The text of a case that is to be begun in the room"""
    stored = Signal(str)
    """The name of a case that was saved among the user's own"""
    opened = Signal(object)
    """Another manuscript stands there now"""

    def __init__(self, manuscript: Manuscript, said: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.manuscript = manuscript
        self.complaints = Complaints()
        self._packing: Job | None = None
        self._pictures: list[Path] = []
        self.tabs, self.trial = CaseTabs(self), TrialPanel(lambda: self.manuscript)
        self.body = BodyPreview()
        self.beside = SideTabs(self.trial, self.body)
        self.faults, self.said, self.head = FaultList(), SaidLine(said), QLabel()
        self._lay()
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        self.tabs.text.rewritten.connect(self._rewrite)
        self.tabs.patient_chosen.connect(self.beside.turn)
        self.trial.entered.connect(self._enter)
        self.faults.meant.connect(self.tabs.reach)
        self._show()
        self.look()

    def _lay(self) -> None:
        self.begin = Starts()
        self.begin.wanted.connect(self._begin_from)
        self.head.setWordWrap(True)  # else a long title makes the page wider than the least screen
        self.buttons: dict[str, QPushButton] = {}
        for name, key, act in (
            ("open", "Ctrl+O", self._open),
            ("save", SAVE_KEY, self.save),
            ("save_as", "Ctrl+Shift+S", self.save_as),
            ("pack", "", self._pack),  # so that where they stand in two rows what is undone and done again begin the second
            ("undo", "Ctrl+Z", lambda: self._turn(back=True)),
            ("redo", "Ctrl+Shift+Z", lambda: self._turn(back=False)),
            ("back", "", self._leave),  # beside the title, where every page has it
        ):
            self.buttons[name] = button = QPushButton(phrase(f"studio.{name}"))
            button.clicked.connect(lambda _=False, does=act: does())
            button.setToolTip(key)
            if key:
                QShortcut(QKeySequence(key), self, button.click, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        spread, outer = StudioLayout(self.head, self.begin, self.buttons, self.said, self.tabs), QVBoxLayout(self)
        spread.take_beside(self.faults, self.trial.enter, self.beside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(spread)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.faults.fit()

    # --- what is written ----------------------------------------------------------------------------------------------------

    def write(self, place: Place, value: Any) -> None:
        self.manuscript.write(place, value)
        self._changed()

    def shift(self, place: Place, by: int) -> None:
        self.manuscript.move(place, by)
        self._changed()

    def _rewrite(self, text: str) -> None:
        if text != self.manuscript.text:
            self.manuscript.rewrite(text)
            self._changed()

    def _turn(self, back: bool) -> None:
        self.manuscript.undo() if back else self.manuscript.redo()
        self._changed()

    def _changed(self) -> None:
        try:
            draft.keep(self.manuscript)
            self.said.clear()
        except (OSError, InputError) as error:
            self.said.setText(phrase("studio.draft_not_kept", why=fault_of(error).words))
        self._show()
        self._look.start()

    def _show(self) -> None:
        written = self.manuscript
        title = told(str(written.data.get("title") or "")) or phrase("studio.new_case")
        self.head.setText(phrase("studio.head", title=title, dirty=" *" if written.dirty else ""))
        self.head.setToolTip(str(written.path or phrase("studio.no_file")))
        self.buttons["undo"].setEnabled(written.can_undo)
        self.buttons["redo"].setEnabled(written.can_redo)
        self._offer_to_save()
        self.tabs.show_case(written.data, written.text)
        self.tabs.complain(self.complaints)
        self.body.show_case(written.data)

    def look(self) -> None:
        """What is wrong with it now, in the words with which ``check`` refuses a file."""
        self._look.stop()
        found = faults_in(self.manuscript.data)
        nobody = nobody_called_so(found)
        said = [*found.invalid, *nobody, *found.unwise]
        name = self.manuscript.data.get("name")
        if isinstance(name, str) and name in files.library():
            said.append(phrase("studio.shipped_name", name=quoted(name)))
        self.complaints = Complaints(said)
        self.tabs.complain(self.complaints)
        self.faults.show_faults(self.complaints)
        self.trial.enter.setEnabled(not found.invalid and not nobody)

    def _offer_to_save(self) -> None:
        """A built-in case has no file of its own that could be written: a copy has."""
        shipped = list(files.library())  # no set: what a file calls its name may be anything
        under_its_name = self.manuscript.path is not None or self.manuscript.data.get("name") not in shipped
        self.buttons["save"].setEnabled(under_its_name)
        self.buttons["save"].setToolTip(SAVE_KEY if under_its_name else phrase("studio.shipped_save"))
        styled(self.buttons["save_as"], "" if under_its_name else "main")

    # --- files --------------------------------------------------------------------------------------------------------------

    def go_on_with(self, manuscript: Manuscript) -> None:
        """Another case in place of this one."""
        self.manuscript, self.complaints, self._pictures = manuscript, Complaints(), []
        self.trial.forget()
        self.opened.emit(manuscript)
        self._changed()
        self.look()

    def open_file(self, path: Path) -> None:
        """A case from a file; why not, if it is none."""
        try:
            self.go_on_with(opened_case(path))
        except (InputError, OSError) as error:
            self.said.setText(fault_of(error).words)

    def save_to(self, path: Path) -> bool:
        """Whether it lies there now."""
        text = self.manuscript.text
        if draft.written_elsewhere(self.manuscript, path):
            self.said.setText(phrase("studio.elsewhere", path=path))
            return False
        try:
            write_whole(path, text)
        except (OSError, InputError) as error:
            self.said.setText(phrase("studio.not_saved", why=fault_of(error).words))
            return False
        self.manuscript.save(path, text)
        self._changed()
        self.said.setText(phrase("studio.saved", path=path))
        own = own_cases().get(path.stem)
        if own is not None and own.resolve() == path.resolve():
            self.stored.emit(path.stem)
        return True

    def save(self) -> bool:
        """In its file; of a case that has none the user says where."""
        if not self._settled():
            return False
        return self.save_to(self.manuscript.path) if self.manuscript.path is not None else self.save_as()

    def save_as(self) -> bool:
        if not self._settled():
            return False
        named = str(self.manuscript.data.get("name", ""))
        name = named if PLAIN_NAME.fullmatch(named) else "case"
        try:
            place = self.manuscript.path or home() / CASES / name / f"{name}.toml"
            place.parent.mkdir(parents=True, exist_ok=True)
        except (OSError, InputError):
            place = Path(f"{name}.toml")
        chosen, _ = QFileDialog.getSaveFileName(self, phrase("studio.save_case"), str(place), phrase("studio.case_files"))
        return bool(chosen) and self.save_to(Path(chosen).with_suffix(".toml"))

    def _settled(self) -> bool:
        """What is being typed counts; a text that cannot be read is not left behind."""
        if (focus := self.focusWidget()) is not None and focus is not self.tabs.text.paper:
            focus.clearFocus()
            focus.setFocus()
        if self.tabs.currentWidget() is not self.tabs.text or self.tabs.text.take():
            return True
        self.said.setText(phrase("studio.no_toml"))
        return False

    def may_go(self) -> bool:
        """Whether what stands here can give way, after a question if it is not saved."""
        if not self._settled():
            return False
        if not self.manuscript.dirty:
            return True
        kinds = QMessageBox.StandardButton
        answer = QMessageBox.question(self, phrase("studio.title"), phrase("studio.leave"), kinds.Save | kinds.Discard | kinds.Cancel)
        return self.save() if answer == kinds.Save else answer == kinds.Discard

    def _begin_from(self, source: Path | str) -> None:
        if not self.may_go():
            return
        if isinstance(source, str):
            self.go_on_with(Manuscript(source))
        else:
            self.open_file(source)

    def _open(self) -> None:
        if self.may_go():
            chosen, _ = QFileDialog.getOpenFileName(self, phrase("studio.open_case"), "", phrase("studio.case_files"))
            if chosen:
                self.open_file(Path(chosen))

    def _leave(self) -> None:
        if self.may_go():
            if self.manuscript.dirty:
                self.go_on_with(Manuscript(self.manuscript.saved, self.manuscript.path))
            self.leave.emit()

    def _enter(self) -> None:
        if self._settled():
            self.entered.emit(self.manuscript.text)

    def _pack(self) -> None:
        if (self.manuscript.dirty or self.manuscript.path is None) and not self.save():
            return
        assert self.manuscript.path is not None
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        start = str(documents / f"{self.manuscript.path.stem}{SUFFIX}")  # where its author finds it again, not among the user's cases
        try:
            what = PackDialog(inside_of(self.manuscript.path), self._pictures, self)
        except InputError as error:
            self.said.setText(phrase("studio.not_packed", why=error))
            return
        if not what.exec():
            return
        self._pictures = what.chosen
        chosen, _ = QFileDialog.getSaveFileName(self, phrase("studio.pack_case"), start, phrase("studio.packages", suffix=SUFFIX))
        if chosen:
            self.pack_to(Path(chosen).with_suffix(SUFFIX))

    def pack_to(self, target: Path) -> None:
        """The saved case with what lies beside it and the chosen pictures, beside the window."""
        assert self.manuscript.path is not None
        self.said.setText(phrase("studio.packing", path=target))
        self._packing = pack_file(
            self.manuscript.path,
            self._pictures,
            target,
            lambda made: self.said.setText(phrase("studio.packed", path=made.path, count=len(made.manifest.files))),
            lambda fault: self.said.setText(phrase("studio.not_packed", why=fault.words)),
        )

    def closing(self) -> None:
        """Nothing comes to a page that is gone; what is not saved is kept as the draft."""
        self.trial.closing()
        self.body.closing()
        if self._packing is not None:
            self._packing.abandon()

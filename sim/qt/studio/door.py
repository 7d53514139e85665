"""The way into the studio, from the menu and from the first page, and back into it from a trial; shut in an exam."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from scenarios.files import InputError
from sim.qt.studio.draft import is_beside, kept_draft
from sim.qt.studio.manuscript import Manuscript
from sim.qt.windows.chooser import Chooser
from sim.qt.windows.debriefing import WayBack
from sim.qt.windows.mode import MODES
from sim.qt.windows.requested import Asked, drawn_seed
from sim.qt.words import phrase
from sim.records.recording import Recording
from sim.session.attempt_commands import ModeName

if TYPE_CHECKING:  # what tries a case takes long to load, and few come here
    from sim.qt.studio.studio_page import StudioPage


class StudioDoor(QObject):
    """Holds what is written while its page is left for the room."""

    def __init__(
        self,
        window: QWidget,
        menu: QMenu,
        chooser: Chooser,
        turn_to: Callable[[StudioPage], None],
        enter: Callable[[Asked], None],
        mode: Callable[[], ModeName | None],
    ) -> None:
        super().__init__(window)
        self._chooser, self._turn_to, self._enter, self._mode = chooser, turn_to, enter, mode
        self._manuscript: Manuscript | None = None
        self._attempt: Recording | None = None
        """The last one at what is written"""
        self.action = QAction(phrase("studio.menu"), menu)
        self.action.triggered.connect(lambda: self.open())
        menu.insertAction(menu.actions()[-1], self.action)  # the last one quits
        menu.aboutToShow.connect(lambda: self.action.setEnabled(mode() != "exam"))
        chooser.next.studio.clicked.connect(lambda: self.open())
        chooser.patient.may_bring = lambda: mode() != "exam"

    def open(self) -> StudioPage | None:
        """Where one was; a draft that a program left behind is gone on with. An exam that is under way keeps it shut."""
        if self._mode() == "exam":
            return None
        from sim.qt.studio.studio_page import StudioPage

        said = ""
        if self._manuscript is None:
            found = kept_draft()
            self._manuscript = found or Manuscript()
            said = phrase("studio.recovered") if found else phrase("studio.beside") if is_beside() else ""
        page = StudioPage(self._manuscript, said)
        page.trial.show_attempt(self._attempt)
        page.opened.connect(self._take)
        page.stored.connect(self._chooser.read_again)
        page.entered.connect(lambda text: self._begin(page, text))
        self._turn_to(page)
        return page

    def open_file(self, path: Path) -> None:
        """With this case; a draft of another is asked about first."""
        page = self.open()
        if page is not None and (not page.manuscript.dirty or page.may_go()):
            page.open_file(path)

    def way_back(self, asked: Asked, recording: Recording) -> WayBack | None:
        """From a trial's debriefing: its author may keep it as the case's script. None from any other."""
        if not asked.trial:
            return None
        self._attempt = recording
        return WayBack(self.open, phrase("debriefing.to_studio"))

    def _take(self, manuscript: Manuscript) -> None:
        self._manuscript, self._attempt = manuscript, None

    def _begin(self, page: StudioPage, text: str) -> None:
        from sim.qt.studio.trials import case_in

        try:
            case = case_in(text)
        except InputError as error:
            page.said.setText(str(error))
            return
        self._enter(Asked(case, MODES[0], drawn_seed(), trial=True))

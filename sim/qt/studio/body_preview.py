"""The body of the case that is written, in 3D and in two X-rays: it changes as the form does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from meshes.person import Person
from scenarios import words
from scenarios.schema import Patient
from sim.qt.darkroom import as_image
from sim.qt.glass.glassroom import Glassroom
from sim.qt.job import Fault, Job
from sim.qt.panels.body_view import BodyView
from sim.qt.panels.part_key import KEY
from sim.qt.panels.work_bar import WorkBar
from sim.qt.studio.body_shots import VIEWS, BodyShots, shots_of_sketch, shots_of_whole
from sim.qt.studio.shot_view import ShotView
from sim.qt.theatre.solids import Solid
from sim.session.patients import patients_by_name

PAUSE_MS = 50
"""So long nothing is written before a body is asked for: what changes two fields at once is one body"""


REST_MS = 1000
"""So long a sketch stays as it is before the whole body is begun: who tries one grade after another wants none of them (guess)"""


class BodyPreview(QWidget):
    """Works only while it is seen. Whatever comes late of a body that is not asked for any more is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: BodyShots | None = None
        self.is_whole = False
        self._who: Person | str | None = None
        self._wanted: Callable[[], Person | str | None] = _nobody
        self._written_ns = 0
        """When the file of a patient who is there was written: another may come in their place"""
        self._jobs: list[Job] = []
        self.view: BodyView | None = None
        self.said = QLabel()
        self.said.setObjectName("note")
        self.said.setWordWrap(True)
        self.pace = WorkBar()
        self.shots = [ShotView(view) for view in VIEWS]
        self._box = QVBoxLayout(self)
        self._box.addWidget(self.said)
        self._box.addWidget(self.pace)
        row = QHBoxLayout()
        for shot in self.shots:
            row.addWidget(shot, 1)
        self._box.addLayout(row, 2)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._begin_whole)

    def show_case(self, data: Mapping[str, Any]) -> None:
        """The body that this case has now."""
        self._want(partial(_whom, data))

    def show_patient(self, name: str) -> None:
        """A patient who is there."""
        self._want(lambda: name)

    def _want(self, who: Callable[[], Person | str | None]) -> None:
        self._wanted = who
        if self.isVisible():
            self._pause.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pause.start()

    def _ask(self) -> None:
        who = self._wanted()
        known = patients_by_name() if isinstance(who, str) else {}
        if who is None or (isinstance(who, str) and who not in known):  # the form says so at its field
            self._forget()
            self.said.setText(words.preview("unclear"))
            return
        written_ns = _written_ns(known[who]) if isinstance(who, str) else 0
        if (who, written_ns) == (self._who, self._written_ns):
            return
        self._forget()
        self._who, self._written_ns = who, written_ns
        self.pace.begin()
        if isinstance(who, str):
            self._jobs = [shots_of_whole(who, partial(self._show, True, words.preview("there")), self._fail, self.pace.tell)]
            return
        self.said.setText(words.preview("sketching"))
        self._jobs = [shots_of_sketch(who, self._sketched, self._fail, self.pace.tell)]

    def _sketched(self, found: BodyShots) -> None:
        self._show(False, words.preview("sketched", stage="..."), found)
        self._rest.start()

    def _begin_whole(self) -> None:
        assert isinstance(self._who, Person)
        done = partial(self._show, True, words.preview("whole"))
        self._jobs.append(shots_of_whole(self._who, done, self._fail, self._hear))

    def _hear(self, stage: str, share: float) -> None:
        self.said.setText(words.preview("sketched", stage=stage))
        self.pace.tell(stage, share)

    def _show(self, whole: bool, said: str, found: BodyShots) -> None:
        self.shown, self.is_whole = found, whole
        if whole:
            self.pace.end()
        self.said.setText(said)
        for view, greys in zip(self.shots, found.shots, strict=True):
            view.show_shot(QPixmap.fromImage(as_image(greys)))
        body = partial(_parts, found)
        if self.view is None:
            self.view = BodyView(Glassroom(body), middle=found.middle)
            self._box.insertWidget(2, self.view, 3)
        else:
            self.view.room.show_body(body)
            self.view.redraw()
        self.view.key = tuple(part for part in KEY if part in found.surfaces)  # vessels are not made for it
        self.view.update()

    def _fail(self, fault: Fault) -> None:
        self.pace.end()
        self.said.setText(fault.words)

    def _forget(self) -> None:
        """Nothing comes of a body that is not asked for any more; its making ends at its next word."""
        self._rest.stop()
        for job in self._jobs:
            job.abandon()
        self._jobs, self._who = [], None
        self.pace.end()

    def closing(self) -> None:
        """Nothing comes to a page that is gone."""
        self._pause.stop()
        self._forget()
        if self.view is not None:
            self.view.room.close()


def _nobody() -> None:
    """Nobody was asked for yet."""


def _whom(data: Mapping[str, Any]) -> Person | str | None:
    """Who lies there in a case as it is written; None while that cannot be told."""
    try:
        patient = Patient.model_validate(data.get("patient"))
    except ValidationError:
        return None
    return patient.person or patient.anatomy


def _written_ns(folder: Path) -> int:
    """When a patient was written; 0 for one who is just being taken away."""
    with suppress(OSError):
        return (folder / "patient.json").stat().st_mtime_ns
    return 0


def _parts(found: BodyShots) -> Mapping[str, Solid]:
    """For who draws them."""
    from sim.qt.glass.glass_scene import solids_of

    return solids_of(found.surfaces)

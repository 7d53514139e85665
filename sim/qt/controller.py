"""The attempt behind the window: a thread that owns the session, takes commands, keeps time and says what is observed."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Signal

from sim.qt.felt_way import FeltWay
from sim.qt.guide import Guide
from sim.qt.job import Stopped
from sim.records.recording import Recorder
from sim.records.replay import resume
from sim.records.store import Claim, Kept
from sim.session.attempt_commands import ShowAid
from sim.session.care_commands import PositionPatient
from sim.session.commands import AdvanceNeedle, AimNeedle, Command, Finish, MoveCArm, MoveTable, PlaceNeedle, PlaceOnBeam, RotateNeedle
from sim.session.feel import feel_of
from sim.session.iodine import GlassContrast
from sim.session.observation import Observation
from sim.session.pacing import Pacer
from sim.session.session import Session

LATE_S = 0.3
"""Older than this a command was given on another picture."""
BY_EYE = (AdvanceNeedle, AimNeedle, PlaceNeedle, PlaceOnBeam, RotateNeedle, MoveCArm, MoveTable)
"""What is steered by what is seen; anything else, and above all letting go, is done however late."""
FLUSH_EVERY_STEPS = 32
"""The recording is on disk to within a second."""
GLASS_EVERY_STEPS = 8
"""And contrast under glass is a quarter of a second old at most."""


class Controller(QObject):
    """Runs one attempt. Signals come from its thread; Qt brings them to the window's."""

    observed = Signal(object)
    """An Observation"""
    ended = Signal(object)
    """The Recording of a finished attempt"""
    failed = Signal(object)
    """The exception that ended it"""
    guided = Signal(object)
    """The Standing of an attempt that is guided, whenever it has changed"""
    laying = Signal(float)
    """What share of the body is made that a command waits for"""
    going_over = Signal(float)
    """What share is done again of what was broken off"""
    felt_before = Signal(object)
    """Of an attempt that is gone on with: a Felt, as the hand has felt it till then"""
    contrast_shown = Signal(object)
    """The GlassContrast that the patient as glass shows from now on; None where there is none, or it is not shown"""
    dropped = Signal()
    """A command came too late for the picture it was given on, and was not done"""

    def __init__(
        self,
        session: Session,
        claim: Claim,
        mode: str,
        started: str,
        earlier: int,
        kept: tuple[Kept, Claim] | None = None,
        guide: bool = False,
        learner: str = "",
        exam: str = "",
        most_steps: int | None = None,
    ) -> None:
        """``mode``, ``started``, ``earlier``, ``learner`` and ``exam`` are the recording's: how and on which day it begins or began, after
        how many like it, whose it is, and of which exam it is a part.

        ``most_steps``: after so many it is ended, as its operator would end it; None: nobody does.

        ``guide``: whether to tell how far it has come.

        ``kept`` is what was broken off, and its old file, which is given up when all of it stands in the new one.
        """
        super().__init__()
        self.session = session
        self.path = claim.path
        self._claim, self._kept = claim, kept
        self._mode, self._started, self._earlier, self._learner = mode, started, earlier, learner
        self.exam, self._most_steps = exam, most_steps
        self._guide = Guide(session) if guide else None
        self._felt = FeltWay()
        self._glassed: GlassContrast | None = None
        self._orders: SimpleQueue[tuple[Command, float]] = SimpleQueue()
        """Commands, and when each was given."""
        self._since_s = 0.0
        """When the work of the moment began; 0 while there is none."""
        self._stop = threading.Event()
        self._paused = threading.Event()
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)

    @property
    def kept_in(self) -> Path:
        """Where the attempt is on disk."""
        return self.path if self._kept is None else self._kept[1].path

    def start(self) -> None:
        self.session.make_ready()  # while the needle travels
        self._thread.start()

    def send(self, command: Command) -> None:
        """Do this at the next step, if that comes while what was seen when it was given still holds."""
        self._orders.put((command, time.monotonic()))

    def working_s(self) -> float:
        """How long the command or the step that is being done has taken; 0 if none is."""
        since = self._since_s
        return time.monotonic() - since if since else 0.0

    def pause(self, yes: bool) -> None:
        if yes:
            self._paused.set()
        else:
            self._paused.clear()

    def leave(self) -> None:
        """Stop where it stands; the recording stays, unfinished, and can be resumed."""
        self._stop.set()
        self._thread.join(timeout=10.0)

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # the thread's last resort: the window shows it, nothing is swallowed
            self.failed.emit(error)

    def _work(self) -> None:
        try:
            recorder = Recorder(self.session, "user", self.path, self._mode, self._started, self._earlier, self._learner, self.exam)
            try:
                self._attend(recorder)
            finally:
                recorder.leave()
        finally:
            if self._kept is None:
                self._claim.release()
            else:  # not all of what was broken off stands in the new file: the old one is the attempt
                self._claim.discard()
                self._kept[1].release()

    def _attend(self, recorder: Recorder) -> None:
        if self._kept is not None:
            kept, old = self._kept
            try:
                noticed = resume(kept.recording, recorder, self._go_over)
            except Stopped:  # the room was left meanwhile: the old file is the attempt
                return
            recorder.settle()
            old.discard()  # only now that all of it stands in the new file
            self._kept = None
            self.felt_before.emit(self._felt.way)
            seen = self.session.look()
            self._show(replace(seen, notices=(*noticed, *seen.notices)))
        else:
            self._show(self.session.look())
        pacer = Pacer(time.monotonic())
        while not self._stop.is_set():
            self._carry_out(recorder)
            if self._paused.is_set():
                pacer = Pacer(time.monotonic())
                time.sleep(0.02)
                continue
            for _ in range(pacer.due(time.monotonic())):
                self._since_s = time.monotonic()
                seen = self.session.step()
                self._since_s = 0.0
                recorder.after_step()
                self._tell(recorder, seen)
                if seen.step == self._most_steps:
                    recorder.do(Finish())
                if seen.finished:
                    self.ended.emit(recorder.close())
                    return
            self._stop.wait(min(pacer.wait_s(time.monotonic()), 0.02))
        self._carry_out(recorder)  # what was let go on leaving is let go in the recording too

    def _carry_out(self, recorder: Recorder) -> None:
        """Do what is waiting. What moves something by hand and waited through a slow moment was given on another picture: it is dropped."""
        while True:
            try:
                command, given_s = self._orders.get_nowait()
            except Empty:
                return
            if isinstance(command, BY_EYE) and time.monotonic() - given_s > LATE_S:
                self.dropped.emit()
                continue
            self._since_s = time.monotonic()
            if isinstance(command, PositionPatient) and not self._laid_ready(command):
                return
            recorder.do(command)
            self._since_s = 0.0
            if isinstance(command, ShowAid):  # in a pause too
                self._show_contrast()

    def _laid_ready(self, command: PositionPatient) -> bool:
        """Whether the patient can be laid so at once by now: not if the room is left meanwhile."""

        def tell(stage: str, share: float) -> None:
            if self._stop.is_set():
                raise Stopped
            self.laying.emit(share)

        try:
            self.session.make_lying_ready(command, tell)
        except Stopped:
            return False
        return True

    def _go_over(self, seen: Observation) -> None:
        """A step that was done before. Raises Stopped."""
        if self._stop.is_set():
            raise Stopped
        self._guide_by(seen)
        needle = seen.needle
        self._felt.follow(needle.depth_mm if needle is not None and needle.placed else None, feel_of(seen).needle_n)
        if self._kept is not None and seen.step % FLUSH_EVERY_STEPS == 0:
            self.going_over.emit(seen.step / self._kept[0].recording.steps)

    def _show(self, seen: Observation) -> None:
        self.observed.emit(seen)
        self._guide_by(seen)

    def _guide_by(self, seen: Observation) -> None:
        standing = self._guide.follow(seen) if self._guide is not None else None
        if standing is not None:
            self.guided.emit(standing)

    def _show_contrast(self) -> None:
        """To the patient as glass, whenever it lies otherwise; an exam has neither."""
        now = None if self.exam or self._mode == "exam" else self.session.contrast_for_glass()
        if now is not self._glassed and (now is None or not now.is_like(self._glassed)):
            self._glassed = now
            self.contrast_shown.emit(now)

    def _tell(self, recorder: Recorder, seen: Observation) -> None:
        self._show(seen)
        if seen.step % GLASS_EVERY_STEPS == 0:
            self._show_contrast()
        if seen.step % FLUSH_EVERY_STEPS == 0:
            recorder.flush()

"""What is to be done, and what it is done on: the values that one page hands to the next."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from scenarios import words
from scenarios.exam import Exam, Question
from scenarios.files import InputError
from scenarios.schema import Scenario
from sim.fluoroscopy.imager import Imager
from sim.qt.controller import Controller
from sim.qt.windows.mode import Mode
from sim.qt.words import phrase
from sim.records.header import header_of
from sim.records.store import Claim, Kept, earlier
from sim.session.attempt_commands import SetMode
from sim.session.session import STEP_S, Session
from sim.session.world import World

MOST_DRAWN = 999_999
"""A drawn seed is short enough to be told to somebody."""


@dataclass(frozen=True)
class Paper:
    """A case of an exam."""

    exam: Exam
    number: int
    """Counted from 0"""
    learner: str

    @property
    def question(self) -> Question:
        return self.exam.cases[self.number]

    @property
    def place(self) -> dict[str, object]:
        """What a sentence says of it."""
        return {"title": self.exam.title, "number": self.number + 1, "of": len(self.exam.cases)}

    @property
    def most_steps(self) -> int | None:
        """After so many it is over."""
        return None if self.exam.minutes is None else round(60 * self.exam.minutes / STEP_S)


@dataclass(frozen=True)
class Asked:
    """What somebody chose to do: all that a load needs, and all that is needed to do it again."""

    case: Scenario
    mode: Mode
    seed: int
    folder: Path | None = None
    """Another patient than the case's own"""
    kept: Kept | None = None
    """What was broken off"""
    trial: bool = False
    """Of a case that is being written: in nobody's name, and never among the attempts"""
    paper: Paper | None = None
    """Of which exam it is a part: begun once, and its score is sealed"""

    @property
    def drawer(self) -> str:
        """The folder of its recording."""
        return "trials" if self.trial else "attempts"

    @property
    def title(self) -> str:
        """Of the window. In an exam nobody is told which seed to practise, or to pass on."""
        if self.paper is not None:
            return words.exam("window", **self.paper.place)
        return phrase("main_window.title", title=words.told(self.case.title), seed=self.seed)

    def anew(self, seed: int) -> Asked:
        """The same from the beginning."""
        return replace(self, seed=seed, kept=None)


@dataclass(frozen=True)
class Ready:
    """A case in its body, and the maker of its pictures."""

    world: World
    imager: Imager


def drawn_seed() -> int:
    """A seed for a new attempt. Chance enters here, above everything that must give the same again."""
    return 1 + secrets.randbelow(MOST_DRAWN)


def can_go_on(kept: Kept, session: Session) -> Kept:
    """What was broken off, if case and body are the same still. Raises InputError."""
    now, then = header_of(session, "user"), kept.recording.header
    if now.scenario_hash != then.scenario_hash:
        raise InputError(phrase("requested.case_changed"))
    if now.patient_hash != then.patient_hash:
        raise InputError(phrase("requested.other_patient", patient=then.patient))
    return kept


def controller_of(session: Session, claim: Claim, asked: Asked, old: tuple[Kept, Claim] | None, learner: str) -> Controller:
    """What is begun says how and when; what goes on keeps that, and goes on in another mode not without a trace."""
    mode, paper = asked.mode, asked.paper
    if old is None:
        begun = earlier(header_of(session, "user"), claim.path)
        of, most_steps = ("", None) if paper is None else (paper.exam.name, paper.most_steps)
        return Controller(session, claim, mode.name, date.today().isoformat(), begun, None, mode.hints, learner, of, most_steps)
    before = old[0].recording
    header = before.header
    controller = Controller(session, claim, header.mode, header.started, header.earlier, old, mode.hints, header.learner)
    if before.mode != mode.name:
        controller.send(SetMode(mode=mode.name))
    return controller

"""How a recording comes to be judged: by what its commands bring when they are played again, or as it lies, unproved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from meshes.anatomy import Anatomy
from meshes.quoting import quoted
from scenarios import files
from scenarios.files import InputError
from scenarios.rubric import Rubric
from scenarios.schema import Scenario
from sim.records.header import VERSION
from sim.records.recording import Recording
from sim.records.replay import parting, played
from sim.scoring.rubric import Score, judge
from sim.session.own_cases import case_named
from sim.session.patients import known_patient
from sim.session.session import Session
from sim.session.world import World

Basis = Literal["replayed", "as recorded"]


@dataclass(frozen=True)
class Judged:
    """A recording, its score, and what that rests on."""

    recording: Recording
    case: Scenario
    score: Score
    basis: Basis
    note: str
    """What there is to know about the basis; empty where all is proved."""


class Judging:
    """Judges recordings one after another; a body that several share is read once."""

    def __init__(self, rubric: Rubric | None = None, as_recorded: bool = False, patient: Anatomy | None = None) -> None:
        """``rubric`` instead of the case's own, ``patient`` instead of the one on whom they were made."""
        self.rubric, self.as_recorded, self.patient = rubric, as_recorded, patient
        self._worlds: dict[tuple[str, str, str], World] = {}

    def judged(self, path: Path, recording: Recording) -> Judged:
        """Raises InputError for a recording whose events are not what comes of its commands, naming the step."""
        case = case_of(path, recording)
        proof, basis, note = self._proof(path, recording, case)
        return Judged(proof, case, judge(proof, self.rubric or files.rubric_of(case), case), basis, note)

    def _proof(self, path: Path, recording: Recording, case: Scenario) -> tuple[Recording, Basis, str]:
        if self.as_recorded:
            return *_lying(path, recording, ""), "its commands were not played again: unproved"
        other = changed_case(path, recording, case) or self._other_body(path, recording, case)
        if other is not None:
            if recording.made_with.program == VERSION:
                raise InputError(f"{other.words}, or --as-recorded")
            made = f"made with {recording.made_with.program}, on another {other.what} than this version's"
            return *_lying(path, recording, f"{made}: "), f"{made}: judged as recorded, unproved"
        again = played(recording, Session(self._world(case, recording), recording.header.seed))
        found = parting(recording, again)
        if found is not None:
            raise InputError(
                f"{path}: step {found.step}: its events are not what comes of its commands: recorded and played again are {found.words()}; "
                f"--as-recorded takes them unproved"
            )
        return again, "replayed", "" if recording.coded else f"{SENTENCES_HELD}: judged by its commands"

    def _other_body(self, path: Path, recording: Recording, case: Scenario) -> Changed | None:
        try:
            return changed_body(path, recording, self._world(case, recording))
        except InputError as error:  # one of the user's own who is not there any more
            return Changed("body", f"{path}: line 1: patient: {error}")

    def _world(self, case: Scenario, recording: Recording) -> World:
        key = case.name, recording.header.patient, recording.header.patient_hash
        if key not in self._worlds:
            self._worlds[key] = World.of(case, self.patient or patient_of_recording(recording))
        return self._worlds[key]


SENTENCES_HELD = "format 1, whose events hold sentences that nothing can be held against"


def _lying(path: Path, recording: Recording, made: str) -> tuple[Recording, Basis]:
    if not recording.coded:
        raise InputError(f"{path}: {made}{SENTENCES_HELD}; only what its commands bring when they are played again can be judged")
    if not any(event.kind == "body_described" for event in recording.events):
        raise InputError(f"{path}: {made}its events do not describe the body, so that they cannot be judged as they lie")
    return recording, "as recorded"


def case_of(path: Path, recording: Recording) -> Scenario:
    """The case of a recording. Raises InputError if there is none of its name."""
    try:
        return case_named(recording.header.scenario, path)
    except InputError as error:
        raise InputError(f"{path}: line 1: scenario: {error}") from None


def patient_of_recording(recording: Recording) -> Anatomy | None:
    """The user's own or the shipped patient on whom it was made; None if it was the case's, or if there is no such patient any more."""
    return known_patient(recording.header.patient, recording.header.patient_hash)


@dataclass(frozen=True)
class Changed:
    """Why a recording cannot be played again as it was."""

    what: Literal["case", "body"]
    words: str


def changed_case(path: Path, recording: Recording, case: Scenario) -> Changed | None:
    """Whether the case is another by now; None if not."""
    if files.fingerprint(case) == recording.header.scenario_hash:
        return None
    said = f"the case {case.name!r} has changed since; only its old version can replay this"
    return Changed("case", f"{path}: line 1: scenario_hash: {said}")


def changed_body(path: Path, recording: Recording, world: World) -> Changed | None:
    """Whether this is another body; None if not."""
    if {recording.header.patient_hash, recording.made_with.patient_hash} == {world.anatomy.fingerprint()}:
        return None
    said = f"made on {quoted(recording.header.patient)}, not on {quoted(world.anatomy.name)} as it is: say --patient DIR"
    return Changed("body", f"{path}: line 1: patient_hash: {said}")

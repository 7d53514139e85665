"""What a case is put to beside the window: the check, hands of the computer on many seeds, and the package."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from scenarios import files
from scenarios.files import InputError
from scenarios.schema import Scenario
from sim.exchange.package.packing import Enclosed, Parcel, pack
from sim.qt.case_world import case_world
from sim.qt.job import Fault, Job, Tell
from sim.qt.studio.manuscript import Manuscript
from sim.qt.words import phrase
from sim.records.recording import Recording
from sim.scoring.rubric import Score
from sim.session.own_cases import patient_of_case
from sim.session.world import World
from sim.studies.acts.in_case import acts_in, asked_of, told
from sim.studies.by_hand import SCRIPTS, keep_as_script
from sim.studies.checking import check
from sim.studies.rehearsal import Operator, Outcome, rehearse_once

FILE = "case.toml"
Found = TypeVar("Found")
LOADED = 0.2
"""Share of a trial after which its body is there."""


@dataclass(frozen=True)
class CheckSaid:
    """What a check said."""

    good: bool
    sentences: tuple[str, ...]


def case_in(text: str) -> Scenario:
    """The case of a text. Raises an InputError as its file would, without the file's name."""
    return _of_file(text, files.scenario)


def check_text(written: Manuscript, acts: bool, done: Callable[[CheckSaid], None], failed: Callable[[Fault], None], hear: Tell) -> Job:
    """As ``check`` does it, by the scripts beside its file if it has any, with what the case makes of harmful acts if asked."""
    text, scripts = written.text, scripts_of(written)

    def work(tell: Tell) -> CheckSaid:
        try:
            return _of_file(text, lambda path: _checked(path, acts, tell), scripts)
        except InputError as refused:
            return CheckSaid(False, refused.sentences)

    return Job("check", work, done, failed, hear)


def _checked(path: Path, acts: bool, tell: Tell) -> CheckSaid:
    tell(phrase("studio.working_check"), 0.0)
    found = check(path)
    said = found.why.splitlines()
    if acts and found.score is not None:
        case = files.scenario(path)
        count, seen = sum(1 for _ in asked_of(case)), []
        for number, act in enumerate(acts_in(World.of(case)), 1):
            seen.append(act)
            tell(phrase("studio.working_act", what=act.what), number / (count + 1))
        said += told(seen)
    return CheckSaid(found.good, tuple(said))


def rehearse_text(
    text: str, operator: Operator, count: int, done: Callable[[list[Outcome]], None], failed: Callable[[Fault], None], hear: Tell
) -> Job:
    """So many attempts of these hands, with the seeds from 1 on."""

    def work(tell: Tell) -> list[Outcome]:
        case = case_in(text)
        world = case_world(case, None, lambda stage, share: tell(stage, LOADED * share))
        found: list[Outcome] = []
        for seed in range(1, count + 1):
            tell(phrase("studio.working_seed", seed=seed, number=count), LOADED + (1 - LOADED) * (seed - 1) / count)
            found.append(rehearse_once(case, world, operator, seed))
        return found

    return Job("rehearsal", work, done, failed, hear)


def pack_file(case: Path, pictures: Sequence[Path], target: Path, done: Callable[[Parcel], None], failed: Callable[[Fault], None]) -> Job:
    """A saved case into a package, with what lies beside it and these pictures."""

    def work(_: Tell) -> Parcel:
        came_with = patient_of_case(files.scenario(case))  # a patient who came with it goes on with it
        return pack(str(case), Enclosed(patient=came_with, pictures=pictures), target)

    return Job("packing", work, done, failed)


def scripts_of(written: Manuscript) -> Path | None:
    """The folder of a saved case's own scripts."""
    return None if written.path is None else written.path.parent / SCRIPTS


def keep_attempt(
    written: Manuscript, attempt: Recording, done: Callable[[tuple[Path, Score]], None], failed: Callable[[Fault], None], hear: Tell
) -> Job:
    """Of a case that is saved as it stands. Where its script lies, and what it comes to when it is played again."""
    text, folder = written.text, scripts_of(written)

    def work(tell: Tell) -> tuple[Path, Score]:
        if folder is None:
            raise InputError(phrase("studio.save_first"))
        tell(phrase("studio.keeping"), 0.0)
        return keep_as_script(attempt, case_in(text), folder)

    return Job("script", work, done, failed, hear)


def _of_file(text: str, use: Callable[[Path], Found], scripts: Path | None = None) -> Found:
    """What is made of a file of this text, with these scripts beside it; what is said of it names no file."""
    with TemporaryDirectory() as folder:
        if scripts is not None and scripts.is_dir():
            Path(folder, SCRIPTS).mkdir()
            for script in scripts.glob("*.toml"):
                shutil.copy(script, Path(folder, SCRIPTS))
        path = Path(folder) / FILE
        path.write_text(text, encoding="utf-8", newline="\n")
        try:
            return use(path)
        except InputError as refused:
            raise InputError(*(sentence.removeprefix(f"{path}: ") for sentence in refused.sentences)) from None

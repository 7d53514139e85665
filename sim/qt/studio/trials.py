"""What a case is put to beside the window: the check, hands of the computer on many seeds, and the package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from scenarios import files
from scenarios.files import InputError
from scenarios.schema import Scenario
from sim.exchange.package.packing import Enclosed, Parcel, pack
from sim.qt.job import Fault, Job, Tell
from sim.session.world import World
from sim.studies.acts.in_case import acts_in, asked_of, told
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


def check_text(text: str, acts: bool, done: Callable[[CheckSaid], None], failed: Callable[[Fault], None], hear: Tell) -> Job:
    """As ``check`` does it, with what the case makes of harmful acts if asked."""

    def work(tell: Tell) -> CheckSaid:
        try:
            return _of_file(text, lambda path: _checked(path, acts, tell))
        except InputError as refused:
            return CheckSaid(False, refused.sentences)

    return Job("check", work, done, failed, hear)


def _checked(path: Path, acts: bool, tell: Tell) -> CheckSaid:
    tell("competent hands at work", 0.0)
    found = check(path)
    said = found.why.splitlines()
    if acts and found.score is not None:
        case = files.scenario(path)
        count, seen = sum(1 for _ in asked_of(case)), []
        for number, act in enumerate(acts_in(World.of(case)), 1):
            seen.append(act)
            tell(f"harmful acts: {act.what}", number / (count + 1))
        said += told(seen)
    return CheckSaid(found.good, tuple(said))


def rehearse_text(
    text: str, operator: Operator, count: int, done: Callable[[list[Outcome]], None], failed: Callable[[Fault], None], hear: Tell
) -> Job:
    """So many attempts of these hands, with the seeds from 1 on."""

    def work(tell: Tell) -> list[Outcome]:
        case = case_in(text)
        world = World.of(case, None, lambda stage, share: tell(stage, LOADED * share))
        found: list[Outcome] = []
        for seed in range(1, count + 1):
            tell(f"seed {seed} of {count}", LOADED + (1 - LOADED) * (seed - 1) / count)
            found.append(rehearse_once(case, world, operator, seed))
        return found

    return Job("rehearsal", work, done, failed, hear)


def pack_file(case: Path, target: Path, done: Callable[[Parcel], None], failed: Callable[[Fault], None]) -> Job:
    """A saved case with the scripts beside it into a package."""
    return Job("packing", lambda _: pack(str(case), Enclosed(), target), done, failed)


def _of_file(text: str, use: Callable[[Path], Found]) -> Found:
    """What is made of a file of this text; what is said of it names no file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_text(text, encoding="utf-8", newline="\n")
        try:
            return use(path)
        except InputError as refused:
            raise InputError(*(sentence.removeprefix(f"{path}: ") for sentence in refused.sentences)) from None

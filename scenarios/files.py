"""Cases, techniques and scripts from TOML files, with errors that name file, field and what would be right."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from meshes.person import Person
from meshes.quoting import MOST, cut, quoted
from scenarios.base import PLAIN_NAME
from scenarios.care_script import Routine
from scenarios.explaining import explained
from scenarios.rubric import Rubric, joined
from scenarios.schema import Scenario, Technique
from scenarios.script import If, Routines, Script, Step

HERE = Path(__file__).parent
LIBRARY, TECHNIQUES, SCRIPTS = HERE / "library", HERE / "techniques", HERE / "scripts"
DRILLS, DRILL_SCRIPTS = HERE / "drills", HERE / "drills" / "scripts"
RUBRICS, ROUTINES = HERE / "rubrics", HERE / "routines"
LARGEST_BYTES = 1_000_000
Model = TypeVar("Model", bound=BaseModel)


class InputError(ValueError):
    """Somebody's file cannot be used: one sentence that says which file, which field, what is wrong, what would be right.

    Whoever asked for all of its faults gets a sentence for each.
    """

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences

    def __str__(self) -> str:
        return "; ".join(self.sentences)


def read_toml(path: Path) -> dict[str, Any]:
    """The file's tables."""
    try:
        # some editors put a mark in front, which is no part of the text
        text = read_bytes(path, LARGEST_BYTES, "a case or script").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not text (UTF-8), should be TOML") from None
    if not text.strip():
        raise InputError(f"{path}: empty, should be a case or script in TOML")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not TOML: {cut(_one_line(str(error)), 2 * MOST)}") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path}: not TOML that can be read: a number is too long, or lists lie too deep in each other") from None


def read_bytes(path: Path, most: int, what: str) -> bytes:
    """What is in an ordinary file of no more than ``most`` bytes."""
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder, should be {what}")
        size = path.stat().st_size
        if not path.is_file():  # a pipe or a device may never end
            raise InputError(f"{path}: is no ordinary file, should be {what}")
        if size > most:
            raise InputError(f"{path}: larger than {most // 1000} kB, not {what}")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None


def validated(path: Path, model: type[Model], data: dict[str, Any]) -> Model:
    """The data as a model, or an InputError about its first fault."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InputError(f"{path}: {explained(error, model, data)}") from None


def technique(name: str) -> Technique:
    path = TECHNIQUES / f"{name}.toml"
    if not path.is_file():
        raise InputError(f"technique {quoted(name)} is not known; known are {', '.join(techniques())}")
    about = path.stat()
    return _technique(path, about.st_mtime_ns, about.st_size)


@cache
def _technique(path: Path, changed_ns: int, size: int) -> Technique:
    """Read once as long as it is the same file: an attempt asks for it many times."""
    return validated(path, Technique, read_toml(path))


def techniques() -> tuple[str, ...]:
    """The names of all that are known."""
    return tuple(sorted(path.stem for path in TECHNIQUES.glob("*.toml")))


def scenario(path: Path) -> Scenario:
    """One case; its technique must exist and go to its level."""
    data = read_toml(path)
    if "steps" in data:
        raise InputError(f"{path}: steps: is a script, should be a case")
    found = validated(path, Scenario, data)
    try:
        way = technique(found.technique)
    except InputError as error:
        raise InputError(f"{path}: technique: {error}") from None
    if found.target.level not in way.levels:
        raise InputError(f"{path}: target.level: is {quoted(found.target.level)}, {way.name} goes to {', '.join(way.levels)}")
    return found


def script(path: Path) -> Script:
    data = read_toml(path)
    if "technique" in data and "steps" not in data:
        raise InputError(f"{path}: technique: is a case, should be a script, which has a scenario and steps")
    found = validated(path, Script, data)
    return found.model_copy(update={"steps": tuple(opened(found.steps, path))})


def opened(steps: Sequence[Step], path: Path, within: tuple[str, ...] = ()) -> Iterator[Step]:
    """The steps with those of their routines in place of them. Raises InputError for one that does not exist or leads to itself."""
    for number, step in enumerate(steps, 1):
        if isinstance(step, If):
            yield step.model_copy(update={"steps": tuple(opened(step.steps, path, within))})
            continue
        if not isinstance(step, Routine):
            yield step
            continue
        file = ROUTINES / f"{step.name}.toml"
        if not file.is_file():
            known = ", ".join(sorted(p.stem for p in ROUTINES.glob("*.toml")))
            raise InputError(f"{path}: steps.{number}.name: {quoted(step.name)} is not a routine; known are {known}")
        if step.name in within:
            raise InputError(f"{path}: steps.{number}.name: the routine {step.name!r} leads to itself")
        yield from opened(validated(file, Routines, read_toml(file)).steps, file, (*within, step.name))


def person(path: Path) -> Person:
    """Who a patient is to be made of."""
    return validated(path, Person, read_toml(path))


def library() -> dict[str, Path]:
    """The shipped cases by name."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*.toml"))}


def drills() -> dict[str, Path]:
    """The shipped drills by name: cases of their own, beside the library."""
    return {path.stem: path for path in sorted(DRILLS.glob("*.toml"))}


def drill_scripts() -> dict[str, Path]:
    """The shipped scripts of drills by name."""
    return {path.stem: path for path in sorted(DRILL_SCRIPTS.glob("*.toml"))}


def all_shipped() -> dict[str, Path]:
    """Cases and drills by name."""
    return library() | drills()


def scripts() -> dict[str, Path]:
    """The shipped scripts by name."""
    return {path.stem: path for path in sorted(SCRIPTS.glob("*.toml"))}


def find_scenario(name_or_path: str) -> Scenario:
    """A shipped case by its name, or one from a file."""
    path = Path(name_or_path)
    if name_or_path not in all_shipped() and (path.suffix == ".toml" or path.exists()):
        return scenario(path)
    return shipped(name_or_path)


def case_of(name: str, beside: Path) -> Scenario:
    """The case that a script or a recording names: a shipped one, or an author's own, ``<name>.toml`` in the folder of that file.

    A plain name and nothing else: no path leads elsewhere.
    """
    own = beside.parent / f"{name}.toml"
    if name not in all_shipped() and PLAIN_NAME.fullmatch(name) and own.is_file():
        found = scenario(own)
        if found.name != name:
            raise InputError(f"{own}: name: is {quoted(found.name)}, should be {name!r} as its file is called")
        return found
    return shipped(name)


def shipped(name: str) -> Scenario:
    """A shipped case."""
    if name in all_shipped():
        return scenario(all_shipped()[name])
    near = difflib.get_close_matches(name, all_shipped(), 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise InputError(f"{cut(name, MOST)}: no such case; known are {', '.join(all_shipped())}{hint}")


def rubric(path: Path) -> Rubric:
    """A rubric of somebody's own."""
    return validated(path, Rubric, read_toml(path))


def rubric_of(case: Scenario) -> Rubric:
    """The case's own rubric; else its technique's with those of the phases that belong to the exercise."""
    if case.rubric is not None:
        return case.rubric
    if not case.wants_injection:
        return rubric(RUBRICS / "deferral.toml")
    parts = [rubric(RUBRICS / f"{phase}.toml") for phase in case.exercise]
    if case.plan is not None and case.plan.contrast_ml is None:
        parts.append(rubric(RUBRICS / "without_contrast.toml"))
    return joined(technique(case.technique).rubric, *parts)


def fingerprint(case: Scenario) -> str:
    """A hash of everything in the case and its technique that can influence what happens: no rubric, nothing for a guide alone."""
    way = technique(case.technique)
    left_out = {"rubric", "title", "learning", "goals", "sources", "hints", "difficulty", *(() if case.drill else ("drill",))}
    text = case.model_dump_json(exclude=left_out) + way.model_dump_json(exclude={"rubric", "title", "approach", "source", "line_view"})
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""Cases, techniques and scripts from TOML files, with errors that name file, field and what would be right."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from scenarios.schema import Rubric, Scenario, Technique
from scenarios.script import Script

HERE = Path(__file__).parent
LIBRARY, TECHNIQUES, SCRIPTS = HERE / "library", HERE / "techniques", HERE / "scripts"
LARGEST_BYTES = 1_000_000
Model = TypeVar("Model", bound=BaseModel)


class InputError(ValueError):
    """Somebody's file cannot be used: one sentence that says which file, which field, what is wrong, what would be right."""


def read_toml(path: Path) -> dict[str, Any]:
    """The file's tables."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(f"{path}: larger than {LARGEST_BYTES // 1000} kB, not a case or script")
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (IsADirectoryError, PermissionError) as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not text (UTF-8), should be TOML") from None
    if not text.strip():
        raise InputError(f"{path}: empty")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not TOML: {_one_line(str(error))}") from None


def validated(path: Path, model: type[Model], data: dict[str, Any]) -> Model:
    """The data as a model, or an InputError about its first fault."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InputError(f"{path}: {_explained(error, model, data)}") from None


def technique(name: str) -> Technique:
    path = TECHNIQUES / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in TECHNIQUES.glob("*.toml")))
        raise InputError(f"technique {name!r} is not known; known are {known}")
    return validated(path, Technique, read_toml(path))


def scenario(path: Path) -> Scenario:
    """One case; its technique must exist and go to its level."""
    found = validated(path, Scenario, read_toml(path))
    try:
        way = technique(found.technique)
    except InputError as error:
        raise InputError(f"{path}: technique: {error}") from None
    if found.target.level not in way.levels:
        raise InputError(f"{path}: target.level: is {found.target.level!r}, {way.name} goes to {', '.join(way.levels)}")
    return found


def script(path: Path) -> Script:
    return validated(path, Script, read_toml(path))


def library() -> dict[str, Path]:
    """The shipped cases by name."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*.toml"))}


def scripts() -> dict[str, Path]:
    """The shipped scripts by name."""
    return {path.stem: path for path in sorted(SCRIPTS.glob("*.toml"))}


def find_scenario(name_or_path: str) -> Scenario:
    """A shipped case by its name, or one from a file."""
    if name_or_path in library():
        return scenario(library()[name_or_path])
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.exists():
        return scenario(path)
    near = difflib.get_close_matches(name_or_path, library(), 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise InputError(f"{name_or_path}: no such case; known are {', '.join(library())}{hint}")


def rubric_of(case: Scenario) -> Rubric:
    """The case's own rubric, else its technique's."""
    return case.rubric or technique(case.technique).rubric


def fingerprint(case: Scenario) -> str:
    """A hash of everything in the case and its technique that can influence what happens; the rubric is left out."""
    way = technique(case.technique)
    text = case.model_dump_json(exclude={"rubric", "title", "learning"}) + way.model_dump_json(
        exclude={"rubric", "title", "approach", "source"}
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _explained(error: ValidationError, model: type[BaseModel], data: dict[str, Any]) -> str:
    """The first fault, in words."""
    fault = error.errors(include_url=False)[0]
    # pydantic puts the discriminator's value into the path of a union; authors know their file by position alone
    place = [str(part) for part in fault["loc"]]
    steps = data.get("steps")
    if len(place) > 2 and place[0] == "steps" and isinstance(steps, list):
        del place[2]
    where = ".".join(place) or "the file"
    kind, message, given = fault["type"], fault["msg"], fault.get("input")
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    if kind == "missing":
        return f"{where}: missing{more}"
    if kind == "extra_forbidden":
        return f"{where}: not a known field{_hint(place[-1], model)}{more}"
    if kind == "value_error":
        return f"{where}: {message.removeprefix('Value error, ')}{more}"
    shown = repr(given)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return f"{where}: is {shown}; {message[0].lower() + message[1:]}{more}"


def _hint(name: str, model: type[BaseModel]) -> str:
    """A known field that looks like the unknown one."""
    fields: set[str] = set()

    def gather(kind: type[BaseModel]) -> None:
        for field_name, info in kind.model_fields.items():
            fields.add(field_name)
            for inner in _models_in(info.annotation):
                gather(inner)

    gather(model)
    stem = name.rsplit("_", 1)[0]
    near = [f for f in sorted(fields) if f.rsplit("_", 1)[0] == stem] or difflib.get_close_matches(name, sorted(fields), 1)
    if name in ("cm", "inch", "m") or name.endswith(("_cm", "_m", "_inch")):
        near = near or ["mm"]
    return f"; did you mean {near[0]!r}?" if near else ""


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]

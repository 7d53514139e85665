"""The blanks of a form, made from the models that read a case: what kind each is, what it may hold, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from meshes.asked import KINDS
from meshes.morphometry import INTERSPACES, LEVELS, LUMBAR
from scenarios import files
from scenarios.chart import known_conditions
from scenarios.equipment import agents, needles
from scenarios.medicines import medicines
from scenarios.rubric import measures
from sim.exchange.schemas import words_of
from sim.qt.words import heading
from sim.session.patients import patients_by_name

BlankKind = Literal["line", "prose", "whole", "number", "tick", "one", "several", "table", "rows"]
FEW = 11
"""Whole numbers of which no more are possible are chosen, not typed."""
LONG = 4000
BRIEF = ("name", "title", "note", "reaction", "what", "to")
"""Texts that fit a line."""
LONGER = ("sources",)
"""Texts that do not, though they may be short"""
CUT_AT = (
    *(f"{between}/window" for between in INTERSPACES),
    *(f"{level}/foramen_{side}" for level in LUMBAR for side in ("left", "right")),
    *(f"sacrum/foramen_S1_dorsal_{side}" for side in ("left", "right")),
    "sacral_canal/s3",
    "sacral_canal/s4",
)
"""Landmarks at which a slice shows what is treated, between the laminae, in the foramina and in the sacrum; a file may name any other"""
KNOWN: dict[str, Callable[[], Iterable[str]]] = {
    "CaseParts.technique": files.techniques,
    "Plan.approaches": files.techniques,
    "Target.level": lambda: LEVELS,
    "Plan.levels": lambda: LEVELS,
    "Tray.needles": needles,
    "Plan.needles": needles,
    "Prepared.agent": agents,
    "Plan.steroids": lambda: (name for name, agent in agents().items() if agent.steroid_mg > 0),
    "Condition.name": known_conditions,
    "Medication.name": lambda: (row.name for row in medicines()),
    "Slice.at": lambda: CUT_AT,
    "Graded.measure": measures,
    "Graded.unit": lambda: dict.fromkeys(row.unit for row in measures().values()),
}
"""Names that a table knows, where a model's type says no more than text."""
FRESH: dict[str, Callable[[], Iterable[str]]] = {"Patient.anatomy": patients_by_name}
"""Names that come and go while the program runs"""


@dataclass(frozen=True)
class Blank:
    """One field to be filled in."""

    name: str
    kind: BlankKind
    doc: str
    """What its model says of it; nothing where the kind of a row is not chosen yet"""
    needed: bool
    usual: str = ""
    """What holds where nothing is given"""
    choices: tuple[str | int, ...] = ()
    """What can be chosen"""
    more: bool = False
    """Whether something else may be typed, for the file's own words to refuse"""
    model: type[BaseModel] | None = None
    """Of a table, or of each row; None for rows of several kinds"""
    limits: tuple[tuple[str, Any], ...] = ()
    """Code of each limit, and its number"""
    fresh: Callable[[], Iterable[str]] | None = None
    """What can be chosen, where that is another thing each time"""


@cache
def blanks_of(model: type[BaseModel]) -> tuple[Blank, ...]:
    """Every field of a model, in its order."""
    return tuple(_blank(model, name, info) for name, info in model.model_fields.items())


@cache
def blanks_of_kind(kind: object) -> tuple[Blank, ...]:
    """Of a row whose kind says what else it holds: the kind, then the rest."""
    model = KINDS.get(str(kind))
    first = Blank("kind", "one", _doc(model) if model else "", True, choices=tuple(KINDS))
    return (first, *(blank for blank in blanks_of(model) if blank.name != "kind")) if model else (first,)


def _blank(model: type[BaseModel], name: str, info: FieldInfo) -> Blank:
    bare, metadata = _bare(info.annotation, tuple(info.metadata))
    needed = info.is_required()
    usual = "" if needed or isinstance(info.default, BaseModel) else _said(info.default)
    keys = [f"{one.__name__}.{name}" for one in model.__mro__]
    known = tuple(next((KNOWN[key]() for key in keys if key in KNOWN), ()))
    fresh = next((FRESH[key] for key in keys if key in FRESH), None)
    inner: type[BaseModel] | None = None
    choices: tuple[str | int, ...] = known
    if get_origin(bare) in (tuple, list):
        row, _ = _bare(get_args(bare)[0], ())
        kind: BlankKind = "several"
        if get_origin(row) is Literal:
            choices = get_args(row)
        elif isinstance(row, type) and issubclass(row, BaseModel):
            kind, inner = "rows", row
        elif get_origin(row) in (Union, UnionType):
            kind = "rows"
    elif isinstance(bare, type) and issubclass(bare, BaseModel):
        kind, inner = "table", bare
    elif get_origin(bare) is Literal:
        kind, choices = "one", get_args(bare)
    elif bare is int:
        low, high = _limit(metadata, "ge"), _limit(metadata, "le")
        few = low is not None and high is not None and high - low < FEW
        kind, choices = ("one", tuple(range(low, high + 1))) if few else ("whole", ())
    elif bare in (float, bool):
        kind = "number" if bare is float else "tick"
    else:
        long = name in LONGER or (any(isinstance(one, MaxLen) and one.max_length >= LONG for one in metadata) and name not in BRIEF)
        kind = "one" if known or fresh else "prose" if long else "line"
    doc = words_of(model).get(name) or _doc(inner or model)
    return Blank(name, kind, doc, needed, usual, choices, bool(known), inner, tuple(_limits(metadata)), fresh)


def _bare(annotation: Any, metadata: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A type without what is said of it, and all that is."""
    while True:
        origin, inside = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            said = [part for one in inside[1:] for part in (one.metadata if isinstance(one, FieldInfo) else [one])]
            annotation, metadata = inside[0], (*metadata, *said)
        elif origin in (Union, UnionType) and NoneType in inside and len(inside) == 2:
            annotation = next(one for one in inside if one is not NoneType)
        else:
            return annotation, metadata


def _limit(metadata: tuple[Any, ...], name: str) -> Any:
    return next((getattr(one, name) for one in metadata if hasattr(one, name)), None)


def _limits(metadata: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for kind, name in ((Ge, "ge"), (Gt, "gt"), (Le, "le"), (Lt, "lt")):
        for one in metadata:
            if isinstance(one, kind):
                yield name, getattr(one, name)


def _doc(model: type[BaseModel]) -> str:
    return " ".join((model.__dict__.get("__doc__") or heading(model.__name__)).split())


def _said(default: Any) -> str:
    """What a field is if it is left out, in a word; nothing where that is nothing."""
    if default is PydanticUndefined or default is None or default in ("", ()):
        return ""
    if isinstance(default, bool):
        return "yes" if default else "no"
    return str(default)

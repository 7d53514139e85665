"""Faults of data in words, a sentence each: which field, what is wrong, what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from meshes.quoting import MOST, cut, quoted

SHOULD = {
    "model_type": "a table",
    "model_attributes_type": "a table",
    "tuple_type": "a list",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "string_pattern_mismatch": "small letters, digits and _ alone",
}
"""What would be right, by pydantic's kind of fault."""


def explained(error: ValidationError, model: type[BaseModel], data: dict[str, Any]) -> str:
    """The first fault, and how many more there are."""
    first, *others = sentences(error, model, data)
    return first + (f" (and {len(others)} more)" if others else "")


def sentences(error: ValidationError, model: type[BaseModel], data: dict[str, Any]) -> tuple[str, ...]:
    """Every fault, in words; entries of a list are counted from 1, as authors count them."""
    every: list[Any] = list(error.errors(include_url=False))
    faults = [fault for fault in every if not _of_its_entries(fault, every)]
    instead = _misnamed(faults)
    meant = list(instead.values())
    found = []
    for number, fault in enumerate(faults):
        if fault["type"] == "missing":
            found.append(_missing(fault, model, data, instead.get(number)))
        elif not any(fault is other for other in meant):
            found.append(_sentence(fault, model, data))
    return tuple(found)


def _of_its_entries(fault: Any, faults: Sequence[Any]) -> bool:
    """A list whose entries are faulty is called too short as well."""
    place = fault["loc"]
    return fault["type"] == "too_short" and any(len(f["loc"]) > len(place) and f["loc"][: len(place)] == place for f in faults)


def _misnamed(faults: Sequence[Any]) -> dict[int, Any]:
    """For a missing field, by its number, the unknown one that stands in its table and looks most like it."""
    found: dict[int, Any] = {}
    for extra in (f for f in faults if f["type"] == "extra_forbidden"):
        beside = {
            str(f["loc"][-1]): number
            for number, f in enumerate(faults)
            if f["type"] == "missing" and f["loc"][:-1] == extra["loc"][:-1] and number not in found
        }
        for name in difflib.get_close_matches(str(extra["loc"][-1]), beside, 1, 0.0):
            found[beside[name]] = extra
    return found


def _missing(fault: Any, model: type[BaseModel], data: dict[str, Any], instead: Any) -> str:
    where = ".".join(_place(fault, data))
    if instead is not None:
        return f"{where}: missing; {quoted(instead['loc'][-1])} stands there, which is not a known field"
    return f"{where}: missing{_asks_for(fault['loc'], model)}"


def _asks_for(loc: Sequence[Any], model: type[BaseModel]) -> str:
    """What has to stand in a table that is missing, so that it need not be found out field by field."""
    kind: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, int):
            continue
        info = kind.model_fields.get(str(part)) if kind is not None else None
        inner = _models_in(info.annotation) if info is not None else []
        kind = inner[0] if len(inner) == 1 else None
    return f"; should be {table_of(kind)}" if kind is not None else ""


def table_of(kind: type[BaseModel]) -> str:
    """What a table of this kind has to hold."""
    return f"a table with {', '.join(name for name, info in kind.model_fields.items() if info.is_required())}"


def _sentence(fault: Any, model: type[BaseModel], data: dict[str, Any]) -> str:
    place = _place(fault, data)
    kind, message, where = fault["type"], fault["msg"], ".".join(place) or "the file"
    if kind == "union_tag_not_found":
        return f"{where}.{_tag(fault)}: missing"
    if kind == "union_tag_invalid":
        known = fault["ctx"]["expected_tags"].replace("'", "")
        return f"{where}.{_tag(fault)}: is {quoted(fault['ctx']['tag'])}; should be one of {known}"
    if kind == "extra_forbidden":
        return f"{where}: not a known field{_hint(place[-1], model)}"
    if kind == "value_error" and not place:  # a whole that does not fit together says its field itself
        return str(message.removeprefix("Value error, "))
    if kind == "value_error":
        return f"{where}: {message.removeprefix('Value error, ')}"
    if kind == "too_short":
        return f"{where}: has too few entries; should have {fault['ctx']['min_length']} or more"
    if place == ["format"]:
        return f"format: is {quoted(fault['input'])}; this program reads {fault.get('ctx', {}).get('expected', 1)}"
    wanted = f"should be {SHOULD[kind]}" if kind in SHOULD else message.removeprefix("Input ").removeprefix("String ")
    return f"{where}: is {quoted(fault['input'])}; {wanted}"


def _tag(fault: Any) -> str:
    """The field that tells kinds apart: ``do`` of a step, ``kind`` of a variant."""
    return str(fault["ctx"]["discriminator"]).strip("'")


def _place(fault: Any, data: dict[str, Any]) -> list[str]:
    loc = list(fault["loc"])
    # pydantic puts the discriminator's value into the path of a union; authors know their file by position alone
    if len(loc) > 2 and loc[0] == "steps" and isinstance(data.get("steps"), list):
        del loc[2]
    return [str(part + 1) if isinstance(part, int) else cut(str(part), MOST) for part in loc]


def _hint(name: str, model: type[BaseModel]) -> str:
    """A known field that looks like the unknown one."""
    fields: set[str] = set()
    known: set[type[BaseModel]] = set()  # a condition's steps are steps again

    def gather(kind: type[BaseModel]) -> None:
        if kind in known:
            return
        known.add(kind)
        for field_name, info in kind.model_fields.items():
            fields.add(field_name)
            for inner in _models_in(info.annotation):
                gather(inner)

    gather(model)
    if name in fields:
        return " here; it belongs to another table"
    stem = name.rsplit("_", 1)[0]
    near = [f for f in sorted(fields) if f.rsplit("_", 1)[0] == stem] or difflib.get_close_matches(name, sorted(fields), 1)
    if name in ("cm", "inch", "m") or name.endswith(("_cm", "_m", "_inch")):
        near = near or ["mm"]
    return f"; did you mean {near[0]!r}?" if near else ""


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]

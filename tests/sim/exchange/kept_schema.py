"""Whether a document keeps a JSON schema, by the words of draft 2020-12 that these schemas use; a word that is not known here fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int, "number": (int, float)}
SAID_ONLY = {"$schema", "$defs", "title", "description", "default", "discriminator"}


def faults(value: Any, schema: Any, whole: dict[str, Any], at: str = "") -> Iterator[str]:
    """Places where it does not, with the word that is not kept."""
    if schema is True:
        return
    for word, wanted in schema.items():
        if word in SAID_ONLY:
            continue
        if word == "$ref":
            yield from faults(value, whole["$defs"][wanted.removeprefix("#/$defs/")], whole, at)
        elif word in ("anyOf", "oneOf"):
            kept = sum(not list(faults(value, one, whole, at)) for one in wanted)
            if not kept or (word == "oneOf" and kept > 1):
                yield f"{at}: {word}"
        elif not _kept(word, value, wanted, schema):
            yield f"{at}: {word} {wanted}"
        else:
            yield from _inside(word, value, wanted, whole, at)


def _inside(word: str, value: Any, wanted: Any, whole: dict[str, Any], at: str) -> Iterator[str]:
    if word == "properties" and isinstance(value, dict):
        for name, one in wanted.items():
            if name in value:
                yield from faults(value[name], one, whole, f"{at}.{name}")
    elif word == "items" and isinstance(value, list):
        for number, one in enumerate(value):
            yield from faults(one, wanted, whole, f"{at}.{number}")
    elif word == "additionalProperties" and isinstance(wanted, dict) and isinstance(value, dict):
        for name, one in value.items():
            yield from faults(one, wanted, whole, f"{at}.{name}")


def _kept(word: str, value: Any, wanted: Any, schema: dict[str, Any]) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if word == "type":
        return isinstance(value, KINDS[wanted]) and (wanted == "boolean" or not isinstance(value, bool))
    if word in ("properties", "items"):
        return True
    if word == "additionalProperties":
        return bool(wanted) or not isinstance(value, dict) or set(value) <= set(schema.get("properties", {}))
    checks = {
        "enum": lambda: value in wanted,
        "const": lambda: value == wanted,
        "required": lambda: not isinstance(value, dict) or set(wanted) <= set(value),
        "minimum": lambda: not number or value >= wanted,
        "maximum": lambda: not number or value <= wanted,
        "exclusiveMinimum": lambda: not number or value > wanted,
        "exclusiveMaximum": lambda: not number or value < wanted,
        "minLength": lambda: not isinstance(value, str) or len(value) >= wanted,
        "maxLength": lambda: not isinstance(value, str) or len(value) <= wanted,
        "pattern": lambda: not isinstance(value, str) or bool(re.search(wanted, value)),
        "minItems": lambda: not isinstance(value, list) or len(value) >= wanted,
        "maxItems": lambda: not isinstance(value, list) or len(value) <= wanted,
    }
    return checks[word]()

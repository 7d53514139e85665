"""Numbers as a language writes them: what is filled into a template by a format of its own has that language's decimal mark."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from string import Formatter
from typing import Any


class _Filler(Formatter):
    """Fills a template's fields."""

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def format_field(self, value: Any, format_spec: str) -> str:
        said = str(super().format_field(value, format_spec))
        return said.replace(".", self._mark) if format_spec and isinstance(value, Real) else said


def filled(template: str, said: Mapping[str, Any], mark: str) -> str:
    """A template with what is ``said`` in its fields. KeyError for a field of which nothing is said."""
    return _Filler(mark).vformat(template, (), said)

"""Commands made of nothing but what their fields say: every type, every choice, numbers to the very edge of what is let in, odd texts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from types import UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from meshes.morphometry import LEVELS
from scenarios import files
from scenarios.equipment import agents, needles
from sim.session.commands import Command

TYPES: tuple[type[BaseModel], ...] = tuple(sorted(get_args(Command), key=lambda kind: kind.__name__))
KNOWN = (*LEVELS, *needles(), *agents(), *files.techniques(), "{interspace}/window_{side}", "{level}/pedicle_{other}", "L4-L5")
"""Texts that mean something in one field or another."""
ODD = ("", " ", "{", "{0.__class__}", "%s", "[bold]", "<b>", "\x00", "é\n\u2028", "a + b", "1 ml air + nan ml saline", "x" * 100_000)
SMALL = (0.0, -0.0, 1e-300, -1e-300, 1e-9, 0.01, 0.5, 3.0)


class Drawer:
    """Draws commands by a seed, their texts as often from what is at hand there as from all that is known."""

    def __init__(self, chance: random.Random, at_hand: Sequence[str] = KNOWN) -> None:
        self.chance, self.at_hand = chance, at_hand

    def command(self, among: Sequence[type[BaseModel]] = TYPES) -> Command:
        """One of any of these types."""
        return cast(Command, self._model(self.chance.choice(among)))

    def _model(self, kind: type[BaseModel]) -> BaseModel:
        """A field that may be left out is, now and then."""
        given = {}
        for name, field in kind.model_fields.items():
            if name != "do" and (field.is_required() or self.chance.random() < 0.7):
                given[name] = self._value(field.annotation, field.metadata)
        return kind(**given)

    def _value(self, kind: Any, limits: list[Any]) -> Any:
        """Something of this type, within these limits."""
        kept = get_args(kind)
        if get_origin(kind) is Annotated:
            return self._value(kept[0], [*_open(kept[1:]), *limits])
        if get_origin(kind) in (Union, UnionType):
            return self._value(self.chance.choice(kept), limits)
        if get_origin(kind) is Literal:
            return self.chance.choice(kept)
        if get_origin(kind) is tuple:
            return self._row(kept, limits)
        if kind is bool:
            return self.chance.random() < 0.5
        if kind in (int, float):
            return self._number(kind, limits)
        if kind is str:
            texts = ODD if self.chance.random() < 0.15 else self.at_hand if self.chance.random() < 0.6 else KNOWN
            return self.chance.choice(texts)
        return None if kind is type(None) else self._model(kind)

    def _row(self, kinds: tuple[Any, ...], limits: list[Any]) -> tuple[Any, ...]:
        if kinds[-1] is not Ellipsis:
            return tuple(self._value(kind, []) for kind in kinds)
        least = next((limit.min_length for limit in limits if isinstance(limit, MinLen)), 0)
        most = next((limit.max_length for limit in limits if isinstance(limit, MaxLen)), 12)
        return tuple(self._value(kinds[0], []) for _ in range(self.chance.randint(least, most)))

    def _number(self, kind: type[int] | type[float], limits: list[Any]) -> int | float:
        """The edges and what is next to nothing beside what is ordinary, where small numbers are as frequent as large ones."""
        low: Any = next(limit.ge if isinstance(limit, Ge) else limit.gt for limit in limits if isinstance(limit, Ge | Gt))
        high: Any = next(limit.le if isinstance(limit, Le) else limit.lt for limit in limits if isinstance(limit, Le | Lt))
        if kind is int:
            return self.chance.randint(low, high)
        above = any(isinstance(limit, Gt) for limit in limits)
        edges = [x for x in (float(low), float(high), *SMALL) if low <= x <= high and not (above and x <= low)]
        if self.chance.random() < 0.2:
            return self.chance.choice(edges)
        middle = min(max(0.0, low), high)
        end = self.chance.choice((low, high))
        found = middle + (end - middle) * self.chance.random() ** 3
        return found if not (above and found <= low) else float(high)


def _open(limits: tuple[Any, ...]) -> list[Any]:
    """A field's own limits lie one deeper than those beside a type."""
    return [one for limit in limits for one in (limit.metadata if isinstance(limit, FieldInfo) else [limit])]

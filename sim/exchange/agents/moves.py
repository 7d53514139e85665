"""What an agent can do: every command of the room, its names chosen from a list, its numbers from -1 to 1 over what a hand would give.

Worked out from the commands themselves, so that a new one is there by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from scenarios.base import Frozen
from scenarios.schema import Scenario
from sim.session import commands as c
from sim.session.care_commands import NumbSkin

KINDS: tuple[type[Frozen], ...] = (
    *get_args(c.CArmCommand),
    *get_args(c.ImagesCommand),
    c.BreathCommand,
    *get_args(c.NeedleCommand),
    *get_args(c.SyringeCommand),
    NumbSkin,
    c.Finish,
)
"""Of what is done beside the needle only this: the rest was done by somebody else."""
LEFT_TO = {"show_view": ("level", "side", "centre", "assisted")}
"""Fields that stay as they are if nobody says otherwise."""
Range = tuple[float, float]
REACH: dict[tuple[str, str], tuple[Range, ...]] = {
    ("move_carm", "orbit_deg"): ((-110.0, 110.0),),
    ("move_carm", "tilt_deg"): ((-45.0, 45.0),),
    ("move_carm", "centre_mm"): ((-100.0, 100.0), (-150.0, 100.0), (-150.0, 250.0)),
    ("move_table", "right_mm"): ((-60.0, 60.0),),
    ("move_table", "head_mm"): ((-60.0, 60.0),),
    ("move_table", "up_mm"): ((-60.0, 60.0),),
    ("place_needle", "right_mm"): ((-120.0, 120.0),),
    ("place_needle", "superior_mm"): ((-150.0, 250.0),),
    ("place_on_beam", "u_mm"): ((-120.0, 120.0),),
    ("place_on_beam", "v_mm"): ((-120.0, 120.0),),
    ("aim_needle", "lateral_deg"): ((-60.0, 60.0),),
    ("aim_needle", "cephalad_deg"): ((-60.0, 60.0),),
    ("place_needle", "lateral_deg"): ((-60.0, 60.0),),
    ("place_needle", "cephalad_deg"): ((-60.0, 60.0),),
    ("advance_needle", "mm"): ((-10.0, 10.0),),
    ("press_plunger", "rate_ml_s"): ((0.05, 2.0),),
}
"""mm, degrees and ml/s that a hand would give; a number that is not named here goes over all that its command takes."""
LEAST = 1e-3
"""A number that must be more than its bound is so by this share of its range at least."""
MOST_STORED = 9
"""The highest number of a stored image that an agent can ask for."""
WAITS_S = (1 / 32, 4.0)


@dataclass(frozen=True)
class Move:
    """One thing to do: a command with its names, and the ranges of the numbers that it still needs."""

    name: str
    kind: type[Frozen] | None
    """None: wait."""
    names: tuple[tuple[str, Any], ...] = ()
    numbers: tuple[tuple[str, tuple[Range, ...]], ...] = ()

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Of its numbers, in their order."""
        return tuple(one for _, ranges in self.numbers for one in ranges)

    def values(self, asked: Sequence[float]) -> list[float]:
        """Its numbers for numbers from -1 to 1; what lies beyond is taken for the end of the range."""
        shares = [(min(max(float(x), -1.0), 1.0) + 1.0) / 2.0 for x in asked]
        return [low + (high - low) * share for (low, high), share in zip(self.ranges, shares, strict=False)]

    def asks(self, *values: float) -> list[float]:
        """From -1 to 1: what gives these numbers, as near as the ranges let it."""
        found = [2.0 * (value - low) / (high - low) - 1.0 for value, (low, high) in zip(values, self.ranges, strict=True)]
        return [min(max(x, -1.0), 1.0) for x in found]

    def command(self, asked: Sequence[float]) -> c.Command | None:
        """The command for these numbers from -1 to 1; None: wait."""
        if self.kind is None:
            return None
        values, fields = iter(self.values(asked)), dict(self.names)
        for name, ranges in self.numbers:
            some = tuple(next(values) for _ in ranges)
            fields[name] = some if len(some) > 1 else some[0]
        return c.from_json({"do": self.kind.model_fields["do"].default, **fields})


def moves(case: Scenario) -> tuple[Move, ...]:
    """All that there is to do in a case; to wait is the first."""
    return (Move("wait", None, (), (("seconds", (WAITS_S,)),)), *(move for kind in KINDS for move in _of_kind(kind, case)))


def _of_kind(kind: type[Frozen], case: Scenario) -> Iterator[Move]:
    do = kind.model_fields["do"].default
    fields = {name: field for name, field in kind.model_fields.items() if name != "do" and name not in LEFT_TO.get(do, ())}
    chosen = {name: values for name, field in fields.items() if (values := _values(name, field, case))}
    numbers = tuple((name, REACH.get((do, name)) or _ranges(field)) for name, field in fields.items() if name not in chosen)
    if chosen and all(fields[name].default is None for name in chosen):  # settings of which each can be changed alone
        combined: list[tuple[tuple[str, Any], ...]] = [((name, value),) for name, values in chosen.items() for value in values]
    else:
        combined = list(product(*([(name, value) for value in values] for name, values in chosen.items())))
    for names in combined:
        said = " ".join(str(value) if not isinstance(value, bool) else f"{name}={value}".lower() for name, value in names)
        yield Move(f"{do} {said}".strip(), kind, names, numbers)


def _values(name: str, field: FieldInfo, case: Scenario) -> list[Any]:
    """What a field can be chosen from; nothing for a number."""
    if name == "needle":
        return list(case.tray.needles)
    if name == "agent":
        return [fluid.agent for fluid in case.tray.fluids]
    kind = field.annotation
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (one for one in get_args(kind) if one is not type(None))
    if kind is bool:
        return [False, True]
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    if kind is int:
        (low,), (high,) = _bounds(field, "ge"), _bounds(field, "le")
        return list(range(int(low), min(int(high), MOST_STORED) + 1))
    return []


def _ranges(field: FieldInfo) -> tuple[Range, ...]:
    """All that a number's command takes."""
    (high,) = _bounds(field, "le")
    if above := _bounds(field, "gt"):
        return ((above[0] + LEAST * (high - above[0]), high),)
    (low,) = _bounds(field, "ge")
    return ((low, high),)


def _bounds(field: FieldInfo, name: str) -> list[float]:
    return [float(getattr(one, name)) for one in field.metadata if getattr(one, name, None) is not None]

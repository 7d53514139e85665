"""One change of a script: what a careless or harmful act is, beside what competent hands do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, get_args

from pydantic import TypeAdapter

from scenarios.care_script import Ready
from scenarios.equipment import agents
from scenarios.script import Attach, If, Inject, Step

Edit = Callable[[list[Step]], list[Step]]


class NotThere(LookupError):
    """A script has not got what an act would change: that act cannot be done there."""


_steps: TypeAdapter[Step] = TypeAdapter(Step)


def step(do: str, **fields: object) -> Step:
    """A step as a script's author writes it."""
    return _steps.validate_python({"do": do, **fields})


OUT = step("withdraw", mm=150.0)
"""Farther than any needle is long"""


def both(*edits: Edit) -> Edit:
    """One after another."""

    def edit(steps: list[Step]) -> list[Step]:
        for one in edits:
            steps = one(steps)
        return steps

    return edit


def _place(steps: Sequence[Step], kind: Any, number: int) -> int:
    """Where the step of a kind with this number stands."""
    own = [i for i, one in enumerate(steps) if isinstance(one, kind)]
    if number >= len(own) or -number > len(own):
        which = f"{number + 1}. " if number > 0 else ""
        raise NotThere(f"there is no {which}step {get_args(kind.model_fields['do'].annotation)[0]!r}")
    return own[number]


def _first(found: Iterable[int], what: str) -> int:
    for one in found:
        return one
    raise NotThere(f"there is no {what}")


def changed(kind: type, number: int = 0, **fields: object) -> Edit:
    """The step of a kind with this number with other fields."""

    def edit(steps: list[Step]) -> list[Step]:
        at = _place(steps, kind, number)
        return [*steps[:at], steps[at].model_copy(update=fields), *steps[at + 1 :]]

    return edit


def every(kind: type, **fields: object) -> Edit:
    """All steps of a kind with other fields, those within a condition too."""

    def edit(steps: list[Step]) -> list[Step]:
        found: list[Step] = []
        for one in steps:
            if isinstance(one, If):
                found.append(one.model_copy(update={"steps": tuple(edit(list(one.steps)))}))
            else:
                found.append(one.model_copy(update=fields) if isinstance(one, kind) else one)
        return found

    return edit


def without(kind: type, number: int | None = None) -> Edit:
    """No step of a kind, or not the one of this number."""

    def edit(steps: list[Step]) -> list[Step]:
        own = [i for i, one in enumerate(steps) if isinstance(one, kind)]
        gone = own if number is None else [_place(steps, kind, number)]
        return [one for i, one in enumerate(steps) if i not in gone]

    return edit


def lacking(item: str) -> Edit:
    """Everything put on or done but this."""

    def edit(steps: list[Step]) -> list[Step]:
        return [
            one.model_copy(update={"items": tuple(i for i in one.items if i != item)}) if isinstance(one, Ready) else one for one in steps
        ]

    return edit


def instead(kind: type, *others: Step, number: int = 0) -> Edit:
    """Other steps in place of one."""

    def edit(steps: list[Step]) -> list[Step]:
        at = _place(steps, kind, number)
        return [*steps[:at], *others, *steps[at + 1 :]]

    return edit


def before(kind: type, *others: Step, number: int = 0) -> Edit:
    def edit(steps: list[Step]) -> list[Step]:
        at = _place(steps, kind, number)
        return [*steps[:at], *others, *steps[at:]]

    return edit


def after(kind: type, *others: Step, number: int = 0) -> Edit:
    def edit(steps: list[Step]) -> list[Step]:
        at = _place(steps, kind, number)
        return [*steps[: at + 1], *others, *steps[at + 1 :]]

    return edit


def _syringe(steps: Sequence[Step], kind: str) -> tuple[int, int]:
    """Where the first syringe with this kind of fluid is put on, and where it is pressed first."""
    on = _first((i for i, one in enumerate(steps) if isinstance(one, Attach) and agents()[one.agent].kind == kind), f"syringe with {kind}")
    return on, _first((i for i, one in enumerate(steps) if i > on and isinstance(one, Inject)), f"push of {kind}")


def _taken_off(steps: Sequence[Step], on: int) -> int:
    return _first((i for i, one in enumerate(steps) if i > on and one.do == "detach"), "syringe taken off")


def given(kind: str, **fields: object) -> Edit:
    """The first push of this kind of fluid with other fields."""

    def edit(steps: list[Step]) -> list[Step]:
        _, at = _syringe(steps, kind)
        return [*steps[:at], steps[at].model_copy(update=fields), *steps[at + 1 :]]

    return edit


def filled(kind: str, agent: str) -> Edit:
    """Another fluid in the first syringe of this kind."""

    def edit(steps: list[Step]) -> list[Step]:
        at, _ = _syringe(steps, kind)
        return [*steps[:at], steps[at].model_copy(update={"agent": agent}), *steps[at + 1 :]]

    return edit


def ahead_of(kind: str, *others: Step) -> Edit:
    """These steps before the first syringe of this kind is put on."""

    def edit(steps: list[Step]) -> list[Step]:
        at, _ = _syringe(steps, kind)
        return [*steps[:at], *others, *steps[at:]]

    return edit


def behind(kind: str, *others: Step) -> Edit:
    """These steps after the first push of this kind, that syringe still on."""

    def edit(steps: list[Step]) -> list[Step]:
        _, at = _syringe(steps, kind)
        return [*steps[: at + 1], *others, *steps[at + 1 :]]

    return edit


def never(kind: str) -> Edit:
    """No syringe of this kind: neither put on, drawn back, pressed nor looked at until the next is put on."""

    def edit(steps: list[Step]) -> list[Step]:
        on, _ = _syringe(steps, kind)
        off = _taken_off(steps, on)
        return [*steps[:on], *steps[off + 1 :]]

    return edit


def unlooked(steps: list[Step]) -> list[Step]:
    """Contrast without the beam, and no picture, nor what hangs on one, until the drug is put on."""
    steps = given("contrast", live=False)(steps)
    _, pressed = _syringe(steps, "contrast")
    drug, _ = _syringe(steps, "drug")
    between = [one for one in steps[pressed + 1 : drug] if one.do not in ("show", "expose", "name", "if")]
    return [*steps[: pressed + 1], *between, *steps[drug:]]


def into_the_vein(steps: list[Step]) -> list[Step]:
    """One push of contrast, and the drug, whatever it showed: nothing that depends on a look."""
    plain = [one for one in steps if not isinstance(one, If)]
    _, at = _syringe(plain, "contrast")
    second = _first((i for i, one in enumerate(plain) if i > at and isinstance(one, Inject)), "second push of contrast")
    return [*plain[: at + 1], *plain[second + 1 :]]


def contrast_last(steps: list[Step]) -> list[Step]:
    """The syringe with contrast after the drug's."""
    on, _ = _syringe(steps, "contrast")
    off = _taken_off(steps, on)
    block, rest = steps[on : off + 1], [*steps[:on], *steps[off + 1 :]]
    drug, _ = _syringe(rest, "drug")
    end = _taken_off(rest, drug)
    return [*rest[: end + 1], *block, *rest[end + 1 :]]

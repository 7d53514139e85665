"""Where two recordings part: in what they were made on, or at the first step at which something else was done or came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from meshes.quoting import cut
from sim.records.recording import Recording
from sim.records.replay import first_difference
from sim.session.commands import Command

SAME_GROUND = ("scenario", "scenario_hash", "patient_hash", "seed")
"""What of the first lines must be alike for attempts to be the same: who made them, when and how is told by what they did."""
LONGEST = 200


@dataclass(frozen=True)
class Parting:
    """The first step at which they are not the same, what differs there, and that on each side; None where one has nothing."""

    step: int
    what: str
    """A field of the first line, or command, event or end."""
    a: Any
    b: Any

    def words(self) -> str:
        return f"{self.what}: {_shown(self.a)} and {_shown(self.b)}"


def _shown(value: object) -> str:
    return "nothing" if value is None else cut(str(value), LONGEST)


def parting_of(a: Recording, b: Recording) -> Parting | None:
    """None if they are the same. Events are compared where both hold codes, or both sentences."""
    for name in SAME_GROUND:
        if getattr(a.header, name) != getattr(b.header, name):
            return Parting(0, name, getattr(a.header, name), getattr(b.header, name))
    found = [each for each in (_commands(a, b), _events(a, b), _ends(a, b)) if each is not None]
    # a command before what came of it
    return min(found, key=lambda parting: parting.step, default=None)


def _commands(a: Recording, b: Recording) -> Parting | None:
    for i in range(max(len(a.commands), len(b.commands))):
        one = a.commands[i] if i < len(a.commands) else None
        other = b.commands[i] if i < len(b.commands) else None
        if one != other:
            return Parting(min(row[0] for row in (one, other) if row is not None), "command", _done(one), _done(other))
    return None


def _done(row: tuple[int, Command] | None) -> dict[str, Any] | None:
    return None if row is None else {"step": row[0], **row[1].model_dump(mode="json")}


def _events(a: Recording, b: Recording) -> Parting | None:
    found = first_difference(a.events, b.events) if a.coded == b.coded else None
    if found is None:
        return None
    one, other = (None if event is None else event.line() for event in (found.recorded, found.replayed))
    return Parting(found.step, "event", one, other)


def _ends(a: Recording, b: Recording) -> Parting | None:
    if (a.steps, a.ended) == (b.steps, b.ended):
        return None
    one, other = ({"step": each.steps, "ended": each.ended} for each in (a, b))
    return Parting(min(a.steps, b.steps), "end", one, other)

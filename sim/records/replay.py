"""Playing a recording again: the same commands at the same steps, and whether the same comes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import get_args

from meshes.quoting import MOST, cut, quoted
from sim.records.header import FORMAT
from sim.records.recording import Recorder, Recording
from sim.session.attempt_commands import Aid, Pause, ShowAid
from sim.session.commands import Command, ReleasePedal, ReleasePlunger, TryPlunger
from sim.session.events import Event
from sim.session.observation import Observation
from sim.session.session import Session


@dataclass(frozen=True)
class Difference:
    """The first event in which a replay and its recording do not agree."""

    number: int
    recorded: Event | None
    replayed: Event | None

    @property
    def step(self) -> int:
        """At which they part."""
        return min(event.step for event in (self.recorded, self.replayed) if event is not None)

    def words(self) -> str:
        """Of each side the kind of event, or the field in which they differ."""
        a, b = self.recorded, self.replayed
        if a is None or b is None or a.kind != b.kind:
            return f"{_kind(a)} and {_kind(b)}"
        if a.step != b.step:
            return f"{_kind(a)} at step {a.step} and at step {b.step}"
        name = next(name for name in (*a.data, *b.data) if a.data.get(name) != b.data.get(name) or (name in a.data) != (name in b.data))
        return f"{_kind(a)}: {cut(name, MOST)}: {_value(a, name)} and {_value(b, name)}"


def _kind(event: Event | None) -> str:
    return "nothing" if event is None else cut(event.kind, MOST)


def _value(event: Event, name: str) -> str:
    return quoted(event.data[name]) if name in event.data else "none"


def replay(recording: Recording, session: Session, watch: Callable[[Observation], None] | None = None, until: int | None = None) -> None:
    """Run the recording's commands through a fresh session, to its end or until a step."""
    _play(recording, session, session.do, watch, recording.steps if until is None else min(until, recording.steps))


def played(recording: Recording, session: Session, watch: Callable[[Observation], None] | None = None) -> Recording:
    """The recording as its commands make it today, in a fresh session in its case and body."""
    replay(recording, session, watch)
    return replace(recording, header=replace(recording.header, format=FORMAT), events=session.events, steps=session.step_number)


def parting(recorded: Recording, replayed: Recording) -> Difference | None:
    """The first event that does not come of the commands; None if all do.

    The last ones may be missing where a crash cut the file. Events that hold sentences are not compared.
    """
    if not recorded.coded:
        return None
    found = first_difference(recorded.events, replayed.events)
    return None if found is not None and found.recorded is None and not recorded.ended else found


def resume(recording: Recording, recorder: Recorder, watch: Callable[[Observation], None] | None = None) -> tuple[Event, ...]:
    """Bring a fresh session to where a recording broke off, writing it down again, so that it can go on; all that was noticed till then.

    ``watch`` is called after each step. Whatever was held then is let go, for no hand is on it now; nothing is shown yet, and time runs.
    """
    noticed: list[Event] = []

    def written(seen: Observation) -> None:
        recorder.after_step()
        noticed.extend(seen.notices)
        if watch:
            watch(seen)

    _play(recording, recorder.session, recorder.do, written, recording.steps)
    let_go: list[Command] = [ReleasePedal(), TryPlunger(pressing=False), ReleasePlunger(), Pause(paused=False)]
    for command in (*let_go, *(ShowAid(aid=aid, shown=False) for aid in get_args(Aid))):
        recorder.do(command)
    return tuple(noticed)


def _play(
    recording: Recording,
    session: Session,
    do: Callable[[Command], None],
    watch: Callable[[Observation], None] | None,
    steps: int,
) -> None:
    at = 0
    while True:
        while at < len(recording.commands) and recording.commands[at][0] <= session.step_number:
            do(recording.commands[at][1])
            at += 1
        if session.step_number >= steps:
            return
        before = session.step_number
        if watch:
            watch(session.step())
        else:
            session.tick()
        if session.step_number == before:  # finished: nothing more can happen
            return


def first_difference(recorded: tuple[Event, ...], replayed: tuple[Event, ...]) -> Difference | None:
    """Where two lists of events part, None if they are the same."""
    for i in range(max(len(recorded), len(replayed))):
        a = recorded[i] if i < len(recorded) else None
        b = replayed[i] if i < len(replayed) else None
        if a != b:
            return Difference(i, a, b)
    return None

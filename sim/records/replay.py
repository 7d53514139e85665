"""Playing a recording again: the same commands at the same steps, and whether the same came of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.records.recording import Recorder, Recording
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


def replay(recording: Recording, session: Session, watch: Callable[[Observation], None] | None = None, until: int | None = None) -> None:
    """Run the recording's commands through a fresh session, to its end or until a step."""
    _play(recording, session, session.do, watch, recording.steps if until is None else min(until, recording.steps))


def resume(recording: Recording, recorder: Recorder) -> tuple[Event, ...]:
    """Bring a fresh session to where a recording broke off, writing it down again, so that it can go on; all that was noticed till then.

    Whatever was held then is let go: no hand is on it now.
    """
    noticed: list[Event] = []

    def written(seen: Observation) -> None:
        recorder.after_step()
        noticed.extend(seen.notices)

    _play(recording, recorder.session, recorder.do, written, recording.steps)
    for held in (ReleasePedal(), TryPlunger(pressing=False), ReleasePlunger()):
        recorder.do(held)
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
        observation = session.step()
        if watch:
            watch(observation)
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

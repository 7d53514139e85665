"""Letting hands work at a session, without a window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.observation import Observation
from sim.operators.hands import Hands
from sim.records.recording import Recorder, Recording
from sim.session import STEP_S, Session

LONGEST_S = 3600.0
"""No attempt takes longer; hands that do not come to an end are stopped."""

Watch = Callable[[Observation], None]


def perform(hands: Hands, session: Session, path: Path | None = None, watch: Watch | None = None) -> Recording:
    """Run hands to their end; the attempt is recorded, in ``path`` too if given.

    Raises Stuck if the hands cannot go on; what was done is kept on disk.
    """
    recorder = Recorder(session, hands.name, path)
    try:
        seen = session.look()
        work = hands.work(seen)
        orders = next(work, None)
        while orders is not None and not seen.finished and session.step_number * STEP_S < LONGEST_S:
            for command in orders:
                recorder.do(command)
            seen = session.step()
            recorder.after_step()
            if watch:
                watch(seen)
            try:
                orders = work.send(seen)
            except StopIteration:
                orders = None
    finally:
        recording = recorder.close()
    return recording

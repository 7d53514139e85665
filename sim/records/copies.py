"""Attempts whose commands are another's: no hand does the same thing twice to the thirty-second of a second."""

from __future__ import annotations

import hashlib

from sim.records.recording import Recording

FEW = 20
"""So few commands could be alike by chance: looked and left."""


def handwriting(recording: Recording) -> str:
    """The same for two attempts only if each command was given at the same step with the same numbers; empty where there are too few."""
    if len(recording.commands) < FEW:
        return ""
    digest = hashlib.sha256()
    for step, command in recording.commands:
        digest.update(f"{step} {command.model_dump_json()}\n".encode())
    return digest.hexdigest()

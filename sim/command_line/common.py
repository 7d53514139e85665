"""What the commands share: exit codes, kinds of arguments, and how things are printed."""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from rich.console import Console
from rich.progress import Progress as Bar

from meshes.anatomy import Anatomy
from meshes.quoting import quoted
from meshes.workers import Crew
from sim.session.patients import patient_from
from sim.session.session import STEP_S

DONE, NOT_SO, BAD_INPUT, SEALED, INTERRUPTED, NOBODY_READS = 0, 1, 2, 3, 130, 141
"""Exit codes: done; the thing asked about is not so; bad input, one line on standard error; an exam's results are not released, said so
too; stopped by the user; the pipe was closed.

The last two are 128 and the number of the signal, as shells tell it; so is any other signal that ended the program.
"""
PROGRAM = "tuohy"


class Printed(Console):
    """Standard output. A closed pipe is told to whoever prints, not made an exit code that means something else."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


out = Printed(highlight=False, soft_wrap=True)
Subcommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
"""Adds a command: its name, what does it, and what help says of it; returns its parser, to which options are added."""


def positive(text: str) -> int:
    """An argument that counts something: 1 or more."""
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"is {quoted(text)}, should be a whole number, 1 or more")
    return int(text)


def natural(text: str) -> int:
    """An argument that may be nothing, like a seed: 0 or more."""
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"is {quoted(text)}, should be a whole number, 0 or more")
    return int(text)


def moment(text: str) -> int:
    """An argument that is a moment of an attempt: its step, or minutes and seconds."""
    minutes, colon, seconds = text.rpartition(":")
    if not colon:
        return natural(text)
    if not (minutes.isdecimal() and seconds.isdecimal() and len(minutes) <= 4 and len(seconds) == 2 and int(seconds) < 60):
        raise argparse.ArgumentTypeError(f"is {quoted(text)}, should be a step, or minutes and seconds like 1:05")
    return round((60 * int(minutes) + int(seconds)) / STEP_S)


def day(text: str) -> date:
    """An argument that is a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"is {quoted(text)}, should be a day like 2026-11-27") from None


def asks_for_workers(sub: argparse.ArgumentParser) -> None:
    """Adds the options that say who works."""
    who = sub.add_mutually_exclusive_group()
    who.add_argument("--workers", type=positive, default=1, help="processes on this machine (default 1)")
    who.add_argument("--cluster", metavar="ADDRESS", help="the workers of a Dask scheduler, as tcp://10.0.0.1:8786; it is trusted")


def crew_of(options: argparse.Namespace) -> Crew:
    """Who works, as those options say."""
    return Crew(options.workers, options.cluster)


def patient_of(options: argparse.Namespace) -> Anatomy | None:
    """Who lies in the folder of ``--patient``; None if it is not said. Raises InputError."""
    return patient_from(options.patient) if options.patient else None


def progress_bar(quiet: bool) -> Bar:
    """Progress on standard error, for a person who looks at it; a file gets nothing but errors."""
    console = Console(stderr=True)
    return Bar(console=console, transient=True, disable=quiet or not console.is_terminal)


def print_json(document: Any) -> None:
    """The one document of ``--json``; letters that standard output does not have are escaped."""
    whole = sys.stdout is None or sys.stdout.encoding.lower().replace("-", "") == "utf8"
    print(json.dumps(document, indent=1, ensure_ascii=not whole))

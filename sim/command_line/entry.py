"""The door of the command line: which commands there are, and what becomes of their errors."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from meshes.quoting import MOST_PATH, cut
from meshes.reading.refusal import ImportRefused
from meshes.workers import WorkersLost
from scenarios.exam import Sealed
from scenarios.files import InputError
from sim.command_line.common import BAD_INPUT, INTERRUPTED, NOBODY_READS, PROGRAM, SEALED
from sim.command_line.stopping import ToldToStop, by_signals
from sim.exchange.paper.sheet import Printer
from sim.records.header import VERSION

ROOMS = {
    "cases": ("list",),
    "replay": ("replay",),
    "rehearsal": ("rehearse", "check"),
    "patients": ("build", "import"),
    "pictures": ("xray", "peer-scene"),
    "studies": ("study",),
    "scores": ("score", "cusum"),
    "differences": ("diff",),
    "alternatives": ("what-if",),
    "gradebook": ("records",),
    "packages": ("pack", "unpack", "install", "library", "associate", "schema"),
    "benchmark": ("bench",),
}
"""The files of this folder with the commands that each adds, in the order in which help lists them."""
Studio = Callable[[Path | None], int]
"""Opens the studio with a case, and returns the exit code"""
UNPRINTED = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What fails so without the name of a file is standard output: whatever writes a file names it."""


def run(arguments: list[str], studio: Studio | None = None, printer: Printer | None = None) -> int:
    """Do what the arguments say; returns the exit code. Who knows the windows says what opens the studio, and what prints."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a file's name need not be text; in JSON this is how such a letter is written anyhow
            stream.reconfigure(errors="backslashreplace")
    try:
        with by_signals():
            code = _done(arguments, studio, printer)
            if sys.stdout is not None:
                sys.stdout.flush()  # what cannot be written is to be known now
            return code
    except (InputError, ImportRefused, WorkersLost) as error:
        for sentence in error.sentences if isinstance(error, InputError) else (str(error),):
            _say(" ".join(_without_length(sentence, arguments).split()))
        return SEALED if isinstance(error, Sealed) else BAD_INPUT
    except OSError as error:  # somewhere to write to that is none
        return _unwritten(error)
    except KeyboardInterrupt as told:
        _say("interrupted")
        return told.code if isinstance(told, ToldToStop) else INTERRUPTED


def _done(arguments: list[str], studio: Studio | None, printer: Printer | None) -> int:
    try:
        options = _parser(arguments, studio).parse_args(arguments, argparse.Namespace(printer=printer))
        return int(options.command(options))
    except SystemExit as end:  # help and version end so
        return int(end.code or 0)


def _unwritten(error: OSError) -> int:
    """What could not be written, in one line. Nothing at all if nobody reads any more, which is no fault: so ends ``| head``."""
    if error.filename is not None:
        _say(f"{cut(str(error.filename), MOST_PATH)}: cannot be read or written ({error.strerror})")
        return BAD_INPUT
    if error.errno not in UNPRINTED or sys.stdout is None:
        raise error
    nowhere = os.open(os.devnull, os.O_WRONLY)  # there goes what was not printed: at the end of the program it would be tried again
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    if isinstance(error, BrokenPipeError):
        return NOBODY_READS
    _say(f"standard output: cannot be written ({error.strerror})")
    return BAD_INPUT


def _say(line: str) -> None:
    """One line on standard error; if that cannot be written either, the exit code has to do."""
    with suppress(OSError):
        print(f"{PROGRAM}: {line}", file=sys.stderr, flush=True)


def _without_length(message: str, arguments: list[str]) -> str:
    """An error's message, in which what was given on the command line is cut: argparse and paths repeat it whole."""
    for argument in arguments:
        if len(argument) > MOST_PATH:
            message = message.replace(argument, cut(argument, MOST_PATH))
    return message


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as everything here does."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message} (see {self.prog} --help)")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Help and version; argparse itself says nothing where they cannot be written."""
        print(message, end="", file=file)


def room(name: str) -> ModuleType:
    """A file of ROOMS, loaded when it is wanted: all of them take a second more than the one that is asked."""
    return import_module(f"sim.command_line.{name}")


def _asked(arguments: list[str]) -> Iterable[str]:
    """The room whose command it is; who asks for help, or for none that there is, is shown them all."""
    return next(([name] for name, commands in ROOMS.items() if arguments[:1] and arguments[0] in commands), ROOMS)


def _parser(arguments: list[str], studio: Studio | None) -> argparse.ArgumentParser:
    about = "Teaches the fluoroscopy-guided epidural steroid injection. Not a medical device."
    parser = _Parser(prog=PROGRAM, description=about)
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, does: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        sub.set_defaults(command=does)
        return sub

    for name in _asked(arguments):
        room(name).register(command)
    if studio is not None:
        sub = command("studio", lambda options: studio(options.case), "the window's page on which cases are written")
        sub.add_argument(
            "case", nargs="?", type=Path, metavar="CASE.toml", help="a case to go on with; without one the last draft, or a new case"
        )
    return parser

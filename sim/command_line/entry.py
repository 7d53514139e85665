"""The door of the command line: which commands there are, and what becomes of their errors."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import NoReturn

from meshes.quoting import MOST_PATH, cut
from meshes.reading.judging import ImportRefused
from scenarios.files import InputError
from sim.command_line import benchmark, cases, differences, patients, pictures, rehearsal, replay, scores, studies
from sim.command_line.common import BAD_INPUT, INTERRUPTED, PROGRAM
from sim.records.header import VERSION

COMMANDS = (cases, replay, rehearsal, patients, pictures, studies, scores, differences, benchmark)
"""In the order in which help lists them."""


def run(arguments: list[str]) -> int:
    """Do what the arguments say; returns the exit code."""
    try:
        options = _parser().parse_args(arguments)
        return int(options.command(options))
    except (InputError, ImportRefused) as error:
        print(f"{PROGRAM}: {' '.join(_without_length(str(error), arguments).split())}", file=sys.stderr)
        return BAD_INPUT
    except OSError as error:  # somewhere to write to that is none
        if error.filename is None:
            raise
        print(f"{PROGRAM}: {cut(str(error.filename), MOST_PATH)}: cannot be read or written ({error.strerror})", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print(f"{PROGRAM}: interrupted", file=sys.stderr)
        return INTERRUPTED


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


def _parser() -> argparse.ArgumentParser:
    about = "Teaches the fluoroscopy-guided epidural steroid injection. Not a medical device."
    parser = _Parser(prog=PROGRAM, description=about)
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, does: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        sub.set_defaults(command=does)
        return sub

    for module in COMMANDS:
        module.register(command)
    return parser

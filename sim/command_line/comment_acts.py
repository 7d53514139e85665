"""What ``records`` does with comments: an instructor's words on a moment of an attempt."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from rich.markup import escape

from sim.command_line.common import DONE, out, print_json
from sim.command_line.instructor import ask_instructor
from sim.exchange.gradebook.address import database_url
from sim.exchange.gradebook.comments import Comment, comment_on, comments, moment
from sim.exchange.gradebook.connection import Gradebook


def add_comment(options: argparse.Namespace) -> int:
    with Gradebook(database_url(options.database)) as book:
        ask_instructor(book)
        said = comment_on(book, options.number, options.at, options.text, options.by, date.today())
    _print(options, [said])
    return DONE


def list_comments(options: argparse.Namespace) -> int:
    with Gradebook(database_url(options.database)) as book:
        found = comments(book, options.number)
    _print(options, found)
    return DONE


def _print(options: argparse.Namespace, found: Sequence[Comment]) -> None:
    if options.json:
        print_json([{**asdict(one), "written": one.written.isoformat()} for one in found])
        return
    for one in found:
        out.print(escape(f"{moment(one.step)}  {one.author or 'unsigned'}, {one.written.isoformat()}: {one.text}"))

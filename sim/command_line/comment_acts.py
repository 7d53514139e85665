"""What ``records`` does with comments: an instructor's words on a moment of an attempt."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from rich.markup import escape

from sim.command_line.common import DONE, NOT_SO, out, print_json
from sim.command_line.instructor import ask_instructor
from sim.exchange.gradebook import comments
from sim.exchange.gradebook.address import database_url
from sim.exchange.gradebook.comments import Comment
from sim.exchange.gradebook.connection import Gradebook
from sim.session.clock import clock
from sim.session.session import STEP_S


def add_comment(options: argparse.Namespace) -> int:
    with Gradebook(database_url(options.database)) as book:
        ask_instructor(book)
        said = comments.comment_on(book, options.number, options.at, options.text, options.by, date.today())
    _print(options, [said])
    return DONE


def change_comment(options: argparse.Namespace) -> int:
    with Gradebook(database_url(options.database)) as book:
        ask_instructor(book)
        said = comments.change_comment(book, options.comment, options.text, options.by, date.today())
    _print(options, [said])
    return DONE


def delete_comment(options: argparse.Namespace) -> int:
    with Gradebook(database_url(options.database)) as book:
        ask_instructor(book)
        gone = comments.take_back(book, options.comment, options.by, options.yes)
    if options.json:
        print_json({"number": gone.number, "deleted": options.yes})
    else:
        out.print(f"comment {gone.number} {'is deleted' if options.yes else 'would be deleted; say --yes to do it'}")
    return DONE if options.yes else NOT_SO


def list_comments(options: argparse.Namespace) -> int:
    with Gradebook(database_url(options.database)) as book:
        found = comments.comments(book, options.number)
    _print(options, found)
    return DONE


def _print(options: argparse.Namespace, found: Sequence[Comment]) -> None:
    if options.json:
        print_json([{**asdict(one), "written": one.written.isoformat()} for one in found])
        return
    for one in found:
        out.print(escape(f"{one.number}  {clock(one.step * STEP_S)}  {one.author or 'unsigned'}, {one.written.isoformat()}: {one.text}"))

"""What ``records`` does with exams: an instructor sets them and releases their results; learners take them in the window."""

from __future__ import annotations

import argparse

from rich.markup import escape

from scenarios import words
from scenarios.exam import exam
from sim.command_line.common import DONE, NOT_SO, out, print_json
from sim.command_line.instructor import ask_instructor
from sim.exchange.gradebook.address import database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.exams import Candidate, Examination, examinations, release, set_exam, withdraw


def list_exams(options: argparse.Namespace) -> int:
    with Gradebook(database_url(options.database)) as book:
        found = examinations(book)
    if options.json:
        print_json([_plain(one) for one in found])
        return DONE
    for one in found:
        state = words.exam("is_released" if one.is_released else "is_sealed")
        out.print(escape(f"{one.exam.name}: {one.exam.title}; {len(one.exam.cases)} cases; {state}"))
        for entry in one.entries:
            out.print(escape(f"   {entry.learner}: {_told(entry)}"))
    return DONE


def _told(entry: Candidate) -> str:
    done = f"{sum(entry.handed_in)} of {len(entry.handed_in)} handed in"
    marks = [f"{mark.total:.1f} {'passed' if mark.passed else 'not passed'}" for mark in entry.marks if mark is not None]
    return f"{done}: {', '.join(marks)}" if marks else done


def _plain(one: Examination) -> dict[str, object]:
    entries = [
        {
            "learner": entry.learner,
            "begun": sum(entry.begun),
            "handed_in": sum(entry.handed_in),
            "marks": [mark.__dict__ if mark else None for mark in entry.marks],
        }
        for entry in one.entries
    ]
    return {"exam": one.exam.model_dump(mode="json"), "released": one.is_released, "entries": entries}


def set_exam_of(options: argparse.Namespace) -> int:
    wanted = exam(options.file)
    with Gradebook(database_url(options.database)) as book:
        ask_instructor(book)
        set_exam(book, wanted)
    if options.json:
        print_json({"name": wanted.name, "cases": len(wanted.cases)})
    else:
        out.print(escape(words.exam("set", title=wanted.title, cases=len(wanted.cases))))
    return DONE


def withdraw_exam(options: argparse.Namespace) -> int:
    with Gradebook(database_url(options.database)) as book:
        ask_instructor(book)
        withdraw(book, options.name, options.yes)
    if options.json:
        print_json({"name": options.name, "withdrawn": options.yes})
    else:
        out.print(escape(words.exam("withdrawn" if options.yes else "would_be_withdrawn", title=options.name)))
    return DONE if options.yes else NOT_SO


def release_exam(options: argparse.Namespace) -> int:
    with Gradebook(database_url(options.database)) as book:
        ask_instructor(book)
        release(book, options.name)
    if options.json:
        print_json({"name": options.name, "released": True})
    else:
        out.print(escape(words.exam("released", title=options.name)))
    return DONE

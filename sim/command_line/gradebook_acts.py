"""What ``records`` does with the gradebook: file, list, take elsewhere, erase."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date
from pathlib import Path

from rich.markup import escape
from rich.table import Column, Table

from scenarios.curriculum import curriculum, path
from scenarios.files import InputError
from sim.command_line.common import DONE, NOT_SO, out, print_json, progress_bar
from sim.exchange.gradebook.address import database_url
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.elsewhere import leave
from sim.exchange.gradebook.filing import file_journals
from sim.exchange.gradebook.learners import erase, learners
from sim.exchange.gradebook.rows import Filing, attempts
from sim.exchange.gradebook.transcript import transcript
from sim.scoring.cusum import Rates, cusum
from sim.scoring.judged import Judging


def _opened(options: argparse.Namespace) -> Gradebook:
    return Gradebook(database_url(options.database))


def _picked(options: argparse.Namespace, whole: bool = False) -> list[Filing]:
    with _opened(options) as book:
        return attempts(book, options.learner, options.case, (options.mode,) if options.mode else (), whole)


def import_records(options: argparse.Namespace) -> int:
    paths = list(_journals(options.places))
    found: list[dict[str, str]] = []
    with _opened(options) as book, progress_bar(options.json) as bar:
        task = bar.add_task("importing", total=len(paths))
        for filed in file_journals(book, paths, options.learner, Judging(as_recorded=options.as_recorded)):
            found.append({"file": str(filed.path), "outcome": filed.outcome, "note": filed.note})
            bar.advance(task)
    if options.json:
        print_json(found)
        return DONE
    for row in found:
        out.print(escape(f"{row['file']}: {row['outcome']}{'; ' if row['note'] else ''}{row['note']}"))
    said = Counter(row["outcome"] for row in found)
    out.print(", ".join(f"{count} {outcome}" for outcome, count in said.items()) or "nothing to import")
    return DONE


def _journals(places: list[Path]) -> list[Path]:
    """The recordings of files and folders, each folder's by name: so attempts come in the order in which they were made."""
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            found += sorted(place.rglob("*.jsonl"))
        elif place.exists():
            found.append(place)
        else:
            raise InputError(f"{place}: there is no such file or folder")
    return found


def list_records(options: argparse.Namespace) -> int:
    rows = _picked(options)
    if options.json:
        print_json([_plain(row) for row in rows])
        return DONE
    table = Table("n", "learner", Column("case", no_wrap=True), "mode", "day", "total", "", "min", "judged")
    for row in rows:
        day = row.started.isoformat() if row.started else ""
        said = "passed" if row.passed else "not passed"
        minutes, basis = f"{row.seconds / 60:.1f}", "a copy" if row.copied else row.basis
        table.add_row(str(row.number), escape(row.learner), row.scenario, row.mode, day, f"{row.total:.1f}", said, minutes, basis)
    out.print(table)
    return DONE


def _plain(row: Filing) -> dict[str, object]:
    shown = {name: value for name, value in row.__dict__.items() if name not in ("measures", "remarks")}
    return {**shown, "started": row.started.isoformat() if row.started else ""}


def list_learners(options: argparse.Namespace) -> int:
    with _opened(options) as book:
        found = learners(book)
    if options.json:
        print_json([one.__dict__ for one in found])
        return DONE
    for one in found:
        out.print(f"{escape(one.name)}: {one.attempts} attempts, {one.passed} passed")
    return DONE


def curve_learner(options: argparse.Namespace) -> int:
    rows = _picked(options)
    if not rows:
        raise InputError("curve: no attempt is left to count")
    found = cusum([row.passed for row in rows], Rates())
    if options.json:
        print_json({"attempts": [row.number for row in rows], "totals": [row.total for row in rows], **found.as_json()})
        return DONE
    for row, value in zip(rows, found.curve, strict=True):
        out.print(f"{value:+7.3f}  {row.total:6.1f}  {'passed' if row.passed else 'not passed':10}  {row.scenario}")
    out.print(found.verdict)
    return DONE


def next_case(options: argparse.Namespace) -> int:
    courses = [curriculum(options.curriculum)] if options.curriculum else path()
    with _opened(options) as book:
        way = transcript(courses, attempts(book, options.learner), date.today()).now
    next_one, course = way.next, way.course
    if options.json:
        rows = [{**one.__dict__, "last": one.last.isoformat() if one.last else ""} for one in way.masteries]
        print_json({"curriculum": course.name, "next": next_one.__dict__, "cases": rows})
        return DONE
    out.print(escape(course.title))
    for number, stage in enumerate(course.stages):
        out.print(f"{number + 1}. {escape(stage.title)} ({stage.mode}, {stage.in_a_row} in a row)")
        for one in way.of_stage(number):
            best = "" if one.best is None else f", best {one.best:.1f}"
            said = "mastered" if one.mastered else f"{one.run} of {stage.in_a_row}"
            out.print(f"   {one.case:22} {said}; tries: {one.tries}{best}")
    out.print(f"Next: {next_one.case} ({next_one.mode}): {next_one.why}" if next_one.case else "All is mastered, and nothing is due.")
    return DONE


def export_records(options: argparse.Namespace) -> int:
    rows = _picked(options, whole=True)
    leave(rows, options.file)
    if options.json:
        print_json({"file": str(options.file), "attempts": len(rows)})
    else:
        out.print(f"{len(rows)} attempts in {escape(str(options.file))}")
    return DONE


def erase_learner(options: argparse.Namespace) -> int:
    with _opened(options) as book:
        count = erase(book, options.learner, options.yes)
    if options.json:
        print_json({"learner": options.learner, "attempts": count, "erased": options.yes})
    elif options.yes:
        out.print(f"{escape(options.learner)} and {count} attempts are erased; journals on disk are left: delete them by hand")
    else:
        out.print(f"{escape(options.learner)} and {count} attempts would be erased; say --yes to do it")
    return DONE if options.yes else NOT_SO

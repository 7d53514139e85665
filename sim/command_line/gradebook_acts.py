"""What ``records`` does with the gradebook: file, list, take elsewhere, erase."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict
from datetime import date
from getpass import getpass
from pathlib import Path

from rich.markup import escape
from rich.table import Column, Table

from meshes.writing import whole_file
from scenarios.curriculum import curriculum, path
from scenarios.files import InputError
from sim.command_line.common import DONE, NOT_SO, out, print_json, progress_bar
from sim.command_line.instructor import ask_instructor
from sim.exchange.gradebook.address import database_url
from sim.exchange.gradebook.aftermath import aftermath
from sim.exchange.gradebook.cohort import cohort
from sim.exchange.gradebook.connection import Gradebook
from sim.exchange.gradebook.curves import DOSE, learning
from sim.exchange.gradebook.elsewhere import leave
from sim.exchange.gradebook.filing import file_journals, journal_of
from sim.exchange.gradebook.learners import erase, learners
from sim.exchange.gradebook.pins import forget_pin, lock_class
from sim.exchange.gradebook.rows import Filing, attempts
from sim.exchange.gradebook.strengths import Missed
from sim.exchange.gradebook.transcript import transcript
from sim.exchange.paper.certificate import certificate, certificate_sheet
from sim.exchange.paper.log_book import log_book, sheet_of
from sim.exchange.paper.period import Period
from sim.exchange.paper.sheet import printed
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
    shown = {name: value for name, value in row.__dict__.items() if name not in ("measures", "remarks", "comments")}
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
    found, themes = cusum([row.passed for row in rows], Rates()), _themes(options)
    if options.json:
        numbers, totals = [row.number for row in rows], [row.total for row in rows]
        print_json({"attempts": numbers, "totals": totals, **found.as_json(), "themes": [asdict(theme) for theme in themes]})
        return DONE
    for row, value in zip(rows, found.curve, strict=True):
        out.print(f"{value:+7.3f}  {row.total:6.1f}  {'passed' if row.passed else 'not passed':10}  {row.scenario}")
    out.print(found.verdict)
    for theme in themes:
        out.print(f"{theme.name}: lost points in {theme.remarked} of {theme.given}")
    return DONE


def _themes(options: argparse.Namespace) -> list[Missed]:
    """Of one learner, in all cases, the weakest first."""
    if options.learner is None:
        return []
    with _opened(options) as book:
        return list(learning(book, options.learner, DOSE).themes)


def show_class(options: argparse.Namespace) -> int:
    with _opened(options) as book:
        found = cohort(book)
    if options.json:
        members = [
            {**asdict(one), "last": one.last.isoformat() if one.last else "", "lately": round(one.lately, 1)} for one in found.members
        ]
        print_json({"members": members, "cases": [asdict(one) for one in found.items], "measures": [asdict(one) for one in found.missed]})
        return DONE
    table = Table("learner", "attempts", "passed", "cases", "lately", "CUSUM")
    for one in found.members:
        table.add_row(escape(one.name), str(len(one.totals)), str(sum(one.passed)), str(one.cases), f"{one.lately:.1f}", one.verdict)
    out.print(table)
    table = Table(Column("case", no_wrap=True), "learners", "passed at first", "tells apart", "mean")
    for item in found.items:
        apart = "not known" if item.discrimination is None else f"{item.discrimination:+.2f}"
        table.add_row(item.case, str(item.learners), f"{100 * item.difficulty:.0f} %", apart, f"{item.mean:.1f}")
    out.print(table)
    table = Table("measure", "judged", "missed", "failed by it")
    for row in found.missed:
        table.add_row(row.name, str(row.given), str(row.remarked), str(row.critical))
    out.print(table)
    return DONE


def take_recording(options: argparse.Namespace) -> int:
    with _opened(options) as book:
        text = journal_of(book, options.number)
    with whole_file(options.file) as half:
        half.write_bytes(text)
    if options.json:
        print_json({"number": options.number, "file": str(options.file)})
    else:
        out.print(f"attempt {options.number} in {escape(str(options.file))}")
    return DONE


def next_case(options: argparse.Namespace) -> int:
    courses = (curriculum(options.curriculum),) if options.curriculum else path()
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
    if options.lrs is not None:
        return _sent(options)
    rows = _picked(options, whole=True)
    leave(rows, options.file)
    if options.json:
        print_json({"file": str(options.file), "attempts": len(rows)})
    else:
        out.print(f"{len(rows)} attempts in {escape(str(options.file))}")
    return DONE


def _sent(options: argparse.Namespace) -> int:
    from sim.exchange.gradebook.record_store import RecordStore  # no other act speaks over the network

    store, rows = RecordStore(options.lrs), _picked(options, whole=True)
    sent = store.send(rows)
    if options.json:
        print_json({"attempts": len(rows), **asdict(sent)})
    else:
        out.print(f"{len(rows)} attempts, {sent.taken} statements are in the store")
        if sent.otherwise:
            out.print(f"of {sent.otherwise} statements it keeps an older one, which says otherwise and stays")
    return NOT_SO if sent.otherwise else DONE


def print_log_book(options: argparse.Namespace) -> int:
    period = Period(options.first, options.last)
    with _opened(options) as book:
        entries = period.within(attempts(book, options.learner, whole=True))
        found = log_book(options.learner, entries, aftermath(book, entries), period)
    printed(sheet_of(found), options.file, options.printer)
    _say_printed(options, len(found.attempts))
    return DONE


def print_certificate(options: argparse.Namespace) -> int:
    course = curriculum(options.course)
    with _opened(options) as book:
        found = certificate(options.learner, course, attempts(book, options.learner))
    printed(certificate_sheet(found), options.file, options.printer)
    _say_printed(options, sum(len(entries) for _, entries in found.proof))
    return DONE


def _say_printed(options: argparse.Namespace, count: int) -> None:
    if options.json:
        print_json({"file": str(options.file), "attempts": count})
    else:
        out.print(f"{count} attempts in {escape(str(options.file))}")


def forget_pins(options: argparse.Namespace) -> int:
    with _opened(options) as book:
        had = forget_pin(book, options.learner)
    if options.json:
        print_json({"learner": options.learner, "had": had})
    else:
        out.print(f"{escape(options.learner)}: {'the PIN is forgotten' if had else 'had no PIN'}")
    return DONE


def lock_class_page(options: argparse.Namespace) -> int:
    with _opened(options) as book:
        ask_instructor(book)
        pin = getpass("New PIN of the class page (empty: none): ")
        lock_class(book, pin)
    if options.json:
        print_json({"locked": bool(pin)})
    else:
        out.print(f"The class page is {'locked' if pin else 'open'}.")
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

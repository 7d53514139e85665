"""``study``: series of patients beside published ones, and what shows that cases and score are sound."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from rich.markup import escape
from rich.table import Table

from meshes.writing import write_whole
from scenarios import files
from sim.command_line.common import (
    DONE,
    INTERRUPTED,
    NOT_SO,
    PROGRAM,
    Subcommand,
    asks_for_workers,
    crew_of,
    natural,
    out,
    positive,
    print_json,
    progress_bar,
)
from sim.studies import gaming, learning, validity
from sim.studies.beside import Beside, as_markdown, beside
from sim.studies.competent import by_case, competent
from sim.studies.rehearsal import GAMERS, OPERATORS
from sim.studies.run import Record, names, study

Made = TypeVar("Made")


def register(command: Subcommand) -> None:
    """Add these commands to the command line."""
    sub = command("study", _study, "a series of patients treated by competent hands, beside published ones")
    whose = "interlaminar, transforaminal, caudal, blind, depth or all; competent (are all cases passed in other bodies?)"
    of_score = "construct-validity (does the score tell skill?); learning-curve (of who gets better); gaming (can it be had without?)"
    sub.add_argument("name", help=f"{whose}; {of_score}")
    sub.add_argument("--count", type=positive, default=40, help="patients")
    sub.add_argument("--seed", type=natural, default=0, help="the first one's")
    asks_for_workers(sub)
    sub.add_argument("--kept", type=Path, metavar="FILE.jsonl", help="what is done is kept here, and not done again")
    sub.add_argument("--cache", type=Path, metavar="DIR", help="the patients' bodies are kept here")
    sub.add_argument("--markdown", type=Path, metavar="FILE.md", help="write the table there too")


def _study(options: argparse.Namespace) -> int:
    if options.name in STUDIES:
        return STUDIES[options.name](options)
    asked, seeds = names(options.name), list(range(options.seed, options.seed + options.count))
    records: list[Record] = []
    with progress_bar(options.json) as bar:
        task = bar.add_task(f"study {options.name}", total=len(seeds))
        try:
            for record in study(asked, seeds, crew_of(options), options.cache, options.kept):
                records.append(record)
                bar.advance(task)
        except KeyboardInterrupt:
            print(f"{PROGRAM}: interrupted after {len(records)} of {len(seeds)} patients", file=sys.stderr)
    found = beside(records)
    if options.json:
        rows = [{**row.theirs.__dict__, "ours": row.ours, "ours_low": row.low, "ours_high": row.high, "ours_n": row.n} for row in found]
        print_json({"study": options.name, "patients": len(records), "figures": rows})
    else:
        _print_beside(found, len(records))
    if options.markdown:  # last: what was found is told even where it cannot be written
        write_whole(options.markdown, as_markdown(found) + "\n")
    return DONE if len(records) == len(seeds) else INTERRUPTED


def _print_beside(found: list[Beside], patients: int) -> None:
    table = Table(title=f"{patients} patients")
    for column in ("series", "figure", "theirs", "ours (95 %)", "n", "", "source"):
        table.add_column(column)
    for row in found:
        f = row.theirs
        theirs = f"{f.value:g}" if f.value is not None else f"{f.low:g}-{f.high:g}"
        ours = f"{row.ours:.3g} ({row.low:.3g}-{row.high:.3g})"
        table.add_row(f.series, f"{f.title}, {f.unit}", theirs, ours, str(row.n), "" if row.agrees else "misses", f.source)
    out.print(table)


def _gathered(options: argparse.Namespace, done: Iterator[Made], total: int) -> list[Made]:
    """All that a study makes, with progress."""
    found = list[Made]()
    with progress_bar(options.json) as bar:
        task = bar.add_task(f"study {options.name}", total=total)
        for one in done:
            found.append(one)
            bar.advance(task)
    return found


def _competent(options: argparse.Namespace) -> int:
    """``study competent``: exit 1 if competent hands fail in anybody."""
    seeds = range(options.seed, options.seed + options.count)
    cases = list(files.library())
    done = competent(cases, seeds, crew_of(options), options.cache, options.kept)
    found = by_case(_gathered(options, done, len(cases) * len(seeds)))
    if options.json:
        print_json(found)
    else:
        for name, row in found.items():
            out.print(f"{name:20} {row['passed']:3} of {row['attempts']} passed, lowest {row['lowest']:.1f}")
            for seed, why in row["failed"].items():
                out.print(f"    seed {seed}: {escape(why)}")
    return DONE if all(row["passed"] == row["attempts"] for row in found.values()) else NOT_SO


def _construct_validity(options: argparse.Namespace) -> int:
    """``study construct-validity``: exit 1 if the score does not tell skill by its own marks."""
    seeds = range(options.seed, options.seed + options.count)
    done = validity.attempts(validity.CASES, seeds, crew_of(options))
    found = validity.judged(_gathered(options, done, len(validity.CASES) * len(OPERATORS) * len(seeds)))
    if options.json:
        print_json(found)
    else:
        means = ", ".join(f"{name} {value:.1f} ({found['passed'][name]} passed)" for name, value in found["mean_total"].items())
        out.print(f"{found['attempts']} attempts. Mean total: {means}")
        out.print(f"Effect size of competent against novice hands on the total: {found['effect_total']:.2f}")
        out.print(f"{found['large_measures']} measures with an effect size above {validity.LARGE:g}")
        table = Table("measure", *OPERATORS, "d of intermediate", "d of novice", "n")
        for row in found["measures"]:
            by_hands = (f"{row[hands]:.3g}" for hands in ("competent", "intermediate", "novice"))
            table.add_row(row["name"], *by_hands, f"{row['halfway']:+.2f}", f"{row['effect']:+.2f}", str(row["n"]))
        out.print(table)
    return DONE if found["valid"] else NOT_SO


def _learning_curve(options: argparse.Namespace) -> int:
    """``study learning-curve``: exit 1 if the last attempts are no better than the first."""
    attempts = range(options.count)
    done = learning.attempts(validity.CASES, attempts, crew_of(options), options.kept)
    found = learning.curve(_gathered(options, done, len(validity.CASES) * len(attempts)))
    if options.json:
        print_json([row.__dict__ for row in found])
    else:
        table = Table("procedures before", "attempts", "passed", *learning.MEANS)
        for row in found:
            means = (f"{row.means[name]:.1f}" for name in learning.MEANS)
            table.add_row(f"{row.first} to {row.last}", str(row.attempts), str(row.passed), *means)
        out.print(table)
    return DONE if found[-1].means["total"] > found[0].means["total"] else NOT_SO


def _gaming(options: argparse.Namespace) -> int:
    """``study gaming``: exit 1 if any hands pass without the skill more often than they may."""
    seeds = range(options.seed, options.seed + options.count)
    total = sum(len(gaming.asked_of(operator)) for operator in GAMERS) * len(seeds)
    found = gaming.by_hands(_gathered(options, gaming.gaming(seeds, crew_of(options), options.kept), total))
    if options.json:
        print_json(found)
    else:
        for name, row in found.items():
            out.print(f"{name:13} {row['passed']:4} of {row['attempts']} passed ({row['percent']} %), mean {row['mean_total']:.1f}")
            for case, at in row["where"].items():
                out.print(f"    {escape(case)}: seeds {', '.join(map(str, at))}")
    return DONE if all(row["holds"] for row in found.values()) else NOT_SO


STUDIES = {"competent": _competent, "construct-validity": _construct_validity, "learning-curve": _learning_curve, "gaming": _gaming}
"""Studies of hands and score, not of patients."""

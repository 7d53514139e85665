"""The command line's part that judges what is there: recordings by a rubric, attempts by CUSUM, the score by hands of known skill."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scenarios import files
from scenarios.files import InputError
from scenarios.schema import Rubric
from sim import validity
from sim.procedure.course import course
from sim.records import recording as records
from sim.scoring.cusum import Rates, cusum
from sim.scoring.rubric import Score, judge
from sim.study.competent import by_case
from sim.study.competent import competent as study_of_competent

DONE, NOT_SO = 0, 1
out = Console(highlight=False, soft_wrap=True)
Register = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def register(command: Register) -> None:
    """Add these commands to the command line."""
    sub = command("score", _score, "judge recordings as they lie, without playing them again; by another rubric if given")
    sub.add_argument("files", type=Path, nargs="+", metavar="FILE.jsonl")
    sub.add_argument("--rubric", type=Path, metavar="FILE.toml", help="instead of the case's own")
    sub = command("cusum", _cusum, "competence over attempts: recordings in the order in which they were made")
    sub.add_argument("files", type=Path, nargs="+", metavar="FILE.jsonl")
    for name, value in (("acceptable", 0.10), ("unacceptable", 0.25), ("alpha", 0.10), ("beta", 0.10)):
        sub.add_argument(f"--{name}", type=float, default=value, help=f"default {value:g}")


def _judged(path: Path, rubric: Rubric | None) -> tuple[records.Recording, Score]:
    recording = records.read(path)
    try:
        case = files.case_of(recording.header.scenario, path)
    except InputError as error:
        raise InputError(f"{path}: line 1: scenario: {error}") from None
    return recording, judge(recording, rubric or files.rubric_of(case))


def _score(options: argparse.Namespace) -> int:
    rubric = files.rubric(options.rubric) if options.rubric else None
    found: list[dict[str, Any]] = []
    for path in options.files:
        recording, score = _judged(path, rubric)
        case = files.case_of(recording.header.scenario, path)
        afterwards = course(recording.events, case, recording.header.seed)
        found.append({"file": str(path), "scenario": case.name, **score.as_json(), "course": afterwards.as_json()})
        if not options.json:
            said = "passed" if score.passed else "not passed"
            out.print(f"{escape(str(path))}: {score.total:.2f} {said}, global rating {score.rating} of 5")
            for remark in score.remarks:
                out.print(f"  {remark.time_s:6.1f} s  {'critical: ' if remark.critical else ''}{escape(remark.text)}")
            for trouble in afterwards.troubles:
                out.print(f"  after {trouble.after_h:.1f} h: {trouble.name}. {escape(trouble.do)}")
    if options.json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
    return DONE


def _cusum(options: argparse.Namespace) -> int:
    rates = Rates(options.acceptable, options.unacceptable, options.alpha, options.beta)
    successes = [_judged(path, None)[1].passed for path in options.files]
    found = cusum(successes, rates)
    if options.json:
        print(json.dumps({"successes": successes, **found.as_json()}, indent=1))
    else:
        for path, success, value in zip(options.files, successes, found.curve, strict=True):
            out.print(f"{value:+7.3f}  {'success' if success else 'failure'}  {escape(str(path))}")
        out.print(f"{found.verdict} (s {rates.s:.3f}, h0 {rates.h0:.2f}, h1 {rates.h1:.2f})")
    return DONE


def competent(options: argparse.Namespace) -> int:
    """``study competent``: exit 1 if competent hands fail in anybody."""
    seeds = range(options.seed, options.seed + options.count)
    found = by_case(list(study_of_competent(list(files.library()), seeds, options.workers, options.cache, options.kept)))
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        for name, row in found.items():
            out.print(f"{name:20} {row['passed']:3} of {row['attempts']} passed, lowest {row['lowest']:.1f}")
            for seed, why in row["failed"].items():
                out.print(f"    seed {seed}: {escape(why)}")
    return DONE if all(row["passed"] == row["attempts"] for row in found.values()) else NOT_SO


def construct_validity(options: argparse.Namespace) -> int:
    """``study construct-validity``: exit 1 if the score does not tell skill by its own marks."""
    seeds = range(options.seed, options.seed + options.count)
    found = validity.judged(list(validity.attempts(validity.CASES, seeds)))
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        means = ", ".join(f"{name} {value:.1f} ({found['passed'][name]} passed)" for name, value in found["mean_total"].items())
        out.print(f"{found['attempts']} attempts. Mean total: {means}")
        out.print(f"Effect size of competent against clumsy on the total: {found['effect_total']:.2f}")
        out.print(f"{found['large_measures']} measures with an effect size above {validity.LARGE:g}")
        table = Table("measure", "competent", "clumsy", "d", "n")
        for row in found["measures"]:
            table.add_row(row["name"], f"{row['competent']:.3g}", f"{row['clumsy']:.3g}", f"{row['effect']:+.2f}", str(row["n"]))
        out.print(table)
    return DONE if found["valid"] else NOT_SO


STUDIES = {"competent": competent, "construct-validity": construct_validity}
"""Studies of hands and score, not of patients."""

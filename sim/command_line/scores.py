"""``score`` and ``cusum``: recordings judged as they lie, one by one by a rubric or in a row by CUSUM."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.markup import escape

from scenarios import files
from scenarios.files import InputError
from scenarios.rubric import Rubric
from sim.command_line.common import DONE, Subcommand, out, print_json
from sim.procedure.course import course
from sim.records import recording as records
from sim.scoring.cusum import Rates, cusum
from sim.scoring.rubric import Score, judge


def register(command: Subcommand) -> None:
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
        print_json(found)
    return DONE


def _cusum(options: argparse.Namespace) -> int:
    rates = Rates(options.acceptable, options.unacceptable, options.alpha, options.beta)
    successes = [_judged(path, None)[1].passed for path in options.files]
    found = cusum(successes, rates)
    if options.json:
        print_json({"successes": successes, **found.as_json()})
    else:
        for path, success, value in zip(options.files, successes, found.curve, strict=True):
            out.print(f"{value:+7.3f}  {'success' if success else 'failure'}  {escape(str(path))}")
        out.print(f"{found.verdict} (s {rates.s:.3f}, h0 {rates.h0:.2f}, h1 {rates.h1:.2f})")
    return DONE

"""``rehearse`` and ``check``: the computer's own hands try a case, to see how it goes or whether it can be passed."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.markup import escape

from meshes.workers import in_order, spread
from scenarios import files
from sim.command_line.common import DONE, NOT_SO, Subcommand, asks_for_workers, crew_of, natural, out, positive, print_json, progress_bar
from sim.studies import checking
from sim.studies.acts.in_case import told
from sim.studies.rehearsal import GAMERS, LEARNER, OPERATORS, Outcome, rehearse


def register(command: Subcommand) -> None:
    """Add these commands to the command line."""
    sub = command("rehearse", _rehearse, "let competent or learning hands try a case, or hands that want points without skill")
    sub.add_argument("scenario")
    sub.add_argument("--operator", choices=(*OPERATORS, LEARNER, *GAMERS), default="reference")
    sub.add_argument("--count", type=positive, default=5)
    sub.add_argument("--seed", type=natural, default=1)
    asks_for_workers(sub)
    sub.add_argument("--patient", type=Path)
    sub = command("check", _check, "is this case valid and can it be passed; does this script do what it says")
    sub.add_argument("files", type=Path, nargs="+")
    sub.add_argument("--mirror", action="store_true", help="cases on their other side: left for right")
    sub.add_argument("--acts", action="store_true", help="say of each harmful act what the case makes of it (some minutes a case)")
    asks_for_workers(sub)


def _rehearse(options: argparse.Namespace) -> int:
    case = files.find_scenario(options.scenario)
    seeds = list(range(options.seed, options.seed + options.count))
    outcomes = []
    with progress_bar(options.json) as bar:
        task = bar.add_task(f"{options.operator} hands", total=len(seeds))
        for outcome in rehearse(case, options.operator, seeds, crew_of(options), options.patient, varied=True):
            outcomes.append(outcome)
            bar.advance(task)
    totals = [outcome.score.total if outcome.score else 0.0 for outcome in outcomes]
    passed = sum(1 for outcome in outcomes if outcome.score and outcome.score.passed)
    if options.json:
        print_json({"scenario": case.name, "operator": options.operator, "passed": passed, "attempts": [o.as_json() for o in outcomes]})
    else:
        for outcome, total in zip(outcomes, totals, strict=True):
            out.print(f"seed {outcome.seed:4d}  {total:6.2f}  {escape(_said(outcome))}")
        out.print(f"{passed} of {len(outcomes)} passed, mean {sum(totals) / len(totals):.2f}")
    return DONE


def _said(outcome: Outcome) -> str:
    if outcome.score is None:
        return outcome.stuck or ""
    return "passed" if outcome.score.passed else ", ".join(outcome.score.critical) or "too few points"


def _check(options: argparse.Namespace) -> int:
    verdicts = []
    jobs = [(path, options.mirror, options.acts) for path in options.files]
    with progress_bar(options.json) as bar:
        task = bar.add_task("check", total=len(options.files))
        for verdict in in_order(spread(checking.check, jobs, crew_of(options))):
            verdicts.append(verdict)
            bar.advance(task)
    if options.json:
        print_json([verdict.as_json() for verdict in verdicts])
    else:
        for verdict in verdicts:
            said = escape(f"{verdict.kind} {verdict.file}: " + verdict.why.replace("\n", "\n        "))
            out.print(f"{'[green]good[/green]' if verdict.good else '[red]not so[/red]'}  {said}")
            for sentence in told(verdict.acts):
                out.print(f"    {escape(sentence)}")
    return DONE if all(verdict.good for verdict in verdicts) else NOT_SO

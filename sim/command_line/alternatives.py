"""``what-if``: a recording played again with one thing changed from one moment on, beside what it was."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.markup import escape

from scenarios import files, words
from scenarios.files import InputError
from sim.command_line.common import DONE, Subcommand, natural, out, patient_of, print_json
from sim.command_line.recordings import Opening, opens_recordings
from sim.records.replay import parting, played
from sim.scoring.judged import case_of, changed_body, changed_case, patient_of_recording
from sim.scoring.rubric import judge
from sim.session.session import STEP_S, Session
from sim.session.world import World
from sim.studies.alternative import CODES, alternative
from sim.studies.contrasted import as_rows, contrasted


def register(command: Subcommand) -> None:
    """Add this command to the command line."""
    sub = command("what-if", _what_if, "a recording with one thing changed from one moment on, beside what it was")
    sub.add_argument("file", type=Path, metavar="FILE.jsonl")
    sub.add_argument("--at", type=natural, required=True, metavar="STEP", help=f"the moment: {round(1 / STEP_S)} steps are a second")
    sub.add_argument("--change", choices=CODES, required=True, help="; ".join(f"{code}: {words.what_if(code).lower()}" for code in CODES))
    sub.add_argument("--patient", type=Path, help="the folder of the patient that it was made on")
    opens_recordings(sub)


def _what_if(options: argparse.Namespace) -> int:
    old = Opening(options).recording(options.file)
    case = case_of(options.file, old)
    world = World.of(case, patient_of(options) or patient_of_recording(old))
    if changed := changed_case(options.file, old, case) or changed_body(options.file, old, world):
        raise InputError(changed.words)
    was = played(old, Session(world, old.header.seed))
    if old.coded and (found := parting(old, was)) is not None:
        raise InputError(f"{options.file}: step {found.step}: its events are not what comes of its commands: {found.words()}")
    rubric = files.rubric_of(case)
    would = alternative(was, world, options.at, options.change)
    beside = contrasted(case, (was, judge(was, rubric, case)), (would, judge(would, rubric, case)))
    if options.json:
        print_json({"scenario": case.name, "seed": old.header.seed, "at": options.at, "change": options.change, **beside.as_json()})
        return DONE
    out.print(escape(f"{words.what_if(options.change)}, at step {options.at} ({options.at * STEP_S:.1f} s)"))
    for name, a, b in as_rows(beside):
        out.print(escape(f"  {name:<28} {a:<28} {b}"))
    for code in ("gone", "new"):
        for remark in getattr(beside, code):
            out.print(escape(f"  {words.what_if(code)}: {remark.text}"))
    if not (beside.gone or beside.new):
        out.print(escape(f"  {words.what_if('same_remarks')}"))
    return DONE

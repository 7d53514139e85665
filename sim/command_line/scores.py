"""``score`` and ``cusum``: recordings judged by what their commands bring, one by one by a rubric or in a row by CUSUM."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.markup import escape

from scenarios import files
from scenarios.files import InputError
from scenarios.words import told_later
from sim.command_line.common import DONE, Subcommand, out, patient_of, print_json
from sim.command_line.recordings import Opening, opens_recordings
from sim.procedure.course import course
from sim.procedure.diary import diary
from sim.records.copies import handwriting
from sim.records.header import MODES
from sim.records.recording import Recording
from sim.scoring.cusum import Rates, cusum
from sim.scoring.judged import Judged, Judging


def register(command: Subcommand) -> None:
    """Add these commands to the command line."""
    sub = command("score", _score, "judge recordings by playing their commands again; by another rubric if given")
    sub.add_argument("--rubric", type=Path, metavar="FILE.toml", help="instead of the case's own")
    _takes_recordings(sub)
    sub = command("cusum", _cusum, "competence over attempts: recordings in the order in which they were made")
    _takes_recordings(sub)
    sub.add_argument("--mode", choices=MODES, help="only attempts that were made in this mode from start to end")
    said = "what an attempt counts as that was broken off (default fail)"
    sub.add_argument("--broken-off", choices=("fail", "leave-out"), default="fail", help=said)
    for name, value in (("acceptable", 0.10), ("unacceptable", 0.25), ("alpha", 0.10), ("beta", 0.10)):
        sub.add_argument(f"--{name}", type=float, default=value, help=f"default {value:g}")


def _takes_recordings(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("files", type=Path, nargs="+", metavar="FILE.jsonl")
    sub.add_argument("--patient", type=Path, help="the folder of the patient that they were made on")
    opens_recordings(sub)
    sub.add_argument("--as-recorded", action="store_true", help="believe their events, unproved, without playing them again")


def _score(options: argparse.Namespace) -> int:
    judging = Judging(files.rubric(options.rubric) if options.rubric else None, options.as_recorded, patient_of(options))
    found: list[dict[str, Any]] = []
    hands: dict[str, Path] = {}
    opening = Opening(options)
    for path in options.files:
        judged = judging.judged(path, opening.recording(path))
        written = handwriting(judged.recording)
        copied = hands.setdefault(written, path) if written else path
        recording, case, score = judged.recording, judged.case, judged.score
        afterwards = course(recording.events, case, recording.header.seed)
        found.append(
            {
                "file": str(path),
                "scenario": case.name,
                **score.as_json(),
                **_made(judged),
                "copies": "" if copied == path else str(copied),
                "course": afterwards.as_json(),
            }
        )
        if not options.json:
            said = "passed" if score.passed else "not passed"
            out.print(
                f"{escape(str(path))}: {score.total:.2f} {said}, global rating {score.rating} of 5; {', then '.join(recording.modes)}"
            )
            _say_note(judged)
            if copied != path:
                out.print(f"  [yellow]a copy: every command is that of {escape(str(copied))}, to the step[/yellow]")
            if recording.header.earlier:
                out.print(f"  [yellow]the same case, body and seed had been met before: {recording.header.earlier} times[/yellow]")
            for remark in score.remarks:
                out.print(f"  {remark.time_s:6.1f} s  {'critical: ' if remark.critical else ''}{escape(remark.text)}")
            for trouble in afterwards.troubles:
                out.print(f"  after {trouble.after_h:.1f} h: {trouble.name}. Call {trouble.call}. {escape(trouble.do)}")
            for entry in diary(afterwards, recording.events):
                told, do = told_later(entry.contact, entry.code, entry.pain, entry.before)
                out.print(f"  after {entry.after_h / 24:.0f} days: {escape(told)} {escape(do)}")
    if options.json:
        print_json(found)
    return DONE


def _made(judged: Judged) -> dict[str, Any]:
    header = judged.recording.header
    return {
        "judged": judged.basis,
        "note": judged.note,
        "made_with": judged.recording.made_with.program,
        "started": header.started,
        "earlier": header.earlier,
        "modes": list(judged.recording.modes),
        "broken_off": not judged.recording.finished,
    }


def _say_note(judged: Judged) -> None:
    if judged.note:
        out.print(f"  [yellow]{escape(judged.note)}[/yellow]")


def _cusum(options: argparse.Namespace) -> int:
    rates = Rates(options.acceptable, options.unacceptable, options.alpha, options.beta)
    opening = Opening(options)
    rows: list[tuple[Path, Recording]] = [(path, opening.recording(path)) for path in options.files]
    of_mode = [row for row in rows if options.mode is None or row[1].modes == (options.mode,)]
    broken = [path for path, recording in of_mode if not recording.finished]
    counted = [row for row in of_mode if options.broken_off == "fail" or row[0] not in broken]
    if not counted:
        raise InputError(
            f"cusum: none of {len(rows)} attempts is left to count: {len(rows) - len(of_mode)} of another mode, {len(broken)} broken off"
        )
    judging = Judging(None, options.as_recorded, patient_of(options))
    # what was broken off has no end to judge
    judged = [judging.judged(path, recording) if recording.finished else None for path, recording in counted]
    successes = [one is not None and one.score.passed for one in judged]
    found = cusum(successes, rates)
    if options.json:
        print_json(
            {
                "files": [str(path) for path, _ in counted],
                "successes": successes,
                "judged": [None if one is None else one.basis for one in judged],
                "broken_off": len(broken),
                "broken_off_counts": options.broken_off,
                "of_another_mode": len(rows) - len(of_mode),
                **found.as_json(),
            }
        )
        return DONE
    for (path, _), one, success, value in zip(counted, judged, successes, found.curve, strict=True):
        said = "success" if success else "failure" if one is not None else "failure (broken off)"
        out.print(f"{value:+7.3f}  {said}  {escape(str(path))}")
        if one is not None:
            _say_note(one)
    out.print(f"{found.verdict} (s {rates.s:.3f}, h0 {rates.h0:.2f}, h1 {rates.h1:.2f})")
    _say_who_counts(options, len(rows) - len(of_mode), len(broken))
    return DONE


def _say_who_counts(options: argparse.Namespace, others: int, broken: int) -> None:
    counts = "counted as failures; --broken-off leave-out leaves them out" if options.broken_off == "fail" else "left out"
    out.print(f"broken off: {broken}" + (f", {counts}" if broken else ""))
    if options.mode:
        out.print(f"made in another mode than {options.mode}, or not in it alone, and left out: {others}")

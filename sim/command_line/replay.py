"""``replay``: a script or a recording, done again and judged."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from rich.markup import escape

from scenarios import files
from scenarios.files import InputError
from scenarios.schema import Scenario
from sim.command_line.common import DONE, NOT_SO, Subcommand, natural, out, patient_of, print_json
from sim.command_line.recordings import Opening, opens_recordings
from sim.exchange import report
from sim.exchange.album import Album
from sim.exchange.trace import Trace, can_be_traced
from sim.fluoroscopy.imager import oriented, save_png
from sim.operators.hands import Stuck
from sim.operators.script import ScriptHands
from sim.records.header import Header, header_of
from sim.records.recording import Recording
from sim.records.replay import parting, played
from sim.scoring.judged import case_of, changed_body, changed_case, patient_of_recording
from sim.scoring.rubric import Score, judge
from sim.session.observation import Observation
from sim.session.session import Session
from sim.session.world import World
from sim.studies import checking
from sim.studies.rehearsal import perform


def register(command: Subcommand) -> None:
    """Add these commands to the command line."""
    sub = command("replay", _replay, "run a script (.toml) or a recording (.jsonl): score, measures, events")
    sub.add_argument("file", type=Path, help="or the name of a shipped script")
    sub.add_argument("--patient", type=Path, help="another patient's folder")
    sub.add_argument("--seed", type=natural, default=1, help="for a script (default 1)")
    sub.add_argument("--images", type=Path, metavar="DIR", help="save the last picture of each exposure")
    sub.add_argument("--report", type=Path, metavar="FILE", help="a page with all pictures: .html for a browser, .pdf for paper")
    sub.add_argument("--record", type=Path, metavar="FILE.jsonl", help="keep the recording")
    sub.add_argument("--trace", type=Path, metavar="FILE.parquet", help="the truth step by step as a table; needs the extra research")
    opens_recordings(sub)
    sub.add_argument("--must-pass", action="store_true", help="exit 1 if the attempt does not pass")


class _Watched:
    """What is looked at while a replay runs."""

    def __init__(self, session: Session, header: Header | None) -> None:
        """``header``: of the attempt, if it is to be traced."""
        self.album, self.trace = Album(), Trace(session, header) if header is not None else None

    def watch(self, seen: Observation) -> None:
        self.album.watch(seen)
        if self.trace is not None:
            self.trace.watch()


def _replay(options: argparse.Namespace) -> int:
    if options.trace:
        can_be_traced(options.trace)
    path = (files.scripts() | files.drill_scripts()).get(str(options.file), options.file)
    if path.suffix == ".jsonl":
        case, session, recording, same, watched = _played_again(path, options)
    else:
        case, session, recording, watched = _scripted(path, options)
        same = None
    score = judge(recording, files.rubric_of(case), case)
    saved = _pictures(options, case, session, recording, score, watched.album)
    if watched.trace is not None:
        watched.trace.write(options.trace)
        saved.append(options.trace)
    if options.json:
        document = {"scenario": case.name, "patient": session.world.anatomy.name, "seed": session.seed, **score.as_json()}
        if same is not None:
            document["same_as_recorded"] = same
        document["events"] = [event.line() for event in recording.events]
        print_json(document)
    else:
        _tell(case, score)
        if same is False:
            out.print("[red]The replay differs from the recording.[/red]")
        for place in saved:
            out.print(f"written: {escape(str(place))}")
    if same is False:
        return NOT_SO
    return NOT_SO if options.must_pass and not score.passed else DONE


def _scripted(path: Path, options: argparse.Namespace) -> tuple[Scenario, Session, Recording, _Watched]:
    if path.suffix != ".toml" and not path.exists():
        raise InputError(f"{path}: no such file or shipped script; shipped are {', '.join(files.scripts())}")
    script, world = checking.script_in_world(path, patient_of(options))
    case, session = world.scenario, Session(world, options.seed)
    hands, today = ScriptHands(script, case.target), date.today().isoformat()
    watched = _Watched(session, header_of(session, hands.name, started=today) if options.trace else None)
    try:
        recording = perform(hands, session, options.record, watched.watch, today)
    except Stuck as stuck:
        raise InputError(f"{path}: {stuck}") from None
    return case, session, recording, watched


def _played_again(path: Path, options: argparse.Namespace) -> tuple[Scenario, Session, Recording, bool | None, _Watched]:
    """The case, what was played, and whether it is as recorded; None where events are sentences that cannot be compared."""
    old = Opening(options).recording(path)
    case = case_of(path, old)
    if changed := changed_case(path, old, case):
        raise InputError(changed.words)
    session = Session(World.of(case, patient_of(options) or patient_of_recording(old)), old.header.seed)
    if changed := changed_body(path, old, session.world):
        raise InputError(changed.words)
    watched = _Watched(session, old.header if options.trace else None)
    new = played(old, session, watched.watch)
    return case, session, new, parting(old, new) is None if old.coded else None, watched


def _pictures(
    options: argparse.Namespace, case: Scenario, session: Session, recording: Recording, score: Score, album: Album
) -> list[Path]:
    saved: list[Path] = []
    if options.images or options.report:
        imager = session.world.imager()
        if options.images:
            for number, (title, exposure) in enumerate(album.exposures, 1):
                name = f"{number:02d}_{title.split(',')[0].replace(' ', '_')}.png"
                save_png(oriented(imager.greys(exposure), exposure.orientation), options.images / name)
            saved.append(options.images)
        if options.report:
            report.write(options.report, case, recording, score, session, album, imager, options.printer)
            saved.append(options.report)
    return saved


def _tell(case: Scenario, score: Score) -> None:
    colour = "green" if score.passed else "red"
    out.print(f"{escape(case.title)}: [{colour}]{score.total:.2f} {'passed' if score.passed else 'not passed'}[/{colour}]")
    for remark in score.remarks:
        out.print(f"  {remark.time_s:6.1f} s  {'[red]critical:[/red] ' if remark.critical else ''}{escape(remark.text)}")

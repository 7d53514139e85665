"""The command line: reads arguments, calls what does the work, prints. Nothing else happens here.

Exit 0: done. 1: the thing asked about is not so. 2: bad input, one line on standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress as Bar
from rich.table import Table

from meshes.anatomy import Anatomy, save
from meshes.importing import ImportRefused, Stated, import_surfaces
from meshes.person import Person
from meshes.plausibility import faults_of_anatomy
from scenarios import files
from scenarios.files import InputError
from scenarios.schema import Scenario
from sim import bench, checking, cli_scoring, peer, report
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.detector import ALL_STAGES, Stages
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.views import VIEWS, named_pose
from sim.imaging import Imager, oriented, save_png
from sim.operators.hands import Stuck
from sim.operators.script import ScriptHands
from sim.patients import built, patient_from, reference_built, shipped_patient
from sim.records import recording as records
from sim.records.replay import first_difference, replay
from sim.rehearsal import OPERATORS, Outcome, perform, rehearse
from sim.scoring.rubric import Score, judge
from sim.session import Session
from sim.study.beside import Beside, as_markdown, beside
from sim.study.run import Record, names, study
from sim.world import World

DONE, NOT_SO, BAD_INPUT = 0, 1, 2
PROGRAM = "tuohy"
LARGEST_PICTURE = 4096
out = Console(highlight=False, soft_wrap=True)


def run(arguments: list[str]) -> int:
    """Do what the arguments say; returns the exit code."""
    try:
        options = _parser().parse_args(arguments)
        return int(options.command(options))
    except (InputError, ImportRefused) as error:
        print(f"{PROGRAM}: {' '.join(str(error).split())}", file=sys.stderr)
        return BAD_INPUT
    except OSError as error:  # somewhere to write to that is none
        if error.filename is None:
            raise
        print(f"{PROGRAM}: {error.filename}: cannot be read or written ({error.strerror})", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print(f"{PROGRAM}: interrupted", file=sys.stderr)
        return 130


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as everything here does."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message} (see {self.prog} --help)")


def _parser() -> argparse.ArgumentParser:
    about = "Teaches the fluoroscopy-guided epidural steroid injection. Not a medical device."
    parser = _Parser(prog=PROGRAM, description=about)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, does: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        sub.set_defaults(command=does)
        return sub

    command("list", _list, "the cases")
    sub = command("replay", _replay, "run a script (.toml) or a recording (.jsonl): score, measures, events")
    sub.add_argument("file", type=Path, help="or the name of a shipped script")
    sub.add_argument("--patient", type=Path, help="another patient's folder")
    sub.add_argument("--seed", type=_seed, default=1, help="for a script (default 1)")
    sub.add_argument("--images", type=Path, metavar="DIR", help="save the last picture of each exposure")
    sub.add_argument("--report", type=Path, metavar="FILE.html")
    sub.add_argument("--record", type=Path, metavar="FILE.jsonl", help="keep the recording")
    sub.add_argument("--must-pass", action="store_true", help="exit 1 if the attempt does not pass")
    sub = command("rehearse", _rehearse, "let competent or clumsy hands try a case")
    sub.add_argument("scenario")
    sub.add_argument("--operator", choices=OPERATORS, default="reference")
    sub.add_argument("--count", type=_positive, default=5)
    sub.add_argument("--seed", type=_seed, default=1)
    sub.add_argument("--workers", type=_positive, default=1)
    sub.add_argument("--patient", type=Path)
    sub = command("check", _check, "is this case valid and can it be passed; does this script do what it says")
    sub.add_argument("files", type=Path, nargs="+")
    sub = command("build", _build, "make a patient from the tables: the reference man, or somebody drawn from the population")
    sub.add_argument("--out", type=Path, required=True)
    sub.add_argument("--patient", type=Path, metavar="FILE.toml", help="who: sex, seed, stature_mm, bmi, age, variants")
    sub.add_argument("--seed", type=_seed, help="a person drawn by this seed (even: a man, odd: a woman, unless the file says)")
    sub = command("import", _import, "somebody's surfaces -> a patient")
    sub.add_argument("sources", type=Path, nargs="+", help="files, or a folder of them")
    sub.add_argument("--out", type=Path, required=True)
    sub.add_argument("--anterior", help="the file's axis towards the belly: +x, -x, +y ...")
    sub.add_argument("--superior", help="the file's axis towards the head")
    sub.add_argument("--unit", help="mm, cm or m")
    sub.add_argument("--name", help="what to call the patient (default: the folder's name)")
    for name, does, about in (
        ("xray", _xray, "one radiograph"),
        ("peer-scene", _peer_scene, "the scene that another projector can be held against"),
    ):
        sub = command(name, does, about)
        sub.add_argument("scenario")
        sub.add_argument("--view", choices=VIEWS, default="AP")
        sub.add_argument("--size", type=_positive, default=1024 if name == "xray" else 512)
        sub.add_argument("--out", type=Path, required=True)
        sub.add_argument("--patient", type=Path)
        if name == "xray":
            sub.add_argument(
                "--without",
                choices=[f.name for f in fields(Stages)],
                action="append",
                default=[],
                metavar="STAGE",
                help=f"leave out a stage of the image chain: {', '.join(f.name for f in fields(Stages))}",
            )
    sub = command("study", _study, "a series of patients treated by competent hands, beside published ones")
    whose = "interlaminar, transforaminal, caudal, blind, depth or all; competent (are all cases passed in other bodies?)"
    sub.add_argument("name", help=f"{whose}; construct-validity (does the score tell skill?)")
    sub.add_argument("--count", type=_positive, default=40, help="patients")
    sub.add_argument("--seed", type=_seed, default=0, help="the first one's")
    sub.add_argument("--workers", type=_positive, default=1)
    sub.add_argument("--kept", type=Path, metavar="FILE.jsonl", help="what is done is kept here, and not done again")
    sub.add_argument("--cache", type=Path, metavar="DIR", help="the patients' bodies are kept here")
    sub.add_argument("--markdown", type=Path, metavar="FILE.md", help="write the table there too")
    cli_scoring.register(command)
    command("bench", _bench, "speed and memory on this machine")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"is {text!r}, should be a whole number, 1 or more")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"is {text!r}, should be a whole number, 0 or more")
    return int(text)


def _bar(quiet: bool) -> Bar:
    """Progress on standard error, for a person who looks at it; a file gets nothing but errors."""
    console = Console(stderr=True)
    return Bar(console=console, transient=True, disable=quiet or not console.is_terminal)


def _json(document: Any) -> None:
    print(json.dumps(document, indent=1, ensure_ascii=False))


# --- cases ------------------------------------------------------------------------------------------------------------------


def _list(options: argparse.Namespace) -> int:
    cases = [files.scenario(path) for path in files.library().values()]
    by_case: dict[str, list[str]] = {}
    for name, path in files.scripts().items():
        by_case.setdefault(files.script(path).scenario, []).append(name)
    if options.json:
        _json(
            [
                {
                    "name": c.name,
                    "title": c.title,
                    "technique": c.technique,
                    "level": c.target.level,
                    "side": c.target.side,
                    "scripts": by_case.get(c.name, []),
                }
                for c in cases
            ]
        )
    else:
        for c in cases:
            out.print(f"[bold]{c.name}[/bold]  {escape(c.title)} ({c.technique})")
            out.print(f"    scripts: {', '.join(by_case.get(c.name, [])) or 'none'}")
    return DONE


def _patient(options: argparse.Namespace) -> Anatomy | None:
    return patient_from(options.patient) if options.patient else None


def _replay(options: argparse.Namespace) -> int:
    path = files.scripts().get(str(options.file), options.file)
    album = report.Album()
    if path.suffix == ".jsonl":
        case, session, recording, same = _played_again(path, options, album)
    else:
        case, session, recording = _scripted(path, options, album)
        same = None
    score = judge(recording, files.rubric_of(case))
    saved = _pictures(options, case, session, recording, score, album)
    if options.json:
        document = {"scenario": case.name, "patient": session.world.anatomy.name, "seed": session.seed, **score.as_json()}
        if same is not None:
            document["same_as_recorded"] = same
        document["events"] = [event.line() for event in recording.events]
        _json(document)
    else:
        _tell(case, score)
        if same is False:
            out.print("[red]The replay differs from the recording.[/red]")
        for place in saved:
            out.print(f"written: {escape(str(place))}")
    if same is False:
        return NOT_SO
    return NOT_SO if options.must_pass and not score.passed else DONE


def _scripted(path: Path, options: argparse.Namespace, album: report.Album) -> tuple[Scenario, Session, records.Recording]:
    if path.suffix != ".toml" and not path.exists():
        raise InputError(f"{path}: no such file or shipped script; shipped are {', '.join(files.scripts())}")
    script, world = checking.script_in_world(path, _patient(options))
    case, session = world.scenario, Session(world, options.seed)
    try:
        recording = perform(ScriptHands(script, case.target), session, options.record, album.watch)
    except Stuck as stuck:
        raise InputError(f"{path}: {stuck}") from None
    return case, session, recording


def _played_again(path: Path, options: argparse.Namespace, album: report.Album) -> tuple[Scenario, Session, records.Recording, bool]:
    old = records.read(path)
    try:
        case = files.case_of(old.header.scenario, path)
    except InputError as error:
        raise InputError(f"{path}: line 1: scenario: {error}") from None
    if files.fingerprint(case) != old.header.scenario_hash:
        raise InputError(f"{path}: line 1: scenario_hash: the case {case.name!r} has changed since; only its old version can replay this")
    session = Session(World.of(case, _patient(options)), old.header.seed)
    if session.world.anatomy.fingerprint() != old.header.patient_hash:
        raise InputError(
            f"{path}: line 1: patient_hash: made on {old.header.patient!r}, not on {session.world.anatomy.name!r} as it is: "
            f"say --patient DIR"
        )
    replay(old, session, album.watch)
    new = records.Recording(old.header, old.commands, session.events, session.step_number, old.ended)
    return case, session, new, first_difference(old.events, new.events) is None


def _pictures(
    options: argparse.Namespace, case: Scenario, session: Session, recording: records.Recording, score: Score, album: report.Album
) -> list[Path]:
    saved: list[Path] = []
    if options.images or options.report:
        imager = Imager(session.world.anatomy)
        if options.images:
            for number, (title, exposure) in enumerate(album.exposures, 1):
                name = f"{number:02d}_{title.split(',')[0].replace(' ', '_')}.png"
                save_png(oriented(imager.greys(exposure), exposure.orientation), options.images / name)
            saved.append(options.images)
        if options.report:
            report.write(options.report, case, recording, score, session, album, imager)
            saved.append(options.report)
    return saved


def _tell(case: Scenario, score: Score) -> None:
    colour = "green" if score.passed else "red"
    out.print(f"{escape(case.title)}: [{colour}]{score.total:.2f} {'passed' if score.passed else 'not passed'}[/{colour}]")
    for remark in score.remarks:
        out.print(f"  {remark.time_s:6.1f} s  {'[red]critical:[/red] ' if remark.critical else ''}{escape(remark.text)}")


def _rehearse(options: argparse.Namespace) -> int:
    case = files.find_scenario(options.scenario)
    seeds = list(range(options.seed, options.seed + options.count))
    outcomes = []
    with _bar(options.json) as bar:
        task = bar.add_task(f"{options.operator} hands", total=len(seeds))
        for outcome in rehearse(case, options.operator, seeds, options.workers, options.patient):
            outcomes.append(outcome)
            bar.advance(task)
    totals = [outcome.score.total if outcome.score else 0.0 for outcome in outcomes]
    passed = sum(1 for outcome in outcomes if outcome.score and outcome.score.passed)
    if options.json:
        _json({"scenario": case.name, "operator": options.operator, "passed": passed, "attempts": [o.as_json() for o in outcomes]})
    else:
        for outcome, total in zip(outcomes, totals, strict=True):
            out.print(f"seed {outcome.seed:4d}  {total:6.2f}  {escape(_said(outcome))}")
        out.print(f"{passed} of {len(outcomes)} passed, mean {sum(totals) / len(totals):.2f}")
    return DONE


def _said(outcome: Outcome) -> str:
    if outcome.score is None:
        return outcome.stuck or ""
    return "passed" if outcome.score.passed else ", ".join(outcome.score.critical) or "too few points"


def _study(options: argparse.Namespace) -> int:
    if options.name in cli_scoring.STUDIES:
        return cli_scoring.STUDIES[options.name](options)
    asked, seeds = names(options.name), list(range(options.seed, options.seed + options.count))
    records: list[Record] = []
    with _bar(options.json) as bar:
        task = bar.add_task(f"study {options.name}", total=len(seeds))
        try:
            for record in study(asked, seeds, options.workers, options.cache, options.kept):
                records.append(record)
                bar.advance(task)
        except KeyboardInterrupt:
            print(f"{PROGRAM}: interrupted after {len(records)} of {len(seeds)} patients", file=sys.stderr)
    found = beside(records)
    if options.markdown:
        options.markdown.write_text(as_markdown(found) + "\n", encoding="utf-8")
    if options.json:
        rows = [{**row.theirs.__dict__, "ours": row.ours, "ours_low": row.low, "ours_high": row.high, "ours_n": row.n} for row in found]
        _json({"study": options.name, "patients": len(records), "figures": rows})
    else:
        _print_beside(found, len(records))
    return DONE if len(records) == len(seeds) else 130


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


def _check(options: argparse.Namespace) -> int:
    verdicts = [checking.check(path) for path in options.files]
    if options.json:
        _json([verdict.__dict__ for verdict in verdicts])
    else:
        for verdict in verdicts:
            said = escape(f"{verdict.kind} {verdict.file}: {verdict.why}")
            out.print(f"{'[green]good[/green]' if verdict.good else '[red]not so[/red]'}  {said}")
    return DONE if all(verdict.good for verdict in verdicts) else NOT_SO


# --- patients ---------------------------------------------------------------------------------------------------------------


def _with_bar(quiet: bool, work: Callable[[Callable[[str, float], None]], Anatomy]) -> Anatomy:
    """Do something long with a bar on standard error."""
    with _bar(quiet) as bar:
        task = bar.add_task("starting", total=1.0)
        return work(lambda stage, share: bar.update(task, description=stage, completed=share))


def _kept(anatomy: Anatomy, options: argparse.Namespace) -> int:
    faults = faults_of_anatomy(anatomy)
    if faults:
        raise ImportRefused(f"the patient would not be usable: {faults[0]}")
    save(anatomy, options.out)
    if options.json:
        _json({"out": str(options.out), "name": anatomy.name, "fingerprint": anatomy.fingerprint(), "inferred": list(anatomy.inferred)})
    else:
        out.print(escape(f"{anatomy.name}: written to {options.out} ({anatomy.fingerprint()})"))
        if anatomy.inferred:
            out.print(escape(f"inferred, not seen in the source: {', '.join(anatomy.inferred)}"))
    return DONE


def _build(options: argparse.Namespace) -> int:
    if options.patient is None and options.seed is None:
        return _kept(_with_bar(options.json, reference_built), options)
    seed = options.seed if options.seed is not None else 0
    asked = files.person(options.patient) if options.patient else Person(sex="female" if seed % 2 else "male", seed=seed)
    if options.seed is not None:
        asked = asked.model_copy(update={"seed": seed})
    return _kept(_with_bar(options.json, lambda progress: built(asked, options.out.name, progress)), options)


def _import(options: argparse.Namespace) -> int:
    stated = Stated(options.anterior, options.superior, options.unit)
    name = options.name or options.out.name
    anatomy = _with_bar(options.json, lambda progress: import_surfaces(options.sources, stated, name, progress))
    return _kept(anatomy, options)


# --- pictures ---------------------------------------------------------------------------------------------------------------


def _posed(options: argparse.Namespace) -> tuple[Anatomy, View]:
    if options.size % 32 or options.size > LARGEST_PICTURE:
        raise InputError(f"--size is {options.size}, should be a multiple of 32, {LARGEST_PICTURE} or less")
    case = files.find_scenario(options.scenario)
    world = checking.world_of(options.scenario, case, _patient(options))
    centre = case.target.landmark(world.technique.target)
    return world.anatomy, View(named_pose(world.anatomy, options.view, world.squared_level(), case.target.side, centre))


def _xray(options: argparse.Namespace) -> int:
    if options.out.suffix.lower() != ".png":
        raise InputError(f"--out is {str(options.out)!r}, should end in .png")
    anatomy, view = _posed(options)
    technique = automatic(thickness(anatomy, view))
    exposure = Exposure(1, 0, view, technique, Collimator(), None, None)
    stages = replace(ALL_STAGES, **dict.fromkeys(options.without, False))
    save_png(Imager(anatomy).greys(exposure, options.size, stages), options.out)
    if options.json:
        _json({"out": str(options.out), "orbit_deg": view.pose.orbit_deg, "tilt_deg": view.pose.tilt_deg, "kvp": technique.kvp})
    else:
        out.print(f"written: {escape(str(options.out))} ({technique.kvp:.0f} kVp through {technique.thickness_mm:.0f} mm)")
    return DONE


def _peer_scene(options: argparse.Namespace) -> int:
    anatomy, view = _posed(options)
    scene = peer.write_scene(anatomy, view, options.size, options.out)
    if options.json:
        _json(scene)
    else:
        out.print(f"written: {escape(str(options.out))} (our picture takes {scene['render_ms']:.0f} ms)")
    return DONE


def _bench(options: argparse.Namespace) -> int:
    tell = None if options.json else lambda what: print(f"  {what}", file=sys.stderr)
    figures = bench.measure(shipped_patient("reference"), tell)
    if options.json:
        _json(figures)
    else:
        table = Table("figure", "median", "spread (min-max)", title=figures["machine"])
        for name, value in figures.items():
            if isinstance(value, dict):
                table.add_row(name, f"{value['median']:.4g}", f"{value['min']:.4g} - {value['max']:.4g}")
        out.print(table)
        if "gvxr" in figures:
            out.print(figures["gvxr"])
    return DONE

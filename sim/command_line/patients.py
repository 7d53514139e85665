"""``build`` and ``import``: a patient, from the tables or from somebody's surfaces."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from rich.markup import escape

from meshes.anatomy import Anatomy, save
from meshes.person import Person
from meshes.reading.levels import labelled
from meshes.reading.posture import Stated
from scenarios import files
from scenarios.files import InputError
from sim.command_line.common import DONE, Subcommand, natural, out, print_json, progress_bar
from sim.session.newcomers import Newcomer, patient_of_surfaces
from sim.session.patients import built, new_folder, reference_built


def register(command: Subcommand) -> None:
    """Add these commands to the command line."""
    sub = command("build", _build, "make a patient from the tables: the reference man, or somebody drawn from the population")
    sub.add_argument("--out", type=Path, required=True)
    sub.add_argument("--patient", type=Path, metavar="FILE.toml", help="who: sex, seed, stature_mm, bmi, age, asymmetry (0 to 1), variants")
    sub.add_argument("--seed", type=natural, help="a person drawn by this seed (even: a man, odd: a woman, unless the file says)")
    sub = command("import", _import, "somebody's surfaces -> a patient")
    sub.add_argument("sources", type=Path, nargs="+", help="files, or a folder of them")
    sub.add_argument("--out", type=Path, help="default: among your own patients, whom cases name, called as --name says")
    sub.add_argument("--anterior", help="the file's axis towards the belly: +x, -x, +y ...")
    sub.add_argument("--superior", help="the file's axis towards the head")
    sub.add_argument("--unit", help="mm, cm or m")
    sub.add_argument("--name", help="what to call the patient (default: the folder's name; needed without --out)")
    sub.add_argument("--replace", action="store_true", help="take the place of one of your own patients who is called so")


def _build(options: argparse.Namespace) -> int:
    if options.patient is None and options.seed is None:
        return _kept(_with_bar(options.json, reference_built), options.out, options)
    seed = options.seed if options.seed is not None else 0
    asked = files.person(options.patient) if options.patient else Person(sex="female" if seed % 2 else "male", seed=seed)
    if options.seed is not None:
        asked = asked.model_copy(update={"seed": seed})
    return _kept(_with_bar(options.json, lambda progress: built(asked, options.out.name, progress)), options.out, options)


def _import(options: argparse.Namespace) -> int:
    stated = Stated(options.anterior, options.superior, options.unit)
    if options.out is None and options.name is None:
        raise InputError("import: --name is missing, should be what the patient is called among yours; or --out a folder")
    folder = options.out or new_folder(options.name, options.replace)
    newcomer = Newcomer(options.name or folder.name, labelled(options.sources), stated)
    return _kept(_with_bar(options.json, lambda progress: patient_of_surfaces(newcomer, progress)), folder, options)


def _with_bar(quiet: bool, work: Callable[[Callable[[str, float], None]], Anatomy]) -> Anatomy:
    """Do something long with a bar on standard error."""
    with progress_bar(quiet) as bar:
        task = bar.add_task("starting", total=1.0)
        return work(lambda stage, share: bar.update(task, description=stage, completed=share))


def _kept(anatomy: Anatomy, folder: Path, options: argparse.Namespace) -> int:
    save(anatomy, folder)
    if options.json:
        print_json({"out": str(folder), "name": anatomy.name, "fingerprint": anatomy.fingerprint(), "inferred": list(anatomy.inferred)})
    else:
        out.print(escape(f"{anatomy.name}: written to {folder} ({anatomy.fingerprint()})"))
        if anatomy.inferred:
            out.print(escape(f"inferred, not seen in the source: {', '.join(anatomy.inferred)}"))
    return DONE

"""Cases as one file: ``pack``, ``unpack``, ``install``, ``library``, ``associate``; ``schema`` for editors."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rich.markup import escape

from meshes.writing import write_whole
from scenarios import words
from scenarios.files import InputError
from sim.command_line.common import DONE, Subcommand, out, print_json
from sim.exchange.association import associate, dissociate
from sim.exchange.package.installing import Installed, install, unpack
from sim.exchange.package.library_folder import LIBRARY, choose_library, is_given_by_environment, library, take_over
from sim.exchange.package.packing import Enclosed, pack
from sim.exchange.schemas import MODELS, schema_of


def register(command: Subcommand) -> None:
    """Add these commands to the command line."""
    sub = command("pack", _pack, "a case with its scripts, patient and pictures into one .tuohy file")
    sub.add_argument("case", metavar="CASE", help="a case by its name, or its file; scripts are taken from the folder scripts beside it")
    sub.add_argument("--script", type=Path, action="append", default=[], metavar="FILE", help="one more script (may be said again)")
    sub.add_argument("--patient", type=Path, metavar="DIR", help="the patient on whom it is meant to be done")
    sub.add_argument("--picture", type=Path, action="append", default=[], metavar="FILE", help="a .jpg or .png (may be said again)")
    sub.add_argument("--to", type=Path, metavar="FILE", help="default: the case's name with .tuohy, here")
    sub = command("unpack", _unpack, "a package's files into a new folder, to be read and changed")
    sub.add_argument("package", type=Path, metavar="FILE")
    sub.add_argument("folder", type=Path, metavar="DIR")
    sub = command("install", _install, "a package among your cases, which the window shows")
    sub.add_argument("package", type=Path, metavar="FILE")
    sub.add_argument("--replace", action="store_true", help="take the place of one of the same name that was installed before")
    sub = command("library", _library, "take over what is new in the department's library, a folder of packages; or say where it lies")
    sub.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="this is it from now on")
    sub.add_argument("--forget", action="store_true", help="there is none from now on")
    sub = command("associate", _associate, "a double click on a package opens it; told to this user's desktop alone")
    sub.add_argument("--remove", action="store_true", help="take that back")
    sub = command("schema", _schema, "the JSON schema of a case file, by which editors complete and check")
    sub.add_argument("--of", choices=MODELS, default="case", help="of another kind of file (default case)")
    sub.add_argument("--to", type=Path, metavar="FILE", help="into a file instead of standard output")


def _pack(options: argparse.Namespace) -> int:
    made = pack(options.case, Enclosed(options.script, options.patient, options.picture), options.to)
    if options.json:
        print_json({"file": str(made.path), "case": made.manifest.case, "files": [file.path for file in made.manifest.files]})
    else:
        out.print(f"{escape(str(made.path))}: {len(made.manifest.files)} files")
    return DONE


def _unpack(options: argparse.Namespace) -> int:
    return _said(options, unpack(options.package, options.folder))


def _install(options: argparse.Namespace) -> int:
    return _said(options, install(options.package, options.replace))


def _said(options: argparse.Namespace, done: Installed) -> int:
    if options.json:
        print_json({"case": done.case.name, "folder": str(done.folder), "scripts": done.scripts, "patient": done.patient})
    else:
        out.print(f"{escape(done.case.title)} ({done.case.name}) in {escape(str(done.folder))}, {done.scripts} scripts")
    return DONE


def _library(options: argparse.Namespace) -> int:
    if (options.folder is not None or options.forget) and is_given_by_environment():
        raise InputError(words.library("by environment", variable=LIBRARY))
    if options.forget:
        choose_library(None)
        out.print(words.library("forgotten")) if not options.json else print_json({"folder": None})
        return DONE
    folder = options.folder or library()
    if folder is None:
        raise InputError(words.library("not chosen"))
    found = take_over(folder)
    if found.standing != "there":
        raise InputError(words.library(found.standing, folder=folder))
    if options.folder is not None:
        choose_library(folder)
    if options.json:
        print_json({"folder": str(folder), "taken": list(found.cases), "refused": list(found.refused)})
    else:
        code = "taken" if found.cases else "nothing_new"
        out.print(escape("\n".join((words.library(code, folder=folder, cases=", ".join(found.cases)), *found.refused))))
    return DONE


def _associate(options: argparse.Namespace) -> int:
    told = dissociate() if options.remove else associate()
    if options.json:
        print_json({"removed" if options.remove else "written": list(told.places), "not_installed": list(told.missing)})
        return DONE
    for place in told.places:
        out.print(f"{'removed' if options.remove else 'written'}: {escape(place)}")
    if not told.places:
        out.print("there was nothing to remove")
    if told.missing:
        out.print(f"not installed here: {', '.join(told.missing)}; the desktop may know of it at the next login only")
    return DONE


def _schema(options: argparse.Namespace) -> int:
    found = schema_of(options.of)
    if options.to is None:
        print_json(found)
        return DONE
    write_whole(options.to, json.dumps(found, indent=1) + "\n")
    if options.json:
        print_json({"file": str(options.to)})
    else:
        out.print(escape(str(options.to)))
    return DONE

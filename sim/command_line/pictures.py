"""``xray`` and ``peer-scene``: what the C-arm sees of a case before anything is done."""

from __future__ import annotations

import argparse
from dataclasses import fields, replace
from pathlib import Path

from rich.markup import escape

from meshes.anatomy import Anatomy
from meshes.quoting import quoted
from scenarios import files
from scenarios.files import InputError
from scenarios.views import VIEWS
from sim.command_line.common import DONE, Subcommand, out, patient_of, positive, print_json
from sim.exchange import peer
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import Collimator
from sim.fluoroscopy.detector import ALL_STAGES, Stages
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager, save_png
from sim.fluoroscopy.views import named_pose
from sim.studies import checking

LARGEST_PICTURE = 4096


def register(command: Subcommand) -> None:
    """Add these commands to the command line."""
    sub = command("xray", _xray, "one radiograph")
    _add_view(sub, 1024)
    stages = [f.name for f in fields(Stages)]
    about = f"leave out a stage of the image chain: {', '.join(stages)}"
    sub.add_argument("--without", choices=stages, action="append", default=[], metavar="STAGE", help=about)
    _add_view(command("peer-scene", _peer_scene, "the scene that another projector can be held against"), 512)


def _add_view(sub: argparse.ArgumentParser, size: int) -> None:
    sub.add_argument("scenario")
    sub.add_argument("--view", choices=tuple(VIEWS), default="AP")
    sub.add_argument("--size", type=positive, default=size)
    sub.add_argument("--out", type=Path, required=True)
    sub.add_argument("--patient", type=Path)


def _xray(options: argparse.Namespace) -> int:
    if options.out.suffix.lower() != ".png":
        raise InputError(f"--out is {quoted(str(options.out))}, should end in .png")
    anatomy, view = _posed(options)
    technique = automatic(thickness(anatomy, view))
    exposure = Exposure(1, 0, view, technique, Collimator(), None, None)
    stages = replace(ALL_STAGES, **dict.fromkeys(options.without, False))
    save_png(Imager(anatomy).greys(exposure, options.size, stages), options.out)
    if options.json:
        print_json({"out": str(options.out), "orbit_deg": view.pose.orbit_deg, "tilt_deg": view.pose.tilt_deg, "kvp": technique.kvp})
    else:
        out.print(f"written: {escape(str(options.out))} ({technique.kvp:.0f} kVp through {technique.thickness_mm:.0f} mm)")
    return DONE


def _peer_scene(options: argparse.Namespace) -> int:
    anatomy, view = _posed(options)
    scene = peer.write_scene(anatomy, view, options.size, options.out)
    if options.json:
        print_json(scene)
    else:
        out.print(f"written: {escape(str(options.out))} (our picture takes {scene['render_ms']:.0f} ms)")
    return DONE


def _posed(options: argparse.Namespace) -> tuple[Anatomy, View]:
    if options.size % 32 or options.size > LARGEST_PICTURE:
        raise InputError(f"--size is {options.size}, should be a multiple of 32, {LARGEST_PICTURE} or less")
    case = files.find_scenario(options.scenario)
    world = checking.world_of(options.scenario, case, patient_of(options))
    centre = case.target.landmark(world.technique.target)
    return world.anatomy, View(named_pose(world.anatomy, options.view, world.squared_level(), case.target.side, centre))

"""A patient's folder and what lies beside somebody's surfaces, spoiled file by file, and what reading and using them gives."""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import trimesh

from meshes.anatomy import Anatomy, save
from meshes.reading.levels import labelled
from meshes.reading.surface_files import read_surface
from scenarios import files
from sim.session.commands import PlaceNeedle, PressPedal, TakeNeedle
from sim.session.patients import patient_from, shipped_patient
from sim.session.session import Session
from sim.session.world import World
from tests.fuzz.text import spoiled, twisted
from tests.meshes.bodies import small

HEADS = b"\n\n"
"""Ends the head of an NRRD file."""
Spoil = Callable[[bytes, random.Random], bytes]
SURFACES = {"0.stl": "L1", "1.obj": "L2", "2.ply": "L3", "3.off": "L4", "4.glb": "L5", "5.stl": "sacrum"}
LABELS = "[labels]\n" + "".join(f'"{name}" = "{bone}"\n' for name, bone in SURFACES.items())


def as_text(data: bytes, chance: random.Random) -> bytes:
    return spoiled(data.decode("utf-8"), chance)


def as_json(data: bytes, chance: random.Random) -> bytes:
    """Most often its values: nothing is read of what is no JSON."""
    return twisted(data.decode("utf-8"), chance).encode() if chance.random() < 0.8 else as_text(data, chance)


def as_volume(data: bytes, chance: random.Random) -> bytes:
    """Its head spoiled, or its voxels."""
    head, voxels = data.split(HEADS, 1)
    if chance.random() < 0.2:
        return head + HEADS + as_bytes(voxels, chance)
    return as_text(head, chance) + HEADS + voxels


def as_surfaces(data: bytes, chance: random.Random) -> bytes:
    """Its JSON spoiled and the lengths put right, so that what reads it gets so far; or any of its bytes."""
    if chance.random() < 0.3:
        return as_bytes(data, chance)
    length = struct.unpack("<I", data[12:16])[0]
    text = as_json(data[20 : 20 + length], chance)
    text += b" " * (-len(text) % 4)
    rest = data[20 + length :]
    return data[:8] + struct.pack("<II", 20 + len(text) + len(rest), len(text)) + data[16:20] + text + rest


def as_bytes(data: bytes, chance: random.Random) -> bytes:
    """A few bytes of it others, or its end cut off."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        found[chance.randrange(min(len(found), 400) if chance.random() < 0.5 else len(found))] = chance.randrange(256)
    return bytes(found[: chance.randrange(len(found))] if chance.random() < 0.2 else found)


def used(folder: Path) -> Anatomy:
    """A body that can be read can also be judged by, pricked and looked at."""
    anatomy = patient_from(folder)
    world = World.of(files.find_scenario("interlaminar_l4_l5"), anatomy)
    json.dumps([world.description, world.reaches, anatomy.fingerprint(), len(world.target_root), ", ".join(anatomy.inferred)])
    session = Session(world, 1)
    for command in (TakeNeedle(needle="18G Tuohy"), PlaceNeedle(right_mm=0.0, superior_mm=0.0), PressPedal()):
        session.do(command)
        session.step()
    return anatomy


def patient(folder: Path) -> None:
    """A body of a few voxels with all landmarks that a case may need."""
    whole = shipped_patient("reference")
    save(replace(small(), landmarks=whole.landmarks, canal=whole.canal[::40]), folder)


def import_folder(folder: Path) -> None:
    folder.mkdir()
    for name in SURFACES:
        trimesh.creation.box().export(folder / name)
    (folder / "labels.toml").write_text(LABELS, encoding="utf-8")


def own_surfaces(folder: Path) -> object:
    return [read_surface(path) for path in labelled([folder]).values()]


FOLDERS: dict[str, tuple[Callable[[Path], None], Callable[[Path], object], dict[str, Spoil]]] = {
    "patient": (
        patient,
        used,
        {"patient.json": as_json, "fine.seg.nrrd": as_volume, "bone1.nrrd": as_volume, "surfaces.glb": as_surfaces},
    ),
    "import": (
        import_folder,
        own_surfaces,
        {"labels.toml": as_text, "0.stl": as_bytes, "1.obj": as_text, "2.ply": as_bytes, "3.off": as_text, "4.glb": as_surfaces},
    ),
}
"""What makes a sound folder, what reads it, and what spoils which of its files."""

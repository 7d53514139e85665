"""Files that somebody or something has spoiled, and what reading them gives: a value or a refusal in one line, by seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from meshes.reading.refusal import ImportRefused
from scenarios import files
from scenarios.schema import Technique
from sim.records.recording import read
from tests.fuzz.bodies import FOLDERS, Spoil
from tests.fuzz.text import spoiled
from tests.sim.played import HEADER

LONGEST_LINE = 1000
"""Characters, the path left out."""

LINES = (
    {"step": 0, "do": {"do": "take_needle", "needle": "18G Tuohy"}},
    {"step": 3, "do": {"do": "advance_needle", "mm": 2.5}},
    {"step": 3, "event": "pain", "data": {"level": 2.0, "cause": "skin"}},
    {"step": 9, "do": {"do": "set_laser", "on": True}},
    {"step": 12, "end": True, "program": "0.1.0", "patient_hash": "0"},
)
RECORDING = "\n".join(json.dumps(row) for row in ({"tuohy": "recording", **asdict(HEADER)}, *LINES)) + "\n"
VARIANT = '{ kind = "central_stenosis", interspace = "L4-L5", grade = 2 }'
PERSON = f'sex = "female"\nseed = 3\nstature_mm = 1650.0\nbmi = 24.0\nage = 50.0\nvariants = [\n    {VARIANT},\n]\n'


Reader = Callable[[Path], object]


def sources() -> dict[str, tuple[list[str], Reader]]:
    """By kind of file: sound texts, and what reads them."""

    def texts(folder: Path) -> list[str]:
        return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))]

    return {
        "case": (texts(files.LIBRARY), files.scenario),
        "script": (texts(files.SCRIPTS), files.script),
        "rubric": (texts(files.RUBRICS), files.rubric),
        "technique": (texts(files.TECHNIQUES), lambda path: files.validated(path, Technique, files.read_toml(path))),
        "recording": ([RECORDING], read),
        "person": ([PERSON], files.person),
    }


def unreadable(count: int, seed: int, folder: Path) -> list[str]:
    """Reads so many spoiled files of each kind. Returns what ended neither in a value nor in a short line, with what makes it again."""
    faults: list[str] = []
    for kind, (texts, reader) in sources().items():
        chance, path = random.Random(f"{kind} {seed}"), folder / f"spoiled_{kind}.toml"
        for number in range(count):
            path.write_bytes(spoiled(chance.choice(texts), chance))
            faults += [f"{kind} {number} of seed {seed}: {fault}" for fault in fault_of(reader, path)]
    for kind, (make, reader, parts) in FOLDERS.items():
        place = folder / kind
        make(place)
        for name, spoil in parts.items():
            faults += [f"{name} {fault} of seed {seed}" for fault in _parts(place, name, spoil, reader, count, seed)]
    return faults


def _parts(folder: Path, name: str, spoil: Spoil, reader: Reader, count: int, seed: int) -> Iterator[str]:
    """One file of a folder, the others sound."""
    path, chance = folder / name, random.Random(f"{name} {seed}")
    sound = path.read_bytes()
    for number in range(count):
        path.write_bytes(spoil(sound, chance))
        yield from (f"{number}: {fault}" for fault in fault_of(reader, folder))
    path.write_bytes(sound)


def fault_of(reader: Reader, path: Path) -> list[str]:
    """What is wrong with how it is read; nothing if a value or a line came."""
    try:
        reader(path)
    except (files.InputError, ImportRefused) as error:
        length = len(str(error)) - len(str(path))
        return [f"a line of {length} characters"] if length > LONGEST_LINE or len(str(error).splitlines()) > 1 else []
    except Exception as error:  # any other is what is looked for
        return [f"{type(error).__name__}: {error}"]
    return []

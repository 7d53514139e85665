"""Files that somebody or something has spoiled, and what reading them gives: a value or a refusal in one line, by seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from meshes.reading.judging import ImportRefused
from scenarios import files
from sim.records.recording import read
from tests.sim.played import HEADER

SPARE = (
    '"',
    "[",
    "]",
    "{",
    "}",
    "=",
    "\n",
    "\x00",
    "\u2028",
    "-",
    "9" * 40,
    "1e999",
    "nan",
    "inf",
    "true",
    "[[",
    "''",
    "''' ",
    ".",
    "é",
    "0x",
    "{},",
)
WORDS = ("-1", "0", "1e308", "nan", '""', "[]", "{}", "true", '"x"', "[[]]", "1979-05-27", "null", "99999999999999999999", '"../.."')
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


def sources() -> dict[str, tuple[list[str], Callable[[Path], object]]]:
    """By kind of file: sound texts, and what reads them."""

    def texts(folder: Path) -> list[str]:
        return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))]

    return {
        "case": (texts(files.LIBRARY), files.scenario),
        "script": (texts(files.SCRIPTS), files.script),
        "rubric": (texts(files.RUBRICS), files.rubric),
        "recording": ([RECORDING], read),
        "body": ([PERSON], files.person),
    }


def spoiled(text: str, chance: random.Random) -> bytes:
    """The text with one to four things done to it: letters lost, put in or doubled, values changed, lines exchanged, an end cut off."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        lines = text.split("\n")
        row, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(7):
            case 0:
                text = text[:at] + text[at + chance.randint(1, 30) :]
            case 1:
                text = text[:at] + chance.choice(SPARE) + text[at:]
            case 2:
                text = text[:at]
            case 3:
                lines[row], lines[other] = lines[other], lines[row]
                text = "\n".join(lines)
            case 4:
                text = "\n".join([*lines[:row], lines[row], *lines[row:]])
            case _:
                mark = "=" if "=" in lines[row] else ":"
                lines[row] = lines[row].split(mark)[0] + mark + " " + chance.choice(WORDS)
                text = "\n".join(lines)
    found = text.encode("utf-8")
    if chance.random() < 0.05:
        at = chance.randrange(len(found) + 1)
        found = found[:at] + bytes([chance.randrange(256)]) + found[at:]
    return found


def unreadable(count: int, seed: int, folder: Path) -> list[str]:
    """Reads so many spoiled files of each kind. Returns what ended neither in a value nor in a short line, with what makes it again."""
    faults: list[str] = []
    for kind, (texts, reader) in sources().items():
        chance, path = random.Random(f"{kind} {seed}"), folder / f"spoiled_{kind}.toml"
        for number in range(count):
            path.write_bytes(spoiled(chance.choice(texts), chance))
            try:
                reader(path)
            except (files.InputError, ImportRefused) as error:
                if len(str(error)) > 2000:
                    faults.append(f"{kind} {number} of seed {seed}: a line of {len(str(error))} characters")
            except Exception as error:  # any other is what is looked for
                faults.append(f"{kind} {number} of seed {seed}: {type(error).__name__}: {error}")
    return faults

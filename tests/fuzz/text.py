"""Texts that somebody or something has spoiled, by seed."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

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


VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 3, 0.5, -2.5, 1e30, -1e308, 1e999, float("nan"), 10**20, "", "x", "L4", "9" * 5000, "x" * 100_000,
    [], {}, [0.0], [0.0, 0.0, 0.0], [[0, 0, 0], [0, 0, 0]], [[1, 2], [3]], [[[0.0] * 3] * 2] * 2, {"x": 1}, ["x", None], {"": [1e300] * 3},
)  # fmt: skip
"""What JSON can hold, and Python's own of it."""


def twisted(text: str, chance: random.Random) -> str:
    """JSON that is still JSON: one to four of its values lost, doubled, or others, as deep as they may lie."""
    whole = json.loads(text)
    for _ in range(chance.randint(1, 4)):
        rows: list[Any] = [whole]
        for row in rows:  # grows while it is gone through
            rows += [each for each in (row.values() if isinstance(row, dict) else row) if isinstance(each, dict | list) and each]
        # what lies near the top is few, and as telling as what lies deep
        row = rows[chance.randrange(len(rows))] if chance.random() < 0.5 else rows[chance.randrange(min(len(rows), 8))]
        keys = list(row) if isinstance(row, dict) else list(range(len(row)))
        if not keys:
            continue
        key, other = chance.choice(keys), chance.choice(keys)
        match chance.randrange(4):
            case 0:
                del row[key]
            case 1:
                row[key] = row[other]
            case _:
                row[key] = copy.deepcopy(chance.choice(VALUES))
    return json.dumps(whole)

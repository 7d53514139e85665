"""The tables of docs/anatomy.md, from the csv files beside it: python docs/tables.py

Each stands between ``<!-- name -->`` and ``<!-- end -->`` and is written anew.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
LEVELS = ("L1", "L2", "L3", "L4", "L5")
MEASURES = {
    "upEP_w": "upper end-plate, width",
    "upEP_d": "upper end-plate, depth",
    "canal_w": "canal, width",
    "canal_d": "canal, depth",
    "canal_area": "canal, area (mm2)",
    "pedL": "pedicle, narrowest",
    "pedL_H": "pedicle, height",
    "h_ant": "body height, front",
    "h_post": "body height, back",
    "TPspan": "transverse span",
}


def read(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def with_sd(mean: str, sd: str) -> str:
    return f"{mean} ({sd})" if sd else mean


def survey() -> str:
    return table(
        ("figure", "ours", "n", "theirs", "n", "source"),
        (
            (r["figure"], with_sd(r["ours"], r["our_sd"]), r["our_n"], with_sd(r["theirs"], r["their_sd"]), r["their_n"], r["source"])
            for r in read("anatomy_survey")
        ),
    )


def vertebrae() -> str:
    """The reference man, then mean and spread of the men and the women, level by level."""
    rows = read("anatomy_vertebrae")

    def cell(measure: str, level: str) -> str:
        of_level = [r for r in rows if r["level"] == level]
        parts = [next(r[measure] for r in of_level if not r["seed"])]
        for sex in ("male", "female"):
            values = np.array([float(r[measure]) for r in of_level if r["seed"] and r["sex"] == sex])
            parts.append(f"{values.mean():.1f} ({values.std(ddof=1):.1f})")
        return "; ".join(parts)

    return table(("mm", *LEVELS), ((title, *(cell(measure, level) for level in LEVELS)) for measure, title in MEASURES.items()))


def shapes() -> str:
    """Distances between vertebrae: least, median, most, body and arch."""

    def cell(row: dict[str, str], part: str) -> str:
        return f"{row[f'{part}_median']} ({row[f'{part}_least']}-{row[f'{part}_most']})"

    rows = read("anatomy_shapes")
    return table(
        ("level", "between", "pairs", "body", "arch"),
        ((row["level"], row["pairs"], row["count"], cell(row, "body"), cell(row, "arch")) for row in rows),
    )


def written(text: str, name: str, block: str) -> str:
    """The page with one block renewed."""
    found, count = re.subn(rf"(<!-- {name} -->\n).*?(\n<!-- end -->)", lambda m: m[1] + block + m[2], text, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"anatomy.md: {count} blocks named {name}, should be 1")
    return found


def main() -> None:
    page = HERE / "anatomy.md"
    text = page.read_text(encoding="utf-8")
    for name, make in (("survey", survey), ("vertebrae", vertebrae), ("shapes", shapes)):
        text = written(text, name, make())
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""The spaces that fluid stays in: which one a bevel opens into, and what they do by themselves (``tables/compartments.csv``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from meshes.tissues import DISC, EPIDURAL, INTRATHECAL, Tissue

TABLES = Path(__file__).parent / "tables"
SOFT = frozenset(
    {
        Tissue.FAT,
        Tissue.MUSCLE,
        Tissue.FASCIA,
        Tissue.INTERSPINOUS,
        Tissue.SUPRASPINOUS,
        Tissue.SACROCOCCYGEAL,
        Tissue.VISCERA,
        Tissue.FACET_JOINT,
        Tissue.FACET_CAPSULE,
        Tissue.MUSCLE_FAT,
        Tissue.INTERSPINOUS_CLEFT,
        Tissue.RETRODURAL,
        Tissue.KIDNEY,
        Tissue.BOWEL,
    }
)
RETRODURAL = frozenset({Tissue.RETRODURAL, Tissue.FAT, Tissue.INTERSPINOUS, Tissue.FACET_JOINT})
"""Behind the flavum, from one facet to the other (space of Okada); only within ``flow_space.BEHIND_FLAVUM_MM`` of it."""
TISSUES: dict[str, frozenset[Tissue]] = {
    "epidural": frozenset(EPIDURAL),
    "intrathecal": frozenset(INTRATHECAL),
    "subdural": frozenset({Tissue.DURA}),
    "venous": frozenset({Tissue.EPIDURAL_VEIN, Tissue.BASIVERTEBRAL_VEIN, Tissue.CAVA}),
    "arterial": frozenset({Tissue.ARTERY, Tissue.AORTA}),
    "disc": frozenset(DISC),
    "facet": RETRODURAL,
    "retrodural": RETRODURAL,
    "interspinous": SOFT,
    "soft tissue": SOFT,
}
OPENED_FROM: dict[str, frozenset[Tissue]] = {
    **{name: TISSUES[name] for name in ("epidural", "intrathecal", "subdural", "venous", "arterial", "disc")},
    "facet": frozenset({Tissue.FACET_JOINT}),
    "interspinous": frozenset({Tissue.INTERSPINOUS, Tissue.INTERSPINOUS_CLEFT, Tissue.SUPRASPINOUS}),
    "soft tissue": SOFT,
}
"""What a bevel lies in when it fills a space; the retrodural one is found by where, not by what."""


@dataclass(frozen=True)
class Compartment:
    """A space; None where the table is empty."""

    name: str
    tissues: frozenset[Tissue]
    washout_s: float | None
    mixing_mm2_s: float | None
    settling_mm_s: float | None
    compliance_ml_mmhg: float | None
    relief_s: float | None
    ball_mm: float | None
    permeability: float | None
    room: float | None
    walled: bool


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the tables of ``tables`` beside this file."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def compartments() -> dict[str, Compartment]:
    """Every compartment by name."""
    found = {}
    for row in rows("compartments"):
        numbers = {key: float(value) if value else None for key, value in row.items() if key not in ("name", "walled")}
        found[row["name"]] = Compartment(name=row["name"], tissues=TISSUES[row["name"]], walled=row["walled"] == "yes", **numbers)
    return found


def compartment_of(tissue: int) -> str | None:
    """Where fluid goes from a bevel in this tissue; None if it goes nowhere (bone, nerve, flavum, skin, air)."""
    return next((name for name, tissues in OPENED_FROM.items() if tissue in tissues), None)

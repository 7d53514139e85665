"""Reads a report as a radiologist means it: what it says lies where. Knows the words that the shipped reports use."""

from __future__ import annotations

import re
from typing import NamedTuple

WORDS: dict[str, str] = {
    "disc_protrusion": r"(?<!foraminal )protrusion",
    "foraminal disc": r"foraminal protrusion",  # no body can have it
    "disc_extrusion": r"extrusion",
    "disc_bulge": r"bulging",
    "worn disc": r"\bdiscs?\b.*\b(worn|narrowed|low)\b|\bworn\b.*\bdiscs?\b",
    "osteophytes": r"\blips\b",
    "foraminal_stenosis": r"\bnarrow\b.*\bforamen\b|\bforamen\b[^,]*\b(narrow|closed)\b|foraminal narrowing",
    "central_stenosis": r"central stenosis",
    "recess": r"\brecess\b",
    "facet_arthropathy": r"large facet|(facets|facet joints?) (worn|large)",
    "synovial_cyst": r"\bcyst\b",
    "laminectomy": r"laminectomy|\bscar\b",
    "scoliosis": r"scoliosis",
    "compression_fracture": r"lost height",
    "transitional_vertebra": r"sacralised",
    "flavum_gap": r"cleft in the flavum",
    "narrow_hiatus": r"hiatus is narrow",
    "great artery": r"radiculomedullary artery",
}
"""What a clause says if it matches."""
SPACE, LEVEL = re.compile(r"L[1-5]-(?:L[1-5]|S1)"), re.compile(r"(?<!-)\b(L[1-5])\b(?!-)")
BY_LEVEL = ("laminectomy", "compression_fracture", "great artery")
NOWHERE = ("scoliosis", "transitional_vertebra", "narrow_hiatus")
"""What has no level."""
SIDED = ("disc_protrusion", "disc_extrusion", "foraminal_stenosis", "synovial_cyst", "great artery", "foraminal disc")
SIDES = {"left": "left", "right": "right", "central": "centre"}


class Reported(NamedTuple):
    """A lesion that a report names."""

    kind: str
    at: str
    """An interspace, a vertebra, or nothing."""
    side: str


def lesions(report: str) -> set[Reported]:
    """All that a report names. A clause without a level speaks of the one before it; AssertionError if there is none."""
    found: set[Reported] = set()
    spaces: list[str] = []
    levels: list[str] = []
    for clause in re.split(r"[.;:](?:\s|$)", " ".join(report.split())):
        spaces, levels = SPACE.findall(clause) or spaces, LEVEL.findall(clause) or levels
        side = next((SIDES[word] for word in re.findall(r"[a-z]+", clause.lower()) if word in SIDES), "")
        for kind, words in WORDS.items():
            if re.search(words, clause, re.IGNORECASE):
                where = [""] if kind in NOWHERE else levels if kind in BY_LEVEL else spaces
                assert where, f"the report does not say where: {clause}"
                found |= {Reported(kind, at, side if kind in SIDED else "") for at in where}
    return found

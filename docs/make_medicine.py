"""docs/medicine.md: the clinical tables as the program reads them, with their sources: python docs/make_medicine.py"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

HERE = Path(__file__).parent
PROJECT = HERE.parent
TABLES = {
    "What thins the blood": "scenarios/medicines.csv",
    "Which injections bleed little": "scenarios/bleeding_risks.csv",
    "Limits": "scenarios/limits.csv",
    "Conditions": "scenarios/conditions.csv",
    "Equal doses of steroids": "scenarios/steroids.csv",
    "What keeps a steroid in the blood": "scenarios/interactions.csv",
    "Sugar after a steroid, by day": "sim/procedure/tables/glucose.csv",
    "What consent names": "scenarios/risks.csv",
    "What reaches the operator": "scenarios/protection.csv",
    "What sedation hides": "sim/procedure/tables/sedation.csv",
    "What an old reaction to contrast asks for": "scenarios/contrast_reactions.csv",
    "What is given before contrast": "scenarios/premedication.csv",
    "What goes into a syringe": "scenarios/agents.csv",
    "Roots": "scenarios/roots.csv",
    "What a drug in the wrong place feels like": "sim/procedure/tables/symptoms.csv",
    "What is said on the way home": "scenarios/advice.csv",
    "What can follow": "sim/procedure/tables/complications.csv",
    "What it is worth": "scenarios/worth.csv",
    "How it helps": "sim/procedure/tables/relief.csv",
}
HEAD = """# The medicine in the program

Made by `python docs/make_medicine.py` from the tables that decide, and held to them by a test. Each table's head says where its numbers are
from and how far to trust them: read, known (general knowledge of the field), or guess. For teaching; verify locally.
"""


def page() -> str:
    """The whole page."""
    cited: set[str] = set()
    parts = [HEAD]
    for title, place in TABLES.items():
        lines = (PROJECT / place).read_text(encoding="utf-8").splitlines()
        said = " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
        rows = list(csv.reader(line for line in lines if line and not line.startswith("#")))
        if place.endswith("medicines.csv"):
            others = ", ".join(row[0] for row in rows[1:] if row[2] == "none")
            rows = [row for row in rows if row[2] != "none"]
            said += f" Known not to thin it: {others}."
        cited |= set(re.findall(r"@(\w+)", " ".join(lines)))
        parts.append(f"## {title}\n\n`{place}`: {said}\n\n{_table(rows)}\n")
    with (HERE / "sources.csv").open(encoding="utf-8", newline="") as file:
        sources = [[row["key"], row["gives"], row["known"]] for row in csv.DictReader(file) if row["key"] in cited]
    parts.append(f"## Sources\n\nCited in full in [sources.csv](sources.csv).\n\n{_table([['key', 'gives', 'how known'], *sources])}\n")
    return "\n".join(parts)


def _table(rows: list[list[str]]) -> str:
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    )


if __name__ == "__main__":
    (HERE / "medicine.md").write_text(page(), encoding="utf-8")

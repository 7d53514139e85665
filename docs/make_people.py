"""docs/people.png and the table of docs/anatomy.md of people drawn beside 802 living ones: python docs/make_people.py TABLE

TABLE holds the quantiles of the living by measure, level, sex and age (``living_802.csv``, not part of the project; [@openspine_2026]).
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import spearmanr

sys.path.insert(0, str(Path(__file__).parent.parent))

from meshes.morphometry import LUMBAR, Dimensions, Sex
from meshes.person import Person
from meshes.population import dimensions

HERE = Path(__file__).parent
COUNT = 500
STEP_MM = 0.8
SLANT_DEG = {"L1": 14.0, "L2": 8.0, "L3": 0.0, "L4": 10.0, "L5": 30.0}
"""Of a disc to their axial slices, along which they count voxels, one too many (table ``population``)."""
MEASURES = ("transverse span", "canal width", "disc height")
AGES = ("all", "50-59", "60-69", "70-89")
OURS, THEIRS = "#b03a2e", "#34495e"


@dataclass(frozen=True)
class Beside:
    """One row of theirs, and the same of ours, as they measured it."""

    measure: str
    level: str
    sex: str
    age: str
    theirs: tuple[float, float, float]
    """5th, 50th and 95th percentile"""
    sd: float
    ours: tuple[float, float, float]
    count: int


def people(sex: Sex, count: int) -> list[Dimensions]:
    """Even seeds are men, odd ones women, as everywhere."""
    return [dimensions(Person(sex=sex, seed=2 * i + (sex == "female"))) for i in range(count)]


def as_they_measured(person: Dimensions, measure: str, level: str) -> float:
    """mm"""
    own = person.levels[level]
    if measure == "disc height":
        return own.disc_height / np.cos(np.radians(SLANT_DEG[level])) + STEP_MM
    return own.measures.transverse_span if measure == "transverse span" else own.measures.canal_width


def of_age(some: Sequence[Dimensions], age: str) -> list[Dimensions]:
    if age == "all":
        return list(some)
    low, high = (int(years) for years in age.split("-"))
    return [person for person in some if low <= person.age < high + 1]


def beside(table: Path, drawn: dict[str, list[Dimensions]]) -> list[Beside]:
    """A row for each of theirs that we draw."""
    found = []
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            level = row["level"].split("-")[0]
            if row["measure"] not in MEASURES or level not in LUMBAR:
                continue
            some = of_age(drawn[row["sex"]], row["age"])
            values = [as_they_measured(person, row["measure"], level) for person in some]
            low, middle, high = (float(q) for q in np.percentile(values, [5, 50, 95]))
            theirs = (float(row["p5"]), float(row["median"]), float(row["p95"]))
            sd = float(row["robust_sd"])
            found.append(Beside(row["measure"], level, row["sex"], row["age"], theirs, sd, (low, middle, high), len(some)))
    return found


def together(some: Sequence[Dimensions], measure: str) -> list[float]:
    """Rank correlations: L1 with L2, .. L4 with L5, then L1 with L4."""
    values = [[as_they_measured(person, measure, level) for level in LUMBAR] for person in some]
    found = spearmanr(np.array(values)).statistic
    return [*(float(found[i, i + 1]) for i in range(4)), float(found[0, 3])]


def who(sex: str, age: str) -> str:
    return ("women" if sex == "female" else "men") + ("" if age == "all" else f" of {age}")


def picture(rows: Sequence[Beside]) -> None:
    """Theirs as bars from the 5th to the 95th percentile with the median, ours beside them."""
    figure, axes = plt.subplots(2, 3, figsize=(11, 5.4), sharey="col")
    for i, sex in enumerate(("female", "male")):
        for j, (measure, age) in enumerate((("transverse span", "all"), ("canal width", "all"), ("disc height", "50-59"))):
            some = [row for row in rows if (row.measure, row.sex, row.age) == (measure, sex, age)]
            for shift, colour, name in ((-0.12, THEIRS, "802 living"), (0.12, OURS, "ours")):
                at = np.arange(len(some)) + shift
                low, middle, high = np.array([row.theirs if colour == THEIRS else row.ours for row in some]).T
                axes[i, j].vlines(at, low, high, colour, linewidth=4, alpha=0.45)
                axes[i, j].plot(at, middle, "_", color=colour, markersize=13, markeredgewidth=2.5, label=name)
            axes[i, j].set_xticks(range(len(some)), [row.level for row in some])
            axes[i, j].set_title(f"{measure}, {who(sex, age)}, mm", fontsize=9)
    axes[0, 0].legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(HERE / "people.png", dpi=72)


def table(rows: Sequence[Beside]) -> str:
    """Medians of ours and theirs, and how far apart in their s.d., by measure, sex and age."""
    lines = ["| median, mm: ours / theirs (difference in their s.d.) | L1 | L2 | L3 | L4 | L5 |", "| --- | --- | --- | --- | --- | --- |"]
    for measure in MEASURES:
        for sex in ("female", "male"):
            for age in AGES:
                some = [row for row in rows if (row.measure, row.sex, row.age) == (measure, sex, age)]
                if some:
                    said = f"{measure}, {who(sex, age)} (n = {some[0].count})"
                    cells = [f"{r.ours[1]:.1f} / {r.theirs[1]:.1f} ({(r.ours[1] - r.theirs[1]) / r.sd:+.1f})" for r in some]
                    lines.append(f"| {' | '.join([said, *cells])} |")
    return "\n".join(lines)


def ageing(drawn: dict[str, list[Dimensions]]) -> str:
    """Share of people who have it at any level, by decade."""
    some = [*drawn["female"], *drawn["male"]]
    kinds = {"lips": "osteophytes", "swollen facets": "facet_arthropathy"}
    features = {
        "gas in a disc": lambda p: any(p.levels[level].gas for level in LUMBAR),
        "white end-plates": lambda p: any(p.levels[level].sclerosis for level in LUMBAR),
        **{name: lambda p, kind=kind: any(v.kind == kind for v in p.variants) for name, kind in kinds.items()},
        "calcium in the aorta, women": lambda p: p.values["aortic_calcium"] > 0 if p.sex == "female" else None,
        "calcium in the aorta, men": lambda p: p.values["aortic_calcium"] > 0 if p.sex == "male" else None,
    }
    bands = ("20-39", "40-49", "50-59", "60-69", "70-89")
    lines = [f"| % of people | {' | '.join(bands)} |", "| --- " * (len(bands) + 1) + "|"]
    for name, has in features.items():
        shares = [[has(p) for p in of_age(some, age) if has(p) is not None] for age in bands]
        lines.append(f"| {name} | {' | '.join(f'{100 * float(np.mean(share)):.0f}' for share in shares)} |")
    return "\n".join(lines)


def links(drawn: dict[str, list[Dimensions]]) -> str:
    """How levels go together."""
    lines = [
        "| rank correlation (a disc by the level above it) | L1, L2 | L2, L3 | L3, L4 | L4, L5 | L1, L4 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for measure in MEASURES:
        for sex, name in (("female", "women"), ("male", "men")):
            some = of_age(drawn[sex], "50-89")
            lines.append(f"| {' | '.join([f'{measure}, {name} of 50-89', *(f'{r:.2f}' for r in together(some, measure))])} |")
    return "\n".join(lines)


def main() -> None:
    drawn = {"female": people("female", COUNT), "male": people("male", COUNT)}
    rows = beside(Path(sys.argv[1]), drawn)
    picture(rows)
    page = HERE / "anatomy.md"
    text = page.read_text(encoding="utf-8")
    for name, made in (("people", table(rows)), ("links", links(drawn)), ("ageing", ageing(drawn))):
        text = re.sub(rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m, made=made: f"{m[1]}{made}\n{m[2]}", text, flags=re.DOTALL)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

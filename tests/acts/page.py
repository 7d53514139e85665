"""The page of acts: what each costs, as it came out when it was played."""

from __future__ import annotations

from collections.abc import Iterable

from scenarios.rubric import measures
from sim.studies.acts.playing import GROUPS, Acted
from tests.conftest import PROJECT

PAGE = PROJECT / "docs" / "acts.md"
HEAD = """# What harm costs

Each row is one harmful or careless act: a shipped competent script with one change (`sim/studies/acts`), played by scripted hands in the
shipped body and judged by its case's rubric and the table of safety (`scenarios/safety.csv`). Written by `make acts`; that a row is as it
says is held by its tests. An act must lose in its own measure, at its own moment, with a remark that is true of it, and gain nowhere.
`check --acts` says of each act what any case makes of it, an author's own too. Limits and points are for teaching; verify locally.

The safety table takes points off the hundred, in every case and whatever the case's own rubric weighs; where both grade the same measure
the stricter counts, once. Far beyond a limit the attempt fails. An author may be stricter, and laxer only by a fact in the chart (no
contrast in the allergic): `check` refuses a rubric that is. What the unchanged script lacks of a hundred is economy (docs/cases.md).
"""
COLUMNS = "| done | in | points | passed | own measure | what is said |\n|---|---|---|---|---|---|\n"


def page(done: Iterable[Acted]) -> str:
    """Markdown."""
    by_name = {one.act.what: one for one in done}
    parts = [HEAD]
    for title, acts in GROUPS.items():
        rows = [row(by_name[act.what]) for act in acts if act.what in by_name]
        parts.append(f"\n## {title}\n\n{COLUMNS}{''.join(rows)}")
    return "".join(parts)


def row(one: Acted) -> str:
    score, act = one.score, one.act
    end = "yes" if score.passed else f"no: {', '.join(score.critical)}" if score.critical else "no"
    points = f"{one.competent.total:.1f} to {score.total:.1f}"
    case = act.script.removesuffix("_competent")
    return f"| {act.what} | `{case}` | {points} | {end} | {measures()[act.loses].title} | {one.told} |\n"

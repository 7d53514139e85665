"""Two attempts at one case side by side: points, where the tip stood, what was given where, and which remarks went and came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from meshes.tissues import Tissue, title
from scenarios import words
from scenarios.schema import Scenario
from sim.records.recording import Recording
from sim.scoring.measures.story import Story
from sim.scoring.remarks import Remark, shown
from sim.scoring.rubric import Score

NEAREST = ("dura_mm", "vessel_mm", "root_mm")


@dataclass(frozen=True)
class Facts:
    """What one attempt came to. Millimetres, ml; None where there was nothing."""

    total: float
    passed: bool
    themes: dict[str, float]
    tip: str | None
    """The tissue in which the opening lay when the drug was first given, or at the end"""
    nearest: dict[str, float | None]
    """The least distance to dura, vessel and root in the whole attempt"""
    contrast_there_ml: float
    """When the drug was first given, or at the end"""
    drug_at_root_ml: float
    drug_lies_ml: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class Contrasted:
    """The first beside the second."""

    a: Facts
    b: Facts
    gone: tuple[Remark, ...]
    """What was said of the first alone"""
    new: tuple[Remark, ...]
    """What is said of the second alone"""

    def as_json(self) -> dict[str, Any]:
        told = {
            name: [{"measure": r.measure, "critical": r.critical, "text": r.text} for r in getattr(self, name)] for name in ("gone", "new")
        }
        return {"as_it_was": self.a.as_json(), "what_if": self.b.as_json(), **told}


def contrasted(case: Scenario, a: tuple[Recording, Score], b: tuple[Recording, Score]) -> Contrasted:
    """Each attempt with its score, judged by the same rubric."""
    (_, before), (_, after) = a, b
    said_a, said_b = ({(r.measure, r.critical): r for r in score.remarks} for score in (before, after))
    gone = tuple(remark for key, remark in said_a.items() if key not in said_b)
    new = tuple(remark for key, remark in said_b.items() if key not in said_a)
    return Contrasted(facts_of(case, *a), facts_of(case, *b), gone, new)


def facts_of(case: Scenario, recording: Recording, score: Score) -> Facts:
    story = Story(recording, case)
    tips, judged = story.all("tip_at"), story.judged_at
    ends = story.all("injection_ended", "finished")
    last = ends[-1].data if ends else {}
    return Facts(
        score.total,
        score.passed,
        score.themes,
        None if judged is None else str(judged.data["tissue"]),
        {name: min((float(tip.data[name]) for tip in tips), default=None) for name in NEAREST},
        float(story.contrast_at_drug.get("contrast_there_ml", 0.0)),
        float(last.get("drug_at_root_ml", 0.0)),
        {name: float(ml) for name, ml in last.get("drug_lies", {}).items()},
    )


def as_rows(found: Contrasted) -> list[tuple[str, str, str]]:
    """What is told, first and second, in words."""

    def row(title: str, told: Callable[[Facts], str]) -> tuple[str, str, str]:
        return title, told(found.a), told(found.b)

    themes = {**found.a.themes, **found.b.themes}
    return [
        row(words.what_if("total"), lambda one: f"{one.total:.1f}"),
        row(words.what_if("passed"), lambda one: words.what_if("yes" if one.passed else "no")),
        row(words.what_if("tip"), lambda one: _tip_told(one.tip)),
        *(row(words.what_if(name.removesuffix("_mm")), partial(_nearest_told, name)) for name in NEAREST),
        row(words.what_if("contrast"), lambda one: _told(one.contrast_there_ml, "ml")),
        row(words.what_if("drug"), lambda one: _told(one.drug_at_root_ml, "ml")),
        row(words.what_if("lies"), lambda one: _lies_told(one.drug_lies_ml)),
        *(row(theme.capitalize(), partial(_share, theme)) for theme in themes),
    ]


def _nearest_told(name: str, one: Facts) -> str:
    return _told(one.nearest[name], "mm")


def _share(theme: str, one: Facts) -> str:
    grade = one.themes.get(theme)
    return words.what_if("none") if grade is None else f"{100 * grade:.0f} %"


def _tip_told(tissue: str | None) -> str:
    return words.what_if("tip_none") if tissue is None else title(Tissue[tissue])


def _told(value: float | None, unit: str) -> str:
    return words.what_if("none") if value is None else f"{shown(value, unit)} {unit}"


def _lies_told(lies: dict[str, float]) -> str:
    most = sorted(lies.items(), key=lambda item: -item[1])[:3]
    return ", ".join(f"{name.replace('_', ' ')} {shown(ml, 'ml')} ml" for name, ml in most) or words.what_if("none")

"""What the patient answers when asked once more: what the chart holds of it, or that nobody knows."""

from __future__ import annotations

from collections.abc import Set

from scenarios.chart import Chart
from scenarios.follow_ups import FollowUpRow, follow_ups
from scenarios.medicines import medicine
from scenarios.words.said import Answer
from sim.procedure.answers import answer

UNKNOWN = (Answer("unknown"),)


def is_further(about: str) -> bool:
    """Whether a question is one that only an answer opens."""
    return about in follow_ups()


def further(chart: Chart | None, about: str, male: bool, asked: Set[str]) -> tuple[Answer, ...]:
    """The answer, part by part. Who did not ask what comes before, or heard nothing that opens it, is told nothing: so nothing hidden
    is come by without its question.
    """
    row = follow_ups()[about]
    if chart is None or row.topic not in asked or not row.opened_by(answer(chart, row.topic, male)):
        return UNKNOWN
    return tuple(_told(chart, row)) or UNKNOWN


def _told(chart: Chart, row: FollowUpRow) -> list[Answer]:
    match row.tells:
        case "dose":
            return [Answer("dose", m.name) for m in chart.medication if m.dose and ((known := medicine(m.name)) is None or known.thins)]
        case "agent":
            return [Answer("agent", a.agent) for a in chart.allergies if a.agent]
        case "relief":
            return [part for one in chart.earlier if one.steroid for part in _relief(one.relief_pct, one.relief_weeks)]
        case "sugar" if chart.laboratory.hba1c is not None:
            return [Answer("sugar", number=chart.laboratory.hba1c)]
    return []


def _relief(percent: float, weeks: float) -> tuple[Answer, ...]:
    if not percent or not weeks:
        return (Answer("no_relief"),)
    return Answer("relief", number=percent), Answer("relief_week" if weeks == 1 else "relief_weeks", number=weeks)

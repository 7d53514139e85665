"""What a chart says against an injection, by rules that stand in tables with their sources. For teaching; verify locally."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from meshes.table import Row, read
from scenarios.base import FOLDER
from scenarios.chart import Chart, Must, Reason, known_conditions

HALF_YEAR_WEEKS, YEAR_WEEKS = 26, 52


@dataclass(frozen=True)
class Concern:
    """One thing that speaks against it, where in the chart it stands, and what it asks for."""

    reason: Reason
    must: Must
    field: str
    say: str

    @property
    def stops(self) -> bool:
        return self.must in ("defer", "refer")


class Limit(Row):
    """A row of ``limits.csv``."""

    name: str
    value: float
    unit: str
    say: str


class Anticoagulant(Row):
    """A row of ``anticoagulants.csv``."""

    name: str
    group: str
    stop_days: float
    restart_h: float


@cache
def _limits() -> dict[str, Limit]:
    return {row.name: row for row in read(FOLDER / "limits.csv", Limit)}


def limit(name: str) -> float:
    """A number of ``limits.csv``."""
    return _limits()[name].value


@cache
def stop_days() -> dict[str, float]:
    """Days that a drug must have been stopped, by its name."""
    return {row.name: row.stop_days for row in read(FOLDER / "anticoagulants.csv", Anticoagulant)}


def concerns(chart: Chart) -> tuple[Concern, ...]:
    """All that the chart says against an injection, the hidden too."""
    return (*_drugs(chart), *_named(chart), *_laboratory(chart), *_repetition(chart))


def _drugs(chart: Chart) -> list[Concern]:
    found = []
    for number, drug in enumerate(chart.medication, 1):
        days = stop_days().get(drug.name.lower(), 0.0)
        if drug.last_taken_days < days:
            say = f"{drug.name} must be stopped {days:g} days before; it was taken {drug.last_taken_days:g} days ago."
            found.append(Concern("anticoagulant", "defer", f"chart.medication.{number}", say))
    return found


def _named(chart: Chart) -> list[Concern]:
    known = known_conditions()
    rows = [(f"chart.conditions.{n}", c.name) for n, c in enumerate(chart.conditions, 1)]
    rows += [(f"chart.allergies.{n}", f"{a.to} allergy") for n, a in enumerate(chart.allergies, 1) if f"{a.to} allergy" in known]
    return [Concern(known[name].reason, known[name].must, field, known[name].say) for field, name in rows]


def _laboratory(chart: Chart) -> list[Concern]:
    rows: tuple[tuple[str, Reason], ...] = (("inr", "anticoagulant"), ("hba1c", "diabetes"), ("glucose", "diabetes"))
    found = []
    for name, reason in rows:
        value = getattr(chart.laboratory, name)
        if value is not None and value > limit(name):
            found.append(Concern(reason, "defer", f"chart.laboratory.{name}", _limits()[name].say))
    platelets = chart.laboratory.platelets
    if platelets is not None and platelets < limit("platelets"):
        found.append(Concern("anticoagulant", "defer", "chart.laboratory.platelets", _limits()["platelets"].say))
    return found


def _repetition(chart: Chart) -> list[Concern]:
    found: list[Concern] = []

    def add(name: str, reason: Reason, field: str) -> None:
        found.append(Concern(reason, "defer", field, _limits()[name].say))

    weeks = [e.weeks_ago for e in chart.earlier]
    if sum(w < YEAR_WEEKS for w in weeks) >= limit("sessions_a_year"):
        add("sessions_a_year", "too_soon", "chart.earlier")
    elif sum(w < HALF_YEAR_WEEKS for w in weeks) >= limit("sessions_half_year"):
        add("sessions_half_year", "too_soon", "chart.earlier")
    if weeks:
        last = min(chart.earlier, key=lambda e: e.weeks_ago)
        if last.weeks_ago * 7 < limit("days_between"):
            add("days_between", "too_soon", "chart.earlier")
        elif last.same_again and last.relief_pct < limit("relief_to_repeat"):
            add("relief_to_repeat", "no_benefit", "chart.earlier")
    if chart.conservative_weeks < limit("conservative_weeks") and not any(c.name == "axial pain" for c in chart.conditions):
        add("conservative_weeks", "conservative_care", "chart.conservative_weeks")
    return found

"""What a chart says against an injection, by rules that stand in tables with their sources. For teaching; verify locally."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from meshes.table import Row, read
from scenarios.base import FOLDER
from scenarios.chart import Chart, Medication, Must, Reason, known_conditions, reactions
from scenarios.medicines import Medicine, Risk, medicine
from scenarios.steroids import interactions, year_before

HALF_YEAR_WEEKS, YEAR_WEEKS = 26, 52
INR_FORGOTTEN_DAYS = 30.0
"""What was stopped longer ago was not stopped for the needle: nobody asks for its INR, or for the stent that it was for (guess)."""


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


@cache
def _limits() -> dict[str, Limit]:
    return {row.name: row for row in read(FOLDER / "limits.csv", Limit)}


def limit(name: str) -> float:
    """A number of ``limits.csv``."""
    return _limits()[name].value


def concerns(chart: Chart, risk: Risk = "intermediate") -> tuple[Concern, ...]:
    """All that the chart says against an injection of this risk of bleeding, the hidden too."""
    found = (*_drugs(chart, risk), *_named(chart), *_laboratory(chart, risk), *_repetition(chart), *_steroids(chart))
    # a drug's name stands small in its table, and first in what is said of it
    return tuple(replace(concern, say=concern.say[:1].upper() + concern.say[1:]) for concern in found)


def thins_still(chart: Chart, drug: Medication, risk: Risk) -> bool:
    """Whether a drug that thins the blood was taken too lately."""
    known = medicine(drug.name)
    return known is not None and drug.last_taken_days < known.stopped_for_days(risk, chart.laboratory.egfr)


def restarted(chart: Chart, risk: Risk) -> tuple[Medicine, ...]:
    """What was stopped for the needle's sake and must be taken again, of which somebody has to say when."""
    known = [(drug, medicine(drug.name)) for drug in chart.medication]
    return tuple(
        found for drug, found in known
        if found is not None and 0 < found.stopped_for_days(risk, chart.laboratory.egfr) <= drug.last_taken_days < INR_FORGOTTEN_DAYS
    )  # fmt: skip


def _days(days: float) -> str:
    if 0 < days < 1:
        return f"{24 * days:.0f} hours"
    return "1 day" if days == 1 else f"{days:g} days"


def _drugs(chart: Chart, risk: Risk) -> list[Concern]:
    found: list[Concern] = []
    for number, drug in enumerate(chart.medication, 1):
        field, known = f"chart.medication.{number}", medicine(drug.name)
        if known is None:
            say = f"{drug.name} is not in the list of medicines: find out whether it thins the blood before any needle."
            found.append(Concern("anticoagulant", "heed", field, say))
            continue
        if thins_still(chart, drug, risk):
            found.append(Concern("anticoagulant", "defer", field, _too_late(chart, drug, known, risk)))
        elif known.inr and risk != "low" and chart.laboratory.inr is None and drug.last_taken_days < INR_FORGOTTEN_DAYS:
            say = f"{drug.name} was stopped, but no INR is on file that shows it gone."
            found.append(Concern("anticoagulant", "defer", "chart.laboratory.inr", say))
        elif chart.laboratory.egfr is None and drug.last_taken_days < known.stopped_for_days(risk, 0.0):
            weak = _days(known.stopped_for_days(risk, 0.0))
            kidneys = f"with kidneys that filter less than {known.renal_ml_min:.0f} ml a minute"
            say = f"{drug.name} must be stopped {weak} before {kidneys}. Nothing is known of them: ask."
            found.append(Concern("anticoagulant", "heed", field, say))
    return [*found, *_two_on_platelets(chart)]


def _too_late(chart: Chart, drug: Medication, known: Medicine, risk: Risk) -> str:
    """When it should have been stopped, and why so early."""
    egfr = chart.laboratory.egfr
    days = known.stopped_for_days(risk, egfr)
    kidney = "with such kidneys" if egfr is not None else "nothing is known of the kidneys"
    why = f" ({kidney})" if days != known.stopped_for_days(risk, known.renal_ml_min) else ""
    return f"{drug.name} must be stopped {_days(days)} before{why}; it was taken {_days(drug.last_taken_days)} ago."


def _two_on_platelets(chart: Chart) -> list[Concern]:
    """Aspirin in a packet of two counts; what was given up long ago does not."""
    lately = [
        known for drug in chart.medication if drug.last_taken_days < INR_FORGOTTEN_DAYS and (known := medicine(drug.name)) is not None
    ]
    both = list(dict.fromkeys(part for known in lately for part in known.on_platelets))
    if len(both) < 2:
        return []
    say = f"{' and '.join(both)}: two at once mean a stent or a stroke not long ago. Ask who prescribed them before any is stopped."
    return [Concern("anticoagulant", "heed", "chart.medication", say)]


def _named(chart: Chart) -> list[Concern]:
    known = known_conditions()
    rows = [(f"chart.conditions.{n}", c.name) for n, c in enumerate(chart.conditions, 1)]
    rows += [(f"chart.allergies.{n}", f"{a.to} allergy") for n, a in enumerate(chart.allergies, 1) if f"{a.to} allergy" in known]
    graded = {f"{a.to} allergy": f" {reactions()[a.grade].say}" for a in chart.allergies if a.grade is not None}
    return [Concern(known[name].reason, known[name].must, field, known[name].say + graded.get(name, "")) for field, name in rows]


def _laboratory(chart: Chart, risk: Risk) -> list[Concern]:
    inr = "inr_low" if risk == "low" else "inr_asra" if chart.follows == "ASRA 2018" else "inr_esra"
    rows: tuple[tuple[str, str, Reason], ...] = (
        ("inr", inr, "anticoagulant"),
        ("hba1c", "hba1c", "diabetes"),
        ("glucose", "glucose", "diabetes"),
        ("crp", "crp", "infection"),
    )
    found = []
    for name, rule, reason in rows:
        value = getattr(chart.laboratory, name)
        if value is not None and value > limit(rule):
            found.append(Concern(reason, "defer", f"chart.laboratory.{name}", _limits()[rule].say))
    platelets = chart.laboratory.platelets
    if platelets is not None and platelets < limit("platelets"):
        found.append(Concern("anticoagulant", "defer", "chart.laboratory.platelets", _limits()["platelets"].say))
    return found


def _steroids(chart: Chart) -> list[Concern]:
    """What the year held already, and what would keep one more dose in the blood."""
    found = []
    if year_before(chart.earlier) >= limit("steroid_a_year"):
        found.append(Concern("steroid_burden", "defer", "chart.earlier", _limits()["steroid_a_year"].say))
    for number, drug in enumerate(chart.medication, 1):
        known = medicine(drug.name)
        row = interactions().get(known.name) if known is not None else None
        if row is not None and drug.last_taken_days < row.gone_days:
            found.append(Concern("interaction", row.must, f"chart.medication.{number}", row.say))
    return found


def _repetition(chart: Chart) -> list[Concern]:
    found: list[Concern] = []

    def add(name: str, reason: Reason, field: str) -> None:
        found.append(Concern(reason, "defer", field, _limits()[name].say))

    here = [e for e in chart.earlier if not e.joint]
    weeks = [e.weeks_ago for e in here]
    if sum(w < YEAR_WEEKS for w in weeks) >= limit("sessions_a_year"):
        add("sessions_a_year", "too_soon", "chart.earlier")
    elif sum(w < HALF_YEAR_WEEKS for w in weeks) >= limit("sessions_half_year"):
        add("sessions_half_year", "too_soon", "chart.earlier")
    if weeks:
        last = min(here, key=lambda e: e.weeks_ago)
        if last.weeks_ago * 7 < limit("days_between"):
            add("days_between", "too_soon", "chart.earlier")
        elif last.same_again and last.relief_pct < limit("relief_to_repeat"):
            add("relief_to_repeat", "no_benefit", "chart.earlier")
        elif last.same_again and last.relief_weeks < min(limit("relief_weeks"), last.weeks_ago):
            add("relief_weeks", "no_benefit", "chart.earlier")
    if chart.conservative_weeks < limit("conservative_weeks") and not any(c.name == "axial pain" for c in chart.conditions):
        add("conservative_weeks", "conservative_care", "chart.conservative_weeks")
    return found

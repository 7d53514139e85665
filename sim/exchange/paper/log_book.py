"""A learner's log book, as a programme director files it: cases by approach and level, dose, what went wrong, who proved it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from statistics import median

from scenarios import files, words
from scenarios.files import InputError
from scenarios.rubric import measures
from scenarios.words import told, told_first
from sim.exchange.gradebook.rows import Filing
from sim.exchange.paper.period import WHOLE, Period
from sim.exchange.paper.sheet import Sheet, heading, paragraph, signatures, table
from sim.procedure.course import Trouble
from sim.records.header import PERSONS
from sim.session.own_cases import case_named, case_title

BURDENS = ("dose_area", "air_kerma", "fluoroscopy_time")
"""Measures of dose, as a log book asks for them"""
HARMS = (
    "dural_punctures",
    "cord_entries",
    "vessel_entries",
    "root_contacts",
    "disc_entries",
    "drug_intrathecal",
    "drug_intravascular",
    "sterility_breaks",
    "needled_unsterile",
)
"""Measures that are nothing where nothing went wrong"""


@dataclass(frozen=True)
class Practised:
    """Attempts by one way at one level."""

    approach: str
    level: str
    attempts: int
    passed: int
    cases: int


@dataclass(frozen=True)
class Burden:
    """Dose of one kind over all attempts that gave it; in the unit of the catalogue."""

    measure: str
    sum: float
    median: float
    count: int


@dataclass(frozen=True)
class Mishap:
    """One kind of what went wrong."""

    code: str
    attempts: int
    """In so many of them"""
    sum: float
    """In the unit of the measure: how often, or how much"""


@dataclass(frozen=True)
class Later:
    """One kind of what patients had in the weeks afterwards."""

    name: str
    attempts: int
    """In so many of them"""
    after_h: float
    """At the earliest"""


@dataclass(frozen=True)
class LogBook:
    """Of one learner, by attempts of their own hands."""

    learner: str
    attempts: tuple[Filing, ...]
    places: tuple[Practised, ...]
    burdens: tuple[Burden, ...]
    harms: tuple[Mishap, ...]
    critical: tuple[Mishap, ...]
    """By the measure for which an attempt was failed outright"""
    later: tuple[Later, ...]
    unknown: int
    """Attempts of which nobody knows what followed"""
    period: Period
    stamps: tuple[tuple[str, str, int], ...]
    """Basis of a judgement, the program that made it, and of how many attempts"""

    @property
    def days(self) -> list[date]:
        return sorted(one.started for one in self.attempts if one.started is not None)


def log_book(learner: str, entries: Sequence[Filing], aftermath: Mapping[int, Sequence[Trouble]], period: Period = WHOLE) -> LogBook:
    """Of whole filings, and of what followed on them by their numbers. Raises InputError where there is none to tell of."""
    own = tuple(one for one in period.within(entries) if one.mode in PERSONS and not one.copied)
    if not own:
        raise InputError(words.paper("nobody" if period.is_whole else "nobody_then", learner=learner))
    burdens = []
    for name in BURDENS:
        given = [one.measures[name] for one in own if name in one.measures]
        burdens.append(Burden(name, sum(given), median(given) if given else 0.0, len(given)))
    hurt = ((name, [one.measures.get(name, 0.0) for one in own]) for name in HARMS)
    harms = tuple(Mishap(name, sum(value > 0 for value in values), sum(values)) for name, values in hurt if any(values))
    failed = Counter(name for one in own for name in {measure for measure, critical, _ in one.remarks if critical})
    critical = tuple(Mishap(name, count, float(count)) for name, count in sorted(failed.items(), key=lambda row: (-row[1], row[0])))
    stamps = Counter((one.basis, one.proved_by) for one in own)
    told = tuple((basis, program, count) for (basis, program), count in sorted(stamps.items()))
    later = _later([aftermath[one.number] for one in own if one.number in aftermath])
    unknown = sum(one.number not in aftermath for one in own)
    return LogBook(learner, own, tuple(_places(own)), tuple(burdens), harms, critical, later, unknown, period, told)


def _later(courses: Sequence[Sequence[Trouble]]) -> tuple[Later, ...]:
    """The most frequent first."""
    met: dict[str, list[float]] = {}
    for troubles in courses:
        first: dict[str, float] = {}
        for one in troubles:
            first[one.name] = min(one.after_h, first.get(one.name, one.after_h))
        for name, hours in first.items():
            met.setdefault(name, []).append(hours)
    found = (Later(name, len(hours), min(hours)) for name, hours in met.items())
    return tuple(sorted(found, key=lambda one: (-one.attempts, one.name)))


def _places(own: Sequence[Filing]) -> list[Practised]:
    where = {name: _where(name) for name in {one.scenario for one in own}}
    found = []
    for approach, level in sorted(set(where.values())):
        there = [one for one in own if where[one.scenario] == (approach, level)]
        found.append(Practised(approach, level, len(there), sum(one.passed for one in there), len({one.scenario for one in there})))
    return found


def _where(case: str) -> tuple[str, str]:
    """Approach and level. A case that is gone since keeps its name."""
    try:
        known = case_named(case)
        return files.technique(known.technique).title, known.target.level
    except InputError:
        return words.paper("unknown_case", case=case), ""


def sheet_of(book: LogBook) -> Sheet:
    """To be printed."""
    days = book.days
    counts = {"attempts": len(book.attempts), "passed": sum(one.passed for one in book.attempts)}
    counts["cases"] = len({one.scenario for one in book.attempts})
    parts = [heading("log_book", 1), paragraph("of_learner", learner=book.learner)]
    parts.append(paragraph("period", first=days[0], last=days[-1], **counts) if days else paragraph("period_unknown", **counts))
    if not book.period.is_whole:
        first, last = book.period.first, book.period.last
        parts.append(paragraph("period_asked", first=first or words.paper("period_open"), last=last or words.paper("period_open")))
    parts += [paragraph("counted"), heading("by_approach")]
    rows = [(told(one.approach), one.level, str(one.cases), str(one.attempts), str(one.passed)) for one in book.places]
    parts.append(table(("approach", "level", "cases", "attempts", "passed"), rows))
    parts += [heading("dose"), *(_burden(one) for one in book.burdens), heading("complications")]
    hurt = [(_title(one.code), str(one.attempts), _amount(one)) for one in book.harms]
    parts.append(table(("what", "in_attempts", "in_all"), hurt) if hurt else paragraph("complications_none"))
    parts += [heading("later"), paragraph("later_about"), *_afterwards(book), heading("critical")]
    failed = [(_title(one.code), str(one.attempts)) for one in book.critical]
    parts.append(table(("by", "attempts"), failed) if failed else paragraph("critical_none"))
    parts += [heading("stamps"), paragraph("stamps_about")]
    parts.append(table(("judged", "by_program", "attempts"), [(told(basis), program, str(count)) for basis, program, count in book.stamps]))
    parts.append(signatures("sign_learner", "sign_director"))
    parts.append(f"<h2 style='page-break-before:always'>{escape(words.paper('attempts_listed'))}</h2>")
    parts.append(table(("day", "case", "mode", "points", "passed", "judged", "fingerprint"), [_line(one) for one in book.attempts]))
    return Sheet(f"{words.paper('log_book')}: {book.learner}", "".join(parts), days[-1] if days else None)


def _burden(one: Burden) -> str:
    about = measures()[one.measure]
    if not one.count:
        return paragraph("dose_none", what=told(about.title))
    figures = {"sum": f"{one.sum:.4g}", "median": f"{one.median:.4g}", "count": one.count}
    return paragraph("dose_line", what=told(about.title), unit=words.unit(about.unit), **figures)


def _afterwards(book: LogBook) -> list[str]:
    rows = [(told_first(one.name), str(one.attempts), _when(one.after_h)) for one in book.later]
    said = [table(("what", "in_attempts", "earliest"), rows)] if rows else []
    if not rows and book.unknown < len(book.attempts):
        said.append(paragraph("later_none"))
    return [*said, *([paragraph("later_unknown", count=book.unknown)] if book.unknown else [])]


def _when(hours: float) -> str:
    return words.paper("hours", hours=f"{hours:g}") if hours < DAYS_FROM_H else words.paper("days", days=f"{hours / 24:.0f}")


def _title(code: str) -> str:
    """Of a measure; its name, where this version does not know it any more."""
    return told(measures()[code].title) if code in measures() else code


def _amount(one: Mishap) -> str:
    unit = measures()[one.code].unit
    return f"{one.sum:.4g}" if unit == "count" else f"{one.sum:.4g} {words.unit(unit)}"


def _line(one: Filing) -> tuple[str, ...]:
    day = one.started.isoformat() if one.started else ""
    said = words.paper("yes" if one.passed else "no")
    return day, told(case_title(one.scenario)), told(one.mode), f"{one.total:.1f}", said, told(one.basis), one.fingerprint[:MARK]


DAYS_FROM_H = 48.0
"""From here on people count days"""
MARK = 16
"""Signs of a fingerprint that a person compares"""

"""What somebody, or a class, is strong and weak in: of each measure how often it was judged, and how often it lost points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Case, ColumnElement, Label, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from scenarios import files
from sim.exchange.gradebook.sealing import is_sealed
from sim.exchange.gradebook.tables import FiledAttempt, Measured, Remarked
from sim.records.header import PERSONS
from sim.scoring.measures import FUNCTIONS, THEMES

THEME = "theme"
"""The name of a column"""


@dataclass(frozen=True)
class Missed:
    """A measure, or a theme of several."""

    name: str
    given: int
    """In so many attempts there was something to judge by it"""
    remarked: int
    """In so many it lost points"""
    critical: int
    """In so many it failed the attempt"""

    @property
    def share(self) -> float:
        """0 to 1"""
        return self.remarked / self.given if self.given else 0.0


@cache
def graded() -> frozenset[str]:
    """Measures by which any shipped rubric takes points: what nobody grades is no strength."""
    rubrics = [files.technique(name).rubric for name in files.techniques()]
    rubrics += [files.rubric(path) for path in files.RUBRICS.glob("*.toml")]
    return frozenset(row.measure for rubric in rubrics for row in (*rubric.criteria, *rubric.critical))


def missed(session: Session, learner: int | None = None) -> list[Missed]:
    """Of one learner by number, or of everybody: by measure, what was missed most often first.

    Scripts, copies and what is sealed are left out.
    """
    times = _given(session, learner)
    said = select(Remarked.measure, func.count(func.distinct(Remarked.attempt_id)), func.count(func.distinct(_critical())))
    said = said.where(_counts(Remarked.attempt_id, learner)).group_by(Remarked.measure)
    lost = {name: (int(some), int(grave)) for name, some, grave in session.execute(said)}
    names = (graded() & times.keys()) | lost.keys()
    rows = [Missed(name, max(times.get(name, 0), lost.get(name, (0, 0))[0]), *lost.get(name, (0, 0))) for name in names]
    return sorted(rows, key=lambda row: (-row.share, -row.given, row.name))


def _given(session: Session, learner: int | None) -> dict[str, int]:
    """How often each graded measure was given. Of everybody all are counted and the few that are left out taken off: nothing is joined."""
    counted = select(Measured.name, func.count()).where(Measured.name.in_(graded())).group_by(Measured.name)
    if learner is not None:
        return {name: int(count) for name, count in session.execute(counted.where(_counts(Measured.attempt_id, learner)))}
    times = {name: int(count) for name, count in session.execute(counted)}
    for name, count in session.execute(counted.where(Measured.attempt_id.in_(_left_out()))):
        times[name] -= int(count)
    return {name: count for name, count in times.items() if count}


def _left_out() -> Select[Any]:
    return select(FiledAttempt.id).where(FiledAttempt.mode.not_in(PERSONS) | FiledAttempt.copied | is_sealed())


def _counts(number: InstrumentedAttribute[int], learner: int | None) -> ColumnElement[bool]:
    """Whether what hangs on an attempt counts."""
    if learner is None:
        return number.not_in(_left_out())
    own = select(FiledAttempt.id).where(FiledAttempt.learner_id == learner, FiledAttempt.mode.in_(PERSONS), FiledAttempt.copied.is_(False))
    return number.in_(own.where(~is_sealed()))


def _critical() -> Case[int | None]:
    """The attempt's number where the remark is critical, and nothing to count where it is not."""
    return case((Remarked.critical, Remarked.attempt_id), else_=None)


def theme_of(measure: str) -> str:
    """Empty for a measure of another version."""
    home = {module.__name__: theme for theme, module in THEMES.items()}
    return home[FUNCTIONS[measure].__module__] if measure in FUNCTIONS else ""


def missed_themes(session: Session, learner: int) -> list[Missed]:
    """Of one learner by number: in how many attempts each theme was judged, lost points and failed the attempt, the weakest first."""
    given = select(_theme(Measured.name), func.count(func.distinct(Measured.attempt_id)))
    given = given.where(Measured.name.in_(graded()), _counts(Measured.attempt_id, learner)).group_by(THEME)
    times = {theme: int(count) for theme, count in session.execute(given)}
    some, grave = (func.count(func.distinct(one)) for one in (Remarked.attempt_id, _critical()))
    lost = select(_theme(Remarked.measure), some, grave).where(_counts(Remarked.attempt_id, learner)).group_by(THEME)
    found = {theme: (int(count), int(failed)) for theme, count, failed in session.execute(lost)}
    names = {theme for theme in (*times, *found) if theme}
    rows = [Missed(name, max(times.get(name, 0), found.get(name, (0, 0))[0]), *found.get(name, (0, 0))) for name in names]
    return sorted(rows, key=lambda row: (-row.share, row.name))


def _theme(measure: InstrumentedAttribute[str]) -> Label[str]:
    """theme_of, in the database; a column of this name to be grouped by."""
    return case({name: theme_of(name) for name in FUNCTIONS}, value=measure, else_="").label(THEME)

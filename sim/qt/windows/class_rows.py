"""What stands in the rows of the tables of a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scenarios.rubric import measures
from scenarios.words import told
from sim.qt.panels.figures_table import Cell
from sim.qt.words import phrase, term

if TYPE_CHECKING:  # what works with databases is loaded by who asks them
    from sim.exchange.gradebook.cohort import CaseItem
    from sim.exchange.gradebook.rows import Filing
    from sim.exchange.gradebook.strengths import Missed

FEW = 10
"""So often a measure must have been judged for its share to mean anything (guess)"""


def of_item(item: CaseItem, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    """How hard a case is; ``titles`` of cases by their names."""
    apart = phrase("class_page.not_known") if item.discrimination is None else round(item.discrimination, 2)
    return titles.get(item.case, item.case), item.learners, round(100 * item.difficulty, 1), apart, round(item.mean, 1)


def of_attempt(row: Filing, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    """``titles`` of cases by their names."""
    passed = phrase(f"class_page.{'a_copy' if row.copied else 'yes' if row.passed else 'no'}")
    case = titles.get(row.scenario, row.scenario)
    return case, row.learner, term(row.mode), row.started or "", round(row.total, 1), passed, row.number


def of_missed(one: Missed) -> tuple[Cell, ...]:
    """How often a measure lost points."""
    title = told(measures()[one.name].title) if one.name in measures() else one.name
    if one.given < FEW:
        title = phrase("class_page.few", measure=title, count=one.given)
    return title, one.given, one.remarked, round(100 * one.share, 1), one.critical

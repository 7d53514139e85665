"""Every text that stands in English in a table or a shipped case and is read by a learner, by where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scenarios import files
from scenarios.chart import Chart, known_conditions, reactions, root_areas
from scenarios.citing import plain
from scenarios.curriculum import path as courses
from scenarios.glossary import glossary
from scenarios.learned import published
from scenarios.parting import parting_words
from scenarios.premedication import regimens
from scenarios.reference_ranges import reference_ranges
from scenarios.risks import risks
from scenarios.rubric import Rubric, measures
from scenarios.rules import _limits
from scenarios.safety import rows
from scenarios.schema import Scenario
from scenarios.steroids import interactions
from scenarios.views import VIEWS
from scenarios.worth import worths
from sim.procedure.course import _complications


def _remarks(rubric: Rubric | None) -> Iterator[str]:
    if rubric is not None:
        yield from (one.remark for one in (*rubric.criteria, *rubric.critical))


def remarks() -> Iterator[str]:
    """Of what is judged, and the names of what it is judged by."""
    yield from (row.remark for row in rows())
    for path in sorted(files.RUBRICS.glob("*.toml")):
        yield from _remarks(files.rubric(path))
    for name in files.techniques():
        yield from _remarks(files.technique(name).rubric)
    for path in files.all_shipped().values():
        yield from _remarks(files.scenario(path).rubric)
    yield from (measure.title for measure in measures().values())


def tables() -> Iterator[str]:
    """What is told, explained and looked up."""
    for name in files.techniques():
        way = files.technique(name)
        yield from (way.title, way.approach, plain(way.source))
    yield from (study.says for study in published())
    yield from (row.say for row in parting_words().values())
    yield from (row.say for row in risks())
    yield from (row.gives for row in regimens().values())
    yield from (row.says for row in worths().values())
    for term in glossary():
        yield from (term.title, term.says)
    for trouble in _complications():
        yield from (trouble.name, trouble.says, trouble.call, trouble.do)
    yield from (row.say for row in known_conditions().values())
    yield from (row.say for row in reactions().values())
    yield from (row.say for row in _limits().values())
    yield from (row.say for row in interactions().values())
    for area in root_areas().values():
        yield from (area.dermatome, area.myotome)
    yield from (row.title for row in reference_ranges().values())
    yield from (view.title for view in VIEWS.values())
    for course in courses():
        yield from (course.title, course.about, *(stage.title for stage in course.stages))


def _charted(chart: Chart) -> Iterator[str]:
    yield from (chart.history, chart.signs, chart.imaging)
    yield from (one.says for one in chart.slices)
    yield from (one.dose for one in chart.medication)
    yield from (one.reaction for one in chart.allergies)
    yield from (one.note for one in chart.conditions)
    yield from (one.what for one in chart.earlier)


def _told(case: Scenario) -> Iterator[str]:
    yield from (case.title, case.learning, case.patient.name, case.patient.complaint)
    yield from (goal.say for goal in case.goals)
    yield from (hint.say for hint in case.hints)
    if case.plan is not None:
        yield case.plan.why
    if case.chart is not None:
        yield from _charted(case.chart)


def cases() -> Iterator[str]:
    """Of what a case says to whoever works at it."""
    for path in files.all_shipped().values():
        yield from _told(files.scenario(path))


def in_a_line(found: Iterable[str]) -> list[str]:
    """Each once, in its order, as translations are looked up."""
    return list(dict.fromkeys(" ".join(text.split()) for text in found if text.strip()))

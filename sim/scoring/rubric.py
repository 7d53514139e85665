"""A rubric's marks: each measure graded from 0 to 1, critical errors, the total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scenarios import files
from scenarios.errors import excuse
from scenarios.rubric import Criterion, CriticalError, Rubric, measures
from scenarios.schema import Scenario
from scenarios.ways import by_way
from sim.records.recording import Recording
from sim.scoring.grading import DIGITS, committed, grade
from sim.scoring.guard import Loss, errors, guards, losses
from sim.scoring.headroom import Spent, spent
from sim.scoring.limits import LIMITS, Limits
from sim.scoring.measures import FUNCTIONS, THEMES, Value, measured
from sim.scoring.remarks import Remark, Remarks, short_of
from sim.scoring.themes import ALSO_OF, themes_of

GOOD_FROM = 0.9
"""Of a theme (guess)."""
REACHED = ("tip_to_target", "tip_in_space", "tip_in_joint")
"""Measures of having come to the end of the way"""
MUCH = 2.0
"""Points off the hundred for one harm, of whose theme nobody is praised (guess)."""
DRILLED = ("picture_named", "view_pictured", "tip_at", "depth_said", "level_said")
"""What shows that a drill was done."""


@dataclass(frozen=True)
class Mark:
    """What one criterion gave."""

    measure: str
    value: float | None
    unit: str
    grade: float
    """0 to 1"""
    weight: float
    step: int | None

    @property
    def lost(self) -> float:
        return self.weight * (1 - self.grade)


@dataclass(frozen=True)
class Score:
    """The judgement of one attempt."""

    total: float
    """0 to 100"""
    passed: bool
    finished: bool
    critical: tuple[str, ...]
    marks: tuple[Mark, ...]
    losses: tuple[Loss, ...]
    """Points off the hundred for what harms a patient in any case"""
    remarks: tuple[Remark, ...]
    measures: dict[str, Value | None]
    themes: dict[str, float]
    """Mean grade of each theme's criteria, 0 to 1; of safety and economy what they left"""
    goals_missed: tuple[str, ...] = ()
    """Goals of the case that were not reached: who misses one has not passed"""
    fell_short: frozenset[str] = frozenset()
    """The measures in which they were missed"""
    economy: tuple[Spent, ...] = ()
    """Points off the hundred for what a good attempt could still spare the patient"""

    @property
    def erred_in(self) -> frozenset[str]:
        """The themes in which a critical error was made."""
        critical = [remark.measure for remark in self.remarks if remark.critical]
        wrong = themes_of(critical, self.themes) | ({"safety"} if self.critical else set())
        return wrong & frozenset(self.themes)

    @property
    def gravest_theme(self) -> str:
        """The theme of the gravest critical error, which is the first that is remarked on; empty where none was made, or none is judged."""
        worst = next((remark for remark in self.remarks if remark.critical), None)
        if worst is None:
            return ""
        of = themes_of([worst.measure], self.themes)
        return next((theme for theme in self.themes if theme in of), "")

    @property
    def went_well(self) -> tuple[str, ...]:
        """The themes that somebody may be praised for: none in which an error was made, a goal was missed, or much was taken off, nor that
        of what is to be changed first, nor one in which nothing was done.
        """
        first = {remark.measure for remark in self.remarks[:1]}
        harms = {loss.measure for loss in self.losses if loss.points >= MUCH or loss.measure in first}
        left = {remark.measure for remark in self.remarks if remark.measure in ALSO_OF["safety"]}
        wrong = self.erred_in | themes_of(first | harms | left | self.fell_short, self.themes) | ({"safety"} if harms else set())
        given = self.measures.get("contrast_given")
        wrong |= {"contrast"} if given is None or given.value <= 0 else set()  # who rightly gave none did nothing well there
        far = any(mark.measure in REACHED and mark.value is not None and mark.grade <= 0 for mark in self.marks)
        wrong |= {"the way"} if far else set()  # who was never there has not gone it
        wrong |= set() if self.passed else {"economy"}  # what is left out is spared too
        good = {theme: grade for theme, grade in self.themes.items() if theme not in wrong and (grade >= GOOD_FROM or self.passed)}
        best = max(good.values(), default=0.0)  # who passed did something best
        return tuple(theme for theme, grade in good.items() if grade >= min(GOOD_FROM, best))

    @property
    def rating(self) -> int:
        """Global rating, 1 to 5: by the total in fifths; an error or a missed goal allows no more than 2, an unfinished attempt 1."""
        by_total = min(1 + int(self.total // 20), 5)
        return min(by_total, 1 if not self.finished else 2 if self.critical or self.goals_missed else 5)

    def as_json(self) -> dict[str, Any]:
        catalogue = measures()
        return {
            "total": self.total,
            "passed": self.passed,
            "rating": self.rating,
            "themes": self.themes,
            "finished": self.finished,
            "critical": list(self.critical),
            "goals_missed": list(self.goals_missed),
            "marks": [
                {"measure": m.measure, "value": m.value, "unit": m.unit, "grade": m.grade, "weight": m.weight, "step": m.step}
                for m in self.marks
            ],
            "losses": [loss.as_json() for loss in self.losses],
            "economy": [one.as_json() for one in self.economy],
            "remarks": [{"text": r.text, "measure": r.measure, "time_s": r.time_s, "critical": r.critical} for r in self.remarks],
            "measures": {
                name: None if value is None else {"value": value.value, "unit": catalogue[name].unit, "step": value.step}
                for name, value in self.measures.items()
            },
        }


def judge(recording: Recording, rubric: Rubric, case: Scenario, limits: Limits = LIMITS) -> Score:
    """The score of a recording by this rubric, and by this case's plan, target and technique: its own, or others.

    A measure that the attempt did not give loses its points and commits no error; so does one that asks for little of something, where a
    needle was right and never went in. Whatever the rubric says, what harms a patient takes points off the total by the table of safety, or
    fails the attempt. Beside a case's own rubric economy takes the last points. Of several ways that the plan allows, the one last decided
    is judged.
    """
    decided = _decided_way(recording)
    went = by_way(case, decided)
    own = rubric == files.rubric_of(case)
    if went is not case and own:
        rubric = files.rubric_of(went)
    case = went
    values = measured(recording, case, limits)
    # a drill is one skill, and its rubric all that is asked: what a whole injection owes the patient is not
    needled = case.drill is None and any(event.kind == "pass_begun" for event in recording.events)
    rows = guards(_as_gone(case, decided, values), needled)
    tried = needled or not case.wants_injection or _drilled(recording, case)
    marks = [_mark(criterion, values[criterion.measure], tried) for criterion in rubric.criteria]
    whole = sum(mark.weight for mark in marks)
    taken = losses(rows, values, {mark.measure: 100.0 * mark.lost / whole for mark in marks}, DIGITS)
    found = [e for e in (*rubric.critical, *errors(rows, rubric.critical)) if _is_committed(e, values)]
    missed = [goal for goal in case.goals if short_of(goal, values)]
    lost = {mark.measure: 100.0 * mark.lost / whole for mark in marks if mark.grade < 1.0}
    say = Remarks(values, recording.steps)
    unsaid = set() if tried else _withheld(marks, values, any(error.name == "no_drug" for error in found))
    spoken = {name: points for name, points in lost.items() if name not in unsaid}
    remarks = say.of_errors(found) + say.of_losses(found, missed, rubric.criteria, spoken, taken)
    earned = 100.0 * sum(mark.weight * mark.grade for mark in marks) / whole
    saving = spent(case, values) if own and needled and case.wants_injection else ()
    total = round(max(earned - sum(loss.points for loss in taken) - sum(one.points for one in saving), 0.0), DIGITS)
    critical = tuple(error.name for error in found)
    passed = recording.finished and not critical and not missed and total >= rubric.pass_mark
    themes = _themes(marks)
    if needled:
        themes["safety"] = round(max(1.0 - sum(loss.points for loss in taken) / 100.0, 0.0), DIGITS)
    if saving:
        themes["economy"] = round(1.0 - sum(one.points for one in saving) / sum(one.of for one in saving), DIGITS)
    told, by = tuple(map(str, missed)), frozenset(one.measure for goal in missed for one in short_of(goal, values))
    return Score(total, passed, recording.finished, critical, tuple(marks), tuple(taken), tuple(remarks), values, themes, told, by, saving)


def _mark(criterion: Criterion, value: Value | None, tried: bool) -> Mark:
    """What a criterion gives. Who never went in spared the patient nothing: few passes and little beam are earned by whoever did."""
    if not tried and criterion.at_least is None:
        value = None
    got = 0.0 if value is None else grade(criterion, value.value)
    number, step = (None, None) if value is None else (value.value, value.step)
    return Mark(criterion.measure, number, criterion.unit, got, criterion.weight, step)


def _withheld(marks: list[Mark], values: dict[str, Value | None], told: bool) -> set[str]:
    """Of what no needle did no remark is made; nor, where it is told that no drug was given, of what it left undone."""
    return {mark.measure for mark in marks if mark.value is None and (told or values[mark.measure] is not None)}


def _drilled(recording: Recording, case: Scenario) -> bool:
    """Whether anything of a drill was done: no picture at all spares nobody the beam."""
    return case.drill is not None and any(event.kind in DRILLED for event in recording.events)


def _as_gone(case: Scenario, approach: str | None, values: dict[str, Value | None]) -> Scenario:
    """By the way decided and gone, though the plan does not allow it: how much is usual, and what lies at the tip, goes by the way."""
    gone = values["approach_as_decided"]
    elsewhere = gone is not None and gone.value < 1
    return case if elsewhere or approach not in files.techniques() else case.model_copy(update={"technique": approach})


def _decided_way(recording: Recording) -> str | None:
    """By which way it was last decided to go."""
    found = [event.data.get("approach") for event in recording.events if event.kind == "decided" and event.data["decision"] == "inject"]
    return str(found[-1]) if found and found[-1] is not None else None


def _is_committed(error: CriticalError, values: dict[str, Value | None]) -> bool:
    value, unless = values[error.measure], excuse(error.name)
    excused = values[unless] if unless else None
    return value is not None and committed(error, value.value) and (excused is None or excused.value < 1.0)


def _themes(marks: list[Mark]) -> dict[str, float]:
    """The mean grade of each theme that was judged, by weight."""
    found = {}
    for theme, module in THEMES.items():
        own = [mark for mark in marks if FUNCTIONS[mark.measure].__module__ == module.__name__]
        if own:
            found[theme] = round(sum(m.weight * m.grade for m in own) / sum(m.weight for m in own), DIGITS)
    return found

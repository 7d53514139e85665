"""What to tell the operator: each cause once, the worst harm first, each of the moment that decided it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from scenarios.errors import harm_order, hidden_by
from scenarios.goal import Goal, Shown
from scenarios.remark import filled, goal_missed, plain, unjudged
from scenarios.rubric import Criterion, CriticalError, measures
from sim.scoring.guard import Loss
from sim.scoring.measures.story import Value
from sim.session.session import STEP_S

TOLD_POINTS = 0.05
"""What loses less is not told (guess): 4.0003 ml were called too many where 4 are usual."""


@dataclass(frozen=True)
class Remark:
    """What to tell the operator, and of which moment."""

    text: str
    measure: str
    step: int
    """The moment that decided it; the attempt's end, if none did."""
    critical: bool

    @property
    def time_s(self) -> float:
        return self.step * STEP_S


def short_of(goal: Goal, values: Mapping[str, Value | None]) -> list[Shown]:
    """What should show it and is not there, or not within its limits; nothing of a goal that was reached."""
    return [one for one in goal.shown if (value := values[one.measure]) is None or not one.holds(value.value)]


class Remarks:
    """Makes the remarks of one attempt."""

    def __init__(self, values: Mapping[str, Value | None], steps: int) -> None:
        self.values, self.steps = values, steps

    def of_errors(self, found: Sequence[CriticalError]) -> list[Remark]:
        hidden = hidden_by({error.name for error in found})
        names = {name for error in found for name in (error.name, error.measure)}
        told = [error for error in found if error.name not in hidden and not self._is_told(error.measure, names - {error.measure})]
        told.sort(key=lambda error: harm_order(error.name))
        return [self._one(error.remark, error.measure, True, error.above) for error in told]

    def of_losses(
        self,
        errors: Sequence[CriticalError],
        missed: Sequence[Goal],
        criteria: Sequence[Criterion],
        lost: Mapping[str, float],
        taken: Sequence[Loss],
    ) -> list[Remark]:
        """The goals that were missed and that no error tells; then each measure that lost points, the greatest loss first, in the words of
        who took most for it.

        lost : points off the hundred by measure, that the case's own rubric took
        """
        texts, points = {c.measure: c.remark for c in criteria if c.measure in lost}, dict(lost)
        most = {c.measure: c.at_most for c in criteria if c.measure in lost}
        for loss in taken:
            texts[loss.measure] = loss.remark
            points[loss.measure] = points.get(loss.measure, 0.0) + loss.points
            most[loss.measure] = most.get(loss.measure) if loss.most is None else loss.most
        unsaid = hidden_by({error.name for error in errors})
        # what is left unsaid hides nothing
        said = {error.name for error in errors} | ({loss.measure for loss in taken} | set(lost)) - unsaid
        failed = unsaid | {error.measure for error in errors}
        failed |= self._unjudged({error.name for error in errors})
        telling = {name: text for name, text in texts.items() if name not in failed and points[name] >= TOLD_POINTS}
        goals = [
            self._missed(goal, texts, telling, most) for goal in missed if not failed & {one.measure for one in short_of(goal, self.values)}
        ]
        failing = {name for error in errors for name in (error.name, error.measure)}
        goals = [goal for goal in goals if not self._is_told(goal.measure, failing | {one.measure for one in goals if one is not goal})]
        goals = list({goal.measure: goal for goal in reversed(goals)}.values())[::-1]  # two that were missed by one thing: the first
        hidden = failed | hidden_by(said) | self._unjudged(said)
        # what another measure hides is told by that one, and so is what it would have told
        told = set(points) - failed | failing | {goal.measure for goal in goals}
        hidden |= {goal.measure for goal in goals} | {name for name in points if self._is_told(name, told)}
        names = sorted((name for name in points if name not in hidden and points[name] >= TOLD_POINTS), key=lambda name: -points[name])
        # where nothing could be judged several say one thing: that no picture was taken
        others = list(
            {one.text: one for one in (self._one(texts[name], name, False, most.get(name)) for name in reversed(names))}.values()
        )[::-1]
        return goals + [one for one in others if not any(one.text in goal.text for goal in goals)]

    def _unjudged(self, names: set[str]) -> set[str]:
        """What these leave unsaid because there was nothing to judge."""
        return {name for name in hidden_by(names, unjudged=True) if self.values.get(name) is None}

    def _is_told(self, name: str, told: Set[str]) -> bool:
        """Whether others tell all of it."""
        value = self.values[name]
        return value is not None and bool(value.told_by) and set(value.told_by) <= told

    def _missed(self, goal: Goal, texts: Mapping[str, str], telling: Mapping[str, str], most: Mapping[str, float | None]) -> Remark:
        """Why an attempt without an error has not passed, in the words of the measure that it fell short of, or of the one that tells it:
        one that lost points itself, or one that had nothing to judge.

        telling : what is told of points lost; where that leaves unsaid what had nothing to judge, it tells the goal too, once for both
        """
        fell = short_of(goal, self.values)[0]
        name = fell.measure
        name = next((one for one in telling if name in self._unjudged({one})), name)
        value = short = self.values[name]
        if value is not None and len(value.told_by) == 1:
            (tells,) = value.told_by
            if tells in texts or self.values.get(tells, value) is None:
                name, value = tells, self.values[tells]
        beyond = most.get(name) if name != fell.measure or fell.at_most is None else fell.at_most
        why = self._one(texts.get(name) or plain(name, None if value is None else value.value), name, False, beyond)
        # what had nothing to judge has no moment; what fell short for want of it has
        step = short.step if value is None and short is not None and short.step is not None else why.step
        return replace(why, text=goal_missed(str(goal), why.text), step=step)

    def _one(self, text: str, measure: str, critical: bool, most: float | None) -> Remark:
        """``most``: what the measure may come to before it loses points; a sum is told of when it came to more."""
        value, given = self.values[measure], self.values.get("drug_given")
        step = self.steps if value is None or value.step is None else value.step
        if value is not None and most is not None:
            passed = value.passed(most)
            step = step if passed is None else passed
        if value is None:
            return Remark(unjudged(measure), measure, step, critical)
        unit = measures()[measure].unit
        said = filled(text, shown(value.value, unit), value.what, given is not None and given.value > 0, counted=unit == "count")
        return Remark(said, measure, step, critical)


def shown(value: float, unit: str) -> str:
    """A number as it is said: no more digits than anybody could act on; of a share of the most, enough to tell it from the most."""
    digits = 0 if unit == "%" or abs(value) >= 100 else 1 if abs(value) >= 1 and unit != "ratio" else 2
    return f"{round(value, digits):g}"

"""What no remark tells: points that economy took, and moments at which something went well."""

from __future__ import annotations

from sim.scoring.headroom import Spent
from sim.scoring.measures import FUNCTIONS, THEMES
from sim.scoring.remarks import TOLD_POINTS
from sim.scoring.rubric import Mark, Score

MOST = 3
"""So many of them are told: what follows is small."""


def spent_untold(score: Score) -> list[Spent]:
    """What economy took most points for, the most first; of what a remark tells already, nothing."""
    told = {remark.measure for remark in score.remarks}
    found = [one for one in score.economy if one.points >= TOLD_POINTS and one.measure not in told]
    return sorted(found, key=lambda one: -one.points)[:MOST]


def spent_besides(score: Score) -> float:
    """Points that went in smaller losses: with the remarks and with what economy took most for, whatever the total lacks is told.

    Of what stands in the lists each is taken as it is said there, to a tenth: who adds them up comes to the total.
    """
    told = {remark.measure for remark in score.remarks}
    whole = sum(mark.weight for mark in score.marks)
    lost = [(mark.measure, 100.0 * mark.lost / whole) for mark in score.marks]
    lost += [(loss.measure, loss.points) for loss in score.losses]
    small = sum(points for measure, points in lost if points < TOLD_POINTS and measure not in told)
    economy = sum(one.points for one in score.economy if one.measure not in told)
    left = round(round(small + economy, 1) - sum(round(one.points, 1) for one in spent_untold(score)), 1)
    return max(left, 0.0)


def done_well(score: Score) -> dict[str, Mark]:
    """By theme that is praised: of what has a moment and lost nothing, what weighs most."""
    found: dict[str, Mark] = {}
    for theme in score.went_well:
        module = THEMES.get(theme)
        own = [
            mark
            for mark in score.marks
            if module is not None and FUNCTIONS[mark.measure].__module__ == module.__name__ and mark.grade >= 1.0 and mark.step is not None
        ]
        if own:
            found[theme] = max(own, key=lambda mark: mark.weight)
    return found

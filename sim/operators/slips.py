"""What somebody who learns forgets or takes for something else: a step of a competent script as it is then done, or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, get_args

import numpy as np

from scenarios import care_script as s
from scenarios.chart import PAGES
from scenarios.needle_script import Advance, Place
from scenarios.pattern import Pattern
from scenarios.script import Aspiration, Collimate, Inject, Step, Wait
from sim.operators.care_hands import concerning
from sim.operators.skill import Skill
from sim.session.care_commands import ADVICE, RISKS, TOPICS

Thing = TypeVar("Thing")
LONG_WAIT_S = 20.0
FASTEST_ML_S, LONGEST_STEP_MM, LEAST_MINUTES = 5.0, 5.0, 1.0


def slipped(step: Step, chance: np.random.Generator, skill: Skill) -> Step | None:
    """The step as it is done, None if it is forgotten."""
    match step:
        case Collimate() | Aspiration():
            return None if chance.random() < skill.forgets else step
        case Place():
            right, up = chance.normal(0.0, skill.beside_mm, 2)
            return step.model_copy(update={"right_mm": step.right_mm + float(right), "up_mm": step.up_mm + float(up)})
        case Advance():
            known = max(round(skill.other_lines), 1)
            return step.model_copy(update={"off_bone": step.off_bone[:known], "step_mm": min(step.step_mm * skill.pushes, LONGEST_STEP_MM)})
        case Wait() if step.seconds > LONG_WAIT_S:
            return step.model_copy(update={"seconds": step.seconds * (1 - skill.forgets * float(chance.random()))})
        case Inject():
            watched = step.live and bool(chance.random() > skill.forgets)
            rate_ml_s = min(step.rate_ml_s * (1 + float(chance.exponential(skill.hurries))), FASTEST_ML_S)
            return step.model_copy(update={"live": watched, "rate_ml_s": rate_ml_s})
    return _before_and_after(step, chance, skill)


def _before_and_after(step: Step, chance: np.random.Generator, skill: Skill) -> Step | None:
    """Beside the needle."""
    match step:
        case s.Read():
            pages = _some(step.pages or PAGES, chance, skill)
            return step.model_copy(update={"pages": pages}) if pages else None
        case s.AskAbout():
            about = _some(step.about or tuple(t for t in TOPICS if t != "now"), chance, skill)
            return step.model_copy(update={"about": about}) if about else None
        case s.Decided():
            return _decided(step, chance, skill)
        case s.TellRisks():
            return step.model_copy(update={"risks": _some(step.risks or RISKS, chance, skill) or ("infection",)})
        case s.Lay():
            return step.model_copy(update={"pillow": "none"}) if chance.random() < skill.forgets else step
        case s.Ready():
            items = tuple(item for item in step.items if chance.random() > skill.forgets_item)
            if chance.random() < skill.mistakes:
                items = items[::-1]
            return step.model_copy(update={"items": items}) if items else None
        case s.NameIt() if chance.random() < skill.mistakes:
            wrong = [pattern for pattern in get_args(Pattern) if pattern != step.pattern]
            return step.model_copy(update={"pattern": wrong[int(chance.integers(len(wrong)))]})
        case s.StopAndSay() | s.Numb() | s.NameIt():
            return None if chance.random() < skill.forgets else step
        case s.WatchAfter():
            part = max(1 - 2 * skill.forgets * float(chance.random()), 0.0)
            return step.model_copy(update={"minutes": max(step.minutes * part, LEAST_MINUTES)})
        case s.SendHome():
            said = _some(step.advice or ADVICE, chance, skill)
            advice = said if step.advice else tuple(one for one in said if one in concerning(step, False))
            written = step.restart_h if "restart blood thinner" in advice else None
            left = {"driver": bool(chance.random() > skill.forgets), "advice": advice or ("fever",), "restart_h": written}
            return step.model_copy(update=left)
    return step


def _some(things: Sequence[Thing], chance: np.random.Generator, skill: Skill) -> tuple[Thing, ...]:
    """Those that were not forgotten."""
    return tuple(thing for thing in things if chance.random() > skill.forgets)


def _decided(step: s.Decided, chance: np.random.Generator, skill: Skill) -> s.Decided:
    wrong = chance.random() < skill.mistakes
    if step.decision != "inject":
        return step.model_copy(update={"decision": "inject", "reason": "radicular_pain"}) if wrong else step
    if wrong:
        change = ({"reason": "axial_pain"}, {"contrast_ml": 12.0}, {"drug_ml": 0.2}, {"steroid": None})[int(chance.integers(4))]
        return step.model_copy(update=change)
    return step

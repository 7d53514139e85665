"""Contrast in somebody who reacted to it once: whether what that asks for was done."""

from __future__ import annotations

from dataclasses import replace

from scenarios.chart import Allergic, reactions
from scenarios.premedication import regimens
from scenarios.words.said import Clause
from sim.procedure.allergens import is_another
from sim.scoring.measures.story import Story, Value, measure, share
from sim.scoring.proof import holds_iodine
from sim.session.events import Event

WITHOUT = "without contrast"
ANOTHER = ("another agent", "another agent, premedicated")
"""As it is decided."""


@measure
def contrast_readied(story: Story) -> Value | None:
    """Of what the old reaction's grade asks for before iodine goes in, with what was left out; where none went in, by what was decided."""
    chart, decided = story.case.chart, story.last("decided")
    old = next((a for a in chart.allergies if a.to == "contrast" and a.grade is not None), None) if chart is not None else None
    pushes = [(start, end) for start, end in story.injections("contrast") if holds_iodine(end)]
    given = [end for _, end in pushes]
    if old is None or old.grade is None or not (given or (decided is not None and decided.data["decision"] == "inject")):
        return None
    instead = decided.data.get("instead") if decided is not None else None
    spared = not given and (old.grade == "severe" or (instead == WITHOUT and _allowed(story, WITHOUT)))
    asked = () if spared else reactions()[old.grade].asks
    missing = [one for one in asked if not _done(one, story, old, given, instead)]
    same = [start for start, end in pushes if missing == ["another agent"] and not is_another(str(end.data["agent"]), old)]
    moment = next(iter(same or [start for start, _ in pushes]), decided)
    value = share(len(asked) - len(missing), len(asked), moment.step if moment else None) if asked else Value(100.0, story.steps)
    none = instead == WITHOUT or (decided is not None and float(decided.data.get("contrast_ml", 0.0)) <= 0)
    code = "given" if given else "decided_without" if none else "decided_gadolinium" if instead == "gadolinium" else "decided"
    return replace(value, what=Clause("old_reaction", code, tuple(missing)) if missing else "")


def _allowed(story: Story, instead: str) -> bool:
    """Whether the case takes it for right."""
    return story.case.plan is not None and instead in story.case.plan.instead


def _done(one: str, story: Story, old: Allergic, given: list[Event], instead: object) -> bool:
    match one:
        case "another agent":
            return all(is_another(str(end.data["agent"]), old) for end in given) if given else instead in ANOTHER
        case "premedication":
            before = story.last("premedicated", given[0].step if given else None)
            return before is not None and regimens()[before.data["regimen"]].works
        case _:
            return False

"""Contrast in somebody who reacted to it once: whether what that asks for was done."""

from __future__ import annotations

from dataclasses import replace

from scenarios.chart import Allergic, reactions
from scenarios.equipment import agent
from scenarios.premedication import regimens
from sim.procedure.allergens import is_another
from sim.scoring.measures.story import Story, Value, measure, share
from sim.session.events import Event

SAID = {
    "never": "leaving it out altogether",
    "another agent": "another agent than that of the reaction",
    "premedication": "premedication with hours to work",
}


@measure
def contrast_readied(story: Story) -> Value | None:
    """Of what the old reaction's grade asks for before iodine goes in, with what was left out."""
    chart = story.case.chart
    old = next((a for a in chart.allergies if a.to == "contrast" and a.grade is not None), None) if chart is not None else None
    given = [end for _, end in story.injections("contrast") if float(end.data["ml"]) > 0 and agent(str(end.data["agent"])).iodine_mg_ml > 0]
    if old is None or old.grade is None or not given:
        return None
    asked = reactions()[old.grade].asks
    missing = [one for one in asked if not _done(one, story, old, given)]
    return replace(share(len(asked) - len(missing), len(asked), given[0].step), what=" and ".join(SAID[one] for one in missing))


def _done(one: str, story: Story, old: Allergic, given: list[Event]) -> bool:
    match one:
        case "another agent":
            return all(is_another(str(end.data["agent"]), old) for end in given)
        case "premedication":
            before = story.last("premedicated", given[0].step)
            return before is not None and regimens()[before.data["regimen"]].works
        case _:
            return False

"""Acts and the attempts that they change, played and judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from scenarios import files
from scenarios.equipment import agents
from scenarios.errors import hidden_by
from scenarios.schema import Prepared, Target
from scenarios.script import Script
from sim.operators.script import ScriptHands
from sim.scoring.rubric import Score, judge
from sim.session.session import Session
from sim.session.world import World
from sim.studies.acts.act import Act
from sim.studies.acts.astray import ASTRAY, moved_to
from sim.studies.acts.bedside import CARE, CHART, UNASKED
from sim.studies.acts.edits import NotThere
from sim.studies.acts.interlaminar import ANYWHERE, SPACE, WAY
from sim.studies.acts.other_ways import BELOW, FORAMEN, FORBIDDEN, INSIDE
from sim.studies.rehearsal import perform

SEED = 1
GROUPS: dict[str, list[Act]] = {
    "Between the laminae": SPACE,
    "The way there": [*WAY, *ANYWHERE],
    "In a foramen": FORAMEN,
    "From below": BELOW,
    "In a joint": INSIDE,
    "Where contrast is forbidden": FORBIDDEN,
    "The wrong place": [act for act, _ in ASTRAY],
    "Choice, preparation, afterwards": [*UNASKED, *CARE],
    "Who should not be injected": CHART,
}
ACTS = {act.what: act for acts in GROUPS.values() for act in acts}
ELSEWHERE = {act.what: there for act, there in ASTRAY}
WorldOf = Callable[[str], World]
"""A case's world by its name."""


@dataclass(frozen=True)
class Acted:
    """An act beside the competent attempt that it changed."""

    act: Act
    competent: Score
    score: Score

    @property
    def lost(self) -> set[str]:
        """The measures in which it lost points that the competent attempt had, or by which it fails."""
        before = {mark.measure: mark.grade for mark in self.competent.marks}
        found = {mark.measure for mark in self.score.marks if mark.grade < before[mark.measure] - 1e-9}
        return found | {loss.measure for loss in self.score.losses} | {r.measure for r in self.score.remarks if r.critical}

    @property
    def rewarded(self) -> list[str]:
        """What it gained over the competent attempt; nothing, if all is well."""
        before = {mark.measure: mark.grade for mark in self.competent.marks}
        found = [mark.measure for mark in self.score.marks if mark.grade > before[mark.measure] + 1e-9]
        return found + (["total"] if self.score.total > self.competent.total + 1e-9 else [])

    @property
    def told(self) -> str:
        """The remark about it: that of its own measure, or of the error that says it already."""
        own = [r for r in self.score.remarks if r.measure == self.act.loses]
        if not own and self.act.loses in hidden_by(set(self.score.critical) | {loss.measure for loss in self.score.losses}):
            own = list(self.score.remarks)
        return own[0].text if own else ""

    @property
    def faults(self) -> list[str]:
        """What the score makes of it that it should not."""
        act, score = self.act, self.score
        found = [f"rewarded in {', '.join(self.rewarded)}"] if self.rewarded else []
        if act.loses not in self.lost and not self.told:
            found.append(f"nothing lost in {act.loses}: {sorted(self.lost)}")
        if not self.told:
            found.append("no remark")
        if act.error and act.error not in score.critical:
            found.append(f"no error {act.error}: {', '.join(score.critical) or 'none'}")
        if not act.error and self.competent.total - score.total < act.least:
            found.append(f"lost {self.competent.total - score.total:.2f} points")
        return found


def played(world: World, script: Script, target: Target) -> Score:
    hands = ScriptHands(script, target)
    case = world.scenario
    return judge(perform(hands, Session(world, SEED)), files.rubric_of(case), case)


def competent(act: Act, world_of: WorldOf) -> Score:
    script = files.script(files.scripts()[act.script])
    world = world_of(script.scenario)
    return played(world, script, world.scenario.target)


def done(act: Act, world_of: WorldOf, beside: Score) -> Acted:
    """The act, played in its case's world."""
    script = files.script(files.scripts()[act.script])
    world = world_of(script.scenario)
    return done_in(act, world, script, ELSEWHERE.get(act.what, world.scenario.target), beside)


def done_in(act: Act, world: World, script: Script, there: Target, beside: Score) -> Acted:
    """The act in another case's world, by hands that follow its competent script. Raises NotThere if that leaves nothing to change."""
    meant = world.scenario.target
    steps = act.edit(list(script.steps))
    if there != meant:
        steps = moved_to(steps, meant, there, world.technique)
    elif steps == list(script.steps):
        raise NotThere("competent hands do nothing else there")
    if act.tray:
        kinds = {agents()[name].kind: ml for name, ml in act.tray.items()}
        fluids = [Prepared(agent=f.agent, ml=max(f.ml, kinds.get(agents()[f.agent].kind, f.ml))) for f in world.scenario.tray.fluids]
        tray = world.scenario.tray.model_copy(update={"fluids": tuple(fluids)})
        world = replace(world, scenario=world.scenario.model_copy(update={"tray": tray}))
    return Acted(act, beside, played(world, script.model_copy(update={"steps": tuple(steps)}), there))

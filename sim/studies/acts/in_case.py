"""What a case makes of each harmful act: in what it loses, by what it fails, and what cannot be done there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scenarios import files
from scenarios.rubric import measures
from scenarios.safety import asks_for_contrast
from scenarios.schema import Scenario, Target
from sim.operators.hands import Stuck
from sim.operators.reference import competent_script
from sim.session.world import World
from sim.studies.acts.act import Act
from sim.studies.acts.astray import ASTRAY
from sim.studies.acts.bedside import AGAINST, CARE, CHART, UNASKED, needle_all_the_same
from sim.studies.acts.edits import NotThere
from sim.studies.acts.interlaminar import ANYWHERE, SPACE, WAY
from sim.studies.acts.other_ways import BELOW, FORAMEN, FORBIDDEN, INSIDE
from sim.studies.acts.playing import Acted, done_in, played

BY_AIM = {"interspace": [*SPACE, *WAY], "foramen": FORAMEN, "canal": BELOW, "joint": INSIDE}


@dataclass(frozen=True)
class InCase:
    """One act in one case."""

    what: str
    measure: str
    """In which it should lose"""
    cannot: str
    """Why it cannot be done there; empty if it was"""
    points: float = 0.0
    """Lost against competent hands"""
    errors: tuple[str, ...] = ()
    rewarded: bool = False
    said: str = ""

    @staticmethod
    def of(one: Acted) -> InCase:
        new = tuple(error for error in one.score.critical if error not in one.competent.critical)
        return InCase(one.act.what, one.act.loses, "", one.competent.total - one.score.total, new, bool(one.rewarded), one.told)

    @property
    def sentence(self) -> str:
        """Of an act that was done."""
        own = measures()[self.measure].title
        if self.rewarded:
            return f"{self.what}: IS REWARDED: {-self.points:.1f} points"
        if self.errors:
            return f"{self.what}: fails by {', '.join(self.errors)} ({own}): {self.said}"
        if self.points > 0:
            return f"{self.what}: loses {self.points:.1f} points ({own}): {self.said or 'NO REMARK'}"
        return f"{self.what}: costs NOTHING there"

    def as_json(self) -> dict[str, Any]:
        names = ("what", "measure", "cannot", "points", "errors", "rewarded", "said")
        return {name: getattr(self, name) for name in names}


def told(acts: Sequence[InCase]) -> Iterator[str]:
    """A sentence for each that was done, and one for all that cannot be done for the same reason."""
    yield from (act.sentence for act in acts if not act.cannot)
    for why in dict.fromkeys(act.cannot for act in acts if act.cannot):
        yield f"cannot be done there ({why}): {'; '.join(act.what for act in acts if act.cannot == why)}"


def asked_of(case: Scenario) -> Iterator[tuple[Act, Target]]:
    """The acts that concern a case, each with where it is done: those of its way in, of everybody's care, and those made for it."""
    aim, home = files.technique(case.technique).aim, case.target
    acts = [*UNASKED, *CARE] if case.wants_injection else [*UNASKED, *AGAINST, needle_all_the_same(case)]
    if case.wants_injection:
        acts += BY_AIM[aim] + ANYWHERE + ([] if asks_for_contrast(case) else FORBIDDEN)
    acts += [act for act in CHART if files.script(files.scripts()[act.script]).scenario == case.name and act not in acts]
    yield from ((act, home) for act in acts)
    if case.wants_injection:
        yield from ((act, there) for act, meant in ASTRAY if (there := _beside(case, act, meant)) is not None)


def _beside(case: Scenario, act: Act, meant: Target) -> Target | None:
    """As far from this case's target as the act is from its own case's; None if that is where it is, or another way in."""
    way, home = files.technique(case.technique), case.target
    own = files.find_scenario(files.script(files.scripts()[act.script]).scenario)
    if files.technique(own.technique).aim != way.aim:
        return None
    if meant.side != own.target.side:
        return home.model_copy(update={"side": "left" if home.side == "right" else "right"})
    at = way.levels.index(home.level)
    others = [*way.levels[max(at - 1, 0) : at], *way.levels[at + 1 : at + 2]]
    return home.model_copy(update={"level": others[0]}) if others else None


def acts_in(world: World) -> Iterator[InCase]:
    """Each act that concerns the case, played in its world by one change of its competent script."""
    case = world.scenario
    script = competent_script(case)
    beside = played(world, script, case.target)
    for act, there in asked_of(case):
        try:
            yield InCase.of(done_in(act, world, script, there, beside))
        except (NotThere, Stuck) as why:
            yield InCase(act.what, act.loses, str(why))

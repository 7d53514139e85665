"""Acts at the wrong place: competent hands, at the other side or at another level than the case's."""

from __future__ import annotations

from scenarios import care_script as care
from scenarios.schema import Target, Technique
from scenarios.script import If, Show, Step
from sim.studies.acts.act import Act
from sim.studies.acts.interlaminar import DISC

FIRST, ROOT = "interlaminar_l4_l5_competent", "transforaminal_l5_competent"


def moved_to(steps: list[Step], meant: Target, there: Target, way: Technique) -> list[Step]:
    """The same steps at another target: views and landmarks are its own, what is said aloud stays the case's."""
    found: list[Step] = []
    for one in steps:
        if isinstance(one, If):
            found.append(one.model_copy(update={"steps": tuple(moved_to(list(one.steps), meant, there, way))}))
        elif isinstance(one, Show) and one.view is not None:
            stands = {"level": way.squared_level(there.level), "side": there.side, "centre": there.landmark(way.target)}
            found.append(one.model_copy(update=stands))
        elif isinstance(one, care.StopAndSay):
            found.append(one.model_copy(update={"level": meant.level, "side": meant.side}))
        else:
            found.append(one)
    return found


ASTRAY: list[tuple[Act, Target]] = [
    (Act("the wrong side, between the laminae", FIRST, list, "drug_wrong_side"), Target(level="L4", side="left")),
    (Act("the wrong level, between the laminae", FIRST, list, "drug_off_level", "wrong_level"), Target(level="L3", side="right")),
    (Act("the wrong side, in a foramen", ROOT, list, "drug_wrong_side", "wrong_side"), Target(level="L5", side="right")),
    (Act("the wrong level, in a foramen", ROOT, list, "drug_off_level", "wrong_level"), Target(level="L4", side="left")),
    (Act("another side than decided", DISC, list, "side_as_decided"), Target(level="L4", side="left")),
    (Act("another level than decided", DISC, list, "level_as_decided", "wrong_level"), Target(level="L3", side="right")),
]

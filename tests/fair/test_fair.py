"""What guidelines allow is not punished: each variant passes within five points of the shipped competent script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scenarios import files
from scenarios.schema import Prepared
from sim.scoring.rubric import judge
from sim.session.world import World
from sim.studies.acts.playing import played as acted
from tests.fair.variants import VARIANTS, Variant
from tests.sim.played import Played

MOST = 5.0
"""Points by which two ways that are both good may differ."""


Competent = Callable[[str], float]
"""What a shipped script gets."""


@pytest.fixture
def competent(played: Played, worlds: dict[str, World]) -> Competent:
    def total(name: str) -> float:
        case = worlds[played[name].header.scenario].scenario
        return judge(played[name], files.rubric_of(case), case).total

    return total


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.what)
def test_what_guidelines_allow_is_not_punished(variant: Variant, worlds: dict[str, World], competent: Competent) -> None:
    """Oracle: the shipped script, played as it is."""
    script = files.script(files.scripts()[variant.script])
    world = worlds[script.scenario]
    case = world.scenario
    if variant.tray:
        fluids = (*case.tray.fluids, *(Prepared(agent=name, ml=ml) for name, ml in variant.tray.items()))
        world = replace(world, scenario=case.model_copy(update={"tray": case.tray.model_copy(update={"fluids": fluids})}))
    steps = variant.edit(list(script.steps))
    assert steps != list(script.steps)
    score = acted(world, script.model_copy(update={"steps": tuple(steps)}), case.target)
    assert score.passed
    assert score.total >= competent(variant.script) - MOST

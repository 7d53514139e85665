"""What guidelines allow is not punished: each variant passes within five points of the shipped competent script."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scenarios import files
from scenarios.schema import Prepared
from sim.session.world import World
from sim.studies.acts.playing import played
from tests.fair.variants import VARIANTS, Variant

MOST = 5.0
"""Points by which two ways that are both good may differ."""


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.what)
def test_what_guidelines_allow_is_not_punished(variant: Variant, worlds: dict[str, World]) -> None:
    """Oracle: the shipped script, which ``check`` holds to pass, gets a hundred points at most."""
    script = files.script(files.scripts()[variant.script])
    world = worlds[script.scenario]
    case = world.scenario
    if variant.tray:
        fluids = (*case.tray.fluids, *(Prepared(agent=name, ml=ml) for name, ml in variant.tray.items()))
        world = replace(world, scenario=case.model_copy(update={"tray": case.tray.model_copy(update={"fluids": fluids})}))
    steps = variant.edit(list(script.steps))
    assert steps != list(script.steps)
    score = played(world, script.model_copy(update={"steps": tuple(steps)}), case.target)
    assert score.passed
    assert score.total >= 100.0 - MOST

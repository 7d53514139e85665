"""What goes through a hole in the dura. Oracle: the description by hand; every drop is accounted for."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.tissues import EPIDURAL, INTRATHECAL
from sim.physics.hole import REACH_MM, THROUGH, Hole
from sim.physics.needle import Needle
from sim.session.commands import AdvanceNeedle, AttachSyringe, PlaceNeedle, PressPlunger, ReleasePlunger, TakeNeedle
from sim.session.session import STEP_S, Session
from sim.session.world import World
from tests.sim.ways import clear_way


@pytest.mark.parametrize(
    ("outer_mm", "off_mm", "share"),
    [(1.27, 0.0, THROUGH), (1.27, REACH_MM / 2, THROUGH / 2), (1.27, REACH_MM, 0.0), (0.635, 0.0, THROUGH / 4), (5.0, 0.0, 1.0)],
)
def test_a_share_goes_through_by_the_holes_area_and_distance(outer_mm: float, off_mm: float, share: float) -> None:
    assert Hole(np.zeros(3), outer_mm).share(np.array([0.0, off_mm, 0.0])) == pytest.approx(share)


def given(world: World, pierced: bool) -> dict[str, float]:
    """Where two ml of saline went that were given in the epidural space, with a hole in the dura beside it or without."""
    session = Session(world, 1)
    x, z = clear_way(world.anatomy, "L4-L5")
    session.do(TakeNeedle(needle="18G Tuohy"))
    session.do(PlaceNeedle(right_mm=x, superior_mm=z))
    needle = session.truth().needle
    assert needle is not None
    wanted = INTRATHECAL if pierced else EPIDURAL
    while needle.lies_in not in wanted and needle.depth_mm < 85.0:
        session.do(AdvanceNeedle(mm=0.5))
        session.step()
    while pierced and not _opens_the_space(session, needle):
        session.do(AdvanceNeedle(mm=-0.5))
        session.step()
    session.do(AttachSyringe(agent="saline"))
    session.do(PressPlunger(rate_ml_s=0.5))
    for _ in range(round(4.0 / STEP_S)):
        session.step()
    session.do(ReleasePlunger())
    return next(dict(event.data["into"]) for event in session.events if event.kind == "injection_ended")


def _opens_the_space(session: Session, needle: Needle) -> bool:
    """Fluid finds a way into it from where the opening is."""
    deposit = session.truth().flow.deposit_for(needle.mouth, needle.lies_in)
    return deposit is not None and deposit.name == "epidural"


def test_what_is_given_beside_the_hole_goes_into_the_sac_too(interlaminar: World) -> None:
    sound, holed = given(interlaminar, False), given(interlaminar, True)
    assert sound.get("intrathecal", 0.0) == 0.0
    assert 0.1 * sum(holed.values()) < holed["intrathecal"] < 0.3 * sum(holed.values())
    assert sum(holed.values()) == pytest.approx(2.0, abs=0.05)

"""Contrast for the patient as glass: a copy, only where the recording says that the inside is shown. Oracle: the fluid itself."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.tissues import Tissue
from scenarios import files
from sim.physics.flow import CONTRAST
from sim.session.attempt_commands import ShowAid
from sim.session.iodine import SEEN_SHARE, GlassContrast
from sim.session.session import Session
from sim.session.world import World
from tests.sim.physics.test_flow_balance import spot
from tests.sim.session.test_observation import reached


def push_in(session: Session) -> None:
    """A ml and a half at the interlaminar window."""
    flow, anatomy = session.truth().flow, session.world.anatomy
    deposit = flow.deposit_for(spot(anatomy, Tissue.DORSAL_FAT, "L4-L5/window"), Tissue.DORSAL_FAT)
    assert deposit is not None
    flow.inject(deposit, CONTRAST, 1.5, 1.0, 240.0)


@pytest.fixture
def given(interlaminar: World) -> Session:
    """Contrast lies in the epidural space, as after a push."""
    session = Session(interlaminar, 1)
    push_in(session)
    return session


def shown(session: Session) -> GlassContrast:
    found = session.contrast_for_glass()
    assert found is not None
    return found


def test_it_is_handed_out_only_while_the_inside_is_shown(given: Session) -> None:
    assert given.contrast_for_glass() is None, "as in an exam, which never shows it"
    given.do(ShowAid(aid="landmarks", shown=True))
    assert given.contrast_for_glass() is None
    given.do(ShowAid(aid="body", shown=True))
    assert len(shown(given).places) > 100
    given.do(ShowAid(aid="body", shown=False))
    assert given.contrast_for_glass() is None


def test_it_is_a_copy_of_where_contrast_lies(given: Session) -> None:
    """Nothing of it leads back to memory of the fluid or to how much there is; nobody can write it, and no Observation carries it."""
    given.do(ShowAid(aid="body", shown=True))
    found = shown(given)
    (deposit,) = (one for one in given.truth().flow.deposits.values() if one.iodine_mg.any())
    there = deposit.space.places[deposit.iodine_mg > SEEN_SHARE * deposit.iodine_mg.max()]
    assert {tuple(place) for place in found.places.tolist()} == {tuple(place) for place in there.astype(np.float32).tolist()}
    assert not np.shares_memory(found.places, deposit.space.places)
    assert not any(np.shares_memory(found.places, part) for part in deposit.iodine_above(2e-5))
    with pytest.raises(ValueError, match="read-only"):
        found.places[0] = 0.0
    assert not any(isinstance(thing, GlassContrast) for thing in reached(given.step()))


def test_who_looks_changes_nothing(given: Session) -> None:
    given.do(ShowAid(aid="body", shown=True))
    before = next(one.load.copy() for one in given.truth().flow.deposits.values() if one.iodine_mg.any())
    assert shown(given).is_like(shown(given))
    after = next(one.load for one in given.truth().flow.deposits.values() if one.iodine_mg.any())
    assert np.array_equal(before, after)


def test_a_drill_never_hands_it_out() -> None:
    """It would answer what is asked."""
    session = Session(World.of(files.find_scenario("name_the_pattern")), 1)
    session.do(ShowAid(aid="body", shown=True))
    assert session.contrast_for_glass() is None

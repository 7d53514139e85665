"""What a trainee says of the contrast, through the one door."""

from __future__ import annotations

import pytest

from meshes.tissues import CANAL_FAT
from scenarios.pattern import Reading
from sim.scoring.limits import LIMITS
from sim.scoring.verdicts import Verdicts
from sim.session import commands as c
from sim.session.care_commands import NamePattern
from sim.session.session import Session
from sim.session.world import World
from tests.sim.session.test_stations import over_the_window, push_into, wait, why_refused


@pytest.fixture
def in_the_space(interlaminar: World) -> Session:
    """The tip in the fat behind the sac, contrast on the hub."""
    session = Session(interlaminar, 1)
    over_the_window(session)
    push_into(session, frozenset(CANAL_FAT))
    session.do(c.AttachSyringe(agent="iohexol 240"))
    session.step()
    return session


def give(session: Session, ml: float) -> None:
    session.do(c.PressPlunger(rate_ml_s=0.32))
    wait(session, round(ml / 0.01))
    session.do(c.ReleasePlunger())
    session.step()


def named(session: Session, pattern: Reading) -> float:
    session.do(NamePattern(view="AP", pattern=pattern))
    session.step()
    judged = Verdicts(session.world.scenario, LIMITS).all(session.events)
    return float([event for event in judged if event.kind == "pattern_named"][-1].data["grade"])


def test_before_any_contrast_there_is_nothing_to_name(in_the_space: Session) -> None:
    in_the_space.do(NamePattern(view="AP", pattern="none seen"))
    in_the_space.step()
    assert why_refused(in_the_space) == "no contrast has been given yet"


def test_of_next_to_nothing_only_none_seen_is_right(in_the_space: Session) -> None:
    give(in_the_space, 0.05)
    assert named(in_the_space, "none seen") == 1.0
    assert named(in_the_space, "dorsal epidural") == 0.0


def test_what_can_be_seen_is_not_none(in_the_space: Session) -> None:
    give(in_the_space, 1.0)
    assert named(in_the_space, "none seen") == 0.0
    assert named(in_the_space, "dorsal epidural") == 1.0
    assert named(in_the_space, "neurogram") == 0.5

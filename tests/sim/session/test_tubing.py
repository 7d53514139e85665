"""What a hand at the hub does to a thin needle, and what an extension tubing keeps from happening."""

from __future__ import annotations

import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.equipment import needles
from scenarios.words import notice
from sim.physics.needle import Needle
from sim.session import commands as c
from sim.session.session import Session
from sim.session.tubing_commands import SetTubing
from sim.session.world import World


@pytest.fixture
def lean(reference: Anatomy) -> World:
    return World.of(files.find_scenario("left_l2_artery"), reference)


def in_muscle(world: World, kind: str, seed: int = 1) -> Session:
    """A needle 40 mm in, beside the spine."""
    session = Session(world, seed)
    session.truth().needle = Needle(needles()[kind])
    session.do(c.PlaceNeedle(right_mm=-30.0, superior_mm=60.0))
    for _ in range(8):
        session.do(c.AdvanceNeedle(mm=5.0))
    return session


def changed(session: Session) -> list[float]:
    """Three syringes, one after another; where the tip then is and how far each touch moved it."""
    for agent in ("iohexol 240", "lidocaine 1 %", "dexamethasone 10 mg"):
        session.do(c.AttachSyringe(agent=agent))
        session.step()
        session.do(c.DetachSyringe())
        session.step()
    return [float(event.data["mm"]) for event in session.events if event.kind == "needle_nudged"]


def depth(session: Session) -> float:
    needle = session.truth().needle
    assert needle is not None
    return needle.depth_mm


def test_syringes_changed_on_a_thin_bare_hub_move_the_needle_by_chance_and_the_seed_decides(lean: World) -> None:
    """Oracle: the case's own limit: put on, half of it at the most; taken off, half to all of it."""
    session = in_muscle(lean, "22G Quincke 125 mm")
    before, moved = depth(session), changed(session)
    assert len(moved) == 6
    assert all(0.0 <= mm <= 2.0 for mm in moved[::2])
    assert all(-4.0 <= mm <= -2.0 for mm in moved[1::2])
    assert depth(session) == pytest.approx(before + sum(moved), abs=0.05)
    assert changed(in_muscle(lean, "22G Quincke 125 mm")) == moved
    assert changed(in_muscle(lean, "22G Quincke 125 mm", seed=2)) != moved


def test_a_tubing_or_a_thick_needle_keeps_its_place(lean: World) -> None:
    tubed, thick = in_muscle(lean, "22G Quincke 125 mm"), in_muscle(lean, "18G Tuohy")
    tubed.do(SetTubing(on=True))
    for session in (tubed, thick):
        before = depth(session)
        assert changed(session) == []
        assert depth(session) == before
    assert tubed.look().syringe.tubing
    assert not thick.look().syringe.tubing


def test_a_tubing_is_neither_put_under_a_syringe_nor_over_a_stylet_and_comes_away_with_the_needle(lean: World) -> None:
    session = in_muscle(lean, "22G Quincke 125 mm")
    session.do(c.AttachSyringe(agent="saline"))
    session.do(SetTubing(on=True))
    assert not session.truth().tubing
    session.do(c.DetachSyringe())
    session.do(SetTubing(on=True))
    session.do(c.SetStylet(inside=True))
    session.do(c.HangDrop())
    said = [str(notice("refused", event.data)) for event in session.events if event.kind == "refused"]
    assert [words.split(" ")[2] for words in said] == ["syringe", "tubing", "tubing"]
    assert session.truth().tubing
    session.do(c.RemoveNeedle())
    assert not session.truth().tubing


def test_a_tubing_without_a_needle_is_refused(lean: World) -> None:
    session = Session(lean, 1)
    session.do(SetTubing(on=True))
    assert [event.data["code"] for event in session.events if event.kind == "refused"] == ["tubing_needs_needle"]

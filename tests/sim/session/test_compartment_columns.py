"""What a needle gives back and what an anaesthetic does is told by a space's row, not by its name."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.tissues import Tissue
from scenarios.equipment import agents
from sim.physics import compartments as rooms
from sim.physics import flow as flows
from sim.physics import uptake
from sim.physics.compartments import compartment_of, compartments
from sim.physics.needle import Needle
from sim.session.events import Event
from sim.session.session import Session
from sim.session.stations import patient, poisons, syringe
from sim.session.world import World

SPACES = [c.name for c in compartments().values() if c.returns or c.toxic or c.spinal]
LIES_IN = {"venous": Tissue.EPIDURAL_VEIN, "arterial": Tissue.ARTERY, "intrathecal": Tissue.CSF, "subdural": Tissue.DURA}


def renamed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The same table, in which this row is called "other"."""
    new = {("other" if c.name == name else c.name): c for c in compartments().values()}
    new["other"] = new["other"].model_copy(update={"name": "other"})
    for module in (rooms, flows, poisons):
        monkeypatch.setattr(module, "compartments", lambda: new)


def effect(world: World, space: str) -> tuple[float, float]:
    """What 3 ml of lidocaine 1 % in that space will bring: of poisoning, of a spinal block."""
    session = Session(world, 1)
    state = session.truth()
    event = Event(0, "injection_ended", {"agent": "lidocaine 1 %", "fluid": "anaesthetic", "ml": 3.0, "into": {space: 3.0}})
    state.events.append(event)
    patient.attend(state, world, 0.0)
    return state.care.toxic_coming, state.care.spinal_coming


@pytest.mark.parametrize("space", SPACES)
def test_an_anaesthetic_does_what_the_row_says_whatever_its_name(space: str, interlaminar: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracles: 30 mg by the drug's doses and the row; equality under another name."""
    usual, row = effect(interlaminar, space), compartments()[space]
    drug = agents()["lidocaine 1 %"]
    assert drug.toxic_mg
    assert drug.spinal_mg
    assert usual == pytest.approx((30.0 * row.toxic / drug.toxic_mg, 30.0 * row.spinal / drug.spinal_mg))
    renamed(monkeypatch, space)
    assert effect(interlaminar, "other") == usual
    assert effect(interlaminar, space) == (0.0, 0.0)


@pytest.mark.parametrize("space", SPACES)
def test_a_needle_gives_back_what_the_row_says_whatever_its_name(space: str, interlaminar: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: anatomy: blood from a vessel, clear fluid from the sac."""
    monkeypatch.setattr(uptake, "_shown", lambda: {space: 1.0, "other": 1.0})
    session = Session(interlaminar, 1)
    state = session.truth()
    monkeypatch.setattr(Needle, "mouth", property(lambda needle: np.zeros(3)))
    monkeypatch.setattr(Needle, "lies_in", property(lambda needle: int(LIES_IN[space])))
    state.needle = Needle.__new__(Needle)
    wanted = "blood" if space in ("venous", "arterial") else "clear fluid"
    assert syringe._returns(state, interlaminar) == wanted
    compartment_of.cache_clear()
    renamed(monkeypatch, space)
    try:
        assert syringe._returns(state, interlaminar) == wanted
    finally:
        compartment_of.cache_clear()


def test_nothing_comes_back_from_a_space_without_such_a_column() -> None:
    """Oracle: anatomy: fat, disc, joint and soft tissue hold nothing that a syringe draws back."""
    assert {c.name for c in compartments().values() if c.returns is None} == set(compartments()) - set(LIES_IN)

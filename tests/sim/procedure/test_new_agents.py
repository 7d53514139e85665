"""A new row of agents.csv is all that a new anaesthetic, steroid or contrast agent takes. Oracle: the row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios import equipment, files
from scenarios.equipment import agent
from scenarios.needle_script import Place, Take
from scenarios.schema import Prepared, Scenario
from scenarios.script import Attach, Script
from sim.operators.apprentice import Apprentice
from sim.operators.skill import novice
from sim.procedure.course import course
from sim.session import commands as c
from sim.session.care_commands import DrawUp, Part
from sim.session.events import Event
from sim.session.session import Session
from sim.session.world import World
from sim.studies.rehearsal import perform

ROWS = """ropivacaine 0.2 %,anaesthetic,0,0.7,no,10,0,2,0,0,6,25,10,0,no,3,200
triamcinolone diacetate 20 mg,drug,0,0.9,no,20,20,0,0,8,0,,,0,no,,
Isovue 200,contrast,200,2.0,no,10,0,0,0,0,0,,,0,no,,
"""


@pytest.fixture(autouse=True)
def _longer_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("agents", "needles"):
        tmp_path.joinpath(f"{name}.csv").write_bytes((equipment.FOLDER / f"{name}.csv").read_bytes())
    with tmp_path.joinpath("agents.csv").open("a", encoding="utf-8") as table:
        table.write(ROWS)
    monkeypatch.setattr(equipment, "FOLDER", tmp_path)
    _forget()
    yield
    _forget()


def _forget() -> None:
    equipment.agents.cache_clear()
    equipment.agent.cache_clear()


@pytest.fixture
def case() -> Scenario:
    disc = files.find_scenario("l4_l5_disc")
    fluids = tuple(Prepared(agent=name, ml=8.0) for name in ("ropivacaine 0.2 %", "triamcinolone diacetate 20 mg", "Isovue 200"))
    return disc.model_copy(update={"tray": disc.tray.model_copy(update={"fluids": fluids})})


def given(case: Scenario, name: str) -> list[Event]:
    """Skin entered, 2 ml of this in the epidural space, all of it at the root."""
    into = {"epidural": 2.0}
    held = agent(name)
    drug = {"agent": name, "fluid": held.kind, "ml": 2.0, "into": into, "drug_lies": into, "drug_at_root_ml": 0.3}
    rows = [("skin_entered", {}), ("injection_ended", drug)]
    if held.kind == "drug":
        rows.append(("steroid_given", {"mg": 8.0, "particulate": False, "into": into}))
    return [Event(step, kind, data) for step, (kind, data) in enumerate(rows)]


@pytest.mark.parametrize("name", ["ropivacaine 0.2 %", "1 ml ropivacaine 0.2 % + 1 ml saline"])
def test_a_new_anaesthetic_relieves_for_its_hours(name: str, case: Scenario) -> None:
    found = course(given(case, name), case, 1)
    pain = dict(found.pain)
    assert found.diagnostic
    assert pain[2.0] <= 0.2 * pain[0.0] < pain[8.0]


def test_a_new_steroid_works_in_full_from_its_dose(case: Scenario) -> None:
    name = "triamcinolone diacetate 20 mg"
    helped = sum(course(given(case, name), case, seed).responds for seed in range(400)) / 400
    assert helped == pytest.approx(0.55, abs=0.07)
    half = [e if e.kind != "steroid_given" else Event(e.step, e.kind, {**e.data, "mg": 3.9}) for e in given(case, name)]
    assert not any(course(half, case, seed).responds for seed in range(50))


@pytest.mark.parametrize("omits", [0.0, 1.0])
def test_a_new_contrast_agent_is_left_out_by_who_leaves_out_contrast(case: Scenario, reference: object, omits: float) -> None:
    """Oracle: the share: never or always, whatever the agent is called."""
    steps = (
        Take(do="take", needle=case.tray.needles[0]),
        Place(do="place", at="{level}/spinous_tip", right_mm=12.0),
        Attach(do="attach", agent="Isovue 200"),
    )
    script = Script(format=1, scenario="l4_l5_disc", title="x", expect="pass", steps=steps)
    hands = Apprentice(script, case, replace(novice(), omits_contrast=omits), 1)
    done = perform(hands, Session(World.of(case, reference), 1))  # type: ignore[arg-type]
    attached = [command.agent for _, command in done.commands if isinstance(command, c.AttachSyringe)]
    assert attached == ([] if omits else ["Isovue 200"])


def test_the_whole_way_with_new_fluids(case: Scenario, reference: object) -> None:
    """A syringe of each, and one of both drugs: drawn up, on the needle, pressed; contrast is not mixed."""
    session = Session(World.of(case, reference), 1)  # type: ignore[arg-type]
    for command in (
        c.TakeNeedle(needle=case.tray.needles[0]),
        c.PlaceNeedle(right_mm=12.0, superior_mm=30.0),
        *[c.AdvanceNeedle(mm=10.0)] * 2,
    ):
        session.do(command)
    both = DrawUp(parts=(Part(agent="ropivacaine 0.2 %", ml=1.0), Part(agent="triamcinolone diacetate 20 mg", ml=1.0)))
    session.do(both)
    session.do(DrawUp(parts=(Part(agent="Isovue 200", ml=1.0), Part(agent="ropivacaine 0.2 %", ml=1.0))))
    mixed = equipment.mixture([(part.agent, part.ml) for part in both.parts])
    for name in ("Isovue 200", "ropivacaine 0.2 %", mixed):
        for command in (c.AttachSyringe(agent=name), c.PressPlunger(rate_ml_s=0.5)):
            session.do(command)
        for _ in range(10):
            session.step()
        for command in (c.ReleasePlunger(), c.DetachSyringe()):
            session.do(command)
    session.do(c.Finish())
    kinds = [event.data["fluid"] for event in session.events if event.kind == "injection_ended"]
    assert kinds == ["contrast", "anaesthetic", "drug"]
    assert [event.kind for event in session.events].count("refused") == 1
    assert course(session.events, case, 1).treated

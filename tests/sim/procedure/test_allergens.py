"""How often contrast brings a reaction in somebody who had one. Oracle: the shares of ``premedication.csv`` and of another agent."""

from __future__ import annotations

import pytest

from scenarios import files
from scenarios.chart import Allergic
from scenarios.premedication import regimens
from sim.procedure.allergens import ANOTHER_REACTS, reacts
from sim.procedure.course import causes
from sim.session.events import Event

OLD = Allergic(to="contrast", reaction="told", grade="moderate", agent="iopamidol")
HOURS, LATE = "oral, thirteen hours", "last hour"


def given(agent: str, fluid: str = "contrast", ml: float = 1.0) -> Event:
    return Event(9, "injection_ended", {"agent": agent, "fluid": fluid, "ml": ml, "into": {"epidural": ml}})


@pytest.mark.parametrize(
    ("agent", "before", "share"),
    [
        ("iopamidol 200", "", 1.0),
        ("iopamidol 200", LATE, 1.0),
        ("iopamidol 200", HOURS, regimens()[HOURS].reacts),
        ("iohexol 240", "", ANOTHER_REACTS),
        ("iohexol 240", HOURS, ANOTHER_REACTS * regimens()[HOURS].reacts),
        ("gadobutrol", "", 0.0),
    ],
)
def test_another_agent_and_hours_of_premedication_spare_most(agent: str, before: str, share: float) -> None:
    assert reacts(given(agent), OLD, before) == share


def test_an_agent_that_nobody_knows_spares_nobody() -> None:
    assert reacts(given("iohexol 240"), OLD.model_copy(update={"agent": ""}), "") == 1.0


def test_premedication_is_against_contrast_alone() -> None:
    anaesthetic = Allergic(to="local anaesthetic", reaction="told")
    assert reacts(given("lidocaine 1 %", "anaesthetic"), anaesthetic, HOURS) == 1.0


@pytest.mark.parametrize(
    ("agent", "before", "later"), [("iopamidol 200", "", True), ("iopamidol 200", HOURS, False), ("iohexol 240", "", False)]
)
def test_what_was_spared_at_the_table_does_not_come_later(agent: str, before: str, later: bool) -> None:
    events = [Event(1, "premedicated", {"regimen": before})] if before else []
    events += [Event(5, "skin_entered", {}), given(agent)]
    assert ("allergen" in causes(events, files.find_scenario("old_hives"))) is later

"""What each level of sedation hides. Oracle: the table of sedation and that of sensations."""

from __future__ import annotations

import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.words.said import Said
from sim.procedure.body_signs import vitals
from sim.procedure.sedation import depths, silenced
from sim.session import care_commands as c
from sim.session.session import Session
from sim.session.stations.log import say
from sim.session.world import World

TOLD = {
    "none": {"skin", "bone_contact", "FACET_JOINT", "ANNULUS", "KIDNEY", "BOWEL", "root", "pressure", "toxic_first", "answer"},
    "light": {"skin", "ANNULUS", "KIDNEY", "root", "toxic_first", "answer"},
    "deep": set[str](),
}
"""A tenth of pain from 5 on is still told under light sedation; deep, nothing is."""


@pytest.mark.parametrize("level", TOLD)
def test_each_level_hides_its_own(level: str) -> None:
    assert {cause for cause in TOLD["none"] if not silenced(level, cause)} == TOLD[level]


def test_the_levels_that_can_be_given_are_those_of_the_table() -> None:
    assert set(depths()) == set(TOLD)


@pytest.mark.parametrize(("level", "heard"), [("none", 1), ("light", 1), ("deep", 0)])
def test_a_root_under_the_needle_has_no_voice_in_deep_sedation_and_nobody_answers(level: str, heard: int, reference: Anatomy) -> None:
    session = Session(World.of(files.find_scenario("l4_l5_disc"), reference), 1)
    session.do(c.Sedate.model_validate({"level": level}))
    say(session.truth(), Said("root", root="L5", side="right"))
    session.do(c.Ask(about="now"))
    session.step()
    said = [event.data["cause"] for event in session.events if event.kind == "patient_says"]
    assert said == ["root", "answer"] * heard
    assert [event.kind for event in session.events].count("asked") == 1  # that somebody asked is a fact all the same
    assert session.look().care.sedation == level


def test_sedation_costs_oxygen() -> None:
    assert vitals(40, 0.0, False, 0.0, 0.0, sedated=depths()["deep"].spo2).spo2 == vitals(40, 0.0, False, 0.0, 0.0).spo2 - 5

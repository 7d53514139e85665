"""A sample of the acts: each loses in its own measure with a remark of its own and gains nowhere. All of them by ``make acts``."""

from __future__ import annotations

import pytest

from scenarios.rubric import measures
from scenarios.safety import rows
from sim.session.world import World
from sim.studies.acts.playing import ACTS, GROUPS, competent, done
from tests.acts.page import PAGE, row
from tests.conftest import PROJECT

SAMPLE = [
    "the drug at 2 ml/s",
    "contrast not watched live in a foramen",
    "contrast that nobody looks at, in a foramen",
    "on into the disc, and the drug there",
    "particles into a foramen",
    "the wrong side, in a foramen",
    "the wrong level, between the laminae",
    "no time-out",
    "the needle pushed on under the beam, the hand in the field",
    "deferred at once, by a guess",
    "deferred after every page, the question not asked that decides",
    "blood thinners neither read of nor asked for",
    "twenty seconds of beam over a pregnant woman who said so",
    "the arthrogram named epidural in both views",
    "fifteen passes through muscle first",
]


def test_there_are_as_many_acts_as_an_examiner_asks_for_and_each_once() -> None:
    assert len(ACTS) == sum(map(len, GROUPS.values())) >= 60
    assert {act.loses for act in ACTS.values()} <= set(measures())
    assert len({act.loses for act in ACTS.values()}) >= 40


def test_every_error_of_the_table_is_committed_by_some_act_or_cannot_be_by_hand() -> None:
    """The cord is out of reach of the shipped ways, caps hold two syringes' steroid, and a decision precedes each script's drug."""
    committed = {act.error for act in ACTS.values()}
    never = {"cord_entered", "steroid_overdose", "drug_undecided"}
    assert {entry.error for entry in rows() if entry.error} - committed == never


@pytest.mark.parametrize("what", SAMPLE)
def test_an_act_loses_in_its_own_measure_and_is_told_of_it(what: str, worlds: dict[str, World]) -> None:
    act = ACTS[what]
    one = done(act, worlds.__getitem__, competent(act, worlds.__getitem__))
    assert one.faults == []
    assert row(one) in PAGE.read_text(encoding="utf-8")


def test_the_page_has_a_row_for_every_act() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [what for what in ACTS if f"\n| {what} | " not in page] == []
    assert "make acts" in page
    assert "acts:" in (PROJECT / "Makefile").read_text(encoding="utf-8")
